"""The expected result for a labelled page, derived from the page itself by the selectors of its label.

A label is a dict: `file`, `url`, `outlet`, `title`, `author`, `date` (and `date_alt`), `body` and `drop` (CSS or XPath
selectors of the blocks of text, and of what in them is not text), `drop_lines` (beginnings of lines that are not text),
`related` (selectors of the related block). No page's text is stored in it.
"""

from __future__ import annotations

import copy
import re
from collections import Counter
from collections.abc import Iterable
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin

import lxml.html

from cleaners import Page, comparison_key
from cleaners.page import parse

UNREAD = {"script", "style", "noscript", "template", "svg", "iframe"}
ARCHIVED = re.compile(r"^https?://web\.archive\.org/web/\d+[a-z_]*/")
SHINGLE = 4
Label = dict[str, Any]


def tree_of(raw: bytes, label: Label) -> lxml.html.HtmlElement:
    charset = label.get("encoding")
    tree = parse(Page(raw, content_type=f"text/html; charset={charset}" if charset else None))
    if tree is None:
        raise ValueError(f"{label['file']}: nothing to parse")
    return tree


def body_of(tree: lxml.html.HtmlElement, label: Label) -> list[str]:
    """The blocks of text in page order, one per line of the page."""
    unwanted = {part for found in selected(tree, label.get("drop", ())) for part in found.iter()}
    order = {element: number for number, element in enumerate(tree.iter())}
    wanted = sorted(set(selected(tree, label["body"])) - unwanted, key=order.__getitem__)
    outermost = [e for e in wanted if not any(around in wanted for around in e.iterancestors())]
    lines = [line for element in outermost for line in lines_of(element, unwanted)]
    return [line for line in lines if not line.startswith(tuple(label.get("drop_lines", ())))]


def lines_of(element: lxml.html.HtmlElement, unwanted: set[Any]) -> list[str]:
    words: list[str] = []

    def walk(node: lxml.html.HtmlElement) -> None:
        if isinstance(node.tag, str) and node.tag not in UNREAD and node not in unwanted:
            words.append(("\n" if node.tag == "br" else "") + " ".join((node.text or "").splitlines()))
            for child in node:
                walk(child)
                words.append(" ".join((child.tail or "").splitlines()))

    walk(copy.copy(element) if not unwanted else element)
    return [line for text in "".join(words).split("\n") if (line := " ".join(text.split()))]


def related_of(tree: lxml.html.HtmlElement, label: Label) -> set[str]:
    """The addresses linked in the labelled related block."""
    links = [a for found in selected(tree, label.get("related") or ()) for a in found.iter("a")]
    return {
        address(ARCHIVED.sub("", urljoin(label.get("url") or "", a.get("href", "")))) for a in links if a.get("href")
    }


def selected(tree: lxml.html.HtmlElement, selectors: Iterable[str]) -> list[lxml.html.HtmlElement]:
    found = []
    for selector in selectors:
        found += tree.xpath(selector) if selector.startswith(("/", "(")) else tree.cssselect(selector)
    return [element for element in found if hasattr(element, "iter")]


def address(url: str) -> str:
    return unquote(urldefrag(url)[0]).split("://")[-1].removeprefix("www.").rstrip("/")


def words(text: str | None) -> list[str]:
    return comparison_key(text or "").split()


def shingles(text: str) -> Counter[tuple[str, ...]]:
    tokens = words(text)
    return (
        Counter(tuple(tokens[i : i + SHINGLE]) for i in range(max(1, len(tokens) - SHINGLE + 1)))
        if tokens
        else Counter()
    )


def precision_recall(gold: str, got: str) -> tuple[float, float]:
    wanted, given = shingles(gold), shingles(got)
    shared = sum((wanted & given).values())
    return shared / max(1, sum(given.values())) if given else float(not wanted), shared / max(1, sum(wanted.values()))
