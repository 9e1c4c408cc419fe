"""Lines that name who wrote, translated or edited the article."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from cleaners.block import Block
from cleaners.mainelement import lines_of_article
from cleaners.metadata.names import is_person_name
from cleaners.normalize import comparison_key
from cleaners.phrases import phrases
from cleaners.sentence import HEADLINE_WORDS, ends_sentence, is_name, is_prose

NAME_WORDS = 6
NAME_LETTERS = 60
LINKED = 0.5
"""A linked line with a label is a byline with a name in it, else a headline: reports are labelled alike."""
BESIDE_WORDS = 3
"""Words of an outlet's name or of a place beside the author's."""
PARTICLE_LETTERS = 3
"""A line that opens with a shorter word is no name, unless that is a given name."""


def byline(blocks: Sequence[Block], authors: Sequence[str] = ()) -> Iterator[Block]:
    """A labelled name, and the metadata's author or a bare name between the headline and the first paragraph."""
    known = {comparison_key(author): author for author in authors}
    first = first_paragraph(blocks)
    named = bare_name(blocks, first)
    own = lines_of_article(blocks)
    for number, block in enumerate(blocks):
        name = labelled_name(block)
        if name is None and number < first:
            name = known_name(block, known)
        if name is None and number == named:
            name = block.text
        yield block.becomes("byline", value=name) if name and number in own else block


def translator(blocks: Sequence[Block]) -> Iterator[Block]:
    """A translator's credit is said of the text, it is not part of it."""
    for block in blocks:
        match = phrases("translator").match(block.text) if block.role == "body" else None
        yield block.becomes("noise") if match and len(block.text) <= NAME_LETTERS + 20 else block


def labelled_name(block: Block) -> str | None:
    """The name after a byline's label, or None; a sentence that opens with the same word is none."""
    if len(block.text) > NAME_LETTERS or ends_sentence(block.text):
        return None
    match = phrases("byline").match(block.text)
    if match is None or not match.rest or len(match.rest.split()) > NAME_WORDS:
        return None
    if block.place.link_share > LINKED and not is_person_name(match.rest) and len(match.rest.split()) >= HEADLINE_WORDS:
        return None
    return match.rest


def known_name(block: Block, known: Mapping[str, str]) -> str | None:
    """The author whom a short line names, alone or before the outlet, place or kind of report; else None."""
    key = comparison_key(block.text)
    if len(block.text) > NAME_LETTERS or ends_sentence(block.text):
        return None
    names = (name for author, name in known.items() if f"{key} ".startswith(f"{author} "))
    return next((name for name in names if len(key.split()) <= len(name.split()) + BESIDE_WORDS), None)


def first_paragraph(blocks: Sequence[Block]) -> int:
    """The position of the first paragraph that is still body, or the number of blocks."""
    return next((n for n, b in enumerate(blocks) if b.is_body and is_prose(b.text)), len(blocks))


def bare_name(blocks: Sequence[Block], first: int) -> int | None:
    """A name alone on its line between the headline and the text, next to a date, reading time or the headline."""
    title = next((n for n, b in enumerate(blocks) if b.role == "title" and b.article == 0), None)
    if title is None:
        return None
    for number in range(title + 1, first):
        if blocks[number].role in ("body", "byline") and is_author(blocks[number].text):
            around = blocks[number - 1], blocks[min(number + 1, len(blocks) - 1)]
            if any(b.role in ("date", "title", "noise") for b in around):
                return number
    return None


def is_author(text: str) -> bool:
    """Whether a line can be an author's name alone: not one that opens with a particle, as captions do."""
    return is_person_name(text) or (is_name(text) and len(text.split()[0]) > PARTICLE_LETTERS)
