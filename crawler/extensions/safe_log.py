"""A log that can be shown: addresses and titles in it come from strangers."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from scrapy.utils.log import get_scrapy_root_handler

from cleaners.printable import printable

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler


class SafeLog:
    """The extension; it changes how Scrapy's handler writes, on the terminal and into LOG_FILE."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The extension, with the handler that is there by now, if any."""
        handler = get_scrapy_root_handler()
        if handler is not None and not isinstance(handler.formatter, Printable):
            handler.setFormatter(Printable(handler.formatter or logging.Formatter()))
        return cls()


class Printable(logging.Formatter):
    """A formatter around another: what that one writes, without characters that steer a terminal."""

    def __init__(self, inner: logging.Formatter) -> None:
        super().__init__()
        self._inner = inner

    def format(self, record: logging.LogRecord) -> str:
        """One entry of the log, tracebacks included."""
        return printable(self._inner.format(record))
