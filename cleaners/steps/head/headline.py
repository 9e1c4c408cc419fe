"""Find the page's headline among its blocks; drop its repetitions and what stands before it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from cleaners.blocks.block import Block
from cleaners.blocks.document import Document
from cleaners.dates import is_date_line, parse_dates
from cleaners.steps.head.page_frame import is_about_article, is_apart, is_crumb, is_frame_line, is_menu, is_menu_label
from cleaners.steps.head.page_head import GOES_ON, LEADING_DIGIT, headline_of_page, may_leave, may_stand_above
from cleaners.text.line_shape import (
    HEADLINE_WORDS,
    TITLE_LETTERS,
    ends_sentence,
    is_closed_prose,
    is_headline,
    is_open_ended,
    is_prose,
    word_count,
)
from cleaners.text.normalize import comparison_key

_LINES_TO_PARAGRAPH = 5
"""Blocks between a headline and the first paragraph: byline, date, reading time, caption, credit."""
_DATE_LINES_ABOVE = 2
"""Lines right above a headline that may hold its date."""
_HEADLINE_REACH = 30
"""Lines at the top of a page that may hold its menu."""
_SUBHEAD_REACH = 8
_BAR = " | "
"""It parts the headlines of a ticker."""
_LEADING_WORDS = 15
"""The longest of 497 headlines of a dump has 12 words; the shortest clause that opens a fact-check has 16."""
_TITLE_TAGS = frozenset({"h1", "h2", "h3", "line"})
_SUBHEADS = frozenset({"h2", "h3", "h4", "h5", "h6"})
"""Inside the text, a subheading that repeats the headline is part of the text, as in guides."""


def headline(
    page: Document, titles: Sequence[str] = (), flattened: bool = False, titled: bool | None = None
) -> Iterator[Block]:
    """Mark the first block that is the headline as the title.

    `titled` tells whether the first line of a flattened text is its headline; None: where the text shows it.
    """
    found = _title_from_metadata(page, titles)
    if flattened and not titles and page.title is None and titled:
        found = next(iter(page), None)
    elif flattened and not titles and titled is None:
        found = _announced_title(page) or _repeated_title(page) or _title_below_frame(page)
        found = found or headline_of_page(page) or _leading_title(page)
    if found:
        yield found.becomes("title")


def before_headline(page: Document) -> Iterator[Block]:
    """Drop what stands before the headline of a flattened text, which is navigation, except a date right above it."""
    title = page.title.index if page.title else 0
    for block in page[:title]:
        dated = block.index >= title - _DATE_LINES_ABOVE and is_date_line(block.text)
        if block.is_body and not dated:
            yield block.becomes("noise")


def repeated_headline(page: Document, titles: Sequence[str] = ()) -> Iterator[Block]:
    """Drop blocks that only repeat the headline: captions and breadcrumbs."""
    printed_titles = [block.text for block in page if block.role == "title" and not block.article]
    keys = {comparison_key(title) for title in (*titles[:1], *printed_titles)}
    for block in page.body if keys else ():
        subhead = block.index >= page.start and block.place.tag in _SUBHEADS
        if not subhead and comparison_key(block.text) in keys:
            yield block.becomes("noise")


def _title_from_metadata(page: Document, titles: Sequence[str]) -> Block | None:
    """The block that prints a headline from the metadata: a heading if there is one, else any block; else None."""
    places: dict[str, list[Block]] = defaultdict(list)
    for block in page if titles else ():
        places[comparison_key(block.text)].append(block)
    for title in titles:
        same = places.get(comparison_key(title), [])
        headings = [b for b in same if b.place.tag in _TITLE_TAGS and b.place.zone not in ("nav", "aside")]
        if headings or same:
            return (headings or same)[0]
    return None


def _repeated_title(page: Document) -> Block | None:
    """The first headline-like line that recurs further down, with a paragraph soon after it and none before; else None.

    A line repeated at once, together with the next line, or at the very end is a summary printed twice. What stands
    above it must look like a page's menu and labels, and below such lines it recurs above the text: lists of short
    lines repeat some of them.
    """
    keys = page.keys
    last = max((block.index for block in page if is_prose(block.text)), default=0)
    places: dict[str, list[int]] = defaultdict(list)
    for number in range(last):
        places[keys[number]].append(number)
    for number, block in enumerate(page):
        if is_prose(block.text) and not is_headline(block.text):
            return None
        again = [n for n in places[keys[number]] if n > number + 1]
        if not again or not _is_title(block.text) or block.place.tag == "bullet" or _is_run(keys, number, again):
            continue
        after = [b for b in page[number + 1 : number + 2 + _LINES_TO_PARAGRAPH] if keys[b.index] != keys[number]]
        text = next((b.index for b in after[:_LINES_TO_PARAGRAPH] if is_prose(b.text)), None)
        if text is not None:
            in_head = not number or again[0] < text
            above = in_head and may_stand_above(page[:number]) and may_leave(page, number)
            return block if above else None
    return None


def _is_run(keys: Sequence[str], number: int, again: Sequence[int]) -> bool:
    """Whether a line recurs together with the line that follows it here."""
    following = keys[number + 1] if number + 1 < len(keys) else ""
    return following != keys[number] and any(following in keys[n + 1 : n + 2] for n in again)


def _announced_title(page: Document) -> Block | None:
    """The line near the top that a breadcrumb above it ends with; else None."""
    for crumb in page[:_HEADLINE_REACH]:
        if is_crumb(crumb.text):
            key = comparison_key(crumb.text)
            below = page[crumb.index + 1 : crumb.index + 1 + _LINES_TO_PARAGRAPH]
            found = next((block for block in below if key.endswith(f" {comparison_key(block.text)}")), None)
            if found is not None and not is_menu_label(found.text) and may_leave(page, found.index):
                return found
    return None


def _title_below_frame(page: Document) -> Block | None:
    """The first line that no phrase names below the menu of a page, if it looks like a headline; else None.

    Running text follows it, or a line that names only date, author or counts does.
    """
    first = next((block for block in page[:_HEADLINE_REACH] if not _is_above(block.text)), None)
    above = page[: first.index] if first is not None else ()
    if first is None or not above or not any(is_menu(b.text) or is_menu_label(b.text) for b in above):
        return None
    below = next(iter(page[first.index + 1 : first.index + 2]), None)
    if below is None or _BAR in first.text or not (_is_title(first.text) or _is_short_title(page, first, below)):
        return None
    if not is_date_line(above[-1].text) and is_apart(above[-1].text) and not is_frame_line(above[-1].text):
        return None
    return first if is_apart(below.text) or is_prose(below.text) else None


def _is_above(text: str) -> bool:
    """Whether a line can stand above a headline: part of the page, a date, a byline."""
    return is_menu_label(text) or is_apart(text)


def _is_short_title(page: Document, block: Block, below: Block) -> bool:
    """Whether a line of few words can be a headline: above a byline or a count, or with no such line near below it.

    Subheads, items and verses come in numbers.
    """
    if not _is_short_headline(block.text) or LEADING_DIGIT.match(block.text):
        return False
    lines = page[block.index + 1 : block.index + 1 + _SUBHEAD_REACH]
    is_parted = is_about_article(below.text) and not is_date_line(below.text)
    return is_parted or not any(_is_short_headline(b.text) and not is_apart(b.text) for b in lines)


def _is_short_headline(text: str) -> bool:
    """Whether a line has too few words for a headline's usual shape, and no end of a sentence or clause."""
    return 0 < word_count(text) < HEADLINE_WORDS and not ends_sentence(text) and not text.endswith((*GOES_ON, ")", "]"))


def _leading_title(page: Document) -> Block | None:
    """The first line if it looks like a headline and running text follows; else None.

    Lines that name only who sends a text, dates and bylines may stand between them; below a blank line, the text must
    have a full stop. A first line that ends open, as decks do more often than headlines, stays.
    """
    first = page[0].text if len(page) > 1 else ""
    if not first or not _is_title(first) or is_open_ended(first) or word_count(first) > _LEADING_WORDS:
        return None
    below = next((block for block in page[1 : 2 + _LINES_TO_PARAGRAPH] if not is_apart(block.text)), page[0])
    parted = below is not page[1] or below.place.gap > 0
    return page[0] if (is_closed_prose(below.text) if parted else is_prose(below.text)) else None


def _is_title(text: str) -> bool:
    """Whether a line can be an article's headline by length and ending; one with a full date is an opening clause."""
    shaped = len(text) <= TITLE_LETTERS and is_headline(text) and not is_prose(text) and not text.startswith(GOES_ON)
    return shaped and not is_apart(text) and not parse_dates(text)
