"""What stands between two passages of a page: headlines, closing lines, page furniture."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from cleaners.blocks.block import Block
from cleaners.phrases import phrases
from cleaners.steps.related.text_lists import is_reference
from cleaners.text.line_shape import is_closed_prose, is_headline

_FURNITURE = (
    "interface_line", "comments_heading", "notice", "related_heading", "latest_heading", "most_read_heading", "teaser"
)  # fmt: skip
KEPT_TAGS = frozenset({"h2", "h3", "h4", "h5", "h6", "li", "th", "td", "pre", "blockquote", "dt", "dd"})
"""Tags of lines that mark-up identifies as parts of a text."""


@dataclass(frozen=True, slots=True)
class Gap:
    """The blocks between two passages."""

    is_body: bool
    """Whether every one is still body text."""
    is_closed: bool
    is_furnished: bool
    lines: int
    """Number of blocks that are not paragraphs."""
    headlines: int
    """Number of lines that can be headlines; tags in `KEPT_TAGS` exclude items and subheads."""
    headline: str
    """The last line that can be another article's headline; empty if there is none."""


class Gaps:
    """All gaps of a page; each block is examined once, however many gaps contain it."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._dropped = _counts(blocks, lambda block: not block.is_body)
        self._closing = _counts(blocks, _closes_article)
        self._furniture = _counts(blocks, is_furniture)
        self._lines = _counts(blocks, lambda block: not is_closed_prose(block.text))
        self._headlines = _counts(blocks, lambda b: b.place.tag not in KEPT_TAGS and may_be_headline(b.text))
        leads = (number if may_be_headline(block.text) else -1 for number, block in enumerate(blocks))
        self._leads = [-1, *accumulate(leads, max)]
        self._blocks = blocks

    def between(self, last: int, first: int) -> Gap:
        """The gap after the paragraph `last` and before the paragraph `first`."""

        def count(counted: Sequence[int]) -> int:
            return counted[first] - counted[last + 1]

        lead = self._leads[first]
        return Gap(
            is_body=not count(self._dropped),
            is_closed=bool(count(self._closing)),
            is_furnished=bool(count(self._furniture)),
            lines=count(self._lines),
            headlines=count(self._headlines),
            headline=self._blocks[lead].text if lead > last else "",
        )


def _counts(blocks: Sequence[Block], test: Callable[[Block], bool]) -> list[int]:
    """Number of blocks before each position that pass a test."""
    return [0, *accumulate(map(test, blocks))]


def may_be_headline(text: str) -> bool:
    """Whether a line can be another article's headline."""
    return is_headline(text) and not is_closed_prose(text) and not is_reference(text)


def is_furniture(block: Block) -> bool:
    """Whether a block was identified as page furniture: by its words, or as another article's headline."""
    return block.role in ("credit", "keywords", "related") or (
        block.role == "noise" and any(phrases(name).match(block.text) for name in _FURNITURE)
    )


def _closes_article(block: Block) -> bool:
    """Whether a block closes an article: a source credit or keywords."""
    return block.role == "keywords" or (block.role, block.kind) == ("credit", "source")
