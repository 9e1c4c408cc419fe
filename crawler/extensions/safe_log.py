"""A log that is safe to display: the addresses and titles in it come from strangers."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from scrapy import signals
from scrapy.utils.log import get_scrapy_root_handler

from cleaners.text.printable import printable, printable_line

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler


class SafeLog:
    """The extension; it wraps the formatter of Scrapy's log handler, on the terminal and for LOG_FILE.

    Scrapy replaces its handler between building the extensions and the engine, so the new one is wrapped too, before
    anything is fetched.
    """

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The extension, connected to its signal."""
        crawler.signals.connect(_make_printable, signal=signals.spider_opened, weak=False)
        _make_printable()
        return cls()


def _make_printable() -> None:
    """Wrap the formatter of Scrapy's handler, if there is one yet."""
    handler = get_scrapy_root_handler()
    if handler is not None and not isinstance(handler.formatter, Printable):
        handler.setFormatter(Printable(handler.formatter or logging.Formatter()))
    if handler is not None:
        logging.getLogger("scrapy").setLevel(handler.level)  # it says two things about each page, shown or not


class Printable(logging.Formatter):
    """Wraps another formatter and escapes characters that control a terminal."""

    def __init__(self, inner: logging.Formatter) -> None:
        super().__init__()
        self._inner = inner

    def format(self, record: logging.LogRecord) -> str:
        """Format one log entry, tracebacks included; an argument of the crawler's own entries cannot add a line."""
        if record.name.startswith("crawler.") and isinstance(record.args, tuple):
            record.args = tuple(printable_line(one) if isinstance(one, str) else one for one in record.args)
        return printable(self._inner.format(record))
