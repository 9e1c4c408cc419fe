"""The evidence against which guesses do not count: which lines structure shows to be the text's own."""

from __future__ import annotations

from collections.abc import Sequence, Set

from cleaners.blocks.block import Block
from cleaners.blocks.class_names import is_marked, list_kind
from cleaners.phrases import phrases
from cleaners.text.line_shape import is_prose

_NAMES = (
    "interface_line", "comments_heading", "related_heading", "latest_heading", "most_read_heading", "read_more",
    "notice", "teaser",
)  # fmt: skip
_FRAMES = ("interface_line", "comments_heading", "related_heading", "latest_heading", "most_read_heading")
"""Phrases that only a page around a text has; teasers and notices also occur in texts copied with care."""
_LISTED = frozenset({"related", "latest", "most_read"})
_MIN_FRAME_LINES = 2
"""A single named line, such as a call to share, may have been copied along with a text."""
_OTHER_ZONES = frozenset({"nav", "footer", "aside", "form", "figure", "header"})
_UNLINKED, _UNLINKED_ITEM = 0.5, 0.75
"""Share of linked letters below which a line is text; items and cells name a thing and link it."""
_ITEM_TAGS = frozenset({"li", "td", "th", "dd"})
_ENDS = ' .:؛،!؟»")]-–—…'
_STRUCTURE_TAGS = frozenset({
    "ul", "ol", "li", "dl", "dt", "dd", "table", "tbody", "thead", "tr", "td", "th", "blockquote", "pre", "h2", "h3",
    "h4", "h5", "h6", "figure",
})  # fmt: skip
"""Tags of parts of a text, which themes and editors give classes of their own."""
_MAX_DEPTH = 7
"""A cell of a table in a figure is five elements deep; unclosed tags nest without end."""
_PARTS = ("adjacent", "box", "caption", "poll", "post", "side", "tags")


def own_lines(blocks: Sequence[Block], paragraphs: Sequence[Block], main: int | None) -> frozenset[int]:
    """Indices of the lines that no guess may drop.

    On a page they are the unlinked lines of the main element built like its paragraphs, and those that stand beside
    them bare or in an element without a class, a list or a table; on a page without paragraphs all unlinked lines of
    its body; in a flattened text that shows no page around it, all lines.
    """
    if not any(block.place.path for block in blocks):
        return frozenset() if shows_page(blocks) else frozenset(block.index for block in blocks)
    if main is None:
        return frozenset(block.index for block in blocks if block.is_body and is_unlinked_text(block))
    texts = [block for block in paragraphs if main in block.place.path and is_unlinked_text(block)]
    kinds = {_line_kind(block) for block in texts}
    shapes = {_shapes_inside(block, main) for block in texts} - {()}
    parents = {main, *(block.place.path[-2] for block in texts if block.place.path[-1] != main)}
    return frozenset(
        [
            block.index
            for block in blocks
            if main in block.place.path
            and is_unlinked_text(block)
            and (
                _line_kind(block) in kinds
                or block.place.path[-1] in parents
                or _shapes_inside(block, main) in shapes
                or _is_plain_child(block, parents)
            )
            and not _leads_on(block)
            and not _heads_links(block, [b for b in blocks[block.index + 1 : block.index + 2] if main in b.place.path])
        ]
    )


def is_unlinked_text(block: Block) -> bool:
    """Whether a block is visible, mostly unlinked, and in a part of the page that holds text."""
    place = block.place
    most = _UNLINKED_ITEM if place.tag in _ITEM_TAGS else _UNLINKED
    return not place.hidden and place.zone not in _OTHER_ZONES and place.link_share < most


def _leads_on(block: Block) -> bool:
    """Whether a line that is neither running text nor an item ends in a link, as pointers to other pages do.

    Links to notes in the page itself do not count, nor does a line that introduces the next one.
    """
    if not block.links or block.place.tag in _ITEM_TAGS or is_prose(block.text) or block.text.endswith(":"):
        return False
    away = (link.text for link in block.links if not link.url.startswith("#"))
    return any(block.text.rstrip(_ENDS).endswith(text.rstrip(_ENDS)) for text in away)


def _heads_links(block: Block, below: Sequence[Block]) -> bool:
    """Whether a line without a full stop or colon stands right above a list of links in the same container."""
    return any(b.role == "related" and b.links for b in below) and not block.text.endswith((".", ":"))


def _line_kind(block: Block) -> tuple[int | None, str]:
    """What lines of one kind have in common: the element around theirs, and their tag."""
    path = block.place.path
    return (path[-2] if len(path) > 1 else None), block.place.tag


def _shapes_inside(block: Block, main: int) -> tuple[str, ...]:
    """The shapes of the elements around a block below the main one: all of them in common make one kind of line too."""
    path, shapes = block.place.path, block.place.shapes
    return tuple(map(nameless_shape, shapes[path.index(main) + 1 :])) if len(shapes) == len(path) else ()


def _is_plain_child(block: Block, parents: Set[int]) -> bool:
    """Whether nothing but plain elements, lists and tables stand around a block in one of the parents of paragraphs.

    For a line that is still text, elements with classes that name no box are plain too.
    """
    path, shapes = block.place.path, block.place.shapes
    inner = range(len(path) - 1, max(0, len(path) - _MAX_DEPTH), -1)
    depth = next((n for n in inner if path[n - 1] in parents), None)
    if depth is None or len(shapes) != len(path):
        return False
    own = shapes[depth:]
    kept = block.role == "body"
    plain = all(" " not in shape or kept or shape.split()[0] in _STRUCTURE_TAGS for shape in own)
    return bool(own) and plain and list_kind(own) is None and not any(is_marked(own, part) for part in _PARTS)


def nameless_shape(shape: str) -> str:
    """A shape without its ids.

    >>> nameless_shape("div text wide #post-77")
    'div text wide'
    """
    return " ".join(name for name in shape.split() if not name.startswith("#")) if "#" in shape else shape


def is_named(text: str) -> bool:
    """Whether a phrase names a line as interface, notice, teaser or the heading of a list."""
    return any(phrases(name).match(text) for name in _NAMES)


def shows_page(blocks: Sequence[Block]) -> bool:
    """Whether a flattened text has lines of the page around it: named by phrases, listed under a heading, or a menu.

    Menu lines stand before the headline and were dropped there.
    """
    title = next((block.index for block in blocks if block.role == "title" and not block.article), 0)
    frame = sum(_is_frame(block) or (block.role == "noise" and block.index < title) for block in blocks)
    return frame >= _MIN_FRAME_LINES


def _is_frame(block: Block) -> bool:
    """Whether a dropped line belongs to the page around a text."""
    if block.role == "related":
        return block.kind in _LISTED
    return block.role == "noise" and any(phrases(name).match(block.text) for name in _FRAMES)
