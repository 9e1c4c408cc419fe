"""Restore lines of text inside the page's main element and drop paragraphs outside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence, Set
from itertools import pairwise
from typing import Literal

from cleaners.blocks.block import Block
from cleaners.blocks.class_names import is_marked, list_kind
from cleaners.blocks.document import Document
from cleaners.blocks.evidence import is_named, is_unlinked_text, nameless_shape, own_lines
from cleaners.blocks.main_content import main_element
from cleaners.blocks.text_beside import leads_elsewhere
from cleaners.links import leads_away
from cleaners.steps.body.contents_list import contents_box
from cleaners.text.line_shape import is_headline, is_prose, word_count

_NON_TEXT_ZONES = frozenset({"nav", "footer", "aside", "form"})
_TEXT_LINE_TAGS = frozenset({"h2", "h3", "h4", "h5", "h6", "li", "blockquote", "td", "th", "pre"})
_MOSTLY_LINKED = 0.5
"""A line with this share of its letters in links leads elsewhere, or heads a list of links."""
_SUBHEAD_TAGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
_MAX_LEVELS_UP = 5
_LIST_LEVELS = 2
"""A list, or a table and its body, inside the element of the lines beside it."""
_ROW_LINE_TAGS = frozenset({"tr", "li", "td", "th", "dd", "dt"})
_MIN_GROUP, _MIN_GROUP_WORDS, _MIN_SHORT_LINES = 3, 20, 6
"""Fewest lines of a text without paragraphs, and the words of shorter ones, with their headline's if they are many."""
_NOTE_WORDS = 60
"""A page with fewer words of running text may have them in a note on the author of a poem."""
_TEXT_REGIONS = frozenset({"sidebar", "other_headlines", "details", "advertisement", "share_links"})
_MIN_LINE_LETTERS = 25
"""Shorter lines are labels."""
_DECK_LETTERS = 60
"""Decks of the known outlets have 70 letters or more unless they end like a sentence; logos and topics have fewer."""


def main_text(page: Document, url: str | None = None) -> Iterator[Block]:
    """Keep the blocks of the main element that look like text; outside it, only decks under the headline."""
    is_short = sum(word_count(block.text) for block in page.paragraphs) < _NOTE_WORDS
    lines = _largest_line_group(page) if is_short else set()
    lines = lines if page.main is None or not _holds_any(page, page.main, lines) else set()
    given = page
    if page.main is None:
        page = page.edited(block.becomes("body") for block in page if is_running_text(block))
    prose = sum(word_count(block.text) for block in page.paragraphs)
    if page.main is None or prose < sum(word_count(page[n].text) for n in lines):
        text = lines | _introduction(page, lines)
    else:
        text = _lines_of_main(page, _around_equals(page, page.main), url) | page.beside
    text -= {block.index for block in contents_box(page)} | page.boxes.keys()
    for block, before in zip(page, given, strict=True):
        if block.role in ("body", "noise") and not block.article:
            role: Literal["body", "noise"] = "body" if block.index in text else "noise"
            if (before.role, before.kind, before.value) != (role, None, None):
                yield block.becomes(role)
        elif block is not before:
            yield block


def _holds_any(page: Document, element: int, lines: Iterable[int]) -> bool:
    """Whether an element holds one of the lines with these indices."""
    return any(element in page[n].place.path for n in lines)


def _introduction(page: Document, lines: Set[int]) -> set[int]:
    """Indices of the paragraphs right above a text of lines, and of those between them or in one element with them.

    Other paragraphs below it are notes.
    """
    first, last = min(lines, default=0), max(lines, default=0)
    title = page.title.index if page.title else first
    parents = {page[number].place.path[:-1] for number in lines}
    return {
        block.index
        for block in page.paragraphs
        if title < block.index and (block.index < last or block.place.path[:-1] in parents) and is_unlinked_text(block)
    }


def _lines_of_main(page: Document, main: int, url: str | None) -> set[int]:
    """Indices of the text lines of the main element and of the decks above it."""
    inside = [block for block in page if main in block.place.path]
    paragraphs = [block for block in inside if is_running_text(block)]
    first, last = (paragraphs[0].index, paragraphs[-1].index) if paragraphs else (0, 0)
    running = {block.index for block in paragraphs}
    siblings = {(block.place.path[:-1], block.place.tag) for block in inside if block.is_body}
    title = next((block.index for block in page if block.role == "title"), len(page))
    text = running | {
        b.index
        for b in inside
        if _is_text_line(b, first < b.index < last, siblings)
        or (title < b.index < first and b.place.tag in _SUBHEAD_TAGS and is_unlinked_text(b))
    }
    own = {number for number in own_lines(page, paragraphs, main) if not number < title < first}
    own |= {block.index for block in _built_like(inside, text, main) if not block.index < title < first}
    decks = {block.index for block in page[title + 1 : inside[0].index] if _is_deck(block, page[title])}
    return text | own | decks | _introduced_lists(inside, text | own, url)


def _built_like(inside: Iterable[Block], text: Container[int], main: int) -> Iterator[Block]:
    """The unlinked subheads right above a line of the text that are built like one of its own, with what is around."""
    heads = [b for b in inside if b.place.tag in _SUBHEAD_TAGS and is_unlinked_text(b) and not is_named(b.text)]
    known = {_shapes_below(block, main) for block in heads if block.index in text}
    yield from (block for block in heads if block.index + 1 in text and _shapes_below(block, main) in known)


def _shapes_below(block: Block, main: int) -> tuple[str, ...]:
    """The shapes of the elements around a block inside the main one, without ids."""
    return tuple(map(nameless_shape, block.place.shapes[block.place.path.index(main) + 1 :]))


def _around_equals(page: Document, main: int) -> int:
    """The parent of the main element if that is one of several equal ones with text; else the main element.

    Pages part a text by advertisements, and live blogs by entries.
    """
    place = next(block.place for block in page if main in block.place.path)
    depth = place.path.index(main)
    if len(place.shapes) != len(place.path):
        return main
    for level in range(depth, max(0, depth - _MAX_LEVELS_UP), -1):
        shape = nameless_shape(place.shapes[level])
        beside = _alike_elements(page, place.path[:level], shape)
        own = beside.pop(place.path[level])
        lines_alone = shape == "div" and all(_are_bare(lines) for lines in (own, *beside.values()))
        if " " not in shape and shape not in ("article", "section", "tr", "li") and not lines_alone:
            continue
        if any(block.role == "title" for block in own):
            return main
        if any(map(_is_part_of_text, beside.values())):
            return place.path[level - 1]
    return main


def _alike_elements(page: Document, around: tuple[int, ...], shape: str) -> dict[int, list[Block]]:
    """The blocks of each element of one shape right inside another, whose path is given."""
    level, inner = len(around), around[-1]
    found: dict[int, list[Block]] = {}
    others: set[int] = set()
    for block in page:
        path, shapes = block.place.path, block.place.shapes
        if len(path) <= level or path[level - 1] != inner or path[level] in others or path[:level] != around:
            continue
        if path[level] in found:
            found[path[level]].append(block)
        elif nameless_shape(shapes[level]) == shape:
            found[path[level]] = [block]
        else:
            others.add(path[level])
    return found


def _are_bare(blocks: Sequence[Block]) -> bool:
    """Whether the blocks of a plain element are lines that stand bare in it, parted by `<br>`."""
    return len({block.place.path for block in blocks}) == 1 and blocks[0].place.tag == "div"


def _is_part_of_text(blocks: Sequence[Block]) -> bool:
    """Whether an element holds a line of text and nothing that leads elsewhere or belongs to another article."""
    other = any(block.article or block.role == "title" for block in blocks)
    lines = [block for block in blocks if _is_group_line(block)]
    letters = sum(len(block.text) for block in lines) if len(lines) >= _MIN_GROUP else 0
    return (
        not any(map(leads_elsewhere, blocks))
        and not other
        and (letters >= _MIN_LINE_LETTERS or any(map(_is_unlinked_line, blocks)))
    )


def _introduced_lists(inside: Sequence[Block], text: Container[int], url: str | None) -> set[int]:
    """Indices of the items, linked or not, of lists that a line of the text introduces.

    It ends with a colon, or is a subhead over a link to another site: lists of related articles lead to their own.
    """
    found: set[int] = set()
    for above, block in pairwise(inside):
        said = above.text.endswith(":") or (above.place.tag in _SUBHEAD_TAGS and leads_away(block, url))
        introduced = above.index in text and said and not is_named(above.text)
        goes_on = above.index in found and above.place.path[:-1] == block.place.path[:-1]
        if block.place.tag == "li" and _is_visible_text(block) and (introduced or goes_on):
            found.add(block.index)
    return found


def _largest_line_group(page: Document) -> set[int]:
    """Indices of the largest group of sibling lines, the text of a page without prose: questions, verses, rates.

    Below a headline the lines may be of any length if they have as many words as an article.
    """
    title = page.title.index if page.title else -1
    around = page.title.place.path if page.title else ()
    lines = [b for b in page if b.role in ("body", "noise") and not b.article and _is_group_line(b)]
    unnamed = [block for block in lines if not _stands_in_box(block, around)]
    named = [block for block in lines if block.index > title >= 0 and _may_hold_text(page, block)]
    named = [block for block in named if block.index not in page.boxes]
    text = next((group for part in (unnamed, named) if _is_text(page, group := _largest_group(page, part))), [])
    if not text:
        return set()
    inner = main_element(text, page.sizes)
    main = inner if inner is None else _around_equals(page, inner)
    text = text if main == inner else [block for block in lines if main in block.place.path]
    beside = own_lines(page, text, main)
    own = {block.index for block in text} | {number for number in beside if number > title}
    below = {number for number in own if number > title}
    own = below if _is_text(page, [page[number] for number in sorted(below)]) else own
    return {n for n in own if page[n].role in ("body", "noise") and not page[n].article}


def _is_text(page: Document, lines: Sequence[Block]) -> bool:
    """Whether lines make a text: some of them are long, or they have as many words as an article."""
    title = page.title.index if page.title else -1
    long = [block for block in lines if len(block.text) >= _MIN_LINE_LETTERS]
    words = sum(len(block.text.split()) for block in lines if block.index > title >= 0)
    words += len(page[title].text.split()) if len(lines) >= _MIN_SHORT_LINES and title >= 0 else 0
    return len(lines) >= _MIN_GROUP and (len(long) >= _MIN_GROUP or words >= _MIN_GROUP_WORDS)


def _largest_group(page: Document, lines: Iterable[Block]) -> list[Block]:
    """The lines around one element that have most letters together, if there are at least `_MIN_GROUP`."""
    parents = {_around_line(page, block) for block in lines}
    groups: dict[tuple[int, ...], list[Block]] = defaultdict(list)
    for block in lines:  # a bare line stands in the element around its neighbours
        groups[block.place.path if block.place.path in parents else _around_line(page, block)].append(block)
    text = _with_neighbours(page, groups)
    return text if len(text) >= _MIN_GROUP else []


def _with_neighbours(page: Document, groups: Mapping[tuple[int, ...], list[Block]]) -> list[Block]:
    """The group with most letters, and those right around or inside its element: lines above or below a list.

    Also those beside it that hold nothing but lines built alike: the lines above a fold, a second part. Lines around it
    with a class of their own are no part of it.
    """
    best = max(groups, key=lambda around: sum(len(block.text) for block in groups[around]), default=())
    kinds = {_shape_around(block) for block in groups.get(best, ())}
    found: list[Block] = []
    for around, lines in groups.items():
        alike = [block for block in lines if _shape_around(block) in kinds]
        if abs(len(around) - len(best)) <= _LIST_LEVELS and around[: len(best)] == best[: len(around)]:
            is_outer = len(around) < len(best)
            found += [block for block in lines if block in alike or not (is_outer and " " in _shape_around(block))]
        elif around[:-1] == best[:-1] and _MIN_GROUP <= len(alike) == page.sizes[around[-1]]:
            found += lines
    return sorted(found, key=lambda block: block.index)


def _shape_around(block: Block) -> str:
    """The shape of the element around a line, without ids."""
    return nameless_shape(block.place.shapes[-1]) if block.place.shapes else ""


def _around_line(page: Document, block: Block) -> tuple[int, ...]:
    """The elements around a line, or around the row or item that holds nothing else, or that is one of a table's."""
    path, shapes = block.place.path, block.place.shapes
    around = len(path) - 1
    while around > 1 and len(shapes) == len(path):
        is_row = shapes[around - 1].partition(" ")[0] in _ROW_LINE_TAGS
        if not is_row and not (shapes[around - 1] == block.place.tag and page.sizes[path[around - 1]] == 1):
            break
        around -= 1
    return path[:around]


def _is_group_line(block: Block) -> bool:
    """Whether a block is an unlinked line in a part of the page that holds text."""
    return _is_visible_text(block) and not block.links and block.place.zone not in ("header", "figure")


def _stands_in_box(block: Block, around: Container[int]) -> bool:
    """Whether an element around a block is a named box; those `around` the headline are not, whatever their names."""
    pairs = zip(block.place.path, block.place.shapes, strict=False)
    inner = [shape for number, shape in pairs if number not in around]
    return is_marked(inner, "box") or is_marked(inner, "side") or list_kind(inner) is not None


def _may_hold_text(page: Document, block: Block) -> bool:
    """Whether a page that has no other text may have it here: themes call its element a widget, a card, a box."""
    return page.regions.get(block.index, "details") in _TEXT_REGIONS


def _is_unlinked_line(block: Block) -> bool:
    """Whether a block is an unlinked line of some length in a part of the page that holds text."""
    unlinked = not block.links and block.place.zone not in ("header", "figure")
    return _is_visible_text(block) and unlinked and len(block.text) >= _MIN_LINE_LETTERS


def _is_text_line(block: Block, between: bool, siblings: Container[tuple[tuple[int, ...], str]]) -> bool:
    """Whether a block of the main element that is no paragraph is text.

    What trafilatura kept is. Between paragraphs, so are short lines with the mark-up of their neighbours, and subheads,
    items, quotations and cells. `siblings` has the parents and tags of the lines of the body.
    """
    if not _is_visible_text(block):
        return False
    return block.is_body or (between and (_is_own_line(block) or (block.place.path[:-1], block.place.tag) in siblings))


def is_sure_line(block: Block, between: bool, alike: Container[tuple[tuple[int, ...], str]]) -> bool:
    """Whether a line of the element around the text leaves no doubt: a paragraph, a line between paragraphs that is
    built like text or like one of them, or nothing that readers see.

    `alike` has the parents and tags of the paragraphs.
    """
    if is_running_text(block) or not _is_visible_text(block):
        return True
    return between and (_is_own_line(block) or (block.place.path[:-1], block.place.tag) in alike)


def _is_own_line(block: Block) -> bool:
    """Whether a block is a mostly unlinked subhead, item, quotation or cell."""
    return block.place.tag in _TEXT_LINE_TAGS and block.place.link_share < _MOSTLY_LINKED


def is_running_text(block: Block) -> bool:
    """Whether a block is visible running text, wherever it stands."""
    return _is_visible_text(block) and is_prose(block.text) and block.place.link_share < _MOSTLY_LINKED


def _is_deck(block: Block, title: Block) -> bool:
    """Whether a block between headline and text is a deck: prose, a long line, or a subhead beside the headline.

    Decks are mostly unlinked and no captions.
    """
    place = block.place
    is_long = is_prose(block.text) or len(block.text) >= _DECK_LETTERS
    beside = place.path[:-1] == title.place.path[:-1] and place.tag in _SUBHEAD_TAGS and is_headline(block.text)
    unlinked = place.zone != "figure" and place.link_share < _MOSTLY_LINKED
    return _is_visible_text(block) and unlinked and (is_long or beside)


def _is_visible_text(block: Block) -> bool:
    """Whether a block is visible and in a part of the page that can hold text."""
    return not block.place.hidden and block.place.zone not in _NON_TEXT_ZONES
