"""What the head of a page says: its meta elements, links and title."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from parsel import Selector

from cleaners.text.normalize import normalize

_DIRECTIVE_NAMES = ("robots", "googlebot", "googlebot-news", "mudawwana")
"""Meta names whose directives count: for everybody, for the search engine that outlets have in mind, and for us."""
_CANONICAL = r"descendant::link[re:test(@rel, '(^|\s)canonical(\s|$)', 'i')]/@href"
_TITLE = "descendant::title[not(ancestor::svg[1])]"
"""Titles inside SVG are the names of drawings. Without the `[1]` libxml2 collects every `svg` around each title."""
_HOME_PATHS = frozenset({"", "ar", "arabic", "index", "index.html", "index.htm", "index.php", "index.aspx", "home"})


@dataclass(frozen=True, slots=True)
class Head:
    """The head of one page. Names are lower-case, values as published with white space folded, none empty."""

    metas: dict[str, list[str]] = field(default_factory=dict)
    title: str = ""
    canonical: str | None = None
    """Absolute where the page's own address is known; `link rel=canonical`, else og:url."""
    is_of_home: bool = False
    """Whether it was written for the home page: canonical or og:url name it, and the page is another one."""

    def first(self, *names: str) -> str:
        """The first value of the first name that has one; "" for none."""
        return next((self.metas[name][0] for name in names if name in self.metas), "")

    def all(self, *names: str) -> list[str]:
        """The values of the first name that has any."""
        return next((self.metas[name] for name in names if name in self.metas), [])


def head_of(page: Selector, url: str | None) -> Head:
    """The head of a page, wherever in the page its elements stand."""
    metas: dict[str, list[str]] = {}
    for meta in (element.attrib for element in page.css("meta[content]")):
        value = normalize(meta["content"]).replace("\n", " ")
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
    """An address as the page means it."""
    try:
        return urljoin(url or "", address.strip())
    except ValueError:
        return address.strip()


def _is_home(address: str) -> bool:
    """Whether an address is a site's home page.

    >>> _is_home("https://example.net/"), _is_home("https://example.net/a/5"), _is_home("https://example.net/?p=7")
    (True, False, False)
    """
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return bool(parts.netloc) and not parts.query and parts.path.strip("/").lower() in _HOME_PATHS


def directives_of(head: Head) -> tuple[str, ...]:
    """What robots meta elements ask for, lower-case, each once and in order: `noindex`, `noai` …

    A reservation of text and data mining (`tdm-reservation` 1) is one of them.
    """
    values = [value for name in _DIRECTIVE_NAMES for value in head.metas.get(name, [])]
    found = [token.strip().lower() for value in values for token in value.split(",") if token.strip()]
    if head.first("tdm-reservation") == "1":
        found.append("tdm-reservation")
    return tuple(dict.fromkeys(found))
