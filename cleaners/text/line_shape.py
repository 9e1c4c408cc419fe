"""What a line looks like: a sentence, a headline, a name. Pure shape, no vocabulary."""

from __future__ import annotations

import re
from collections.abc import Sequence

_CLOSERS = "\"'”’»)]}›"
_SENTENCE_ENDS = ".。!؟?؛…"
"""Arabic ends sentences with ؟ and ؛ too; a colon announces what follows."""
_PROSE_LETTERS = 140
"""A line at least this long is a paragraph whatever ends it: 1 headline in 200 of the outlets known is longer."""
_LONG_LETTERS = 180
"""A line this long is a paragraph even for who asks for its end: excerpts and descriptions are shorter."""
PROSE_SHARE = 0.67
"""Share of paragraphs among the lines of a report."""
_SENTENCE_LETTERS = 45
"""A line that ends like a sentence is one from this length on; shorter ones are often labels."""
TITLE_LETTERS = 110
"""The longest of 4,925 headlines has 109 letters; decks that end without a full stop begin there."""
_HEADLINE_LETTERS = 170
"""The longest headlines of Arabic outlets have about 160 letters."""
HEADLINE_WORDS = 4
_VERSE_WORDS, _VERSES_RATIO = 4, 1.4
"""Verses have some words each, and none is much longer than another."""
DASHES = ("-", "–", "—", "*", "ـ")
"""Notes, and lists of works, open with them."""
LETTER_RUN = re.compile(r"[^\W\d_]+")
_DIGITS = re.compile(r"\d")


def ends_sentence(text: str) -> bool:
    """Whether the last mark, closing quotes aside, ends a sentence.

    >>> ends_sentence("قال: «لن نعود».")
    True
    >>> ends_sentence("بوتين يلتقي نظيره")
    False
    """
    return text.rstrip().rstrip(_CLOSERS).rstrip().endswith(tuple(_SENTENCE_ENDS))


def is_prose(text: str) -> bool:
    """Whether a line is running text: long, or of middle length and ended like a sentence.

    A question, a call or three dots end headlines too; those lines must be longer than headlines are.
    """
    if len(text) >= _PROSE_LETTERS:
        return True
    stopped = ends_sentence(text) and not is_open_ended(text)
    return len(text) >= _SENTENCE_LETTERS and (stopped or (ends_sentence(text) and len(text) > TITLE_LETTERS))


def is_closed_prose(text: str) -> bool:
    """Whether a line is certainly running text: very long, or ended like a sentence."""
    return len(text) > _LONG_LETTERS or (is_prose(text) and ends_sentence(text))


def is_mostly_prose(lines: Sequence[str]) -> bool:
    """Whether a text is made of paragraphs, as reports are; guides, dialogues, lists and poems have other lines too."""
    return sum(is_closed_prose(line) for line in lines) >= PROSE_SHARE * len(lines)


def is_open_ended(text: str) -> bool:
    """Whether a line ends with a question, a call or dots, as headlines and excerpts do."""
    bare = text.rstrip().rstrip(_CLOSERS).rstrip()
    return bare.endswith(("؟", "?", "!", "…", ".."))


def is_cut_off(text: str) -> bool:
    """Whether a line was cut off: three dots or more stand behind its last letter.

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
    """Whether a line could be a headline: some words, not too long, no full stop and no colon at its end.

    >>> is_headline("مالي.. الجيش يواجه انفصاليين على الحدود مع الجزائر")
    True
    >>> is_headline("وقال الوزير إن بلاده ماضية في الإصلاح.")
    False
    """
    bare = text.rstrip().rstrip(_CLOSERS).rstrip()
    if len(text) > _HEADLINE_LETTERS or word_count(text) < HEADLINE_WORDS:
        return False
    return not bare.endswith((".", "؛", ":", "،")) or bare.endswith("..")


def word_count(text: str) -> int:
    """How many words of letters a text has."""
    return len(LETTER_RUN.findall(text))


def are_verses(lines: Sequence[str]) -> bool:
    """Whether lines may be verses: none of few words, and all about as long."""
    lengths = [len(line) for line in lines]
    return min(word_count(line) for line in lines) >= _VERSE_WORDS and max(lengths) <= _VERSES_RATIO * min(lengths)


def is_name(text: str) -> bool:
    """Whether a line could be a person's name: two to four words of letters and nothing else.

    >>> is_name("ماهر الزياتي"), is_name("قراءة 2 دقيقة"), is_name("عاجل")
    (True, False, False)
    """
    words = text.split()
    return 2 <= len(words) <= 4 and len(text) <= 40 and all(LETTER_RUN.fullmatch(w) for w in words)
