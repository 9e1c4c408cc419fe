"""The links of a page, classified by where they stand, so that a crawler can choose which to follow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
TAG_PARTS = ("/tag/", "/tags/", "/keyword/", "/topic/", "/topics/", "/category/", "/section/")
AUTHOR_PARTS = ("/author/", "/writer/", "/authors/", "/writers/")

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
    found: dict[str, PageLink] = {}
    for link in (*_links_in_blocks(blocks), *_links_in_tree(tree, url)):
        known = found.get(link.url)
        if known is None:
            found[link.url] = link
        else:
            kind = min(known.kind, link.kind, key=KIND_ORDER.index)
            found[link.url] = PageLink(link.url, max(known.text, link.text, key=len), kind)
    surest = sorted(found.values(), key=lambda link: KIND_ORDER.index(link.kind))[:MAX_LINKS]
    kept = {link.url for link in surest}
    return tuple(link for link in found.values() if link.url in kept)


def _links_in_blocks(blocks: Sequence[Block]) -> Iterator[PageLink]:
    """The links inside blocks."""
    for block in blocks:
        for link in block.links:
            if _is_fetchable(link.url):
                yield PageLink(link.url, link.text, _link_kind(block, link.url))


def _links_in_tree(tree: lxml.html.HtmlElement, url: str | None) -> Iterator[PageLink]:
    """The links in the mark-up, including those without text and those outside any block."""
    for element in tree.iter("a"):
        href = link_address(url, str(element.get("href") or ""))
        if _is_fetchable(href):
            yield PageLink(href, collapse_space("".join(element.itertext())), "other")


def _link_kind(block: Block, url: str) -> str:
    """The kind of a link by its block's role, the class names around it and its address."""
    if block.role == "related" and block.kind:
        return block.kind
    if block.role == "title" and block.article:
        return "related"
    path = url.lower()
    if block.role == "keywords" or any(part in path for part in TAG_PARTS):
        return "tag"
    if block.role == "byline" or any(part in path for part in AUTHOR_PARTS):
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
    return url.lower().startswith(("http://", "https://")) and len(url) < 2048
