"""Polls: a question printed twice or above its options, and other lines about it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice, pairwise
from operator import attrgetter

from cleaners.blocks.block import Block
from cleaners.blocks.class_names import is_marked
from cleaners.blocks.document import Document
from cleaners.text.line_shape import PROSE_SHARE, ends_sentence, word_count
from cleaners.text.normalize import comparison_key

_INDEX = attrgetter("index")
_QUOTED_PHRASE = re.compile(r"[\"“«]([^\"”»]{12,})[\"”»]")
_QUESTION_ENDS = ("!", "؟", "?")
_QUESTION_LETTERS, _QUESTION_WORDS = 140, 4
"""Longest and shortest question or call printed twice; fewer words are a refrain."""
_POLL_QUESTION_LETTERS = 80
_OPTION_LETTERS = 25
_BUTTON_LETTERS = 40
"""Vote counts and buttons are longer than options."""
_MIN_OPTIONS, _MAX_OPTIONS = 2, 10
_MAX_REPEATED = 10
"""Repeated questions whose quoted phrases are searched for in other lines; pages have one or two."""


def poll(page: Document) -> Iterator[Block]:
    """Drop a question with its options, a question or call repeated after the text, and lines that quote its phrase."""
    answered = {block.index for block in _answers(page)}
    last = next((b.index for b in reversed(page.paragraphs) if not b.text.endswith(_QUESTION_ENDS)), len(page))
    asked = {block.index: block.text for pair in pairwise(page[last:]) if _is_repeated(*pair) for block in pair}
    lines = islice(asked.values(), 2 * _MAX_REPEATED)
    phrases = {comparison_key(quoted) for line in lines for quoted in _QUOTED_PHRASE.findall(line)}
    first = min(asked, default=0)
    for block in page.body:
        about = (
            block.index in asked
            or (bool(block.place.shapes) and is_marked(block.place.shapes[-4:], "poll"))
            or any(p in comparison_key(block.text) for p in phrases)
        )
        if (block.index in answered and block.index not in page.own) or (about and block.index >= first):
            yield block.becomes("noise")


def _answers(page: Document) -> list[Block]:
    """The page's only question with options below it, followed by these; empty if there is none or more than one.

    A quiz, which is the text itself, has several such questions; in a dialogue a single line answers.
    """
    questions = [block for block in page if _is_short_question(block)]
    inside = _members_of({_parent_of(block) for block in questions}, page if questions else ())
    found = [(b, *(_options_beside(b, inside.get(_parent_of(b), [])) or _options_under(page, b))) for b in questions]
    found = [poll for poll in found if len(poll) > _MIN_OPTIONS and _may_be_asked(page, poll[0])]
    return [*found[0]] if len(found) == 1 else []


def _may_be_asked(page: Document, question: Block) -> bool:
    """Whether a question stands in a page, or below the report of a flattened text, which does not consist of such."""
    if question.place.path:
        return True
    closed, above = (bisect_left(blocks, question.index, key=_INDEX) for blocks in (page.closed, page.body))
    return question.index > page.end and len(page.closed) > 1 and closed >= PROSE_SHARE * above


def _is_short_question(block: Block) -> bool:
    """Whether a block is a short question, dropped before or not: its options may have been restored since."""
    return (
        len(block.text) <= _POLL_QUESTION_LETTERS
        and block.text.endswith(("؟", "?"))
        and block.role in ("body", "noise")
        and not block.article
    )


def _options_under(page: Document, question: Block) -> list[Block]:
    """The lines right below a question that are a few words each and end no sentence."""
    found: list[Block] = []
    for number in range(question.index + 1, len(page)):
        block = page[number]
        if not block.is_body or len(block.text) > _OPTION_LETTERS or ends_sentence(block.text) or ":" in block.text:
            break
        found.append(block)
    return found


def _parent_of(block: Block) -> int | None:
    """Number of the parent of a block's element; None in a flattened text."""
    return next(iter(block.place.path[-2:-1]), None)


def _members_of(elements: Collection[int | None], blocks: Iterable[Block]) -> dict[int | None, list[Block]]:
    """The blocks inside each of the given elements."""
    inside: dict[int | None, list[Block]] = defaultdict(list)
    for block in blocks:
        for element in block.place.path:
            if element in elements:
                inside[element].append(block)
    return inside


def _options_beside(question: Block, inside: Sequence[Block]) -> Sequence[Block]:
    """The options that are alone with a question in its parent, of which `inside` are the blocks, question first."""
    if len(inside) > _MAX_OPTIONS + 1 or inside[:1] != [question]:
        return ()
    short = all(block.role in ("body", "noise") and _is_option(block.text) for block in inside[1:])
    return inside[1:] if short else ()


def _is_option(text: str) -> bool:
    """Whether a line is as short as a poll's option or button and ends no sentence."""
    return len(text) <= _BUTTON_LETTERS and not ends_sentence(text)


def _is_repeated(block: Block, following: Block) -> bool:
    """Whether two adjacent blocks are the same short question or call."""
    return (
        block.text.endswith(_QUESTION_ENDS)
        and len(block.text) <= _QUESTION_LETTERS
        and block.is_body
        and following.is_body
        and word_count(block.text) >= _QUESTION_WORDS
        and comparison_key(block.text) == comparison_key(following.text)
    )
