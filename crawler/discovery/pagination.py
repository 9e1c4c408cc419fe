"""The next page of a listing: where its mark-up says it is, and whether to go on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from lxml import etree
from parsel import Selector

from crawler.discovery.announced import absolute
from crawler.discovery.listing_marks import folded, marks
from crawler.urls import canonicalize, looks_like_article, registrable_domain

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from lxml.etree import _Element

# About 1,000 articles: what is older, sitemaps and related links find.
_MAX_PAGES = 50
_IN_PATH = re.compile(r"(?P<before>.*)(?P<word>/(?:page|pages|p)[/-]?)(?P<number>\d{1,5})(?P<after>\.\w+|/)?")
_DOCUMENT = re.compile(r"(/index)?\.(html?|php|aspx?|jsp)$")
_NUMBER = re.compile(r"\d{1,5}")
_BEGINNING = etree.XPath("substring(string(), 1, 200)", smart_strings=False)
_NEXT = r"descendant::*[self::link or self::a][re:test(@rel, '(^|\s)next(\s|$)', 'i')]/@href"
_BUTTONS = ("a", "button", "div", "span", "input", "li", "section", "ul")


def to_read_next(next_page: str | None, *, new: int, read: Collection[str], most: int = _MAX_PAGES) -> str | None:
    """The next page if the listing should be read on, else None: the one place that ends a listing.

    `new` is how many articles the page just read announced that nobody knew (none ends it), `read` are the
    pages of this listing that were read, the last one included; a page read before, in any spelling, ends it,
    and so do `most` pages.
    """
    if next_page is None or new <= 0 or len(read) >= most:
        return None
    canonical = canonicalize(next_page)
    return next_page if canonical and canonical not in {canonicalize(url) for url in read} else None


def find_next(root: _Element, url: str, base: str | None = None) -> str | None:
    """The address of the page after `url`, or None where the mark-up shows none; never `url` itself, nor back.

    In this order: rel=next, the link to this listing's next number, a link that is called "next", a button that
    loads more. Addresses off the site do not count; links are resolved against `base`.
    """
    base = base or url
    for find in (_by_relation, _by_number, _by_name, _by_button):
        for link in find(root, url, base):
            found = absolute(base, link)
            if found is not None and _is_further(found, url):
                return found
    return None


def page_after(url: str) -> str | None:
    """The address with its page number one higher; None where it has none."""
    number = split_page(url)[1]
    return None if number is None else _numbered(url, number + 1)


def split_page(url: str) -> tuple[str, int | None]:
    """A listing's address without the number of its page and the ending of a file, and the number if it has one.

    >>> split_page("https://a.example/news/page/3/?x=1")
    ('https://a.example/news?x=1', 3)
    """
    parts, number = urlsplit(canonicalize(url)), None
    path, fields = parts.path, []
    for field in parts.query.split("&") if parts.query else []:
        name, _, value = field.partition("=")
        if name.lower() in marks().page_parameters and _NUMBER.fullmatch(value):
            number = int(value)
        else:
            fields.append(field)
    if found := _IN_PATH.fullmatch(path):
        number, path = int(found["number"]), found["before"]
    path = _DOCUMENT.sub("", path)
    query = f"?{'&'.join(fields)}" if fields else ""
    return f"{parts.scheme}://{parts.netloc}{path.rstrip('/')}{query}", number


def _is_further(found: str, url: str) -> bool:
    """Whether an address can be a later page: on the same site, no article, and not this page or one before it."""
    if registrable_domain(found) != registrable_domain(url) or canonicalize(found) == canonicalize(url):
        return False
    (here, page), (there, number) = split_page(url), split_page(found)
    if here != there:
        return not looks_like_article(found)
    # Where counting begins at 0, the page after the one without a number is 1.
    return number is not None and (number > page if page is not None else number > 0)


def _by_relation(root: _Element, url: str, base: str) -> Iterator[str | None]:
    yield from Selector(root=root).xpath(_NEXT).getall()


def _by_number(root: _Element, url: str, base: str) -> Iterator[str | None]:
    here, page = split_page(url)
    for element in root.iter("a"):
        link = absolute(base, element.get("href"))
        if link is not None and split_page(link) == (here, (page or 1) + 1):
            yield link


def _by_name(root: _Element, url: str, base: str) -> Iterator[str | None]:
    for element in root.iter("a"):
        names = (_text(element), element.get("title") or "", element.get("aria-label") or "")
        around = (element, element.getparent())
        if any(folded(name) in marks().next_texts for name in names if name.strip()) or any(
            _has_class(each, marks().next_classes) for each in around if each is not None
        ):
            yield element.get("href")


def _by_button(root: _Element, url: str, base: str) -> Iterator[str | None]:
    for element in root.iter(*_BUTTONS):
        if not _has_class(element, marks().more_classes) and folded(_text(element)) not in marks().more_texts:
            continue
        addresses = (element.get(name) for name in marks().address_attributes)
        link = next((each for each in addresses if each and _is_address(each)), None) or _own_page(element, url, base)
        number = _next_number(element, url)
        if number is not None:
            yield _numbered(absolute(base, link) or url, number)
        elif link is not None and not _states_pages(element):
            yield link


def _own_page(element: _Element, url: str, base: str) -> str | None:
    """Where a "more" link leads, if it is this listing again: on front pages such links open the sections."""
    link = absolute(base, element.get("href"))
    return link if link is not None and split_page(link)[0] == split_page(url)[0] else None


def _next_number(element: _Element, url: str) -> int | None:
    """The number of the page that a button loads; None where it counts none, or this is the last."""
    page = split_page(url)[1] or 1
    stated = _number(element, marks().next_attributes)
    if stated is None:
        current = _number(element, marks().page_attributes)
        if current is None:
            return None
        # Some buttons carry the number of this page, some already that of the next.
        stated = current if current > page else current + 1
    last = _number(element, marks().last_attributes)
    return stated if last is None or stated <= last else None


def _states_pages(element: _Element) -> bool:
    return _number(element, (*marks().next_attributes, *marks().page_attributes)) is not None


def _number(element: _Element, names: tuple[str, ...]) -> int | None:
    values = (element.get(name) or "" for name in names)
    return next((int(value) for value in values if value.isascii() and _NUMBER.fullmatch(value.strip())), None)


def _numbered(url: str, number: int) -> str:
    """The address with the number in its place: in the path or the query if it has one there, else ``?page=``."""
    parts = urlsplit(url)
    if found := _IN_PATH.fullmatch(parts.path):
        return parts._replace(path=f"{found['before']}{found['word']}{number}{found['after'] or ''}").geturl()
    fields = [field for field in parts.query.split("&") if field]
    for at, field in enumerate(fields):
        name, _, value = field.partition("=")
        if name.lower() in marks().page_parameters and (_NUMBER.fullmatch(value) or not value):
            fields[at] = f"{name}={number}"
            break
    else:
        fields.append(f"page={number}")
    return parts._replace(query="&".join(fields)).geturl()


def _is_address(text: str) -> bool:
    text = text.strip()
    return not text.startswith(("#", "javascript:")) and ("/" in text or "?" in text) and " " not in text


def _has_class(element: _Element, wanted: tuple[str, ...]) -> bool:
    names = f"{element.get('class') or ''} {element.get('id') or ''}".lower().split()
    return any(re.search(rf"(?:^|[-_]){re.escape(mark)}(?:$|[-_])", name) for name in names for mark in wanted)


def _text(element: _Element) -> str:
    """The visible text, shortened: names of buttons are short."""
    return " ".join(str(_BEGINNING(element)).split()) or (element.get("value") or "")
