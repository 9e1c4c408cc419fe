"""The article's text in the state that a page hands to its own scripts: JSON of Next, Nuxt, Apollo and others."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from lxml import etree

from cleaners.metadata.jsonld import JSON_LD
from cleaners.metadata.page_elements import whole_text
from cleaners.text.language import language_of
from cleaners.text.line_shape import word_count
from cleaners.text.normalize import comparison_key, normalize

_MAX_STATE_LETTERS = 5_000_000
"""Letters of scripts that are read; states of news pages have up to a million."""
_STATE_DEPTH = 40
_MAX_VALUES = 50_000
_MIN_STATE_WORDS = 20
_MIN_TITLE_WORDS = 2
_MIN_LITERAL = 120
"""Letters of a literal in a script that may be a text."""
_TITLES = ("title", "headline", "heading", "subject")
_BODIES = (
    "body",
    "content",
    "text",
    "html",
    "story",
    "article",
    "paragraph",
    "block",
    "detail",
    "rendered",
    "value",
    "post",
)
_HOLDERS = ("children", "data", "items", "nodes")
"""Keys of what blocks consist of."""
_NO_BODIES = (
    "description", "summary", "excerpt", "teaser", "seo", "bio", "about", "caption", "footer", "copyright", "term",
    "privacy", "comment", "author", "related", "style", "script", "cs", "meta", "cookie", "alt", "message", "label",
    "url", "href", "slug", "latest", "popular", "trending", "menu", "nav", "config", "recommend", "sidebar", "widget",
)  # fmt: skip
"""Words in keys of texts that are not an article's."""
_NO_LINES = frozenset(
    {"align", "type", "id", "tag", "format", "style", "color", "size", "key", "direction", "mode", "class"}
)
"""Last words of keys that describe a block."""
_KEY_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_LINKS = frozenset({"slug", "url", "link", "href", "permalink", "path", "uri"})
_INLINE = frozenset({"text", "span", "link", "hyperlink", "bold", "italic", "mark", "strong", "a"})
_BREAK = re.compile(r"<(?:/p|/h\d|/li|/div|/blockquote|/tr|br)\b[^<>]*>", re.IGNORECASE)
_UNREAD_KEYS = re.compile(r"<(script|style|figcaption)\b[^<>]*>[^<]*</\1\s*>", re.IGNORECASE)
_HTML_TAG = re.compile(r"<[a-zA-Z/!][^<>]*>")
_MAX_ESCAPES = 2
"""Some outlets escape the mark-up of a text twice."""
_ASSIGNMENT = re.compile(r"(?:window|self|globalThis)\.\w+\s*=\s*(?=[{\[])|^\s*(?=[{\[])")
_FLIGHT = "__next_f"
_QUOTE = re.compile(r'\\.|"', re.DOTALL)
_ROW_SIZE = re.compile(rb":T([0-9a-f]{1,7}),")


@dataclass(slots=True)
class _Found:
    """The texts found in a page's state."""

    titles: frozenset[str]
    """Keys of the wordings of the page's headline."""
    is_named: bool = False
    """Whether the state has one of them."""
    own: list[str] = field(default_factory=list)
    """Texts beside the page's headline."""
    others: list[str] = field(default_factory=list)
    """Texts under keys of bodies that no headline stands beside."""
    left: int = _MAX_VALUES


def state_text(root: etree._Element, titles: Sequence[str]) -> str | None:
    """The longest Arabic text of the article in a page's scripts, in normal form, paragraphs on lines of their own.

    It stands beside a headline of the page, or else under the key of a body in a state with that headline. Texts
    with another headline and texts of lists of other articles do not count. None where there is none. Never raises.
    """
    found = _Found(frozenset(comparison_key(title) for title in titles if word_count(title) >= _MIN_TITLE_WORDS))
    left, stream = _MAX_STATE_LETTERS, list[str]()
    for script in root.iter("script") if found.titles else ():
        if script.get("src") is not None or JSON_LD in (script.get("type") or ""):
            continue
        text = whole_text(script)
        left -= len(text)
        if left < 0:
            break
        if _FLIGHT in text:
            stream += _literals(text)
        elif len(text) >= _MIN_LITERAL:
            _search(found, text)
    for row in _rows("".join(stream)):
        _visit(found, _parsed_state(row) if row[:1] in "[{" else row, _BODIES[0], None, 0)
    texts = found.own or (found.others if found.is_named else [])
    for text in sorted(texts, key=len, reverse=True)[:3]:
        plain = plain_text(text)
        if word_count(plain) >= _MIN_STATE_WORDS and language_of(plain) == "ar":
            return plain
    return None


def plain_text(body: str) -> str:
    """A text in normal form without its mark-up, which may be escaped; paragraphs stay lines."""
    for _ in range(_MAX_ESCAPES):
        body = unescape(body)
    return normalize(_HTML_TAG.sub("", _BREAK.sub("\n", _UNREAD_KEYS.sub("", body))))


def _search(found: _Found, script: str) -> None:
    """Search one script: its JSON, or else its string literals."""
    start = _ASSIGNMENT.search(script)
    if start is not None:
        try:
            value, _ = json.JSONDecoder(strict=False).raw_decode(script, start.end())
        except (ValueError, RecursionError):
            value = None
        if isinstance(value, dict | list):
            _visit(found, value, "", None, 0)
            return
    _visit(found, [literal for literal in _literals(script) if len(literal) > 1], "", None, 0)


def _rows(stream: str) -> Iterator[str]:
    """The rows of a component stream: up to the end of a line, or of the length in bytes that a row of text states."""
    data, at = stream.encode("utf-8", "replace"), 0
    while (colon := data.find(b":", at)) >= 0:
        size = _ROW_SIZE.match(data, colon)
        start = size.end() if size else colon + 1
        end = start + int(size[1], 16) if size else data.find(b"\n", start)
        yield data[start : end if end >= 0 else len(data)].decode("utf-8", "replace")
        at = max(end, start) if end >= 0 else len(data)


def _literals(script: str) -> Iterator[str]:
    """The double-quoted string literals of a script, in order, escapes resolved."""
    start = None
    for quote in _QUOTE.finditer(script):
        if quote[0] != '"':
            continue
        if start is None:
            start = quote.start()
            continue
        with suppress(ValueError):
            yield str(json.loads(script[start : quote.end()], strict=False))
        start = None


def _visit(found: _Found, value: Any, key: str, is_own: bool | None, depth: int) -> None:
    """Look for texts in a value; `is_own` says whether it stands beside the page's headline, None if beside none."""
    found.left -= 1
    if depth > _STATE_DEPTH or found.left < 0:
        return
    if isinstance(value, dict):
        is_own = _belongs(found, value, is_own)
        for name, inner in value.items():
            if _words_of_key(name).isdisjoint(_NO_BODIES):
                _visit(found, inner, name, is_own, depth + 1)
    elif isinstance(value, list):
        _visit_list(found, value, key, is_own, depth)
    elif isinstance(value, str) and is_own is not False:
        inner = _parsed_state(value) if value[:1] in "{[" and len(value) >= _MIN_LITERAL else None
        if isinstance(inner, dict | list):
            _visit(found, inner, key, is_own, depth + 1)
        else:
            _add_text_of(found, value, key, is_own)


def _parsed_state(text: str) -> Any:
    """The value of a JSON text; None for any other."""
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _words_of_key(name: str) -> frozenset[str]:
    """The words of a key in camel or snake case, in lower case and the singular."""
    return frozenset(word.lower().removesuffix("s") for word in _KEY_WORD.findall(name))


def _visit_list(found: _Found, values: list[Any], key: str, is_own: bool | None, depth: int) -> None:
    """Look for texts in a list, which may itself be one: of paragraphs or blocks."""
    if any(isinstance(one, str) and comparison_key(one) in found.titles for one in values[:_MAX_VALUES]):
        found.is_named = True
        key = key or _BODIES[0]
    blocks = any(isinstance(one, dict) for one in values) and not any(map(_is_teaser, values))
    lines = len(values) > 1 and all(isinstance(one, str) and "<" not in one for one in values)
    if depth and is_own is not False and (blocks or lines):
        text = "\n".join(_lines_in_state(values, 0))
        found.left -= len(text) // 100
        _add_text_of(found, text, _BODIES[0] if is_own and blocks else key, is_own)
    for one in values:
        _visit(found, one, key, is_own, depth + 1)


def _belongs(found: _Found, node: dict[str, Any], is_own: bool | None) -> bool | None:
    """Whether an object has the page's headline, or another one; what is said around it if it has none."""
    named = [value for name, value in node.items() if any(word in name.lower() for word in _TITLES)]
    texts = [one.get("rendered") if isinstance(one, dict) else one for one in named]
    keys = {comparison_key(plain_text(text)) for text in texts if isinstance(text, str) and text.strip()}
    if any(_is_same(key, title) for key in keys for title in found.titles):
        found.is_named = True
        return True
    has_body = any(isinstance(node[name], str) and len(node[name]) >= _MIN_LITERAL for name in node if _is_body(name))
    return False if keys and (any(name in node for name in _LINKS) or (has_body and is_own is None)) else is_own


def _is_same(key: str, title: str) -> bool:
    """Whether two headlines are equal, but for the site's name at the end."""
    return key == title or (len(key.split()) > _MIN_TITLE_WORDS and title.startswith(key + " "))


def _is_body(key: str) -> bool:
    """Whether a key names the body of an article or a part of it."""
    return any(word in key.lower() for word in _BODIES)


def _is_teaser(one: Any) -> bool:
    """Whether an entry of a list leads to an article of its own."""
    return (
        isinstance(one, dict)
        and any(name in one for name in _LINKS)
        and any(word in name.lower() for name in one for word in _TITLES)
    )


def _add_text_of(found: _Found, text: str, key: str, is_own: bool | None) -> None:
    """Take a text of some length: any beside the page's headline, else under the key of a body."""
    if len(text) >= _MIN_LITERAL and _is_body(key):
        (found.own if is_own else found.others).append(text)


def _lines_in_state(value: Any, depth: int) -> Iterator[str]:
    """The lines of a list of blocks, such as those of editors; inline parts of a paragraph are joined."""
    if depth > _STATE_DEPTH:
        return
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        if value and all(map(_is_inline, value)):
            yield "".join(part for one in value for part in _lines_in_state(one, depth + 1))
        else:
            for one in value:
                yield from _lines_in_state(one, depth + 1)
    elif isinstance(value, dict) and not _is_teaser(value):
        for name, inner in value.items():
            describes = (_KEY_WORD.findall(name) or [""])[-1].lower() in _NO_LINES
            if not describes and (_is_body(name) or any(word in name.lower() for word in (*_TITLES, *_HOLDERS))):
                yield from _lines_in_state(inner, depth + 1)


def _is_inline(one: Any) -> bool:
    """Whether a part of a paragraph is text without a paragraph of its own."""
    kind = (one.get("type") or one.get("_type") or one.get("nodeType") or "") if isinstance(one, dict) else ""
    is_named = isinstance(kind, str) and kind in _INLINE
    return isinstance(one, dict) and (is_named or (not kind and set(one) <= {"text", "marks", "bold", "italic"}))
