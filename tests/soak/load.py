"""A hundred thousand pages, crawled to the end: `python -m tests.soak.load [--pages N] [--outlets N] [--keep DIR]`.

Serves the outlets of `pages.py` on loopback addresses, crawls them with the stub cleaner and without pauses, and
prints a table: resident memory of the crawler's process and of its workers, pages a second, size of the ledger.
Exits with 1 where a page is missing or doubled, where the memory of either is not flat within 10 % between a fifth of
the pages and all of them, or where the second half of the pages takes more processor time than the pages before it.
`-s CLEANER=cleaners.clean:read_page` measures the workers with the real cleaner.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.soak.pages import number_of, page, path_of
from tests.tools.loopback import ROOT, command

FLAT = 0.10
SLOWER = 0.20
"""Processor time a page on a shared machine differs that much from one run to the next."""
_HEAD = "HTTP/1.1 {} OK\r\nContent-Type: {}\r\nContent-Length: {}\r\n\r\n"


@dataclass
class Outlets:
    """The server: an outlet is an address of loopback, all on one port."""

    count: int
    pages: int
    port: int = 0
    served: int = 0

    def host(self, at: int) -> str:
        return f"127.0.1.{at + 1}"

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        outlet = writer.get_extra_info("sockname")[0]
        try:
            while request := (await reader.readuntil(b"\r\n\r\n")).decode("latin-1"):
                number = number_of(request.split(" ", 2)[1], self.pages)
                self.served += number is not None
                body = page(number, self.pages, outlet) if number else b"nothing here"
                status, kind = (200, "text/html; charset=utf-8") if number else (404, "text/plain")
                writer.write(_HEAD.format(status, kind, len(body)).encode() + body)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    async def serve(self) -> None:
        for at in range(self.count):
            server = await asyncio.start_server(self.answer, self.host(at), self.port)
            self.port = server.sockets[0].getsockname()[1]

    def start(self) -> str:
        return ",".join(f"http://{self.host(at)}:{self.port}{path_of(1)}" for at in range(self.count))


@dataclass(frozen=True)
class Sample:
    pages: int
    seconds: float
    crawler: int
    """Resident bytes."""
    workers: int
    cpu: float
    """Seconds of processor time that the crawler's process has taken; on a shared machine they tell more."""


@dataclass
class Watch:
    """Samples of a process and its children, each second."""

    pid: int
    outlets: Outlets
    begun: float = field(default_factory=time.monotonic)
    samples: list[Sample] = field(default_factory=list)

    def look(self) -> None:
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        workers = sum(resident(int(child)) for child in children)
        seconds = time.monotonic() - self.begun
        self.samples.append(Sample(self.outlets.served, seconds, resident(self.pid), workers, cpu_seconds(self.pid)))

    def at(self, pages: int) -> Sample:
        """The first sample with so many pages, or the last."""
        return next((sample for sample in self.samples if sample.pages >= pages), self.samples[-1])


def resident(pid: int) -> int:
    try:
        fields = Path(f"/proc/{pid}/statm").read_text().split()
    except OSError:
        return 0
    return int(fields[1]) * 4096


def cpu_seconds(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def crawl(folder: Path, outlets: Outlets, settings: dict[str, object]) -> tuple[Watch, int]:
    """Crawl to the end; gives the samples and the exit code."""
    await outlets.serve()
    with (folder / "crawl.log").open("wb") as log:
        words = command(folder / "output", outlets.start(), DOWNLOAD_TIMEOUT=60, **settings)
        process = await asyncio.create_subprocess_exec(*words, cwd=ROOT, stdout=log, stderr=log)
        watch = Watch(process.pid, outlets)
        while process.returncode is None:
            watch.look()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(process.wait(), 1.0)
    return watch, process.returncode


def told(watch: Watch, total: int) -> list[str]:
    """The table: one line each tenth of the way."""
    lines = [f"{'pages':>8} {'seconds':>8} {'pages/s':>8} {'CPU ms/page':>12} {'crawler MB':>11} {'workers MB':>11}"]
    before = watch.samples[0]
    for tenth in range(1, 11):
        now = watch.at(total * tenth // 10)
        rate = (now.pages - before.pages) / max(now.seconds - before.seconds, 0.001)
        work = 1000 * (now.cpu - before.cpu) / max(now.pages - before.pages, 1)
        megabytes = f"{now.crawler / 1e6:>11.1f} {now.workers / 1e6:>11.1f}"
        lines.append(f"{now.pages:>8} {now.seconds:>8.0f} {rate:>8.1f} {work:>12.2f} {megabytes}")
        before = now
    return lines


def growth(watch: Watch, total: int, memory: Callable[[Sample], int]) -> float:
    """How much the highest resident memory after a fifth of the pages is above that at a fifth."""
    later = [memory(sample) for sample in watch.samples if total // 5 <= sample.pages and memory(sample)]
    return max(later) / later[0] - 1


def slowdown(watch: Watch, total: int) -> float:
    """How much more processor time a page of the second half takes than one between a fifth and the half."""
    fifth, half, end = (watch.at(total * tenths // 10) for tenths in (2, 5, 10))
    early = (half.cpu - fifth.cpu) / (half.pages - fifth.pages)
    return (end.cpu - half.cpu) / (end.pages - half.pages) / early - 1


def sizes(output: Path) -> tuple[int, dict[str, int]]:
    """Records, and the bytes of each file."""
    with (output / "articles.jsonl").open("rb") as stream:
        records = sum(1 for _ in stream)
    return records, {path.name: path.stat().st_size for path in sorted(output.iterdir())}


def different(output: Path) -> int:
    """How many different texts became records."""
    db = sqlite3.connect(output / "ledger.sqlite")
    (number,) = db.execute("SELECT count(DISTINCT content_hash) FROM address").fetchone()
    db.close()
    return int(number)


def main(pages: int, count: int, folder: Path, settings: dict[str, object]) -> int:
    outlets = Outlets(count, pages // count)
    total = count * outlets.pages
    watch, code = asyncio.run(crawl(folder, outlets, settings))
    if code:
        print(f"the crawl ended with {code}; its log is {folder / 'crawl.log'}")
        return 1
    print("\n".join(told(watch, total)))
    records, files = sizes(folder / "output")
    unique = different(folder / "output")
    grown = {
        "crawler": growth(watch, total, lambda one: one.crawler),
        "workers": growth(watch, total, lambda one: one.workers),
    }
    slower = slowdown(watch, total)
    print(f"{records} records, {unique} different texts, of {total} pages; {outlets.served} pages served")
    print("bytes a page: " + ", ".join(f"{name} {size / total:.0f}" for name, size in files.items()))
    told_of = ", ".join(f"{name} {100 * more:+.1f} %" for name, more in grown.items())
    print(f"memory from {total // 5} pages on, at most: {told_of}; processor time a page: {100 * slower:+.1f} %")
    return int(not records == unique == total == outlets.served or max(grown.values()) > FLAT or slower > SLOWER)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Crawl a generated site on loopback and measure memory and rate.")
    parser.add_argument("--pages", type=int, default=100_000)
    parser.add_argument("--outlets", type=int, default=8)
    parser.add_argument("--keep", type=Path, help="an empty folder in which output and log stay")
    parser.add_argument("-s", dest="settings", action="append", default=[], metavar="NAME=VALUE")
    return parser.parse_args()


if __name__ == "__main__":
    given = arguments()
    chosen = dict(one.split("=", 1) for one in given.settings)
    if given.keep:
        given.keep.mkdir(parents=True, exist_ok=True)
        sys.exit(main(given.pages, given.outlets, given.keep, chosen))
    with tempfile.TemporaryDirectory() as name:
        sys.exit(main(given.pages, given.outlets, Path(name), chosen))
