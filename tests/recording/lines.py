"""The visible lines of an HTML page, by a reader that knows nothing of cleaning."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_BREAKS = frozenset((
    *("address", "article", "aside", "blockquote", "body", "br", "button", "dd", "div", "dl", "dt", "figcaption"),
    *("figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "label", "li", "main"),
    *("nav", "ol", "option", "p", "section", "select", "table", "tbody", "td", "th", "thead", "time", "title", "tr"),
    *("ul", "amp-sidebar", "amp-twitter", "marquee"),
))  # fmt: skip
_HIDDEN = frozenset(("head", "script", "style", "template", "textarea", "svg", "noscript"))


class _Lines(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = [""]
        self.hidden: list[str] = []
        self.anchors: list[str] = []
        self.in_anchor = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BREAKS:
            self.lines.append("")
        if tag in _HIDDEN:
            self.hidden.append(tag)
        if tag == "a":
            self.anchors.append("")
            self.in_anchor = True

    def handle_endtag(self, tag: str) -> None:
        if tag in _BREAKS:
            self.lines.append("")
        if self.hidden and self.hidden[-1] == tag:
            self.hidden.pop()
        self.in_anchor = self.in_anchor and tag != "a"

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.lines[-1] += data
        if self.in_anchor:
            self.anchors[-1] += data


def _read(html: str) -> tuple[list[str], list[str]]:
    """The page's lines and the words on its links, in order, white space collapsed."""
    parser = _Lines()
    parser.feed(html)
    parser.close()
    lines, anchors = ([_collapsed(text) for text in texts] for texts in (parser.lines, parser.anchors))
    return [line for line in lines if line], [anchor for anchor in anchors if anchor]


def _collapsed(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def visible_lines(html: str) -> list[str]:
    """The page's lines in order; heads and scripts are not seen."""
    return _read(html)[0]


def noise(html: str, shown: list[str], clean: list[str]) -> list[str]:
    """What a page shows besides its body: its lines, then the words on its links, each once, in order.

    `shown` are the body's blocks as the page shows them, `clean` as the corpus wants them. Of a line that holds a
    block and more (words glued before it) only the rest is noise; words on links inside the body are none.
    """
    bodies = {_collapsed(text) for text in (*shown, *clean)}
    lines, anchors = _read(html)
    found: dict[str, None] = {}
    for line in lines:
        if line in bodies:
            continue
        within = max((body for body in bodies if len(body) > 40 and body in line), key=len, default="")
        rest = line.replace(within, "").strip() if within else line
        if rest:
            found[rest] = None
    whole = "\n".join(bodies)
    return [*found, *(anchor for anchor in dict.fromkeys(anchors) if anchor not in found and anchor not in whole)]
