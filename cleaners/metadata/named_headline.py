"""The headline of a page whose only h1, if any, is the outlet's name: old tables, themes with the logo as heading."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice

from lxml import etree

from cleaners.metadata.element_names import SIDE_TAGS, naming_words, short_text
from cleaners.metadata.head import HOME_PATHS
from cleaners.metadata.microdata import is_in_side_part
from cleaners.metadata.page_elements import PageElements
from cleaners.metadata.titles import NAME_WORDS, SEPARATOR, headline_key, is_site_name
from cleaners.text.web_address import path_and_query

_NAMED_FOR_HEADLINE = re.compile(
    r"\b(?:news|post|entry|article|art|story|item|content|topic|thread|poem|single|lbl|detail|details|main|subject)"
    r" ?(?:title|titre|headline|heading|subject)\b"
)
_NAMED_TITLE = re.compile(r"\b(?:title|headline)\b")
_OTHER_TITLES = re.compile(
    r"\b(?:site|blog|block|box|widget|section|menu|logo|list|module|tab|sub|side|img|image|author|comment|comments"
    r"|related|popular|recent|latest|category|description)\b"
)
_LARGE_FONT = re.compile(r"\+[1-9]|[4-7]")
_PAGE_HEAD = re.compile(r"\b(?:site|blog|logo|brand|branding|masthead|header|banner)\b")
_ARTICLE_HEAD = re.compile(r"\b(?:post|entry|article|story|news|page|single|content|main|detail|details|item|poem)\b")
_HEAD_DEPTH = 3
"""Elements around an h1 whose names tell what head it stands in."""
_EMPHASIS_TAGS_OF_OLD = frozenset(("h2", "h3", "h4", "font", "b", "strong"))
_MOST_NAMED_HEADINGS = 20
_Kind = Callable[[etree._Element], bool]
_MIN_LETTERS, _MAX_LETTERS = 4, 350


def named_headlines(page: PageElements, page_title: str, sites: frozenset[str]) -> Iterator[str]:
    """Yield the headline where no h1 holds it: in an element named for it, else in the first h2 or large type.

    `sites` are the comparison keys of the outlet's names; `page_title` confirms what blocks are named too, and that an
    h1 in the page's head is the logo. Where it is only the outlet's name, the first h2 or large type is the headline.
    """
    texts = [(heading, short_text(heading)) for heading in page.of("h1")[:_MOST_NAMED_HEADINGS]]
    others = [heading for heading, text in texts if text and not is_site_name(text, sites)]
    if not all(map(_is_in_page_head, others)):
        return
    parts = frozenset(map(headline_key, _title_parts(page_title))) - sites
    kinds: list[_Kind] = [partial(_is_part, parts=parts, named=True)]
    if not others:
        kinds = [_is_named, *kinds, partial(_is_part, parts=parts)]
    if (not others and not parts - {""}) or is_site_name(page_title, sites):
        kinds += [_is_printed_heading, _is_large]
    apart: dict[etree._Element, bool] = {}
    for kind in kinds:
        for element in page.root.iter("h2", "h3", "h4", "td", "div", "span", "p", "font", "b", "strong", "a"):
            if not kind(element) or _leads_elsewhere(element) or is_in_side_part(element, apart):
                continue
            text = short_text(element)
            if _MIN_LETTERS <= len(text) <= _MAX_LETTERS and not is_site_name(text, sites):
                yield text
                return


def _title_parts(page_title: str) -> list[str]:
    """The parts of a page's title between signs, and what follows its first colon."""
    return [*SEPARATOR.split(page_title), page_title.partition(":")[2]]


def _is_in_page_head(heading: etree._Element) -> bool:
    """Whether a short h1 stands in the head of the page rather than in that of an article."""
    words = " ".join(map(naming_words, (heading, *islice(heading.iterancestors(), _HEAD_DEPTH))))
    is_short = len(short_text(heading).split()) <= NAME_WORDS
    return is_short and bool(_PAGE_HEAD.search(words)) and not _ARTICLE_HEAD.search(words)


def _is_named(element: etree._Element) -> bool:
    """Whether an element's class or id names the headline of an article."""
    words = naming_words(element) if _may_be_named(element) else ""
    return bool(words) and bool(_NAMED_FOR_HEADLINE.search(words)) and not _OTHER_TITLES.search(words)


def _is_part(element: etree._Element, parts: frozenset[str], named: bool = False) -> bool:
    """Whether an element, `named` a title or set as one, is a part of the page's title."""
    if named and not _may_be_named(element):
        return False
    words = naming_words(element)
    is_title = bool(_NAMED_TITLE.search(words)) if named else element.tag in _EMPHASIS_TAGS_OF_OLD
    return is_title and not _OTHER_TITLES.search(words) and headline_key(short_text(element)) in parts


def _may_be_named(element: etree._Element) -> bool:
    """Whether a class or id has letters of a headline's names; a cheap first test, which most elements fail."""
    names = f"{element.get('class') or ''} {element.get('id') or ''}".lower()
    return "tit" in names or "head" in names or "subject" in names


def _is_printed_heading(element: etree._Element) -> bool:
    """Whether an element is a second heading of no box."""
    return element.tag == "h2" and not _OTHER_TITLES.search(naming_words(element))


def _is_large(element: etree._Element) -> bool:
    """Whether an element is set in a font larger than the text's."""
    return element.tag == "font" and bool(_LARGE_FONT.fullmatch(element.get("size") or ""))


def _leads_elsewhere(element: etree._Element) -> bool:
    """Whether an element is a link, or has one that is not the article's own, or stands in a side part."""
    if next(element.iterancestors("a", *SIDE_TAGS), None) is not None:
        return True
    links = list(islice(element.iter("a"), 2))
    return any("bookmark" not in (link.get("rel") or "") and bool(link.get("href")) for link in links)


def home_links(page: PageElements) -> Iterator[str]:
    """Yield the texts of links to the home page, as outlets' logos are, of two words and more or in a heading."""
    for link, target in page.links:
        href = target.strip()
        parts = path_and_query(href) if href and not href.startswith("#") else None
        if parts is None or parts[1] or parts[0].strip("/").lower() not in HOME_PATHS:
            continue
        text = short_text(link)
        if len(text.split()) > 1 or next(link.iterancestors("h1"), None) is not None:
            yield text
