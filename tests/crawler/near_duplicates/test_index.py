"""Copies find their original, other texts do not; what is held, written, withdrawn and forgotten."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.near_duplicates import index as near_index
from crawler.near_duplicates.fingerprint import Fingerprint, fingerprint_of, resemblance
from crawler.near_duplicates.index import NearDuplicates, has_index
from crawler.urls import article_id

A, B, C = (f"https://{name}.example/1" for name in "abc")
WORDS = [f"{first}{second}{third}" for first in "بتثجحخ" for second in "دذرزسش" for third in "صضطظعغفقكل"]


def made_text(seed: int, paragraphs: int = 6, words: int = 25) -> str:
    rng = random.Random(seed)
    return "\n\n".join(" ".join(rng.choices(WORDS, k=words)) + "." for _ in range(paragraphs))


def vowelled(text: str) -> str:
    return text.replace("د", "دَ").replace("س", "سّ")


def respelled(text: str) -> str:
    return text.replace("ا", "أ").replace("ي ", "ى ")


def with_agency(text: str) -> str:
    return f"القاهرة - وكالة الأنباء - {text}"


def shortened(text: str) -> str:
    first, _, rest = text.partition("\n\n")
    return rest + "\n\n" + first.rpartition(" ")[0] + "."


def swapped(text: str) -> str:
    lines = text.split("\n\n")
    return "\n\n".join([lines[1], lines[0], *lines[2:]])


def lengthened(text: str) -> str:
    return text + "\n\n" + made_text(99, 1, 12)


EDITS = [vowelled, respelled, with_agency, shortened, swapped, lengthened]


@pytest.fixture
def db() -> sqlite3.Connection:
    return sqlite3.connect(":memory:")


@pytest.mark.parametrize("edit", EDITS)
def test_a_copy_joins_its_original_among_others(db: sqlite3.Connection, edit: Callable[[str], str]) -> None:
    index = NearDuplicates(db)
    for seed in range(20):
        index.add(f"https://a.example/{seed}", fingerprint_of(made_text(seed)))
    for seed in range(20):
        copy = index.cluster_of(fingerprint_of(edit(made_text(seed))))
        assert copy == article_id(f"https://a.example/{seed}"), (seed, edit)


def test_texts_on_one_event_with_a_common_quotation_stay_apart(db: sqlite3.Connection) -> None:
    index, said = NearDuplicates(db), made_text(7, 2)
    assert index.add(A, fingerprint_of(f"{made_text(1, 4)}\n\n{said}")) == article_id(A)
    assert index.add(B, fingerprint_of(f"{made_text(2, 4)}\n\n{said}")) == article_id(B)


def test_texts_that_share_their_opening_and_closing_formulas_stay_apart(db: sqlite3.Connection) -> None:
    index, opening, closing = NearDuplicates(db), made_text(8, 1), made_text(9, 1)
    clusters = {
        index.add(f"https://a.example/{n}", fingerprint_of(f"{opening}\n{made_text(n, 4)}\n{closing}"))
        for n in range(10, 90)
    }
    assert len(clusters) == 80


def test_wire_copy_with_additions_of_its_own_joins_by_its_paragraphs(db: sqlite3.Connection) -> None:
    index, wire = NearDuplicates(db), made_text(1, 8)
    index.add(A, fingerprint_of(wire))
    lines = [f"{line}\n\n{made_text(50 + n, 1, 10)}" for n, line in enumerate(wire.split("\n\n"))]
    assert index.add(B, fingerprint_of("\n\n".join(lines))) == article_id(A)


def test_the_hundredth_copy_still_joins(db: sqlite3.Connection) -> None:
    index = NearDuplicates(db)
    found = {index.add(f"https://{n}.example/", fingerprint_of(lengthened(made_text(1)))) for n in range(100)}
    assert found == {article_id("https://0.example/")}


def test_a_copy_of_a_copy_has_the_first_record_s_name(db: sqlite3.Connection) -> None:
    index = NearDuplicates(db)
    for url, text in ((A, made_text(1)), (B, with_agency(made_text(1))), (C, lengthened(with_agency(made_text(1))))):
        assert index.add(url, fingerprint_of(text)) == article_id(A)
    assert index.urls([article_id(A)]) == [A, B, C]
    assert index.first_of(article_id(A), A) == B


def test_the_new_text_of_a_known_record_stays_in_its_cluster(db: sqlite3.Connection) -> None:
    index = NearDuplicates(db)
    index.add(A, fingerprint_of(made_text(1)))
    index.add(B, fingerprint_of(made_text(1)))
    assert index.add(B, fingerprint_of(made_text(2))) == article_id(A)
    assert index.cluster_of(fingerprint_of(made_text(2))) == article_id(A)
    assert db.execute("SELECT count(*) FROM near_text").fetchone() == (2,)


def test_records_that_are_not_written_see_each_other_and_leave_nothing(db: sqlite3.Connection) -> None:
    index, text = NearDuplicates(db), fingerprint_of(made_text(1))
    assert (index.join(1, A, text), index.join(2, B, text)) == (article_id(A), article_id(A))
    assert index.first_of(article_id(A), B) == A
    assert not has_index(db)
    index.settle(2)
    index.withdraw(1)
    index.settle(1)
    assert index.urls() == [B]
    assert index.cluster_of(text) == article_id(A)


def test_a_killed_crawl_finds_the_same_cluster_again() -> None:
    db = sqlite3.connect(":memory:", isolation_level=None)
    text = fingerprint_of(made_text(1))
    index = NearDuplicates(db)
    index.join(1, A, text)
    index.join(2, B, text)
    index.settle(2)  # committed; A was still in item pipelines
    after = NearDuplicates(db)
    assert after.add(A, text) == article_id(A)
    assert set(after.urls([article_id(A)])) == {A, B}


def test_an_index_of_another_algorithm_counts_as_none(db: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    NearDuplicates(db).add(A, fingerprint_of(made_text(1)))
    monkeypatch.setattr(near_index, "ALGORITHM", "another")
    assert not has_index(db)
    index = NearDuplicates(db)
    assert index.cluster_of(fingerprint_of(made_text(1))) is None
    index.add(B, fingerprint_of(made_text(1)))
    assert index.urls() == [B]


TEXTS = st.lists(st.integers(0, 4), max_size=8)


@given(TEXTS, st.data())
def test_nothing_is_left_of_what_is_forgotten(seeds: list[int], data: st.DataObject) -> None:
    db = sqlite3.connect(":memory:")
    index = NearDuplicates(db)
    urls = [f"https://a.example/{n}" for n in range(len(seeds))]
    for url, seed in zip(urls, seeds, strict=True):
        index.add(url, fingerprint_of(made_text(seed, 2)))
    gone = data.draw(st.sets(st.sampled_from(urls))) if urls else set()
    assert index.forget(sorted(gone)) == len(gone)
    assert index.urls() == [url for url in urls if url not in gone]
    if urls:
        loose = "SELECT count(*) FROM near_key WHERE text NOT IN (SELECT id FROM near_text)"
        assert db.execute(loose).fetchone() == (0,)
        left = db.execute("SELECT count(*) FROM near_key").fetchone()[0]
        assert bool(left) is (len(gone) < len(urls))


@given(TEXTS)
def test_clusters_follow_from_texts_and_their_order_alone(seeds: list[int]) -> None:
    def clusters(*, reopened: bool) -> list[str]:
        db = sqlite3.connect(":memory:")
        index, found = NearDuplicates(db), []
        for number, seed in enumerate(seeds):
            index = NearDuplicates(db) if reopened else index
            found.append(index.add(f"https://a.example/{number}", fingerprint_of(made_text(seed, 2))))
        return found

    firsts = [article_id(f"https://a.example/{seeds.index(seed)}") for seed in seeds]
    assert clusters(reopened=False) == clusters(reopened=True) == firsts


@given(st.text())
def test_any_text_has_a_fingerprint_that_survives_its_json(text: str) -> None:
    found = fingerprint_of(text)
    assert Fingerprint.from_json(found.to_json()) == found
    assert resemblance(found.signature, found.signature) == (1.0 if found.words else 0.0)
    assert len(found.signature) == (250 if found.words else 0)


def test_a_text_without_words_is_no_copy_of_another(db: sqlite3.Connection) -> None:
    index = NearDuplicates(db)
    assert [index.add(url, fingerprint_of("…")) for url in (A, B)] == [article_id(A), article_id(B)]
