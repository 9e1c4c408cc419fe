"""Writing to a person's terminal or pipe, whose reader may have gone away."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from cleaners.printable import printable

if TYPE_CHECKING:
    from typing import TextIO


def visible(text: str) -> str:
    r"""The text on one line with everything that a terminal would obey written as an escape.

    >>> visible("خبر\u202e\x1b[2J\nx")
    'خبر\\u202e\\x1b[2J\\nx'
    """
    return printable(text).replace("\n", r"\n").replace("\t", r"\t")


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
