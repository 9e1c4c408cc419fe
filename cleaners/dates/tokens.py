"""Tokenize a string that may hold a date: numbers, clock times, known words, punctuation."""

from __future__ import annotations

import re
from typing import NamedTuple
from unicodedata import decimal

from cleaners.dates.calendars import calendar
from cleaners.text.normalize import MARKS, comparison_key, normalize
from cleaners.text.text_cache import text_cache

_DATE_TEXT_LETTERS = 400
"""Date strings are short; only the beginning of a longer string is read."""
_TOKEN = re.compile(
    r"(?P<time>(?<!\d)\d{1,2}:\d{2}(?!\d)"
    r"(?::\d{2}(?:[.,]\d+)?(?:[Zz]\b| ?[+-]\d{2}:?\d{2}(?!\d))?|\+\d{2}:?\d{2}(?!\d))?)"
    r"|(?P<zone>\b(?:GMT|UTC) ?(?P<sign>[+-]) ?(?P<hours>\d{1,2})(?::?(?P<minutes>\d{2}))?\b)"
    rf"|(?P<number>\d+)|(?P<word>(?:[^\W\d_]|[{MARKS}])+)|(?P<blank>\s+)|(?P<mark>.)"
)
_ISO_TIME = re.compile(r"(?<=\d)[Tt](?=\d{1,2}:\d)")
_MARK_KINDS = str.maketrans({"–": "-", "—": "-", "−": "-", "\\": "/", "،": ",", "؛": ",", "¦": "|"})
_KNOWN_MARKS = frozenset("-/.,|:()@")


class _Token(NamedTuple):
    """One token of a string and its span."""

    kind: str
    """One letter: `d` a number of one or two digits, `y` of four, `n` any other, `T` a clock time, `x` an unknown
    word, else a kind of `calendars.py`; or the punctuation mark itself."""
    value: str
    start: int
    end: int


class TokenizedLine(NamedTuple):
    """A tokenized string; `shape` has one letter per token, its kind."""

    text: str
    tokens: list[_Token]
    shape: str


def tokenize(text: str) -> TokenizedLine:
    """Tokenize a string, blanks included; the text is put in normal form on one line."""
    return _tokenize(text[:_DATE_TEXT_LETTERS])


@text_cache(4096)
def _tokenize(text: str) -> TokenizedLine:
    text = " ".join(normalize(text).split())
    pieces = list(_TOKEN.finditer(_ISO_TIME.sub(" ", text)))
    tokens: list[_Token] = []
    at = 0
    while at < len(pieces):
        token, used = _phrase_at(pieces, at) if pieces[at].lastgroup == "word" else (_simple_token(pieces[at]), 1)
        tokens.append(token)
        at += used
    return TokenizedLine(text, tokens, "".join(token.kind for token in tokens))


def _simple_token(piece: re.Match[str]) -> _Token:
    """The token of a piece other than a word."""
    text = piece[0]
    if piece.lastgroup == "time":
        return _Token("T", ascii_digits(text), piece.start(), piece.end())
    if piece.lastgroup == "zone":
        offset = f"{piece['sign']}{int(piece['hours']):02}:{piece['minutes'] or '00'}"
        return _Token("Z", offset, piece.start(), piece.end())
    if piece.lastgroup == "number":
        kind = "d" if len(text) <= 2 else "y" if len(text) == 4 else "n"
        return _Token(kind, str(int(text)), piece.start(), piece.end())
    mark = " " if piece.lastgroup == "blank" else text.translate(_MARK_KINDS)
    return _Token(mark if mark in _KNOWN_MARKS or mark == " " else ",", text, piece.start(), piece.end())


def ascii_digits(text: str) -> str:
    """A text with its digits of any script as ASCII.

    >>> ascii_digits("٢٠٢٤-٠٣-٠٦")
    '2024-03-06'
    """
    return text if text.isascii() else "".join(str(decimal(letter, letter)) for letter in text)


def _phrase_at(pieces: list[re.Match[str]], at: int) -> tuple[_Token, int]:
    """The longest known phrase starting at a word, else the word alone, and the number of pieces used.

    A phrase may hold numbers: some newsrooms count the two months of a name, also without a blank ("تشرين2").
    """
    known = calendar()
    opening = comparison_key(pieces[at][0])
    if opening and opening not in known.openings:
        return _Token("x", pieces[at][0], pieces[at].start(), pieces[at].end()), 1
    words: list[str] = []
    best: tuple[_Token, int] | None = None
    start = pieces[at].start()
    for position in range(at, len(pieces)):
        piece = pieces[position]
        if piece.lastgroup in ("word", "number"):
            words.append(comparison_key(piece[0]))
            found = known.words.get(" ".join(words).strip())
            if found:
                best = _Token(found.kind, found.value, start, piece.end()), position - at + 1
        if len(words) == known.longest or (piece.lastgroup not in ("word", "number") and piece[0] not in " ."):
            break
    if best:
        return best
    kind = "x" if words[0] else "-"  # tatweel alone is printed as a dash
    return _Token(kind, pieces[at][0], start, pieces[at].end()), 1
