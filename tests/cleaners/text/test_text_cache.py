"""No cache of the cleaners grows with the pages: each is bounded in entries, and all are emptied again and again."""

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
    for name, cached in caches():
        info = cached.cache_info()
        assert info.maxsize <= _MAX_ENTRIES if info.maxsize else info.currsize <= _OWN_FILES, name


def held() -> int:
    return sum(one.cache_info().currsize for _, one in caches() if one.cache_info().maxsize)


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
