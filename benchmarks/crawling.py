"""What a crawl costs beside a spider that only fetches: `python -m benchmarks.crawling [--templates DIR] …`.

Serves outlets on loopback, whose pages have the mark-up of the templates (or generated mark-up of 65 KB) and words of
their own, fetches all pages with a spider that does nothing with them, then crawls them: with the stub cleaner, which
shows what the crawl itself costs, and with the real one. Prints a line each: pages a second, milliseconds of processor
time a page in the main process and in the workers, the share of the fetch-only rate, and resident memory.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.loopback_pages import Outlets, pages_of
from tests.soak.load import resident
from tests.tools.loopback import ROOT, command

_STUB = "tests.tools.stub_cleaner:read_page"
_REAL = "cleaners.reading:read_page"
_FETCHING = """
import sys, scrapy
from scrapy.crawler import CrawlerProcess
class Fetching(scrapy.Spider):
    name = "fetching"
    async def start(self):
        for url in sys.stdin.read().split():
            yield scrapy.Request(url, dont_filter=True)
    def parse(self, response):
        pass
settings = dict(CONCURRENT_REQUESTS=16, CONCURRENT_REQUESTS_PER_DOMAIN=1, DOWNLOAD_DELAY=0, LOG_LEVEL="WARNING",
                ROBOTSTXT_OBEY=False, TELNETCONSOLE_ENABLED=False, COOKIES_ENABLED=False)
process = CrawlerProcess(settings)
process.crawl(Fetching)
process.start()
"""
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Run:
    """One run over all pages; processor time in seconds, memory in bytes."""

    pages: int
    seconds: float
    main: float
    workers: float
    memory: list[tuple[int, int, int]]
    """Pages served so far, resident memory of the main process and of its workers."""

    @property
    def rate(self) -> float:
        """Pages a second."""
        return self.pages / self.seconds

    def line(self, name: str, fetching: Run) -> str:
        """One line of the table."""
        main, workers = (1000 * spent / self.pages for spent in (self.main, self.workers))
        cost = (self.main + self.workers) / self.pages / (fetching.main / fetching.pages)
        share = f"{self.rate / fetching.rate:.2f} of its rate, {cost:.1f} of its processor time"
        most = self.memory[-1][0]
        _, first, first_workers = next(one for one in self.memory if one[0] * 3 >= most)
        _, last, last_workers = max(self.memory, key=lambda one: one[::2])
        grown = f"{last / 1e6:.0f} MB ({last / first - 1:+.1%}), workers {last_workers / 1e6:.0f} MB"
        grown += f" ({last_workers / first_workers - 1:+.1%})" if first_workers else ""
        return f"{name:<12} {self.rate:7.1f} pages/s  main {main:5.2f} ms, workers {workers:5.2f} ms  {share}  {grown}"


def measured(command_line: list[str], pages: int, done: Callable[[], int], fed: str = "") -> Run:
    """Run a command over so many pages; its start does not count, which is over when `done` is no longer 0."""
    process = subprocess.Popen(
        command_line, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, text=True
    )
    assert process.stdin is not None
    threading.Thread(target=lambda: (process.stdin.write(fed), process.stdin.close()), daemon=True).start()
    main = workers = before_main = before_workers = 0.0
    memory: list[tuple[int, int, int]] = []
    begun = ended = 0.0
    while process.poll() is None:
        children = _children(process.pid)
        spent = _cpu(process.pid), sum(map(_cpu, children))
        if not done():
            before_main, before_workers, begun = *spent, time.monotonic()
        elif spent[0]:
            main, workers, ended = spent[0], max(workers, spent[1]), time.monotonic()  # workers end first
            memory.append((done(), resident(process.pid), sum(map(resident, children))))
        time.sleep(0.05)
    return Run(pages, max(ended - begun, 0.05), main - before_main, workers - before_workers, memory)


def _children(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def _cpu(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / _TICKS


def main(given: argparse.Namespace) -> None:
    templates = [path.read_bytes() for path in sorted(given.templates.glob("*.html"))] if given.templates else []
    per_outlet = given.pages // given.outlets
    with tempfile.TemporaryDirectory() as folder, Outlets(given.outlets, pages_of(templates), per_outlet) as outlets:
        print(f"{given.pages} pages of {outlets.mean_bytes() / 1000:.0f} KB on {given.outlets} outlets", flush=True)
        addresses = "\n".join(outlets.addresses())
        fetching = measured([sys.executable, "-c", _FETCHING], given.pages, lambda: outlets.served, addresses)
        print(fetching.line("fetch only", fetching), flush=True)
        for name, cleaner in (("stub", _STUB), ("real", _REAL)):
            if name not in given.cleaners:
                continue
            settings = {"CLEANER": cleaner, "CLEANER_PROCESSES": given.processes, "CLEANER_SECONDS": 20}
            crawling = command(Path(folder, name), ",".join(outlets.starts()), **settings, LOG_LEVEL="ERROR")
            outlets.reset()
            run = measured(crawling, given.pages, lambda: outlets.served)
            if outlets.served != given.pages:
                print(f"{outlets.served} pages were served, not {given.pages}")
            print(run.line(f"crawl, {name}", fetching), flush=True)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--pages", type=int, default=1200)
    parser.add_argument("--outlets", type=int, default=8)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--templates", type=Path, help="a folder of *.html pages whose mark-up is used")
    parser.add_argument("--cleaners", nargs="*", default=["stub", "real"], choices=["stub", "real"])
    return parser.parse_args()


if __name__ == "__main__":
    main(arguments())
