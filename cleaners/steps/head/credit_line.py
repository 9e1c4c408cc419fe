"""Lines above a text that name only who sends it: outlet, desk, agency, place, reporter."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaners.blocks.block import Block
from cleaners.blocks.document import Document
from cleaners.metadata.credited_persons import without_roles
from cleaners.metadata.person_names import is_person_name, is_place
from cleaners.phrases import phrase_key, phrases
from cleaners.text.line_shape import ends_sentence, word_count

_CREDIT_LINE_LETTERS = 80
_DESK_WORDS = 4
_CREDIT_LINES = 4
"""First lines of a text without paragraphs that may be such a line."""
_BETWEEN = re.compile(r"\s*[-–—|/،,:()\[\]]\s*")
_HOST_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]*(?:\.[A-Za-z]{2,6})+")
"""An outlet's address without its scheme."""
_CAPITALS = re.compile(r"[A-Z]{3,}(?: [A-Z]{3,})*")
"""An outlet's Latin name above an Arabic text."""


def credit_line(page: Document) -> Iterator[Block]:
    """Mark the agency or the reporter in such a line, and drop one that names only outlet, desk and place.

    Evidence: phrases and given names fill the line; at least one part is no place and no person.
    """
    head = page.start if page.paragraphs else _CREDIT_LINES
    for block in page[:head]:
        if block.is_body and is_credit_line(block.text):
            yield _credited_agency(block)


def is_credit_line(text: str) -> bool:
    """Whether a short line consists of an outlet's address, desks, agencies, places and reporters.

    A desk alone may be a subhead; beside an outlet's address, any few words are a desk or a name.

    >>> [is_credit_line(text) for text in ("GHADIR.INFO - مكتب الشمال - خاص", "غزة - وكالات", "الرباط", "سوق الشمال")]
    [True, True, False, False]
    """
    parts = _credit_parts(text) if len(text) <= _CREDIT_LINE_LETTERS and not ends_sentence(text) else []
    hosts = [part for part in parts if _HOST_NAME.fullmatch(part)]
    if hosts:
        return all(word_count(part) <= _DESK_WORDS for part in parts)
    senders = [part for part in parts if _is_sender(part)]
    is_sent = len(parts) > 1 or any(phrase_key(part) in phrases("agency").whole for part in senders)
    return bool(senders) and is_sent and all(p in senders or is_place(p) or is_person_name(p) for p in parts)


def _credit_parts(text: str) -> list[str]:
    """The parts of a line between dashes, bars, colons and brackets, without role words."""
    return [bare for part in _BETWEEN.split(text) if (bare := without_roles(part.strip("_")))]


def _is_sender(part: str) -> bool:
    """Whether a part is a desk or an agency."""
    if _CAPITALS.fullmatch(part) or any(phrase_key(part) in phrases(name).whole for name in ("agency", "nobody")):
        return True
    first = phrase_key(part).split()[:1]
    return word_count(part) <= _DESK_WORDS and len(part.split()) > 1 and set(first) <= phrases("desk").whole


def _credited_agency(block: Block) -> Block:
    """The block as the reporter's byline, the agency's credit, or noise."""
    parts = _credit_parts(block.text)
    person = next(filter(is_person_name, parts), None)
    agency = next((part for part in parts if phrases("agency").match(part)), None)
    if person:
        return block.becomes("byline", value=person)
    return block.becomes("credit", "source", agency) if agency else block.becomes("noise")
