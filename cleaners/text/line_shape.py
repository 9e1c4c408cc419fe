"""The shape of a line: sentence, headline, name; by length and punctuation, without vocabulary."""

from __future__ import annotations

import re
from collections.abc import Sequence

_CLOSERS = "\"'”’»)]}›"
_SENTENCE_ENDS = tuple(".。!؟?؛…")
"""Arabic also ends sentences with ؟ and ؛; a colon introduces what follows."""
_PROSE_LETTERS = 140
"""A line at least this long is a paragraph however it ends; 1 headline in 200 of the known outlets is longer."""
_LONG_LETTERS = 180
"""A longer line counts as closed prose however it ends; excerpts and descriptions are shorter."""
PROSE_SHARE = 0.67
"""Minimum share of paragraphs among the lines of a news report."""
_SENTENCE_LETTERS = 45
"""Minimum length of a sentence; shorter lines are often labels."""
TITLE_LETTERS = 110
"""The longest of 4,925 headlines has 109 characters; decks without a full stop begin there."""
_MAX_HEADLINE_LETTERS = 170
"""The longest headlines of Arabic outlets have about 160 characters."""
HEADLINE_WORDS = 4
_VERSE_WORDS, _VERSES_RATIO = 4, 1.4
"""Verses have a few words each and similar lengths."""
DASHES = ("-", "–", "—", "*", "ـ")
"""Notes and lists of works begin with them."""
_FOOTNOTE_MARKS = re.compile(r"(?:\s?\[\d{1,3}\]){1,5}$")
LETTER_RUN = re.compile(r"[^\W\d_]+")


def ends_sentence(text: str) -> bool:
    """Whether the last character, closing quotes aside, ends a sentence.

    >>> ends_sentence("قال: «لن نعود».")
    True
    >>> ends_sentence("بوتين يلتقي نظيره")
    False
    """
    bare = text.rstrip()
    if bare.endswith("]"):
        bare = _FOOTNOTE_MARKS.sub("", bare)
    return bare.rstrip(_CLOSERS).rstrip().endswith(_SENTENCE_ENDS)


def is_prose(text: str) -> bool:
    """Whether a line is running text: long, or of medium length and ended like a sentence.

    Headlines also end with question marks, exclamation marks or dots; such lines must be longer than headlines.
    """
    if len(text) >= _PROSE_LETTERS:
        return True
    if len(text) < _SENTENCE_LETTERS or not ends_sentence(text):
        return False
    return len(text) > TITLE_LETTERS or not is_open_ended(text)


def is_closed_prose(text: str) -> bool:
    """Whether a line is certainly running text: very long, or ended like a sentence."""
    return len(text) > _LONG_LETTERS or (is_prose(text) and ends_sentence(text))


def is_mostly_prose(lines: Sequence[str]) -> bool:
    """Whether a text consists mostly of paragraphs, as reports do and guides, dialogues, lists and poems do not."""
    return sum(is_closed_prose(line) for line in lines) >= PROSE_SHARE * len(lines)


def is_open_ended(text: str) -> bool:
    """Whether a line ends with a question mark, exclamation mark or dots, as headlines and excerpts do."""
    bare = text.rstrip().rstrip(_CLOSERS).rstrip()
    return bare.endswith(("؟", "?", "!", "…", ".."))


def is_cut_off(text: str) -> bool:
    """Whether a line is truncated: an ellipsis follows its last letter.

    >>> is_cut_off("وصل الوزير إلى المدينة ... »")
    True
    >>> is_cut_off("وصل الوزير... ثم غادر.")
    False
    """
    end = len(text)
    while end and not (text[end - 1].isalnum() or text[end - 1] == "_"):
        end -= 1
    return "…" in text[end:] or "..." in text[end:]


def is_headline(text: str) -> bool:
    """Whether a line could be a headline: several words, not too long, no full stop or colon at the end.

    >>> is_headline("مالي.. الجيش يواجه انفصاليين على الحدود مع الجزائر")
    True
    >>> is_headline("وقال الوزير إن بلاده ماضية في الإصلاح.")
    False
    """
    if len(text) > _MAX_HEADLINE_LETTERS:
        return False
    bare = text.rstrip().rstrip(_CLOSERS).rstrip()
    is_open = not bare.endswith((".", "؛", ":", "،")) or bare.endswith("..")
    return is_open and word_count(text) >= HEADLINE_WORDS


def word_count(text: str) -> int:
    """The number of words made of letters."""
    return len(LETTER_RUN.findall(text))


def are_verses(lines: Sequence[str]) -> bool:
    """Whether lines may be verses: several words each and similar lengths."""
    lengths = [len(line) for line in lines]
    return min(word_count(line) for line in lines) >= _VERSE_WORDS and max(lengths) <= _VERSES_RATIO * min(lengths)


def is_name(text: str) -> bool:
    """Whether a line could be a person's name: two to four words of letters only.

    >>> is_name("ماهر الزياتي"), is_name("قراءة 2 دقيقة"), is_name("عاجل")
    (True, False, False)
    """
    words = text.split()
    return 2 <= len(words) <= 4 and len(text) <= 40 and all(LETTER_RUN.fullmatch(w) for w in words)
