"""No cache of the cleaners grows with the pages: each is bounded between two pages, and all are emptied again."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from typing import Any

import pytest

import cleaners
from benchmarks.memory import made_page
from cleaners import clean_html, clean_text
from cleaners.text import text_cache
from cleaners.text.normalize import comparison_key

_MAX_ENTRIES = 16_384
_OWN_FILES = 60
"""Caches without a bound hold data files of our own, which are fewer, also with those that other tests write."""


def caches() -> Iterator[tuple[str, Any]]:
    for found in pkgutil.walk_packages(cleaners.__path__, "cleaners."):
        if not found.name.endswith("__main__"):
            module = importlib.import_module(found.name)
            yield from (
                (f"{found.name}.{name}", one) for name, one in vars(module).items() if hasattr(one, "cache_info")
            )


def test_every_cache_is_bounded_or_holds_our_own_files() -> None:
    for number in range(12):
        clean_html(made_page(number), f"https://madina.example/news/{number}")
    assert len(dict(caches())) > 10
    bounds = {id(cached): entries for cached, entries in text_cache._bounds}
    assert max(bounds.values()) <= _MAX_ENTRIES
    for name, cached in caches():
        if id(cached) in bounds:
            continue
        info = cached.cache_info()
        assert info.maxsize <= _MAX_ENTRIES if info.maxsize else info.currsize <= _OWN_FILES, name


def held() -> int:
    return sum(cached.cache_info().currsize for cached, _ in text_cache._bounds)


def test_a_long_page_is_held_whole_and_leaves_no_more_than_the_bound() -> None:
    text_cache.empty_text_caches()
    lines = [f"سطر رقم {number} من الصفحة" for number in range(20_000)]
    for line in lines + lines:
        comparison_key(line)
    assert comparison_key.cache_info().hits >= len(lines)
    text_cache.count_letters(1)
    assert all(cached.cache_info().currsize <= entries for cached, entries in text_cache._bounds)


def test_caches_are_emptied_after_so_many_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_cache, "_letters_read", 0)
    monkeypatch.setattr(text_cache, "_MAX_LETTERS", 100_000)
    clean_html(made_page(1))
    grown = held()
    assert grown > 100
    text_cache.count_letters(100_000)
    assert held() == 0
    for read in (lambda: clean_html(made_page(2)), lambda: clean_text("خبر عاجل من المدينة\n" * 2000)):
        most = 0
        for _ in range(4):
            read()
            most = max(most, text_cache._letters_read)
        assert 0 < most < 100_000
        assert held() < 3 * grown
