"""What hostile bodies cost: `python -m tests.tools.hostile_report [NAME…]`, each in a process with usual limits.

Prints a table for benchmarks/reliability.md: body, size, what became of it, seconds, the process's peak memory.
"""

from __future__ import annotations

import asyncio
import os
import sys
import time

from crawler.discovery.read_announcing import TASK
from crawler.workers.pool import WorkerDied, Workers, WorkerTimeout
from tests.tools.hostile_bodies import ANNOUNCED, PAGES
from tests.tools.hostile_server import children, peak_mb

URL = "https://news.example.org/1"
SECONDS, MEGABYTES = 20.0, 1024


async def cost(name: str, kind: str) -> str:
    """One line of the table; each body gets a process of its own."""
    workers = Workers("cleaners.clean:read_page", 1, SECONDS, MEGABYTES)
    await workers.start()
    body = PAGES[name]() if kind == "page" else ANNOUNCED[name]()
    watch, peak = True, 0

    async def look() -> None:
        nonlocal peak
        while watch:
            peak = max(peak, *map(peak_mb, children(os.getpid())), 0)
            await asyncio.sleep(0.02)

    looking = asyncio.ensure_future(look())
    begun = time.monotonic()
    try:
        if kind == "page":
            answer = (await workers.run(body, URL, "2026-11-22T05:00:00Z", "text/html"))["article"]
            became = answer["reason"] or "article"
        else:
            facts = {"task": TASK, "kind": kind, "url": URL, "content_type": "", "total_pages": "", "since": None}
            became = f"{len((await workers.do(body, facts | {'is_general': True}))['articles'])} addresses"
    except WorkerTimeout:
        became = "`timeout`"
    except WorkerDied:
        became = "`worker_killed`"
    took, watch = time.monotonic() - begun, False
    await looking
    await workers.close()
    return f"| {kind} {name} | {len(body) / 1e6:.1f} | {became} | {took:.1f} | {peak} |"


async def main(wanted: list[str]) -> None:
    print("| body | MB | becomes | seconds | peak MB |\n|---|---:|---|---:|---:|", flush=True)
    for name in PAGES:
        if not wanted or name in wanted:
            print(await cost(name, "page"), flush=True)
    for name in ANNOUNCED:
        for kind in ("feed", "sitemap", "listing") if "json" not in name else ("posts",):
            if not wanted or name in wanted:
                print(await cost(name, kind), flush=True)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
