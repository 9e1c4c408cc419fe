"""The crawler's own settings, read and validated before anything is opened."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_args

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
    name = field.name.upper()
    value = settings.get(name)
    try:
        if field.name == "output_dir":
            return _folder(str(value or "").strip())
        if field.name == "cleaner":
            return _function(str(value))
        return read_value(_number(settings, name, field.type), field.type)
    except ValueError as error:
        raise DataFileError(f"{name}={value}: {error}") from error


def _number(settings: BaseSettings, name: str, kind: Any) -> bool | int | float:
    """A flag as Scrapy reads it, a number as Python does; raises ValueError for anything else."""
    try:
        if kind is _Flag:
            return settings.getbool(name)
        text = str(settings.get(name))
        return float(text) if kind is _Seconds else int(text)
    except ValueError as error:
        raise ValueError(f"must be {get_args(kind)[1].description}") from error


def _folder(value: str) -> Path:
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
