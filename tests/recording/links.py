"""How the recording's pages read and hang together; for its tests."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote, urldefrag, urljoin

import lxml.html

if TYPE_CHECKING:
    from .build import Recording

REDIRECTS = ("redirect", "redirect_offsite", "redirect_loop")


def html_of(body: bytes, content_type: str) -> str:
    """The page as a browser without heuristics reads it: header, meta element, else windows-1256 if not UTF-8."""
    named = re.search(r"charset=([\w-]+)", content_type) or re.search(
        r"charset=[\"']?([\w-]+)", body[:600].decode("latin-1")
    )
    if named:
        return body.decode(named[1])
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return body.decode("windows-1256")


def links_of(url: str, html: str) -> set[str]:
    """The http(s) links of a page in one spelling, fragments off."""
    hrefs = (a.get("href") for a in lxml.html.document_fromstring(html).iter("a") if a.get("href"))
    found = (urldefrag(urljoin(url, href))[0] for href in hrefs if not href.startswith("#"))
    return {spelled(link) for link in found if link.startswith("http")}


def spelled(url: str) -> str:
    """Percent-encoding in upper case."""
    return re.sub(r"%[0-9a-f]{2}", lambda match: match[0].upper(), quote(url, safe=":/?=&%-_.~!,@;+"))


def is_chrome(path: str, chrome: tuple[str, ...]) -> bool:
    """Whether a path of the menus is one that no outlet of the recording has, on purpose."""
    return any(path.startswith(rule[:-1]) if rule.endswith("*") else path == rule for rule in chrome)


def reached(recording: Recording, kinds: tuple[str, ...]) -> set[str]:
    """The articles that links reach from the seeds' pages, through pages of some kinds only."""
    pages = {page.url: page for page in recording.pages}
    todo = [page.url for page in recording.pages if "/seed-" in page.truth.get("story", "") and page.kind == "article"]
    seen = set(todo)
    while todo:
        page = pages[todo.pop()]
        targets = {page.truth["to"]} if page.kind in REDIRECTS else set()
        if page.kind in kinds:
            links = links_of(page.url, html_of(page.payload, page.content_type))
            listed = {spelled(link["url"]) for link in page.truth.get("related", ())}
            targets = listed if "listing" not in kinds and listed else links
        fresh = {url for url in targets if url in pages} - seen
        seen |= fresh
        todo += fresh
    return {pages[url].truth["canonical"] for url in seen if pages[url].kind == "article"}
