"""Measure speed beside the peers, and write `benchmarks/speed.md` with two pictures: `make bench`.

    python -m benchmarks.report [--pages DIR] [--crawled N] [--remembered N] [--out DIR]

`--pages` is a folder of real pages, whose mark-up is crawled too. Everything runs on loopback. Needs an idle machine:
rates are taken by the clock, all else is processor time.
"""

from __future__ import annotations

import argparse
import os
import platform
from collections.abc import Callable, Iterator
from datetime import date
from importlib import metadata
from itertools import pairwise
from pathlib import Path
from statistics import median

from benchmarks import archives, crawling, speed
from benchmarks.crawling import Run
from benchmarks.made_pages import page_of
from benchmarks.peers import readers
from benchmarks.pictures import Points, chart

_PACKAGES = (
    "trafilatura", "lxml", "msgspec", "scrapy", "twisted", "warcio", "zlib-ng", "newspaper4k", "readability-lxml",
    "resiliparse",
)  # fmt: skip
_SIZES = (60_000, 120_000, 250_000, 500_000, 1_000_000, 2_000_000)
_ADDRESS = "https://site.example/news/1"
_COST, _CRAWL = "speed-cost.svg", "speed-crawl.svg"
_BINS = 20


def report(given: argparse.Namespace) -> str:
    """The text of `speed.md`; the pictures are written beside it."""
    crawled = list(crawling.runs(_crawl_of(given, given.crawled, [*crawling.CLEANERS])))
    remembered = dict(crawling.runs(_crawl_of(given, given.remembered, ["real"])))["crawl, real"]
    (given.out / _COST).write_text(cost_picture(), encoding="utf-8")
    (given.out / _CRAWL).write_text(crawl_picture(remembered), encoding="utf-8")
    parts = [
        "# Speed\n\nMeasured by `make bench`, on loopback; ratios are of one run. Processor time, medians, text caches "
        "emptied before each page; rates of crawls by the clock.",
        "\n".join(machine()),
        "## The cleaner beside others\n\n| | ms a page | in trafilatura's time with metadata |\n|---|---:|---:|",
        "\n".join(peer_rows(given.pages)),
        f"![Milliseconds over the size of a page]({_COST})",
        "| what | figure | unit |\n|---|---:|---|\n" + "\n".join(f"| {row} |" for row in speed.rows(given)),
        f"## The crawl\n\n{given.crawled} pages of eight outlets, {os.cpu_count()} cores:\n",
        "| | pages/s | share of fetching only | main, ms a page | workers, ms a page |\n|---|---:|---:|---:|---:|",
        "\n".join(crawl_rows(crawled)),
        f"Over {given.remembered:,} pages:\n\n    {remembered.line('crawl', crawled[0][1])}",
        f"![Rate and memory over pages]({_CRAWL})",
        "## Archives\n\n| `crawl archive` | pages/s | as fast | main, ms a page | workers, ms a page |\n"
        "|---|---:|---:|---:|---:|",
        "\n".join(archive_rows(given)),
    ]
    return "\n\n".join(parts).replace("|\n\n|", "|\n|") + "\n"


def machine() -> Iterator[str]:
    """What was measured on, and with which versions."""
    cores, memory = os.cpu_count(), os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    names = [line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")]
    processor = names[0] if names else platform.machine()
    yield f"{cores} cores of {processor}, {memory:.0f} GB, {platform.system()} {platform.release()}."
    yield f"Python {platform.python_version()}, {date.today():%B %Y}."
    yield "Versions: " + ", ".join(filter(None, map(_version, _PACKAGES))) + "."


def peer_rows(folder: Path | None) -> Iterator[str]:
    """The cost of each extractor, on real pages or on made ones."""
    pages = [path.read_bytes() for path in sorted(folder.glob("*.html"))] if folder else []
    pages = pages or [page_of("links", size) for size in _SIZES[:3]] + [page_of("text", size) for size in _SIZES[:3]]
    found = readers()
    times = speed.medians([_bound(read) for read in found.values()], pages)
    reference = list(found).index("trafilatura, metadata")
    for at, name in enumerate(found):
        ratio = median(row[at] / row[reference] for row in times)
        yield f"| {name} | {1000 * sum(row[at] for row in times) / len(times):.1f} | {ratio:.2f} |"


def cost_picture() -> str:
    """Milliseconds over the size of a page that is dense in cards."""
    found = readers()
    times = speed.medians([_bound(read) for read in found.values()], [page_of("cards", size) for size in _SIZES], 1)
    lines = {
        name: [(size / 1000, 1000 * row[at]) for size, row in zip(_SIZES, times, strict=True)]
        for at, name in enumerate(found)
    }
    return chart("Cost of a page dense in cards", "KB of the page", "ms", lines, logarithmic=True)


def crawl_picture(run: Run) -> str:
    """Pages a second, and the memory of main process and workers, over the pages of a crawl."""
    step = max(1, len(run.samples) // _BINS)
    chosen = run.samples[::step]
    rates = [
        (b.pages, (b.pages - a.pages) / (b.seconds - a.seconds)) for a, b in pairwise(chosen) if b.seconds > a.seconds
    ]
    series: dict[str, Points] = {
        "pages/s": rates,
        "MB of the main process": [(one.pages, one.main / 1e6) for one in chosen],
        "MB of all workers": [(one.pages, one.workers / 1e6) for one in chosen],
    }
    return chart("A crawl over its pages", "pages", "pages/s and MB", series)


def crawl_rows(crawled: list[tuple[str, Run]]) -> Iterator[str]:
    """The crawls beside the spiders."""
    fetching = crawled[0][1]
    for name, run in crawled:
        yield f"| {name} | {run.rate:.0f} | {run.rate / fetching.rate:.2f} | {_costs(run)} |"


def archive_rows(given: argparse.Namespace) -> Iterator[str]:
    """`crawl archive` with more and more processes."""
    processes = [*range(1, (os.cpu_count() or 1) + 1)]
    asked = argparse.Namespace(templates=given.pages, files=8, per_file=given.crawled // 8, processes=processes)
    first: Run | None = None
    for number, run in archives.runs(asked):
        first = first or run
        name = f"{number} processes" if number > 1 else "1 process"
        yield f"| {name} | {run.rate:.0f} | {run.rate / first.rate:.2f} | {_costs(run)} |"


def _costs(run: Run) -> str:
    main, workers = (1000 * spent / run.pages for spent in (run.main, run.workers))
    return f"{main:.2f} | {workers:.2f}"


def _crawl_of(given: argparse.Namespace, pages: int, cleaners: list[str]) -> argparse.Namespace:
    cores = os.cpu_count() or 1
    return argparse.Namespace(pages=pages, outlets=8, processes=cores, templates=given.pages, cleaners=cleaners)


def _bound(read: Callable[[bytes, str | None], object]) -> Callable[[bytes], object]:
    return lambda raw: read(raw, _ADDRESS)


def _version(package: str) -> str:
    try:
        return f"{package} {metadata.version(package)}"
    except metadata.PackageNotFoundError:
        return ""


def _lines(path: str) -> list[str]:
    try:
        return Path(path).read_text(encoding="utf-8").splitlines()
    except OSError:
        return []


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--pages", type=Path, help="a folder of real pages")
    parser.add_argument("--crawled", type=int, default=1200, help="pages of each crawl")
    parser.add_argument("--remembered", type=int, default=20_000, help="pages of the crawl whose memory is shown")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent)
    given = parser.parse_args()
    given.peers = False
    (given.out / "speed.md").write_text(report(given), encoding="utf-8")


if __name__ == "__main__":
    main()
