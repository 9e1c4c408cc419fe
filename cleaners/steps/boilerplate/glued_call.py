"""Calls to follow or subscribe that are glued to the end of a text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaners.blocks.block import Block
from cleaners.blocks.document import Document
from cleaners.phrases import phrase_key, phrases
from cleaners.text.line_shape import is_prose

_CALL_LETTERS = 160
_SENTENCE_BORDER = re.compile(r"(?<=[.!؟?…»\"”)\]])\s+|\s+(?=[|•●▪*◆🔴👇]\s)|\s*[|•●▪◆]\s+")
_AND = "\u0648"
_OPEN_END = (":", "：", "👇", "⬇", "⬇️")


def glued_call(page: Document) -> Iterator[Block]:
    """Remove a call to follow the outlet after the last sentence of the text.

    It opens with a phrase and names a network or leads to a link that was lost. A sentence that tells who followed
    whom ends with a full stop.
    """
    for block in page.body[-1:]:
        if (end := _end_before_call(block.text)) and is_prose(block.text[:end]):
            yield block.reads(block.text[:end])


def _end_before_call(text: str) -> int:
    """Length of a text without the call at its end; 0 without a call.

    >>> _end_before_call("وبلغت الكلفة مليونا. تابعونا على فيسبوك")
    20
    >>> _end_before_call("وبلغت الكلفة مليونا. تابع قناة البلدية على يوتيوب آلاف السكان.")
    0
    """
    start = max(0, len(text) - _CALL_LETTERS)
    borders = (border for border in _SENTENCE_BORDER.finditer(text, start) if border.start())
    return next((border.start() for border in borders if is_call(text[border.end() :])), 0)


def is_call(text: str) -> bool:
    """Whether a sentence is a call that names a network or ends openly."""
    if len(text) > _CALL_LETTERS:
        return False
    bare = text.strip("|•●▪*◆🔴 ")
    match = phrases("call").match(bare) if phrases("call").may_open(bare) else None
    if match is None or match.form != "start" or bare.endswith((".", "؟", "!", "»")):
        return False
    return bare.endswith(_OPEN_END) or _names_network(match.rest)


def _names_network(text: str) -> bool:
    """Whether a text has the name of a network in it."""
    words = [phrase_key(word) for word in text.split()]
    names = {" ".join(words[at : at + count]) for at in range(len(words)) for count in (1, 2)}
    return not phrases("network").whole.isdisjoint(names | {name.removeprefix(_AND) for name in names})
