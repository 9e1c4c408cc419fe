"""Render pages for people from templates: self-contained, every value escaped, nothing allowed but their own style."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from cleaners.explain.words import counted, date_in_words, labels, language_in_words
from cleaners.text.printable import printable

_OWN_TEMPLATES = Path(__file__).parent
_FOLLOWED_ADDRESS = re.compile(r"https?://[^\s\x00-\x1f]+", re.I)
_SHOWN_LETTERS = 4_000
"""Letters of a line before it is folded; the longest paragraphs of news have 3,000."""


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A text in two parts, of which the second is folded away; it is empty except for very long lines."""

    text: str
    rest: str = ""


def render(template: str, steps: Mapping[str, str], *folders: Path, **values: Any) -> str:
    """The page that a template makes of values.

    `steps` are those that readers may filter by, with their words: each row has the class `s` with its step's place.
    Templates of `folders` may extend `base.html` of this package.
    """
    page = _environment(folders)
    style = page.get_template("look.css").render(steps=range(len(steps)))
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode("ascii")
    return page.get_template(template).render(style=style, digest=digest, steps=steps, **values)


@cache
def _environment(folders: Sequence[Path]) -> Environment:
    """The templates' environment: escapes every value, with characters that are invisible or turn a line around."""
    page = Environment(
        loader=FileSystemLoader([*folders, _OWN_TEMPLATES]),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_safe,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    page.globals["words"] = labels()
    page.filters |= {
        "counted": counted,
        "date": date_in_words,
        "href": _followed_address,
        "language": language_in_words,
        "readable": unquote,
        "shown": shown_line,
    }
    return page


def _safe(value: Any) -> Any:
    """A value of a template, without control characters unless it is mark-up of a template."""
    return printable(value) if isinstance(value, str) and not hasattr(value, "__html__") else value


def _followed_address(url: str | None) -> str:
    """An address if a link may lead there, on the web; "" for all others."""
    return url if url and _FOLLOWED_ADDRESS.fullmatch(url) else ""


def shown_line(text: str) -> ShownLine:
    """A text as it is shown; all but the beginning of a very long one is folded."""
    if len(text) <= _SHOWN_LETTERS * 3 // 2:
        return ShownLine(text)
    return ShownLine(text[:_SHOWN_LETTERS], text[_SHOWN_LETTERS:])


def step_name_ar(step: str) -> str:
    """What a step found, in Arabic; its own name if it has no words."""
    return labels()["steps"].get(step, step)
