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
    found = Units()
    lists: list[str] = []
    items: list[list[str]] = []
    rows: list[list[str]] = []
    quoted: list[str] | None = None
    level = 0
    for token in _PARSER.parse(markdown):
        match token.type:
            case "heading_open":
                level = int(token.tag[1])
            case "bullet_list_open" | "ordered_list_open":
                lists.append(token.type.removesuffix("_list_open"))
            case "bullet_list_close" | "ordered_list_close":
                lists.pop()
            case "list_item_open":
                items.append([])
            case "list_item_close":
                found.items[len(lists), lists[-1], comparison_key(" ".join(items.pop()))] += 1
            case "table_open":
                rows = []
            case "tr_open":
                rows.append([])
            case "table_close":
                found.tables[tuple(tuple(row) for row in rows if any(row))] += 1
                rows = []
            case "blockquote_open":
                quoted = []
            case "blockquote_close":
                found.quotations[comparison_key(" ".join(quoted or []))] += 1
                quoted = None
            case "inline":
                text = " ".join(lines_in(token.children or []))
                if level > 1:
                    found.headings[level, comparison_key(text)] += 1
                level = 0
                for open_text in rows[-1:] or items[-1:]:
                    open_text.append(comparison_key(text) if rows else text)
                if quoted is not None:
                    quoted.append(text)
    return found


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
