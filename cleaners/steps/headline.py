"""Find the page's headline among its blocks; what repeats it or stands before it is not text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from cleaners.block import Block
from cleaners.dates import is_date_line
from cleaners.normalize import comparison_key
from cleaners.sentence import TITLE_LETTERS, is_headline, is_open_ended, is_prose
from cleaners.steps.page_head import headline_of_page

REACH = 5
"""Blocks between a headline and the first paragraph: byline, date, reading time, caption, credit."""
DATED = 2
"""Lines above a headline that its date may stand in."""
HEADINGS = frozenset({"h1", "h2", "h3", "line"})
SUBHEADS = frozenset({"h2", "h3", "h4", "h5", "h6"})
"""Inside the text a heading that repeats the headline is one of its own parts, as in guides."""


def headline(blocks: Sequence[Block], titles: Sequence[str] = (), flattened: bool = False) -> Iterator[Block]:
    """The first block that is the headline becomes the title."""
    position = printed(blocks, titles) if titles else repeated(blocks) if flattened else None
    if position is None and flattened and not titles:
        position = headline_of_page(blocks)
        position = close_to_its_text(blocks) if position is None else position
    for number, block in enumerate(blocks):
        yield block.becomes("title") if number == position else block


def before_headline(blocks: Sequence[Block]) -> Iterator[Block]:
    """In a flattened text all that stands before the headline is navigation, but for a date right above it."""
    title = next((n for n, b in enumerate(blocks) if b.role == "title" and b.article == 0), 0)
    for number, block in enumerate(blocks):
        above = number < title and block.is_body
        dated = above and number >= title - DATED and is_date_line(block.text)
        yield block.becomes("noise") if above and not dated else block


def repeated_headline(blocks: Sequence[Block], titles: Sequence[str] = ()) -> Iterator[Block]:
    """A block that only repeats the headline is a caption or a breadcrumb."""
    keys = {comparison_key(b.text) for b in blocks if b.role == "title" and b.article == 0}
    keys |= {comparison_key(title) for title in titles[:1]}
    started = False
    for block in blocks:
        started = started or (block.is_body and is_prose(block.text))
        repeats = block.is_body and comparison_key(block.text) in keys
        subhead = started and block.place.tag in SUBHEADS
        yield block.becomes("noise") if repeats and not subhead else block


def printed(blocks: Sequence[Block], titles: Sequence[str]) -> int | None:
    """Where the page prints the headline that its metadata names: a heading if one does, else any block."""
    places: dict[str, list[int]] = defaultdict(list)
    for number, block in enumerate(blocks if titles else ()):
        places[comparison_key(block.text)].append(number)
    for title in titles:
        same = places.get(comparison_key(title), [])
        headings = [n for n in same if blocks[n].place.tag in HEADINGS and blocks[n].place.zone not in ("nav", "aside")]
        if headings or same:
            return (headings or same)[0]
    return None


def repeated(blocks: Sequence[Block]) -> int | None:
    """The first headline-like line that comes again further down and has a paragraph soon after, none before.

    A line doubled on the spot, with the line after it or at the very end is a summary that the page prints twice.
    """
    keys = [comparison_key(block.text) for block in blocks]
    last = max((n for n, b in enumerate(blocks) if is_prose(b.text)), default=0)
    places: dict[str, list[int]] = defaultdict(list)
    for number in range(last):
        places[keys[number]].append(number)
    for number, block in enumerate(blocks):
        if is_prose(block.text) and not is_headline(block.text):
            return None
        again = [n for n in places[keys[number]] if n > number + 1]
        if not again or not is_title(block.text) or block.place.tag == "bullet" or is_run(keys, number, again):
            continue
        after = [
            b for n, b in enumerate(blocks[number + 1 : number + 2 + REACH], number + 1) if keys[n] != keys[number]
        ]
        if any(is_prose(b.text) for b in after[:REACH]):
            return number
    return None


def is_run(keys: Sequence[str], number: int, again: Sequence[int]) -> bool:
    """Whether a line comes again together with the line that follows it here."""
    following = keys[number + 1] if number + 1 < len(keys) else ""
    return following != keys[number] and any(following in keys[n + 1 : n + 2] for n in again)


def close_to_its_text(blocks: Sequence[Block]) -> int | None:
    """The first line, if it is headline-like and its paragraph follows without a blank line.

    Lines that are all set apart by one blank line are our own form of a text, where the first line is body:
    without this the text of an article could not be cleaned twice. Decks end with a question more often than
    headlines do, so that such a line stays.
    """
    if len(blocks) < 2 or not is_title(blocks[0].text) or is_open_ended(blocks[0].text):
        return None
    return 0 if blocks[1].place.gap == 0 and is_prose(blocks[1].text) else None


def is_title(text: str) -> bool:
    """Whether a line can be an article's headline by its length and its end."""
    return len(text) <= TITLE_LETTERS and is_headline(text) and not is_prose(text)
