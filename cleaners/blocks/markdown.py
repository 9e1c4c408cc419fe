"""An article's text as Markdown (CommonMark, with the tables of GitHub's)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from urllib.parse import quote

from cleaners.blocks.structure import Container, TextBlock

_SPECIAL = re.compile(r"[\\`*\[\]~]|_(?<![^\W_]_(?=[^\W_]))|<(?=[A-Za-z/!?])|&(?=#?\w{1,31};)")
"""What Markdown reads anywhere in a line; `_` between letters is one of a hashtag."""
_ENTITIES = {"<": "&lt;", "&": "&amp;"}
_OPENING = re.compile(r"(#{1,6}(?=\s|$)|[-+](?=\s|$)|>|=+$|-+$|:?-+:?$|[0-9]{1,9}(?=[.)](?:\s|$)))")
"""What Markdown reads at the beginning of a line."""
_HARD_BREAK = "  \n"
_UNSAFE_IN_ADDRESS = re.compile(r"[\s()<>\\`|]|&(?=#?\w{1,31};)")
"""What ends an address in Markdown, or is read before it is found to be one."""
_BULLETS, _DELIMITERS = "-*", ".)"
"""Lists that follow one another are two only if their marks differ."""
_MAX_LEVEL = 6


def markdown_of(title: str | None, blocks: Sequence[TextBlock], links: bool = False) -> str:
    """Markdown of a title and the blocks of a text; "" for none.

    The title is the only heading of the first level. A table without headings of its columns has an empty row of them,
    without which it would be none.
    """
    heading = [f"# {_heading_text(escaped(title))}"] if title else []
    return "\n\n".join([*heading, *_rendered([block for block in blocks if block.text], 0, links)])


def escaped(text: str) -> str:
    r"""A line of text as Markdown that shows just these characters.

    >>> print(escaped("1. سعر *الدولار* في #سوق_المال"))
    1\. سعر \*الدولار\* في #سوق_المال
    """
    return _guarded_opening(_escaped_inside(text))


def _escaped_inside(text: str) -> str:
    """A part of a line, with a backslash or an entity for what Markdown would read in it."""
    return _SPECIAL.sub(lambda found: _ENTITIES.get(found[0], f"\\{found[0]}"), text)


def _guarded_opening(line: str) -> str:
    """A line whose beginning Markdown does not read as a heading, list or quotation."""
    found = _OPENING.match(line)
    if found is None:
        return line
    return f"{found[0]}\\{line[found.end() :]}" if found[0].isdecimal() else f"\\{line}"


def _heading_text(line: str) -> str:
    """The text of a heading, whose number signs at the end would be left out."""
    bare = line.rstrip("#")
    return line if bare == line or (bare and not bare[-1].isspace()) else f"{bare}\\{line[len(bare) :]}"


def _rendered(blocks: Sequence[TextBlock], depth: int, links: bool) -> list[str]:
    """The paragraphs, headings, lists … that blocks make, inside their first `depth` containers."""
    found: list[str] = []
    before: Container | None = None
    marks = 0
    for container, group in _grouped(blocks, depth):
        if container is None:
            found += [_line_alone(block, links) for block in group]
        elif container.kind == "list":
            is_next = before is not None and before.kind == "list"
            marks = 1 - marks if is_next else 0
            found.append(_list_text(group, depth, links, marks))
        else:
            found += _enclosed(container, group, depth, links)
        before = container
    return found


def _grouped(blocks: Iterable[TextBlock], depth: int) -> Iterator[tuple[Container | None, list[TextBlock]]]:
    """The blocks that follow one another in the same container of a depth; None for those in none."""
    for container, group in groupby(blocks, lambda block: block.around[depth] if len(block.around) > depth else None):
        yield container, list(group)


def _enclosed(container: Container, blocks: Sequence[TextBlock], depth: int, links: bool) -> list[str]:
    """What the blocks of a quotation, table, poem or preformatted text make."""
    match container.kind:
        case "quotation":
            lines = "\n\n".join(_rendered(blocks, depth + 1, links)).split("\n")
            return ["\n".join(f"> {line}" if line else ">" for line in lines)]
        case "table":
            return _parted(blocks, depth, links, _is_in_row, _table)
        case "verse":
            return _parted(blocks, depth, links, _is_verse, _stanza)
        case "preformatted":
            return [_fenced([block.text for block in blocks])]
    return _rendered(blocks, depth + 1, links)


def _line_alone(block: TextBlock, links: bool) -> str:
    """A block alone: a heading or a paragraph."""
    text = _inline(block, links)
    return f"{'#' * min(max(block.level, 2), _MAX_LEVEL)} {_heading_text(text)}" if block.level else text


def _inline(block: TextBlock, links: bool) -> str:
    """The text of a block in one line, with its links if wanted and without its printed bullet or number."""
    parts, end = [], block.marker
    for link in block.links if links else ():
        if link.start < end:
            continue
        before = _escaped_inside(block.text[end : link.start])
        before = f"{before[:-1]}\\!" if before.endswith("!") else before
        parts += [before, f"[{_escaped_inside(block.text[link.start : link.end])}](", _link_target(link.url), ")"]
        end = link.end
    return _guarded_opening("".join([*parts, _escaped_inside(block.text[end:])]))


def _link_target(url: str) -> str:
    """An address with escapes for what would end it in Markdown."""
    return _UNSAFE_IN_ADDRESS.sub(lambda found: _ENTITIES["&"] if found[0] == "&" else quote(found[0]), url)


def _list_text(blocks: Sequence[TextBlock], depth: int, links: bool, marks: int) -> str:
    """A list; blank lines part its items where one of them has several paragraphs."""
    items: list[str] = []
    is_loose, width = False, 0
    for container, group in _grouped(blocks, depth + 1):
        is_item = container is not None and container.kind == "item"
        parts = _rendered(group, depth + 1 + is_item, links)
        if items and container is not None and container.kind == "list":  # right in the list, not in its item
            is_seen = _first_ordinal(group, depth + 2) <= 1
            items[-1] += _indented(("\n" if is_seen else "\n\n") + "\n\n".join(parts), width)
            is_loose = is_loose or not is_seen
            continue
        ordinal = container.position if container is not None and is_item else 0
        mark = f"{ordinal}{_DELIMITERS[marks]} " if ordinal else f"{_BULLETS[marks]} "
        width = len(mark)
        is_loose = is_loose or not _is_tight(group, depth + 2)
        items.append(mark + _indented(_item_text(parts, group, depth + 2), width))
    return ("\n\n" if is_loose else "\n").join(items)


def _is_tight(blocks: Sequence[TextBlock], depth: int) -> bool:
    """Whether an item is one line, and lists under it that Markdown sees without a blank line: numbered from 1."""
    return all(
        container is not None and container.kind == "list" and _first_ordinal(group, depth + 1) <= 1
        for container, group in _grouped(blocks[1:], depth)
    )


def _first_ordinal(blocks: Sequence[TextBlock], depth: int) -> int:
    """The number of the first item of a list; 0 in a bulleted one."""
    return blocks[0].around[depth].position if len(blocks[0].around) > depth else 0


def _item_text(parts: Sequence[str], blocks: Sequence[TextBlock], depth: int) -> str:
    """The parts of an item, lists right under its line."""
    return ("\n" if _is_tight(blocks, depth) else "\n\n").join(parts)


def _indented(text: str, width: int) -> str:
    """A text whose lines after the first are set in."""
    return re.sub(r"\n(?!\n|$)", "\n" + " " * width, text)


def _table(blocks: Sequence[TextBlock], depth: int, links: bool) -> str:
    """A table, each row in a line; lines and lists of a cell are parted by `<br>`."""
    rows: list[dict[int, str]] = []
    has_header = blocks[0].around[depth + 1].is_header
    for _, row in _grouped(blocks, depth + 1):
        cells: dict[int, list[str]] = {}
        for block in row:
            cells.setdefault(block.around[depth + 2].position, []).append(_inline(block, links).replace("|", "\\|"))
        rows.append({column: "<br>".join(lines) for column, lines in cells.items()})
    if not has_header:
        rows.insert(0, {})
    width = max(max(row, default=0) for row in rows)
    lines = [[row.get(column, "") for column in range(1, width + 1)] for row in rows]
    return "\n".join(_row(line) for line in (lines[0], ["---"] * width, *lines[1:]))


def _row(cells: Iterable[str]) -> str:
    """A row of a table."""
    return "".join(f"| {cell} " if cell else "|  " for cell in cells) + "|"


def _parted(
    blocks: Sequence[TextBlock],
    depth: int,
    links: bool,
    is_own: Callable[[TextBlock, int], bool],
    written: Callable[[Sequence[TextBlock], int, bool], str],
) -> list[str]:
    """The blocks of a container, those that are its own written as such, and what else stands in it."""
    found: list[str] = []
    for own, group in groupby(blocks, lambda block: is_own(block, depth)):
        part = list(group)
        found += [written(part, depth, links)] if own else _rendered(part, depth + 1, links)
    return found


def _is_in_row(block: TextBlock, depth: int) -> bool:
    """Whether a block stands in a cell of the table at a depth."""
    return [container.kind for container in block.around[depth + 1 : depth + 3]] == ["row", "cell"]


def _is_verse(block: TextBlock, depth: int) -> bool:
    """Whether a block is a line of the poem at a depth."""
    return len(block.around) == depth + 1 and not block.level


def _stanza(blocks: Sequence[TextBlock], depth: int, links: bool) -> str:
    """The lines of a poem with their line breaks."""
    return _HARD_BREAK.join(_inline(block, links) for block in blocks)


def _fenced(lines: Sequence[str]) -> str:
    """Preformatted lines between fences that none of them can close."""
    ticks = max((len(run) for line in lines for run in re.findall("`+", line)), default=0)
    fence = "`" * max(3, ticks + 1)
    return "\n".join([fence, *lines, fence])
