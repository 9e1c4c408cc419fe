"""What the robots.txt of endless subdomains cost: `python -m tests.tools.endless_hosts [HOSTS]`, 512 KiB each."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import TextResponse
from scrapy.settings import Settings

from crawler.middlewares.robots import Robots

RULES = b"User-agent: *\n" + b"".join(b"Disallow: /p%07d\n" % number for number in range(27_000))


class Engine:
    async def download_async(self, request: Request) -> TextResponse:
        return TextResponse(request.url, body=RULES)


async def send(**facts: Any) -> list[Any]:
    return []


def resident_mb() -> int:
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) // 1024


async def main(hosts: int) -> None:
    settings = Settings({"ROBOTSTXT_OBEY": True, "USER_AGENT": "MyBot/1.0"})
    signals, stats = SimpleNamespace(send_catch_log_async=send), SimpleNamespace(inc_value=lambda name: None)
    crawler = SimpleNamespace(settings=settings, engine=Engine(), stats=stats, signals=signals, spider=None)
    middleware = Robots(cast(Crawler, crawler))
    before = resident_mb()
    for host in range(hosts):
        await asyncio.gather(
            middleware.process_request(Request(f"https://h{host}.a.example/x")), return_exceptions=True
        )
    print(f"{hosts} hosts: {before} MB before, {resident_mb()} MB after")


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 50))
