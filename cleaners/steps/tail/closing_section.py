"""Sections that close an article without being its text: its sources, a note on its author, calls to the reader.

A phrase names the heading, and what stands under it up to the next heading must be of that kind.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile

from cleaners.blocks.block import Block
from cleaners.blocks.class_names import is_share_link
from cleaners.blocks.document import Document
from cleaners.phrases import phrases
from cleaners.steps.related.text_lists import heading_kind
from cleaners.steps.tail.citation import citation_signs
from cleaners.text.content_words import coverage, topic_stems
from cleaners.text.line_shape import ends_sentence, is_closed_prose, is_open_ended, word_count
from cleaners.text.normalize import comparison_key

_HEADINGS = ("sources_heading", "author_heading", "call_heading")
_MAX_HEADING_WORDS = 9
_SECTION_TAGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_SURE_SIGNS, _SURE_SHARE = 2, 0.6
"""Signs of a sure citation, and the share of them in a list in the midst of a text."""
_CITED_WORDS = 25
"""Citations of one sign have fewer words; those with an address or a page have more signs."""
_NOTE_LINES, _NOTE_LETTERS, _NOTE_SHARED = 4, 700, 0.34
"""A note on the author is short, and shares few of the content stems of a text that is not about them."""
_NAME_WORDS = 2
_CALL_LINES, _CALL_LETTERS = 6, 260
_MIN_ABOVE = 2
"""Paragraphs above a note or call that closes a text; share bars also stand above one."""
_BUTTONS, _BUTTON_LETTERS = ("button", "interface_line"), 60
_CLAUSE_ENDS = "—–:.،؟!-|✉📬"


@dataclass(frozen=True, slots=True)
class _Section:
    """A heading named by a phrase, and the lines under it."""

    heading: Block
    lines: tuple[Block, ...]
    is_last: bool
    """Whether no text follows before the next such section, or at all if all of those below it leave the text."""


def source_list(page: Document, url: str | None = None, authors: Sequence[str] = ()) -> Iterator[Block]:
    """Drop lists of sources under their heading.

    In the midst of a text, most of its lines must surely cite works; at its end, each must at least look so.
    """
    yield from _dropped_section(page, "sources_heading", url, authors)


def about_author(page: Document, url: str | None = None, authors: Sequence[str] = ()) -> Iterator[Block]:
    """Drop the note on the author under its heading at the end of a text.

    The author of a book that the text is about is named in it before.
    """
    yield from _dropped_section(page, "author_heading", url, authors)


def reader_call(page: Document, url: str | None = None, authors: Sequence[str] = ()) -> Iterator[Block]:
    """Drop calls to the reader under their heading: buttons, links, forms, and a line or two that lead to them."""
    yield from _dropped_section(page, "call_heading", url, authors)


def _dropped_section(page: Document, name: str, url: str | None, authors: Sequence[str]) -> Iterator[Block]:
    """The headings of one kind and the lines of that kind under them, as noise.

    From the end of the page upwards, a section is the last one if all lines of those below it leave too.
    """
    if not page.named(name):
        return
    sections, is_last = _sections(page), True
    if not any(_kind_of(section) == name for section in sections):
        return
    for section in reversed(sections):
        section = replace(section, is_last=is_last and section.is_last)
        count = _count_of_kind(page, section, url, authors)
        is_last = section.is_last and 0 < count == len(section.lines)
        for block in (section.heading, *section.lines[:count]) if count and _kind_of(section) == name else ():
            if block.role in ("body", "noise"):
                yield block.becomes("noise")


def _kind_of(section: _Section) -> str:
    """The phrase file that names the section's heading."""
    return next(name for name in _HEADINGS if phrases(name).match(section.heading.text))


def _count_of_kind(page: Document, section: _Section, url: str | None, authors: Sequence[str]) -> int:
    """How many of the first lines under a heading are of the kind that it names."""
    if _kind_of(section) == "sources_heading":
        return _count_of_citations(section, url)
    if _kind_of(section) == "author_heading":
        return _count_of_note(section) if _introduces_author(page, section, authors) else 0
    return _count_of_calls(page, section)


def _count_of_citations(section: _Section, url: str | None) -> int:
    """How many lines under a heading cite works; 0 for a list that goes on with other lines."""
    signs = [citation_signs(block, url) for block in section.lines]
    if section.is_last and signs and all(signs):
        return _count_of_alike(section.lines, signs)
    cited = list(takewhile(bool, signs))
    sure = sum(count >= _SURE_SIGNS for count in cited)
    rest = section.lines[len(cited) : len(cited) + 1]
    goes_on = any(b.place.tag == "li" and b.place.path[:-1] == section.lines[-1].place.path[:-1] for b in rest)
    return len(cited) if cited and sure >= _SURE_SHARE * len(cited) and not goes_on else 0


def _count_of_alike(lines: Sequence[Block], signs: Sequence[int]) -> int:
    """How many of the lines that cite are a list; running text below it with but one sign goes on with the article.

    That is text unlike all lines above it, also where it stands alone under the heading or is longer than a citation.
    """
    prose = [count < _SURE_SIGNS and is_closed_prose(line.text) for line, count in zip(lines, signs, strict=True)]
    last = len(lines) - sum(1 for _ in takewhile(bool, reversed(prose)))
    if not last:
        is_list = len(lines) > 1 and all(word_count(line.text) <= _CITED_WORDS for line in lines)
        return len(lines) if is_list else 0
    return len(lines) if any(prose[:last]) else last


def _introduces_author(page: Document, section: _Section, authors: Sequence[str]) -> bool:
    """Whether the last section is a short note on an author whom the text does not speak of."""
    above = [block.text for block in page.paragraphs if block.index < section.heading.index]
    text = " ".join(block.text for block in section.lines)
    is_note = len(section.lines) <= _NOTE_LINES and len(text) <= _NOTE_LETTERS
    if not section.lines or not section.is_last or not is_note or len(above) < _MIN_ABOVE:
        return False
    key = comparison_key(text)
    name = " ".join(key.split()[:_NAME_WORDS])
    own = any(key.startswith(comparison_key(author)) for author in authors)
    mentioned = any(f" {name} " in f" {comparison_key(line)} " for line in above)
    return own or (coverage(text, topic_stems(above)) < _NOTE_SHARED and not mentioned)


def _count_of_note(section: _Section) -> int:
    """How many lines under a heading introduce the author: the first, and those after it that name them or are no
    running text; what follows may go on with the article.
    """
    names = set(comparison_key(section.lines[0].text).split()[:_NAME_WORDS])
    more = takewhile(
        lambda block: not is_closed_prose(block.text) or names & set(comparison_key(block.text).split()),
        section.lines[1:],
    )
    return 1 + sum(1 for _ in more)


def _count_of_calls(page: Document, section: _Section) -> int:
    """How many lines under a heading lead up to a call; above the end of a text, all of them must be calls."""
    lines = list(takewhile(lambda block: len(block.text) <= _CALL_LETTERS, section.lines[:_CALL_LINES]))
    last = max((n + 1 for n, block in enumerate(lines) if _is_reader_call(block)), default=0)
    above = sum(block.index < section.heading.index for block in page.paragraphs)
    is_below = section.is_last and above >= _MIN_ABOVE
    return last if is_below or all(map(_is_reader_call, lines[:last])) else 0


def _sections(page: Document) -> list[_Section]:
    """The sections under a heading that a phrase names, in page order."""
    found: list[_Section] = []
    inside = [block for block in page if _is_line(page, block)]
    worded = page.named(*_HEADINGS)
    named = {block.index for block in inside if block.index in worded and _is_named_heading(block)}
    headings = [n for n, block in enumerate(inside) if block.index in named and not _is_button_under(inside, n, named)]
    for start, end in pairwise([*headings, len(inside)]):
        below = inside[start + 1 : end]
        lines = tuple(takewhile(lambda block: block.index in named or not _is_heading(block), below))
        found.append(_Section(inside[start], lines, not any(block.is_body for block in below[len(lines) :])))
    return found


def _is_button_under(inside: Sequence[Block], number: int, named: Container[int]) -> bool:
    """Whether a line that can head a call is the call itself, right under another heading."""
    return number > 0 and inside[number - 1].index in named and _is_reader_call(inside[number])


def _is_line(page: Document, block: Block) -> bool:
    """Whether a block is a line of the main element, or of a flattened text, that no earlier step named otherwise."""
    inside = page.main in block.place.path or not block.place.path
    return inside and block.role in ("body", "noise", "related") and not block.article and not block.place.hidden


def _is_heading(block: Block) -> bool:
    """Whether a block heads a section, by its tag or by a phrase."""
    return block.place.tag in _SECTION_TAGS or heading_kind(block) is not None or _is_named_heading(block)


def _is_named_heading(block: Block) -> bool:
    """Whether a short line is the heading of a closing section."""
    if len(block.text.split()) > _MAX_HEADING_WORDS or (ends_sentence(block.text) and not is_open_ended(block.text)):
        return False
    return block.role != "related" and not block.links and any(phrases(name).match(block.text) for name in _HEADINGS)


def _is_reader_call(block: Block) -> bool:
    """Whether a line calls the reader: a link to share, a button, a form's line, or a clause that opens like a call."""
    if block.links and (all(is_share_link(link.url) for link in block.links) or block.place.zone == "form"):
        return True
    if any(phrases("button").match(link.text) for link in block.links):
        return True
    text = block.text
    for sign in _CLAUSE_ENDS:
        text = text.replace(sign, "\n")
    clauses = [clause.strip() for clause in text.splitlines()]
    named = any(phrases("reader_call").match(clause) for clause in clauses if clause)
    networks = all(phrases("network").match(word) for word in block.text.split())
    return named or networks or any(phrases(name).match(block.text, _BUTTON_LETTERS) for name in _BUTTONS)
