"""trafilatura's extraction aligned to the page's blocks; the only module that imports trafilatura."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Sequence
from functools import cache

import lxml.html
from lxml import etree

from cleaners.blocks.block import Block
from cleaners.blocks.document import Document
from cleaners.blocks.element import starts_block
from cleaners.page import wraps_page
from cleaners.steps.body.footnote_mark import is_footnote_mark
from cleaners.text.normalize import comparison_key
from cleaners.text.text_cache import clear_with_caches

_PRUNED_TAGS = (
    "script",
    "style",
    "noscript",
    "template",
    "svg",
    "iframe",
    "nav",
    "footer",
    "form",
    "select",
    "button",
)
"""Never article text; without them trafilatura takes a third of the time."""
_MAX_NESTED = 40
"""Deepest nesting of tables (layouts of the nineties have ten) and of unclosed links; the extractor's time grows with
the cube of their number."""
_MIN_STREAM_WORDS = 4
"""Blocks of fewer words count as kept only if they equal a whole extracted line."""


@cache
def _extraction() -> Callable[..., object]:
    """Trafilatura's extraction, imported at the first page: it takes half the time of importing this library."""
    from trafilatura import bare_extraction
    from trafilatura.meta import reset_caches

    clear_with_caches(reset_caches)
    return bare_extraction


def kept_texts(tree: lxml.html.HtmlElement, around: lxml.html.HtmlElement | None = None) -> tuple[str, ...]:
    """The texts that trafilatura extracts from a page, in order; empty if it finds no article or fails.

    With `around` it sees that element of the page only.
    """
    pruned = _copied(tree, around)
    for element in list(pruned.iter(*_PRUNED_TAGS)):
        if element.tag != "form" or not wraps_page(element):
            element.drop_tree()
    for element in [e for e in pruned.iter("a") if "#" in (e.get("href") or "") and is_footnote_mark(e.text_content())]:
        element.drop_tree()
    for element in _too_deep(pruned):
        element.drop_tag()
    for element in pruned.iter("*"):
        if element.get("aria-hidden") and starts_block(element):
            del element.attrib["aria-hidden"]  # it hides nothing from those who see
    try:
        document = _extraction()(
            pruned,
            fast=True,
            include_comments=False,
            with_metadata=False,
            deduplicate=False,  # depends on the pages seen before (upstream issue 778)
        )
    except Exception:  # not ours: it recurses into nested lists, and what else pages find in it must not stop us
        return ()
    body = getattr(document, "body", None)
    if body is None:
        return ()
    return tuple(text for element in body.iter() if (text := _own_text(element)))


def _copied(tree: lxml.html.HtmlElement, around: lxml.html.HtmlElement | None) -> lxml.html.HtmlElement:
    """A copy of a page, or of a page that holds just one element of it."""
    if around is None or around.tag in ("html", "body") or around.getparent() is None:
        return copy.deepcopy(tree)
    page = lxml.html.Element("html")
    part = copy.deepcopy(around)
    part.tail = None
    etree.SubElement(page, "body").append(part)
    return page


def _too_deep(tree: lxml.html.HtmlElement) -> list[lxml.html.HtmlElement]:
    """The tables and links nested deeper than `_MAX_NESTED`."""
    found, depth = [], {"table": 0, "a": 0}
    for event, element in etree.iterwalk(tree, events=("start", "end"), tag=tuple(depth)):
        depth[element.tag] += 1 if event == "start" else -1
        if event == "start" and depth[element.tag] > _MAX_NESTED:
            found.append(element)
    return found


def _own_text(element: lxml.html.HtmlElement) -> str:
    """Text of an extracted paragraph, heading, item or quotation; "" for an element that only contains them."""
    if element.tag not in ("p", "head", "item", "quote", "code", "cell", "lb"):
        return ""
    return " ".join("".join(element.itertext()).split())


def lines_without(page: Document, kept: Sequence[str]) -> Iterator[Block]:
    """The lines of a page's body that are none of the `kept` texts and in none of them, as noise."""
    lines = {comparison_key(text) for text in kept}
    stream = f" {' '.join(comparison_key(text) for text in kept)} "
    for block in page.body:
        key = comparison_key(block.text)
        if key not in lines and (len(key.split()) < _MIN_STREAM_WORDS or f" {key} " not in stream):
            yield block.becomes("noise")
