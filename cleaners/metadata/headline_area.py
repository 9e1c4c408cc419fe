"""What a page prints around its headline: the short lines between it and the first paragraph, and just above it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import lxml.html
from lxml import etree

from cleaners.blocks.from_html import collapse_space
from cleaners.metadata.shape import (
    NAMES,
    SIDE_TAGS,
    machine_of,
    names_of,
    outer_names,
    own_names,
    shapes_of,
    short_text,
)
from cleaners.text.line_shape import is_prose
from cleaners.text.normalize import comparison_key, normalize

_HEADINGS = ("h1", "h2", "h3")
_LINE_LETTERS = 160
"""A line of the interface is shorter; label, weekday, two calendars and two clocks have 110."""
_LINES = 60
"""Lines looked at after a headline: share buttons and font sizes may stand before the date."""
_DEPTH = 60
"""Elements inside each other; deeper ones are no line of an interface."""
_ABOVE = 3
"""How many elements around a headline may hold what is printed above it; further out stands the site's clock."""
_SITE_HEAD = re.compile(r"\b(?:header|top|nav|menu|logo|brand|masthead|banner|bar|navbar|ads?)\b")
_ABOVE_LETTERS = 250
"""More text than this above a headline is a menu or another article."""
_UNREAD = frozenset(
    (
        *("script", "style", "noscript", "template", "svg", "iframe", "select", "textarea", "button", "option"),
        *("form", "nav", "aside", "figure"),
    )
)
_OUTSIDE = re.compile(
    r"\b(?:comments?|respond|related|widget|sidebar|popular|trending|ticker|latest|breaking|weather|prayer|topbar"
    r"|top-bar|today|current|clock|copyright|breadcrumbs?|caption|wp-caption|menu|navbar|img-cap|modal|popup)\b"
)
"""Words of classes and ids of what is not about the article."""
_BORDERS = _UNREAD | {"p", "li", "br", "h1", "h2", "h3"}
"""Elements that make their parent more than one line."""
_INLINE = frozenset(
    ("a", "abbr", "b", "bdi", "em", "font", "i", "mark", "small", "span", "strong", "sub", "sup", "time", "u", "br")
)


@dataclass(frozen=True, slots=True)
class Nearby:
    """One short line near the headline."""

    text: str
    """In normal form."""
    shapes: str
    """Tag, classes, ids and microdata names of its element and of those around and in it, lower-case."""
    machine: str = ""
    """The `datetime` or `content` that it carries."""
    parts: tuple[tuple[str, str], ...] = ()
    """The text and the names of each innermost element in it, where it is made of several."""
    is_above: bool = False
    """Whether it stands above the headline."""
    is_beyond: bool = False
    """Whether a paragraph, such as the article's summary, stands between it and the headline."""


@dataclass(slots=True)
class _Look:
    """The state of one look around."""

    lines: list[Nearby] = field(default_factory=list)
    paragraphs: int = 0

    @property
    def is_over(self) -> bool:
        """Whether the text has begun: a summary is one paragraph, a text has more."""
        return self.paragraphs >= 2 or len(self.lines) >= _LINES


def nearby(tree: lxml.html.HtmlElement, titles: Sequence[str]) -> tuple[Nearby, ...]:
    """The short lines around the headline, first those after it; none where no heading prints it."""
    heading = _headline_element(tree, titles)
    if heading is None:
        return ()
    after = _lines_of(_following(heading))
    return (*after, *_above(heading))


def _headline_element(tree: lxml.html.HtmlElement, titles: Sequence[str]) -> etree._Element | None:
    """The element that prints the likeliest headline, a heading if one does, or None.

    The same words in a menu or sidebar do not count.
    """
    keys = [comparison_key(title) for title in titles]
    headings: dict[str, etree._Element] = {}
    for element in tree.iter(*_HEADINGS):
        if not _is_outside(element):
            headings.setdefault(comparison_key(short_text(element)), element)
    for key in keys:
        if key in headings:
            return headings[key]
    return _printing(tree, keys[:1])


def _printing(tree: lxml.html.HtmlElement, keys: Sequence[str]) -> etree._Element | None:
    """The first element of any kind that prints the headline; old layouts have cells and fonts for it."""
    lengths = {length for key in keys for length in range(len(key), 2 * len(key) + 10)}
    elements: Iterator[etree._Element] = tree.iterfind(".//body//*")
    for element in elements:
        text = element.text or ""
        if len(text.strip()) in lengths and comparison_key(text) in keys and not _is_outside(element):
            return element
    return None


def _is_outside(element: etree._Element) -> bool:
    """Whether an element stands in a part of the page that is not about the article."""
    return next(element.iterancestors(*SIDE_TAGS), None) is not None


def _following(heading: etree._Element) -> Iterator[etree._Element]:
    """The elements after a heading in document order, outermost ones whole."""
    for child in (heading, *heading.iterancestors()):
        yield from child.itersiblings()


def _above(heading: etree._Element) -> tuple[Nearby, ...]:
    """The short lines that stand above a heading in the same small part of the page."""
    child = heading
    for parent in list(heading.iterancestors())[:_ABOVE]:
        before = list(child.itersiblings(preceding=True))
        if parent.tag in ("body", "html") or sum(map(_rough_length, before)) > _ABOVE_LETTERS:
            break
        before = [
            sibling for sibling in before if sibling.tag != "header" and not _SITE_HEAD.search(own_names(sibling))
        ]
        lines = _lines_of(before)
        if lines:
            return tuple(replace(line, is_above=True) for line in lines)
        child = parent
    return ()


def _lines_of(elements: Iterable[etree._Element]) -> list[Nearby]:
    """The short lines of elements and of what they hold, up to the second paragraph."""
    look = _Look()
    for element in elements:
        _collect(element, look)
        if look.is_over:
            break
    return look.lines


def _collect(element: etree._Element, look: _Look, depth: int = 0) -> None:
    """Add an element's short lines and count its paragraphs."""
    if not isinstance(element.tag, str) or depth > _DEPTH or _is_apart(element):
        return
    text = collapse_space("".join(map(str, element.itertext())))
    if len(text) <= _LINE_LETTERS and not any(e.tag in _BORDERS for e in element.iterdescendants()):
        _add(look, Nearby(_text_of(element), shapes_of(element), machine_of(element), _parts_of(element)))
        return
    if all(e.tag in _INLINE for e in element.iterdescendants()):
        names = outer_names(element)
        for line in _broken(element):
            if len(look.lines) < _LINES:
                _add(look, Nearby(line, names))
        return
    _add(look, Nearby(collapse_space(element.text or ""), outer_names(element)))
    for child in element:
        _collect(child, look, depth + 1)
        if look.is_over:
            return
        _add(look, Nearby(collapse_space(child.tail or ""), outer_names(element)))


def _broken(element: etree._Element) -> list[str]:
    """The lines between the line breaks of an element that holds no other blocks."""
    lines: list[list[str]] = [[]]
    for event, inner in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            if inner.tag == "br":
                lines.append([])
            lines[-1].append(inner.text or "")
        elif inner is not element:
            lines[-1].append(inner.tail or "")
    return [collapse_space("".join(line)) for line in lines]


def _add(look: _Look, line: Nearby) -> None:
    """Add a line if it says anything, to readers or to machines; count it if it is a paragraph."""
    if is_prose(line.text):
        look.paragraphs += 1
    elif line.text or line.machine:
        look.lines.append(replace(line, text=normalize(line.text), is_beyond=look.paragraphs > 0))


def _parts_of(element: etree._Element) -> tuple[tuple[str, str], ...]:
    """The texts of the innermost elements of a small one, each with its names and its link's address."""
    leaves = [leaf for leaf in element.iterdescendants() if not len(leaf) and (leaf.text or "").strip()]
    return tuple((normalize(leaf.text or "").replace("\n", " "), names_of(leaf, (*NAMES, "href"))) for leaf in leaves)


def _text_of(element: etree._Element) -> str:
    """The text of a small element, its parts set apart."""
    return collapse_space(" ".join(map(str, element.itertext())))


def _rough_length(element: etree._Element) -> int:
    """How much text an element holds, scripts not counted where they are elements of their own."""
    return (
        0
        if not isinstance(element.tag, str) or element.tag in _UNREAD
        else len(collapse_space("".join(map(str, element.itertext()))))
    )


def _is_apart(element: etree._Element) -> bool:
    """Whether an element is not about the article, by its tag or its own names."""
    if element.tag in _UNREAD or (element.tag == "footer" and not _inside_article(element)):
        return True
    return bool(_OUTSIDE.search(own_names(element)))


def _inside_article(element: etree._Element) -> bool:
    """Whether an element stands in an `article`, whose footer may be its byline."""
    return next(element.iterancestors("article"), None) is not None
