"""Find the captures of archives in the cleaning processes, as many files at a time as there are processes."""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import closing, suppress
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

import msgspec

from crawler.warc.captures import Capture, captures
from crawler.warc.damage import Damaged, UnsupportedFile
from crawler.workers.pool import WorkerDied

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from crawler.storage.committed import Json
    from crawler.workers.pool import Workers

TASK = "crawler.ingest.index_reading:read_stretch"
_STRETCH_SECONDS = 0.5
"""Reading time of one answer, far below CLEANER_SECONDS."""
_STRETCH_CAPTURES = 500
_MOST_STRETCHES = 64
"""Stretches of one file that may wait for the files before it; a gigabyte of archive has about as many."""


class Trouble(msgspec.Struct, frozen=True):
    """Why a record, or a file from there on, cannot be read; `Damaged` in a form that can be sent."""

    problem: str
    offset: int
    cut_off: bool
    is_unsupported: bool

    @classmethod
    def of(cls, error: Damaged) -> Trouble:
        """The trouble that an error is about."""
        problem = str(error).removeprefix(f"the record at byte {error.offset} ")
        return cls(problem, error.offset, error.cut_off, isinstance(error, UnsupportedFile))

    def error(self) -> Damaged:
        """The error again."""
        if self.is_unsupported:
            return UnsupportedFile(self.problem, self.offset, cut_off=self.cut_off)
        return Damaged(self.problem, self.offset, cut_off=self.cut_off)


class Stretch(msgspec.Struct, frozen=True):
    """What a part of an archive holds."""

    captures: list[Capture]
    position: int
    """Where the next part begins."""
    damages: list[Trouble]
    passed_over: dict[str, int]
    """The number of records of types that are not read."""
    is_last: bool
    trouble: Trouble | None = None
    """Why reading ended before the end of the file."""
    problem: str = ""
    """Why the system does not let it be read."""


def read_stretch(_: bytes, path: str, position: int) -> Json:
    """A stretch of an archive from a position on, as JSON."""
    found, damages, passed_over = list[Capture](), list[Damaged](), Counter[str]()
    is_last, trouble, problem, begun = True, None, "", monotonic()
    try:
        with closing(captures(Path(path), position, damages.append, lambda kind: passed_over.update([kind]))) as stream:
            for capture in stream:
                found.append(capture)
                position = capture.next_offset
                if len(found) >= _STRETCH_CAPTURES or monotonic() > begun + _STRETCH_SECONDS:
                    is_last = False
                    break
    except Damaged as error:
        trouble = Trouble.of(error)
    except OSError as error:
        problem = error.strerror or str(error)
    troubles = [Trouble.of(one) for one in damages]
    stretch = Stretch(found, position, troubles, dict(passed_over), is_last, trouble, problem)
    sent: Json = msgspec.to_builtins(stretch)
    return sent


class StretchReader:
    """Reads an archive from a position on, ahead of whoever takes its stretches."""

    def __init__(self, workers: Workers, path: Path, position: int) -> None:
        self.position = position
        self._workers, self._path = workers, path
        self._ready: asyncio.Queue[Stretch] = asyncio.Queue(_MOST_STRETCHES)
        self._task = asyncio.ensure_future(self._read())

    async def stretches(self) -> AsyncIterator[Stretch]:
        """The stretches in order, the last one included."""
        is_last = False
        while not is_last:
            stretch = await self._ready.get()
            is_last = stretch.is_last
            yield stretch

    async def close(self) -> None:
        """Stop reading."""
        self._task.cancel()
        with suppress(asyncio.CancelledError):
            await self._task

    async def _read(self) -> None:
        position, is_last = self.position, False
        while not is_last:
            facts: dict[str, Any] = {"path": str(self._path.absolute()), "position": position}
            try:
                answer = await self._workers.do(b"", {"task": TASK, **facts})
            except WorkerDied:  # over a record of many gigabytes
                answer = read_stretch(b"", **facts)
            stretch = msgspec.convert(answer, Stretch)
            position, is_last = stretch.position, stretch.is_last
            await self._ready.put(stretch)
