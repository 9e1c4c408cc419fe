"""The related-block detector for flattened texts: find lines that are headlines of other articles, and their lists."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, islice, pairwise, takewhile
from statistics import mean

from cleaners.blocks.block import Block, Kind
from cleaners.blocks.document import Document
from cleaners.phrases import phrases
from cleaners.text.content_words import content_stems, coverage, topic_stems
from cleaners.text.line_shape import (
    TITLE_LETTERS,
    ends_sentence,
    is_closed_prose,
    is_cut_off,
    is_headline,
    is_mostly_prose,
    is_open_ended,
    is_prose,
    word_count,
)

_HEADING_PHRASES: tuple[tuple[str, Kind], ...] = (
    ("related_heading", "related"),
    ("teaser", "related"),
    ("latest_heading", "latest"),
    ("most_read_heading", "most_read"),
)
LIST_HEADINGS = tuple(name for name, _ in _HEADING_PHRASES)
MIN_UNHEADED = 3
"""Fewest neighbours of one shape that form a list without a heading; two can be coincidence."""
_MIN_EXCERPTS = 2
_EXCERPT_LETTERS = 320
_MIN_EXCERPT_LETTERS = 50
_REPORT_PARAGRAPHS = 2
"""A text of fewer paragraphs is no report with cards around it: what looks like cards is the text itself."""
_CARDS_SHARED = 0.25
"""Largest coverage of cards' content stems by the text; paragraphs of one text have twice as much."""
_REFERENCE_NUMBER = re.compile(r"\W?\d+\W*[-–—ـ.)\]:]")
_A_TO_Z = re.compile(r"[A-Za-z]")
_MIN_WORDS_ABOVE = 8
_QUESTION_SIGN, _MIN_QUESTIONS = "\u061f", 4
"""Fewest questions of an interview, the one looked at among them."""
_LIST_ENDS = ("interface_line", "comments_heading", "notice", "call", "call_heading", "keyword_line")
"""Phrases that name a line below a list as something else."""
_LABEL_LETTERS, _LABEL_WORDS = 25, 2
"""Length of a speaker's label in a dialogue."""
_LIST_LETTERS = 220
"""Longest line under a heading that counts as one of its headlines."""


@dataclass(frozen=True, slots=True)
class Group:
    """One list of headlines."""

    kind: Kind
    headlines: tuple[Block, ...]
    rest: tuple[Block, ...] = ()
    """Heading, excerpts, dates and buttons of the list."""

    @property
    def taken(self) -> tuple[int, ...]:
        """Indices of all its blocks, the headlines first."""
        return tuple(block.index for block in (*self.headlines, *self.rest))


@dataclass(frozen=True, slots=True)
class _TextSigns:
    """What tells lines of a flattened text from other articles' headlines."""

    first: int
    """Index of the line with which enough text stands above the heading of a list; -1 in a text with paragraphs."""
    last: int
    """Index of the last sentence."""
    labels: Mapping[str, int]
    questions: int
    subject: frozenset[str]

    def includes(self, text: str, inside: bool) -> bool:
        """Whether a line is no other article's headline: numbered, or under a label that recurs, as speakers' do.

        Inside the text also a short line, one on its topic, and one of several questions.
        """
        if inside and (not is_headline(text) or coverage(text, self.subject) >= _CARDS_SHARED):
            return True
        if inside and text.endswith(_QUESTION_SIGN) and self.questions >= _MIN_QUESTIONS:
            return True
        label = _label_of(text)
        return (bool(label) and self.labels[label] > 1) or _REFERENCE_NUMBER.match(text) is not None


def groups_of_lines(page: Document) -> list[Group]:
    """The lists of a flattened text: headlines under a heading, with excerpts, or in a run after the text.

    The latter two are only looked for in a text that has lines of the page around it.
    """
    groups: list[Group] = []
    text: _TextSigns | None = None
    after = 0
    for block in map(page.__getitem__, sorted(page.named(*LIST_HEADINGS))):
        kind = heading_kind(block) if block.index >= after else None
        text = _signs_of_text(page) if kind and text is None else text
        members = _run_of_headlines(page, block.index + 1, text) if kind and text and text.first < block.index else []
        if kind and members:
            groups.append(Group(kind, tuple(members), (block,)))
            after = members[-1].index + 1
    if not groups and not page.shows_page:
        return []
    groups += _excerpts(page)
    return groups + _trailing(page, {number for group in groups for number in group.taken})


def _run_of_headlines(page: Document, start: int, text: _TextSigns) -> list[Block]:
    """The consecutive lines from `start` that can be a list's headlines; a short line may stand between others.

    Where the text goes on below, the heading announces its first line; others must be off the topic of the text.
    """
    bulleted = start < len(page) and page[start].place.tag == "bullet"
    inside = not bulleted and start <= text.last
    found: list[Block] = []
    for number in range(start, len(page)):
        block = page[number]
        if bulleted != (block.place.tag == "bullet") or block.role not in ("body", "related"):
            break
        if not bulleted and (is_prose(block.text) or not (is_headline(block.text) or found)):
            break
        if not bulleted and any(phrases(name).match(block.text) for name in _LIST_ENDS):
            break
        if len(block.text) > _LIST_LETTERS or (not bulleted and found and text.includes(block.text, inside)):
            break
        found.append(block)
    while found and not bulleted and not is_headline(found[-1].text):
        found.pop()
    return found


def _signs_of_text(page: Document) -> _TextSigns:
    """What shows which lines of a page are its text; computed once, however many headings a page has."""
    words = accumulate(word_count(block.text) if block.role in ("body", "title") else 0 for block in page)
    first = next((number for number, count in enumerate(words) if count >= _MIN_WORDS_ABOVE), len(page))
    sentences = (b for b in reversed(page.body) if ends_sentence(b.text) and not is_open_ended(b.text))
    return _TextSigns(
        -1 if page.paragraphs else first,
        max((block.index for block in islice(sentences, 1)), default=-1),
        Counter(_label_of(block.text) for block in page.body),
        sum(block.text.endswith(_QUESTION_SIGN) for block in page.body),
        page.subject,
    )


def _label_of(text: str) -> str:
    """The word or two before a colon near the start of a line; empty without one."""
    label, colon, _ = text[:_LABEL_LETTERS].partition(":")
    return label.strip() if colon and len(label.split()) <= _LABEL_WORDS else ""


def _excerpts(page: Document) -> list[Group]:
    """One list of all headlines with cut-off excerpts, if at least two, and of cards with unfinished excerpts."""
    cut = {block.index for block, under in pairwise(page) if _has_excerpt(block, under)}
    cut = cut if len(cut) >= _MIN_EXCERPTS else set()
    heads = sorted(cut) + [n for n in _open_cards(page) if n not in cut and n - 1 not in cut]
    return [Group("unlabelled", tuple(page[n] for n in heads), tuple(page[n + 1] for n in heads))] if heads else []


def _open_cards(page: Document) -> list[int]:
    """Indices of three or more consecutive headlines, each above a long unfinished line, that are off the text's topic.

    Excerpts cut off by length have no dots; subheads stand above complete sentences on the topic of the text.
    """
    cards = [_is_open_card(*pair) for pair in pairwise(page)]
    starts = [n for n, card in enumerate(cards) if card and not (n > 1 and cards[n - 2])]
    rows = [list(takewhile(cards.__getitem__, range(start, len(cards), 2))) for start in starts]
    rows = [row for row in rows if len(row) >= MIN_UNHEADED]
    subject = _subject_of_report(page, {n + under for row in rows for n in row for under in (0, 1)}) if rows else None
    return [n for row in rows if subject is not None and _is_on_other_topics(page, row, subject) for n in row]


def _is_open_card(head: Block, under: Block) -> bool:
    """Whether two adjacent blocks are a headline and a long line that ends no sentence."""
    if not (head.is_body and under.is_body) or not is_headline(head.text) or ends_sentence(under.text):
        return False
    if is_reference(head.text) or is_reference(under.text):
        return False
    longer = len(under.text) > max(TITLE_LETTERS, len(head.text)) or bool(
        content_stems(head.text) & content_stems(under.text)
    )
    return longer and len(head.text) <= TITLE_LETTERS and _MIN_EXCERPT_LETTERS <= len(under.text) <= _EXCERPT_LETTERS


def _is_on_other_topics(page: Document, row: Sequence[int], subject: frozenset[str]) -> bool:
    """Whether cards are off the topic of the report around them."""
    return mean(coverage(f"{page[n].text} {page[n + 1].text}", subject) for n in row) < _CARDS_SHARED


def _subject_of_report(page: Document, cards: Container[int]) -> frozenset[str] | None:
    """The topic of a page's paragraphs without its cards; None if they are no report, as in guides."""
    others = [block.text for block in page.body if block.index not in cards]
    paragraphs = [line for line in others if is_closed_prose(line)]
    subject = topic_stems(paragraphs)
    regular = is_mostly_prose([line for line in others if is_closed_prose(line) or coverage(line, subject)])
    return subject if regular and len(paragraphs) >= _REPORT_PARAGRAPHS else None


def _has_excerpt(block: Block, following: Block) -> bool:
    """Whether a headline is followed by an excerpt of its article, cut off with dots."""
    if block.role not in ("body", "related") or following.role not in ("body", "noise"):
        return False
    short = len(block.text) <= TITLE_LETTERS and not block.text.endswith((".", ":")) and not is_cut_off(block.text)
    return short and len(following.text) <= _EXCERPT_LETTERS and is_cut_off(following.text)


def _trailing(page: Document, taken: set[int]) -> list[Group]:
    """A list of at least three headlines after the last paragraph, without a heading, if the article has closed.

    Guides and poems end in short lines too, so a credit, keywords or the comments' heading must come before.
    """
    closing = next((b for b in page[page.end_of_texts + 1 :] if _is_closing_line(b)), None)
    tail = page[closing.index + 1 :] if closing is not None else ()
    lines = [block for block in tail if block.index not in taken and block.role in ("body", "related")]
    members = tuple(block for block in lines if is_headline(block.text) and not is_reference(block.text))
    return [Group("unlabelled", members)] if len(members) >= MIN_UNHEADED else []


def _is_closing_line(block: Block) -> bool:
    """Whether a block is a credit of the source, a keyword or the heading of the comments."""
    return block.role == "keywords" or (block.role, block.kind) == ("credit", "source") or _heads_comments(block)


def is_reference(text: str) -> bool:
    """Whether a line is numbered like a note or reference of a study, or mostly Latin letters."""
    return bool(_REFERENCE_NUMBER.match(text)) or len(_A_TO_Z.findall(text)) * 2 > len(text)


def _heads_comments(block: Block) -> bool:
    """Whether a block is the heading of the comments, after which no text follows."""
    return phrases("comments_heading").match(block.text) is not None


def heading_kind(block: Block) -> Kind | None:
    """The kind of list that a line announces as a whole; else None."""
    if block.role not in ("body", "noise"):
        return None
    for name, kind in _HEADING_PHRASES:
        match = phrases(name).match(block.text)
        if match is not None and not match.rest:
            return kind
    return None
