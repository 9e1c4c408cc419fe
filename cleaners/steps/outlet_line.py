"""Lines in which an outlet speaks of itself: follow us, prepared by our desk, rules for reprints."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cleaners.block import Block
from cleaners.gaps import KEPT_TAGS
from cleaners.normalize import comparison_key
from cleaners.sentence import ends_sentence, is_prose

NAME_WORDS = 2
"""Names of one word, such as a country's or an hour's, stand in any line."""
LINE_LETTERS = 110
QUOTES = frozenset('"«»“”')


def outlet_line(blocks: Sequence[Block], site: str | None) -> Iterator[Block]:
    """A short line that ends no sentence and has the outlet's own name in it is not of the article.

    Subheads, items, questions and speakers' names before a colon stay.
    """
    key = comparison_key(site or "")
    known = len(key.split()) >= NAME_WORDS and any(block.is_body and is_prose(block.text) for block in blocks)
    for block in blocks:
        yield block.becomes("noise") if known and block.is_body and speaks_of_itself(block, key) else block


def speaks_of_itself(block: Block, key: str) -> bool:
    """Whether a line is the outlet's about itself; `key` is its folded name."""
    text = block.text
    if len(text) > LINE_LETTERS or ends_sentence(text) or text.endswith(":") or QUOTES & set(text):
        return False
    if block.place.tag in KEPT_TAGS or comparison_key(text.partition(":")[0]) == key:
        return False
    return f" {key} " in f" {comparison_key(text)} "
