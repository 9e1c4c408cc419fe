"""The picture that a page's data names for its article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from cleaners.metadata.structured_data import Sources
from cleaners.text.normalize import SURROGATE
from cleaners.text.web_address import join_address

_META_NAMES = ("og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src")
_ADDRESS_KEYS = ("url", "contentUrl", "@id")
_MAX_IMAGES = 20
"""Pictures of one article that are looked at; the first is its lead."""


def lead_image(sources: Sources, url: str | None) -> str | None:
    """The address of the article's lead image: its JSON-LD node's first, else that of the head; None without one.

    Absolute where the page's own address is known. A head that describes the home page is not asked.
    """
    named = [*_addresses_in(sources.article.get("image"), sources.nodes), sources.own_head.first(*_META_NAMES)]
    joined = (join_address(url, address.strip()) for address in named if address.strip())
    return next((address for address in joined if address and _is_picture(address, url)), None)


def _addresses_in(value: Any, nodes: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Yield the addresses that an image property holds: texts, image objects, or references to such nodes."""
    for entry in (value if isinstance(value, list) else [value])[:_MAX_IMAGES]:
        if isinstance(entry, dict) and set(entry) == {"@id"}:
            entry = next((node for node in nodes if node.get("@id") == entry["@id"]), entry)
        for address in [entry.get(key) for key in _ADDRESS_KEYS] if isinstance(entry, dict) else [entry]:
            text = next(iter(address), None) if isinstance(address, list) else address
            if isinstance(text, str):
                yield text


def _is_picture(address: str, url: str | None) -> bool:
    """Whether an address is one of the web, not inline data or an anchor of the page's own description."""
    if SURROGATE.search(address) or any(map(str.isspace, address)):
        return False
    if "#" in address and url and address.partition("#")[0].rstrip("/") == url.partition("#")[0].rstrip("/"):
        return False
    return address.startswith(("http://", "https://")) or (not url and ":" not in address and "#" not in address)
