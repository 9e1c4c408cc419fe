"""One canonical form of an address; its registrable domain; does it look like an article?"""

from __future__ import annotations

import hashlib
import ipaddress
import re
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import SplitResult, urlsplit

import tldextract

from cleaners.text.normalize import comparison_key
from crawler.urls.path import in_letters, without_amp, without_dots
from crawler.urls.percent import PATH_MARKS, QUERY_MARKS, fold_percent
from crawler.urls.rules import rules

_DEFAULT_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*")
_DATED = re.compile(r"/(19|20)\d\d/\d{1,2}(/\d{1,2})?/(?P<slug>.*)")
# Five digits: shorter numbers in a path are as often pages, sections or days.
_NUMBERED = re.compile(r"/(\d{5,}([-_][^/]*)?|[^/]*[-_]\d{5,})(\.\w+)?(/[^/]*)?/?$")
_PAGED = re.compile(r"/page/\d+(\.\w+)?/?$|/p\d{1,3}/?$")
# Four words: sections and pages about the outlet rarely have more than three.
_SLUG_WORDS = 4
# Letters of an address in its folded form, and fields of its query. Articles of Arabic outlets have up to 1,100 and 5
# (a slug of 200 Arabic letters is 1,200); what is longer is no page's, and too dear to look at by the thousand.
MAX_LETTERS = 2048
MAX_FIELDS = 64
_NAME_LETTERS = 200
_DOCUMENTS = frozenset(("html", "htm", "php", "asp", "aspx", "jsp"))

# The bundled snapshot only: no network, nothing written to the home directory. Private suffixes count,
# because two blogs on one blog host are two outlets.
_extract = tldextract.TLDExtract(cache_dir=None, suffix_list_urls=(), include_psl_private_domains=True)


class Address(NamedTuple):
    """An http or https address in its parts: host with port, path and query are folded to one spelling."""

    scheme: str
    host: str
    path: str
    query: str

    def __str__(self) -> str:
        return f"{self.scheme}://{self.host}{self.path}" + (f"?{self.query}" if self.query else "")


def canonicalize(url: str) -> str:
    """The one form of an address that ids, edges and deduplication use; "" for what is no http(s) address.

    Folded: case of scheme and host, default port, percent-encoding, dot segments, order of the query; gone:
    fragment, tracking parameters, AMP marks. Scheme and trailing slash stay, an empty path becomes "/".
    An address with a user name in it, or beyond MAX_LETTERS or MAX_FIELDS, gives "". Idempotent, never raises.
    Letters stay as they were composed: an Arabic slug with its marks in another order is another address to its
    server (see `address_key`).

    >>> canonicalize("HTTPS://Example.com:443/%d8%a3%D8%a8/amp/?utm_source=x&b=2&a=1#top")
    'https://example.com/%D8%A3%D8%A8/?a=1&b=2'
    """
    address = split(url)
    return str(address._replace(path=without_amp(address.path), query=_query(address.query))) if address else ""


def split(url: str) -> Address | None:
    """The address in its folded parts, query sorted, nothing but the fragment dropped; None for junk."""
    url = url.strip(" \t\r\n\f\v\0").partition("#")[0]
    # Each letter beyond ASCII takes three places and more for every byte beyond its first.
    longer = 3 * (len(url.encode("utf-8", "replace")) - len(url)) if len(url) <= MAX_LETTERS else 0
    return _split(url) if len(url) + longer <= MAX_LETTERS else None


@lru_cache(maxsize=8192)  # the links of the pages in flight; what is asked for again later costs microseconds
def _split(url: str) -> Address | None:
    try:
        parts = urlsplit(url)
        host = _host(parts)
    except ValueError:
        return None
    if parts.scheme not in _DEFAULT_PORTS or not host:
        return None
    path = without_dots(fold_percent(parts.path, PATH_MARKS) or "/")
    folded = fold_percent(parts.query.replace("+", "%20"), QUERY_MARKS + "&=")
    fields = sorted(filter(None, folded.split("&")))
    if len(path) + len(folded) > MAX_LETTERS or len(fields) > MAX_FIELDS:
        return None
    return Address(parts.scheme, host, path, "&".join(fields))


def address_key(canonical: str) -> str:
    """The form of a canonical address under which two compositions of its letters (NFC) are one address.

    For comparing only: a server may not know it.

    >>> address_key("https://example.com/%D8%A7%D9%94") == address_key("https://example.com/%D8%A3")
    True
    """
    address = split(canonical)
    if address is None or "%" not in canonical:
        return canonical
    path = fold_percent(address.path, PATH_MARKS, composed=True)
    return str(address._replace(path=path, query=fold_percent(address.query, QUERY_MARKS + "&=", composed=True)))


def other_spelling(canonical: str) -> str:
    """The same address without its path's final slash, or with one; a home page has no other spelling.

    Hardly a server has two pages there, and an AMP twin (`/x/amp/`) does not tell which of them its article is.

    >>> other_spelling("https://a.example/x/"), other_spelling("https://a.example/x?id=1")
    ('https://a.example/x', 'https://a.example/x/?id=1')
    """
    parts = urlsplit(canonical)
    if parts.path in ("", "/"):
        return canonical
    path = parts.path[:-1] if parts.path.endswith("/") else f"{parts.path}/"
    return parts._replace(path=path).geturl()


def _host(parts: SplitResult) -> str:
    """Host and port, "" where either cannot be used; raises ValueError (UnicodeError is one)."""
    host = (parts.hostname or "").rstrip(".")
    if "@" in parts.netloc:
        return ""
    if ":" in host:
        host = f"[{ipaddress.IPv6Address(host).compressed}]" if "%" not in host else ""
    else:
        host = host if host.isascii() else host.encode("idna").decode("ascii").lower()
        host = host if _HOST.fullmatch(host) and len(host) <= 253 else ""
    port = parts.port
    return host if not host or port in (None, _DEFAULT_PORTS.get(parts.scheme)) else f"{host}:{port}"


def _query(query: str) -> str:
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
    """The domain somebody registered: "alarab.co.uk" for any of its hosts; "" for what is no http(s) address.

    An IP address, localhost or a bare suffix is its own domain. A suffix that the list does not know is
    one label ("a.news.example" → "news.example").
    """
    address = split(url)
    return _registrable(re.sub(r":\d+$", "", address.host)) if address else ""


def is_public_suffix(host: str) -> bool:
    """Whether a host is one under which others register their domains: "com", "co.uk", "blogspot.com"."""
    found = _extract.extract_str(host)
    return (bool(found.suffix) and not found.domain) or "." not in host


def article_id(canonical: str) -> str:
    """The first 16 hexadecimal digits of the SHA-256 of a canonical address."""
    return hashlib.sha256(canonical.encode("utf-8", "replace")).hexdigest()[:16]


def looks_like_article(url: str) -> bool | None:
    """Whether an address is shaped like an article's: True, False, or None where only the page can tell."""
    address = split(canonicalize(url))
    if address is None or (address.path == "/" and not address.query):
        return False
    known, path = rules(), in_letters(address.path)
    fields = dict(field.partition("=")[::2] for field in address.query.split("&") if field)
    segments = [segment for segment in path.lower().split("/") if segment]
    if known.listing_parameters & fields.keys() or _PAGED.search(path) or known.sections.intersection(segments):
        return False
    if any(fields.get(name, "").isdecimal() for name in known.article_parameters):
        return True
    last = segments[-1] if segments else ""
    if _is_file_or_page(last):
        return False
    if dated := _DATED.search(path):
        return bool(dated["slug"].strip("/"))
    return True if _NUMBERED.search(path) or len(re.split("[-_]", last.strip("-_"))) >= _SLUG_WORDS else None


def is_about_outlet(canonical: str) -> bool:
    """Whether an address is that of a page about the outlet, which leads nowhere: contact, privacy, staff …"""
    address = split(canonical)
    return address is not None and _name(in_letters(address.path)) in rules().pages


def _is_file_or_page(last: str) -> bool:
    """Whether the last segment, in lower case, names a file, a front page or a page about the outlet."""
    stem, _, ending = last.rpartition(".")
    return (bool(stem) and ending in rules().files) or _name(last) in rules().pages | rules().fronts


def _name(path: str) -> str:
    last = path.rstrip("/").rpartition("/")[2].lower()
    if len(last) > _NAME_LETTERS:
        return last
    stem, _, ending = last.rpartition(".")
    return comparison_key(stem if stem and ending in _DOCUMENTS else last)
