"""What a Markdown text shows to a reader of CommonMark: its headings, items, tables, quotations and lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.token import Token

from cleaners import comparison_key

_PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


@dataclass
class Units:
    """Each with the number of times that it occurs; texts are folded."""

    headings: Counter[tuple[int, str]] = field(default_factory=Counter)
    items: Counter[tuple[int, str, str]] = field(default_factory=Counter)
    """Depth, `bullet` or `ordered`, and the text of the item's own lines."""
    tables: Counter[tuple[tuple[str, ...], ...]] = field(default_factory=Counter)
    quotations: Counter[str] = field(default_factory=Counter)


def units_of(markdown: str) -> Units:
    """The units of a Markdown text, without its headings of the first level."""
    reader = _Reader()
    for token in _PARSER.parse(markdown):
        if read := getattr(reader, f"read_{token.type}", None):
            read(token)
    return reader.found


class _Reader:
    """Reads a Markdown text token by token."""

    def __init__(self) -> None:
        self.found = Units()
        self._level = 0
        self._lists: list[str] = []
        self._items: list[list[str]] = []
        self._rows: list[list[str]] = []
        self._quoted: list[str] | None = None

    def read_heading_open(self, token: Token) -> None:
        self._level = int(token.tag[1])

    def read_list_open(self, token: Token) -> None:
        self._lists.append(token.type.removesuffix("_list_open"))

    def read_list_close(self, token: Token) -> None:
        self._lists.pop()

    read_bullet_list_open = read_ordered_list_open = read_list_open
    read_bullet_list_close = read_ordered_list_close = read_list_close

    def read_list_item_open(self, token: Token) -> None:
        self._items.append([])

    def read_list_item_close(self, token: Token) -> None:
        self.found.items[len(self._lists), self._lists[-1], comparison_key(" ".join(self._items.pop()))] += 1

    def read_tr_open(self, token: Token) -> None:
        self._rows.append([])

    def read_table_close(self, token: Token) -> None:
        self.found.tables[tuple(tuple(row) for row in self._rows if any(row))] += 1
        self._rows = []

    def read_blockquote_open(self, token: Token) -> None:
        self._quoted = []

    def read_blockquote_close(self, token: Token) -> None:
        self.found.quotations[comparison_key(" ".join(self._quoted or []))] += 1
        self._quoted = None

    def read_inline(self, token: Token) -> None:
        text = comparison_key(" ".join(lines_in(token.children or [])))
        if self._level > 1:
            self.found.headings[self._level, text] += 1
        self._level = 0
        for part in self._rows[-1:] or self._items[-1:]:
            part.append(text)
        if self._quoted is not None:
            self._quoted.append(text)


def lines_in(tokens: Sequence[Token]) -> list[str]:
    """The lines of a paragraph as a reader sees them."""
    return "".join(_shown(tokens)).split("\n")


def _shown(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type in ("hardbreak", "softbreak") or (token.type == "html_inline" and token.content == "<br>"):
            yield "\n"
        elif token.type in ("text", "code_inline", "html_inline", "text_special"):
            yield token.content


def shown_lines(markdown: str) -> list[str]:
    """Every line that a Markdown text shows, in order, those of its code blocks too."""
    found: list[str] = []
    for token in _PARSER.parse(markdown):
        if token.type == "inline":
            found += [line for line in lines_in(token.children or []) if line]
        elif token.type in ("fence", "code_block", "html_block"):
            found += token.content.rstrip("\n").split("\n")
    return found
