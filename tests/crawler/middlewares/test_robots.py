"""The middleware for robots.txt: what it keeps of how many hosts, and when it reads a file again."""

from __future__ import annotations

import asyncio
import gc
import tracemalloc
from types import SimpleNamespace
from typing import Any, cast

import pytest
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import TextResponse
from scrapy.settings import Settings

from crawler.middlewares.guard import Refused
from crawler.middlewares.host_files import MAX_AGE, MAX_COST, MAX_HOSTS
from crawler.middlewares.robots import Robots


class Engine:
    """Answers every robots.txt with the same body."""

    def __init__(self, body: bytes) -> None:
        self.body, self.status, self.asked = body, 200, 0

    async def download_async(self, request: Request) -> TextResponse:
        self.asked += 1
        return TextResponse(request.url, status=self.status, body=self.body)


async def send(**facts: Any) -> list[Any]:
    return []


def robots(engine: Engine, clock: Any = lambda: 0.0) -> Robots:
    settings = Settings({"ROBOTSTXT_OBEY": True, "USER_AGENT": "MyBot/1.0"})
    stats = SimpleNamespace(inc_value=lambda name: None)
    signals = SimpleNamespace(send_catch_log_async=send)
    crawler = SimpleNamespace(settings=settings, engine=engine, stats=stats, signals=signals, spider=None)
    return Robots(cast(Crawler, crawler), clock)


def passes(middleware: Robots, url: str = "https://a.example/no") -> bool:
    try:
        asyncio.run(middleware.process_request(Request(url)))
    except Refused:
        return False
    return True


@pytest.mark.parametrize(
    "body",
    [
        b"User-agent: *\n" + b"".join(b"Disallow: /%06d\n" % number for number in range(4000)),
        b"User-agent: *\n" + b"".join(b"Disallow: /*%06d$\n" % number for number in range(4000)),
        b"User-agent: *\nDisallow: /" + b"*a" * 250_000,
        b"".join(b"User-agent: bot%06d\nDisallow: /%06d\n" % (number, number) for number in range(14_000)),
        b"User-agent: *\nDisallow: /no\n",
    ],
    ids=["rules", "wildcards", "stars", "others", "small"],
)
def test_the_rules_of_endless_subdomains_take_bounded_memory(body: bytes) -> None:
    middleware = robots(Engine(body))
    number = 3000 if len(body) < 100 else 10

    async def ask() -> None:
        for host in range(number):
            await middleware.process_request(Request(f"https://h{host}.a.example/x"))

    tracemalloc.start()
    asyncio.run(ask())
    gc.collect()
    used = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert len(middleware.files) <= MAX_HOSTS
    assert middleware.files.cost <= MAX_COST
    assert used < 1.5 * MAX_COST


def test_robots_txt_is_read_again_after_a_day() -> None:
    engine, now = Engine(b"User-agent: *\nDisallow: /\n"), [0.0]
    middleware = robots(engine, lambda: now[0])
    assert (passes(middleware), passes(middleware), engine.asked) == (False, False, 1)
    engine.body, now[0] = b"", MAX_AGE + 1
    assert (passes(middleware), passes(middleware), engine.asked) == (True, True, 2)
    engine.status, now[0] = 500, 2 * MAX_AGE + 2
    assert (passes(middleware), passes(middleware), engine.asked) == (True, True, 3)
    now[0] = 3 * MAX_AGE + 3
    assert not passes(middleware)
