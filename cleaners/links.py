"""The links of a page, classified by where they stand, so that a crawler can choose which to follow."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import lxml.html

from cleaners.blocks.block import Block
from cleaners.blocks.class_names import is_marked
from cleaners.blocks.from_html import collapse_space, link_address
from cleaners.sites import url_host

KIND_ORDER = (
    "related", "inline", "latest", "most_read", "unlabelled", "adjacent", "body", "menu", "tag", "author", "other",
)  # fmt: skip
"""The kinds by precedence: an address linked more than once gets the first that applies."""
_HTTP = ("http://", "https://")
_RANKS = {kind: rank for rank, kind in enumerate(KIND_ORDER)}
TAG_PARTS = ("/tag/", "/tags/", "/keyword/", "/topic/", "/topics/", "/category/", "/section/")
AUTHOR_PARTS = ("/author/", "/writer/", "/authors/", "/writers/")
_TAG_ADDRESS, _AUTHOR_ADDRESS = (re.compile("|".join(map(re.escape, parts))) for parts in (TAG_PARTS, AUTHOR_PARTS))

MAX_LINKS = 5_000
"""More than any real page has; beyond it, links of the most certain kinds are kept."""


@dataclass(frozen=True, slots=True)
class PageLink:
    """One address linked from a page."""

    url: str
    """Absolute where the page's own address is known; not canonical."""
    text: str
    """The longest link text; "" where only images link it."""
    kind: str
    """`related inline latest most_read unlabelled adjacent body menu tag author other`."""


def links_of(tree: lxml.html.HtmlElement, blocks: Sequence[Block], url: str | None) -> tuple[PageLink, ...]:
    """The HTTP links of a page in page order, each once, with its most certain kind and longest text."""
    found: dict[str, tuple[int, str]] = {}
    for block in blocks:
        kind = _kind_by_role(block) if block.links else ""
        for link in block.links:
            if _is_fetchable(link.url):
                _add_link(found, link.url, _RANKS[kind or _kind_of_link(block, link.url)], link.text)
    for element in tree.iter("a"):
        href = str(element.get("href") or "")
        target = "" if href.startswith("#") else link_address(url, href)
        known = found.get(target)
        if known is None and not _is_fetchable(target):
            continue
        text = "".join(element.itertext()) if len(element) else element.text or ""
        if known is None:
            found[target] = _RANKS["other"], collapse_space(text)
        elif len(text) > len(known[1]) and len(text := collapse_space(text)) > len(known[1]):
            found[target] = known[0], text
    if len(found) > MAX_LINKS:
        kept = set(sorted(found, key=lambda target: found[target][0])[:MAX_LINKS])
        found = {target: entry for target, entry in found.items() if target in kept}
    return tuple(PageLink(target, text, KIND_ORDER[rank]) for target, (rank, text) in found.items())


def _add_link(found: dict[str, tuple[int, str]], target: str, rank: int, text: str) -> None:
    """Add a link, with the rank of its kind, to those found; of an address found before, keep the better of each."""
    known = found.get(target)
    if known is not None:
        rank, text = min(known[0], rank), text if len(text) > len(known[1]) else known[1]
    found[target] = rank, text


def _kind_by_role(block: Block) -> str:
    """The kind of all links of a block whose role tells it; else ""."""
    if block.role == "related" and block.kind:
        return block.kind
    if block.role == "title" and block.article:
        return "related"
    return "tag" if block.role == "keywords" else ""


def _kind_of_link(block: Block, url: str) -> str:
    """The kind of a link by its address, its block's role and the class names around it."""
    path = url.lower()
    if _TAG_ADDRESS.search(path):
        return "tag"
    if block.role == "byline" or _AUTHOR_ADDRESS.search(path):
        return "author"
    if is_marked(block.place.shapes[-4:], "adjacent"):
        return "adjacent"
    if block.place.zone in ("nav", "header", "footer"):
        return "menu"
    return "body" if block.is_body else "other"


def same_site(url: str, page: str | None) -> bool:
    """Whether a link stays on the page's site: the last two host labels match, or one address has no host."""
    host, site = url_host(url), url_host(page or "")
    return not host or not site or host.split(".")[-2:] == site.split(".")[-2:]


def leads_away(block: Block, page: str | None) -> bool:
    """Whether a block has links and all of them lead to other sites than the page's."""
    return bool(block.links) and not any(same_site(link.url, page) for link in block.links)


def _is_fetchable(url: str) -> bool:
    """Whether an address can be fetched as a page."""
    return len(url) < 2048 and (url.startswith(_HTTP) or url[:8].lower().startswith(_HTTP))
