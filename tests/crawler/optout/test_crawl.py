"""Opt-outs of whole crawls: robots.txt, no stored copy, tdmrep.json, and our own name."""

from __future__ import annotations

import gzip
import json
import sqlite3
from contextlib import ExitStack
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from tests.tools.loopback import TDM, Answer, Crawl, Page, article, crawl, numbered, serve


def exchanges(run: Crawl) -> list[str]:
    """The paths of all archived answers."""
    found = []
    for path in sorted(run.output.glob("pages-*.warc.gz")):
        with path.open("rb") as stream:
            for record in ArchiveIterator(stream):
                if record.rec_type == "response":
                    found.append("/" + record.rec_headers.get_header("WARC-Target-URI").split("/", 3)[3])
    return found


def test_a_page_without_a_stored_copy_is_a_record_all_the_same(tmp_path: Path) -> None:
    head = '<meta name="robots" content="index, noarchive">'
    packed = article(3, head=head)
    zipped = {"Content-Encoding": "gzip", "Content-Type": "text/html; charset=utf-8"}
    pages = numbered(6) | {
        "/news/10001": article(1, head=head),
        "/news/10002": article(2, headers={"X-Robots-Tag": "noarchive"}),
        "/news/10003": Answer(gzip.compress(packed.body), headers=zipped),
        "/news/10004": article(4, headers={"X-Robots-Tag": "otherbot: noarchive"}),
    }
    with serve(pages) as site:
        run = crawl(tmp_path, f"{site.url}/news/10000")
    found = {one["url"].rpartition("/")[2]: one for one in run.articles}
    assert len(found) == 6
    assert [number for number, one in found.items() if one["warc"] is None] == ["10001", "10002", "10003"]
    assert sorted(path for path in exchanges(run) if path.startswith("/news/")) == [
        "/news/10000",
        "/news/10004",
        "/news/10005",
    ]
    assert "noarchive" in found["10002"]["opt_outs"]["robots"]
    assert found["10005"]["opt_outs"] == {"robots": [], "tdm_reservation": None, "tdm_policy": None, "tdm_from": None}


def test_tdmrep_json_is_read_once_and_header_and_element_win_over_it(tmp_path: Path) -> None:
    rules = [
        {"location": "/news/10001", "tdm-reservation": 0},
        {"location": "/news/*", "tdm-reservation": 1, "tdm-policy": "https://a.example/p"},
    ]
    element = '<meta name="tdm-reservation" content="{}">'
    pages = numbered(6) | {
        "/news/10000": article(0, *(f"/news/{n}" for n in range(10001, 10006)), headers={"TDM-Reservation": "0"}),
        "/news/10002": article(2, headers={"TDM-Reservation": "0", "TDM-Policy": "https://a.example/free"}),
        "/news/10003": article(3, head=element.format(0)),
        "/news/10004": article(4, headers={"TDM-Reservation": "1"}, head=element.format(0)),
        TDM: Answer(json.dumps(rules).encode(), headers={"Content-Type": "application/json"}),
    }
    with serve(pages) as site:
        run = crawl(tmp_path, f"{site.url}/news/10000")
    assert site.tdm_asked == 1
    assert exchanges(run).count(TDM) == 1
    assert {one["url"][-5:]: [*one["opt_outs"].values()][1:] for one in run.articles} == {
        "10000": [0, None, "header"],
        "10001": [0, None, "file"],
        "10002": [0, "https://a.example/free", "header"],
        "10003": [0, None, "meta"],
    }
    assert run.reasons == {"/news/10004": "opt_out", "/news/10005": "opt_out"}
    assert {line["detail"] for line in run.lines("rejected.jsonl")} == {"tdm-reservation"}


def test_our_own_name_in_a_meta_element_is_ours_whatever_it_is(tmp_path: Path) -> None:
    pages = numbered(3) | {
        "/news/10001": article(1, head='<meta name="mycorpus" content="noai">'),
        "/news/10002": article(2, head='<meta name="othercorpus" content="noai">'),
    }
    with serve(pages) as site:
        run = crawl(tmp_path, f"{site.url}/news/10000", USER_AGENT="MyCorpus/1.0 (+https://a.example)")
    assert run.reasons == {"/news/10001": "opt_out"}
    assert len(run.articles) == 2


PLAIN = {"Content-Type": "text/plain"}


def states(output: Path) -> dict[str, int]:
    db = sqlite3.connect(output / "ledger.sqlite")
    counts = dict(db.execute("SELECT state, count(*) FROM address GROUP BY state").fetchall())
    db.close()
    return counts


def robots(text: str) -> dict[str, Page]:
    return {"/robots.txt": Answer(text.encode(), headers=PLAIN)}


@pytest.mark.parametrize("status", [500, 429])
def test_robots_txt_with_a_server_error_forbids_everything_for_this_run(tmp_path: Path, status: int) -> None:
    page = {"/robots.txt": Answer(b"", status, PLAIN)}
    with serve(numbered(4) | page) as site:
        run = crawl(tmp_path, f"{site.url}/news/10000")
        assert set(site.paths()) == {"/robots.txt"}
        assert run.lines("rejected.jsonl") == []
        assert states(tmp_path) == {"pending": 1}
        assert f"robots.txt answers {status}" in run.log
        del site.pages["/robots.txt"]
        assert len(crawl(tmp_path, f"{site.url}/news/10000").articles) == 4


def test_robots_txt_that_is_not_there_allows_everything(tmp_path: Path) -> None:
    with ExitStack() as stack:
        sites = []
        for host, status in enumerate((401, 403, 404), 1):
            page = {"/robots.txt": Answer(b"User-agent: *\nDisallow: /\n", status, PLAIN)}
            sites.append(stack.enter_context(serve(numbered(3) | page, f"127.0.0.{host}")))
        run = crawl(tmp_path, ",".join(f"{site.url}/news/10000" for site in sites))
    assert len(run.articles) == 9


def test_robots_txt_speaks_to_our_name_and_not_to_other_words_of_it(tmp_path: Path) -> None:
    rules = "User-agent: crawler\nDisallow: /\n\nUser-agent: mudawwana\nDisallow: /news/10002\n"
    with serve(numbered(4) | robots(rules)) as site:
        run = crawl(tmp_path, f"{site.url}/news/10000")
    assert run.reasons == {"/news/10002": "robots"}


def test_robots_txt_is_read_whatever_its_label_and_encoding(tmp_path: Path) -> None:
    rules = b"User-agent: *\nDisallow: /news/10001\n"
    answers = [
        *((rules, label) for label in ("gzip", "x-gzip", "deflate", "br", "UTF-8", "none")),
        (gzip.compress(rules), ""),
        (rules.decode().encode("utf-16"), ""),
        (b"User-agent: Mudawwana/1.0\nDisallow: /news/10001\n", ""),
    ]
    with ExitStack() as stack:
        sites = []
        for host, (body, label) in enumerate(answers, 1):
            page = {"/robots.txt": Answer(body, headers=PLAIN | {"Content-Encoding": label})}
            sites.append(stack.enter_context(serve(numbered(2) | page, f"127.0.0.{host}")))
        broken = {"/robots.txt": Answer(bytes(range(256)), headers=PLAIN | {"Content-Encoding": "br"})}
        sites.append(stack.enter_context(serve(numbered(2) | broken, "127.0.0.99")))
        run = crawl(tmp_path, ",".join(f"{site.url}/news/10000" for site in sites))
    assert [site.count("/news/10001") for site in sites] == [0] * len(sites)
    assert len(run.articles) == len(answers)
    assert "it cannot be read, so that everything is forbidden" in run.log


def test_a_plain_page_labelled_gzip_is_read_as_it_is(tmp_path: Path) -> None:
    html = "text/html; charset=utf-8"
    pages = numbered(4) | {
        "/news/10001": article(1, headers={"Content-Encoding": "gzip"}),
        "/news/10002": Answer(article(2, head=NOAI).body, headers={"Content-Encoding": "gzip", "Content-Type": html}),
        "/news/10003": article(3, headers={"Content-Encoding": "utf-8"}),
    }
    with serve(pages) as site:
        run = crawl(tmp_path, f"{site.url}/news/10000")
    assert (len(run.articles), run.reasons) == (3, {"/news/10002": "opt_out"})
    assert "/news/10002" not in exchanges(run)


NOAI = '<meta name="robots" content="noai">'


def test_a_page_refused_for_an_opt_out_is_not_archived(tmp_path: Path) -> None:
    rules = json.dumps([{"location": "/news/10006", "tdm-reservation": 1}]).encode()
    pages = numbered(9) | {
        "/news/10001": article(1, head='<meta data-name="x" property="robots" content="noindex nofollow">'),
        "/news/10002": article(
            2, headers={"X-Robots-Tag": "unavailable_after: Wed, 25 Jun 2030 15:00:00 GMT, noindex"}
        ),
        "/news/10003": article(3, headers={"X-Robots-Tag": "unavailable_after: 25 Jun 2010 15:00:00 PST"}),
        "/news/10004": article(4, headers={"TDM-Reservation": "1;policy"}),
        "/news/10005": article(5, headers={"X-Robots-Tag": "otherbot: noindex, noarchive"}),
        "/news/10007": Answer(article(7, head=NOAI).body, 404, {"Content-Type": "text/html"}),
        "/news/10008": article(8, headers={"X-Robots-Tag": "mudawwana: noai noimageai"}),
        TDM: Answer(rules, headers={"Content-Type": "application/json"}),
    }
    with serve(pages) as site:
        run = crawl(tmp_path, f"{site.url}/news/10000")
    refused = {f"/news/1000{number}" for number in (1, 2, 3, 4, 6, 8)}
    assert {path for path, reason in run.reasons.items() if reason == "opt_out"} == refused
    assert refused.isdisjoint(exchanges(run))
    assert {line["warc"] for line in run.lines("rejected.jsonl") if line["reason"] == "opt_out"} == {None}
    assert {"/news/10000", "/news/10005", "/news/10007"} <= {*exchanges(run)}


RESERVED = Answer(b'{"location": "/news/10001", "tdm-reservation": 1}', headers={"Content-Type": "application/json"})


@pytest.mark.parametrize(
    "failure", [Answer(status=503), Answer(status=429), Answer(status=500), Answer(headers={"Content-Length": "x"})]
)
def test_a_tdmrep_json_that_fails_for_a_while_is_obeyed_all_the_same(tmp_path: Path, failure: Answer) -> None:
    left = [failure] * 2
    with serve(numbered(3) | {TDM: lambda: left.pop() if left else RESERVED}) as site:
        run = crawl(tmp_path, f"{site.url}/news/10000")
    assert (site.tdm_asked, run.reasons, len(run.articles)) == (3, {"/news/10001": "opt_out"}, 2)


def test_a_tdmrep_json_counts_with_any_status_of_success(tmp_path: Path) -> None:
    one, other = Answer(RESERVED.body, 203, RESERVED.headers), Answer(RESERVED.body, 206, RESERVED.headers)
    with serve(numbered(3) | {TDM: one}) as first, serve(numbered(3) | {TDM: other}, "127.0.0.2") as second:
        run = crawl(tmp_path, f"{first.url}/news/10000,{second.url}/news/10000")
    assert [line["reason"] for line in run.lines("rejected.jsonl")] == ["opt_out", "opt_out"]


def test_a_tdmrep_json_that_keeps_failing_leaves_the_outlet_for_the_next_run(tmp_path: Path) -> None:
    with serve(numbered(3) | {TDM: Answer(status=503)}) as site:
        run = crawl(tmp_path, f"{site.url}/news/10000")
        assert (site.paths(), run.lines("rejected.jsonl"), states(tmp_path)) == (["/robots.txt"], [], {"pending": 1})
        assert site.tdm_asked == 5
        assert "left for the next run (tdmrep.json: answers 503)" in run.log
        site.pages[TDM] = Answer(status=403)
        assert len(crawl(tmp_path, f"{site.url}/news/10000").articles) == 3


def test_a_tdmrep_json_over_the_bound_reserves(tmp_path: Path) -> None:
    long = Answer(b"[" + b" " * 2**20 + b"]", headers={"Content-Type": "application/json"})
    bomb = Answer(gzip.compress(b" " * 2**24), headers={"Content-Encoding": "gzip"})
    with serve(numbered(3) | {TDM: long}) as one, serve(numbered(3) | {TDM: bomb}, "127.0.0.2") as other:
        run = crawl(tmp_path, f"{one.url}/news/10000,{other.url}/news/10000")
    assert run.articles == []
    assert {line["detail"] for line in run.lines("rejected.jsonl")} == {"tdm-reservation"}
    assert len(run.lines("rejected.jsonl")) == 6
