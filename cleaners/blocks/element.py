"""Classify elements: block-level or inline, page region, visible or hidden."""

from __future__ import annotations

from lxml import etree

from cleaners.blocks.block import Zone
from cleaners.page import wraps_page

TEXT_LEVEL_TAGS = frozenset((
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins",
    "kbd", "label", "mark", "nobr", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub",
    "sup", "time", "tt", "u", "var", "wbr",
))  # fmt: skip
IMAGE_TAGS = frozenset(("amp-img", "img", "picture"))
UNREAD_TAGS = frozenset((
    "audio", "canvas", "datalist", "embed", "iframe", "math", "noscript", "object", "script", "select",
    "style", "svg", "template", "textarea", "title", "video",
))  # fmt: skip
_TAGS_IN_LINES = TEXT_LEVEL_TAGS | UNREAD_TAGS | IMAGE_TAGS | {"br", "source"}
ZONE_OF_TAG: dict[str, Zone] = {
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
    if element.tag not in TEXT_LEVEL_TAGS:
        return True
    if element.tag != "a" or not element.get("href"):
        return False
    if holds_lines(element):
        return True
    if not _is_alone(element):
        return False
    if len(element) and next(element.iterdescendants(*IMAGE_TAGS), None) is not None:
        return True
    beside = [e for e in (element.getprevious(), element.getnext()) if e is not None and e.tag == "a"]
    return any(map(_is_headline, beside)) and _is_headline(element)


def holds_lines(element: etree._Element) -> bool:
    """Whether an element holds elements that start blocks, other than images and line breaks."""
    if not len(element):
        return False
    return any(inner.tag not in _TAGS_IN_LINES for inner in element.iterdescendants("*"))


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


def element_shape(element: etree._Element, names: str) -> str:
    """Tag, classes (`names`) and id of an element as one lower-case string, the id prefixed with #."""
    ids = str(element.get("id") or "")
    if element.get("role") == "region" and (label := element.get("aria-labelledby")):
        ids = f"{ids} {label}"
    return " ".join([str(element.tag), *names.split(), *[f"#{name}" for name in ids.split()]]).lower()


def zone_of(element: etree._Element) -> Zone:
    """The page region that an element declares, "" for none."""
    tag, role = str(element.tag), element.get("role")
    if tag == "form" and wraps_page(element):
        return ""
    zone = ZONE_OF_TAG.get(tag, "")
    return _ZONE_OF_ROLE.get(role, zone) if role else zone
