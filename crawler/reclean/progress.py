"""How far a run over an archive is, and when it will end."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from cleaners.text.status_line import StatusLine, clock_time, rate_in_words, time_left

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TextIO

# Seconds between two lines.
_RECLEAN_TERMINAL_SECONDS = 0.2
_RECLEAN_LOG_SECONDS = 10.0


class RecleanProgress:
    """Shows how many of about `expected` pages were read; 0 shows nothing.

    `beside_output` says whether results go to a terminal too, so that the line must make room for them. `clock` gives
    monotonic seconds.
    """

    def __init__(
        self, stream: TextIO, expected: int, *, beside_output: bool = False, clock: Callable[[], float] = monotonic
    ) -> None:
        rewrites = stream.isatty()
        self._line = StatusLine(stream, rewrites=rewrites)
        self._every = _RECLEAN_TERMINAL_SECONDS if rewrites else _RECLEAN_LOG_SECONDS
        self._expected, self._beside_output, self._clock = expected, beside_output, clock
        self._done = 0
        self._began = self._shown = clock()

    def count(self) -> None:
        """Count one more page, and show now and then where we are."""
        self._done += 1
        now = self._clock()
        if self._expected and now - self._shown >= self._every:
            self._shown = now
            seconds, waiting = now - self._began, max(0, self._expected - self._done)
            counted = f"{self._done} of about {self._expected} pages"
            left = time_left(self._done, waiting, seconds)
            parts = (counted, rate_in_words(self._done, seconds), clock_time(seconds), left)
            self._line.show(", ".join(part for part in parts if part))

    def make_room(self) -> None:
        """Erase the line before a result is printed to the same terminal."""
        if self._beside_output:
            self._line.erase()

    def erase(self) -> None:
        """Erase the line at the end."""
        self._line.erase()
