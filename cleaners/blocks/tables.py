"""Tables and ordered lists in the mark-up: the place of each cell, the number of each item."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from lxml import etree

_MAX_SPAN = 100
"""More columns or rows than any cell of a real table spans."""
_MAX_CELLS = 20_000
_CELL_BLOCKS = 6
"""A cell with more blocks is a part of the page's layout."""
_MAX_ORDINAL = 999_999_999
_BOLD = frozenset(("b", "strong"))


@dataclass(frozen=True, slots=True)
class Cell:
    """The place of a cell in its table, from 1."""

    row: int
    column: int
    is_header: bool
    """Whether its row holds the headings of columns."""


def cells_of_table(
    table: etree._Element, numbers: Mapping[etree._Element, int], held: Mapping[int, int]
) -> dict[int, Cell]:
    """The places of the cells of a table by the number of their element; empty for a table that lays out a page.

    A table of data has two rows or more with text in two cells or more, or a row of headings over one; no table inside
    it, and few blocks in each cell. Cells that span others count once. `held` has the number of blocks in each element.
    """
    if table.get("role") in ("presentation", "none") or next(table.iterdescendants("table"), None) is not None:
        return {}
    rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in table.iterdescendants("tr")]
    rows = [row for row in rows if row]
    heads = _header_rows(rows)
    cells = {numbers[cell]: place for cell, place in _places(rows, heads) if cell in numbers}
    return cells if _is_data(cells, held, bool(heads)) else {}


def _is_data(cells: Mapping[int, Cell], held: Mapping[int, int], has_header: bool) -> bool:
    """Whether the blocks in the cells of a table are data."""
    filled = [number for number in cells if number in held]
    rows = Counter(cells[number].row for number in filled)
    full = sum(count > 1 for count in rows.values())
    return all(held[number] <= _CELL_BLOCKS for number in filled) and full >= (1 if has_header and len(rows) > 1 else 2)


def _header_rows(rows: Sequence[Sequence[etree._Element]]) -> frozenset[int]:
    """Indices of the rows of column headings at a table's top: in `thead`, all of `th`, or the only one all in bold."""
    count = 0
    for row in rows:
        if not _is_in_head(row[0]) and not (len(row) > 1 and all(cell.tag == "th" for cell in row)):
            break
        count += 1
    if count == len(rows):
        return frozenset()
    if not count and len(rows) > 1 and len(rows[0]) > 1:
        count = int(all(map(_is_bold, rows[0])) and not all(map(_is_bold, rows[1])))
    return frozenset(range(count))


def _is_in_head(cell: etree._Element) -> bool:
    """Whether a cell stands in the head of its table."""
    return any(around.tag == "thead" for around in islice(cell.iterancestors(), 2))


def _is_bold(cell: etree._Element) -> bool:
    """Whether a cell shows bold words and no others."""
    while len(cell) == 1 and not (cell.text or "").strip() and not (cell[0].tail or "").strip():
        cell = cell[0]
        if cell.tag in _BOLD:
            return True
    return False


def _places(rows: Iterable[Sequence[etree._Element]], heads: frozenset[int]) -> Iterable[tuple[etree._Element, Cell]]:
    """Each cell with its place; cells that reach down from rows above push those of a row to the side."""
    reaching: dict[int, int] = {}
    seen = 0
    for number, row in enumerate(rows):
        column, below = 1, {at: left - 1 for at, left in reaching.items() if left > 1}
        for cell in row:
            while column in reaching:
                column += 1
            yield cell, Cell(number + 1, column, number in heads)
            width, height = _span(cell, "colspan"), _span(cell, "rowspan")
            if height > 1:
                below.update(dict.fromkeys(range(column, column + width), height - 1))
            column, seen = column + width, seen + width
        reaching = below
        if seen > _MAX_CELLS:
            break


def _span(cell: etree._Element, name: str) -> int:
    """The columns or rows that a cell spans."""
    return min(max(_integer(cell.get(name), 1), 1), _MAX_SPAN)


def _integer(value: str | bytes | None, default: int) -> int:
    """A short integer written in an attribute; the default where there is none."""
    text = str(value or "").strip()
    return int(text) if text.removeprefix("-").isdecimal() and len(text) < 10 else default


def items_of_list(element: etree._Element, numbers: Mapping[etree._Element, int]) -> dict[int, int]:
    """What an ordered list prints before each item, by the number of its element; empty for other lists.

    `start`, `value` and `reversed` are obeyed, numbers below 0 are not.
    """
    if element.tag != "ol":
        return {}
    items = [item for item in element if item.tag == "li"]
    is_down = element.get("reversed") is not None
    ordinal = _integer(element.get("start"), len(items) if is_down else 1)
    found: dict[int, int] = {}
    for item in items:
        ordinal = _integer(item.get("value"), ordinal)
        if item in numbers:
            found[numbers[item]] = min(max(ordinal, 1), _MAX_ORDINAL)
        ordinal += -1 if is_down else 1
    return found
