"""Pages that are surely not Arabic, told from their bytes without parsing them. Pure functions, linear in a page.

Whatever is in doubt is for the cleaner: another encoding than UTF-8, a declared Arabic page, little text, and above all
a page with so many Arabic letters that they may be a text of their own.
"""

from __future__ import annotations

import re

_TEXT_LETTERS = 60
"""Arabic letters of the shortest text that a record may have, 20 words; fewer name a language, or are a quotation."""
_ARABIC_LEADS = bytes(range(0xD8, 0xDC))
"""First bytes in UTF-8 of U+0600 to U+06FF."""
_OTHER_ARABIC = re.compile(
    rb"\xef[\xad-\xb7\xb9-\xbb](?!\xbf)|&#0*1[56]\d\d(?!\d)|&#x0*6[0-9a-f]{2}(?![0-9a-f])|\\u06", re.I
)
"""Presentation forms (but not the byte order mark), character references, and escapes of JSON."""
_LANGUAGE = re.compile(rb"""<html\b[^<>]{0,2000}?\slang\s{0,9}=\s{0,9}["']?\s{0,9}([a-z]{2,3})(?![a-z])""", re.I)
_LOCALE = re.compile(rb"""(?:og:locale|content-language|inlanguage)["'][^<>]{0,99}?["'](ar)(?![a-z])""", re.I)
_DECLARED_BYTES = 16_384
_HIDDEN = ((b"<script", b"</script"), (b"<style", b"</style"), (b"<!--", b"-->"))
_MARKUP = re.compile(rb"<[^<>]*>?|&#?\w{1,30};")
_SAMPLE_BYTES = 200_000
_SURE_LETTERS = {True: 800, False: 1200}
"""Letters of text, by whether the page says that it is in another language; walls and stubs have fewer."""


def foreign_detail(html: bytes) -> str | None:
    """What shows that a page is surely not Arabic, in words and without any of its text; None if it may be.

    >>> foreign_detail(b"<html lang=en><p>" + b"It rained in Lisbon all day. " * 40)
    '0 Arabic letters beside 880 others, lang="en"'
    >>> foreign_detail(b"<html lang=en><p>" + b"It rained in Lisbon all day. " * 40 + "وقال الوزير ".encode() * 9)
    """
    arabic = len(html) - len(html.translate(None, _ARABIC_LEADS))
    if arabic >= _TEXT_LETTERS or b"\0" in html or not _is_utf8(html):
        return None
    arabic += len(_OTHER_ARABIC.findall(html))
    declared, others = _declared(html[:_DECLARED_BYTES]), _visible_letters(html[:_SAMPLE_BYTES])
    if arabic >= _TEXT_LETTERS or declared == "ar" or others < _SURE_LETTERS[bool(declared)]:
        return None
    return f"{arabic} Arabic letters beside {others} others" + (f', lang="{declared}"' if declared else "")


def _is_utf8(html: bytes) -> bool:
    try:
        html.decode()
    except UnicodeDecodeError:
        return False
    return True


def _declared(head: bytes) -> str:
    """The language that a page declares in lower case, "ar" if anything in its head says so; "" if nothing does."""
    if _LOCALE.search(head):
        return "ar"
    language = _LANGUAGE.search(head)
    return language[1].decode("ascii").lower() if language else ""


def _visible_letters(html: bytes) -> int:
    """About how many letters a page has outside mark-up, scripts and comments."""
    for opening, closing in _HIDDEN:
        html = _without_markup(html, opening, closing)
    text = _MARKUP.sub(b" ", html).decode("utf-8", "ignore")
    return sum(map(str.isalpha, text))


def _without_markup(html: bytes, opening: bytes, closing: bytes) -> bytes:
    """The page without its parts from an opening to the next closing mark; an unclosed one hides the rest."""
    lower, kept, at = html.lower(), [], 0
    while (start := lower.find(opening, at)) >= 0:
        kept.append(html[at:start])
        at = lower.find(closing, start)
        if at < 0:
            return b" ".join(kept)
    return b" ".join([*kept, html[at:]])
