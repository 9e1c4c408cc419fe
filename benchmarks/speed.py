"""Time the cleaner against its peers: `python -m benchmarks.speed [--pages DIR] [--peers]`.

Prints ratios in one run: process time, each page read in turn by all, text caches emptied before each page. With
`--pages`, a folder of real pages is measured too; made pages stress one shape each, from 60 KB to 4 MB.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from statistics import median

import lxml.html
from trafilatura import bare_extraction

from benchmarks.made_pages import SHAPES, page_of
from benchmarks.memory import line
from benchmarks.peers import systems
from cleaners import clean_html, clean_text
from cleaners.text.text_cache import empty_text_caches

_ADDRESS = "https://site.example/news/1"
_LARGE = 300_000
_SIZES = (60_000, 250_000, 1_000_000, 2_000_000, 4_000_000)
_ROUNDS = 3

Reader = Callable[[bytes], object]


def ours(raw: bytes) -> object:
    """The cleaner as a user calls it."""
    return clean_html(raw, _ADDRESS)


def trafilatura(raw: bytes) -> object:
    """trafilatura with metadata."""
    return bare_extraction(raw, with_metadata=True)


def parsed(raw: bytes) -> object:
    """lxml alone."""
    return lxml.html.document_fromstring(raw, parser=lxml.html.HTMLParser(encoding="utf-8"))


def seconds(read: Reader, raw: bytes) -> float:
    """Process time of one reading with empty caches."""
    empty_text_caches()
    start = time.process_time()
    read(raw)
    return time.process_time() - start


def medians(readers: Sequence[Reader], pages: Iterable[bytes], rounds: int = _ROUNDS) -> list[list[float]]:
    """For each page, the median seconds of each reader; they take turns, so that noise meets all."""
    found = []
    for raw in pages:
        times = [[seconds(read, raw) for read in readers] for _ in range(rounds)]
        found.append([median(column) for column in zip(*times, strict=True)])
    return found


def total_ratio(times: Sequence[Sequence[float]], ours_at: int = 0, other_at: int = 1) -> float:
    """Our time for all pages as a share of another reader's."""
    return sum(row[ours_at] for row in times) / sum(row[other_at] for row in times)


def real_pages(folder: Path) -> Iterator[str]:
    """Rows about a folder of pages."""
    pages = [path.read_bytes() for path in sorted(folder.glob("*.html"))]
    for name, chosen in (("", pages), (f" over {_LARGE // 1000} KB", [raw for raw in pages if len(raw) > _LARGE])):
        if not chosen:
            continue
        times = medians((ours, trafilatura, parsed), chosen)
        ratio = median(row[0] / row[1] for row in times)
        yield f"{len(chosen)} real pages{name} | {total_ratio(times):.2f} (median {ratio:.2f}) | to trafilatura"
        yield f"{len(chosen)} real pages{name} | {total_ratio(times, 0, 2):.1f} | to lxml's parse"


def made_pages() -> Iterator[str]:
    """Rows about pages that stress one shape: worst ratio to trafilatura, growth of our time per KB."""
    for shape in SHAPES:
        pages = [page_of(shape, size) for size in _SIZES]
        times = medians((ours, trafilatura), pages, rounds=1)
        worst = max(row[0] / row[1] for row in times)
        per_kb = [row[0] / len(raw) for row, raw in zip(times, pages, strict=True)]
        growth = max(per_kb[2:]) / per_kb[1]
        yield f"{shape}, {_SIZES[0] // 1000} KB to {_SIZES[-1] // 1_000_000} MB | {worst:.2f} | worst, to trafilatura"
        yield f"{shape} | {growth:.2f} | growth of time per KB from {_SIZES[1] // 1000} KB on"


def flattened() -> str:
    """The row about flattened texts not seen before."""
    import random

    texts = ["\n".join(line(random.Random(n * 100 + k), 8 + k * 7 % 60) + "." for k in range(25)) for n in range(60)]
    letters = sum(len(text.encode()) for text in texts)
    clean_text(texts[0])
    spent = sum(seconds(lambda raw: clean_text(raw.decode()), text.encode()) for text in texts)
    return f"`clean_text` | {letters / spent / 1e6:.2f} | MB of UTF-8 a second"


def first_use() -> str:
    """The row about a fresh process: import and first call."""
    code = (
        "import time as t; s = t.perf_counter(); import cleaners as c; c.clean_text(str()); print(t.perf_counter() - s)"
    )
    times = [float(subprocess.check_output([sys.executable, "-W", "ignore", "-c", code])) for _ in range(_ROUNDS)]
    return f"`import cleaners` and the first `clean_text` | {min(times):.2f} | seconds"


def peers(folder: Path) -> Iterator[str]:
    """Rows about other extractors."""
    pages = [path.read_bytes() for path in sorted(folder.glob("*.html"))]
    for name, read in systems():
        spent = sum(seconds(lambda raw, read=read: read(raw, _ADDRESS), raw) for raw in pages)
        yield f"{name} | {spent / len(pages) * 1000:.1f} | ms a page"


def main() -> None:
    """Print all rows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=Path, help="a folder of real pages")
    parser.add_argument("--peers", action="store_true", help="time the other extractors that are installed")
    options = parser.parse_args()
    print("| what | figure | unit |\n|---|---|---|")
    for row in rows(options):
        print(f"| {row} |", flush=True)


def rows(options: argparse.Namespace) -> Iterator[str]:
    """The rows that the options ask for."""
    if options.pages:
        yield from real_pages(options.pages)
    yield from made_pages()
    yield flattened()
    yield first_use()
    if options.peers and options.pages:
        yield from peers(options.pages)


if __name__ == "__main__":
    main()
