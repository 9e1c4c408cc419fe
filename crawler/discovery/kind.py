"""What an answer is that announces articles."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crawler.discovery.xml import decompress, local_name, read_root

if TYPE_CHECKING:
    from typing import Final

_BY_ROOT: Final = {
    "rss": "feed",
    "rdf": "feed",
    "feed": "feed",
    "channel": "feed",
    "urlset": "sitemap",
    "sitemapindex": "sitemap",
    "html": "listing",
}
# Where the root element says nothing: enough of the beginning to see what a document is.
_HEAD = 4096


def kind_of_announcer(url: str, content_type: str | None, body: bytes) -> str | None:
    """`feed`, `sitemap`, `posts` (WordPress REST) or `listing` (HTML or other JSON); None for anything else.

    The body decides; media type and address only where it does not. Never raises.
    """
    head = (decompress(body[: 64 * 1024]) or b"")[:_HEAD].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0")
    if head[:1] in (b"[", b"{"):
        return _kind_of_json(url, body)
    lower = head.replace(b"\0", b"").lower()
    if b"<!doctype html" in lower or b"<html" in lower:
        return "listing"
    if b"<" in head:
        root = read_root(body)
        kind = _BY_ROOT.get(local_name(root)) if root is not None else None
        return kind or ("listing" if b"<a" in lower or "html" in (content_type or "").lower() else None)
    is_text = urlsplit(url).path.lower().endswith((".txt", ".txt.gz")) if _splits(url) else False
    return "sitemap" if head.startswith((b"http://", b"https://")) and (is_text or b"\n" in head) else None


def _kind_of_json(url: str, body: bytes) -> str | None:
    if "/wp-json/" in url or "rest_route=" in url:
        return "posts"
    try:
        json.loads(body.decode("utf-8-sig", "replace"), strict=False)
    except (ValueError, RecursionError):
        return None
    return "listing"


def _splits(url: str) -> bool:
    try:
        urlsplit(url)
    except ValueError:
        return False
    return True
