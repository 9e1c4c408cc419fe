"""Every fixture folder: its expected files, and the invariants of the pipeline."""

from __future__ import annotations

import pytest

from cleaners import clean_text
from tests.tools.fixtures import EXPECTED, MARKDOWN, Fixture, fixtures, produced

FIXTURES = fixtures()
IDS = [fixture.name for fixture in FIXTURES]


@pytest.mark.parametrize("file", EXPECTED)
@pytest.mark.parametrize("fixture", FIXTURES, ids=IDS)
def test_page_becomes_what_its_folder_expects(fixture: Fixture, file: str):
    assert produced(fixture)[file] == (fixture.folder / file).read_text(encoding="utf-8")


@pytest.mark.parametrize("fixture", [f for f in FIXTURES if (f.folder / MARKDOWN).exists()], ids=lambda f: f.name)
def test_page_becomes_the_markdown_that_its_folder_expects(fixture: Fixture):
    assert produced(fixture)[MARKDOWN] == (fixture.folder / MARKDOWN).read_text(encoding="utf-8")


@pytest.mark.parametrize("fixture", FIXTURES, ids=IDS)
def test_cleaned_text_is_clean(fixture: Fixture):
    text = fixture.read().article.text
    assert clean_text(text).text == text


@pytest.mark.parametrize("fixture", [f for f in FIXTURES if f.name.startswith("_untouched/")], ids=lambda f: f.name)
def test_no_step_fires_on_look_alikes(fixture: Fixture):
    assert [block.text for block in fixture.read().blocks if block.role == "noise"] == []


def test_there_are_enough_fixtures():
    pages = [f for f in FIXTURES if f.source.suffix == ".html"]
    assert len([f for f in pages if not f.name.startswith("_")]) >= 10
    assert len([f for f in FIXTURES if f.name.startswith("_untouched/")]) >= 3
    assert len([f for f in FIXTURES if f.name.startswith("seeds/")]) == 5
