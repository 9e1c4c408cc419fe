"""Signals of a text's quality: counts and shares by which a user chooses, and on which nothing is dropped here."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from itertools import accumulate
from operator import itemgetter
from statistics import median
from typing import TYPE_CHECKING, Any

from cleaners.signals.corpus_filters import corpus_filters, verdict
from cleaners.text.line_shape import ends_sentence
from cleaners.text.normalize import LETTERS, MARKS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_SHORT_LINE = 30
"""Characters of a short line, as in FineWeb."""
_WORD_OR_SIGN = re.compile(rf"[\w{MARKS}]+|[^\w\s]")
"""A word with its tashkeel, or a single other sign, as the tokenizer of the filters separates them."""
_KINDS = {
    "arabic": re.compile(f"[{LETTERS}]"),
    "tashkeel": re.compile(f"[{MARKS}]"),
    "letter": re.compile(r"[^\W\d_]"),
    "digit": re.compile(r"\d"),
    "symbol": re.compile(rf"[^\w\s{MARKS}]"),
}
"""What a character may be, several at once."""
_SENTENCE_END = re.compile(r"[.!?\u061f\u2026]+(?=[\"'\u201d\u2019\u00bb)\]]*\s)")
"""Marks that end a sentence within a line; the line's own end is counted apart."""
_TOP_SIZES, _DUPLICATE_SIZES = (2, 3, 4), (5, 6, 7, 8, 9, 10)
_BULLETS = ("-", "\u2022")
_ELLIPSES = ("...", "\u2026")


@dataclass(frozen=True, slots=True)
class Signals:
    """What can be counted in a text; shares are 0 to 1, and 0 where there is nothing to share."""

    words: int
    """Runs of letters, digits and tashkeel."""
    sentences: int
    """Ends of sentences, at least one for each line."""
    lines: int
    """Lines that are not blank: blocks of an article."""
    mean_line: float
    """Mean characters of a line."""
    median_line: float
    """Median characters of a line."""
    mean_word: float
    """Mean characters of a word, tashkeel included."""
    words_with_letters: float
    """Share of words and other signs that have a letter."""
    short_lines: float
    """Share of lines of at most 30 characters."""
    closed_lines: float
    """Share of lines that end like a sentence."""
    bullet_lines: float
    """Share of lines that begin with a bullet or a hyphen."""
    ellipsis_lines: float
    """Share of lines that end with an ellipsis."""
    lines_per_word: float
    """Lines for each word."""
    duplicate_lines: float
    """Share of lines that repeat an earlier one."""
    duplicate_letters: float
    """Share of characters in such lines."""
    top_ngrams: tuple[float, float, float]
    """Share of characters in the most frequent run of 2, 3 and 4 words."""
    duplicate_ngrams: tuple[float, float, float, float, float, float]
    """Share of characters in repeated runs of 5, 6 … 10 words."""
    arabic: float
    """Share of letters that are Arabic."""
    digits: float
    """Share of characters that are digits."""
    symbols: float
    """Share of characters that are neither letters, tashkeel, digits nor white space."""
    hashes_per_word: float
    """Hash signs for each word."""
    ellipses_per_word: float
    """Ellipses for each word, of one character or three."""
    tashkeel: float
    """Diacritics for each Arabic letter."""
    stop_words: int
    """How many of the stop words of FineWeb-2's Arabic filters occur."""
    fineweb2: str | None = None
    """The first rule by which FineWeb-2's Arabic filters would drop the text; None if they would keep it."""
    gopher: str | None = None
    """The same of Gopher's filters."""

    def to_dict(self) -> dict[str, Any]:
        """The signals as JSON values, shares rounded to four digits."""
        return {name: _rounded(value) for name, value in asdict(self).items()}


def signals_of(text: str) -> Signals:
    r"""The signals of a text whose lines are separated by line breaks.

    >>> signals_of("").fineweb2
    'empty'
    >>> one = signals_of("قال الوزير إن الميزانية أقرت اليوم.\n\nوأضاف أن التنفيذ يبدأ غدا")
    >>> one.words, one.lines, one.sentences, one.closed_lines
    (11, 2, 2, 0.5)
    """
    lines = [line for line in map(str.strip, text.splitlines()) if line]
    tokens = _WORD_OR_SIGN.findall(text)
    counted = _counts_of(text, lines, tokens)
    filters, known = corpus_filters(), set(tokens)
    counted = replace(counted, stop_words=len(known & filters.fineweb2.stop_words))
    return replace(
        counted,
        fineweb2=verdict(counted, counted.stop_words, filters.fineweb2),
        gopher=verdict(counted, len(known & filters.gopher.stop_words), filters.gopher),
    )


def _counts_of(text: str, lines: Sequence[str], tokens: Sequence[str]) -> Signals:
    """The signals of a text without verdicts."""
    words = [token for token in tokens if token[0].isalnum() or len(token) > 1]
    characters = _characters(text)
    visible = len(text) - sum(map(text.count, "\n\r"))
    repeated, closed = _repeated(lines), [ends_sentence(line) for line in lines]
    places = _repeated_runs(tokens)
    return Signals(
        words=len(words),
        sentences=sum(
            max(1, len(_SENTENCE_END.findall(line)) + ends) for line, ends in zip(lines, closed, strict=True)
        ),
        lines=len(lines),
        mean_line=_share(sum(map(len, lines)), len(lines)),
        median_line=float(median(map(len, lines))) if lines else 0.0,
        mean_word=_share(sum(map(len, words)), len(words)),
        words_with_letters=_share(_with_letters(tokens), len(tokens)),
        short_lines=_share(sum(len(line) <= _SHORT_LINE for line in lines), len(lines)),
        closed_lines=_share(sum(closed), len(lines)),
        bullet_lines=_share(sum(line.startswith(_BULLETS) for line in lines), len(lines)),
        ellipsis_lines=_share(sum(line.endswith(_ELLIPSES) for line in lines), len(lines)),
        lines_per_word=_share(len(lines), len(tokens)),
        duplicate_lines=_share(len(repeated), len(lines)),
        duplicate_letters=_share(sum(map(len, repeated)), visible),
        top_ngrams=tuple(_top_ngram(tokens, size, places[size], len(text)) for size in _TOP_SIZES),  # type: ignore[arg-type]
        duplicate_ngrams=_duplicate_ngrams(tokens, places, len(text)),
        arabic=_share(characters["arabic"], characters["letter"]),
        digits=_share(characters["digit"], visible),
        symbols=_share(characters["symbol"], visible),
        hashes_per_word=_share(text.count("#"), len(tokens)),
        ellipses_per_word=_share(sum(map(text.count, _ELLIPSES)), len(tokens)),
        tashkeel=_share(characters["tashkeel"], characters["arabic"]),
        stop_words=0,
    )


def _characters(text: str) -> Counter[str]:
    """How many characters of each kind a text has."""
    found = Counter[str]()
    for character in set(text):
        number = text.count(character)
        for kind in _kinds_of(character):
            found[kind] += number
    return found


@lru_cache(maxsize=4096)
def _kinds_of(character: str) -> tuple[str, ...]:
    return tuple(kind for kind, pattern in _KINDS.items() if pattern.match(character))


def _with_letters(tokens: Sequence[str]) -> int:
    """How many tokens have a letter."""
    has_letter = _KINDS["letter"].search
    return sum(number for token, number in Counter(tokens).items() if token.isalpha() or has_letter(token))


def _repeated(lines: Sequence[str]) -> list[str]:
    """The lines that repeat an earlier one."""
    seen: set[str] = set()
    return [line for line in lines if line in seen or seen.add(line)]  # type: ignore[func-returns-value]


def _repeated_runs(tokens: Sequence[str]) -> dict[int, list[int]]:
    """By size, 2 to 10, where the runs of so many tokens begin that occur more than once.

    A run recurs only where both runs within it, one token shorter, do: so there is little left to count.
    """
    places, found = range(len(tokens) - 1), dict[int, list[int]]()
    for size in (*_TOP_SIZES, *_DUPLICATE_SIZES):
        runs = [tuple(tokens[first : first + size]) for first in places]
        numbers = Counter(runs)
        found[size] = [first for first, run in zip(places, runs, strict=True) if numbers[run] > 1]
        last, again = len(tokens) - size - 1, set(found[size])
        places = [first for first in found[size] if first <= last and first + 1 in again]  # type: ignore[assignment]
    return found


def _top_ngram(tokens: Sequence[str], size: int, places: Sequence[int], length: int) -> float:
    """Share of a text's characters in its most frequent run of `size` tokens; of several, the one met first.

    `places` are those of the runs that recur; where there is none, each run is as frequent.
    """
    if len(tokens) < size:
        return 0.0
    runs = Counter(tuple(tokens[first : first + size]) for first in places or [0])
    run, number = max(runs.items(), key=itemgetter(1))
    return (sum(map(len, run)) + size - 1) * number / length


def _duplicate_ngrams(
    tokens: Sequence[str], places: Mapping[int, Sequence[int]], length: int
) -> tuple[float, float, float, float, float, float]:
    """Share of a text's characters in runs of 5 … 10 tokens that occurred before, none counted twice.

    `places` are those of the runs that recur, by size.
    """
    ends = [0, *accumulate(map(len, tokens))]
    letters = (_letters_repeated(tokens, ends, size, places[size]) for size in _DUPLICATE_SIZES)
    return tuple(one / max(1, length) for one in letters)  # type: ignore[return-value]


def _letters_repeated(tokens: Sequence[str], ends: Sequence[int], size: int, places: Sequence[int]) -> int:
    seen: set[tuple[str, ...]] = set()
    letters = free = 0
    for first in places:
        run = tuple(tokens[first : first + size])
        if first < free:
            continue
        if run in seen:
            free = first + size
            letters += ends[free] - ends[first]
        else:
            seen.add(run)
    return letters


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def _rounded(value: object) -> object:
    if isinstance(value, tuple):
        return [round(one, 4) for one in value]
    return round(value, 4) if isinstance(value, float) else value
