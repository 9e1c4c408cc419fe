"""Caches of functions of a page's texts: they hold a page whole, and little of what was read before it."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from functools import _lru_cache_wrapper

_Cached = TypeVar("_Cached")
_MAX_LETTERS = 16_000_000
"""Letters of mark-up or text read between two clearings: some 300 pages. What the caches hold stems from no more
than these and the page before the clearing, whatever its length."""
_clearings: list[Callable[[], None]] = []
_bounds: list[tuple[_lru_cache_wrapper[object], int]] = []
"""The caches, each with the entries that it may keep for the next page."""
_letters_read = 0


def text_cache(entries: int) -> Callable[[Callable[..., _Cached]], _lru_cache_wrapper[_Cached]]:
    """A cache that is emptied by `count_letters`, sooner if it has more than so many entries.

    A page's steps ask for the same lines one after the other: a cache that forgot some of them within the page would
    have forgotten each before it is asked again.
    """

    def decorate(function: Callable[..., _Cached]) -> _lru_cache_wrapper[_Cached]:
        cached = lru_cache(maxsize=None)(function)
        clear_with_caches(cached.cache_clear)
        _bounds.append((cached, entries))
        return cached

    return decorate


def clear_with_caches(clear: Callable[[], None]) -> None:
    """Have `clear` called whenever the caches are emptied."""
    _clearings.append(clear)


def count_letters(letters: int) -> None:
    """Count the letters of a page that will be read, and make room for it.

    The caches with more entries than their own bound are emptied; all of them once there were `_MAX_LETTERS` letters.
    """
    global _letters_read
    _letters_read += letters
    if _letters_read >= _MAX_LETTERS:
        empty_text_caches()
        return
    for cached, entries in _bounds:
        if cached.cache_info().currsize > entries:
            cached.cache_clear()


def empty_text_caches() -> None:
    """Empty all caches and count from zero."""
    global _letters_read
    _letters_read = 0
    for clear in _clearings:
        clear()
