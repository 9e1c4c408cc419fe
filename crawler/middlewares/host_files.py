"""What hosts say in a file of theirs (robots.txt, tdmrep.json): read before their first page, and again after a day."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from crawler.middlewares.guard import Refused
from crawler.urls import parts_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from scrapy import Request

T = TypeVar("T")

MAX_AGE = 24 * 3600.0
"""Seconds after which a file is read again (RFC 9309, 2.4)."""
_STALE_SECONDS = 24 * 3600.0
"""Seconds for which an old answer holds beyond that while the file cannot be read."""
_RETRY_AFTER = 600.0
"""Seconds between two attempts in that time."""
MAX_HOSTS = 2000
MAX_COST = 32 * 1024 * 1024
"""Bytes of all answers together, as their costs estimate them; the answer of the host asked last always stays."""


class Answered(NamedTuple, Generic[T]):
    """What a host's file says, and about how many bytes of memory that takes."""

    value: T
    cost: int


class _Kept(NamedTuple, Generic[T]):
    answered: Answered[T]
    read_at: float
    tried_at: float


class HostFiles(Generic[T]):
    """The answers of the hosts asked last, so that endless subdomains cost no more memory than some.

    - fetch: reads the file of an origin (`https://a.example`); raises `Refused` as long as it cannot be read.
    - clock: monotonic seconds.
    """

    def __init__(
        self,
        fetch: Callable[[str, Request], Awaitable[Answered[T]]],
        clock: Callable[[], float] = time.monotonic,
        max_hosts: int = MAX_HOSTS,
        max_cost: int = MAX_COST,
    ) -> None:
        self._fetch, self._clock = fetch, clock
        self._max_hosts, self._max_cost = max_hosts, max_cost
        self._kept: OrderedDict[str, _Kept[T]] = OrderedDict()
        self._tasks: dict[str, asyncio.Task[Answered[T]]] = {}
        self.cost = 0
        """The cost of all answers kept."""

    def __len__(self) -> int:
        return len(self._kept)

    def holds(self, origin: str) -> bool:
        """Whether an old answer of an origin holds while its file cannot be read."""
        kept = self._kept.get(origin)
        return kept is not None and self._may_wait(kept, self._clock())

    async def of(self, origin: str, request: Request) -> T:
        """What an origin's file says; several pages that ask at once wait for one answer. Raises `Refused`.

        An answer read before holds for a day longer while the file cannot be read again.
        """
        kept, now = self._kept.get(origin), self._clock()
        if kept is not None and (now - kept.read_at < MAX_AGE or self._may_wait(kept, now, _RETRY_AFTER)):
            self._kept.move_to_end(origin)
            return kept.answered.value
        task = self._tasks.get(origin)
        if task is None:
            task = self._tasks[origin] = asyncio.ensure_future(self._read(origin, request))
        try:
            return (await asyncio.shield(task)).value
        except Refused:
            if kept is None or not self._may_wait(kept, now):
                raise
            self._keep(origin, kept._replace(tried_at=now))
            return kept.answered.value

    def _may_wait(self, kept: _Kept[T], now: float, since_attempt: float = 0.0) -> bool:
        """Whether an old answer still holds, and the last attempt was less than `since_attempt` seconds ago."""
        is_recent = not since_attempt or (kept.tried_at > kept.read_at and now - kept.tried_at < since_attempt)
        return now - kept.read_at < MAX_AGE + _STALE_SECONDS and is_recent

    async def _read(self, origin: str, request: Request) -> Answered[T]:
        try:
            answered = await self._fetch(origin, request)
        finally:
            self._tasks.pop(origin, None)
        now = self._clock()
        self._keep(origin, _Kept(answered, now, now))
        return answered

    def _keep(self, origin: str, kept: _Kept[T]) -> None:
        before = self._kept.pop(origin, None)
        self._kept[origin] = kept
        self.cost += kept.answered.cost - (before.answered.cost if before else 0)
        while len(self._kept) > 1 and (len(self._kept) > self._max_hosts or self.cost > self._max_cost):
            _, oldest = self._kept.popitem(last=False)
            self.cost -= oldest.answered.cost


def origin_of(url: str) -> str:
    """The scheme, host and port of an address, which robots.txt and tdmrep.json speak for.

    >>> origin_of("https://a.example:8443/news?id=1")
    'https://a.example:8443'
    """
    parts = parts_of(url)
    return f"{parts.scheme}://{parts.netloc}"
