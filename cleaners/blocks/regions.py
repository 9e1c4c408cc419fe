"""What stands around an article: menus, page headers, footers, sidebars, forms …, by landmark, class and structure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from itertools import groupby
from statistics import mean
from typing import get_args

from cleaners.blocks.block import Block, Place
from cleaners.blocks.class_names import Region, plain_shape, region_of_names
from cleaners.blocks.evidence import is_unlinked_text
from cleaners.text.line_shape import is_prose, word_count
from cleaners.text.text_cache import text_cache

REGIONS: tuple[Region, ...] = get_args(Region)
_REGION_OF_LANDMARK: Mapping[str, Region] = {
    "nav": "menu",
    "header": "page_header",
    "footer": "page_footer",
    "aside": "sidebar",
    "form": "form",
    "button": "form",
    "dialog": "dialog",
}
"""By element, and by the page region that a role declares."""
_TEXT_TAGS = frozenset({"html", "body", "main", "article"})
"""CMSs give them classes for the whole page, its settings and its tags, such as `comments-open`."""
_FRAME: Set[Region] = frozenset({"page_header", "page_footer", "menu", "comments"})
_SCOPED: Set[Region] = frozenset({"page_header", "page_footer"})
"""Within an article's element, a header and a footer are the article's."""
_CONTAINED_SHARE = 0.5
"""Share of the page's running text that its article exceeds."""
_LINE_TAGS = frozenset({"blockquote", "ul", "ol", "li", "dl", "dt", "dd", "pre"})
"""Elements of a text that hold some of its lines, never the article."""
_NO_SHAPES: frozenset[str] = frozenset()
_MENU_LINKED, _MIN_MENU_LINKS, _MENU_LABEL_WORDS = 0.7, 3, 3
"""A menu is three links with labels of up to three words on average and little between them."""


def regions_of(
    blocks: Sequence[Block],
    texts: Sequence[Block],
    container: Sequence[int],
    title: Block | None,
    boxes: Mapping[int, Region],
) -> dict[int, Region]:
    """The region in which each block outside the article's own container stands, by index; others are absent.

    An element that holds the headline or most of the running text names nothing, whatever it is called: web forms wrap
    whole pages, and an article has a header, a footer and asides of its own. Neither does one that stands beside it and
    is called alike: page builders put each paragraph into a widget of its own. In a page whose container is its body,
    only what precedes or follows the text is outside. `boxes` are named wherever they stand. Empty for flattened texts.
    `texts` come from `texts_of`, `container` from `container_path`.
    """
    around = {*container, *(title.place.path if title else ())}
    zones = _zones_around(around, [*texts, *([title] if title else [])])
    names = _Names(around, _shapes_below_title(texts, container, title))
    inside = [block.index for block in texts if container and container[-1] in block.place.path]
    found: dict[int, Region] = {}
    rest: list[Block] = []
    for block in blocks:
        if block.role == "title" or not block.place.path:
            continue
        region = _region_of(block.place, around, zones, names)
        if not container or container[-1] not in block.place.path:
            rest += [] if region else [block]
        elif len(container) > 2 or region not in _FRAME or inside[0] < block.index < inside[-1]:
            continue
        if region:
            found[block.index] = region
    return dict(boxes) | found | dict.fromkeys(_menus(rest), "menu")


def texts_of(blocks: Iterable[Block]) -> list[Block]:
    """The running text of a page without its comments: what is named so below the first paragraph in no region."""
    texts = [block for block in blocks if is_prose(block.text) and is_unlinked_text(block)]
    regions = {shapes: {*map(_region_of_shape, shapes)} - {None} for shapes in {b.place.shapes for b in texts}}
    first = next((n for n, block in enumerate(texts) if not regions[block.place.shapes]), len(texts))
    return [block for n, block in enumerate(texts) if n < first or "comments" not in regions[block.place.shapes]]


def container_path(texts: Iterable[Block]) -> tuple[int, ...]:
    """The path of the innermost element around paragraphs that holds most of the running text; empty without one."""
    weights: Counter[int] = Counter()
    paths: dict[int, tuple[int, ...]] = {}
    for block in texts:
        outer = _around_lines(block)
        for depth, number in enumerate(outer):
            weights[number] += len(block.text)
            paths.setdefault(number, outer[: depth + 1])
    total = max(weights.values(), default=0)
    return max((paths[n] for n, weight in weights.items() if weight > _CONTAINED_SHARE * total), key=len, default=())


def _around_lines(block: Block) -> tuple[int, ...]:
    """The elements around a paragraph, without the list or quotation that it stands in."""
    path, shapes = block.place.path[:-1], block.place.shapes
    while path and len(shapes) > len(path) and shapes[len(path) - 1].partition(" ")[0] in _LINE_TAGS:
        path = path[:-1]
    return path


def _shapes_below_title(texts: Iterable[Block], container: Sequence[int], title: Block | None) -> dict[int, Set[str]]:
    """The plain shapes of the container's elements that do not hold the headline, by the number of the one around each.

    Each has those of the elements inside it too. Empty without a headline.
    """
    place = next((block.place for block in texts if container and container[-1] in block.place.path), None)
    if place is None or title is None or len(place.path) != len(place.shapes):
        return {}
    found: dict[int, Set[str]] = {}
    shapes: Set[str] = frozenset()
    for depth in range(len(container) - 1, 0, -1):
        if place.path[depth] in title.place.path:
            break
        shapes |= {plain_shape(place.shapes[depth])}
        found[place.path[depth - 1]] = shapes
    return found


def _zones_around(around: Set[int], blocks: Iterable[Block]) -> frozenset[str]:
    """The page regions declared by elements around the article, which its own lines inherit."""
    tags = {
        shape.split()[0]
        for block in blocks
        for number, shape in zip(block.place.path, block.place.shapes, strict=False)
        if number in around
    }
    return frozenset(tags | {block.place.zone for block in blocks})


_UNNAMED: tuple[Region | None, Set[str]] = (None, _NO_SHAPES)


class _Names:
    """The regions that the elements outside the article are named by; each element is looked at once.

    `alike` has the shapes that name none beside the article, by the element that holds both.
    """

    def __init__(self, around: Set[int], alike: Mapping[int, Set[str]]) -> None:
        self._around, self._alike = around, alike
        self._known: dict[int, tuple[Region | None, Set[str]]] = {}
        """By element, the region and the shapes that name none in it."""

    def of(self, place: Place) -> Region | None:
        """The region that the outermost element around a place but not around the article is named by; else None."""
        path, known = place.path, self._known
        depth = len(path)
        while depth and path[depth - 1] not in known:
            depth -= 1
        state = known[path[depth - 1]] if depth else _UNNAMED
        region, beside = state
        for number, shape in zip(path[depth:], place.shapes[depth:], strict=False):
            if number in self._around:
                beside = self._alike.get(number, _NO_SHAPES)
            else:
                is_outermost = depth == 0 or path[depth - 1] in self._around
                plain = plain_shape(shape) if beside else ""
                beside = _NO_SHAPES if is_outermost and plain not in beside else beside
                region = region or (None if plain in beside else _region_of_shape(shape))
            state = state if state[0] is region and state[1] is beside else (region, beside)
            known[number] = state
            depth += 1
        return region


def _region_of(place: Place, around: Set[int], zones: Set[str], names: _Names) -> Region | None:
    """The region that the outermost element around a place but not around the article declares; else None."""
    named = names.of(place) or (None if place.zone in zones else _REGION_OF_LANDMARK.get(place.zone))
    if named not in _SCOPED:
        return named
    shared = (shape for number, shape in zip(place.path, place.shapes, strict=False) if number in around)
    return "details" if any(shape.partition(" ")[0] == "article" for shape in shared) else named


@text_cache(8192)
def _region_of_shape(shape: str) -> Region | None:
    """The region that an element declares by its tag, or by its classes and id; else None."""
    tag = shape.partition(" ")[0]
    return None if tag in _TEXT_TAGS else _REGION_OF_LANDMARK.get(tag) or region_of_names(shape)


def _menus(rest: Iterable[Block]) -> Iterator[int]:
    """Indices of the blocks that are menus by their links alone: short ones to other pages, in a row."""
    for is_linked, run in groupby(rest, _links_only):
        row = list(run) if is_linked else []
        labels = [link.text for block in row for link in block.links]
        if len(labels) >= _MIN_MENU_LINKS and mean(map(word_count, labels)) <= _MENU_LABEL_WORDS:
            yield from (block.index for block in row)


def _links_only(block: Block) -> bool:
    """Whether a block is little more than links to other pages."""
    linked = block.place.link_share >= _MENU_LINKED
    return linked and not any(link.url.startswith("#") and len(link.url) > 1 for link in block.links)
