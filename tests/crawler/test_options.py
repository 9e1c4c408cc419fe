"""The crawler's own settings: what is accepted as Scrapy and Python read it, and one line for what is not."""

from __future__ import annotations

from pathlib import Path

import pytest
from scrapy.settings import Settings

from cleaners.data_files import DataFileError
from crawler.options import Options, read_options


def read(**given: object) -> Options:
    settings = Settings()
    settings.setmodule("crawler.settings")
    settings.setdict(given, priority="cmdline")
    return read_options(settings)


@pytest.mark.parametrize(
    ("name", "given", "value"),
    [
        ("cleaner_processes", "+1", 1),
        ("cleaner_processes", "٢", 2),
        ("depth_limit", 0, 0),
        ("breaker_pause", "5", 5.0),
        ("expectations_exit", "2", True),
        ("expectations_exit", "0", False),
        ("output_dir", 1, Path("1")),
        ("output_dir", " out ", Path("out")),
        ("cleaner", "cleaners.reading:read_page", "cleaners.reading:read_page"),
    ],
)
def test_settings_are_read_as_scrapy_and_python_read_them(name: str, given: object, value: object) -> None:
    assert getattr(read(**{name.upper(): given}), name) == value


@pytest.mark.parametrize(
    ("name", "given", "told"),
    [
        ("CLEANER_PROCESSES", "2.0", "must be a whole number, 1 or more, at most 1000"),
        ("CLEANER_PROCESSES", 0, "must be a whole number, 1 or more, at most 1000"),
        ("DEPTH_LIMIT", None, "must be a whole number, 0 or more"),
        ("BREAKER_PAUSE", "nan", "must be a number of seconds above 0"),
        ("BREAKER_PAUSE", "inf", "must be a number of seconds above 0"),
        ("EXPECTATIONS_EXIT", "maybe", "must be True or False"),
        ("OUTPUT_DIR", " ", "must name a folder"),
        ("CLEANER", "cleaners", "must be MODULE:FUNCTION"),
        ("CLEANER", "cleaners.reading:none", "cleaners.reading has no function 'none'"),
    ],
)
def test_a_setting_without_sense_is_one_line(name: str, given: object, told: str) -> None:
    with pytest.raises(DataFileError) as error:
        read(**{name: given})
    assert str(error.value) == f"{name}={given}: {told}"
