"""A text before and after an edit, in pieces that tell what changed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cleaners.article import Change
from cleaners.explain.alignment import aligned

_WORD_OR_SIGN = re.compile(r"\w+|\W")
_CONTEXT = 20
"""Letters shown on either side of what an edit took, in the text as it was; the text as it is now is whole."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text, and whether the other side lacks it."""

    text: str
    is_changed: bool = False


def edit_pieces(change: Change) -> tuple[list[Piece], list[Piece]]:
    """The pieces of a text before and after a change; of what stayed, `before` keeps the surroundings only."""
    was: list[Piece] = []
    now: list[Piece] = []
    for is_same, old, new in _differences(change.before.text, change.after.text):
        for pieces, text in ((was, old), (now, new)):
            if text and pieces and pieces[-1].is_changed is not is_same:
                pieces[-1] = Piece(pieces[-1].text + text, not is_same)
            elif text:
                pieces.append(Piece(text, not is_same))
    return [_shortened_piece(piece, at == 0, at == len(was) - 1) for at, piece in enumerate(was)], now


def _shortened_piece(piece: Piece, is_first: bool, is_last: bool) -> Piece:
    """A piece without the middle, or the outer part, of a long text that stayed."""
    if piece.is_changed or len(piece.text) <= 3 * _CONTEXT:
        return piece
    before = "" if is_first else piece.text[:_CONTEXT]
    after = "" if is_last else piece.text[-_CONTEXT:]
    return Piece(f"{before}…{after}")


def _differences(old: str, new: str) -> Iterator[tuple[bool, str, str]]:
    """Pieces that make up both texts, aligned by words and within different words by letters."""
    before, after = _WORD_OR_SIGN.findall(old), _WORD_OR_SIGN.findall(new)
    for is_same, a, b in aligned(before, after):
        was, now = "".join(before[a]), "".join(after[b])
        if is_same:
            yield True, was, now
        else:
            yield from ((letters, was[c], now[d]) for letters, c, d in aligned(was, now))
