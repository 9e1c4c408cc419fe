"""The next page of a listing: find it in the mark-up, and decide whether to read on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree
from parsel import Selector

from crawler.discovery.announced import absolute
from crawler.discovery.listing_markers import folded, listing_markers
from crawler.urls import canonicalize, looks_like_article, parts_of, registrable_domain

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from lxml.etree import _Element

# About 1,000 articles; older ones are found by sitemaps and related links.
_PAGE_LIMIT = 50
_PAGE_IN_PATH = re.compile(r"(?P<before>.*)(?P<word>/(?:page|pages|p)[/-]?)(?P<number>\d{1,5})(?P<after>\.\w+|/)?")
_DOCUMENT = re.compile(r"(/index)?\.(html?|php|aspx?|jsp)$")
_PAGE_NUMBER = re.compile(r"\d{1,5}")
_TEXT_START = etree.XPath("substring(string(), 1, 200)", smart_strings=False)
_REL_NEXT = r"descendant::*[self::link or self::a][re:test(@rel, '(^|\s)next(\s|$)', 'i')]/@href"
_BUTTON_TAGS = ("a", "button", "div", "span", "input", "li", "section", "ul")


def next_page_to_read(next_page: str | None, *, new: int, read: Collection[str], most: int = _PAGE_LIMIT) -> str | None:
    """The next page if the listing should be read on, else None; nothing else ends a listing.

    `new` is the number of unknown articles that the page just read announced, `read` the pages of this listing read
    so far, including that one. A listing ends with a page without new articles, when its next page was read before
    (in any spelling), or after `most` pages.
    """
    if next_page is None or new <= 0 or len(read) >= most:
        return None
    canonical = canonicalize(next_page)
    return next_page if canonical and canonical not in {canonicalize(url) for url in read} else None


def find_next(root: _Element, url: str, base: str | None = None) -> str | None:
    """The address of the page after `url`, or None if the mark-up has none; never `url` or an earlier page.

    Tried in this order: rel=next, a link with the next page number, a link labelled "next", a "load more" button.
    Addresses on other sites are ignored; links are resolved against `base`.
    """
    base = base or url
    for find in (_by_relation, _by_number, _by_name, _by_button):
        for link in find(root, url, base):
            found = absolute(base, link)
            if found is not None and _is_further(found, url):
                return found
    return None


def page_after(url: str) -> str | None:
    """The address with its page number increased by one; None if it has no number."""
    number = split_page(url)[1]
    return None if number is None else _with_page_number(url, number + 1)


def split_page(url: str) -> tuple[str, int | None]:
    """A listing's address without page number and file extension, and the number if it has one.

    >>> split_page("https://a.example/news/page/3/?x=1")
    ('https://a.example/news?x=1', 3)
    """
    parts, number = parts_of(canonicalize(url)), None
    path, fields = parts.path, []
    for field in parts.query.split("&") if parts.query else []:
        name, _, value = field.partition("=")
        if name.lower() in listing_markers().page_parameters and _PAGE_NUMBER.fullmatch(value):
            number = int(value)
        else:
            fields.append(field)
    if found := _PAGE_IN_PATH.fullmatch(path):
        number, path = int(found["number"]), found["before"]
    path = _DOCUMENT.sub("", path)
    query = f"?{'&'.join(fields)}" if fields else ""
    return f"{parts.scheme}://{parts.netloc}{path.rstrip('/')}{query}", number


def _is_further(found: str, url: str) -> bool:
    """Whether an address can be a later page: on the same site, not an article, not this or an earlier page."""
    if registrable_domain(found) != registrable_domain(url) or canonicalize(found) == canonicalize(url):
        return False
    (here, page), (there, number) = split_page(url), split_page(found)
    if here != there:
        return not looks_like_article(found)
    # If counting begins at 0, the page after the unnumbered one is 1.
    return number is not None and (number > page if page is not None else number > 0)


def _by_relation(root: _Element, url: str, base: str) -> Iterator[str | None]:
    yield from Selector(root=root).xpath(_REL_NEXT).getall()


def _by_number(root: _Element, url: str, base: str) -> Iterator[str | None]:
    here, page = split_page(url)
    for element in root.iter("a"):
        link = absolute(base, element.get("href"))
        if link is not None and split_page(link) == (here, (page or 1) + 1):
            yield link


def _by_name(root: _Element, url: str, base: str) -> Iterator[str | None]:
    for element in root.iter("a"):
        names = (_visible_text(element), element.get("title") or "", element.get("aria-label") or "")
        around = (element, element.getparent())
        if any(folded(name) in listing_markers().next_texts for name in names if name.strip()) or any(
            _has_class(each, listing_markers().next_classes) for each in around if each is not None
        ):
            yield element.get("href")


def _by_button(root: _Element, url: str, base: str) -> Iterator[str | None]:
    markers = listing_markers()
    for element in root.iter(*_BUTTON_TAGS):
        if not _has_class(element, markers.more_classes) and folded(_visible_text(element)) not in markers.more_texts:
            continue
        addresses = (element.get(name) for name in markers.address_attributes)
        link = next((each for each in addresses if each and _is_address(each)), None) or _own_page(element, url, base)
        number = _next_number(element, url)
        if number is not None:
            yield _with_page_number(absolute(base, link) or url, number)
        elif link is not None and not _states_pages(element):
            yield link


def _own_page(element: _Element, url: str, base: str) -> str | None:
    """The target of a "more" link if it is the same listing; on front pages such links open the sections."""
    link = absolute(base, element.get("href"))
    return link if link is not None and split_page(link)[0] == split_page(url)[0] else None


def _next_number(element: _Element, url: str) -> int | None:
    """The number of the page that a button loads; None if it states none or this page is the last."""
    page = split_page(url)[1] or 1
    stated = _number_attribute(element, listing_markers().next_attributes)
    if stated is None:
        current = _number_attribute(element, listing_markers().page_attributes)
        if current is None:
            return None
        # Some buttons state the number of this page, others that of the next.
        stated = current if current > page else current + 1
    last = _number_attribute(element, listing_markers().last_attributes)
    return stated if last is None or stated <= last else None


def _states_pages(element: _Element) -> bool:
    markers = listing_markers()
    return _number_attribute(element, (*markers.next_attributes, *markers.page_attributes)) is not None


def _number_attribute(element: _Element, names: tuple[str, ...]) -> int | None:
    values = (element.get(name) or "" for name in names)
    return next((int(value) for value in values if value.isascii() and _PAGE_NUMBER.fullmatch(value.strip())), None)


def _with_page_number(url: str, number: int) -> str:
    """The address with this page number: in place of its number in path or query, else as ``?page=``."""
    parts = parts_of(url)
    if found := _PAGE_IN_PATH.fullmatch(parts.path):
        return parts._replace(path=f"{found['before']}{found['word']}{number}{found['after'] or ''}").geturl()
    fields = [field for field in parts.query.split("&") if field]
    for at, field in enumerate(fields):
        name, _, value = field.partition("=")
        if name.lower() in listing_markers().page_parameters and (_PAGE_NUMBER.fullmatch(value) or not value):
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


def _visible_text(element: _Element) -> str:
    """The text (or value) of an element, truncated, for button labels are short."""
    return " ".join(str(_TEXT_START(element)).split()) or (element.get("value") or "")
