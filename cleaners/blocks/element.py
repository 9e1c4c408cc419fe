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
    return element.tag not in TEXT_LEVEL_TAGS or (element.tag == "a" and is_card(element))


def is_card(link: etree._Element) -> bool:
    """Whether a link leads anywhere and holds lines, or an image and nothing adjoins it, or is one of the headlines of
    a list.
    """
    if not link.get("href"):
        return False
    inside = len(link) > 0
    if inside and holds_lines(link):
        return True
    before, after = link.getprevious(), link.getnext()
    is_among = (before is not None and before.tag == "a") or (after is not None and after.tag == "a")
    if not (inside or is_among) or not _is_alone(link):
        return False
    if inside and any(inner.tag in IMAGE_TAGS for inner in link.iterdescendants()):
        return True
    return is_among and _has_words(link) and (_is_headline(before) or _is_headline(after))


def holds_lines(element: etree._Element) -> bool:
    """Whether an element holds elements that start blocks, other than images and line breaks."""
    for inner in element.iterdescendants() if len(element) else ():
        if inner.tag not in _TAGS_IN_LINES and isinstance(inner.tag, str):
            return True
    return False


def _is_alone(element: etree._Element) -> bool:
    """Whether no text adjoins an element in its parent."""
    if (after := element.tail) and not after.isspace():
        return False
    before, parent = element.getprevious(), element.getparent()
    lead = before.tail if before is not None else parent.text if parent is not None else ""
    return not lead or lead.isspace()


def _is_headline(element: etree._Element | None) -> bool:
    """Whether an element is a link with enough words for a headline and no adjoining text."""
    if element is None or element.tag != "a" or not element.get("href"):
        return False
    return _has_words(element) and _is_alone(element)


def _has_words(link: etree._Element) -> bool:
    """Whether a link has enough words for a headline."""
    return len("".join(map(str, link.itertext())).split()) >= _CARD_WORDS


def element_shape(element: etree._Element, names: str) -> str:
    """Tag, classes (`names`) and id of an element as one lower-case string, the id prefixed with #."""
    ids = element.get("id")
    if element.get("role") == "region" and (label := element.get("aria-labelledby")):
        ids = f"{ids or ''} {label}"
    if ids:
        names = " ".join([names, *[f"#{name}" for name in str(ids).split()]])
    return " ".join(f"{element.tag} {names}".lower().split()) if names else str(element.tag).lower()


def zone_of(element: etree._Element) -> Zone:
    """The page region that an element declares, "" for none."""
    tag, role = str(element.tag), element.get("role")
    if tag == "form" and wraps_page(element):
        return ""
    zone = ZONE_OF_TAG.get(tag, "")
    return _ZONE_OF_ROLE.get(role, zone) if role else zone
