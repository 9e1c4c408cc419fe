"""The words that open the labels in a phrase file: a cheap first test for lines, most of which have none."""

from __future__ import annotations

from cleaners.phrases import phrase_key, phrases


def may_be_labelled(text: str, file: str) -> bool:
    """Whether a word of a text opens a phrase of a file."""
    return not phrases(file).opening_words.isdisjoint(phrase_key(text).split())


def may_open_with_label(text: str, *files: str) -> bool:
    """Whether the first word of a text opens a phrase of one of the files."""
    word = phrase_key(text).partition(" ")[0]
    return any(word in phrases(file).opening_words for file in files)
