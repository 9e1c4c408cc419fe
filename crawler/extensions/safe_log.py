"""A log that can be shown: addresses and titles in it come from strangers."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from scrapy import signals
from scrapy.utils.log import get_scrapy_root_handler

from cleaners.text.printable import printable

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler


class SafeLog:
    """The extension; it changes how Scrapy's handler writes, on the terminal and into LOG_FILE.

    Scrapy replaces its handler between building the extensions and the engine, so the new one is changed too, before
    anything is fetched.
    """

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The extension, told when the spider opens."""
        crawler.signals.connect(_make_printable, signal=signals.spider_opened, weak=False)
        _make_printable()
        return cls()


def _make_printable() -> None:
    """Have Scrapy's handler, if there is one by now, write what can be shown."""
    handler = get_scrapy_root_handler()
    if handler is not None and not isinstance(handler.formatter, Printable):
        handler.setFormatter(Printable(handler.formatter or logging.Formatter()))


class Printable(logging.Formatter):
    """A formatter around another: what that one writes, without characters that steer a terminal."""

    def __init__(self, inner: logging.Formatter) -> None:
        super().__init__()
        self._inner = inner

    def format(self, record: logging.LogRecord) -> str:
        """One entry of the log, tracebacks included."""
        return printable(self._inner.format(record))
