"""Lines that name the article's author, translator or editor."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from cleaners.blocks.block import Block
from cleaners.blocks.document import Document
from cleaners.metadata.credited_persons import credit_of
from cleaners.metadata.person_names import is_certain_name, is_person_name, is_place, name_words
from cleaners.phrases import phrase_key, phrases
from cleaners.text.line_shape import HEADLINE_WORDS, ends_sentence
from cleaners.text.normalize import comparison_key

_HEAD_LINES = 4
"""Lines under the headline that may hold a name where no paragraph shows where the text begins."""
_BYLINE_WORDS = 8
"""Two names with titles and the word between them."""
_BYLINE_LETTERS = 60
_LINKED_BYLINE = 0.5
"""A linked line with a label is a byline if it holds a name, else a headline: reports carry the same labels."""
_EXTRA_WORDS = 3
"""Words of an outlet's or place's name that may follow the author's."""
_DATE_REACH = 2
"""Lines between a name and the date or reading time below it."""
_BETWEEN_NAMES = "\u060c "


def byline(page: Document, authors: Sequence[str] = ()) -> Iterator[Block]:
    """Mark labelled names, and above the first paragraph the metadata's authors and a bare name, as bylines."""
    known = {comparison_key(author): author for author in authors}
    named, labelled = _bare_name(page), page.named("byline")
    for block in page.article_lines:
        credit = _labelled_credit(block) if block.index in labelled else None
        if credit is not None:
            yield block.becomes("byline", value=credit)
        elif block.index < page.start and (name := _known_name(block, known)):
            yield block.becomes("byline", value=name)
        elif block is named:
            yield block.becomes("byline", value=block.text)


def translator(page: Document) -> Iterator[Block]:
    """Mark translators' credits."""
    labelled = page.named("translator")
    for block in (block for block in page.texts if block.index in labelled) if labelled else ():
        match = phrases("translator").match(block.text) if len(block.text) <= _BYLINE_LETTERS + 20 else None
        named = credit_of([block.text]).translators if match else ()
        is_label = match is not None and match.form == "label" and not ends_sentence(block.text)
        is_credit = is_label and (bool(named) or _is_desk(match.rest if match else ""))
        if is_credit or (named and is_person_name(match.rest if match else "")):
            yield block.becomes("credit", "translator", _BETWEEN_NAMES.join(named) or None)


def _labelled_credit(block: Block) -> str | None:
    """The persons after a byline's label, "" for a desk or an outlet; None for other lines, also those that open alike.

    A linked line is a byline if it holds a person's name, else a headline.
    """
    if len(block.text) > _BYLINE_LETTERS or ends_sentence(block.text):
        return None
    match = phrases("byline").match(block.text)
    if match is None or not match.rest or len(match.rest.split()) > _BYLINE_WORDS:
        return None
    names = credit_of([match.rest]).authors
    is_linked = block.place.link_share > _LINKED_BYLINE and len(match.rest.split()) >= HEADLINE_WORDS
    if (is_linked and not is_person_name(match.rest)) or not (names or _is_desk(match.rest)):
        return None
    return _BETWEEN_NAMES.join(names)


def _is_desk(text: str) -> bool:
    """Whether a text is a desk, an agency, a user name or a place."""
    words = set(phrase_key(text).split())
    whole = any(phrase_key(text) in phrases(name).whole for name in ("nobody", "agency"))
    return whole or is_place(text) or bool(words & phrases("desk").whole) or text.isascii()


def _known_name(block: Block, known: Mapping[str, str]) -> str | None:
    """The author that a short line opens with, alone or before an outlet, place or kind of report; else None."""
    key = comparison_key(block.text)
    if len(block.text) > _BYLINE_LETTERS or ends_sentence(block.text):
        return None
    names = (name for author, name in known.items() if f"{key} ".startswith(f"{author} "))
    return next((name for name in names if len(key.split()) <= len(name.split()) + _EXTRA_WORDS), None)


def _bare_name(page: Document) -> Block | None:
    """A bare name between headline and text; None without one that can only be the author's.

    A date or reading time stands soon below it; or, in a flattened text, it is beside the headline, nothing but a
    person can be meant, and neither headline nor text mentions its given name or its last word. In a page, the
    metadata tells.
    """
    if page.title is None:
        return None
    first = page.title.index + 1
    said: frozenset[str] | None = None
    for block in page[first : page.start if page.paragraphs else first + _HEAD_LINES]:
        if block.role not in ("body", "byline") or not is_person_name(block.text):
            continue
        if any(map(_is_stamped, page[block.index + 1 : block.index + 1 + _DATE_REACH])):
            return block
        if said is None:
            said = frozenset(comparison_key(" ".join(b.text for b in (page.title, *page.paragraphs))).split())
        above = page[block.index - 1]
        beside = above.role in ("date", "title", "noise") and not block.place.path
        if beside and is_certain_name(block.text) and said.isdisjoint(name_words(block.text)):
            return block
    return None


def _is_stamped(block: Block) -> bool:
    """Whether a line is a date or a reading time."""
    return block.role == "date" or phrases("reading_time").match(block.text) is not None
