"""What a page adds after its article: lists, calls, notes on the author, comments, other texts, under any heading."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile
from statistics import mean, median

from cleaners.blocks.block import Block
from cleaners.blocks.document import Document
from cleaners.phrases import phrases
from cleaners.steps.other_articles.article_end import LIST_SIZE, SAME_TOPIC, is_continuation, last_passage, passages_of
from cleaners.steps.other_articles.gaps import KEPT_TAGS, is_furniture, may_be_headline
from cleaners.steps.other_articles.running_topic import TOPIC_PARAGRAPHS, RunningTopic
from cleaners.steps.related.text_lists import LIST_HEADINGS, heading_kind, is_reference
from cleaners.text.content_words import coverage, topic_stems
from cleaners.text.line_shape import DASHES, TITLE_LETTERS, ends_sentence, is_closed_prose, is_open_ended
from cleaners.text.normalize import comparison_key

_MIN_TEXT_WORDS = 20
"""Words of a text above the line that ends it."""
_OTHER_WORDS = 1 / 3
"""Largest share of words in lines below a list, to those of the text above it."""
_ATTACHED = 0.2
"""Smallest coverage by the text of the content stems of a line that is part of it."""
_ON_TOPIC_LINES = 1 / 3
"""Smallest share of on-topic lines in a list below the text that is part of it."""
_MIN_GUIDE_LINES, _GUIDE_SHARE = 6, 0.6
"""Fewest lines of a guide, and smallest share of them on topic; headlines on one story have less."""
_MEDIAN_LETTERS = 45
"""Smallest median length of headlines in a list: half the headlines of Arabic outlets have more than 60 letters, items
of a guide and verses fewer."""


def page_end(page: Document) -> Iterator[Block]:
    """Drop the comments' headings, and all lines after the first of them below the text.

    A count of comments above a text without paragraphs does not end it.
    """
    named = page.named("comments_heading")
    if not named:
        return
    ended, words, end = False, 0, _end_of_own_text(page)
    for block in page.body:
        head = block.index in named and phrases("comments_heading").match(block.text) is not None
        ended = ended or (head and block.index > end and (end >= 0 or words >= _MIN_TEXT_WORDS))
        words += len(block.text.split())
        if head or ended:
            yield block.becomes("noise")


def _end_of_own_text(page: Document) -> int:
    """Index of the last paragraph; in a flattened text, of the last that is long or on the topic of long ones.

    A page says below its comments who publishes it. -1 if there is none.
    """
    long = [block for block in page.paragraphs if len(block.text) > TITLE_LETTERS]
    if any(block.place.path for block in page[:1]) or not long:
        return page.end
    subject = topic_stems(block.text for block in long)
    below = (block for block in reversed(page.paragraphs) if block.index > long[-1].index)
    return next((block.index for block in below if coverage(block.text, subject) >= SAME_TOPIC), long[-1].index)


def named_tail(page: Document) -> Iterator[Block]:
    """Drop what follows the last heading of other articles below a flattened text if no sentence follows.

    The heading says what follows. Where other lines than headlines are many, the text itself may stand there.
    """
    below: list[Block] = []
    ended, words = False, 0
    named = page.named(*LIST_HEADINGS)
    for block in page if named else ():
        if block.index in named and heading_kind(block) is not None and words >= _MIN_TEXT_WORDS:
            ended = True
        elif block.is_body and (not ended or _is_sentence(block.text)):
            ended = False
            words += len(block.text.split())
            below.clear()
        elif block.is_body:
            below.append(block)
    others = sum(len(block.text.split()) for block in below if not may_be_headline(block.text))
    if others <= _OTHER_WORDS * words:
        yield from (block.becomes("noise") for block in below)


def page_tail(page: Document) -> Iterator[Block]:
    """Drop what follows the last paragraph on the article's topic.

    On-topic lines right below that paragraph stay. A text without page furniture, from which nothing was dropped,
    only has such a tail if it contains at least three headlines on other topics.
    """
    start = _tail_of(page)
    for block in page.body:
        if block.index >= start and block.index not in page.own and not _is_marked_up(block):
            yield block.becomes("noise")


def _tail_of(page: Document) -> int:
    """Index of the tail's first line; the number of blocks if there is no tail."""
    if len(page.closed) < TOPIC_PARAGRAPHS:
        return len(page)
    passages = passages_of(page)
    end = passages[last_passage(page, passages)][-1].index + 1
    furnished = _is_furnished(page, end)
    end = end if furnished else page.closed[-1].index + 1
    subject = topic_stems(block.text for block in page.closed if block.index < end)
    text = RunningTopic(page, page.closed[0].index)
    text.take(end, subject)
    if text.is_irregular():
        return _first_furniture(page, end)
    start = _end_of_text(page, end, subject)
    lines = [block for block in page[start:] if block.role in ("body", "related") and not block.article]
    if _is_guide(lines, subject):
        return len(page)
    return start if furnished or _are_other_headlines(lines, subject) else len(page)


def _end_of_text(page: Document, end: int, subject: frozenset[str]) -> int:
    """Index after the lines below the last paragraph that still belong to the text.

    These are attached to it, or form a list of short lines of which enough are on its topic.
    """
    run = list(takewhile(lambda block: block.is_body, page[end:]))
    if _is_headline_list([block for block in run if not _is_marked_up(block)]):
        return end
    own = [block.index for block in run if _is_marked_up(block) or coverage(block.text, subject) >= _ATTACHED]
    if len(own) >= _ON_TOPIC_LINES * len(run):
        return max(own, default=end - 1) + 1
    return end + sum(1 for _ in takewhile(lambda block: _is_attached(page, block, subject), run))


def _first_furniture(page: Document, end: int) -> int:
    """Index of the first line of page furniture after a guide or dialogue; the number of blocks without one."""
    items = [block.index for block in page[end:] if block.is_body and _is_marked_up(block)]
    after = page[max(items, default=end - 1) + 1 :]
    return next((block.index for block in after if is_furniture(block) and not _is_inline_teaser(block)), len(page))


def _is_inline_teaser(block: Block) -> bool:
    """Whether a block is an inline teaser or a teaser's head."""
    return block.kind == "inline" or (block.role == "noise" and phrases("teaser").match(block.text) is not None)


def _is_guide(lines: Sequence[Block], subject: frozenset[str]) -> bool:
    """Whether a text continues in lines without full stops, as guides do: many lines, most of them on topic."""
    own = [block for block in lines if coverage(block.text, subject) >= _ATTACHED]
    return len(lines) >= _MIN_GUIDE_LINES and len(own) >= _GUIDE_SHARE * len(lines)


def _is_attached(page: Document, block: Block, subject: frozenset[str]) -> bool:
    """Whether a line below the last paragraph still belongs to the text: on topic, a continuation, a note."""
    heads_notes = any(map(_is_note, page[block.index + 1 : block.index + 2]))
    goes_on = is_continuation(block.text) or block.text.endswith(":") or _is_sentence(block.text)
    return (
        goes_on or _is_marked_up(block) or heads_notes or _is_note(block) or coverage(block.text, subject) >= _ATTACHED
    )


def _is_sentence(text: str) -> bool:
    """Whether a line of any length ends like a sentence with a full stop."""
    return ends_sentence(text) and not is_open_ended(text)


def _is_note(block: Block) -> bool:
    """Whether a block is one of the notes, references or works listed at the end of a study."""
    return block.is_body and (is_reference(block.text) or block.text.startswith(DASHES))


def _is_headline_list(lines: Sequence[Block]) -> bool:
    """Whether lines are numerous and long enough for a list of headlines."""
    letters = [len(block.text) for block in lines if may_be_headline(block.text)]
    return len(letters) >= LIST_SIZE and median(letters) >= _MEDIAN_LETTERS


def _is_furnished(page: Document, end: int) -> bool:
    """Whether page furniture surrounds the text: lines before the headline, or dropped lines after its end.

    A paragraph printed twice and a translator's credit occur in clean texts too.
    """
    before = page[: page.title.index] if page.title else ()
    if sum(block.role == "noise" for block in before) >= LIST_SIZE:
        return True
    said = {comparison_key(block.text) for block in page[:end]}
    others = [block for block in page[end:] if not block.is_body and comparison_key(block.text) not in said]
    return any(phrases("translator").match(block.text) is None for block in others)


def _is_marked_up(block: Block) -> bool:
    """Whether mark-up identifies a line as part of a text: a subhead, an item, a cell."""
    return block.place.tag in KEPT_TAGS


def _are_other_headlines(lines: Sequence[Block], subject: frozenset[str]) -> bool:
    """Whether lines are headlines on other topics."""
    listed = [block for block in lines if may_be_headline(block.text) and not is_closed_prose(block.text)]
    return _is_headline_list(listed) and mean(coverage(block.text, subject) for block in listed) < SAME_TOPIC
