"""The path of an address, without what does not tell it from another."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import unquote


@lru_cache(maxsize=64)  # an outlet's shapes and the general rules ask for the same one after the other
def in_letters(path: str) -> str:
    """The path with its letters decoded."""
    return unquote(path)


def without_dots(path: str) -> str:
    """The path with its segments "." and ".." worked in: ``/a/../b/.`` is ``/b/``."""
    kept: list[str] = []
    segments = path.split("/")[1:]
    for segment in segments:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in (".", ".."):
        kept.append("")
    return "/" + "/".join(kept)


def without_amp(path: str) -> str:
    """The path without a last segment "amp": ``/x/amp`` is ``/x``, ``/x/amp/`` is ``/x/``."""
    stem = path.removesuffix("/")  # cut once: a path of nothing but such segments is cheap too
    end = len(stem)
    while end > len("/amp") and stem[end - 4 : end].lower() == "/amp" and stem[end - 5] != "/":
        end -= len("/amp")
    return stem[:end] + path[len(stem) :]
