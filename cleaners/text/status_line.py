"""One line about running work: rewritten in place on a terminal, a new line now and then elsewhere."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from cleaners.text.printable import try_write

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TextIO

_SECONDS, _LOG_SECONDS = 0.2, 5.0
"""Seconds between two lines of `progress_of`, on a terminal and elsewhere."""
_ERASE = "\r\x1b[K"


class StatusLine:
    """The owner of the last line of a stream; `rewrites` says whether that is a terminal without other output."""

    def __init__(self, stream: TextIO, *, rewrites: bool) -> None:
        self._stream = stream
        self.rewrites = rewrites
        self._shown = ""

    def show(self, line: str) -> None:
        """Write a line, unless it stands there already."""
        if line != self._shown:
            self._shown = line
            try_write(self._stream, f"{_ERASE}{line}" if self.rewrites else f"{line}\n")

    def erase(self) -> None:
        """Make room for other output on a terminal; the line comes back with the next `show`."""
        if self.rewrites and self._shown:
            self._shown = ""
            try_write(self._stream, _ERASE)

    def end(self) -> None:
        """End the line."""
        if self.rewrites and self._shown:
            try_write(self._stream, "\n")


def rate_in_words(number: int, seconds: float) -> str:
    """The rate of pages, per minute where that says more.

    >>> rate_in_words(61, 10.0), rate_in_words(90, 1800.0)
    ('6.1 pages/s', '3 pages/min')
    """
    rate = number / seconds if seconds > 0 else 0.0
    return f"{rate:.1f} pages/s" if rate >= 1 else f"{60 * rate:.0f} pages/min"


def clock_time(seconds: float) -> str:
    """A duration as on a clock, hours only where there are some.

    >>> clock_time(75), clock_time(90_061)
    ('1:15', '25:01:01')
    """
    hours, rest = divmod(round(seconds), 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60}:{rest % 60:02}"


def time_left(done: int, waiting: int, seconds: float) -> str:
    """The time that the rest takes at the rate so far, in words; "" while nothing is known.

    >>> time_left(100, 300, 60.0), time_left(0, 300, 60.0)
    ('about 3:00 left', '')
    """
    return f"about {clock_time(seconds * waiting / done)} left" if done and waiting else ""


def progress_of(line: StatusLine, total: int | None) -> Callable[[int], None]:
    """A function that shows on a line how many pages are done, at most every so often; `total`: how many there are."""
    start = time.monotonic()
    shown = start - _SECONDS

    def show(done: int) -> None:
        nonlocal shown
        now = time.monotonic()
        if now - shown < (_SECONDS if line.rewrites else _LOG_SECONDS) and done != total:
            return
        shown = now
        count = f"{done:,} of {total:,} pages" if total else f"{done:,} pages"
        rest = time_left(done, (total or done) - done, now - start)
        line.show(", ".join(filter(None, (count, rate_in_words(done, now - start), clock_time(now - start), rest))))

    return show
