"""Turns: what is done at the same time is finished in the order in which it began."""

from __future__ import annotations

from asyncio import Event
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable


class InOrder:
    """One line per name.

    Pages of an outlet are cleaned at the same time, but decided in the order in which they arrived: which of two pages
    with one text becomes the record does not depend on which is cleaned sooner.
    """

    def __init__(self) -> None:
        self._last: dict[str, Event] = {}

    @asynccontextmanager
    async def place(self, name: str) -> AsyncIterator[Callable[[], Awaitable[object]]]:
        """A place at the end of a line; gives the function that waits until all places before it have been left."""
        before, mine = self._last.get(name), Event()
        self._last[name] = mine
        if before is None:
            before = Event()
            before.set()
        try:
            yield before.wait
        finally:
            await before.wait()
            mine.set()
            if self._last[name] is mine:
                del self._last[name]
