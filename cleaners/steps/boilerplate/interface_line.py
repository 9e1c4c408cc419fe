"""Interface text: share, follow, install, accept, all rights reserved, and bare addresses."""

from __future__ import annotations

import re
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
"""A line of more words that ends with a full stop is a sentence of the text, however it opens."""

_BARE_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.[a-z]{2,}", re.IGNORECASE)
_ADDRESS_LETTERS = 500
"""Longer lines are not an address for readers, and would be slow to match."""


def interface_line(page: Document) -> Iterator[Block]:
    """Drop interface phrases, short lines that open or end with one, share bars and rights lines."""
    for block in page.texts:
        match = phrases("interface_line").match(block.text)
        is_phrase = match is not None and (match.form not in ("start", "end") or _is_interface_length(block.text))
        if is_phrase or _is_share_bar(block) or _is_rights_line(block.text):
            yield block.becomes("noise")


def bare_address(page: Document) -> Iterator[Block]:
    """Drop web and mail addresses alone on their line, left over from mark-up, share boxes or signatures."""
    for block in page.texts:
        if len(block.text) <= _ADDRESS_LETTERS and _BARE_ADDRESS.fullmatch(block.text):
            yield block.becomes("noise")


def _is_share_bar(block: Block) -> bool:
    """Whether a block is little more than links to social networks."""
    return block.place.link_share >= _SHARE_BAR_LINKED and all(is_share_link(link.url) for link in block.links)


def _is_rights_line(text: str) -> bool:
    """Whether a short line contains a copyright or trademark sign."""
    return any(sign in text for sign in _RIGHTS_SIGNS) and len(text) <= _INTERFACE_LETTERS and not is_prose(text)


def _is_interface_length(text: str) -> bool:
    """Whether a line is short enough for interface text, and not a longer sentence that opens alike."""
    return len(text) <= _INTERFACE_LETTERS and not (ends_sentence(text) and len(text.split()) > _SENTENCE_WORDS)
