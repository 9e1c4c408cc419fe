"""Encoding debris: Arabic text that was read in another encoding than it was written in.

Three mistakes are undone, because what they leave never occurs in a text on purpose: UTF-8 read as windows-1252 or
Latin-1, once or several times; UTF-8 read as windows-1256; windows-1256 or ISO-8859-6 read as windows-1252. (The
package ftfy knows only the first of them.)
"""

from __future__ import annotations

import re
from functools import partial

_LOST = "\ufffd"
_MIN_LETTERS = 4
"""Fewest letters of a run in UTF-8, and fewest words in other encodings; no text has such after one another."""
_GAP_LETTERS = 16
"""Most other characters between two of them: spaces, digits, a Latin word."""
_REPAIRS = 3
"""A text can go through the same mistake more than once."""


def _bytes_of(encoding: str) -> dict[str, int]:
    """The byte of each character beyond ASCII in an encoding; bytes that it does not define stand for themselves."""
    found = {chr(byte): byte for byte in range(0x80, 0xA0)}
    return found | {letter: byte for byte in range(0x80, 0x100) if (letter := bytes([byte]).decode(encoding, "ignore"))}


def _class_of(characters: dict[str, int], first: int, last: int, *others: str) -> str:
    """A character class of the characters with the bytes from `first` to `last`, and of others."""
    members = [*others, *(character for character, byte in characters.items() if first <= byte <= last)]
    return f"[{''.join(map(re.escape, members))}]"


def _utf8_run(characters: dict[str, int], barred: str) -> re.Pattern[str]:
    """A pattern for several Arabic letters in UTF-8 read in another encoding, with others but `barred` among them."""
    tail = _class_of(characters, 0x80, 0xBF)
    letter = _class_of(characters, 0xD8, 0xDB) + _class_of(characters, 0x80, 0xBF, _LOST)
    other = (
        rf"(?:\s?{_class_of(characters, 0xC2, 0xDF)}{tail}|\s?{_class_of(characters, 0xE2, 0xEF)}{tail}{tail}){{0,9}}"
    )
    return re.compile(rf"{other}{letter}(?:[^<>\n{barred}]{{0,{_GAP_LETTERS}}}?{letter}){{{_MIN_LETTERS - 1},}}{other}")


def _utf8_character(characters: dict[str, int]) -> re.Pattern[str]:
    """A pattern for one character beyond ASCII in UTF-8 read in another encoding; the last byte may be lost."""
    tail = _class_of(characters, 0x80, 0xBF)
    two, three = _class_of(characters, 0xC2, 0xDF), _class_of(characters, 0xE2, 0xEF)
    return re.compile(f"{three}{tail}{tail}|{two}{tail}|{_class_of(characters, 0xD8, 0xDB)}{_LOST}")


_WESTERN, _ARABIC = _bytes_of("cp1252"), _bytes_of("cp1256")
# Read as windows-1256, all Arabic letters but alef with madda (the first byte of guillemets) are halves of others.
_RUN_IN_WESTERN, _RUN_IN_ARABIC = _utf8_run(_WESTERN, ""), _utf8_run(_ARABIC, r"\u0621\u0623-\u064a")
_ONE_IN_WESTERN, _ONE_IN_ARABIC = _utf8_character(_WESTERN), _utf8_character(_ARABIC)
_ALEF_IN_WESTERN, _ALEF_IN_ARABIC = "\u00d8\u00a7", "\u0637\u00a7"

# The first bytes of Arabic letters, D8 and D9, after a second pass through the same mistake.
_TWICE = re.compile("\u00c3[\u02dc\u0098\u2122\u0099]")
_FEH_BYTE = 0xD9
_FEH = "\u0641"
"""The only letter whose second byte windows-1252 lacks; what else begins alike are vowel signs, beside others."""
_VOWEL_SIGN = re.compile("[\u064c\u064e\u0651\u0652]")

# Words of windows-1256 or ISO-8859-6 read as windows-1252: hardly a letter in them is ASCII.
_WESTERN_LETTER = (
    "[\u00aa\u00b5\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e]"
)
_BETWEEN_DEBRIS = r"[^\w<>]{1,4}(?:[A-Za-z0-9]{1,20}[^\w<>]{1,4}){0,3}"
_WESTERN_WORDS = re.compile(
    rf"{_WESTERN_LETTER}{{2,}}(?:{_BETWEEN_DEBRIS}{_WESTERN_LETTER}+){{{_MIN_LETTERS - 1},}}[\u00a1\u00bf]{{0,3}}"
)
_ENCODINGS = (("cp1256", "\u00c7\u00e1"), ("iso8859-6", "\u00c7\u00e4"))
"""Encodings with the Arabic definite article in them read as windows-1252; most texts have it in every third word."""
_ARTICLE = "\u0627\u0644"
_ARTICLE_SHARE = 0.1
_ARABIC_LETTER = re.compile("[\u0621-\u0652]")
_ARABIC_SHARE = 0.95

# The signs by which `_repaired_once` begins, in UTF-8.
_WESTERN_SIGN = re.compile(
    b"\xc3(?:\x83(?:\xcb\x9c|\xc2[\x98\x99]|\xe2\x84\xa2)|%b)"
    % b"|".join(sign.encode()[1:] for sign in (_ALEF_IN_WESTERN, *(article for _, article in _ENCODINGS)))
)
_ARABIC_SIGN = re.compile(_ALEF_IN_ARABIC.encode())

_QUESTION_WORDS = re.compile(r"(?:\?{2,}[\s.,:()\"'-]{1,3}){2}\?{2,}")
_DEBRIS = (_LOST, "\u00d8", "\u00d9")
_DEBRIS_SHARE, _MIN_DEBRIS = 0.25, 4
"""Half of the characters of Arabic in UTF-8 are such first bytes; Norwegian has one or two in a hundred."""


def may_be_debris(markup: bytes) -> bool:
    """Whether bytes in UTF-8 hold a sign without which `repaired` changes nothing."""
    return (b"\xc3" in markup and bool(_WESTERN_SIGN.search(markup))) or bool(_ARABIC_SIGN.search(markup))


def repaired(text: str) -> str:
    """The text with its encoding debris read as it was meant; unchanged where that is not certain. Linear.

    >>> repaired("قال: \u00d8\u00a7\u00d9\u201e\u00d8\u00b1\u00d8\u00a6\u00d9\u0160\u00d8\u00b3 (CNN)")
    'قال: الرئيس (CNN)'
    >>> repaired("Straße, élève, Tromsø, Øst")
    'Straße, élève, Tromsø, Øst'
    """
    for _ in range(_REPAIRS):
        before = text
        text = before if before.isascii() else _repaired_once(before)
        if text == before:
            break
    return text


def is_mojibake(line: str) -> bool:
    """Whether a line is debris that cannot be read: lost characters, torn ones, question marks in place of letters.

    >>> is_mojibake("??? ?????? ???? ??"), is_mojibake("ماذا؟؟ لا!!")
    (True, False)
    """
    debris = sum(map(line.count, _DEBRIS)) if any(map(line.__contains__, _DEBRIS)) else 0
    if debris >= _MIN_DEBRIS and debris > _DEBRIS_SHARE * sum(map(len, line.split())):
        return True
    return line.startswith("??") and bool(_QUESTION_WORDS.match(line)) and not any(map(str.isalpha, line))


def _repaired_once(text: str) -> str:
    """The text after undoing each mistake once."""
    if _TWICE.search(text):
        text = _ONE_IN_WESTERN.sub(partial(_read_character, _WESTERN), text)
    if _ALEF_IN_WESTERN in text:
        text = _RUN_IN_WESTERN.sub(partial(_read_utf8, _ONE_IN_WESTERN, _WESTERN), text)
    if _ALEF_IN_ARABIC in text:
        text = _RUN_IN_ARABIC.sub(partial(_read_utf8, _ONE_IN_ARABIC, _ARABIC), text)
    for encoding, article in _ENCODINGS:
        if article in text:
            text = _WESTERN_WORDS.sub(partial(_read_words, encoding), text)
    return text


def _read_utf8(one: re.Pattern[str], characters: dict[str, int], run: re.Match[str]) -> str:
    """A run of debris read as UTF-8."""
    text = one.sub(partial(_read_character, characters), run[0])
    return text.replace(chr(_FEH_BYTE) + _LOST, _LOST if _VOWEL_SIGN.search(text) else _FEH)


def _read_character(characters: dict[str, int], found: re.Match[str]) -> str:
    """One character read as UTF-8; one whose last byte was lost as that of its first byte, then a lost character."""
    if _LOST in found[0]:
        return chr(characters[found[0][0]]) + _LOST
    return bytes(map(characters.__getitem__, found[0])).decode("utf-8", "replace")


def _read_words(encoding: str, words: re.Match[str]) -> str:
    """Words read in an Arabic encoding, if they are Arabic then; else unchanged."""
    raw = bytes(_WESTERN.get(letter, ord(letter) if ord(letter) < 0x80 else 0x20) for letter in words[0])
    text = raw.decode(encoding, "replace")
    letters = [letter for letter in text if letter.isalpha() and not letter.isascii()]
    is_arabic = len(_ARABIC_LETTER.findall("".join(letters))) >= _ARABIC_SHARE * len(letters)
    has_articles = text.count(_ARTICLE) >= _ARTICLE_SHARE * len(text.split())
    return text if is_arabic and has_articles else words[0]
