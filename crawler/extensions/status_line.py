"""One line about running work: rewritten in place on a terminal, a new line now and then elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleaners.text.printable import try_write

if TYPE_CHECKING:
    from typing import TextIO

_ERASE = "\r\x1b[K"


class StatusLine:
    """The owner of the last line of a stream; `rewrites` says whether that is a terminal without other output."""

    def __init__(self, stream: TextIO, *, rewrites: bool) -> None:
        self._stream = stream
        self._rewrites = rewrites
        self._shown = ""

    def show(self, line: str) -> None:
        """Write a line, unless it stands there already."""
        if line != self._shown:
            self._shown = line
            try_write(self._stream, f"{_ERASE}{line}" if self._rewrites else f"{line}\n")

    def erase(self) -> None:
        """Make room for other output on a terminal; the line comes back with the next `show`."""
        if self._rewrites and self._shown:
            self._shown = ""
            try_write(self._stream, _ERASE)

    def end(self) -> None:
        """End the line."""
        if self._rewrites and self._shown:
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
