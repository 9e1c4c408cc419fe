"""Expectations: after a run, report the outlets whose results drifted from what their files expect."""

from __future__ import annotations

import logging
import statistics
import sys
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from itemadapter import ItemAdapter
from scrapy import signals

from cleaners.text.printable import printable, try_write
from crawler.ledger.stats import PREFIX

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Self, TextIO

    from scrapy.crawler import Crawler

    from crawler.outlets.parts import Expectation

logger = logging.getLogger(__name__)

MIN_PAGES = 20
"""Articles, or pages without any article, needed to judge an outlet: fewer say little about a share."""
_MEDIAN_FACTOR = 2.0
"""A median this many times above or below the expected one has drifted; topics alone make less difference."""
_SHARE_DROP = 0.1
"""A share this far below the expected one has drifted; with 20 pages that is two of them."""


class OutletSample:
    """What a run found on one outlet."""

    def __init__(self) -> None:
        self.words: list[int] = []
        self.counts: Counter[str] = Counter()

    def add(self, record: Mapping[str, Any]) -> None:
        """Count one record."""
        self.words.append(len(str(record.get("text") or "").split()))
        self.counts.update(name for name in ("date_published", "title") if record.get(name))

    def share(self, name: str) -> float:
        """The share of records that have a field."""
        return self.counts[name] / len(self.words)


def drift(expected: Expectation, sample: OutletSample, pages: int) -> list[str]:
    """How an outlet has drifted, in words; empty if it has not, or if too few pages were seen to tell.

    `pages` counts all pages of the outlet that were finished in this run.
    """
    if len(sample.words) < MIN_PAGES:
        return [f"no article in {pages} pages"] if not sample.words and pages >= MIN_PAGES else []
    drifted = []
    median, words = statistics.median(sample.words), expected.median_words
    if words is not None and not words / _MEDIAN_FACTOR <= median <= words * _MEDIAN_FACTOR:
        drifted.append(f"median of {median:.0f} words, expected {words}")
    for share, name, meaning in (
        (expected.dated, "date_published", "with a date"),
        (expected.titled, "title", "with a title"),
    ):
        if share is not None and sample.share(name) < share - _SHARE_DROP:
            drifted.append(f"{sample.share(name):.0%} {meaning}, expected {share:.0%}")
    return drifted


class Expectations:
    """The extension. Writes to standard output, and sets `mudawwana/drifted/…` in the statistics."""

    def __init__(self, crawler: Crawler, stream: TextIO) -> None:
        self._crawler = crawler
        self._stream = stream
        self._samples: defaultdict[str, OutletSample] = defaultdict(OutletSample)
        self._outlets: Mapping[str, Any] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The extension, connected to its signals."""
        extension = cls(crawler, sys.stdout)
        crawler.signals.connect(extension.item_scraped, signals.item_scraped)
        crawler.signals.connect(extension.spider_closed, signals.spider_closed)
        crawler.signals.connect(extension.engine_stopped, signals.engine_stopped)
        return extension

    def item_scraped(self, item: Any) -> None:
        """Count a record."""
        record = ItemAdapter(item)
        domain, outlets = str(record.get("outlet")), getattr(self._crawler.spider, "outlets", {})
        if domain in outlets and outlets[domain].expect is not None:
            self._samples[domain].add(record)

    def spider_closed(self) -> None:
        """Judge the outlets while the statistics are still open."""
        self._outlets = getattr(self._crawler.spider, "outlets", {})
        for domain, drifted in self._drifted():
            self._crawler.stats.set_value(f"{PREFIX}drifted/{domain}", drifted)
            logger.warning("%s has drifted: %s", domain, drifted)

    def engine_stopped(self) -> None:
        """Print one line per outlet that has drifted, after the summary."""
        for domain, drifted in self._drifted():
            try_write(self._stream, f"{printable(domain)} has drifted: {printable(drifted)}\n")

    def _drifted(self) -> Iterator[tuple[str, str]]:
        for domain, outlet in self._outlets.items():
            expected = outlet.expect
            if expected is not None:
                pages = self._crawler.stats.get_value(f"{PREFIX}pages/{domain}", 0)
                if drifted := drift(expected, self._samples[domain], pages):
                    yield domain, "; ".join(drifted)
