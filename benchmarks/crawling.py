"""What a crawl costs beside a spider that only fetches: `python -m benchmarks.crawling [--templates DIR] …`.

Serves outlets on loopback, whose pages have the mark-up of the templates (or generated mark-up of 65 KB) and words of
their own, fetches all pages with a spider that does nothing with them and with one that has trafilatura in its
callback, then crawls them: with the stub cleaner, which shows what the crawl itself costs, and with the real one.
Prints a line each: pages a second, milliseconds of processor time a page in the main process and in the workers, the
share of the fetch-only rate, and resident memory.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from benchmarks.loopback_pages import Outlets, pages_of
from tests.soak.load import resident
from tests.tools.loopback import ROOT, command

_STUB = "tests.tools.stub_cleaner:read_page"
_REAL = "cleaners.reading:read_page"
_SPIDER = """
import sys, scrapy
from scrapy.crawler import CrawlerProcess
from trafilatura import bare_extraction
class Plain(scrapy.Spider):
    name = "plain"
    async def start(self):
        for url in sys.stdin.read().split():
            yield scrapy.Request(url, dont_filter=True)
    def parse(self, response):
        {parse}
settings = dict(CONCURRENT_REQUESTS=16, CONCURRENT_REQUESTS_PER_DOMAIN=1, DOWNLOAD_DELAY=0, LOG_LEVEL="WARNING",
                ROBOTSTXT_OBEY=False, TELNETCONSOLE_ENABLED=False, COOKIES_ENABLED=False,
                FEEDS={{sys.argv[1]: dict(format="jsonlines")}})
process = CrawlerProcess(settings)
process.crawl(Plain)
process.start()
"""
_EXTRACTING = """
        found = bare_extraction(response.body, url=response.url, with_metadata=True, include_comments=False)
        names = ("title", "author", "date", "sitename", "text")
        yield dict(url=response.url, **{name: getattr(found, name) for name in names})
"""
CLEANERS = ("trafilatura", "stub", "real")
_SETTLED = 2000
"""Pages after which memory should stay: caches and free lists have filled."""
_TICKS = os.sysconf("SC_CLK_TCK")


class Sample(NamedTuple):
    """What a run had done at a moment; memory in bytes."""

    pages: int
    seconds: float
    main: int
    workers: int


@dataclass
class Run:
    """One run over all pages; processor time in seconds, memory in bytes."""

    pages: int
    seconds: float
    main: float
    workers: float
    samples: list[Sample]

    @property
    def rate(self) -> float:
        """Pages a second."""
        return self.pages / self.seconds

    def line(self, name: str, fetching: Run) -> str:
        """One line of the table."""
        main, workers = (1000 * spent / self.pages for spent in (self.main, self.workers))
        cost = (self.main + self.workers) / self.pages / (fetching.main / fetching.pages)
        share = f"{self.rate / fetching.rate:.2f} of its rate, {cost:.1f} of its processor time"
        early = [one for one in self.samples if one.pages <= min(_SETTLED, self.pages // 3)] or self.samples[:1]
        grown = ", workers".join(
            f" {last / 1e6:.0f} MB ({last / first - 1:+.1%})"
            for first, last in (
                (max(map(memory, early)), max(map(memory, self.samples))) for memory in (_main_memory, _workers_memory)
            )
            if first
        )
        return f"{name:<12} {self.rate:7.1f} pages/s  main {main:5.2f} ms, workers {workers:5.2f} ms  {share}  {grown}"


def measured(command_line: list[str], pages: int, done: Callable[[], int], fed: str = "") -> Run:
    """Run a command over so many pages; its start does not count, which is over when `done` is no longer 0."""
    process = subprocess.Popen(
        command_line, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, text=True
    )
    assert process.stdin is not None
    threading.Thread(target=lambda: (process.stdin.write(fed), process.stdin.close()), daemon=True).start()
    main = workers = before_main = before_workers = 0.0
    samples: list[Sample] = []
    begun = ended = 0.0
    while process.poll() is None:
        children = _children(process.pid)
        spent = _cpu(process.pid), sum(map(_cpu, children))
        if not done():
            before_main, before_workers, begun = *spent, time.monotonic()
        elif spent[0]:
            main, workers, ended = spent[0], max(workers, spent[1]), time.monotonic()  # workers end first
            samples.append(Sample(done(), ended - begun, resident(process.pid), sum(map(resident, children))))
        time.sleep(0.05)
    return Run(pages, max(ended - begun, 0.05), main - before_main, workers - before_workers, samples)


def _main_memory(sample: Sample) -> int:
    return sample.main


def _workers_memory(sample: Sample) -> int:
    return sample.workers


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
    fetching: Run | None = None
    for name, run in runs(given):
        fetching = fetching or run
        print(run.line(name, fetching), flush=True)


def runs(given: argparse.Namespace) -> Iterator[tuple[str, Run]]:
    """The name and run of the spider that only fetches, of others, and of our crawls."""
    per_outlet = given.pages // given.outlets
    pages = pages_of(templates_in(given.templates))
    with tempfile.TemporaryDirectory() as folder, Outlets(given.outlets, pages, per_outlet) as outlets:
        addresses, out = "\n".join(outlets.addresses()), Path(folder, "items.jsonl")

        def run_of(line: list[str], fed: str = "") -> Run:
            outlets.reset()
            run = measured(line, given.pages, lambda: outlets.served, fed)
            if outlets.served != given.pages:
                print(f"{outlets.served} pages were served, not {given.pages}")
            return run

        for name, parse in (("fetch only", "pass"), ("trafilatura", _EXTRACTING)):
            if name in ("fetch only", *given.cleaners):
                yield name, run_of([sys.executable, "-c", _SPIDER.format(parse=parse.strip()), str(out)], addresses)
        for name, cleaner in (("stub", _STUB), ("real", _REAL)):
            if name in given.cleaners:
                settings = {"CLEANER": cleaner, "CLEANER_PROCESSES": given.processes, "CLEANER_SECONDS": 20}
                starts = ",".join(outlets.starts())
                yield f"crawl, {name}", run_of(command(Path(folder, name), starts, **settings, LOG_LEVEL="ERROR"))


def templates_in(folder: Path | None) -> list[bytes]:
    """The pages of a folder; none without one."""
    return [path.read_bytes() for path in sorted(folder.glob("*.html"))] if folder else []


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--pages", type=int, default=1200)
    parser.add_argument("--outlets", type=int, default=8)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--templates", type=Path, help="a folder of *.html pages whose mark-up is used")
    parser.add_argument("--cleaners", nargs="*", default=CLEANERS, choices=CLEANERS)
    return parser.parse_args()


if __name__ == "__main__":
    main(arguments())
