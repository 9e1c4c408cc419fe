"""Text from strangers on a person's screen: nothing in it steers the terminal or turns the line around."""

from __future__ import annotations

import re

# Control characters but for tab and line break, soft hyphens and everything that sets a direction or cannot be seen,
# line and paragraph separators, lone surrogates, tags.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)


def printable(text: str) -> str:
    r"""The text with every character that is not for reading written as its number; line breaks and tabs stay.

    >>> printable("خبر \x1b[2J\u202e عاجل")
    'خبر \\x1b[2J\\u202e عاجل'
    """
    return _UNSEEN.sub(lambda found: _numbered(ord(found[0])), text)


def _numbered(code: int) -> str:
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
