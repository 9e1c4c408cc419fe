"""`crawl archive` with more and more processes: `python -m benchmarks.archives [--templates DIR] …`.

Writes archives of pages as `benchmarks.crawling` serves them, and cleans them with 1, 2, … processes.
Prints a line each: pages a second, milliseconds of processor time a page in main process and workers, and how
many times as fast as one process it is: by the clock, and where processor time alone decided on as many cores.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from benchmarks.crawling import Run, measured, templates_in
from benchmarks.loopback_pages import Pages, pages_of

_OUTLETS = 5
_HTML = [("Content-Type", "text/html; charset=utf-8")]


def write_archives(folder: Path, pages: Pages, files: int, per_file: int) -> None:
    """Archives of different pages on a few outlets."""
    for at in range(files):
        with (folder / f"{at:03}.warc.gz").open("wb") as stream:
            writer = WARCWriter(stream, gzip=True)
            for number in range(at * per_file + 1, (at + 1) * per_file + 1):
                outlet = f"a{number % _OUTLETS}.example"
                record = writer.create_warc_record(
                    f"https://{outlet}/news/{10000 + number}",
                    "response",
                    payload=BytesIO(pages(number, files * per_file, outlet)),
                    http_headers=StatusAndHeaders("200 OK", _HTML, protocol="HTTP/1.1"),
                    warc_headers_dict={"WARC-Date": "2025-01-01T00:00:00Z"},
                )
                writer.write_record(record)


def cleaned(archives: Path, output: Path, processes: int, pages: int) -> Run:
    """One run of `crawl archive`; it begins with the first record that is written."""
    given = {"OUTPUT_DIR": output, "CLEANER_PROCESSES": processes, "LOG_LEVEL": "ERROR"}
    settings = [part for name, value in given.items() for part in ("-s", f"{name}={value}")]
    line = [sys.executable, "-m", "scrapy", "crawl", "archive", "-a", f"warc={archives}/*.warc.gz", *settings]
    written = output / "articles.jsonl"
    return measured(line, pages, lambda: written.stat().st_size if written.exists() else 0)


def possible(run: Run, processes: int) -> float:
    """Pages a second on as many cores as processes, by processor time alone."""
    main, workers = run.main / run.pages, run.workers / run.pages
    return 1 / max(main, workers / processes, (main + workers) / max(2, processes))


def main(given: argparse.Namespace) -> None:
    first: Run | None = None
    for processes, run in runs(given):
        first = first or run
        main_ms, workers_ms = (1000 * spent / run.pages for spent in (run.main, run.workers))
        gain = possible(run, processes) / possible(first, given.processes[0])
        print(
            f"{processes} processes: {run.rate:6.1f} pages/s  main {main_ms:5.2f} ms, workers {workers_ms:5.2f}  "
            f"{run.rate / first.rate:.2f} times as fast, {gain:.2f} by processor time",
            flush=True,
        )


def runs(given: argparse.Namespace) -> Iterator[tuple[int, Run]]:
    """A run with each number of processes."""
    with tempfile.TemporaryDirectory() as name:
        archives = Path(name, "archives")
        archives.mkdir()
        write_archives(archives, pages_of(templates_in(given.templates)), given.files, given.per_file)
        for processes in given.processes:
            pages = given.files * given.per_file
            yield processes, cleaned(archives, Path(name, f"output-{processes}"), processes, pages)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--files", type=int, default=8)
    parser.add_argument("--per-file", type=int, default=100)
    parser.add_argument("--processes", type=int, nargs="*", default=[*range(1, (os.cpu_count() or 1) + 1)])
    parser.add_argument("--templates", type=Path, help="a folder of *.html pages whose mark-up is used")
    return parser.parse_args()


if __name__ == "__main__":
    main(arguments())
