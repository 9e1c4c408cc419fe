"""Learn regular expressions for the addresses of articles, and of other pages, from pages that were read."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import unquote

from crawler.urls import classify_address, split

if TYPE_CHECKING:
    from collections.abc import Iterable
_SEGMENTS = (
    (r"(?:19|20)\d\d", r"\d{4}"),
    (r"\d{1,2}", r"\d{1,2}"),
    (r"\d{3,}", r"\d{3,}"),
    (r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", r"[0-9a-f-]{36}"),
    (r"\d{3,}-.+", r"\d{3,}-[^/]+"),
    (r".+-\d{3,}", r"[^/]+-\d{3,}"),
    (r"[a-z]+(?:[-_][a-z]+)?", r"[a-z_-]+"),
    (r"[^-]+(?:-[^-]+){2,}", r"[^/]+(-[^/]+){2,}"),
)
"""What a whole segment of a path looks like, and the expression for its kind; the first that fits counts."""
_SLUG = r"[^/]+"
_FILE_ENDING = re.compile(r"\.(?:html?|aspx?|php)$")
_QUERY_IDS = ("p", "id", "newsid", "nid")
_MIN_SHARE = 0.5
"""The share of articles among the pages of a shape beyond which it is an article's: the others are often videos and
stubs at articles' addresses, and the proposal says how many there are."""
_SECTION = re.compile(r"[^/.-]+(?:-[^/.-]+){0,2}")
"""A first segment that may name a section or a service; more words are a headline."""
_MAX_SECTIONS = 20


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape of article addresses and the pages behind it."""

    pattern: str
    articles: tuple[str, ...]
    others: tuple[str, ...]
    """Pages of the shape that were read and are no articles."""


def shape_of(url: str) -> str:
    r"""The expression for addresses built like this one, for a path or a path with its query.

    >>> print(shape_of("https://a.example/news/2024/3/19/some-long-slug.html"), shape_of("https://a.example/?p=123"))
    ^/[a-z_-]+/\d{4}/\d{1,2}/\d{1,2}/[^/]+(-[^/]+){2,}\.html$ ^/\?p=\d+$
    """
    address = split(url)
    assert address is not None
    name, _, value = address.query.partition("=")
    if address.path == "/" and name in _QUERY_IDS and value.isdecimal():
        return rf"^/\?{name}=\d+$"
    ending = _FILE_ENDING.search(address.path)
    stem = address.path[: ending.start()] if ending else address.path
    parts = [_segment(part) for part in unquote(stem).split("/") if part]
    return "^/" + "/".join(parts) + (re.escape(ending[0]) + "$" if ending else "/?$")


def _segment(part: str) -> str:
    return next((kind for look, kind in _SEGMENTS if re.fullmatch(look, part)), _SLUG)


def article_shapes(articles: Iterable[str], others: Iterable[str]) -> list[Shape]:
    """The shapes that tell articles from other pages, those of most articles first.

    A shape that as many other pages have is left out: it tells nothing. So is one that a more general shape covers.
    """
    groups: defaultdict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for place, urls in enumerate((articles, others)):
        for url in urls:
            groups[shape_of(url)][place].append(url)
    shapes = [Shape(pattern, tuple(yes), tuple(no)) for pattern, (yes, no) in groups.items() if yes]
    telling = [one for one in shapes if len(one.articles) > _MIN_SHARE * (len(one.articles) + len(one.others))]
    general = [one for one in telling if not any(_covers(other, one) for other in telling if other is not one)]
    return sorted(map(partial(_with_covered, telling), general), key=lambda one: (-len(one.articles), one.pattern))


def _covers(general: Shape, other: Shape) -> bool:
    """Whether a shape fits all articles of another, and not the other way round."""
    return _fits_shape(general, other.articles) and not _fits_shape(other, general.articles)


def _fits_shape(shape: Shape, urls: Iterable[str]) -> bool:
    addresses = [address for address in map(split, urls) if address is not None]
    return all(re.search(shape.pattern, unquote(address.path)) for address in addresses)


def _with_covered(shapes: Iterable[Shape], general: Shape) -> Shape:
    """A shape with the pages of those that it covers."""
    covered = [one for one in shapes if one is not general and _covers(general, one)]
    articles = (*general.articles, *(url for one in covered for url in one.articles))
    return Shape(general.pattern, articles, (*general.others, *(url for one in covered for url in one.others)))


def section_pattern(articles: Iterable[str], others: Iterable[str]) -> str | None:
    """An expression for the first segments that only pages without an article have; None without any.

    A page that stands alone at the root says nothing about others, unless the general rules know it.
    """
    taken = {_first_part(url) for url in articles}
    telling = [url for url in others if is_clearly_none(url) or unquote(_path(url)).strip("/").count("/")]
    words = Counter(word for url in telling if (word := _first_part(url)) not in taken and _SECTION.fullmatch(word))
    listed = sorted(word for word, _ in words.most_common(_MAX_SECTIONS))
    return f"^/({'|'.join(map(_escaped_path, listed))})(/|$)" if listed else None


def _escaped_path(word: str) -> str:
    """A word for an expression; hyphens need no escape."""
    return re.escape(word).replace(r"\-", "-")


def _path(url: str) -> str:
    address = split(url)
    return address.path if address is not None else ""


def _first_part(url: str) -> str:
    """The first segment of a path, "" for a home page."""
    return unquote(_path(url)).strip("/").partition("/")[0]


def is_clearly_none(url: str) -> bool:
    """Whether the general rules say that an address is no article's."""
    address = split(url)
    return address is not None and classify_address(url)[0] is False
