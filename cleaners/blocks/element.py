"""Classify elements: block-level or inline, page region, visible or hidden."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from cleaners.blocks.block import Zone
from cleaners.page import wraps_page
from cleaners.text.text_cache import text_cache

_TEXT_LEVEL_TAGS = frozenset((
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins",
    "kbd", "label", "mark", "nobr", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub",
    "sup", "time", "tt", "u", "var", "wbr",
))  # fmt: skip
IMAGE_TAGS = frozenset(("amp-img", "img", "picture"))
UNREAD_TAGS = frozenset((
    "audio", "canvas", "datalist", "embed", "iframe", "math", "noscript", "object", "script", "select",
    "style", "svg", "template", "textarea", "title", "video",
))  # fmt: skip
_TAGS_IN_LINES = _TEXT_LEVEL_TAGS | UNREAD_TAGS | IMAGE_TAGS | {"br", "source"}
_ZONE_OF_TAG: dict[str, Zone] = {
    "header": "header",
    "nav": "nav",
    "footer": "footer",
    "aside": "aside",
    "form": "form",
    "button": "form",
    "main": "main",
    "article": "main",
    "figure": "figure",
    "figcaption": "figure",
    "table": "table",
}
_ZONE_OF_ROLE: dict[str, Zone] = {
    "banner": "header",
    "navigation": "nav",
    "menu": "nav",
    "contentinfo": "footer",
    "complementary": "aside",
    "search": "form",
    "main": "main",
    "article": "main",
}
_CARD_WORDS = 4
"""Adjacent links of fewer words are keywords, sections or breadcrumbs."""


def starts_block(element: etree._Element) -> bool:
    """Whether an element starts a block; a link does only if it is a card of a list, in whatever mark-up."""
    if element.tag not in _TEXT_LEVEL_TAGS:
        return True
    if element.tag != "a" or not element.get("href"):
        return False
    if holds_lines(element):
        return True
    if not _is_alone(element):
        return False
    return _holds(element, IMAGE_TAGS.__contains__) or (
        _is_headline(element) and any(map(_is_headline, _siblings_beside(element)))
    )


def holds_lines(element: etree._Element) -> bool:
    """Whether an element holds elements that start blocks, other than images and line breaks."""
    return len(element) > 0 and _holds(element, lambda tag: tag not in _TAGS_IN_LINES)


def _holds(element: etree._Element, wanted: Callable[[str], bool]) -> bool:
    """Whether a descendant of an element has a wanted tag."""
    return any(isinstance(e.tag, str) and wanted(e.tag) for e in element.iterdescendants())


def _is_alone(element: etree._Element) -> bool:
    """Whether no text adjoins an element in its parent."""
    before, parent = element.getprevious(), element.getparent()
    lead = before.tail if before is not None else parent.text if parent is not None else ""
    return not (lead or "").strip() and not (element.tail or "").strip()


def _is_headline(element: etree._Element) -> bool:
    """Whether an element is a link with enough words for a headline and no adjoining text."""
    if element.tag != "a" or not element.get("href") or not _is_alone(element):
        return False
    return len("".join(map(str, element.itertext())).split()) >= _CARD_WORDS


def _siblings_beside(element: etree._Element) -> list[etree._Element]:
    """The siblings directly before and after an element."""
    return [e for e in (element.getprevious(), element.getnext()) if e is not None]


def element_shape(element: etree._Element) -> str:
    """Tag, classes and id of an element as one lower-case string, the id prefixed with #."""
    ids = str(element.get("id") or "")
    if element.get("role") == "region" and (label := element.get("aria-labelledby")):
        ids = f"{ids} {label}"
    return _shape_of(str(element.tag), str(element.get("class") or ""), ids)


@text_cache(8192)
def _shape_of(tag: str, names: str, ids: str) -> str:
    return " ".join([tag, *names.split(), *(f"#{name}" for name in ids.split())]).lower()


def zone_of(element: etree._Element) -> Zone:
    """The page region that an element declares, "" for none."""
    if element.tag == "form" and wraps_page(element):
        return ""
    return _ZONE_OF_ROLE.get(element.get("role") or "", _ZONE_OF_TAG.get(str(element.tag), ""))
