"""What an outlet calls itself: by its metadata, or behind the headline in the title of its page."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

import lxml.html

from cleaners.metadata.section_keywords import section
from cleaners.metadata.shape import words_of
from cleaners.metadata.structured_data import NAME_WORDS, Sources
from cleaners.metadata.titles import EDGES, SEPARATOR, Candidate, cut_off, key_of
from cleaners.normalize import normalize

LINK_LETTERS = 100
"""Names have fewer letters; a link may hold a whole card."""


def outlet_name(tree: lxml.html.HtmlElement, read: Sources, candidates: Sequence[Candidate]) -> str | None:
    """The outlet's name in normal form, else its host; None where nothing says either.

    Behind the headline stands the outlet's name, which is short, or a section's, which the page names as such or links.
    """
    if read.names:
        return normalize(read.names[0])
    for rest in cut_off(read.own.title, candidates):
        name = normalize(SEPARATOR.split(rest)[-1].strip(EDGES))
        if (
            0 < len(name.split()) <= NAME_WORDS
            and key_of(name) != key_of(section(read) or "")
            and not is_linked(tree, name)
        ):
            return name
    return normalize(read.hosts[0]) if read.hosts else None


def is_linked(tree: lxml.html.HtmlElement, name: str) -> bool:
    """Whether a page links something of that name that is not the outlet's home page."""
    key = key_of(name)
    return any(
        urlsplit(link.get("href") or "").path.strip("/") and key_of(words_of(link)[:LINK_LETTERS]) == key
        for link in tree.iter("a")
    )
