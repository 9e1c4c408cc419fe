"""The progress of a run over an archive."""

from __future__ import annotations

import io
from itertools import count

from crawler.reclean.progress import RecleanProgress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def shown(stream: io.StringIO, expected: int, pages: int, step: float) -> str:
    """What a run over some pages shows, each of which takes `step` seconds."""
    ticks = count()
    progress = RecleanProgress(stream, expected, clock=lambda: next(ticks) * step)
    for _ in range(pages):
        progress.count()
    progress.erase()
    return stream.getvalue()


def test_a_log_gets_a_line_every_ten_seconds_with_the_time_left() -> None:
    assert shown(io.StringIO(), 400, 5, 4.0).splitlines() == [
        "3 of about 400 pages, 15 pages/min, 0:12, about 26:28 left"
    ]
    assert shown(io.StringIO(), 2, 3, 10.0).splitlines()[-1] == "3 of about 2 pages, 6 pages/min, 0:30"


def test_a_terminal_keeps_no_line() -> None:
    assert shown(Terminal(), 400, 2, 1.0).endswith("\r\x1b[K")


def test_nothing_is_shown_where_nothing_is_expected() -> None:
    assert shown(io.StringIO(), 0, 50, 60.0) == ""
