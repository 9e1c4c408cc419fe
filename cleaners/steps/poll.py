"""Polls: a question that the page prints twice or over its answers, and what else speaks of it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

from cleaners.block import Block
from cleaners.marks import is_marked
from cleaners.normalize import comparison_key
from cleaners.sentence import ends_sentence, is_prose

QUOTED = re.compile(r"[\"“«]([^\"”»]{12,})[\"”»]")
ENDS = ("!", "؟", "?")
QUESTION_LETTERS = 140
ASKED_LETTERS = 80
OPTION_LETTERS = 25
BUTTON_LETTERS = 40
"""Counts of the votes and buttons are longer than answers."""
OPTIONS, MOST_OPTIONS = 2, 10
MOST_ASKED = 10
"""Questions printed twice whose quoted phrases are looked for in other lines; a page asks one or two."""


def poll(blocks: Sequence[Block]) -> Iterator[Block]:
    """After the text, a question or call that stands twice in a row, and lines that quote the phrase it quotes."""
    last = max(
        (n for n, b in enumerate(blocks) if b.is_body and is_prose(b.text) and not b.text.endswith(ENDS)),
        default=len(blocks),
    )
    asked = {n for n in range(last, len(blocks) - 1) if is_asked_twice(blocks[n], blocks[n + 1])}
    asked |= {n + 1 for n in asked}
    phrases = {
        comparison_key(quoted) for n in sorted(asked)[: 2 * MOST_ASKED] for quoted in QUOTED.findall(blocks[n].text)
    }
    answered = answers(blocks)
    first = min(asked, default=0)
    for number, block in enumerate(blocks):
        if number in answered and block.is_body:
            yield block.becomes("noise")
            continue
        about = (
            number in asked
            or is_marked(block.place.shapes[-4:], "poll")
            or any(p in comparison_key(block.text) for p in phrases)
        )
        after = not asked or number >= first
        yield block.becomes("noise") if block.is_body and about and after else block


def answers(blocks: Sequence[Block]) -> set[int]:
    """Positions of the one question of a page that has answers to choose from under it, and of these.

    A quiz has several such questions and is the text itself; in a dialogue one line answers.
    """
    found = {n: options_under(blocks, n) for n in range(len(blocks)) if is_question(blocks[n])}
    inside = members_of({around_of(blocks[n]) for n in found}, blocks)
    found |= {n: boxed for n in found if (boxed := options_beside(blocks, n, inside.get(around_of(blocks[n]), [])))}
    found = {n: options for n, options in found.items() if len(options) >= OPTIONS}
    if len(found) != 1:
        return set()
    return {position for number, options in found.items() for position in (number, *options)}


def is_question(block: Block) -> bool:
    """Whether a block is a short question, dropped before or not: its answers may have come back since."""
    return (
        block.role in ("body", "noise")
        and not block.article
        and len(block.text) <= ASKED_LETTERS
        and block.text.endswith(("؟", "?"))
    )


def options_under(blocks: Sequence[Block], number: int) -> list[int]:
    """Positions of the lines right under a question that are a few words each and end no sentence."""
    found: list[int] = []
    for position in range(number + 1, len(blocks)):
        block = blocks[position]
        if not block.is_body or len(block.text) > OPTION_LETTERS or ends_sentence(block.text) or ":" in block.text:
            break
        found.append(position)
    return found


def around_of(block: Block) -> int | None:
    """Number of the element around a block's own; None for a line of a flattened text."""
    return next(iter(block.place.path[-2:-1]), None)


def members_of(elements: Collection[int | None], blocks: Sequence[Block]) -> dict[int | None, list[int]]:
    """Positions of the blocks in each of some elements."""
    inside: dict[int | None, list[int]] = defaultdict(list)
    for number, block in enumerate(blocks):
        for element in block.place.path:
            if element in elements:
                inside[element].append(number)
    return inside


def options_beside(blocks: Sequence[Block], number: int, inside: Sequence[int]) -> list[int]:
    """Positions of the few short lines, dropped before or not, that are alone with a question `inside` its element."""
    if len(inside) > MOST_OPTIONS + 1 or inside[:1] != [number]:
        return []
    others = [n for n in inside if n != number]
    short = all(blocks[n].role in ("body", "noise") and is_option(blocks[n].text) for n in others)
    return others if short else []


def is_option(text: str) -> bool:
    """Whether a line is a few words, as answers to choose from are, or a poll's buttons."""
    return len(text) <= BUTTON_LETTERS and not ends_sentence(text)


def is_asked_twice(block: Block, following: Block) -> bool:
    """Whether two neighbours are the same short question or call."""
    return (
        block.is_body
        and following.is_body
        and len(block.text) <= QUESTION_LETTERS
        and block.text.endswith(ENDS)
        and comparison_key(block.text) == comparison_key(following.text)
    )
