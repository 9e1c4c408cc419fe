"""Interface text: share, follow, install, accept, all rights reserved, and bare addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaners.blocks.block import Block
from cleaners.blocks.class_names import is_share_link
from cleaners.blocks.document import Document
from cleaners.phrases import phrases
from cleaners.steps.boilerplate.glued_call import is_call
from cleaners.text.line_shape import ends_sentence, is_prose

_INTERFACE_LETTERS = 120
_SHARE_BAR_LINKED = 0.7
_RIGHTS_SIGNS = ("©", "®")
_SENTENCE_WORDS = 8
"""A line of more words that ends with a full stop is a sentence of the text, however it opens."""

_BARE_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.[a-z]{2,}", re.IGNORECASE)
_ADDRESS_LETTERS = 500
"""Longer lines are not an address for readers, and would be slow to match."""


_DOMAINS = "com|net|org|info|news|press|media|online|tv|co|me|ae|bh|dz|eg|iq|jo|kw|lb|ly|ma|mr|om|ps|qa|sa|sd|sy|tn|ye"
_PLACE_OR_DESK = r"\s*[-–—|/]\s*[^\W\d_]+(?:\s[^\W\d_]+){0,2}"
_HOST_LINE = re.compile(
    rf"\W?((?:[a-z0-9-]{{2,40}}\.){{1,3}})(?:{_DOMAINS})(?:{_PLACE_OR_DESK}){{0,3}}\W?", re.IGNORECASE
)
_HOST_LETTERS = 80
_EDGE_LINES = 4
"""Lines at either end of the text among which an outlet's may be, beside place, desk and byline."""
_NAMING_TAGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "li", "td", "th", "dt", "dd"})
"""Headings, items and cells may name a site."""


def interface_line(page: Document) -> Iterator[Block]:
    """Drop interface phrases, short lines that open or end with one, calls to follow, share bars and rights lines."""
    named = page.named("interface_line")
    for block in page.texts:
        is_phrase = block.index in named and _is_phrase(block.text)
        if is_phrase or _is_share_bar(block) or _is_rights_line(block.text) or _is_call_line(block.text):
            yield block.becomes("noise")


def bare_address(page: Document) -> Iterator[Block]:
    """Drop web and mail addresses alone on their line, left over from mark-up, share boxes or signatures.

    Before or after the text also an outlet's host, with its place or desk, unless the text speaks of it.
    """
    ends = (*page.body[:_EDGE_LINES], *page.body[-_EDGE_LINES:])
    edges = {block.index for block in ends if "." in block.text and not page.start <= block.index <= page.end}
    for block in page.texts:
        is_word = " " not in block.text and len(block.text) <= _ADDRESS_LETTERS
        if (is_word and _BARE_ADDRESS.fullmatch(block.text)) or (block.index in edges and _is_outlet_host(page, block)):
            yield block.becomes("noise")


def _is_outlet_host(page: Document, block: Block) -> bool:
    """Whether a line is a host that no paragraph names."""
    host = _HOST_LINE.fullmatch(block.text) if len(block.text) <= _HOST_LETTERS else None
    if host is None or not page.paragraphs or block.place.tag in _NAMING_TAGS:
        return False
    name = host[1].rstrip(".").rpartition(".")[2].lower()
    return not any(name in other.text.lower() for other in page.paragraphs)


def _is_phrase(text: str) -> bool:
    """Whether a line is an interface phrase, or a short line that opens or ends with one."""
    match = phrases("interface_line").match(text)
    return match is not None and (match.form not in ("start", "end") or _is_interface_length(text))


def _is_share_bar(block: Block) -> bool:
    """Whether a block is little more than links to social networks."""
    return block.place.link_share >= _SHARE_BAR_LINKED and all(is_share_link(link.url) for link in block.links)


def _is_rights_line(text: str) -> bool:
    """Whether a short line contains a copyright or trademark sign."""
    return len(text) <= _INTERFACE_LETTERS and any(map(text.__contains__, _RIGHTS_SIGNS)) and not is_prose(text)


def _is_call_line(text: str) -> bool:
    """Whether a short line calls readers to follow the outlet on a network."""
    return len(text) <= _INTERFACE_LETTERS and is_call(text) and not is_prose(text)


def _is_interface_length(text: str) -> bool:
    """Whether a line is short enough for interface text, and not a longer sentence that opens alike."""
    return len(text) <= _INTERFACE_LETTERS and not (ends_sentence(text) and len(text.split()) > _SENTENCE_WORDS)
