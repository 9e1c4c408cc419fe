"""The head of a page: its meta elements, canonical link and title."""

from __future__ import annotations

from dataclasses import dataclass, field

from parsel import Selector

from cleaners.metadata.opt_outs import directives_in, names_addressed, reservation_of
from cleaners.text.normalize import normalize
from cleaners.text.web_address import join_address, split_address

DIRECTIVE_NAMES = ("robots", "googlebot", "googlebot-news", "mudawwana")
"""Meta names whose directives we obey: everybody's, those of the search engine outlets write for, and our own."""
_CANONICAL = r"descendant::link[re:test(@rel, '(^|\s)canonical(\s|$)', 'i')]/@href"
_TITLE = "descendant::title[not(ancestor::svg[1])]"
"""Titles inside SVG name drawings. Without `[1]` libxml2 collects every `svg` ancestor of each title."""

HOME_PATHS = frozenset({"", "ar", "arabic", "index", "index.html", "index.htm", "index.php", "index.aspx", "home"})
"""The paths of home pages without their outer slashes."""


@dataclass(frozen=True, slots=True)
class Head:
    """The head of one page. Names are lower-case; values are non-empty, as published, white space folded."""

    metas: dict[str, list[str]] = field(default_factory=dict)
    title: str = ""
    canonical: str | None = None
    """`link rel=canonical`, else og:url; absolute if the page's own URL is known."""
    is_of_home: bool = False
    """Whether it describes the home page (by canonical link or og:url) while the page is another one."""

    def first(self, *names: str) -> str:
        """The first value of the first name that has one; "" if none has."""
        return next((self.metas[name][0] for name in names if name in self.metas), "")

    def all(self, *names: str) -> list[str]:
        """The values of the first name that has any; may be empty."""
        return next((self.metas[name] for name in names if name in self.metas), [])


def head_of(page: Selector, url: str | None) -> Head:
    """Read a page's head, wherever in the page its elements are."""
    metas: dict[str, list[str]] = {}
    for meta in (element.root for element in page.css("meta[content]")):
        value = normalize(meta.get("content")).replace("\n", " ")
        for name in {meta.get(key, "").strip().lower() for key in ("name", "property", "itemprop")}:
            if name and value and value not in metas.get(name, []):
                metas.setdefault(name, []).append(value)
    named = [address for address in (*page.xpath(_CANONICAL).getall(), *metas.get("og:url", [])) if address]
    titles = [title.xpath("string()").get("") for title in page.xpath(_TITLE)]
    return Head(
        metas,
        next((normalize(title).replace("\n", " ") for title in titles if title.strip()), ""),
        _absolute(url, named[0]) if named else None,
        bool(named) and _is_home(_absolute(url, named[0])) and not (url and _is_home(url)),
    )


def _absolute(url: str | None, address: str) -> str:
    """A URL resolved against the page's, if that is possible."""
    joined = join_address(url, address.strip())
    return address.strip() if joined is None else joined


def _is_home(address: str) -> bool:
    """Whether a URL is a site's home page.

    >>> _is_home("https://example.net/"), _is_home("https://example.net/a/5"), _is_home("https://example.net/?p=7")
    (True, False, False)
    """
    parts = split_address(address)
    return parts is not None and bool(parts.netloc) and not parts.query and parts.path.strip("/").lower() in HOME_PATHS


def directives_of(head: Head) -> tuple[str, ...]:
    """The distinct directives of robots meta elements, lower-case and in order: `noindex`, `noai` …

    Includes a reservation of text and data mining (`tdm-reservation` 1).
    """
    wanted = frozenset(DIRECTIVE_NAMES)
    values = [value for name in head.metas if wanted & names_addressed(name) for value in head.metas[name]]
    found = [token for value in values for token in directives_in(value, DIRECTIVE_NAMES[-1:])]
    if reservation_of(head.metas.get("tdm-reservation", ())) == 1:
        found.append("tdm-reservation")
    return tuple(dict.fromkeys(found))
