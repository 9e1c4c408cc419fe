"""Addresses: their canonical form, their registrable domain, and whether they look like articles."""

from __future__ import annotations

import hashlib
import ipaddress
import re
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import SplitResult, unquote

import tldextract

from cleaners.text.normalize import comparison_key
from cleaners.text.web_address import split_address
from crawler.urls.path import decode_path, remove_dot_segments, without_amp
from crawler.urls.percent import PATH_MARKS, QUERY_MARKS, normalize_percent
from crawler.urls.rules import rules
from crawler.urls.session import without_session

_DEFAULT_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*")
_DATED_PATH = re.compile(r"/(19|20)\d\d/\d{1,2}(/\d{1,2})?/(?P<slug>.*)")
# Five digits: shorter numbers in a path are just as often pages, sections or days.
_NUMBERED_PATH = re.compile(r"/(\d{5,}([-_][^/]*)?|[^/]*[-_]\d{5,})(\.\w+)?(/[^/]*)?/?$")
_PAGED_PATH = re.compile(r"/page/\d+(\.\w+)?/?$|/p\d{1,3}/?$")
# Four words: sections and pages about the outlet rarely have more than three.
_SLUG_WORDS = 4
# Letters of a normalized address, and fields of its query. Articles of Arabic outlets have up to 1,100 and 5 (a slug
# of 200 Arabic letters has 1,200); longer addresses are not pages, and too expensive to examine by the thousand.
MAX_LETTERS = 2048
MAX_FIELDS = 64
_MAX_NAME_LETTERS = 200
_DOCUMENTS = frozenset(("html", "htm", "php", "asp", "aspx", "jsp"))

# Only the bundled snapshot: no network, nothing written to the home directory. Private suffixes count, because two
# blogs on one blog host are two outlets.
_extract = tldextract.TLDExtract(cache_dir=None, suffix_list_urls=(), include_psl_private_domains=True)


class Address(NamedTuple):
    """The parts of an http or https address: host with port, path and query in normalized spelling."""

    scheme: str
    host: str
    path: str
    query: str

    def __str__(self) -> str:
        return f"{self.scheme}://{self.host}{self.path}" + (f"?{self.query}" if self.query else "")


def canonicalize(url: str) -> str:
    """The canonical form of an address, for ids, edges and deduplication; "" if it is not an http(s) address.

    Normalized: case and spelling of scheme and host (percent-encoded, full-width, final dot), default port,
    percent-encoding, dot segments, order of the query. Removed: fragment, tracking parameters, session ids, AMP marks.
    Scheme and trailing slash stay, an empty path becomes "/". An address with a user name, or beyond MAX_LETTERS or
    MAX_FIELDS, gives "". Idempotent, never raises. Unicode composition stays: an Arabic slug with its marks in another
    order is another address to its server (see `address_key`).

    >>> canonicalize("HTTPS://Example.com:443/%d8%a3%D8%a8/amp/?utm_source=x&b=2&a=1#top")
    'https://example.com/%D8%A3%D8%A8/?a=1&b=2'
    """
    address = split(url)
    if address is None:
        return ""
    path = without_amp(remove_dot_segments(without_session(address.path)))
    return str(address._replace(path=path, query=_clean_query(address.query)))


def parts_of(url: str) -> SplitResult:
    """The parts of an address as it is written, whose `hostname` and `port` can be read; empty for an invalid one.

    >>> parts_of("http://a.example:81/x?y").netloc, parts_of("http://[x").netloc
    ('a.example:81', '')
    """
    return split_address(url) or SplitResult("", "", "", "", "")


def split(url: str) -> Address | None:
    """The normalized parts of an address, its query sorted and only its fragment dropped; None if it is invalid."""
    url = url.strip(" \t\r\n\f\v\0").partition("#")[0]
    # Percent-encoding adds at least three letters for every byte of a non-ASCII letter beyond its first.
    longer = 3 * (len(url.encode("utf-8", "replace")) - len(url)) if len(url) <= MAX_LETTERS else 0
    return _split(url) if len(url) + longer <= MAX_LETTERS else None


@lru_cache(maxsize=8192)  # the links of the pages in flight; recomputing a later one costs microseconds
def _split(url: str) -> Address | None:
    parts = split_address(url)
    if parts is None:
        return None
    try:
        host = _normalize_host(parts)
    except ValueError:
        return None
    if parts.scheme not in _DEFAULT_PORTS or not host:
        return None
    path = remove_dot_segments(normalize_percent(parts.path, PATH_MARKS) or "/")
    folded = normalize_percent(parts.query.replace("+", "%20"), QUERY_MARKS + "&=")
    fields = sorted(filter(None, folded.split("&")))
    if len(path) + len(folded) > MAX_LETTERS or len(fields) > MAX_FIELDS:
        return None
    address = Address(parts.scheme, host, path, "&".join(fields))
    return address if len(str(address)) <= MAX_LETTERS else None


def address_key(canonical: str) -> str:
    """The canonical address in Unicode normal form (NFC), under which two compositions of its letters are equal.

    For comparison only: a server may not know this spelling.

    >>> address_key("https://example.com/%D8%A7%D9%94") == address_key("https://example.com/%D8%A3")
    True
    """
    address = split(canonical)
    if address is None or "%" not in canonical:
        return canonical
    path = normalize_percent(address.path, PATH_MARKS, composed=True)
    return str(address._replace(path=path, query=normalize_percent(address.query, QUERY_MARKS + "&=", composed=True)))


@lru_cache(maxsize=8192)
def slash_variant(canonical: str) -> str:
    """The address with its path's final slash removed or added; a home page stays as it is.

    Hardly any server has two pages there, and an AMP address (`/x/amp/`) does not tell which spelling its article has.

    >>> slash_variant("https://a.example/x/"), slash_variant("https://a.example/x?id=1")
    ('https://a.example/x', 'https://a.example/x/?id=1')
    """
    parts = split_address(canonical)
    if parts is None or parts.path in ("", "/"):
        return canonical
    path = parts.path[:-1] if parts.path.endswith("/") else f"{parts.path}/"
    return parts._replace(path=path).geturl()


def _normalize_host(parts: SplitResult) -> str:
    """The normalized host, as browsers spell it, and port; "" if unusable. Raises ValueError (or UnicodeError)."""
    host = parts.hostname or ""
    if "@" in parts.netloc:
        return ""
    if ":" in host:
        host = f"[{ipaddress.IPv6Address(host).compressed}]" if "%" not in host else ""
    else:
        host = unquote(host, errors="strict").lower()  # percent-encoded at most once, as browsers decode it
        host = (host if host.isascii() else host.encode("idna").decode("ascii").lower()).rstrip(".")
        host = host if _HOST.fullmatch(host) and len(host) <= 253 else ""
    port = parts.port
    return host if not host or port in (None, _DEFAULT_PORTS.get(parts.scheme)) else f"{host}:{port}"


def _clean_query(query: str) -> str:
    return "&".join(field for field in query.split("&") if field and not rules().ignored(field))


@lru_cache(maxsize=4096)
def _registrable(host: str) -> str:
    found = _extract.extract_str(host)
    if found.suffix and found.domain:
        return f"{found.domain}.{found.suffix}"
    labels = host.split(".")
    is_name = not found.suffix and ":" not in host and not labels[-1].isdecimal()
    return ".".join(labels[-2:]) if is_name else host


def registrable_domain(url: str) -> str:
    """The registered domain, "alarab.co.uk" for any of its hosts; "" if it is not an http(s) address.

    An IP address, localhost or a bare suffix is its own domain. A suffix that is not on the list counts as one label
    ("a.news.example" → "news.example").
    """
    address = split(url)
    return _registrable(re.sub(r":\d+$", "", address.host)) if address else ""


def is_public_suffix(host: str) -> bool:
    """Whether others register their domains under a host: "com", "co.uk", "blogspot.com"."""
    found = _extract.extract_str(host)
    return (bool(found.suffix) and not found.domain) or "." not in host


def article_id(canonical: str) -> str:
    """The first 16 hexadecimal digits of the SHA-256 of a canonical address."""
    return hashlib.sha256(canonical.encode("utf-8", "replace")).hexdigest()[:16]


def looks_like_article(url: str) -> bool | None:
    """Whether an address is shaped like an article's; None if only the page can tell."""
    return classify_address(url)[0]


def classify_address(url: str) -> tuple[bool | None, str]:
    """Whether an address is shaped like an article's (None: only the page can tell), and the rule that says so.

    >>> classify_address("https://a.example/author/salma"), classify_address("https://a.example/news/2025/6/1/")
    ((False, "section word 'author'"), (False, 'date without a slug'))
    """
    address = split(canonicalize(url))
    if address is None or (address.path == "/" and not address.query):
        return False, "home page"
    known, path = rules(), decode_path(address.path)
    fields = dict(field.partition("=")[::2] for field in address.query.split("&") if field)
    segments = [segment for segment in path.lower().split("/") if segment]
    if listed := sorted(known.listing_parameters & fields.keys()):
        return False, f"query field {listed[0]!r}"
    if _PAGED_PATH.search(path):
        return False, "page number"
    if named := [segment for segment in segments if segment in known.sections]:
        return False, f"section word {named[0]!r}"
    if any(fields.get(name, "").isdecimal() for name in known.article_parameters):
        return True, "numbered query field"
    last = segments[-1] if segments else ""
    if _is_file_or_page(last):
        return False, f"file or page name {last!r}"
    if dated := _DATED_PATH.search(path):
        has_slug = bool(dated["slug"].strip("/"))
        return has_slug, "date and slug" if has_slug else "date without a slug"
    is_article = _NUMBERED_PATH.search(path) or len(re.split("[-_]", last.strip("-_"))) >= _SLUG_WORDS
    return (True, "number or slug") if is_article else (None, "no rule")


def is_about_outlet(canonical: str) -> bool:
    """Whether an address is a page about the outlet that links to no articles: contact, privacy, staff …"""
    address = split(canonical)
    return address is not None and _page_name(decode_path(address.path)) in rules().pages


def _is_file_or_page(last: str) -> bool:
    """Whether the last, lower-case segment of a path names a file, a front page or a page about the outlet."""
    stem, _, ending = last.rpartition(".")
    return (bool(stem) and ending in rules().files) or _page_name(last) in rules().pages | rules().fronts


def _page_name(path: str) -> str:
    last = path.rstrip("/").rpartition("/")[2].lower()
    if len(last) > _MAX_NAME_LETTERS:
        return last
    stem, _, ending = last.rpartition(".")
    return comparison_key(stem if stem and ending in _DOCUMENTS else last)
