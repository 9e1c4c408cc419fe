"""The REST collection of posts (WordPress 4.7 and later) → announced articles and the collection's further pages."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, quote, urlencode, urlunsplit

from crawler.discovery.announced import Announced, absolute, each_once, iso_time, plain
from crawler.discovery.xml import decompress
from crawler.urls import parts_of

if TYPE_CHECKING:
    from datetime import date

# WordPress allows no more posts per page.
_PER_PAGE = 100
# 20,000 posts, newest first; larger collections are requested by date.
_MAX_POSTS_PAGES = 200
_POST_FIELDS = "link,title,date_gmt,modified_gmt"


def posts_page(collection: str, page: int = 1, *, search: str | None = None, since: date | None = None) -> str:
    """The address of one page of the collection, newest first, for `search` terms or posts `since` a date."""
    query = {"per_page": str(_PER_PAGE), "page": str(page), "_fields": _POST_FIELDS}
    if search is not None:
        query["search"] = search
    if since is not None:
        query["after"] = f"{since.isoformat()}T00:00:00"
    return _with_fields(collection, query)


def next_posts(url: str, found: int, total_pages: str | None = None) -> str | None:
    """The page of the collection after `url`; None after the last or `_MAX_POSTS_PAGES` pages.

    `found` is the number of posts on the page (0 means the last), `total_pages` the header X-WP-TotalPages, ignored
    if it is not a plausible number.
    """
    try:
        page = int(dict(parse_qsl(parts_of(url).query)).get("page", "1"))
    except ValueError:
        return None
    stated = (total_pages or "").strip()
    is_plausible = stated.isdecimal() and stated.isascii() and len(stated) < 9
    last = min(int(stated) if is_plausible else _MAX_POSTS_PAGES, _MAX_POSTS_PAGES)
    return _with_fields(url, {"page": str(page + 1)}) if found and 0 < page < last else None


def read_posts(body: bytes, url: str) -> list[Announced]:
    """The posts (or search results) of a REST answer, in its order, each address once.

    Notices printed by broken plug-ins before the JSON are skipped. Empty for anything else, including error objects
    and bodies beyond the limit of `decompress`; never raises.
    """
    posts = _json_list(decompress(body) or b"")
    return each_once([one for post in posts if isinstance(post, dict) and (one := _post(post, url))])


def _json_list(body: bytes) -> list[Any]:
    text = body.decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
    start = 0 if text.startswith(("[", "{")) else max(text.find("[{"), 0)
    try:
        value, _ = json.JSONDecoder(strict=False).raw_decode(text, start)
    except (ValueError, RecursionError):
        return []
    return value if isinstance(value, list) else []


def _post(post: dict[str, Any], base: str) -> Announced | None:
    url = absolute(base, _if_string(post.get("link")) or _if_string(post.get("url")))
    if url is None:
        return None
    title = post.get("title")
    title = title.get("rendered") if isinstance(title, dict) else title
    gmt = _if_string(post.get("date_gmt"))
    published = iso_time(f"{gmt}+00:00" if gmt and "T" in gmt else None) or iso_time(_if_string(post.get("date")))
    return Announced(url, plain(_if_string(title)), published)


def _if_string(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _with_fields(url: str, fields: dict[str, str]) -> str:
    parts = parts_of(url)
    kept = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name not in fields]
    return urlunsplit(parts._replace(query=urlencode(sorted([*kept, *fields.items()]), quote_via=quote), fragment=""))
