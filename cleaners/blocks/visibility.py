"""Whether an element's own mark-up hides it: for good, or until a click or a script."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from cleaners.blocks.class_names import class_marks, is_marked
from cleaners.text.text_cache import text_cache

Hiding = Literal["", "folded", "shrunk", "gone"]
"""Not hidden; until a click or a script; by a height of 0, as accordions and spammers do; from all readers for good."""
_HIDING_SIGN = re.compile(r"none|hidden|collapse|clip|opacity|font-size|-\s*\d{3}")
"""What every style that hides has in it, and most others lack."""
_STYLE_DECLARATION = re.compile(r"([a-z-]+)\s*:\s*([^;]+)")
_FAR_AWAY = re.compile(r"-\s*\d{3,}(?:\.\d+)?\s*(?:px|r?em|%|pt|v[wh])?")
"""A distance of hundreds of units to the left or upwards."""
_NOTHING = re.compile(r"[01](?:\.0+)?(?:px|r?em|pt)?|0?\.0+\d*|0%")
"""A size that shows nothing: 0 or 1."""
_CLIPPED = re.compile(r"rect\(\s*(?:[01](?:px)?[\s,]*){4}\)|inset\(\s*(?:50|100)%.*|polygon\(0[\s0px,]*\)|circle\(0\)")
_OFFSET_PROPERTIES = ("left", "top", "right", "bottom", "margin-left", "margin-top", "margin-right", "text-indent")
_REVEALED_BY = ("transform", "transition", "animation", "animation-name", "animation-delay", "will-change")
"""What stands beside an opacity of 0 where a script fades an element in."""
_READ_ALOUD, _NOT_READ_ALOUD = "read_aloud", "not_read_aloud"


def hiding_of(names: str, style: str, is_hidden: bool) -> Hiding:
    """How an element's classes, style and `hidden` attribute hide it; "" where it is shown. Style sheets are not read.

    Positions off the screen, sizes of 0 or 1 and an opacity of 0 hide for good, as do class names for what only screen
    readers say.
    """
    if names and _is_for_screen_readers(names):
        return "gone"
    return (_said_to_hide(style) if style else "") or ("folded" if is_hidden else "")


def _said_to_hide(declared: str) -> Hiding:
    """How a style attribute hides an element."""
    if not _HIDING_SIGN.search(declared.lower()):
        return ""
    style = _style_declarations(declared)
    if _is_out_of_sight(style):
        return "gone"
    if style.get("display") == "none" or style.get("visibility") in ("hidden", "collapse"):
        return "folded"
    heights = (style.get("height"), style.get("max-height"))
    return "shrunk" if _cuts_off(style) and any(height and _is_zero(height) for height in heights) else ""


@text_cache(8192)
def _is_for_screen_readers(names: str) -> bool:
    """Whether class names say that only screen readers speak the words of an element."""
    names = names.lower()
    if not _read_aloud_sign().search(names):
        return False
    shapes = (f"div {names}",)
    return is_marked(shapes, _READ_ALOUD) and not is_marked(shapes, _NOT_READ_ALOUD)


@cache
def _read_aloud_sign() -> re.Pattern[str]:
    """A pattern for the beginnings of the marks of what is read aloud, which most class names lack."""
    words = {mark.partition(" ")[0] for mark in class_marks().parts.read_aloud}
    return re.compile("|".join(sorted(map(re.escape, words))))


def _style_declarations(style: str) -> dict[str, str]:
    """The declarations of a style attribute, lower-case, without `!important`."""
    found = _STYLE_DECLARATION.findall(style.lower()) if style else []
    return {name: value.replace("!important", "").strip() for name, value in found}


def _is_out_of_sight(style: dict[str, str]) -> bool:
    """Whether declarations put an element where or make it so that nobody ever sees it."""
    if not style:
        return False
    if any(_FAR_AWAY.fullmatch(style.get(name, "")) for name in _OFFSET_PROPERTIES):
        return True
    if any(_CLIPPED.fullmatch(style.get(name, "")) for name in ("clip", "clip-path")):
        return True
    if _is_zero(style.get("font-size", "")):
        return True
    unseen = _is_zero(style.get("opacity", "")) and style.get("visibility") != "hidden"
    if unseen and not any(name in style for name in _REVEALED_BY):
        return True
    return _cuts_off(style) and _is_tiny(style)


def _is_tiny(style: dict[str, str]) -> bool:
    """Whether width is 0 or 1, or height is 1; a height of 0 may be a closed accordion."""
    width, height = style.get("width", ""), style.get("height", "")
    tiny = bool(_NOTHING.fullmatch(width)) or bool(_NOTHING.fullmatch(style.get("max-width", "")))
    return tiny or (bool(_NOTHING.fullmatch(height)) and not _is_zero(height))


def _cuts_off(style: dict[str, str]) -> bool:
    """Whether what does not fit into an element is not shown."""
    values = (style.get("overflow", ""), style.get("overflow-x", ""), style.get("overflow-y", ""))
    return any(word in value for value in values for word in ("hidden", "clip"))


def _is_zero(value: str) -> bool:
    """Whether a number with or without unit is 0."""
    return value.startswith("0") and not value.strip("0.pxremt%")
