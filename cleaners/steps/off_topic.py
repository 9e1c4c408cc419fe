"""Short lines among the paragraphs that speak of nothing the article speaks of: teasers, credits, calls in any words.

No phrase is asked for. A subhead, a pull quote or a verse takes up the words of its text; what an interface or another
article says does not. Measured on 62 thousand paragraphs of real prose: 8 lines that belonged to their text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cleaners.block import Block
from cleaners.dates.calendars import names_month
from cleaners.normalize import comparison_key
from cleaners.sentence import ends_sentence, is_headline, is_open_ended, is_prose, word_count
from cleaners.stem import stem

LABELLED = re.compile(r"^\W{0,4}((?:[^\W\d_]\S*\s+){0,3}[^\W\d_][^\s:|]*)\s*[:|–—]\s*(.+)$")
"""Up to four words, a colon, bar or dash, and what they announce."""
POINTER = re.compile(r"^(?:[◄►▶☚»«›→←🔴]|>>)+\s*\w")
NUMBERED = re.compile(r"^\W*\d")
ARABIC = re.compile(r"[\u0621-\u064a]")
AND = "\u0648"
"""A line that opens with "and" goes on with the text."""
PARAGRAPHS = 3
REGULAR = 0.5
"""Share of paragraphs among the lines between the first and the last one: guides, lists and poems have less."""
LONG = 180
WORD_LETTERS = 4
"""Shorter words are particles and names of any subject."""
TEASER_LETTERS, HEADLINE_LETTERS, LINE_LETTERS, TAIL_LETTERS, HEAD_LETTERS = 190, 110, 60, 80, 45
HEADLINE_SHARED = 1 / 3
EDGE_SHARED = 0.2
"""Share of a line's longer words that the text may have too: two subjects of one newspaper share some."""
KEPT_TAGS = frozenset({"h2", "h3", "h4", "h5", "h6", "li", "th", "pre"})
SPEAKERS_LINES = 4
CELLS = frozenset({"td", "blockquote"})
"""Old pages put whole texts into one cell."""


@dataclass(frozen=True, slots=True)
class Text:
    """The body as a run of lines, and what it is about."""

    blocks: tuple[Block, ...]
    paragraphs: frozenset[int]
    subject: frozenset[str]

    def shared(self, line: str) -> float:
        """Share of a line's longer words that the paragraphs have too; 0 for a line without any."""
        words = stems(line)
        return len(words & self.subject) / max(1, len(words))

    def is_marked_up(self, block: Block) -> bool:
        """Whether mark-up says that a line is a part of the text: a subhead, an item, a cell of a table."""
        cell = block.place.tag in CELLS and block.place.path[-1:] not in {
            self.blocks[n].place.path[-1:] for n in self.paragraphs
        }
        return cell or block.place.tag in KEPT_TAGS

    def is_one_of_many(self, number: int) -> bool:
        """Whether a line's label comes again and again, as a speaker's in a dialogue does; a teaser's comes twice."""
        labels = [told and comparison_key(told[1]) for block in self.blocks if (told := LABELLED.match(block.text))]
        told = LABELLED.match(self.blocks[number].text)
        return told is not None and labels.count(comparison_key(told[1])) >= SPEAKERS_LINES

    def stands_alone(self, number: int) -> bool:
        """Whether a line has a paragraph on both sides."""
        return number - 1 in self.paragraphs and number + 1 in self.paragraphs


def off_topic(blocks: Sequence[Block]) -> Iterator[Block]:
    """Lines off the article's subject are dropped, what they announce becomes an `inline` teaser."""
    text = text_of(blocks)
    first, last = (min(text.paragraphs), max(text.paragraphs)) if text else (0, 0)
    edges = furnished(blocks, text.blocks[first].index, text.blocks[last].index) if text else set()
    changed: dict[int, Block] = {}
    for number, block in enumerate(text.blocks if text else ()):
        if text is None or number in text.paragraphs or text.is_marked_up(block) or continues(block.text):
            continue
        if first < number < last:
            other = between_paragraphs(block, number, text)
        else:
            other = at_the_edge(block, number > last, text) if (number > last) in edges else None
        if other is not None:
            changed[block.index] = other
    for block in blocks:
        yield changed.get(block.index, block)


def text_of(blocks: Sequence[Block]) -> Text | None:
    """The body, or None where it is not made of paragraphs."""
    body = tuple(block for block in blocks if block.is_body)
    paragraphs = frozenset(n for n, block in enumerate(body) if is_paragraph(block.text))
    if len(paragraphs) < PARAGRAPHS:
        return None
    if len(paragraphs) / (max(paragraphs) - min(paragraphs) + 1) < REGULAR:
        return None
    return Text(body, paragraphs, frozenset().union(*(stems(body[n].text) for n in paragraphs)))


def furnished(blocks: Sequence[Block], first: int, last: int) -> set[bool]:
    """At which ends of the text the page has lines of its own, `True` for after it: only there more are looked for.

    What a clean text begins and ends with is its own.
    """
    return {b.index > last for b in blocks if not b.is_body and not b.article and not first <= b.index <= last}


def between_paragraphs(block: Block, number: int, text: Text) -> Block | None:
    """What a line between the first and the last paragraph becomes, None where it stays."""
    line = block.text
    told = LABELLED.match(line)
    off = told is not None and not stems(told[1]) & text.subject and not NUMBERED.match(line)
    if told and off and len(line) <= TEASER_LETTERS and not text.is_one_of_many(number):
        if is_headline(told[2]):
            return block.becomes("related", "inline", told[2])
        if len(line) <= LINE_LETTERS and not text.shared(line) and not is_open_ended(line):
            return block.becomes("noise")
    if POINTER.match(line) and len(line) <= TEASER_LETTERS:
        return block.becomes("related", "inline", line.lstrip("◄►▶☚»«›→←🔴> "))
    if is_open_ended(line) or NUMBERED.match(line) or not text.stands_alone(number):
        return None
    if len(line) <= HEADLINE_LETTERS and word_count(line) > 3 and text.shared(line) < HEADLINE_SHARED:
        return block.becomes("noise")
    short = len(line) <= LINE_LETTERS and bool(ARABIC.search(line))
    return block.becomes("noise") if short and not text.shared(line) else None


def at_the_edge(block: Block, is_tail: bool, text: Text) -> Block | None:
    """What a line before the first or after the last paragraph becomes, None where it stays."""
    line = block.text
    if NUMBERED.match(line) or not ARABIC.search(line) or text.shared(line) >= EDGE_SHARED:
        return None
    longest = TAIL_LETTERS if is_tail else HEAD_LETTERS
    return block.becomes("noise") if len(line) <= longest and (is_tail or not is_open_ended(line)) else None


def continues(line: str) -> bool:
    """Whether a line is a sentence, announces what follows it, goes on with what stands before, or dates it."""
    if line.endswith((":", "،", "؛")) or line.lstrip("\"'“«").startswith(AND) or names_month(line):
        return True
    return ends_sentence(line) and not is_open_ended(line)


def is_paragraph(line: str) -> bool:
    """Whether a line is certainly running text."""
    return len(line) > LONG or (is_prose(line) and ends_sentence(line))


def stems(text: str) -> frozenset[str]:
    """The stems of a text's longer words."""
    return frozenset(stem(word) for word in comparison_key(text).split() if len(word) > WORD_LETTERS)
