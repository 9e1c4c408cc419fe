"""Text beside the main element: other parts of the same content area, which trafilatura missed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence

from cleaners.blocks.block import Block
from cleaners.blocks.class_names import is_marked, list_kind
from cleaners.blocks.evidence import is_named, is_unlinked_text, nameless_shape
from cleaners.text.line_shape import is_prose, word_count

_LEVELS_LOOKED_AT = 5
_CARD_LINKED, _LABEL_WORDS = 0.75, 3
"""A line with this share of its letters in links, and more words than a label, leads to another article."""
_MIN_LINES, _MIN_LINE_LETTERS = 3, 25
"""Lines of some length that make a text where no paragraph does: dialogue, verses."""
_PARTS_BESIDE = ("adjacent", "box", "caption", "poll", "post", "side", "tags")


def text_beside(
    blocks: Sequence[Block], main: int | None, title: Block | None, regions: Container[int]
) -> frozenset[int]:
    """Indices of the unlinked lines of the elements beside the main one that hold text and nothing else.

    Looked at are the siblings of the main element and of those around it that do not hold the headline. Such an element
    holds a paragraph or several lines, leads nowhere and is in no region, list or box. Bare lines of an element around
    the main one count as an element. A short line between such elements counts if its element has their shape.
    """
    if main is None or title is None:
        return frozenset()
    inside = next(block for block in blocks if main in block.place.path)
    path = inside.place.path
    top = set(path[: path.index(main)]) - set(title.place.path)
    levels = [n for n in range(path.index(main) - 1, 0, -1) if path[n] in top][:_LEVELS_LOOKED_AT]
    if not levels:
        return frozenset()
    children = _children_beside(blocks, main, {path[level]: level for level in levels})
    named = {(level, shape) for level in levels if " " in (shape := nameless_shape(_shape_at(inside, level)))}
    found: dict[tuple[int, int], list[Block]] = {}
    for (level, number), child in children.items():
        is_alike = (level, nameless_shape(_shape_at(child[0], level))) in named
        if lines := _lines_of_text(child, regions, is_alike=is_alike):
            found[level, number] = lines
    subheads = _subheads(children, found, blocks, main, regions)
    return frozenset(block.index for lines in (*found.values(), subheads) for block in lines)


def _children_beside(
    blocks: Iterable[Block], main: int, levels: Mapping[int, int]
) -> Mapping[tuple[int, int], list[Block]]:
    """The blocks of each child, beside the main element, of the elements around it whose `levels` are given.

    By the level and the child's number; for bare lines it is that of the element.
    """
    children: dict[tuple[int, int], list[Block]] = defaultdict(list)
    for block in blocks:
        path = block.place.path
        if levels.keys().isdisjoint(path) or main in path:
            continue
        level = max(levels[number] for number in path if number in levels)
        children[level, path[min(level + 1, len(path) - 1)]].append(block)
    return children


def _subheads(
    children: Mapping[tuple[int, int], list[Block]],
    found: Mapping[tuple[int, int], list[Block]],
    blocks: Sequence[Block],
    main: int,
    regions: Container[int],
) -> list[Block]:
    """The unlinked lines alone in elements between elements of text, of which one beside the main element is alike."""
    text = [block.index for lines in found.values() for block in lines]
    text += [block.index for block in blocks if main in block.place.path and is_prose(block.text)]
    shapes = {(level, _shape_at(lines[0], level)) for (level, _), lines in found.items()}
    return [
        line
        for (level, _), (line, *others) in children.items()
        if not others
        and (level, _shape_at(line, level)) in shapes
        and min(text) < line.index < max(text)
        and _are_plain((line,), regions)
        and is_unlinked_text(line)
        and not line.links
        and not is_named(line.text)
        and not _is_boxed(line)
    ]


def _shape_at(block: Block, level: int) -> str:
    """The shape of the element around a block that stands in the one at a level; "" for a bare line of that one."""
    return "".join(block.place.shapes[level + 1 : level + 2])


def _lines_of_text(blocks: Sequence[Block], regions: Container[int], *, is_alike: bool) -> list[Block]:
    """The unlinked lines of an element in no box of it, if they are text of the page's own article; else none.

    In an element with the classes of the one that holds the text (`is_alike`), lines may be of any length.
    """
    if not _are_plain(blocks, regions):
        return []
    lines = [b for b in blocks if is_unlinked_text(b) and not is_named(b.text) and not _is_boxed(b)]
    least = 0 if is_alike else _MIN_LINE_LETTERS
    long = [block for block in lines if len(block.text) >= least]
    return lines if len(long) >= _MIN_LINES or any(is_prose(block.text) for block in long) else []


def _are_plain(blocks: Iterable[Block], regions: Container[int]) -> bool:
    """Whether blocks stand in no region, lead to no other article, and are text or noise of the page's own."""
    if any(block.index in regions or leads_elsewhere(block) for block in blocks):
        return False
    return not any(block.article or block.role not in ("body", "noise") for block in blocks)


def leads_elsewhere(block: Block) -> bool:
    """Whether a block leads to another article."""
    return block.place.link_share >= _CARD_LINKED and word_count(block.text) > _LABEL_WORDS


def _is_boxed(block: Block) -> bool:
    """Whether a class or id of an element near a block names a list or a box."""
    near = block.place.shapes[-3:]
    return list_kind(near) is not None or any(is_marked(near, part) for part in _PARTS_BESIDE)
