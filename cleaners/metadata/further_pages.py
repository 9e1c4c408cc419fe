"""The other pages of an article that is split over several."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from urllib.parse import parse_qsl, unquote

from lxml import etree

from cleaners.metadata.element_names import SIDE_TAGS
from cleaners.metadata.page_elements import PageElements
from cleaners.text.web_address import join_address, split_address

_PARAMETERS = frozenset({"page", "p", "pg", "paged", "pagenum", "pageno", "page_no", "pn", "part"})
_IN_PATH = re.compile(
    r"(?P<sign>/(?:page|p|part)?[/-]?|[-_,])(?P<number>[1-9]\d?)(?P<end>/|\.[a-z]{3,5})?", re.IGNORECASE
)
"""What follows the address of an article on its other pages: `/2`, `/page/2/`, `-2.html`."""
_ENDING = re.compile(r"\.[a-z]{3,5}$|/$", re.IGNORECASE)
_MAY_NUMBER = re.compile(r"=\d{1,2}(?:[&#;]|$)|(?<!\d)\d{1,2}(?:/|\.[a-z]{3,5})?(?:[?#]|$)", re.IGNORECASE)
"""How links to numbered pages end, or a field of their query."""
_MAY_BE_LATER = re.compile(_MAY_NUMBER.pattern.replace(r"\d{1,2}", r"(?:0?[2-9]|[1-9]\d)"), re.IGNORECASE)
"""How addresses of an article's second and later pages end."""
_NEXT = re.compile(r"(?:^|\s)next(?:\s|$)", re.IGNORECASE)
_PREVIOUS = re.compile(r"(?:^|\s)prev(?:ious)?(?:\s|$)", re.IGNORECASE)
_OTHER_PARTS = re.compile(r"comment|respond|related|sidebar|widget|latest|recent|popular", re.IGNORECASE)
_Numbered = tuple[tuple[str, str, str], int]
"""Host, path and query of an address without its page number, and that number."""
_PATH_START = re.compile(r"(?:(?:https?:)?//[^/?#]*)?([^?#%]*)(%?)")
"""The path of a link up to its first escape."""
_TESTED_LETTERS = 40
"""Letters of an escaped path that are read to tell it from another: six of an Arabic word."""
_MAX_PAGES = 50
_MAX_LINKS = 2_000
_PAGER_DEPTH = 12


class _Paths(NamedTuple):
    """What the paths of an article's pages begin with, or are."""

    stems: tuple[str, ...]
    """Paths without their ending, which those of other pages begin with."""
    others: tuple[str, ...]
    """Paths that have no stem: other pages differ in their query."""

    @classmethod
    def of(cls, paths: Iterable[str]) -> _Paths:
        """The stems and other paths of an article's addresses."""
        pairs = [(path, _ENDING.sub("", path)) for path in paths]
        return cls(
            tuple(stem for _, stem in pairs if _is_stem(stem)),
            tuple(path for path, stem in pairs if not _is_stem(stem)),
        )

    @property
    def all(self) -> tuple[str, ...]:
        """Both."""
        return (*self.stems, *self.others)


def further_pages(page: PageElements, url: str | None, canonical: str | None = None) -> tuple[str, ...]:
    """The absolute addresses of an article's pages after this one, in their order; empty for an article of one page.

    They are this address with a page number, in query or path, to which `rel=next` or a link leads outside of
    comments and lists of other articles. Empty where the page's own address is unknown.
    """
    found: dict[int, str] = {}
    addresses = [parts for address in dict.fromkeys((url, canonical)) if address and (parts := _split_page(address))]
    links = dict.fromkeys(_links(page, url, [own[1] for own, _ in addresses])) if url else ()
    targets = [(target, _split_page(target)) for target in links]
    for here in addresses:
        for target, there in targets:
            number = _number_beside(there, here)
            if number is not None and number > here[1]:
                found.setdefault(number, target)
    numbers = sorted(found)[:_MAX_PAGES]
    return tuple(found[number] for number in numbers)


def is_later_page(page: PageElements, url: str | None) -> bool:
    """Whether a page is the second or a later one of an article: it leads back by `rel=prev` or to its page 1."""
    if not url or not _MAY_BE_LATER.search(url):
        return False
    back = [e for e in page.root.iter("link", "a") if _is_one(e) or ((rel := e.get("rel")) and _PREVIOUS.search(rel))]
    targets = (join_address(url, element.get("href") or "") for element in back[:_MAX_PAGES])
    return any(
        target and (_number_of_page(url, target) or 0) > (_split_page(target) or ("", 0))[1] for target in targets
    )


def is_page_one(target: str, address: str) -> bool:
    """Whether a target is another spelling of an article's first page, with the number 1.

    >>> is_page_one("https://a.example/news/5?page=1", "https://a.example/news/5")
    True
    """
    if target == address or not _MAY_NUMBER.search(target):
        return False
    there, here = _split_page(target), _split_page(address)
    if there is None or here is None:
        return False
    return there == here or (there[0] != here[0] and _number_in_path(there[0], here[0]) == 1)


def _is_one(link: etree._Element) -> bool:
    """Whether a link's text is the number 1, in any digits."""
    text = link.text
    if not text or len(link) or link.tag != "a":
        return False
    text = text.strip()
    return len(text) == 1 and text.isdecimal() and int(text) == 1


def _links(page: PageElements, url: str, paths: Iterable[str]) -> Iterator[str]:
    """The absolute targets of `rel=next` and of links that may be page numbers of the article at one of the paths."""
    own = _Paths.of(paths)
    for element in page.of("link"):
        if _NEXT.search(element.get("rel") or "") and (target := join_address(url, element.get("href") or "")):
            yield target
    for element, href in page.links[:_MAX_LINKS]:
        if not (_may_lead_on(href, own) and _MAY_NUMBER.search(href)):
            continue
        if (target := join_address(url, href)) and not _is_other_part(element):
            yield target.partition("#")[0]


def _may_lead_on(href: str, paths: _Paths) -> bool:
    """Whether a link may lead to a page at one of the paths; a cheap first test, passed by what joining may change."""
    if not href.startswith(("/", "http://", "https://")) or "/." in href:
        return True
    found = _PATH_START.match(href)
    assert found is not None  # the pattern matches everything
    start, escape = found[1], found[2]
    if start.startswith(paths.stems) or start in paths.others:
        return True
    if escape and any(
        one.startswith(start) and _may_agree(href[found.end(1) :], one[len(start) :]) for one in paths.all
    ):
        return True
    return not href.isprintable()


def _may_agree(escaped: str, rest: str) -> bool:
    """Whether the first letters of an escaped path agree with those of another; a cheap first test."""
    if escaped[1:2] not in "01234567" and rest[:1].isascii():
        return not rest
    letters = unquote(escaped[:_TESTED_LETTERS].rpartition("%")[0]).rstrip("\ufffd")[: len(rest)]
    return rest.startswith(letters)


def _is_other_part(link: etree._Element) -> bool:
    """Whether a link stands in comments, a sidebar or a list of other articles."""
    for depth, around in enumerate(link.iterancestors()):
        if depth >= _PAGER_DEPTH or around.tag in ("article", "main", "body"):
            return False
        if around.tag in SIDE_TAGS or _OTHER_PARTS.search(f"{around.get('class') or ''} {around.get('id') or ''}"):
            return True
    return False


def _number_of_page(target: str, address: str) -> int | None:
    """The number of the page of an article at an address that a target is; None for any other target.

    >>> _number_of_page("https://a.example/news/5?page=2", "https://a.example/news/5")
    2
    >>> _number_of_page("https://a.example/news/6", "https://a.example/news/5") is None
    True
    """
    return _number_beside(_split_page(target), _split_page(address))


def _number_beside(there: _Numbered | None, here: _Numbered | None) -> int | None:
    """The number of the page of an article at one address that another is, as `_number_of_page`."""
    if there is None or here is None:
        return None
    number = there[1] if there[0] == here[0] else _number_in_path(there[0], here[0])
    return number if number is not None and number > 1 else None


def _split_page(address: str) -> _Numbered | None:
    """Host, path and query of an address without its page number, and that number, 1 if there is none."""
    parts = split_address(address)
    if parts is None or not parts.netloc:
        return None
    number, rest = 1, []
    for name, value in parse_qsl(parts.query, keep_blank_values=True)[:64]:
        if name.lower() in _PARAMETERS and value.isascii() and value.isdigit() and len(value) <= 2:
            number = max(number, int(value))
        else:
            rest.append(f"{name}={value}")
    host = parts.netloc.lower().removeprefix("www.")
    return (host, unquote(parts.path), "&".join(sorted(rest))), number


def _is_stem(path: str) -> bool:
    """Whether a path without its ending can begin those of other pages; that of a home page cannot."""
    return len(path) > 1


def _number_in_path(there: tuple[str, str, str], here: tuple[str, str, str]) -> int | None:
    """The page number that a path has more than an article's own; None unless all else is the same."""
    own = _ENDING.sub("", here[1])
    if there[0] != here[0] or there[2] != here[2] or not _is_stem(own) or not there[1].startswith(own):
        return None
    found = _IN_PATH.fullmatch(there[1], len(own))
    if found is None or (found["sign"] in "-_," and not (found["end"] or "").startswith(".")):
        return None  # a slug that ends in -2 is another article's
    return int(found["number"])
