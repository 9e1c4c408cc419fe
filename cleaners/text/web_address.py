"""Splitting and joining web addresses; the only module that lets urllib do so, which raises for some of them."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urljoin, urlsplit

from cleaners.text.text_cache import text_cache

_MAX_ADDRESS = 16_384
"""Longer ones are data, not addresses; urllib remembers the last hundred that it split."""


_HOST = r"https?://[a-z0-9]+(?:[.-][a-z0-9]+)*"
_QUERY = r"(?:\?[^\x00-\x20#\x7f]+)?"
_ABSOLUTE = re.compile(rf"{_HOST}(?:/[^\x00-\x20?#;\\\x7f]*)?{_QUERY}")
"""Addresses that joining leaves as they are."""
_ROOTED = re.compile(rf"/(?![/.])(?:[^\x00-\x20?#;\\\x7f/]|/(?!\.))*{_QUERY}")
"""Paths, and queries, that joining only puts behind the host; not those with segments of dots."""
_ORIGIN = re.compile(rf"{_HOST}(?=[/?#]|\Z)")
_PLAIN = re.compile(rf"(?:{_HOST})?(/(?!/)[^\x00-\x20?#\x7f]*|)(?:\?([^\x00-\x20#\x7f]*))?(?:#[^\x00-\x20\x7f]*)?")
"""Addresses that begin with such a host, a path or a query."""


def split_address(url: str | None) -> SplitResult | None:
    """The parts of an address, whose `hostname` and `port` can be read; None if it has no valid parts. Never raises.

    Invalid are brackets without an IP address in them, a port that is no number up to 65535, and a host of letters
    that compatibility normalization (NFKC) turns into separators.

    >>> split_address("//Example.com:80/a?b#c").hostname, split_address("http://[x"), split_address("http://ex℀mple.com/")
    ('example.com', None, None)
    """
    if url is None or len(url) > _MAX_ADDRESS:
        return None
    try:
        parts = urlsplit(url)
        _ = parts.hostname, parts.port  # read here, because only reading them checks them
    except ValueError:
        return None
    return parts


def path_and_query(url: str) -> tuple[str, str] | None:
    """Path and query of an address as `split_address` has them, mostly without urllib; None if it has no valid parts.

    >>> path_and_query("https://a.example/b/?c=1#d"), path_and_query("/b#d"), path_and_query("//[x")
    (('/b/', 'c=1'), ('/b', ''), None)
    """
    plain = _PLAIN.fullmatch(url)
    if plain is not None and len(url) <= _MAX_ADDRESS:
        return plain[1], plain[2] or ""
    parts = split_address(url)
    return (parts.path, parts.query) if parts is not None else None


@text_cache(8192)
def join_address(base: str | None, link: str) -> str | None:
    """The address that a link on the page `base` leads to; None if either has no valid parts. Never raises.

    >>> join_address("https://a.example/b/c", "../d"), join_address(None, "d"), join_address(None, "//[x")
    ('https://a.example/d', 'd', None)
    """
    if max(len(base or ""), len(link)) > _MAX_ADDRESS:
        return None
    if _ABSOLUTE.fullmatch(link):
        return link
    if base and _ROOTED.fullmatch(link) and (origin := _ORIGIN.match(base)):
        return origin[0] + link
    try:
        joined = urljoin(base or "", link)
    except ValueError:
        return None
    return joined if split_address(joined) else None
