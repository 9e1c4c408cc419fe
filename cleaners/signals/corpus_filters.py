"""What the quality filters of two corpora, FineWeb-2 and Gopher, say of a text."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from cleaners.data_files import read_toml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleaners.signals.counts import Signals

_FILTERS_FILE = Path(__file__).with_name("corpus_filters.toml")


class Thresholds(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The limits of one filter, in the units of `Signals`; `corpus_filters.toml` names their source."""

    most_duplicate_lines: float
    most_duplicate_letters: float
    most_top_ngrams: tuple[float, float, float]
    most_duplicate_ngrams: tuple[float, float, float, float, float, float]
    least_closed_lines: float
    most_lines_per_word: float
    least_words: int
    most_words: int
    mean_word: tuple[float, float]
    most_marks_per_word: float
    most_bullet_lines: float
    most_ellipsis_lines: float
    least_words_with_letters: float
    least_stop_words: int
    stop_words: frozenset[str]


class CorpusFilters(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The filters whose verdict a record carries."""

    fineweb2: Thresholds
    gopher: Thresholds


@cache
def corpus_filters() -> CorpusFilters:
    """The filters of `corpus_filters.toml`; raises DataFileError for a malformed file."""
    return read_toml(_FILTERS_FILE, CorpusFilters)


def verdict(signals: Signals, stop_words: int, limits: Thresholds) -> str | None:
    """The first rule by which a filter drops a text of these signals; None if it keeps it.

    `stop_words` is how many of the filter's own stop words the text has. Rules are named as datatrove names them, and
    asked in the order of FineWeb-2: repetition, form of the lines, words.
    """
    if not signals.words:
        return "empty"
    rules = (
        *_repetition_rules(signals, limits),
        *_line_rules(signals, limits),
        *_word_rules(signals, stop_words, limits),
    )
    return next((name for name, drops in rules if drops), None)


def _repetition_rules(signals: Signals, limits: Thresholds) -> Iterator[tuple[str, bool]]:
    yield "dup_line_frac", signals.duplicate_lines > limits.most_duplicate_lines
    for size, share, most in zip((2, 3, 4), signals.top_ngrams, limits.most_top_ngrams, strict=True):
        yield f"top_{size}_gram", share > most
    for size, share, most in zip(range(5, 11), signals.duplicate_ngrams, limits.most_duplicate_ngrams, strict=True):
        yield f"duplicated_{size}_n_grams", share > most


def _line_rules(signals: Signals, limits: Thresholds) -> Iterator[tuple[str, bool]]:
    yield "line_punct_ratio", signals.closed_lines < limits.least_closed_lines
    yield "char_dup_ratio", signals.duplicate_letters > limits.most_duplicate_letters
    yield "list_ratio", signals.lines_per_word > limits.most_lines_per_word


def _word_rules(signals: Signals, stop_words: int, limits: Thresholds) -> Iterator[tuple[str, bool]]:
    shortest, longest = limits.mean_word
    yield "gopher_short_doc", signals.words < limits.least_words
    yield "gopher_long_doc", signals.words > limits.most_words
    yield "gopher_below_avg_threshold", signals.mean_word < shortest
    yield "gopher_above_avg_threshold", signals.mean_word > longest
    yield "gopher_too_many_hashes", signals.hashes_per_word > limits.most_marks_per_word
    yield "gopher_too_many_ellipsis", signals.ellipses_per_word > limits.most_marks_per_word
    yield "gopher_too_many_bullets", signals.bullet_lines > limits.most_bullet_lines
    yield "gopher_too_many_end_ellipsis", signals.ellipsis_lines > limits.most_ellipsis_lines
    yield "gopher_below_alpha_threshold", signals.words_with_letters < limits.least_words_with_letters
    yield "gopher_enough_stop_words", stop_words < limits.least_stop_words
