"""The crawler's own settings, read and validated before anything is opened."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from msgspec import Meta, Struct, structs

from cleaners.data_files import DataFileError, read_value

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

_Positive = Annotated[int, Meta(ge=1, description="a whole number, 1 or more")]
_Whole = Annotated[int, Meta(ge=0, description="a whole number, 0 or more")]
_Seconds = Annotated[float, Meta(gt=0, le=sys.float_info.max, description="a number of seconds above 0")]
_Flag = Annotated[bool, Meta(description="True or False")]


class Options(Struct, frozen=True):
    """Settings of the crawler's own components, explained in `settings.py`."""

    output_dir: Path
    archive_max_bytes: _Positive
    depth_limit: _Whole
    """0 for no limit."""
    bridges_per_outlet: _Whole
    cleaner: str
    """An importable `module:function`."""
    cleaner_processes: _Positive
    cleaner_seconds: _Seconds
    cleaner_memory_mb: _Whole
    """0 for no limit."""
    breaker_failures: _Positive
    breaker_pause: _Seconds
    backoff_seconds: _Seconds
    retry_after_max: _Seconds
    crawl_delay_max: _Seconds
    expectations_exit: _Flag


def read_options(settings: BaseSettings) -> Options:
    """The validated options; raises DataFileError `SETTING=value: …` for the first invalid one."""
    return Options(**{field.name: _option(settings, field) for field in structs.fields(Options)})


def _option(settings: BaseSettings, field: structs.FieldInfo) -> Any:
    """The value of the setting with the field's name in capitals."""
    value = settings.get(field.name.upper())
    given = value.strip() if isinstance(value, str) else value
    try:
        if field.name == "output_dir":
            return _folder(given)
        option = read_value(given, field.type)
        return _function(option) if field.name == "cleaner" else option
    except ValueError as error:
        raise DataFileError(f"{field.name.upper()}={value}: {error}") from error


def _folder(value: str | None) -> Path:
    if not value:
        raise ValueError("must name a folder")
    return Path(value)


def _function(value: str) -> str:
    """The value, if it names an importable function; raises ValueError otherwise."""
    module, colon, function = value.partition(":")
    if not (module and colon and function):
        raise ValueError("must be MODULE:FUNCTION")
    try:
        found = getattr(importlib.import_module(module), function, None)
    except ImportError as error:
        raise ValueError(f"cannot be imported: {error}") from error
    if not callable(found):
        raise ValueError(f"{module} has no function {function!r}")
    return value
