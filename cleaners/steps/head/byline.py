"""Lines that name who wrote, translated or edited the article."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from cleaners.blocks.block import Block
from cleaners.blocks.document import Document
from cleaners.metadata.names import is_person_name
from cleaners.phrases import phrases
from cleaners.text.line_shape import HEADLINE_WORDS, ends_sentence, is_name
from cleaners.text.normalize import comparison_key

_BYLINE_WORDS = 6
_BYLINE_LETTERS = 60
_LINKED_BYLINE = 0.5
"""A linked line with a label is a byline with a name in it, else a headline: reports are labelled alike."""
_EXTRA_WORDS = 3
"""Words of an outlet's name or of a place beside the author's."""
_PARTICLE_LETTERS = 3
"""A line that opens with a shorter word is no name, unless that is a given name."""


def byline(page: Document, authors: Sequence[str] = ()) -> Iterator[Block]:
    """A labelled name, and the metadata's author or a bare name between the headline and the first paragraph."""
    known = {comparison_key(author): author for author in authors}
    named = _bare_name(page)
    for block in page.near:
        name = _labelled_name(block)
        if name is None and block.index < page.start:
            name = _known_name(block, known)
        if name is None and block is named:
            name = block.text
        if name:
            yield block.becomes("byline", value=name)


def translator(page: Document) -> Iterator[Block]:
    """A translator's credit is said of the text, it is not part of it."""
    for block in page.texts:
        if len(block.text) <= _BYLINE_LETTERS + 20 and phrases("translator").match(block.text):
            yield block.becomes("noise")


def _labelled_name(block: Block) -> str | None:
    """The name after a byline's label, or None; a sentence that opens with the same word is none."""
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
    """The author whom a short line names, alone or before the outlet, place or kind of report; else None."""
    key = comparison_key(block.text)
    if len(block.text) > _BYLINE_LETTERS or ends_sentence(block.text):
        return None
    names = (name for author, name in known.items() if f"{key} ".startswith(f"{author} "))
    return next((name for name in names if len(key.split()) <= len(name.split()) + _EXTRA_WORDS), None)


def _bare_name(page: Document) -> Block | None:
    """A name alone on its line between the headline and the text, next to a date, reading time or the headline."""
    for block in page[page.title.index + 1 : page.start] if page.title else ():
        around = page[block.index - 1], page[min(block.index + 1, len(page) - 1)]
        beside = any(b.role in ("date", "title", "noise") for b in around)
        if beside and block.role in ("body", "byline") and _may_be_author(block.text):
            return block
    return None


def _may_be_author(text: str) -> bool:
    """Whether a line can be an author's name alone: not one that opens with a particle, as captions do."""
    return is_person_name(text) or (is_name(text) and len(text.split()[0]) > _PARTICLE_LETTERS)
