"""An article as notebooks show it: its lines, and those that the cleaner left out, in page order."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from cleaners.text.printable import printable

_STYLE = "max-width:50em;line-height:1.7"
_DROPPED = "opacity:.55;font-size:.85em;margin:.2em 0"
_MAX_LINES = 400
"""Lines shown in a cell; the rest is counted."""


def notebook_html(title: str | None, note: str, lines: Iterable[tuple[str, str]]) -> str:
    """Right-to-left HTML of a title, a note about the article and its lines, each with the step that left it out or "".

    All text is escaped, invisible and bidi control characters included.
    """
    shown = list(lines)
    rows = [_line(step, text) for step, text in shown[:_MAX_LINES]]
    rest = f"<p>… +{len(shown) - _MAX_LINES}</p>" if len(shown) > _MAX_LINES else ""
    heading = f"<h3>{_html_text(title)}</h3>" if title else ""
    about = f'<p dir="ltr"><small>{_html_text(note)}</small></p>' if note else ""
    return f'<div dir="rtl" style="{_STYLE}">{heading}{about}{"".join(rows)}{rest}</div>'


def _line(step: str, text: str) -> str:
    """A line, faint and after the name of its step where it was left out."""
    if not step:
        return f'<p dir="auto">{_html_text(text)}</p>'
    name, words = f'<code dir="ltr">{_html_text(step)}</code>', f"<s><bdi>{_html_text(text)}</bdi></s>"
    return f'<p dir="rtl" style="{_DROPPED}">{name} {words}</p>'


def _html_text(text: str) -> str:
    """Text safe in HTML, on one line."""
    return escape(printable(text))
