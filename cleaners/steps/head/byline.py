"""Lines that name the article's author, translator or editor."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from cleaners.blocks.block import Block
from cleaners.blocks.document import Document
from cleaners.metadata.person_names import is_person_name
from cleaners.phrases import phrases
from cleaners.text.line_shape import HEADLINE_WORDS, ends_sentence, is_name
from cleaners.text.normalize import comparison_key

_BYLINE_HEADING_TAGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
_HEAD_LINES = 4
"""Lines under the headline that may hold a name where no paragraph shows where the text begins."""
_BYLINE_WORDS = 6
_BYLINE_LETTERS = 60
_LINKED_BYLINE = 0.5
"""A linked line with a label is a byline if it holds a name, else a headline: reports carry the same labels."""
_EXTRA_WORDS = 3
"""Words of an outlet's or place's name that may follow the author's."""
_PARTICLE_LETTERS = 3
"""A line whose first word is this short is not a name, unless that word is a given name."""


def byline(page: Document, authors: Sequence[str] = ()) -> Iterator[Block]:
    """Mark labelled names, and above the first paragraph the metadata's authors and a bare name, as bylines."""
    known = {comparison_key(author): author for author in authors}
    named = _bare_name(page)
    for block in page.article_lines:
        name = _labelled_name(block)
        if name is None and block.index < page.start:
            name = _known_name(block, known)
        if name is None and block is named:
            name = block.text
        if name:
            yield block.becomes("byline", value=name)


def translator(page: Document) -> Iterator[Block]:
    """Drop translators' credits."""
    for block in page.texts:
        if len(block.text) <= _BYLINE_LETTERS + 20 and phrases("translator").match(block.text):
            yield block.becomes("noise")


def _labelled_name(block: Block) -> str | None:
    """The name after a byline's label; None for other lines, also sentences that open with the same word."""
    if len(block.text) > _BYLINE_LETTERS or ends_sentence(block.text):
        return None
    match = phrases("byline").match(block.text)
    if match is None or not match.rest or len(match.rest.split()) > _BYLINE_WORDS:
        return None
    if (
        block.place.link_share > _LINKED_BYLINE
        and not is_person_name(match.rest)
        and len(match.rest.split()) >= HEADLINE_WORDS
    ):
        return None
    return match.rest


def _known_name(block: Block, known: Mapping[str, str]) -> str | None:
    """The author that a short line opens with, alone or before an outlet, place or kind of report; else None."""
    key = comparison_key(block.text)
    if len(block.text) > _BYLINE_LETTERS or ends_sentence(block.text):
        return None
    names = (name for author, name in known.items() if f"{key} ".startswith(f"{author} "))
    return next((name for name in names if len(key.split()) <= len(name.split()) + _EXTRA_WORDS), None)


def _bare_name(page: Document) -> Block | None:
    """A bare name between headline and text, next to a date, reading time or the headline; else None.

    A heading or a line built like the text's is a subhead unless it opens with a given name.
    """
    first = page.title.index + 1 if page.title else len(page)
    for block in page[first : page.start if page.paragraphs else first + _HEAD_LINES]:
        around = page[block.index - 1], page[min(block.index + 1, len(page) - 1)]
        beside = any(b.role in ("date", "title", "noise") for b in around)
        sure = block.place.tag in _BYLINE_HEADING_TAGS or block.index in page.own
        is_author = is_person_name(block.text) if sure else _may_be_author(block.text)
        if beside and block.role in ("body", "byline") and is_author:
            return block
    return None


def _may_be_author(text: str) -> bool:
    """Whether a line can be just an author's name; captions that open with a particle cannot."""
    return is_person_name(text) or (is_name(text) and len(text.split()[0]) > _PARTICLE_LETTERS)
