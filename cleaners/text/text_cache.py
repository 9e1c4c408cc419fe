"""Caches of functions of a page's texts, bounded in entries and in the letters that they may hold."""

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
_letters_read = 0


def text_cache(entries: int) -> Callable[[Callable[..., _Cached]], _lru_cache_wrapper[_Cached]]:
    """An `lru_cache` of so many entries that is emptied by `count_letters`."""

    def decorate(function: Callable[..., _Cached]) -> _lru_cache_wrapper[_Cached]:
        cached = lru_cache(maxsize=entries)(function)
        clear_with_caches(cached.cache_clear)
        return cached

    return decorate


def clear_with_caches(clear: Callable[[], None]) -> None:
    """Have `clear` called whenever the caches are emptied."""
    _clearings.append(clear)


def count_letters(letters: int) -> None:
    """Count the letters of a page that was read, and empty all caches once there were `_MAX_LETTERS` of them."""
    global _letters_read
    _letters_read += letters
    if _letters_read >= _MAX_LETTERS:
        empty_text_caches()


def empty_text_caches() -> None:
    """Empty all caches and count from zero."""
    global _letters_read
    _letters_read = 0
    for clear in _clearings:
        clear()
