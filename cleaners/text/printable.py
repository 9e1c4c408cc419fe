"""Safe printing: untrusted text cannot control the terminal or reverse a line, and a closed pipe is tolerated."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import TextIO

# Control characters except tab and line break, soft hyphens, bidi controls and other invisible characters, line and
# paragraph separators, lone surrogates, tags.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)


def printable(text: str) -> str:
    r"""Escape control and invisible characters; line breaks and tabs stay.

    >>> printable("خبر \x1b[2J\u202e عاجل")
    'خبر \\x1b[2J\\u202e عاجل'
    """
    return _UNPRINTABLE.sub(lambda found: _escape_sequence(ord(found[0])), text)


def printable_line(text: str) -> str:
    r"""`printable` on one line: line breaks and tabs are escaped too.

    >>> printable_line("خبر\u202e\x1b[2J\nx")
    'خبر\\u202e\\x1b[2J\\nx'
    """
    return printable(text).replace("\n", r"\n").replace("\t", r"\t")


def try_write(stream: TextIO, text: str) -> bool:
    """Write and flush; False if the pipe is closed (`… | head`), and then all later output is discarded.

    Raises OSError for other errors, such as a full disk.
    """
    try:
        stream.write(text)
        stream.flush()
    except BrokenPipeError:
        discard_output(stream)
        return False
    return True


def discard_output(stream: TextIO) -> None:
    """Redirect a stream to the null device: the interpreter flushes it again at exit, which would raise."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def _escape_sequence(code: int) -> str:
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
