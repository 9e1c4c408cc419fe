"""What the pipeline spares changes nothing: properties that an edit hands on, and rounds that find no new ground.

A text is read again, so a line may leave it in a later reading instead of a later round.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from cleaners import clean
from tests.tools.fixtures import Fixture, fixtures
from tests.tools.full_fixpoint import full_fixpoint


@pytest.mark.parametrize("fixture", fixtures(), ids=lambda fixture: fixture.name)
def test_a_page_becomes_what_all_steps_in_all_rounds_make_of_it(fixture: Fixture, monkeypatch: pytest.MonkeyPatch):
    spared = fixture.read()
    monkeypatch.setattr(clean, "run_until_stable", full_fixpoint)
    full = fixture.read()
    assert [*full.blocks] == [*spared.blocks]
    assert replace(full.article, changes=()) == replace(spared.article, changes=())
    assert Counter(full.article.changes) == Counter(spared.article.changes)
