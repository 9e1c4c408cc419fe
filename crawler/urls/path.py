"""Normalization of the path of an address."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import unquote


@lru_cache(maxsize=64)  # an outlet's shapes and the general rules ask for the same path in turn
def decode_path(path: str) -> str:
    """The path with its percent-encoding decoded."""
    return unquote(path)


def remove_dot_segments(path: str) -> str:
    """The path with its "." and ".." segments resolved: ``/a/../b/.`` is ``/b/``."""
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
    """The path without final "amp" segments: ``/x/amp`` is ``/x``, ``/x/amp/`` is ``/x/``."""
    stem = path.removesuffix("/")  # cut once, so that a path of many such segments is cheap too
    end = len(stem)
    while end > len("/amp") and stem[end - 4 : end].lower() == "/amp" and stem[end - 5] != "/":
        end -= len("/amp")
    return stem[:end] + path[len(stem) :]
