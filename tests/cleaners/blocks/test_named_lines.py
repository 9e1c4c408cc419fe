"""What a document knows of its lines, and what an edit hands on."""

from __future__ import annotations

import pytest

from cleaners.blocks.block import Block
from cleaners.clean import read_text
from cleaners.phrases.lookup import PhraseTable
from cleaners.text.text_cache import empty_text_caches
from tests.tools.step_tables import HEAD, LAST, MORE, PROSE, numbered

CALL = "تابعونا على فيسبوك"
NETWORKS = ["فيسبوك", "تويتر"]


def test_a_line_is_named_by_the_files_whose_phrases_it_matches():
    page = numbered([HEAD, PROSE, *NETWORKS, "اقرأ أيضا:"])
    assert page.named("network") == {2, 3}
    assert page.named("network", "teaser") == {2, 3, 4}
    assert page.named("translator") == page.named() == frozenset()


def test_a_long_line_is_named_by_its_opening_too():
    assert numbered([f"ترجمة: {PROSE} {MORE} {LAST}"]).named("translator") == {0}


def test_names_stay_with_lines_that_change_their_role_and_follow_their_text():
    page = numbered([HEAD, PROSE, *NETWORKS])
    assert page.named("network") == {2, 3}
    dropped = page.edited([page[2].becomes("noise")])
    assert dropped.named("network") is page.named("network")
    reworded = dropped.edited([dropped[2].reads(MORE), dropped[1].reads(NETWORKS[0])])
    assert (reworded.named("network"), page.named("network")) == ({1, 3}, {2, 3})


def test_a_block_that_reads_otherwise_keeps_all_but_its_text():
    block = Block(3, HEAD, "related", "latest", PROSE, 1)
    assert block.reads(MORE) == Block(3, MORE, "related", "latest", PROSE, 1)


@pytest.mark.parametrize("count", [20, 80])
def test_a_line_is_looked_up_once_however_many_steps_and_rounds_there_are(count: int, monkeypatch: pytest.MonkeyPatch):
    looked_up: list[str] = []
    plain = PhraseTable.matches

    def matches(table: PhraseTable, line: str):
        looked_up.append(line)
        return plain(table, line)

    monkeypatch.setattr(PhraseTable, "matches", matches)
    empty_text_caches()
    lines = [HEAD, *(f"{PROSE} {MORE} ({number})" for number in range(count)), *NETWORKS, CALL]
    read_text("\n".join(lines))
    assert len(looked_up) == len(set(looked_up))
    assert len(looked_up) <= len(lines) + 12
