"""Our own settings, read and checked in one place before anything is opened."""

from __future__ import annotations

import importlib
import math
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cleaners.errors import DataFileError

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings


@dataclass(frozen=True, slots=True)
class Options:
    """The settings that the crawl's own components obey; `settings.py` says what each means."""

    output_dir: Path
    archive_max_bytes: int
    depth_limit: int
    """0 for no limit."""
    bridges_per_outlet: int
    cleaner: str
    """`module:function`, which can be imported."""
    cleaner_processes: int
    cleaner_seconds: float
    cleaner_memory_mb: int
    """0 for no limit."""
    breaker_failures: int
    breaker_pause: float
    backoff_seconds: float
    retry_after_max: float
    crawl_delay_max: float
    expectations_exit: bool


def read_options(settings: BaseSettings) -> Options:
    """The options; raises DataFileError `SETTING=value: …` for the first that makes no sense."""
    return Options(
        output_dir=_folder(settings, "OUTPUT_DIR"),
        archive_max_bytes=_whole(settings, "ARCHIVE_MAX_BYTES", 1),
        depth_limit=_whole(settings, "DEPTH_LIMIT", 0),
        bridges_per_outlet=_whole(settings, "BRIDGES_PER_OUTLET", 0),
        cleaner=_function(settings, "CLEANER"),
        cleaner_processes=_whole(settings, "CLEANER_PROCESSES", 1),
        cleaner_seconds=_seconds(settings, "CLEANER_SECONDS"),
        cleaner_memory_mb=_whole(settings, "CLEANER_MEMORY_MB", 0),
        breaker_failures=_whole(settings, "BREAKER_FAILURES", 1),
        breaker_pause=_seconds(settings, "BREAKER_PAUSE"),
        backoff_seconds=_seconds(settings, "BACKOFF_SECONDS"),
        retry_after_max=_seconds(settings, "RETRY_AFTER_MAX"),
        crawl_delay_max=_seconds(settings, "CRAWL_DELAY_MAX"),
        expectations_exit=_flag(settings, "EXPECTATIONS_EXIT"),
    )


def _error(settings: BaseSettings, name: str, problem: str) -> DataFileError:
    return DataFileError(f"{name}={settings.get(name)}: {problem}")


def _folder(settings: BaseSettings, name: str) -> Path:
    value = str(settings.get(name) or "").strip()
    if not value:
        raise _error(settings, name, "must name a folder")
    return Path(value)


def _whole(settings: BaseSettings, name: str, least: int) -> int:
    try:
        number = int(str(settings.get(name)))
    except ValueError:
        number = least - 1
    if number < least:
        raise _error(settings, name, f"must be a whole number, {least} or more")
    return number


def _seconds(settings: BaseSettings, name: str) -> float:
    try:
        number = float(str(settings.get(name)))
    except ValueError:
        number = 0.0
    if not (math.isfinite(number) and number > 0):
        raise _error(settings, name, "must be a number of seconds above 0")
    return number


def _flag(settings: BaseSettings, name: str) -> bool:
    try:
        return settings.getbool(name)
    except ValueError as error:
        raise _error(settings, name, "must be True or False") from error


def _function(settings: BaseSettings, name: str) -> str:
    value = str(settings.get(name))
    module, colon, function = value.partition(":")
    if not (module and colon and function):
        raise _error(settings, name, "must be MODULE:FUNCTION")
    try:
        found = getattr(importlib.import_module(module), function, None)
    except ImportError as error:
        raise _error(settings, name, f"cannot be imported: {error}") from error
    if not callable(found):
        raise _error(settings, name, f"{module} has no function {function!r}")
    return value
