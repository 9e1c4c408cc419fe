"""The head of a page: its meta elements, canonical link and title."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from cleaners.metadata.opt_outs import directives_in, names_addressed, reservation_of
from cleaners.metadata.page_elements import PageElements, whole_text
from cleaners.text.normalize import normalize
from cleaners.text.web_address import join_address, split_address

DIRECTIVE_NAMES = ("robots", "googlebot", "googlebot-news", "mudawwana")
"""Meta names whose directives we obey: everybody's, those of the search engine outlets write for, and our own."""
_ADDRESSED = re.compile(r"bot|mudawwana|&|[^ -~]")
"""What the names in `DIRECTIVE_NAMES` contain, and letters and character references, which may be spellings of one."""

HOME_PATHS = frozenset({"", "ar", "arabic", "index", "index.html", "index.htm", "index.php", "index.aspx", "home"})
"""The paths of home pages without their outer slashes."""


@dataclass(frozen=True, slots=True)
class Head:
    """The head of one page. Names are lower-case; values are non-empty, as published, white space folded."""

    metas: Mapping[str, list[str]] = field(default_factory=dict)
    """The contents of its meta elements as in the source, blank ones included."""
    title: str = ""
    canonical: str | None = None
    """`link rel=canonical`, else og:url; absolute if the page's own URL is known."""
    is_of_home: bool = False
    """Whether it describes the home page (by canonical link or og:url) while the page is another one."""

    def first(self, *names: str) -> str:
        """The first value of the first name that has one; "" if none has."""
        return next((values[0] for name in names if (values := self.values(name))), "")

    def all(self, *names: str) -> list[str]:
        """The values of the first name that has any; may be empty."""
        return next((values for name in names if (values := self.values(name))), [])

    def values(self, name: str) -> list[str]:
        """The distinct values of a name; may be empty. They are folded only here, as most are never asked for."""
        contents = self.metas.get(name)
        folded = (normalize(content).replace("\n", " ") for content in contents) if contents else ()
        return list(dict.fromkeys(filter(None, folded)))


def head_of(page: PageElements, url: str | None) -> Head:
    """Read a page's head, wherever in the page its elements are."""
    metas: dict[str, list[str]] = {}
    for meta in page.of("meta"):
        content = meta.get("content") or ""
        for name in {meta.get(key, "").strip().lower() for key in ("name", "property", "itemprop")} if content else ():
            if name:
                metas.setdefault(name, []).append(content)
    address = _declared_address(page) or Head(metas).first("og:url")
    canonical = _absolute(url, address) if address else None
    is_of_home = canonical is not None and _is_home(canonical) and not (url and _is_home(url))
    return Head(metas, _title_of(page), canonical, is_of_home)


def _declared_address(page: PageElements) -> str:
    """The first canonical address of a page; "" if it declares none."""
    links = (link for link in page.of("link") if "canonical" in (link.get("rel") or "").lower().split())
    return next((address for link in links if (address := link.get("href"))), "")


def _title_of(page: PageElements) -> str:
    """The first title that is not blank, in normal form; titles inside SVG name drawings."""
    titles = (title for title in page.of("title") if next(title.iterancestors("svg"), None) is None)
    return next((normalize(text).replace("\n", " ") for title in titles if (text := whole_text(title)).strip()), "")


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


def _may_address(name: str) -> bool:
    """Whether the lower-case name of a meta element may hold one of ours; a cheap first test."""
    return _ADDRESSED.search(name) is not None


def directives_of(head: Head) -> tuple[str, ...]:
    """The distinct directives of robots meta elements, lower-case and in order: `noindex`, `noai` …

    Includes a reservation of text and data mining (`tdm-reservation` 1).
    """
    wanted = frozenset(DIRECTIVE_NAMES)
    values = [
        value
        for name in head.metas
        if _may_address(name) and wanted & names_addressed(name)
        for value in head.values(name)
    ]
    found = [token for value in values for token in directives_in(value, DIRECTIVE_NAMES[-1:])]
    if reservation_of(head.values("tdm-reservation")) == 1:
        found.append("tdm-reservation")
    return tuple(dict.fromkeys(found))
