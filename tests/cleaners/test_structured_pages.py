"""The structure of the pages made for it, beside trafilatura's."""

from __future__ import annotations

import pytest

from benchmarks.structure import KINDS, figures, ours, structured_pages, trafilaturas

PAGES = structured_pages()


@pytest.fixture(scope="module")
def own():
    return figures(ours, PAGES)


@pytest.mark.parametrize("kind", KINDS)
def test_every_unit_is_right(own, kind: str):
    assert own[kind]["right"] == own[kind]["all"] > 0
    assert own[kind]["wrong"] == 0


def test_there_are_twenty_pages():
    assert len(PAGES) >= 20


def test_trafilatura_is_right_about_fewer(own):
    theirs = figures(trafilaturas, PAGES)
    assert all(theirs[kind]["right"] <= own[kind]["right"] for kind in KINDS)
    assert sum(theirs[kind]["right"] for kind in KINDS) < sum(own[kind]["right"] for kind in KINDS)
