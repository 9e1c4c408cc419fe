"""What stands between two passages of a page: headlines, closing lines, page furniture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

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
    """The gaps of a page after its paragraph `start`; each block is examined once, however many gaps contain it."""

    def __init__(self, blocks: Sequence[Block], start: int) -> None:
        self._blocks, self._start = blocks, start
        self._counts = [_NO_GAP]

    def between(self, last: int, first: int) -> Gap:
        """The gap after the paragraph `last` and before the paragraph `first`."""
        for block in self._blocks[self._start + len(self._counts) - 1 : first]:
            self._counts.append(_with_block(self._counts[-1], block))
        before, after = self._counts[last + 1 - self._start], self._counts[first - self._start]
        return Gap(
            is_body=after.dropped == before.dropped,
            is_closed=after.closing > before.closing,
            is_furnished=after.furniture > before.furniture,
            lines=after.lines - before.lines,
            headlines=after.headlines - before.headlines,
            headline=self._blocks[after.lead].text if after.lead > last else "",
        )


class _Counts(NamedTuple):
    """How many of the blocks before one are of some kind."""

    dropped: int
    closing: int
    furniture: int
    lines: int
    headlines: int
    lead: int
    """Index of the last line that can be another article's headline; -1 without one."""


_NO_GAP = _Counts(0, 0, 0, 0, 0, -1)


def _with_block(counts: _Counts, block: Block) -> _Counts:
    """The counts with one more block."""
    dropped, closing, furniture, lines, headlines, lead = counts
    is_line = not is_closed_prose(block.text)
    is_lead = is_line and may_be_headline(block.text)
    return _Counts(
        dropped + (not block.is_body),
        closing + _closes_article(block),
        furniture + is_furniture(block),
        lines + is_line,
        headlines + (is_lead and block.place.tag not in KEPT_TAGS),
        block.index if is_lead else lead,
    )


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
