"""Writing to a person's terminal or pipe, whose reader may have gone away."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING
from unicodedata import category

if TYPE_CHECKING:
    from typing import TextIO

_UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
"""Control characters, direction marks and whatever else a terminal obeys instead of showing it."""


def visible(text: str) -> str:
    r"""The text on one line with everything that a terminal would obey written as an escape.

    >>> visible("خبر\u202e\x1b[2J\nx")
    'خبر\\u202e\\x1b[2J\\nx'
    """
    return "".join(one if category(one) not in _UNSEEN else ascii(one)[1:-1] for one in text)


def say(stream: TextIO, text: str) -> None:
    """Write text at once; where nobody reads any more (`… | head`), this and all later text goes nowhere."""
    try:
        stream.write(text)
        stream.flush()
    except BrokenPipeError:
        # The interpreter flushes once more at its end, and would complain.
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
