"""Each way a page can end ends its lease. One crawl meets them all; each test looks at one page of it."""

from __future__ import annotations

import gzip
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from crawler.storage.schema import problem_of
from tests.tools.loopback import USUAL, Answer, Crawl, Page, Site, article, crawl, redirect, serve

ROBOTS = "User-agent: *\nDisallow: /robots/\n"
HTML = {"Content-Type": "text/html"}
REFRESH = '<meta http-equiv="refresh" content="{}; url={}">'
LIMIT = 100_000
ASKED_AGAIN = ("timeout", "unreachable", "worker_killed", "listing")

WAYS: dict[str, tuple[Page, str]] = {
    "/news/20001-gone": (Answer(b"gone", 410, HTML), "http_error"),
    "/news/20002-error": (Answer(b"later", 503, HTML), "http_error"),
    "/news/20003-slow": (article(3, delay=3), "timeout"),
    "/news/20004-large": (article(4, text="x" * (LIMIT + 1)), "too_large"),
    "/news/20005-large-without-length": (
        Answer(b"x" * LIMIT * 2, headers=HTML | {"Content-Length": "", "Connection": "close"}),
        "too_large",
    ),
    "/news/20006-bomb": (
        Answer(gzip.compress(b"x" * LIMIT * 2), headers=HTML | {"Content-Encoding": "gzip"}),
        "too_large",
    ),
    "/robots/20007": (article(7), "robots"),
    "/news/20008-noai": (article(8, head='<meta name="robots" content="noai">'), "opt_out"),
    "/news/20009-header": (article(9, headers={"X-Robots-Tag": "noindex"}), "opt_out"),
    "/news/20010-ours": (article(10, headers={"X-Robots-Tag": "mudawwana: none"}), "opt_out"),
    "/news/20011-tdm": (article(11, headers={"TDM-Reservation": "1"}), "opt_out"),
    "/news/20012-offsite": (redirect("http://news.example/1"), "offsite"),
    "/news/20013-private": (redirect("http://10.0.0.1/1"), "private_host"),
    "/news/20014-known": (redirect("/news/20000"), "redirect"),
    "/news/20015-loop": (redirect("/news/20016-loop"), "redirect"),
    "/news/20017-self": (redirect("/news/20017-self"), "redirect"),
    "/news/20018-refused": (redirect("http://127.0.0.1:1/news/1"), "unreachable"),
    "/news/20019-raises": (article(19, title="RAISE"), "callback_error"),
    "/news/20020-dies": (article(20, text="DIE"), "worker_killed"),
    "/news/20021-hangs": (article(21, text="HANG"), "timeout"),
    "/news/20022-pdf": (Answer(b"%PDF-1.7", headers={"Content-Type": "application/pdf"}), "not_html"),
    "/news/20023-binary": (Answer(b"\x89PNG\r\n\x1a\n\x00\x00", headers=HTML), "not_html"),
    "/news/20024-empty": (Answer(b"", headers=HTML), "empty"),
    "/news/20025-twin": (article(25, text="Text number 20000, and nothing else."), "duplicate"),
    "/news/20026-canonical": (
        article(26, title="Article 20000", head='<link rel="canonical" href="/news/20000">'),
        "duplicate",
    ),
    "/news/20027-drop": (article(27, title="DROP"), "pipeline"),
    "/news/20028-fail": (article(28, title="FAIL"), "pipeline"),
    "/news/20029-spoil": (article(29, title="SPOIL"), "invalid"),
    "/news/20030-swallow": (article(30, title="SWALLOW"), "pipeline"),
    "/news/20031-garbage": (Answer(b"no gzip", headers=HTML | {"Content-Encoding": "gzip"}), "empty"),
    "/news/20032-cut": (Answer(b"<p>", headers=HTML | {"Content-Length": "99", "Connection": "close"}), "unreachable"),
    "/category/list": (article(33), "listing"),
    "/news/20034-nowhere": (Answer(status=302), "http_error"),
    "/news/20035-ftp": (redirect("ftp://127.0.0.1/x"), "offsite"),
    "/news/20037-file": (redirect("file:///etc/passwd"), "offsite"),
    "/news/20036-refresh": (article(36, head=REFRESH.format(0, "/news/20000")), "redirect"),
}  # fmt: skip
RECORDS: dict[str, Page] = {
    "/news/20101-for-others": article(101, headers={"X-Robots-Tag": "otherbot: noindex, nofollow"}),
    "/news/20102-moved-here": article(102),
    "/news/20104-wrong-canonical": article(104, head='<link rel="canonical" href="/news/20000">'),
    "/news/20106-reloads-itself": article(106, head=REFRESH.format(60, "/news/20106-reloads-itself")),
    "/news/20105-home-canonical": article(105, head='<link rel="canonical" href="/">'),
}
MORE: dict[str, Page] = {
    "/robots.txt": Answer(ROBOTS.encode(), headers={"Content-Type": "text/plain"}),
    "/news/20016-loop": redirect("/news/20015-loop"),
    "/news/20103-moved": redirect("/news/20102-moved-here"),
}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Crawl, Site]]:
    links = [*WAYS, "/news/20103-moved", *RECORDS, "http://elsewhere.example/news/20099"]
    start = article(20000, *links)
    pages = {path: page for path, (page, _) in WAYS.items()} | RECORDS | MORE | {"/news/20000": start}
    with serve(pages) as site:
        run = crawl(
            tmp_path_factory.mktemp("endings"),
            f"{site.url}/news/20000",
            DOWNLOAD_TIMEOUT=1,
            DOWNLOAD_MAXSIZE=LIMIT,
            CLEANER_SECONDS=2,
            REDIRECT_MAX_TIMES=3,
            ITEM_PIPELINES=json.dumps({"tests.tools.stub_components.Pipeline": 1}),
            SPIDER_MIDDLEWARES=json.dumps({"tests.tools.stub_components.Swallower": 10}),
        )
        yield run, site


@pytest.fixture
def run(world: tuple[Crawl, Site]) -> Crawl:
    return world[0]


def states(run: Crawl) -> dict[str, int]:
    db = sqlite3.connect(run.output / "ledger.sqlite")
    counts = dict(db.execute("SELECT state, count(*) FROM address GROUP BY state").fetchall())
    db.close()
    return counts


@pytest.mark.parametrize("path", WAYS)
def test_a_page_ends_in_one_rejection_with_its_reason(path: str, run: Crawl, world: tuple[Crawl, Site]) -> None:
    lines = [line for line in run.lines("rejected.jsonl") if line["url"] == world[1].url + path]
    assert [line["reason"] for line in lines] == [WAYS[path][1]], run.log[-3000:]
    assert problem_of(lines[0], "rejected") is None
    assert not [one for one in run.articles if one["url"].endswith(path)]


def test_afterwards_no_lease_is_open_and_nothing_is_left(run: Crawl) -> None:
    counts = states(run)
    assert run.returncode == 0
    assert set(counts) == {"done", "refused"}
    assert "finish_reason': 'finished'" in run.log


def test_the_rest_became_records_and_every_line_is_valid(run: Crawl, world: tuple[Crawl, Site]) -> None:
    urls = {one["url"].removeprefix(world[1].url) for one in run.articles}
    assert urls == {"/news/20000", *RECORDS}
    assert len(run.lines("rejected.jsonl")) == len(WAYS)
    for name, kind in (("articles", "record"), ("rejected", "rejected"), ("edges", "edge")):
        for line in run.lines(f"{name}.jsonl"):
            assert problem_of(line, kind) is None, line


def test_a_users_pipeline_may_add_its_own_keys(run: Crawl) -> None:
    assert {one["x_topic"] for one in run.articles} == {"politics"}


def test_only_the_swallowed_record_was_lost_sight_of(run: Crawl) -> None:
    assert "'mudawwana/lost': 1" in run.log
    assert "20030-swallow: its lease was still open" in run.log


def test_a_page_that_opts_out_leaves_no_excerpt(run: Crawl) -> None:
    refused = [line for line in run.lines("rejected.jsonl") if line["reason"] == "opt_out"]
    assert len(refused) == 4
    assert {(line["title"], line["excerpt"]) for line in refused} == {(None, None)}
    assert {line["detail"] for line in refused} == {"noai", "noindex", "none", "tdm-reservation"}


def test_what_robots_forbids_was_never_asked_for(world: tuple[Crawl, Site]) -> None:
    site = world[1]
    assert not [path for path in site.paths() if path.startswith("/robots/")]
    assert site.count("/robots.txt") == 1
    assert site.agents == {"Mudawwana/0.1 (+https://mudawwana.example/crawler; crawler@mudawwana.example)"}


def test_links_to_other_outlets_do_not_get_into_the_ledger(run: Crawl) -> None:
    db = sqlite3.connect(run.output / "ledger.sqlite")
    hosts = {url.split("/")[2].split(":")[0] for (url,) in db.execute("SELECT url FROM address")}
    db.close()
    assert hosts == {"127.0.0.1"}


def test_a_second_run_asks_what_is_new_and_who_never_answered(world: tuple[Crawl, Site]) -> None:
    run, site = world
    sizes = {path.name: path.stat().st_size for path in run.output.glob("*l")}
    asked, again = len(site.asked), {path for path, reason in run.reasons.items() if reason in ASKED_AGAIN}
    second = crawl(run.output, f"{site.url}/news/20000")
    assert second.returncode == 0
    assert set(site.paths()[asked:]) <= {"/", *USUAL, *again}
    assert {path.name: path.stat().st_size for path in run.output.glob("*l")} == sizes


def test_a_redirect_is_not_taken_for_the_answer_that_never_came(run: Crawl) -> None:
    (line,) = [line for line in run.lines("rejected.jsonl") if line["url"].endswith("20018-refused")]
    assert (line["status"], line["warc"]) == (None, None)


def test_details_are_words(run: Crawl) -> None:
    details = [line["detail"] for line in run.lines("rejected.jsonl") if line["detail"]]
    assert len(details) > 20
    assert not [detail for detail in details if "Failure" in detail or "<twisted" in detail]


def test_a_rejection_says_where_its_exchange_stands(run: Crawl) -> None:
    places = {line["url"]: line["warc"] for line in run.lines("rejected.jsonl") + run.articles if line["warc"]}
    assert len(places) > 20
    moved = {url for url in places if "loop" in url or "canonical" in url}
    for url, place in places.items():
        with Path(run.output, place["file"]).open("rb") as stream:
            stream.seek(place["offset"])
            record = next(ArchiveIterator(stream))
            assert record.rec_type == "response"
            assert record.rec_headers.get_header("WARC-Target-URI") == url or url in moved
