"""Texts, classes and attributes that mark a listing's next page, read once from `listing.toml`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec
from msgspec import Struct

from cleaners.data_files import Filled, read_toml
from cleaners.text.normalize import comparison_key

_LISTING_FILE = Path(__file__).with_name("listing.toml")
_TEXTS = ("next_texts", "more_texts")


class _ListingMarkers(Struct, frozen=True, forbid_unknown_fields=True):
    """The lists of the file, in its order; texts are folded by `folded`."""

    next_texts: tuple[Filled, ...] = ()
    more_texts: tuple[Filled, ...] = ()
    next_classes: tuple[Filled, ...] = ()
    more_classes: tuple[Filled, ...] = ()
    address_attributes: tuple[Filled, ...] = ()
    next_attributes: tuple[Filled, ...] = ()
    page_attributes: tuple[Filled, ...] = ()
    last_attributes: tuple[Filled, ...] = ()
    page_parameters: tuple[Filled, ...] = ()
    chrome: tuple[Filled, ...] = ()


def folded(text: str) -> str:
    """A text in the form for comparison: its comparison key, or its symbols if it has no letters (an arrow)."""
    return comparison_key(text) or "".join(text.split())


@cache
def listing_markers() -> _ListingMarkers:
    """The markers of the project's own file."""
    return read_listing_markers(_LISTING_FILE)


def read_listing_markers(path: Path) -> _ListingMarkers:
    """The markers of one file; raises `DataFileError` for unknown keys and wrong types."""
    found = read_toml(path, _ListingMarkers)
    return msgspec.structs.replace(found, **{name: tuple(map(folded, getattr(found, name))) for name in _TEXTS})
