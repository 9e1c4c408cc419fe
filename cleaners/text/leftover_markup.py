r"""Mark-up that a text shows as characters: entities, tags, escapes of strings, Markdown; read as what it means.

Only what is certain is read: `a < b`, `AT&T`, `C:\new`, `5 * 3` and a tag that a sentence speaks of stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape

_MARKUP_SIGNS = "&<\\*_~[#"
"""Every piece of mark-up has one of these."""
_PASSES = 4
"""Marks nest: a bold link with an emphasised word in it."""

# A text that speaks of mark-up languages shows their signs on purpose.
_MARKUP_LANGUAGE = re.compile(r"(?<![\w<./&-])(?:x?html5?|xml|css3?|markdown)(?![\w/])", re.IGNORECASE)

# References nest where a text was escaped more than once: `&amp;amp;lt;`.
_ENTITY = re.compile(
    r"&(?:(?:amp|#0{0,5}38|#[xX]0{0,4}26);)*(#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});"
)

_BLOCK_TAGS = (
    r"address|article|aside|blockquote|br|center|dd|div|dl|dt|figcaption|figure|footer|h[1-6]|header|hr|li|main|ol|p|pre"
    r"|section|table|tbody|tfoot|thead|tr|ul"
)
_EMPHASIS_TAGS = (
    r"a|abbr|audio|b|big|cite|del|em|embed|font|i|iframe|img|ins|mark|object|param|q|s|small|source|span|strike|strong"
    r"|sub|sup|td|th|time|u|video"
)
_VALUE = r"""(?:"[^"<>]{0,2000}"|'[^'<>]{0,2000}'|[^\s"'<>=\]]{1,2000})"""
_ATTRIBUTES = rf"(?:\s{{1,9}}[A-Za-z][\w:.-]{{0,40}}\s?=\s?{_VALUE}){{0,40}}\s{{0,9}}/?>"
_BLOCK_TAG = re.compile(rf"</?(?:{_BLOCK_TAGS}){_ATTRIBUTES}", re.IGNORECASE)
_CELL_TAG = re.compile(rf"</?t[dh]{_ATTRIBUTES}", re.IGNORECASE)
_TAG = re.compile(rf"</?(?:{_BLOCK_TAGS}|{_EMPHASIS_TAGS}){_ATTRIBUTES}", re.IGNORECASE)
_NO_TAG = re.compile(rf"<(?!/?(?:{_BLOCK_TAGS}|{_EMPHASIS_TAGS})(?:\s|/?>))", re.IGNORECASE)
# Tags that no sentence speaks of: closing, with attributes, line breaks; or at an end of the line.
_SURE_TAG = re.compile(
    rf"</|<[a-z]\w*\s+[a-z][\w:.-]*\s?=|<br\s?/?>|^[ \t]*{_TAG.pattern}|{_TAG.pattern}[ \t]*$", re.I | re.M
)
_COMMENT = re.compile(r"<!--[^<>]{0,2000}-->")
_CODE = re.compile(r"(<(?:script|style)(?:\s[^<>]{0,2000})?>|</(?:script|style)\s*>)", re.IGNORECASE)

# A line break, carriage return or tab as a string literal writes it. Before a Latin letter it is the path of a file,
# after one a piece of code, unless it is doubled or Arabic follows.
_ESCAPED_BREAK = re.compile(
    r"(?<![\\A-Za-z%:])(?:\\[rnt]){1,20}(?![A-Za-z\\_%'\"])"
    r"|(?<![\\%:])(?:\\r)?\\n(?:\\r)?\\n(?:\\[rnt]){0,20}(?![\\_%'])"
    r"|(?<=[A-Za-z])(?:\\[rnt]){1,20}(?=\s?[\u0621-\u064a])"
)
_ESCAPED_QUOTE = re.compile(r"(?<!\\)\\([\"'])")
_ESCAPED_LETTERS = re.compile(r"(?:\\u0[67][0-9a-fA-F]{2}){2}")
_ESCAPED_LETTER = re.compile(r"\\u(?![dD][89a-fA-F])([0-9a-fA-F]{4})")

_IMAGE = re.compile(r"!\[[^\[\]]{0,300}\]\([^()\s]{1,2000}(?:\s\"[^\"]{0,300}\")?\)")
_LINK = re.compile(r"\[([^\[\]]{0,300})\]\((?:https?://|www\.|mailto:|[/#])[^()\s]{0,2000}(?:\s\"[^\"]{0,300}\")?\)")
# Shortcodes of content management systems: with attributes, or closing.
_SHORTCODE = re.compile(
    rf"\[/[a-z][\w-]{{2,30}}\]|\[[a-z][\w-]{{2,30}}(?:\s{{1,9}}[a-z][\w-]{{0,30}}={_VALUE}){{1,20}}\s?/?\]",
    re.IGNORECASE,
)
_HEADING = re.compile(r"^\s*(?:#{2,6}|#(?=\s+\S+\s))\s+(?=[^\W\d_]|[\"«“*_])(.*?)(?:\s+#{1,6})?$")
_BEFORE, _AFTER = r"(?<![^\s(\[«\"“>–—-])", r"(?![^\s.,;:!?،؛؟)\]»\"”…<–—-])"
_EMPHASIS = (
    re.compile(rf"{_BEFORE}(\*{{2,3}}|~~)(?=[\w\"«“(\[#@])([^*~\n]*[^\s*~])\1{_AFTER}"),
    re.compile(rf"{_BEFORE}(\*|__?)(?=[^\W\d_]|[\"«“(])([^*\n]{{0,500}}?[^\s*_])\1{_AFTER}"),
)


def is_about_markup(texts: Iterable[str]) -> bool:
    """Whether texts name a mark-up language, whose signs they may show on purpose.

    >>> is_about_markup(["أول وسم في HTML هو <p>"]), is_about_markup(["<a href='x.html'>خبر</a>"])
    (True, False)
    """
    return any(_MARKUP_LANGUAGE.search(_TAG.sub(" ", text)) for text in texts)


def may_have_markup(text: str) -> bool:
    """Whether a text has a sign with which left-over mark-up begins."""
    return any(map(text.__contains__, _MARKUP_SIGNS))


def read_markup(line: str) -> str:
    r"""One line without the mark-up in it; its white space may double.

    >>> read_markup("<p>قال: &quot;نعم&quot;</p>"), read_markup("**تابع** [الخبر](https://a.example/1)")
    ('قال: "نعم"', 'تابع الخبر')
    >>> read_markup(r"a < b و AT&T في C:\new بسعر 5 * 3 * 2"), read_markup("يبدأ السطر بالوسم <b> دائما")
    ('a < b و AT&T في C:\\new بسعر 5 * 3 * 2', 'يبدأ السطر بالوسم <b> دائما')
    """
    if not may_have_markup(line):
        return line
    line = _without_tags(_plain_string(line).replace("\n", " "), " ")
    for _ in range(_PASSES):
        before = line
        line = _LINK.sub(r"\1", _IMAGE.sub("", _HEADING.sub(r"\1", _SHORTCODE.sub("", line))))
        for marks in _EMPHASIS:
            line = marks.sub(r"\2", line)
        if line == before:
            break
    return line.strip()


def broken_into_lines(text: str) -> str:
    r"""A text with line breaks where its tags and escapes stand for them; other mark-up of its lines stays.

    >>> broken_into_lines(r"<p>سطر أول</p><p>سطر ثان</p>\nثالث").split()
    ['سطر', 'أول', 'سطر', 'ثان', 'ثالث']
    """
    return _without_tags(_plain_string(text), "\n") if may_have_markup(text) else text


def has_tags(text: str) -> bool:
    """Whether a text holds tags that it does not speak of."""
    return "<" in text and bool(_TAG.search(text)) and bool(_SURE_TAG.search(text))


def as_source(text: str) -> str:
    """A text with tags as mark-up to be parsed: what begins like a tag and is none is escaped."""
    return _NO_TAG.sub("&lt;", text)


def _plain_string(text: str) -> str:
    """The text without the escapes of string literals and with the characters of its entities."""
    if "\\" in text:
        text = _ESCAPED_QUOTE.sub(r"\1", _ESCAPED_BREAK.sub("\n", text))
        if _ESCAPED_LETTERS.search(text):
            text = _ESCAPED_LETTER.sub(lambda found: chr(int(found[1], 16)), text)
    return read_entities(text)


def read_entities(text: str) -> str:
    """The text with the characters that its entities stand for, once or more times escaped.

    >>> read_entities("&amp;lt;p&gt; &#1575; AT&T &foo;")
    '<p> ا AT&T &foo;'
    """
    return _ENTITY.sub(_character, text) if "&" in text else text


def _character(entity: re.Match[str]) -> str:
    """What an entity stands for; an unknown one as it is."""
    name = f"&{entity[1]};"
    character = unescape(name)
    return entity[0] if character == name else character


def _without_tags(text: str, line_break: str) -> str:
    """The text without comments, scripts and tags, if it has any; those of blocks become `line_break`."""
    if "<!--" in text:
        text = _COMMENT.sub(" ", text)
    text = _without_code(text) if "</s" in text else text
    if not has_tags(text):
        return text
    return _TAG.sub("", _CELL_TAG.sub(" ", _BLOCK_TAG.sub(line_break, text)))


def _without_code(text: str) -> str:
    """The text without its scripts and style sheets."""
    parts = _CODE.split(text)
    kept = [part for at, part in enumerate(parts) if at % 2 == 0 and not _is_code(parts, at)]
    return " ".join(kept) if len(parts) > 1 else text


def _is_code(parts: list[str], at: int) -> bool:
    """Whether a part of a text stands between the opening and the closing tag of a script or style sheet."""
    around = "".join(parts[at - 1 : at]), "".join(parts[at + 1 : at + 2])
    return around[0].startswith("<") and not around[0].startswith("</") and around[1].startswith("</")
