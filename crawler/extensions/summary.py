"""The summary at the end of a crawl: what was collected, refused and dropped, and the files it is in."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapy import signals

from cleaners.text.printable import printable_line, try_write

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Self, TextIO

    from scrapy.crawler import Crawler

_OUTPUT_FILES = ("articles.jsonl", "rejected.jsonl", "edges.jsonl", "pages-*.warc.gz", "ledger.sqlite")
# Rows shown of a table, the largest numbers first.
_MAX_ROWS = 20


def summary(stats: Mapping[str, Any], reason: str, names: Mapping[str, str]) -> Iterator[str]:
    """The lines about one run; `names` are the outlets' Arabic names, printed at line ends."""
    articles, refused, queue, resumed, known = (
        stats.get(f"mudawwana/{name}", 0) for name in ("articles", "refused", "queue", "resumed", "known_articles")
    )
    if known and not articles and not refused:
        yield f"nothing new; {known} articles in all, {queue} addresses waiting ({reason})"
    else:
        yield f"{articles} articles, {refused} pages refused, {queue} addresses waiting ({reason})"
    if resumed:
        yield f"continued from an earlier run: {resumed} addresses were known"
    yield from _count_table("articles by outlet", counts(stats, "articles"), names)
    yield from _count_table("refused pages by reason", counts(stats, "refused"), {})
    yield from _count_table("records of archives passed over, by type", counts(stats, "passed_over"), {})
    yield from _count_table("blocks dropped by step", counts(stats, "dropped"), {})
    for outlet, why in sorted(_group(stats, "left").items()):
        yield f"left for the next run: {outlet} ({why})"


def counts(stats: Mapping[str, Any], group: str) -> dict[str, int]:
    """The numbers in one group of statistics by name, the largest first."""
    return dict(sorted(_group(stats, group).items(), key=lambda one: (-one[1], one[0])))


def _group(stats: Mapping[str, Any], group: str) -> dict[str, Any]:
    prefix = f"mudawwana/{group}/"
    return {key.removeprefix(prefix): value for key, value in stats.items() if key.startswith(prefix)}


def _count_table(title: str, numbers: Mapping[str, int], names: Mapping[str, str]) -> Iterator[str]:
    if not numbers:
        return
    yield f"{title}:"
    for name, number in list(numbers.items())[:_MAX_ROWS]:
        yield f"  {number:>7}  {name}  {names.get(name, '')}".rstrip()
    if len(numbers) > _MAX_ROWS:
        yield f"           and {len(numbers) - _MAX_ROWS} more"


def _files_in(folder: Path) -> Iterator[str]:
    """The files of an output folder, one per line, with their sizes in bytes."""
    found = [path for pattern in _OUTPUT_FILES for path in sorted(folder.glob(pattern))]
    if found:
        yield "files:"
    for path in found:
        yield f"  {path.stat().st_size:>12,}  {path}"


def command(program: str, folder: Path) -> str:
    """The command that starts Scrapy from a folder: its own .venv's if that was used just now, else `scrapy`."""
    own = folder / ".venv" / "bin"
    return ".venv/bin/scrapy" if Path(program).absolute().parent == own else "scrapy"


class Summary:
    """The extension. Writes to standard output, after the last commit."""

    def __init__(self, crawler: Crawler, stream: TextIO) -> None:
        self._crawler = crawler
        self._stream = stream
        self._reason = "finished"

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The extension, connected to its signals."""
        extension = cls(crawler, sys.stdout)
        crawler.signals.connect(extension.spider_closed, signals.spider_closed)
        crawler.signals.connect(extension.engine_stopped, signals.engine_stopped)
        return extension

    def spider_closed(self, reason: str) -> None:
        """Remember why the crawl closed."""
        self._reason = reason

    def engine_stopped(self) -> None:
        """Print the summary."""
        try_write(self._stream, "".join(f"{printable_line(line)}\n" for line in self._lines()))

    def _lines(self) -> Iterator[str]:
        settings, spider = self._crawler.settings, self._crawler.spider
        outlets = getattr(spider, "outlets", {})
        names = {domain: outlet.name_ar for domain, outlet in outlets.items() if outlet.name_ar}
        yield from summary(self._crawler.stats.get_stats(), self._reason, names)
        yield from _files_in(Path(settings.get("OUTPUT_DIR") or "output"))
        if settings.getlist("REPLAY_WARC") and spider is not None:
            domain = ",".join(getattr(spider, "only", ()))
            yield "this was a replay from archives; to crawl live, into output/:"
            yield (
                f"  {command(sys.argv[0], Path.cwd())} crawl {spider.name}"
                + (f" -a domain={domain}" if domain else "")
                + ' -s USER_AGENT="NAME (+https://YOUR-SITE)"'
            )
