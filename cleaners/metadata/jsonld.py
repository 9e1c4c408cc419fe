"""JSON-LD of a page: its nodes, even from broken JSON, and the article's node."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Any
from urllib.parse import unquote

from cleaners.metadata.page_elements import PageElements, whole_text
from cleaners.text.web_address import split_address

Node = dict[str, Any]

JSON_LD = "ld+json"
_MAX_NODES = 500
"""More than any real page has; further nodes are ignored."""
_JSON_LEVELS = 6
ARTICLE_TYPES = re.compile(r"(?:Article|BlogPosting|NewsItem|LiveBlogPosting|Review|Report)$")
_JUNK = re.compile(r"<!--|-->|/\*\s*(?:<!\[CDATA\[|\]\]>)\s*\*/|//\s*(?:<!\[CDATA\[|\]\]>)|<!\[CDATA\[|\]\]>")
_TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")
_VALUE_SEPARATOR = re.compile(r"[ \t\r\n,;]*")
# Start and end of a field's text. A single pattern would search the whole rest of the script for each field's end.
_FIELD_START = re.compile(
    r'"(@type|headline|datePublished|dateModified|dateCreated|articleSection|articleBody|description)"\s*+:\s*+\[?\s*+"'
)
_FIELD_END = re.compile(r'"(?=\s*+\]?+\s*+(?:,\s*+"[@\w]++"\s*+:|\}|$))')
# Possessive and bounded, so that a megabyte of repeated beginnings is not rescanned from each of them.
_AUTHOR_FIELD = re.compile(
    r'"author"\s*+:[\[{\s]*+(?:[^{}\[\]]{0,300}?"name"\s*+:\s*+)?"(.{0,300}?)"(?=\s*+[,}\]])', re.DOTALL
)
_LENIENT = json.JSONDecoder(strict=False)
"""Takes control characters in strings."""
_NAME_PARTS = ("givenName", "additionalName", "familyName")
_MARK_UP = re.compile(r"</?[a-zA-Z][^<>]*>")
_ESCAPES = {r"\"": '"', r"\/": "/", r"\n": "\n", r"\r": "", r"\t": " ", r"\\": "\\"}


def nodes_of(page: PageElements) -> list[Node]:
    """All nodes in the page's JSON-LD scripts: top-level ones and those in arrays and `@graph`.

    Broken JSON is repaired if that is easy, else searched for the fields of an article. Never raises.
    """
    texts = (whole_text(script) for script in page.of("script") if JSON_LD in (script.get("type") or "").lower())
    return list(islice(chain.from_iterable(map(_nodes_of_script, texts)), _MAX_NODES))


def _nodes_of_script(text: str) -> list[Node]:
    """The nodes of one script, as `nodes_of`."""
    data = _parsed(text)
    return list(_flattened_nodes(data, 0)) if data is not None else _broken_article(text)


def _parsed(text: str) -> Any:
    """Parse JSON, without comments and trailing commas if need be; control characters in strings are allowed."""
    text = (_JUNK.sub("", text) if _has_junk(text) else text).strip().rstrip(";")
    for mend in (str, _without_trailing_commas, html.unescape):
        try:
            return _LENIENT.decode(mend(text))
        except (ValueError, RecursionError):
            continue
    return _concatenated(text)


def _without_trailing_commas(text: str) -> str:
    return _TRAILING_COMMA.sub("", text)


def _has_junk(text: str) -> bool:
    """Whether a script may hold comments or CDATA marks of its page."""
    return any(mark in text for mark in ("<!", "-->", "]]>"))


def _concatenated(text: str) -> list[Any] | None:
    """Parse concatenated JSON values, or None if the first is broken."""
    values, at = [], 0
    while at < len(text):
        try:
            value, at = _LENIENT.raw_decode(text, at)
        except (ValueError, RecursionError):
            break
        values.append(value)
        between = _VALUE_SEPARATOR.match(text, at)
        at = between.end() if between else at
    return values or None


def _flattened_nodes(data: Any, depth: int) -> Iterator[Node]:
    """Yield the nodes of parsed JSON, including the page's main entity but not the items of lists."""
    if depth > _JSON_LEVELS:
        return
    if isinstance(data, list):
        for entry in data:
            yield from _flattened_nodes(entry, depth + 1)
    elif isinstance(data, dict):
        yield data
        for key in ("@graph", "mainEntity"):
            yield from _flattened_nodes(data.get(key), depth + 1)


def _broken_article(text: str) -> list[Node]:
    """The article's fields in JSON that cannot be parsed, e.g. with unescaped quotation marks."""
    node: Node = {}
    for key, value in _quoted_fields(text):
        if key != "@type" or ARTICLE_TYPES.search(value):
            node.setdefault(key, _unescape(value))
    author = _AUTHOR_FIELD.search(text)
    if author:
        node["author"] = _unescape(author[1])
    return [node] if "@type" in node else []


def _quoted_fields(text: str) -> Iterator[tuple[str, str]]:
    """Yield name and text of an article's fields, each up to a quotation mark after which JSON could go on."""
    field = _FIELD_START.search(text)
    while field and (end := _FIELD_END.search(text, field.end())):
        yield field[1], text[field.end() : end.start()]
        field = _FIELD_START.search(text, end.end())


def _unescape(value: str) -> str:
    """A JSON string's text; invalid escapes are left as they are."""
    value = re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), value)
    return re.sub(r"\\[\"/nrt\\]", lambda found: _ESCAPES[found[0]], value)


def types_of(node: Node) -> list[str]:
    """The types of a node without the vocabulary's URL."""
    value = node.get("@type")
    types = value if isinstance(value, list) else [value]
    return [kind.rpartition("/")[2] for kind in types if isinstance(kind, str)]


def article_node(nodes: Iterable[Node], url: str | None, headings: Iterable[str] = ()) -> Node:
    """The node of the page's own article; empty if there is none.

    Of several, the one with the page's URL, else one whose headline is a heading of the page, else the first.
    """
    articles = [node for node in nodes if any(ARTICLE_TYPES.search(kind) for kind in types_of(node))]
    if len(articles) < 2:
        return articles[0] if articles else {}
    here = _address_key(url)
    printed = {" ".join(heading.split()) for heading in headings}
    by_address = (node for node in articles if here and here in {_address_key(a) for a in _addresses(node)})
    by_headline = (node for node in articles if text_value(node.get("headline")) in printed)
    return next(by_address, None) or next(by_headline, None) or articles[0]


def _addresses(node: Node) -> list[str]:
    """The URLs that a node gives for itself."""
    page = node.get("mainEntityOfPage")
    pages = page if isinstance(page, list) else [page]
    ids = [entry.get("@id") or entry.get("url") for entry in pages if isinstance(entry, dict)]
    return [value for value in (node.get("url"), node.get("@id"), *pages, *ids) if isinstance(value, str)]


def _address_key(url: str | None) -> str:
    """The decoded path and query of a URL, the same for the AMP form of a page; "" for a malformed one."""
    parts = split_address(url)
    if parts is None:
        return ""
    return unquote(parts.path).rstrip("/").removesuffix("/amp") + ("?" + parts.query if parts.query else "")


def text_value(value: Any) -> str:
    """The text of a value without mark-up, white space folded: of a list its first text, of a node its name."""
    if isinstance(value, list):
        return next((text for text in map(text_value, value) if text), "")
    if isinstance(value, dict):
        names = (text_value(value.get(key)) for key in _NAME_PARTS)
        return text_value(value.get("name") or value.get("@value")) or " ".join(filter(None, names))
    return " ".join(_MARK_UP.sub(" ", html.unescape(value)).split()) if isinstance(value, str) else ""


def text_values(value: Any) -> list[str]:
    """The non-empty texts of a value that may be a text, a node or a list of them."""
    values = value if isinstance(value, list) else [value]
    return [text for text in map(text_value, values) if text]


def resolve_references(nodes: Iterable[Node], value: Any) -> list[Node]:
    """The nodes that a value refers to, `@id` references resolved; a bare name becomes a node."""
    entries = value if isinstance(value, list) else [value]
    is_whole = all(text_value(entry) if isinstance(entry, dict) else not isinstance(entry, str) for entry in entries)
    named = (node for node in nodes if isinstance(node.get("@id"), str)) if not is_whole else ()
    known = {node["@id"]: node for node in named if text_value(node)}
    found: list[Node] = []
    for entry in entries:
        if isinstance(entry, dict):
            found.append(entry if text_value(entry) else known.get(str(entry.get("@id")), {}))
        elif isinstance(entry, str):
            found.append(known.get(entry, {"name": entry}))
    return [node for node in found if text_value(node)]
