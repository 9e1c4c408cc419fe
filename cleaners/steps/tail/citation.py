"""Whether a line cites a work: by its link, year, quotation marks, number and the words of citations."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from cleaners.blocks.block import Block
from cleaners.data_files import read_words
from cleaners.links import same_site
from cleaners.steps.related.text_lists import is_reference
from cleaners.text.normalize import comparison_key

_WORDS_FILE = Path(__file__).with_name("citation_words.txt")
_ADDRESS = re.compile(r"https?://|www\.|doi\.org", re.IGNORECASE)
_YEAR_OF_WORK = re.compile(r"[(،,.]\s*\d{4}\s*[)،,.]|\d{1,4}\s*[-/]\s*\d{1,2}\s*[-/]\s*\d{1,4}")
"""A year as citations print it, in brackets or between commas or full stops, or a day in digits."""
_QUOTED = re.compile(r"[«\"“][^«»\"“”]{4,}[»\"”]")
_BACK_LINK = re.compile(r"^\W*[↑^↩]")
_CITED_LETTERS = 400
"""The longest citation with its address; paragraphs are longer or cite nothing."""
_LINKED = 0.4
_SURE = 2


def citation_signs(block: Block, url: str | None) -> int:
    """The number of signs that a line cites a work, 0 for none; from two on it surely does.

    A link to another site, an address and a link back into the text count twice.
    """
    text = block.text
    if len(text) > _CITED_LETTERS:
        return 0
    linked = block.place.link_share >= _LINKED
    away = linked and any(not same_site(link.url, url) for link in block.links)
    own = linked and not away
    sure = away or _ADDRESS.search(text) is not None or _BACK_LINK.match(text) is not None
    named = not _citation_words().isdisjoint(comparison_key(text).split())
    signs = (own, named, _YEAR_OF_WORK.search(text), _QUOTED.search(text), is_reference(text))
    return _SURE * sure + sum(map(bool, signs))


@cache
def _citation_words() -> frozenset[str]:
    """The folded words, read once; raises DataFileError if the file is unreadable or empty."""
    return frozenset(map(comparison_key, read_words(_WORDS_FILE)))
