"""The crawler's own settings, read and validated before anything is opened."""

from __future__ import annotations

import importlib
import logging
import math
import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_args

from msgspec import Meta, Struct, structs
from scrapy.settings import default_settings
from scrapy.utils.misc import load_object
from twisted.internet.asyncioreactor import AsyncioSelectorReactor

from cleaners.data_files import DataFileError, read_value

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

# The upper limits keep numbers within what SQLite, timers and the system accept.
_Positive = Annotated[int, Meta(ge=1, le=2**53, description="a whole number, 1 or more")]
_Whole = Annotated[int, Meta(ge=0, le=2**31 - 1, description="a whole number, 0 or more")]
_Processes = Annotated[int, Meta(ge=1, le=1000, description="a whole number, 1 or more, at most 1000")]
_Seconds = Annotated[float, Meta(gt=0, le=1e9, description="a number of seconds above 0")]
_Flag = Annotated[bool, Meta(description="True or False")]

_OF_COPIES = ("mark", "drop")
_ON, _OFF = ("on", "yes", "true", "1"), ("off", "no", "false", "0")


class Options(Struct, frozen=True):
    """Settings of the crawler's own components, explained in `settings.py`."""

    output_dir: Path
    outlets_dir: Path | None
    """Own outlet files, None for none."""
    phrases_dir: Path | None
    """Own phrases for the cleaner, None for none."""
    blocks: bool
    """Whether records have the structure of their text."""
    archive_max_bytes: _Positive
    duplicates: str
    """What becomes of a copy of a record: `mark` or `drop`."""
    depth_limit: _Whole
    """0 for no limit."""
    bridges_per_outlet: _Whole
    cleaner: str
    """An importable `module:function`."""
    cleaner_processes: _Processes
    cleaner_seconds: _Seconds
    cleaner_memory_mb: _Whole
    """0 for no limit."""
    breaker_failures: _Positive
    breaker_pause: _Seconds
    backoff_seconds: _Seconds
    retry_after_max: _Seconds
    crawl_delay_max: _Seconds
    expectations_exit: _Flag
    progress: bool
    """Whether running work shows how far it is."""


def read_options(settings: BaseSettings) -> Options:
    """The validated options; raises DataFileError `SETTING=value: …` for the first invalid one, Scrapy's included."""
    check_scrapy_settings(settings)
    return Options(**{field.name: _option(settings, field) for field in structs.fields(Options)})


def _option(settings: BaseSettings, field: structs.FieldInfo) -> Any:
    """The value of the setting with the field's name in capitals."""
    name = field.name.upper()
    value = settings.get(name)
    try:
        if field.name in ("outlets_dir", "phrases_dir"):
            return Path(str(value).strip()) if str(value or "").strip() else None
        if field.name == "output_dir":
            return _folder(str(value or "").strip())
        if field.name == "cleaner":
            return _function(str(value))
        if field.name == "duplicates":
            return _choice(str(value))
        if field.name in ("blocks", "progress"):
            return _switch(str(value))
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


def _choice(value: str) -> str:
    if value not in _OF_COPIES:
        raise ValueError("must be mark or drop")
    return value


def _switch(value: str) -> bool:
    """Whether a switch is on; raises ValueError for anything else than on or off, yes or no, True or False, 1 or 0."""
    if value.lower() not in (*_ON, *_OFF):
        raise ValueError("must be on or off")
    return value.lower() in _ON


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


_ROOMY = ("DOWNLOAD_DELAY", "DOWNLOAD_TIMEOUT", "DNS_TIMEOUT")
"""Settings that Scrapy reads as floats although their defaults are whole numbers."""
_SIGNED = ("DEPTH_PRIORITY", "REDIRECT_PRIORITY_ADJUST", "RETRY_PRIORITY_ADJUST")
_AT_LEAST_ONE = (
    "CONCURRENT_ITEMS",
    "CONCURRENT_REQUESTS",
    "CONCURRENT_REQUESTS_PER_DOMAIN",
    "REACTOR_THREADPOOL_MAXSIZE",
)
_FLAGS = ("TELNETCONSOLE_ENABLED",)
_MOST = 1e18
_REACTOR = "TWISTED_REACTOR"
_CLASS_PATH = re.compile(r"[a-z]\w*(?:\.\w+)*\.[A-Z]\w+")


def check_scrapy_settings(settings: BaseSettings) -> None:
    """Raise DataFileError `SETTING=value: …` for the first of Scrapy's own settings that Scrapy could not read."""
    for name, default in vars(default_settings).items():
        is_read = isinstance(default, int | float | dict) or name in ("RETRY_HTTP_CODES", "LOG_LEVEL")
        is_read = is_read or (_is_class_path(default) and f"TWISTED_{name}" not in vars(default_settings))  # renamed
        value = settings.get(name) if is_read and name.isupper() else None
        if value is None:
            continue
        try:
            _check_scrapy_setting(settings, name, default)
        except (ValueError, TypeError, OverflowError, ImportError, NameError) as error:
            said = str(error) if str(error).startswith("must be") else "must be " + _kind_of_value(name, default)
            raise DataFileError(f"{name}={str(value)[:200]}: {said}") from error


def _check_scrapy_setting(settings: BaseSettings, name: str, default: object) -> None:
    if isinstance(default, bool) or name in _FLAGS:
        settings.getbool(name)
    elif isinstance(default, int | float):
        is_float = isinstance(default, float) or name in _ROOMY
        number = settings.getfloat(name) if is_float else settings.getint(name)
        least = -_MOST if name in _SIGNED else 1 if name in _AT_LEAST_ONE else 0
        if not (math.isfinite(number) and least <= number <= (1e9 if is_float else _MOST)):
            raise ValueError
    elif isinstance(default, dict):
        settings.getdict(name)
    elif name == "RETRY_HTTP_CODES":
        [int(code) for code in settings.getlist(name)]
    elif _is_class_path(default):
        _check_class(name, settings.get(name))
    elif name == "LOG_LEVEL" and not str(settings.get(name)).isdecimal():
        logging.Handler().setLevel(settings.get(name))


def _is_class_path(value: object) -> bool:
    return isinstance(value, str) and _CLASS_PATH.fullmatch(value) is not None


def _check_class(name: str, value: Any) -> None:
    """Raise ValueError, ImportError or NameError unless a value is or names a class, or a function that makes one."""
    loaded = load_object(value)
    if not callable(loaded):
        raise ValueError
    if name == _REACTOR and not issubclass(loaded, AsyncioSelectorReactor):  # Scrapy's asyncio process demands it
        raise ValueError


def _kind_of_value(name: str, default: object) -> str:
    """What a setting must be, in words."""
    if isinstance(default, bool) or name in _FLAGS:
        return "True or False"
    if isinstance(default, int | float):
        number = "number" if isinstance(default, float) or name in _ROOMY else "whole number"
        least = "" if name in _SIGNED else f", {int(name in _AT_LEAST_ONE)} or more"
        return f"a {number}{least}"
    if _is_class_path(default):
        return "the path of an asyncio reactor" if name == _REACTOR else "the path of a class"
    kinds = {"RETRY_HTTP_CODES": "a list of HTTP status codes", "LOG_LEVEL": "CRITICAL, ERROR, WARNING, INFO or DEBUG"}
    return kinds.get(name, "a JSON object")
