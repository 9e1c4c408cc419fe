"""What a page adds after its article: lists, calls, notes on the author, other texts, under whatever heads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile
from statistics import mean, median

from cleaners.block import Block
from cleaners.gaps import KEPT_TAGS, is_furniture, may_lead_on
from cleaners.growingtext import PARAGRAPHS, GrowingText
from cleaners.lines import unbulleted
from cleaners.normalize import comparison_key
from cleaners.passages import HEADLINES, ON, last_passage, opens_going_on, passages_of
from cleaners.phrases import phrases
from cleaners.related.lists import is_reference
from cleaners.sentence import DASHES, ends_sentence, is_closed_prose, is_open_ended
from cleaners.subject import share_of, subject_of

ATTACHED = 0.2
"""Share of a line's telling stems that the text has too, if it is a part of it."""
OWN_LINES = 1 / 3
"""Share of the lines in a list under the text that speak of its subject, if it is a part of it."""
GUIDE_LINES, GUIDE_SHARE = 6, 0.6
"""Of headlines of one affair fewer share that much with the text."""
LISTED_LETTERS = 45
"""Half the headlines of Arabic outlets are longer than 60 letters; items of a guide and verses are shorter."""


def page_tail(blocks: Sequence[Block], flattened: bool = False) -> Iterator[Block]:
    """After the last paragraph on the article's subject, headlines become `related`, all else is dropped.

    Lines right under that paragraph which speak of the same stay. A text without a page around it, where nothing was
    dropped, only has such a tail if at least three headlines of other subjects stand there.
    """
    start = tail_of(blocks, flattened)
    for number, block in enumerate(blocks):
        if number < start or block.article or block.role != "body" or (not flattened and is_marked_up(block)):
            yield block
        elif may_lead_on(block.text):
            yield (
                block.becomes("related", "unlabelled", unbulleted(block.text)) if flattened else block.becomes("noise")
            )
        else:
            yield block.becomes("noise")


def tail_of(blocks: Sequence[Block], flattened: bool) -> int:
    """Position of the tail's first line, the number of blocks where there is none."""
    passages = passages_of(blocks)
    if sum(len(passage) for passage in passages) < PARAGRAPHS:
        return len(blocks)
    last = last_passage(blocks, passages, flattened)
    furnished = is_furnished(blocks, passages[last][-1] + 1)
    last = last if furnished else len(passages) - 1
    end = passages[last][-1] + 1
    subject = subject_of(blocks[n].text for passage in passages[: last + 1] for n in passage)
    text = GrowingText(blocks, passages[0][0])
    text.take(end, subject)
    if text.is_irregular():
        return first_furniture(blocks, end)
    start = end_of_text(blocks, end, subject)
    lines = [block for block in blocks[start:] if block.role in ("body", "related") and not block.article]
    if goes_on_in_lines(lines, subject):
        return len(blocks)
    return start if furnished or is_foreign(lines, subject) else len(blocks)


def end_of_text(blocks: Sequence[Block], end: int, subject: frozenset[str]) -> int:
    """Position after the lines under the last paragraph that are still of the text.

    Those are the ones that are attached to it, or a list of short ones of which some speak of its subject.
    """
    run = list(takewhile(lambda n: blocks[n].is_body, range(end, len(blocks))))
    if is_listed([blocks[n] for n in run if not is_marked_up(blocks[n])]):
        return end
    own = [n for n in run if is_marked_up(blocks[n]) or share_of(blocks[n].text, subject) >= ATTACHED]
    if len(own) >= OWN_LINES * len(run):
        return max(own, default=end - 1) + 1
    return end + sum(1 for _ in takewhile(lambda n: is_attached(blocks, n, subject), run))


def first_furniture(blocks: Sequence[Block], end: int) -> int:
    """Where the page's lines begin behind a guide or dialogue: with one surely told that stands in no text."""
    items = [n for n in range(end, len(blocks)) if blocks[n].is_body and is_marked_up(blocks[n])]
    after = range(max(items, default=end - 1) + 1, len(blocks))
    told = (n for n in after if is_furniture(blocks[n]) and not is_inline(blocks[n]))
    return next(told, len(blocks))


def is_inline(block: Block) -> bool:
    """Whether a block is a teaser inside a text, or its head."""
    return block.kind == "inline" or (block.role == "noise" and phrases("teaser").match(block.text) is not None)


def goes_on_in_lines(lines: Sequence[Block], subject: frozenset[str]) -> bool:
    """Whether a text goes on in lines without full stops, as guides do: most of many speak of its subject."""
    own = [block for block in lines if share_of(block.text, subject) >= ATTACHED]
    return len(lines) >= GUIDE_LINES and len(own) >= GUIDE_SHARE * len(lines)


def is_attached(blocks: Sequence[Block], number: int, subject: frozenset[str]) -> bool:
    """Whether a line under the last paragraph is still a part of the text: on its subject, going on with it, a note."""
    block = blocks[number]
    if not block.is_body:
        return False
    heads_notes = any(is_note(below) for below in blocks[number + 1 : number + 2])
    goes_on = opens_going_on(block.text) or block.text.endswith(":") or is_sentence(block.text)
    return goes_on or is_marked_up(block) or heads_notes or is_note(block) or share_of(block.text, subject) >= ATTACHED


def is_sentence(text: str) -> bool:
    """Whether a line, however short, ends with a full stop as sentences do."""
    return ends_sentence(text) and not is_open_ended(text)


def is_note(block: Block) -> bool:
    """Whether a line is one of the notes, references or works at the end of a study."""
    return block.is_body and (is_reference(block.text) or block.text.startswith(DASHES))


def is_listed(lines: Sequence[Block]) -> bool:
    """Whether lines are a list of headlines by their number and length."""
    letters = [len(block.text) for block in lines if may_lead_on(block.text)]
    return len(letters) >= HEADLINES and median(letters) >= LISTED_LETTERS


def is_furnished(blocks: Sequence[Block], end: int) -> bool:
    """Whether a page stands around the text: its head before the headline, or lines told apart after the end.

    A paragraph printed twice and a translator's credit stand in clean texts too.
    """
    if sum(block.role == "noise" for block in blocks_before_title(blocks)) >= HEADLINES:
        return True
    said = {comparison_key(block.text) for block in blocks[:end]}
    others = [block for block in blocks[end:] if not block.is_body and comparison_key(block.text) not in said]
    return any(phrases("translator").match(block.text) is None for block in others)


def is_marked_up(block: Block) -> bool:
    """Whether mark-up says that a line is a part of a text: a subhead, an item, a cell."""
    return block.place.tag in KEPT_TAGS


def blocks_before_title(blocks: Sequence[Block]) -> Sequence[Block]:
    """What stands before the article's headline; nothing where it has none."""
    return blocks[: next((n for n, b in enumerate(blocks) if b.role == "title" and b.article == 0), 0)]


def is_foreign(lines: Sequence[Block], subject: frozenset[str]) -> bool:
    """Whether lines are headlines of other subjects."""
    listed = [block for block in lines if may_lead_on(block.text) and not is_closed_prose(block.text)]
    return (
        len(listed) >= HEADLINES and mean(share_of(block.text, subject) for block in listed) < ON and is_listed(listed)
    )
