"""A copy of a record is marked with its cluster, or refused; whatever ends it otherwise leaves nothing behind."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from crawler.ledger import Ledger
from crawler.ledger.lease import Found
from crawler.ledger.outcome import Finding, Refusal, Visit, outcome_of
from crawler.near_duplicates.index import has_index
from crawler.optout.directives import OptOuts
from crawler.outlets import general_outlet
from crawler.pages.decide import decide
from crawler.pages.measures import measures_of
from crawler.storage.committed import Json
from crawler.storage.schema import errors
from crawler.urls import article_id
from tests.crawler.near_duplicates.test_index import made_text, with_agency
from tests.tools.stub_cleaner import read_page

AT = "2026-11-22T05:00:00Z"
A, B, C = (f"https://{name}.example/news/10001" for name in "abc")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.sqlite"


@pytest.fixture
def ledger(path: Path) -> Iterator[Ledger]:
    with closing(Ledger(path)) as ledger:
        yield ledger


def html_of(text: str) -> bytes:
    return "".join(f"<p>{line}</p>" for line in text.split("\n\n")).encode()


def decided(ledger: Ledger, url: str, text: str, **options: bool) -> tuple[Visit, Finding]:
    outlet = general_outlet(url)
    ledger.add([Found(url, url, outlet.domain, "article")])
    lease = ledger.queue.lease()
    assert lease is not None
    reading = read_page(html_of(text), url, AT, "text/html")
    visit = Visit(lease, url, AT, 200)
    return visit, decide(reading, visit, outlet, ledger.duplicates, opt_outs=OptOuts(), **options)


def ended(ledger: Ledger, url: str, text: str, **options: bool) -> Json | Refusal | None:
    visit, finding = decided(ledger, url, text, **options)
    outcome = outcome_of(visit, finding)
    reason = outcome.rejection["reason"] if outcome.rejection else None
    ledger.end(outcome.lease, reason, is_record=outcome.record is not None)
    return finding.result


def record(found: Json | Refusal | None) -> Json:
    assert isinstance(found, dict)
    assert errors(found) == []
    return found


def test_copies_of_one_uncommitted_group_are_marked(ledger: Ledger) -> None:
    text = made_text(1)
    assert record(ended(ledger, A, text))["cluster"] == article_id(A)
    assert record(ended(ledger, B, with_agency(text)))["cluster"] == article_id(A)
    assert record(ended(ledger, C, made_text(2)))["cluster"] == article_id(C)


def test_copies_that_are_decided_before_either_is_written_see_each_other(ledger: Ledger) -> None:
    (first, one), (second, two) = decided(ledger, A, made_text(1)), decided(ledger, B, made_text(1))
    assert [record(one.result)["cluster"], record(two.result)["cluster"]] == [article_id(A)] * 2
    ledger.end(second.lease, is_record=True)
    ledger.end(first.lease, "pipeline")
    assert ledger.duplicates.near.urls() == [B]


def test_drop_refuses_copies_and_names_the_original(ledger: Ledger) -> None:
    record(ended(ledger, A, made_text(1), drops_copies=True))
    refused = ended(ledger, B, with_agency(made_text(1)), drops_copies=True)
    assert isinstance(refused, Refusal)
    assert (refused.reason, refused.detail, refused.text) == ("duplicate", f"copy of {A}", "")
    assert ledger.duplicates.near.urls() == [A]
    assert ledger.articles() == 1


def test_a_later_run_finds_the_original_and_an_uncommitted_one_is_gone(path: Path) -> None:
    with closing(Ledger(path)) as ledger:
        record(ended(ledger, A, made_text(1)))
        ledger.commit({})
        record(ended(ledger, B, made_text(2)))
    with closing(Ledger(path)) as ledger:
        assert ledger.duplicates.near.urls() == [A]
        assert record(ended(ledger, B, made_text(1)))["cluster"] == article_id(A)


def test_a_revision_stays_in_its_cluster_also_with_drop(ledger: Ledger) -> None:
    record(ended(ledger, A, made_text(1)))
    record(ended(ledger, B, made_text(1)))
    visit, _ = decided(ledger, C, made_text(9))
    again = replace(visit, url=B, lease=replace(visit.lease, record=B, revision=1))
    reading = read_page(html_of(made_text(3)), B, AT, "text/html")
    outlet = general_outlet(B)
    finding = decide(reading, again, outlet, ledger.duplicates, opt_outs=OptOuts(), drops_copies=True)
    assert record(finding.result)["cluster"] == article_id(A)
    assert record(finding.result)["quality"] == measures_of(reading["article"])["quality"]


def test_an_older_ledger_gets_an_index_of_its_lines(path: Path) -> None:
    with closing(Ledger(path)) as ledger:
        lines = [record(ended(ledger, A, made_text(1))), record(ended(ledger, B, made_text(2)))]
        data = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in lines)
        (path.parent / "articles.jsonl").write_text(data, "utf-8")
        ledger.commit({"articles.jsonl": len(data.encode())})
    with closing(sqlite3.connect(path)) as db:
        for table in ("near_text", "near_key", "near_algorithm"):
            db.execute(f"DROP TABLE {table}")
        assert not has_index(db)
    with closing(Ledger(path)) as ledger:
        assert ledger.duplicates.near.urls() == [A, B]
        assert record(ended(ledger, C, made_text(2)))["cluster"] == article_id(B)
