"""A takedown covers the article's cluster, and leaves nothing by which its text could be recognized as one."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from crawler.checkup.check import problems
from crawler.checkup.repair import repair
from crawler.ledger import Ledger
from crawler.near_duplicates.fingerprint import bands_of, fingerprint_of
from crawler.near_duplicates.index import NearDuplicates
from crawler.outlets import load_outlets
from crawler.takedown import take_down
from tests.crawler.near_duplicates.test_index import made_text, with_agency
from tests.tools import archived
from tests.tools.desk import lines
from tests.tools.loopback import Answer, crawl, serve
from tests.tools.warcs import write

TEXTS = {10001: made_text(1), 10002: with_agency(made_text(1)), 10003: made_text(3), 10004: made_text(4)}


def page(number: int) -> Answer:
    links = "".join(f'<a class="related" href="/news/{other}">a</a>' for other in TEXTS)
    body = "".join(f"<p>{line}</p>" for line in TEXTS[number].split("\n\n"))
    return Answer(
        f"<html><head><title>{number}</title></head><body>{body}{links}</body></html>".encode(),
        headers={"Content-Type": "text/html; charset=utf-8"},
    )


@pytest.fixture
def folder(tmp_path: Path) -> tuple[Path, str]:
    """A crawl of an article, its copy and two others, one of which a chain of copies has put into the cluster."""
    with serve({f"/news/{number}": page(number) for number in TEXTS}) as site:
        run = crawl(tmp_path / "out", f"{site.url}/news/10001")
        assert len(run.articles) == 4
    first = f"{site.url}/news/10001"
    path = run.output / "articles.jsonl"
    clusters = {one["url"][-5:]: one["cluster"] for one in lines(run.output)}
    assert clusters["10002"] == clusters["10001"]
    assert len(set(clusters.values())) == 3
    text = path.read_text("utf-8").replace(f'"cluster": "{clusters["10003"]}"', f'"cluster": "{clusters["10001"]}"')
    path.write_text(text, "utf-8")
    return run.output, first


def test_the_whole_cluster_goes_and_its_hashes_too(folder: tuple[Path, str]) -> None:
    path, first = folder
    removed = take_down(path, first, load_outlets())
    assert (removed.counts["records"], removed.copies) == (3, 2)
    assert [one["url"][-5:] for one in lines(path)] == ["10004"]
    with closing(sqlite3.connect(path / "ledger.sqlite")) as db:
        assert [url[-5:] for url in NearDuplicates(db).urls()] == ["10004"]
        keys = {key for (key,) in db.execute("SELECT key FROM near_key")}
    stored = b"".join(one.read_bytes() for one in path.glob("ledger.sqlite*"))
    for number in (10001, 10002, 10003):
        gone = fingerprint_of(TEXTS[number])
        assert keys.isdisjoint([*gone.paragraphs, *bands_of(gone.signature)])
        assert gone.signature not in stored
        for key in (*gone.paragraphs, *bands_of(gone.signature)):
            assert key.to_bytes(8, "big", signed=True) not in stored
    assert not list(problems(path, load_outlets()))


def test_a_dry_run_keeps_the_index(folder: tuple[Path, str]) -> None:
    path, first = folder
    assert take_down(path, first, load_outlets(), dry_run=True).copies == 2
    with closing(Ledger(path / "ledger.sqlite")) as ledger:
        assert len(ledger.duplicates.near.urls()) == 4


def test_a_repair_makes_index_and_lines_agree(folder: tuple[Path, str]) -> None:
    path, _ = folder
    articles = path / "articles.jsonl"
    whole = articles.read_text("utf-8").splitlines(keepends=True)
    articles.write_text("".join(whole[:2]), "utf-8")
    with closing(sqlite3.connect(path / "ledger.sqlite")) as db, db:
        NearDuplicates(db).forget([json.loads(whole[0])["url"]])
    assert repair(path)
    kept = [json.loads(line) for line in whole[:2]]
    with closing(sqlite3.connect(path / "ledger.sqlite")) as db:
        index = NearDuplicates(db)
        assert sorted(index.urls()) == sorted(one["url"] for one in kept)
        assert [index.cluster_at(one["url"]) for one in kept] == [one["cluster"] for one in kept]


def test_copies_are_refused_on_request_and_go_with_their_original(tmp_path: Path) -> None:
    with serve({f"/news/{number}": page(number) for number in TEXTS}) as site:
        first = f"{site.url}/news/10001"
        run = crawl(tmp_path / "out", first, DUPLICATES="drop")
    assert sorted(one["url"][-5:] for one in run.articles) == ["10001", "10003", "10004"]
    (refused,) = lines(run.output, "rejected.jsonl")
    assert (refused["reason"], refused["detail"], refused["excerpt"]) == ("duplicate", f"copy of {first}", None)
    take_down(run.output, first, load_outlets())
    assert lines(run.output, "rejected.jsonl") == []
    assert sorted(one["url"][-5:] for one in lines(run.output)) == ["10003", "10004"]


def test_a_crawl_in_two_runs_finds_the_clusters_of_one(tmp_path: Path) -> None:
    with serve({f"/news/{number}": page(number) for number in TEXTS}) as site:
        first = f"{site.url}/news/10001"
        whole = crawl(tmp_path / "whole", first)
        crawl(tmp_path / "parts", first, CLOSESPIDER_ITEMCOUNT=1)
        parts = crawl(tmp_path / "parts", first)
    clusters = [{one["url"]: one["cluster"] for one in lines(run.output)} for run in (whole, parts)]
    assert clusters[0] == clusters[1]
    assert len(clusters[0]) == 4


def test_an_unknown_choice_is_one_line(tmp_path: Path) -> None:
    run = crawl(tmp_path / "out", "http://127.0.0.1:9/news/10001", DUPLICATES="maybe")
    assert run.returncode != 0
    assert "DUPLICATES=maybe: must be mark or drop" in run.log


@pytest.mark.parametrize(("choice", "records"), [("mark", 2), ("drop", 1)])
def test_archives_are_read_likewise(tmp_path: Path, choice: str, records: int) -> None:
    text = made_text(1, 1, 60)
    path = write(tmp_path / "a.warc.gz", [archived.page(1, text=text), archived.page(2, text=with_agency(text))])
    run = archived.run(tmp_path / "out", path, DUPLICATES=choice)
    assert len({one["cluster"] for one in run.articles}) == 1
    assert len(run.articles) == records
