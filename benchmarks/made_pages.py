"""Pages of a wanted size that stress one thing each: cards, tables, links, menus, nesting, long texts, short lines,
line breaks, headings, labels, figures. All lines differ.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import count

from benchmarks.memory import line

Part = Callable[[random.Random, int], str]


def _card(chance: random.Random, number: int) -> str:
    address = f"/news/{number}"
    return (
        f'<div class="col-md-4 card item-{number % 7}"><a href="{address}" class="thumb">'
        f'<img src="/i/{number}.jpg" alt="{line(chance, 4)}"></a>'
        f'<span class="cat"><a href="/section/{number % 9}">{line(chance, 2)}</a></span>'
        f'<h3 class="title"><a href="{address}">{line(chance, 9)}</a></h3>'
        f'<time>{1 + number % 28} مارس 2025</time><p class="excerpt">{line(chance, 18)}…</p></div>'
    )


def _row(chance: random.Random, number: int) -> str:
    return f"<tr><td>{line(chance, 2)}</td><td>{number}</td><td>{number * 7 % 1000}</td><td>{line(chance, 3)}</td></tr>"


def _link(chance: random.Random, number: int) -> str:
    return f'<li><a href="/news/{number}">{line(chance, 8)}</a></li>'


def _nest(chance: random.Random, number: int) -> str:
    depth = 5 + number % 40
    return f"{'<div class=wrap>' * depth}<p>{line(chance, 25)}.</p>{'</div>' * depth}"


def _paragraph(chance: random.Random, number: int) -> str:
    return f"<p>{line(chance, 20 + number % 60)}.</p>"


def _menu(chance: random.Random, number: int) -> str:
    items = "".join(f'<li><a href="/section/{number}/{n}">{line(chance, 2)}</a></li>' for n in range(5))
    return f'<nav class="menu-{number}"><h4>{line(chance, 2)}</h4><ul>{items}</ul></nav>'


def _short_line(chance: random.Random, number: int) -> str:
    return f"<p>{line(chance, 2 + number % 5)}</p>"


def _broken_line(chance: random.Random, number: int) -> str:
    return f"<b>{line(chance, 2)}</b> {line(chance, 4)}<br>"


def _section(chance: random.Random, number: int) -> str:
    level = 2 + number % 3
    return f'<h{level} id="part-{number}">{line(chance, 5)}</h{level}><p>{line(chance, 25)}.</p>'


def _labelled(chance: random.Random, number: int) -> str:
    return f"<dt>{line(chance, 1)}:</dt><dd><a href='/tag/{number}'>{line(chance, 2)}</a>، {line(chance, 6)}</dd>"


def _gallery(chance: random.Random, number: int) -> str:
    caption = f"<figcaption>{line(chance, 7)}</figcaption>"
    return f'<figure id="f{number}"><img src="/i/{number}.jpg" alt="{line(chance, 4)}">{caption}</figure>'


SHAPES: dict[str, tuple[str, Part, str]] = {
    "cards": ('<div class="row">', _card, "</div>"),
    "tables": ("<table><tbody>", _row, "</tbody></table>"),
    "links": ('<ul class="list">', _link, "</ul>"),
    "nested": ("<section>", _nest, "</section>"),
    "text": ("", _paragraph, ""),
    "menus": ('<div class="footer-links">', _menu, "</div>"),
    "lines": ('<div class="poem">', _short_line, "</div>"),
    "breaks": ("<div><p>", _broken_line, "</p></div>"),
    "headings": ('<div class="content">', _section, "</div>"),
    "labels": ("<dl>", _labelled, "</dl>"),
    "figures": ('<div class="gallery">', _gallery, "</div>"),
}
"""What a page is dense in: the mark-up before, of each part, and after."""


def page_of(shape: str, size: int) -> bytes:
    """An article of eight paragraphs on a page filled with parts of one shape up to a size in bytes."""
    chance = random.Random(size)
    before, part, after = SHAPES[shape]
    title = line(chance, 9)
    article = "".join(_paragraph(chance, number) for number in range(8))
    parts: list[str] = []
    left = size - len(article.encode())
    for number in count():
        if left <= 0:
            break
        parts.append(part(chance, number))
        left -= len(parts[-1].encode())
    return (
        f'<html lang="ar"><head><meta charset="utf-8"><title>{title} | صحيفة المدينة</title></head><body><header><nav>'
        f'<a href="/">صحيفة المدينة</a></nav></header><main><article><h1>{title}</h1><time>9 مارس 2025</time>'
        f"{article}</article>{before}{''.join(parts)}{after}</main></body></html>"
    ).encode()
