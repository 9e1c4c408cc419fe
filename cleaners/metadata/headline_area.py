"""The area around a page's headline: the short lines up to the first paragraph, and those just above."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice

import lxml.html
from lxml import etree

from cleaners.blocks.from_html import collapse_space
from cleaners.metadata.element_names import (
    NAMES,
    SIDE_TAGS,
    class_and_id,
    element_names,
    machine_date_of,
    outer_names,
    short_text,
    surrounding_names,
)
from cleaners.text.line_shape import is_prose
from cleaners.text.normalize import comparison_key, normalize

_HEADLINE_TAGS = ("h1", "h2", "h3")
MAX_LINE_LETTERS = 160
"""Interface lines are shorter; label, weekday, two calendars and two clock times have 110."""
_MAX_NEARBY_LINES = 60
"""Lines read after a headline: share buttons and font sizes may come before the date."""
_MAX_NESTING = 60
"""Nesting depth; deeper elements are not interface lines."""
_MAX_PARENTS_ABOVE = 3
"""Ancestors of a headline searched for lines above it; further out is the site's clock."""
_SITE_HEAD = re.compile(r"\b(?:header|top|nav|menu|logo|brand|masthead|banner|bar|navbar|ads?)\b")
_ABOVE_LETTERS = 250
"""Letters; more text above a headline is a menu or another article."""
_ICON_PARTS = 8
"""Elements in one with a single text: icons and the parts they are drawn with."""
_UNREAD_TAGS = frozenset((
    "script", "style", "noscript", "template", "svg", "iframe", "select", "textarea", "button", "option", "form", "nav",
    "aside", "figure", "blockquote",
))  # fmt: skip
_SIDE_CLASSES = re.compile(
    r"\b(?:comments?|respond|related|widget|sidebar|popular|trending|ticker|latest|breaking|weather|prayer|topbar"
    r"|top-bar|toc|today|current|clock|copyright|breadcrumbs?|caption|wp-caption|menu|navbar|img-cap|modal|popup)\b"
    r"|\b(?:table-of-contents|twitter-tweet|tweet|instagram-media|fb-post|fb-video|tiktok-embed|telegram-post)\b"
)
"""Words in the classes and ids of elements that are not about the article."""
_LINE_BREAKERS = _UNREAD_TAGS | {"p", "li", "br", "h1", "h2", "h3"}
"""Elements that break their parent into several lines."""
_PHRASING_TAGS = frozenset(
    ("a", "abbr", "b", "bdi", "em", "font", "i", "mark", "small", "span", "strong", "sub", "sup", "time", "u", "br")
)


@dataclass(frozen=True)
class NearbyLine:
    """One short line near the headline. What its mark-up says is read when first asked for."""

    text: str
    """In normal form."""
    element: etree._Element = field(compare=False, repr=False)
    """Its own, or the one that holds it among others."""
    is_whole: bool = False
    """Whether the element is its own."""
    is_above: bool = False
    """Whether it is above the headline."""
    is_below_summary: bool = False
    """Whether a paragraph, such as the summary, comes between the headline and it."""

    @cached_property
    def names(self) -> str:
        """Tags, classes, ids and microdata names of its element and of those around and inside it, lower-case."""
        return surrounding_names(self.element) if self.is_whole else outer_names(self.element)

    @cached_property
    def machine_date(self) -> str:
        """Its machine-readable `datetime` or `content`; may be empty."""
        return machine_date_of(self.element) if self.is_whole else ""

    @cached_property
    def parts(self) -> tuple[tuple[str, str], ...]:
        """Text and names of each leaf element inside it, or of its own if it is one."""
        return _parts_of(self.element) if self.is_whole else ()

    @property
    def parent(self) -> etree._Element | None:
        """The element around its own."""
        return self.element.getparent() if self.is_whole else self.element


@dataclass(slots=True)
class _Scan:
    """The lines and paragraphs found so far."""

    lines: list[NearbyLine] = field(default_factory=list)
    paragraphs: int = 0

    @property
    def is_finished(self) -> bool:
        """Whether the text has begun: a summary is one paragraph, a text more."""
        return self.paragraphs >= 2 or len(self.lines) >= _MAX_NEARBY_LINES


def lines_near_headline(heading: etree._Element | None) -> tuple[NearbyLine, ...]:
    """The short lines around the headline's element, those below it first; empty without one."""
    if heading is None:
        return ()
    after = _lines_near(_following(heading))
    return (*after, *_above(heading))


def headline_element(tree: lxml.html.HtmlElement, titles: Sequence[str]) -> etree._Element | None:
    """The element with the likeliest headline, preferably a heading, or None.

    The same words in a menu or sidebar do not count.
    """
    keys = [comparison_key(title) for title in titles]
    best, found = len(keys), None
    for element in tree.iter(*_HEADLINE_TAGS) if keys else ():
        key = comparison_key(short_text(element))
        rank = keys.index(key) if key in keys else best
        if rank < best and not _is_in_side_element(element):
            best, found = rank, element
            if not rank:
                break
    return found if found is not None or not keys else _element_printing(tree, keys[:1])


def _element_printing(tree: lxml.html.HtmlElement, keys: Sequence[str]) -> etree._Element | None:
    """The first element of any kind with the headline; old layouts use `td` and `font`."""
    lengths = {length for key in keys for length in range(len(key), 2 * len(key) + 10)}
    elements: Iterator[etree._Element] = tree.iterfind(".//body//*")
    for element in elements:
        text = element.text or ""
        if len(text.strip()) in lengths and comparison_key(text) in keys and not _is_in_side_element(element):
            return element
    return None


def _is_in_side_element(element: etree._Element) -> bool:
    """Whether an element is inside a `nav`, `aside` or `footer`."""
    return next(element.iterancestors(*SIDE_TAGS), None) is not None


def _following(heading: etree._Element) -> Iterator[etree._Element]:
    """Yield the elements after a heading in document order, outermost ones whole."""
    for child in (heading, *heading.iterancestors()):
        yield from child.itersiblings()


def _above(heading: etree._Element) -> tuple[NearbyLine, ...]:
    """The short lines above a heading in the same small part of the page."""
    child = heading
    for parent in list(heading.iterancestors())[:_MAX_PARENTS_ABOVE]:
        before = list(child.itersiblings(preceding=True))
        if parent.tag in ("body", "html") or sum(map(_rough_length, before)) > _ABOVE_LETTERS:
            break
        before = [
            sibling for sibling in before if sibling.tag != "header" and not _SITE_HEAD.search(class_and_id(sibling))
        ]
        lines = _lines_near(before)
        if lines:
            return tuple(replace(line, is_above=True) for line in lines)
        child = parent
    return ()


def _lines_near(elements: Iterable[etree._Element]) -> list[NearbyLine]:
    """The short lines in elements, up to the second paragraph."""
    scan = _Scan()
    for element in elements:
        _collect(element, scan)
        if scan.is_finished:
            break
    return scan.lines


def _collect(element: etree._Element, scan: _Scan, depth: int = 0) -> None:
    """Add an element's short lines to the scan and count its paragraphs."""
    if not isinstance(element.tag, str) or depth > _MAX_NESTING or _is_skipped(element):
        return
    if not any(e.tag in _LINE_BREAKERS for e in element.iterdescendants()):
        texts = [str(text) for text in element.itertext()]
        if len(collapse_space("".join(texts))) <= MAX_LINE_LETTERS:
            _add_whole(scan, element, collapse_space(" ".join(texts)))
            return
    if all(e.tag in _PHRASING_TAGS for e in element.iterdescendants()):
        for line in _lines_between_breaks(element):
            if len(scan.lines) < _MAX_NEARBY_LINES:
                _add(scan, element, line)
        return
    _add(scan, element, collapse_space(element.text or ""))
    for child in element:
        _collect(child, scan, depth + 1)
        if scan.is_finished:
            return
        _add(scan, element, collapse_space(child.tail or ""))


def _lines_between_breaks(element: etree._Element) -> list[str]:
    """The lines between the `br` elements of an element with inline content only."""
    lines: list[list[str]] = [[]]
    for event, inner in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            if inner.tag == "br":
                lines.append([])
            lines[-1].append(inner.text or "")
        elif inner is not element:
            lines[-1].append(inner.tail or "")
    return [collapse_space("".join(line)) for line in lines]


def _add(scan: _Scan, element: etree._Element, text: str) -> None:
    """Add a line that an element holds among others unless it is empty; a paragraph is only counted."""
    if is_prose(text):
        scan.paragraphs += 1
    elif text:
        scan.lines.append(NearbyLine(normalize(text), element, is_below_summary=scan.paragraphs > 0))


def _add_whole(scan: _Scan, element: etree._Element, text: str) -> None:
    """Add an element's text as a line unless it has neither text nor date; a paragraph is only counted."""
    if is_prose(text):
        scan.paragraphs += 1
    elif text or machine_date_of(element):
        scan.lines.append(NearbyLine(normalize(text), element, is_whole=True, is_below_summary=scan.paragraphs > 0))


def _parts_of(element: etree._Element) -> tuple[tuple[str, str], ...]:
    """Texts of the leaf elements in a small element, or of itself, each with its names and `href`."""
    leaves = [(text, _leaf_names(leaf)) for leaf in element.iter() if (text := _leaf_text(leaf))]
    leaves = leaves if len(leaves) > 1 else [*_texts_after_icons(element), *leaves]
    return tuple((normalize(text).replace("\n", " "), names) for text, names in leaves)


def _texts_after_icons(element: etree._Element) -> list[tuple[str, str]]:
    """The texts that empty elements, such as icons, part in one element, each with the icon's names; else empty."""
    icons = [child for child in element if isinstance(child.tag, str) and not len(child) and not child.text]
    texts = [(collapse_space(icon.tail or ""), element_names(icon)) for icon in icons]
    return [part for part in texts if part[0]] if len(icons) > 1 else []


def _leaf_text(element: etree._Element) -> str:
    """The text of an element in which no other holds any, icons apart; "" for others."""
    if not len(element):
        return collapse_space(element.text or "") if isinstance(element.tag, str) else ""
    inside = list(islice(element.iterdescendants(), _ICON_PARTS + 1))
    if not isinstance(element.tag, str) or len(inside) > _ICON_PARTS or any(child.text for child in inside):
        return ""
    return collapse_space("".join(map(str, element.itertext())))


def _leaf_names(leaf: etree._Element) -> str:
    """The names and address of a leaf element and the names of its icons."""
    return " ".join([element_names(leaf, (*NAMES, "href")), *(element_names(icon) for icon in leaf if len(leaf) < 3)])


def _rough_length(element: etree._Element) -> int:
    """Letters in an element; 0 for a comment, script or the like."""
    is_read = isinstance(element.tag, str) and element.tag not in _UNREAD_TAGS
    return len(collapse_space("".join(map(str, element.itertext())))) if is_read else 0


def _is_skipped(element: etree._Element) -> bool:
    """Whether an element is not about the article, by tag, class or id; the footer of an `article` may be a byline."""
    is_page_footer = element.tag == "footer" and next(element.iterancestors("article"), None) is None
    return is_page_footer or element.tag in _UNREAD_TAGS or bool(_SIDE_CLASSES.search(class_and_id(element)))
