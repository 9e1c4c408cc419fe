"""Lines that an interface says, not an author: share, follow, install, accept, all rights reserved."""

from __future__ import annotations

from collections.abc import Iterator

from cleaners.blocks.block import Block
from cleaners.blocks.class_names import is_share_link
from cleaners.blocks.document import Document
from cleaners.phrases import phrases
from cleaners.text.line_shape import ends_sentence, is_prose

_INTERFACE_LETTERS = 120
_SHARE_BAR_LINKED = 0.7
_RIGHTS_SIGNS = ("©", "®")
_SENTENCE_WORDS = 8
"""A line of more words that ends with a full stop is a sentence of the text, whatever it opens with."""


def interface_line(page: Document) -> Iterator[Block]:
    """A line that is such a phrase, or opens with one and is short."""
    for block in page.texts:
        match = phrases("interface_line").match(block.text)
        said = match is not None and (match.form not in ("start", "end") or _is_interface_length(block.text))
        if said or _is_share_bar(block) or _is_rights_line(block.text):
            yield block.becomes("noise")


def _is_share_bar(block: Block) -> bool:
    """Whether a block is links to social networks and little else."""
    return block.place.link_share >= _SHARE_BAR_LINKED and all(is_share_link(link.url) for link in block.links)


def _is_rights_line(text: str) -> bool:
    """Whether a short line claims the page's rights with their sign, in whatever words."""
    return any(sign in text for sign in _RIGHTS_SIGNS) and len(text) <= _INTERFACE_LETTERS and not is_prose(text)


def _is_interface_length(text: str) -> bool:
    """Whether a line is short enough for an interface; a sentence that opens with the same words is longer."""
    return len(text) <= _INTERFACE_LETTERS and not (ends_sentence(text) and len(text.split()) > _SENTENCE_WORDS)
