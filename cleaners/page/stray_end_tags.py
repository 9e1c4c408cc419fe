"""Repair pages whose text goes on after end tags that came too early."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import takewhile

import lxml.html
from lxml import etree

from cleaners.text.line_shape import is_prose

_CONTAINERS = ("div", "article", "section", "main", "td", "table")
_CONTAINER_NAMES = frozenset(_CONTAINERS)
_CONTAINER_TAG = re.compile(rf"<!--|-->|<(/?)(script|style|{'|'.join(_CONTAINERS)})\b".encode(), re.IGNORECASE)
_PAGE_END = re.compile(rb"</(?:body|html)\s*>", re.IGNORECASE)
_PARAGRAPH_LIKE_TAGS = frozenset({"p", "h2", "h3", "h4", "ul", "ol", "blockquote", "pre", "figure"})
_INLINE_TAGS = frozenset({"br", "b", "strong", "em", "i", "u", "a", "span", "font"})
_EMPTY_TAGS = frozenset({"script", "style", "ins", "noscript", "hr", "iframe"})
_END_DEPTH = 8
"""Elements between a container and the paragraphs at its end."""
_LAST_CHILDREN = 4
"""An advertisement or an image may stand between the last paragraph and the stray end tag."""
_UNLINKED_SHARE = 0.5


def without_page_ends(markup: bytes) -> bytes:
    """The mark-up without `</body>` and `</html>`, which may be left out, and after which parsers drop text."""
    return _PAGE_END.sub(b"", markup)


def may_have_stray_ends(errors: etree._ListErrorLog) -> bool:
    """Whether the parser met an end tag of a container that closes nothing, or not what was opened last."""
    ends = (error.message for error in errors if error.type == etree.ErrorTypes.ERR_TAG_NAME_MISMATCH)
    return any(not _CONTAINER_NAMES.isdisjoint(message.lower().split()) for message in ends)


def rejoin_text(tree: lxml.html.HtmlElement, markup: bytes) -> None:
    """Move paragraphs that stray end tags left outside of their container back into it.

    That is done where the page has more end tags than start tags, for plain paragraphs, subheads and lists directly
    after an element that ends with such paragraphs, up to the next element of another kind.
    """
    if not _has_stray_ends(markup):
        return
    for element in list(tree.iter(*_CONTAINERS)):
        text = _text_at_end(element)
        if text is not None and (run := _following_run(element, text)) is not None:
            _move(element, run, text)


def _has_stray_ends(markup: bytes) -> bool:
    """Whether a kind of container has more end tags than start tags, comments and scripts aside."""
    surplus: Counter[bytes] = Counter()
    inside = b""
    for found in _CONTAINER_TAG.finditer(markup):
        sign, name = found[0], (found[2] or b"").lower()
        if inside:
            closes = sign == b"-->" if inside == b"<!--" else bool(found[1]) and name == inside
            inside = b"" if closes else inside
        elif sign == b"<!--":
            inside = sign
        elif name in (b"script", b"style"):
            inside = b"" if found[1] else name
        elif name:
            surplus[name] += 1 if found[1] else -1
    return any(count > 0 for count in surplus.values())


def _text_at_end(element: etree._Element) -> etree._Element | None:
    """The element, itself or the last inside it, that ends with paragraphs of its own; None without one."""
    for _ in range(_END_DEPTH):
        children = [child for child in element if isinstance(child.tag, str)]
        if any(_is_running_paragraph(child) for child in children[-_LAST_CHILDREN:]) or _ends_with_text(element):
            return element
        if not children:
            return None
        element = children[-1]
    return None


def _ends_with_text(element: etree._Element) -> bool:
    """Whether an element's last words are running text of its own, parted by line breaks."""
    tails = (child.tail for child in reversed(list(element)[-_LAST_CHILDREN:]))
    text = next((tail for tail in (*tails, element.text) if tail and tail.strip()), "")
    return element.tag in _CONTAINERS and is_prose(" ".join(text.split()))


def _following_run(element: etree._Element, text: etree._Element) -> list[etree._Element] | None:
    """The siblings after an element that go on with its text; None where no running text is among them."""
    run: list[etree._Element] = []
    loose = _ends_with_text(text)
    for sibling in element.itersiblings():
        if not (_is_like(sibling, text) or (loose and sibling.tag in _INLINE_TAGS) or sibling.tag in _EMPTY_TAGS):
            break
        run.append(sibling)
    while run and run[-1].tag in _EMPTY_TAGS and not (run[-1].tail or "").strip():
        run.pop()
    is_text = loose and is_prose(" ".join((element.tail or "").split()))
    return run if is_text or any(any(map(_is_running_paragraph, _paragraphs_in(one))) for one in run) else None


def _is_like(sibling: etree._Element, text: etree._Element) -> bool:
    """Whether an element is a plain paragraph, subhead or list, or has the class of a paragraph of the text."""
    if sibling.tag not in _PARAGRAPH_LIKE_TAGS:
        return False
    name = sibling.get("class") or ""
    return not name or any(
        (child.tag, child.get("class")) == (sibling.tag, name) for child in list(text)[-_LAST_CHILDREN:]
    )


def _paragraphs_in(element: etree._Element) -> Iterator[etree._Element]:
    """A paragraph, or the items of a list and paragraphs of a quotation."""
    yield element
    yield from element.iter("li", "p")


def _is_running_paragraph(element: etree._Element) -> bool:
    """Whether an element is unlinked running text."""
    if element.tag not in ("p", "li", "blockquote", "pre"):
        return False
    inline = list(takewhile(lambda child: child.tag in _INLINE_TAGS, element))
    linked = sum(len(_text_of(child)) for child in inline if child.tag == "a")
    text = " ".join("".join([element.text or "", *(_text_of(child) + (child.tail or "") for child in inline)]).split())
    return is_prose(text) and linked < _UNLINKED_SHARE * len(text)


def _text_of(element: etree._Element) -> str:
    """The text inside an element."""
    return "".join(map(str, element.itertext()))


def _move(element: etree._Element, run: list[etree._Element], text: etree._Element) -> None:
    """Append what follows an element to its text."""
    loose = element.tail or ""
    element.tail = None
    if len(text):
        text[-1].tail = (text[-1].tail or "") + loose
    else:
        text.text = (text.text or "") + loose
    for one in run:
        text.append(one)
