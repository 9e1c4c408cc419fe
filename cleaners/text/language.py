"""Detect the language of a text by its letters, falling back to langdetect."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from itertools import islice

from cleaners.text.normalize import LETTERS

_MIN_SAMPLE_LETTERS = 20
"""Two or three words; shorter texts are undecidable."""
_SAMPLE_LETTERS = 12_000
"""Characters examined, about 2,000 words."""
_LANGDETECT_LETTERS = 1_500
"""Characters passed to langdetect: enough for it, and its time grows with them."""

_ARABIC_RUN = re.compile(f"[{LETTERS}]+")
_LATIN_LETTER = re.compile(r"[A-Za-z\u00c0-\u024f]")

# Letters found in every sentence of one language of the script and never in Arabic.
_PECULIAR = (
    ("ckb", frozenset("\u0695\u06b5\u06c6\u06ce\u06d5")),  # reh and lam with small v, oe, yeh with small v, ae
    ("ps", frozenset("\u069a\u0681\u0685\u0689\u0693\u067c\u06bc\u06ab\u06cd")),  # xin, dze, tse, ring letters
    ("ur", frozenset("\u0679\u0688\u0691\u06ba\u06d2")),  # tteh, ddal, rreh, noon ghunna, yeh barree
)
_PERSIAN_LETTERS = frozenset("\u067e\u0686\u0698\u06af")
"""Peh, tcheh, zheh, gaf: also used by the other languages, and in names in Arabic text."""
_PECULIAR_SHARE = 0.012
"""Minimum share of peculiar letters: Persian has 2 to 3 %, the others more; 4,925 Arabic articles at most 0.05 %."""
_DEFINITE_ARTICLE = re.compile(r"(?<![^\W_])[\u0648\u0641]?(?:[\u0628\u0643]?\u0627\u0644|\u0644\u0644)[^\W\d_]{2}")
"""A word with the Arabic definite article, possibly after a conjunction or preposition."""
_DEFINITE_ARTICLE_SHARE = 0.1
"""Minimum share of words with the definite article: the median Arabic text has 29 %, the lowest 11 %; the other
languages of the script have it in 1 to 5 % of their words, all borrowed."""


def language_of(text: str) -> str | None:
    """ISO 639-1 code of a text's language (`ckb` for Sorani Kurdish, which has none), such as `ar` for Arabic.

    Latin quotations and Persian names do not outweigh Arabic. None for fewer than 20 letters and for undecidable texts.
    Deterministic.

    >>> language_of("قال وزير الخارجية الروسي سيرغي لافروف لشبكة CNN إن بلاده تدعم مالي")
    'ar'
    >>> language_of("وزیر امور خارجه ایران گفت که گفتگوهای پیش رو در تهران برگزار می شود")
    'fa'
    >>> language_of("قال") is None
    True
    """
    sample = text[:_SAMPLE_LETTERS]
    used = set(sample)
    letters = _count(sample, (one for one in used if one.isalnum() and not one.isdecimal()))
    if letters < _MIN_SAMPLE_LETTERS:
        return None
    runs = _ARABIC_RUN.findall(sample)
    arabic = sum(map(len, runs))
    latin = _count(sample, filter(_LATIN_LETTER.fullmatch, used)) if arabic < letters else 0
    if arabic < max(latin, letters - arabic - latin):
        return guessed_language(sample)
    for language, peculiar in _PECULIAR:
        if _count(sample, used & peculiar) > _PECULIAR_SHARE * arabic:
            return language
    script = " ".join(runs)
    needed = max(1, math.ceil(_DEFINITE_ARTICLE_SHARE * len(runs)))
    if next(islice(_DEFINITE_ARTICLE.finditer(script), needed - 1, None), None) is not None:
        return "ar"
    if _count(sample, used & _PERSIAN_LETTERS) > _PECULIAR_SHARE * arabic:
        return "fa"
    return guessed_language(script)


def _count(sample: str, letters: Iterable[str]) -> int:
    """How often distinct letters stand in a sample."""
    return sum(map(sample.count, letters))


def guessed_language(text: str) -> str | None:
    """The language detected by langdetect, or None."""
    from langdetect import DetectorFactory, LangDetectException, detect  # importing it costs 350 ms

    DetectorFactory.seed = 0  # otherwise it is not deterministic
    try:
        return str(detect(text[:_LANGDETECT_LETTERS]))[:2]
    except LangDetectException:
        return None
