"""The language of a text: by its letters where they say it, by langdetect only where they do not."""

from __future__ import annotations

import re

from cleaners.text.normalize import LETTERS

_MIN_SAMPLE_LETTERS = 20
"""Two or three words; less than that says nothing."""
_SAMPLE_LETTERS = 12_000
"""Characters read of a text, about 2,000 words."""
_LANGDETECT_LETTERS = 1_500
"""Characters that langdetect is given: enough for it, and its time grows with them."""

_ARABIC_SCRIPT = re.compile(f"[{LETTERS}]+")
_LATIN_SCRIPT = re.compile(r"[A-Za-z\u00c0-\u024f]+")
_LETTER_WORD = re.compile(r"[^\W\d_]+")

# Letters that stand in every sentence of one language of the script and in none of Arabic.
_PECULIAR = (
    ("ckb", re.compile("[\u0695\u06b5\u06c6\u06ce\u06d5]")),  # reh and lam with small v, oe, yeh with small v, ae
    ("ps", re.compile("[\u069a\u0681\u0685\u0689\u0693\u067c\u06bc\u06ab\u06cd]")),  # xin, dze, tse, ring letters
    ("ur", re.compile("[\u0679\u0688\u0691\u06ba\u06d2]")),  # tteh, ddal, rreh, noon ghunna, yeh barree
)
_PERSIAN_LETTERS = re.compile("[\u067e\u0686\u0698\u06af]")
"""Peh, tcheh, zheh, gaf: also in the others, and in the names of an Arabic text."""
_PECULIAR_SHARE = 0.012
"""Least share of peculiar letters: Persian has 2 to 3 %, the others more; 4,925 Arabic articles at most 0.05 %."""
_DEFINITE_ARTICLE = re.compile(r"(?<![^\W_])[\u0648\u0641]?(?:[\u0628\u0643]?\u0627\u0644|\u0644\u0644)[^\W\d_]{2}")
"""A word with the Arabic article, also behind a conjunction or preposition."""
_DEFINITE_ARTICLE_SHARE = 0.1
"""Least share of words with the article: half of the Arabic articles have 29 %, the poorest 11 %; the other languages
of the script borrow it in 1 to 5 % of their words."""


def language_of(text: str) -> str | None:
    """The ISO 639-1 code of a text's language (`ckb` for Sorani Kurdish, which has none of its own), `ar` for Arabic.

    Quotes in Latin letters and Persian names do not change an Arabic text. None for fewer than 20 letters, and where
    nobody can tell. The same text always gives the same answer.

    >>> language_of("قال وزير الخارجية الروسي سيرغي لافروف لشبكة CNN إن بلاده تدعم مالي")
    'ar'
    >>> language_of("وزیر امور خارجه ایران گفت که گفتگوهای پیش رو در تهران برگزار می شود")
    'fa'
    >>> language_of("قال") is None
    True
    """
    sample = text[:_SAMPLE_LETTERS]
    words = _LETTER_WORD.findall(sample)
    letters = sum(map(len, words))
    arabic = sum(map(len, _ARABIC_SCRIPT.findall(sample)))
    if letters < _MIN_SAMPLE_LETTERS:
        return None
    latin = sum(map(len, _LATIN_SCRIPT.findall(sample)))
    if arabic < max(latin, letters - arabic - latin):
        return _guessed_language(sample)
    script = " ".join(_ARABIC_SCRIPT.findall(sample))
    for language, peculiar in _PECULIAR:
        if len(peculiar.findall(script)) > _PECULIAR_SHARE * arabic:
            return language
    if len(_DEFINITE_ARTICLE.findall(script)) >= _DEFINITE_ARTICLE_SHARE * (script.count(" ") + 1):
        return "ar"
    if len(_PERSIAN_LETTERS.findall(script)) > _PECULIAR_SHARE * arabic:
        return "fa"
    return _guessed_language(script)


def _guessed_language(text: str) -> str | None:
    """What langdetect takes a text for; None where it finds nothing to go by."""
    from langdetect import DetectorFactory, LangDetectException, detect  # its first use costs 350 ms

    DetectorFactory.seed = 0  # it draws lots otherwise
    try:
        return str(detect(text[:_LANGDETECT_LETTERS]))[:2]
    except LangDetectException:
        return None
