"""Files of hosts: read once a day, kept while they cannot be read, and never more of them than so many."""

from __future__ import annotations

import asyncio

import pytest
from scrapy import Request

from crawler.middlewares.guard import Refused
from crawler.middlewares.host_files import MAX_AGE, Answered, HostFiles, origin_of

PAGE = Request("https://a.example/1")


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Server:
    """Answers with the number of the reading; fails while it is told to."""

    def __init__(self, cost: int = 1) -> None:
        self.read, self.cost, self.fails = 0, cost, False

    async def fetch(self, origin: str, request: Request) -> Answered[int]:
        self.read += 1
        await asyncio.sleep(0)
        if self.fails:
            raise Refused("later")
        return Answered(self.read, self.cost)


def test_a_file_is_read_again_after_a_day() -> None:
    clock, server = Clock(), Server()
    files = HostFiles(server.fetch, clock)

    async def ask() -> list[int]:
        return list(await asyncio.gather(*(files.of("https://a.example", PAGE) for _ in range(5))))

    assert asyncio.run(ask()) == [1] * 5
    clock.now = MAX_AGE - 1
    assert asyncio.run(ask()) == [1] * 5
    clock.now = MAX_AGE + 1
    assert asyncio.run(ask()) == [2] * 5


def test_an_old_answer_holds_for_a_day_while_the_file_cannot_be_read() -> None:
    clock, server = Clock(), Server()
    files = HostFiles(server.fetch, clock)

    def ask() -> int:
        return asyncio.run(files.of("https://a.example", PAGE))

    assert ask() == 1
    server.fails, clock.now = True, MAX_AGE + 1
    assert (ask(), ask(), server.read) == (1, 1, 2)  # not at every page
    clock.now += 3600
    assert (ask(), server.read) == (1, 3)
    clock.now = 2 * MAX_AGE + 1
    with pytest.raises(Refused):
        ask()
    server.fails = False
    assert ask() == 5


def test_a_file_that_was_never_read_is_asked_for_with_each_page() -> None:
    server = Server()
    server.fails = True
    files = HostFiles(server.fetch, Clock())
    for number in (1, 2):
        with pytest.raises(Refused):
            asyncio.run(files.of("https://a.example", PAGE))
        assert (server.read, len(files)) == (number, 0)


@pytest.mark.parametrize(("cost", "kept"), [(1, 100), (50, 20), (5000, 1)])
def test_endless_hosts_take_bounded_memory(cost: int, kept: int) -> None:
    server = Server(cost)
    files = HostFiles(server.fetch, Clock(), max_hosts=100, max_cost=1000)

    async def ask() -> None:
        for number in range(5000):
            await files.of(f"https://h{number}.a.example", PAGE)

    asyncio.run(ask())
    assert (len(files), files.cost) == (kept, kept * cost)


def test_the_host_asked_last_is_kept() -> None:
    server = Server()
    files = HostFiles(server.fetch, Clock(), max_hosts=2)

    async def ask(*names: str) -> list[int]:
        return [await files.of(name, PAGE) for name in names]

    assert asyncio.run(ask("a", "b", "a", "c", "a", "b")) == [1, 2, 1, 3, 1, 4]


def test_an_origin_has_scheme_and_port() -> None:
    assert origin_of("http://a.example:81/x?y") == "http://a.example:81"
