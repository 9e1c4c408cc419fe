"""Write cleaned articles as JSON Lines, Markdown, plain text or CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from typing import Any

from cleaners.article import Article

_CSV_FIELDS = (
    "title", "text", "authors", "date_published", "date_modified", "source", "section", "keywords", "language",
    "reason",
)  # fmt: skip
_LIST_SEPARATOR = "; "
HEADINGS = {"csv": ",".join(("file", "line", *_CSV_FIELDS)) + "\r\n"}
"""What goes before the first article."""
_ARTICLE_END = "\n\n"
"""Parts articles in Markdown and plain text: two blank lines, of which a text has none."""

Formatter = Callable[[Article, str, int | None, bool], str]


def _as_jsonl(article: Article, file: str, line: int | None, trace: bool) -> str:
    """One JSON object with the file, the line of a dump, and the fields of the article."""
    record = {"file": file, "line": line, **article.to_dict()}
    return json.dumps(record if trace else _without_trace(record), ensure_ascii=False) + "\n"


def _without_trace(record: dict[str, Any]) -> dict[str, Any]:
    """A record without the traces of its articles."""
    embedded = {"embedded": [_without_trace(one) for one in record["embedded"]]}
    return {name: value for name, value in record.items() if name != "changes"} | embedded


def _as_markdown(article: Article, file: str, line: int | None, trace: bool) -> str:
    """Headline and text in Markdown; nothing for what is no article."""
    if article.reason:
        return ""
    to_markdown = getattr(article, "to_markdown", None)
    text = to_markdown() if to_markdown else _plain_markdown(article)
    return f"{text.rstrip()}\n{_ARTICLE_END}"


def _plain_markdown(article: Article) -> str:
    """The headline as a heading, and the paragraphs."""
    return f"# {article.title}\n\n{article.text}" if article.title else article.text


def _as_plain_text(article: Article, file: str, line: int | None, trace: bool) -> str:
    """Headline and text; nothing for what is no article."""
    if article.reason:
        return ""
    return "\n\n".join(filter(None, (article.title, article.text))) + f"\n{_ARTICLE_END}"


def _as_csv(article: Article, file: str, line: int | None, trace: bool) -> str:
    """One row with the file, the line of a dump, and the fields that fit into cells; lists are joined by `; `."""
    values = (getattr(article, name) for name in _CSV_FIELDS)
    cells = [_LIST_SEPARATOR.join(value) if isinstance(value, list) else value for value in values]
    row = io.StringIO()
    csv.writer(row).writerow([file, line, *cells])
    return row.getvalue()


FORMATS: dict[str, Formatter] = {"jsonl": _as_jsonl, "md": _as_markdown, "txt": _as_plain_text, "csv": _as_csv}
"""How an article is written, by the name of the format: from the article, its file and line, and whether the trace is
wanted."""
