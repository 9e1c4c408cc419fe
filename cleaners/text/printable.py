"""Printing for a person: text from strangers steers no terminal and turns no line around; a reader may go away."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import TextIO

# Control characters but for tab and line break, soft hyphens and everything that sets a direction or cannot be seen,
# line and paragraph separators, lone surrogates, tags.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)


def printable(text: str) -> str:
    r"""The text with every character that is not for reading written as its number; line breaks and tabs stay.

    >>> printable("خبر \x1b[2J\u202e عاجل")
    'خبر \\x1b[2J\\u202e عاجل'
    """
    return _UNPRINTABLE.sub(lambda found: _escape_sequence(ord(found[0])), text)


def printable_line(text: str) -> str:
    r"""The printable text on one line: line breaks and tabs are written as escapes too.

    >>> printable_line("خبر\u202e\x1b[2J\nx")
    'خبر\\u202e\\x1b[2J\\nx'
    """
    return printable(text).replace("\n", r"\n").replace("\t", r"\t")


def try_write(stream: TextIO, text: str) -> bool:
    """Write text at once; False where nobody reads any more (`… | head`): this and all later text goes nowhere.

    Raises OSError for a disk that is full.
    """
    try:
        stream.write(text)
        stream.flush()
    except BrokenPipeError:
        discard_output(stream)
        return False
    return True


def discard_output(stream: TextIO) -> None:
    """Let what is still in the buffer go nowhere: the interpreter flushes once more at its end, and would complain."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def _escape_sequence(code: int) -> str:
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
