"""Watch whether the lines learned from an outlet are still on its pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from cleaners.cleaner.learning import MIN_EXPECTED
from cleaners.sites.learned import Learned, learned_for

LEARNED_FOLDER = "learned"
"""The folder beside the records that holds one file for each outlet."""


class LearnedWatch:
    """Counts, by outlet, the articles that were read and those with a learned line."""

    def __init__(self) -> None:
        self._read = Counter[str]()
        self._found = Counter[str]()
        self._learned: dict[str, Learned] = {}

    def count(self, outlet: str, url: str, *, is_found: bool) -> None:
        """Count an article of an outlet; one of a host from which nothing was learned does not count."""
        learned = learned_for(url)
        if learned:
            self._learned[outlet] = learned
            self._read[outlet] += 1
            self._found[outlet] += is_found

    def warnings(self) -> Iterator[str]:
        """One line for each outlet none of whose articles has a learned line, although five or more should."""
        for outlet, learned in sorted(self._learned.items()):
            read, share = self._read[outlet], max(line.seen / line.of for line in learned.lines)
            if not self._found[outlet] and read * share >= MIN_EXPECTED:
                yield (
                    f"{outlet}: none of {read} articles has a line of {LEARNED_FOLDER}/{outlet}.json any more; "
                    "run `scrapy learn` again"
                )
