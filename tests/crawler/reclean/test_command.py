"""`scrapy reclean`: what today's cleaner makes of yesterday's pages, with the step that says so."""

from __future__ import annotations

import gzip
import json
import re
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from scrapy.utils.project import get_project_settings

from cleaners.data_files import DataFileError
from crawler.commands.reclean import read_limit, read_target
from crawler.errors import OutputError
from crawler.ledger import Ledger
from crawler.ledger.lease import Found
from crawler.options import read_options
from crawler.reclean.differences import Difference
from crawler.reclean.html_diff import diff_html
from crawler.reclean.results import Result, Totals
from crawler.storage.committed import CommittedFolder
from crawler.storage.schema import errors
from tests.tools.archived import page, run
from tests.tools.corpus import HTML, SOURCE, URL, Corpus, Json
from tests.tools.loopback import ROOT
from tests.tools.warcs import IDENTICAL, response, revisit, write

BLANK = b"<html><head><title>x</title></head><body><p>\xd9\x86\xd8\xb5</p></body></html>"


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return Corpus(tmp_path / "out")


def reclean(folder: Path, *options: object, **settings: object) -> subprocess.CompletedProcess[str]:
    given = {"OUTPUT_DIR": folder, "CLEANER_PROCESSES": 1} | settings
    pairs = [part for name, value in given.items() for part in ("-s", f"{name}={value}")]
    return subprocess.run(
        [sys.executable, "-m", "scrapy", "reclean", *pairs, *map(str, options)],
        cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def opened(folder: Path) -> CommittedFolder:
    return CommittedFolder.open(folder, needs_ledger=False)


def lines_of(path: Path) -> list[Json]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_the_same_cleaner_changes_nothing(corpus: Corpus, tmp_path: Path) -> None:
    record = corpus.record(**{"Content-Encoding": "gzip"})
    folder = corpus.close([record | {"x_topic": "politics"}])
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    done = reclean(folder, "--exit-code", "--to", tmp_path / "new.jsonl", "--html", tmp_path / "new.html")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "1 records re-cleaned: 0 changed, 0 would be refused\n0 rejections read again: 0 would be records\n"
    )
    assert (tmp_path / "new.jsonl").read_bytes() == before["articles.jsonl"]
    assert "لم يتغير شيء" in (tmp_path / "new.html").read_text("utf-8")
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["new.html", "new.jsonl", "out"]


def test_lines_that_come_and_go_bear_their_steps(corpus: Corpus, tmp_path: Path) -> None:
    record = corpus.record()
    blocks = record["text"].split("\n\n")
    teaser = next(row.split("\t")[1] for row in (SOURCE / "dropped.tsv").read_text("utf-8").splitlines())
    step = (SOURCE / "dropped.tsv").read_text("utf-8").split("\t")[0]
    old = record | {
        "text": "\n\n".join([blocks[0], teaser, "سطر لا تعرفه الصفحة <script>alert(1)</script>", *blocks[2:]]),
        "title": "عنوان قديم",
        "dropped": [*record["dropped"], {"step": "poll", "blocks": 1}],
        "cleaner_version": "0",
        "x_topic": "politics",
    }
    done = reclean(
        corpus.close([old]), "--full", "--exit-code", "--to", tmp_path / "new.jsonl", "--html", tmp_path / "new.html"
    )
    assert done.returncode == 1
    shown = done.stdout.splitlines()
    assert shown[0] == f"changed   {record['id']}  {URL}"
    assert f"  -  {step:<20}  {teaser}" in shown
    assert f"  -  {'segment':<20}  سطر لا تعرفه الصفحة <script>alert(1)</script>" in shown
    assert f"  +  {'poll':<20}  {blocks[1]}" in shown
    assert f"  -  {'[title]':<20}  عنوان قديم" in shown
    assert f"  +  {'[title]':<20}  {record['title']}" in shown
    assert "1 records re-cleaned: 1 changed, 0 would be refused" in shown
    assert [line.split() for line in shown if line.endswith(("  poll", "  segment"))] == [
        ["0", "1", "poll"],
        ["1", "0", "segment"],
    ]
    (new,) = lines_of(tmp_path / "new.jsonl")
    assert (new, errors(new)) == (record | {"x_topic": "politics"}, [])
    html = (tmp_path / "new.html").read_text("utf-8")
    assert '<html lang="ar" dir="rtl">' in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert not re.search(r"<script|src=|@import|url\(|<link", html)
    assert reclean(corpus.folder).returncode == 0


def test_records_that_would_be_refused(corpus: Corpus, tmp_path: Path) -> None:
    records = [
        corpus.record(),
        corpus.record(BLANK, f"{URL}-blank", HTML),
        corpus.record(HTML, f"{URL}-opted-out", **{"X-Robots-Tag": "googlebot: all, mudawwana: noai"}),
        corpus.record(HTML, f"{URL}-reserved", **{"TDM-Reservation": "1"}),
    ]
    done = reclean(corpus.close(records), "--exit-code", "--to", tmp_path / "new.jsonl", "--html", tmp_path / "a.html")
    assert done.returncode == 1
    refusals = [line.split()[2] for line in done.stdout.splitlines() if line.startswith("refused")]
    assert refusals == ["empty", "opt_out", "opt_out"]
    assert "4 records re-cleaned: 0 changed, 3 would be refused" in done.stdout
    assert [one["url"] for one in lines_of(tmp_path / "new.jsonl")] == [URL]
    assert "ترفض مثل هذا الاستعمال" in (tmp_path / "a.html").read_text("utf-8")


def test_rejections_that_would_be_records(corpus: Corpus, tmp_path: Path) -> None:
    other = HTML.replace(b"</p>", " وجملة أخرى تميز هذه الصفحة من غيرها.</p>".encode(), 1)
    rejected = [
        corpus.rejection("too_short", other, f"{URL}-accepted"),
        corpus.rejection("empty", HTML, f"{URL}-same-text"),
        corpus.rejection("listing", other + b" ", "https://almarsad.example/category/world"),
        corpus.rejection("opt_out", other + b"  ", f"{URL}-still", **{"X-Robots-Tag": "noai"}),
        corpus.rejection("http_error", other + b"   ", f"{URL}-error"),
        corpus.rejection("listing", other + b"    ", "https://almarsad.example/bridge"),
    ]
    with closing(Ledger(corpus.folder / "ledger.sqlite")) as ledger:
        bridge = "https://almarsad.example/bridge"
        ledger.add([Found(bridge, bridge, "almarsad.example", "bridge")])
        ledger.commit({})
    done = reclean(corpus.close([corpus.record()], rejected), "--exit-code", "--to", tmp_path / "new.jsonl")
    assert done.returncode == 1, done.stderr
    assert "5 rejections read again: 1 would be records" in done.stdout
    (accepted,) = [line for line in done.stdout.splitlines() if line.startswith("accepted")]
    assert accepted.endswith(f"was too_short  {URL}-accepted")
    new = lines_of(tmp_path / "new.jsonl")
    assert [one["url"] for one in new] == [URL, f"{URL}-accepted"]
    assert [errors(one) for one in new] == [[], []]


def test_what_cannot_be_read_is_counted_and_kept(corpus: Corpus, tmp_path: Path) -> None:
    good = corpus.record()
    records = [
        good,
        good | {"warc": None},
        good | {"warc": {"file": "gone.warc.gz", "offset": 0, "length": 9}},
        good | {"warc": good["warc"] | {"offset": good["warc"]["offset"] + 1}},
        good | {"warc": good["warc"] | {"offset": 0}},
        good | {"warc": good["warc"] | {"offset": 10**9}},
    ]
    done = reclean(corpus.close(records), "--to", tmp_path / "new.jsonl", "--exit-code")
    assert (done.returncode, done.stderr) == (0, "")
    assert "5 could not be read from the archives" in done.stdout
    assert "gone.warc.gz: No such file or directory" in done.stdout
    assert lines_of(tmp_path / "new.jsonl") == records


def test_a_page_that_hangs_or_kills_is_a_refusal_in_its_place(corpus: Corpus) -> None:
    bodies = ["<p>a</p>", "HANG", "DIE", "<p>b</p>"]
    records = [corpus.record(body.encode(), f"{URL}-{n}", HTML) for n, body in enumerate(bodies)]
    done = reclean(corpus.close(records), CLEANER="tests.tools.stub_cleaner:read_page", CLEANER_SECONDS=1)
    assert [line.split()[0] for line in done.stdout.splitlines() if f"{URL}-" in line] == [
        "changed", "refused", "refused", "changed",
    ]  # fmt: skip
    assert "1  timeout" in done.stdout
    assert "1  worker_killed" in done.stdout


def test_the_limit_and_uncommitted_lines(corpus: Corpus) -> None:
    records = [corpus.record(HTML, f"{URL}-{n}") for n in range(3)]
    folder = corpus.close(records)
    assert reclean(folder, "--limit", 2).stdout.startswith("2 records re-cleaned")
    committed = len((folder / "articles.jsonl").read_bytes().splitlines(keepends=True)[0])
    with closing(Ledger(folder / "ledger.sqlite")) as ledger:
        ledger.commit({"articles.jsonl": committed})
        assert reclean(folder).stdout.startswith("1 records re-cleaned")  # beside a crawl that holds the lock


def test_records_of_given_archives_are_found(tmp_path: Path) -> None:
    packed = gzip.compress(HTML)
    html = ("Content-Type", "text/html; charset=utf-8")
    path = write(
        tmp_path / "given.warc.zst",
        [
            response(URL, packed, fields=[html, ("Content-Encoding", "gzip")], Record_ID="<urn:uuid:1>"),
            revisit(URL, Profile=IDENTICAL, Refers_To="<urn:uuid:1>", Date="2026-01-01T00:00:00Z"),
        ],
    )
    other = write(tmp_path / "other.warc", [page(1)])
    found = run(tmp_path / "out", path, other, CLEANER="cleaners.clean:read_page", CLEANER_SECONDS=30)
    assert [one["url"] for one in found.articles] == [URL]
    done = reclean(tmp_path / "out", "--exit-code")
    assert (done.returncode, done.stdout.splitlines()) == (
        0,
        ["1 records re-cleaned: 0 changed, 0 would be refused", "1 rejections read again: 0 would be records"],
    )


MISTAKES = [
    (["-s", "CLEANER_SECONDS=0"], "CLEANER_SECONDS=0: must be a number of seconds above 0"),
    (["-s", "OUTPUT_DIR={}/none"], "none/articles.jsonl: cannot be read: No such file or directory"),
]


@pytest.mark.parametrize(("options", "message"), MISTAKES)
def test_a_mistake_is_one_line(corpus: Corpus, options: list[str], message: str) -> None:
    folder = corpus.close([])
    done = reclean(folder, *(option.format(folder) for option in options))
    assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr
    assert done.stderr.startswith("scrapy reclean: ")
    assert message in done.stderr


def test_options_that_cannot_be_meant(corpus: Corpus, tmp_path: Path) -> None:
    folder = corpus.close([])
    settings = get_project_settings()
    settings.set("OUTPUT_DIR", str(folder))
    options = read_options(settings)
    for value in ("0", "-1", "x", "١"):
        with pytest.raises(DataFileError, match="must be a whole number, 1 or more"):
            read_limit(value)
    for value, problem in (
        (f"{folder}/articles.jsonl", "is a file of the crawl"),
        (f"{tmp_path}/out/../out/pages-00001.warc.gz", "is a file of the crawl"),
        (str(folder), "is a folder"),
        (f"{folder}/no/such.jsonl", "its folder does not exist"),
    ):
        with pytest.raises(DataFileError, match=problem):
            read_target(value, options)
    assert read_target(f"{folder}/new.jsonl", options) == folder / "new.jsonl"


def test_a_broken_line_is_named_and_nothing_is_written(corpus: Corpus, tmp_path: Path) -> None:
    folder = corpus.close([corpus.record()])
    with (folder / "articles.jsonl").open("a") as stream:
        stream.write("{broken\n")
    done = reclean(folder, "--to", tmp_path / "new.jsonl")
    assert done.returncode == 2
    assert "articles.jsonl: line 2: not valid JSON" in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out"]


VALUES = ("title", "authors", "translators", "date_published", "date_modified", "date_raw", "date_method", "source")
EMPTY: Json = {"text": "", "dropped": [], "related": [], "embedded": []} | dict.fromkeys(
    (*VALUES, "section", "keywords", "free_access", "partial", "language")
)


def test_every_step_and_reason_has_a_word_on_the_page() -> None:
    totals = Totals()
    lines = tuple(Difference(True, "", name, "x") for name in EMPTY if name not in ("text", "dropped"))
    results = [Result("changed", {"url": "javascript:alert(1)", "title": None}, {"title": None}, lines=lines)]
    for result in results:
        totals.add(result)
    html = diff_html(results, totals)
    assert "javascript:" not in re.sub(r">[^<]*<", "><", html)
    assert html.count("<small>") == len(lines)
    assert not re.search(r'class="why">[a-z_]+ <small>', html)


DAMAGED = [
    ("[" * 100_000, "not valid JSON: "),
    ("null", "not a record: "),
    ('{"url": "https://a.example/1"}', "not a record: 'outlet' is missing"),
    ({"warc": 5}, "not a record: warc: "),
    ({"warc": {"file": "pages-00001.warc.gz"}}, "not a record: warc: "),
    ({"fetched_at": None}, "not a record: fetched_at: "),
    ({"outlet": []}, "not a record: outlet: "),
    ({"related": 3}, "not a record: related: "),
    ({"related": [{"url": None, "kind": "related"}]}, "not a record: related[0]: "),
    ({"embedded": [4]}, "not a record: embedded[0]: "),
    ({"authors": [4]}, "not a record: authors[0]: "),
    ({"dropped": {"teaser": 1}}, "not a record: dropped: "),
    ({"dropped": [{"step": "teaser", "blocks": "x"}]}, "not a record: dropped[0].blocks: "),
]


@pytest.mark.parametrize(("damage", "message"), DAMAGED, ids=range(len(DAMAGED)))
def test_a_damaged_line_is_told_with_its_number(corpus: Corpus, damage: str | Json, message: str) -> None:
    record = corpus.record()
    folder = corpus.close([record])
    line = damage if isinstance(damage, str) else json.dumps(record | damage)
    (folder / "articles.jsonl").write_text(f"{json.dumps(record)}\n{line}\n", "utf-8")
    with pytest.raises(OutputError, match=re.escape(f"articles.jsonl: line 2: {message}")):
        list(opened(folder).records())


def test_a_line_of_an_older_form_is_read(corpus: Corpus) -> None:
    record = corpus.record()
    older = {name: value for name, value in record.items() if name not in ("embedded", "section", "opt_outs")}
    folder = corpus.close([older | {"gone_field": 1, "language": "arabic"}])
    assert len(list(opened(folder).records())) == 1
    assert reclean(folder).returncode == 0


def test_a_damaged_rejection_is_told_with_its_number(corpus: Corpus) -> None:
    rejection = corpus.rejection("empty")
    folder = corpus.close([], [rejection, rejection | {"reason": []}])
    with pytest.raises(OutputError, match=re.escape("rejected.jsonl: line 2: not a record: reason: ")):
        list(opened(folder).rejections())


def test_an_archived_tdmrep_json_is_obeyed(corpus: Corpus) -> None:
    host = URL.partition("/2026")[0]
    kept, refused = corpus.record(), corpus.record(url=f"{URL}-reserved")
    rule = b'{"location": "/2026/11/22/a-story-of-four-words-reserved", "tdm-reservation": 1}'
    corpus.fetched(rule, f"{host}/.well-known/tdmrep.json", **{"Content-Type": "application/json"})
    done = reclean(corpus.close([kept, refused]), "--exit-code")
    assert (done.returncode, done.stderr) == (1, "")
    assert "1 would be refused" in done.stdout
    assert "opt_out" in done.stdout


def test_an_archived_tdmrep_json_of_another_host_is_obeyed_where_a_redirect_leads_to_it(corpus: Corpus) -> None:
    host, path = URL.partition("/2026")[0], "/.well-known/tdmrep.json"
    there, kept = host.replace("//", "//www.") + path, corpus.record()
    corpus.fetched(b"", host + path, status=301, Location=there)
    corpus.fetched(b'{"location": "/", "tdm-reservation": 1}', there, **{"Content-Type": "application/json"})
    done = reclean(corpus.close([kept]), "--exit-code")
    assert "1 would be refused" in done.stdout, done.stdout + done.stderr


def test_the_tdmrep_json_of_ingested_archives_is_obeyed(tmp_path: Path) -> None:
    archive = write(tmp_path / "1.warc.gz", [page(1), page(2)])
    assert len(run(tmp_path / "out", archive).articles) == 2
    rule = b'{"location": "/news/10001", "tdm-reservation": 1}'
    later = response("https://a.example/.well-known/tdmrep.json", rule, fields=[("Content-Type", "application/json")])
    run(tmp_path / "out", write(tmp_path / "2.warc.gz", [later]))
    done = reclean(tmp_path / "out", CLEANER="tests.tools.stub_cleaner:read_page")
    assert "1 would be refused" in done.stdout, done.stdout + done.stderr


def test_a_copy_of_an_article_that_was_taken_down_is_refused(corpus: Corpus, tmp_path: Path) -> None:
    """Yesterday's cleaner read too little of the page to know the copy, or refused it."""
    copy, other = corpus.record(HTML, URL), corpus.record(BLANK, f"{URL}-2", HTML)
    text, short = copy["text"], {"text": "نص", "content_hash": "0"}
    folder = corpus.close([copy | short, other | short], [corpus.rejection("too_short", HTML, f"{URL}-3")])
    with closing(Ledger(folder / "ledger.sqlite")) as ledger:
        ledger.duplicates.taken_down_texts.add(1, titles=[], text=f"كلام قبله {text}", content_hash="1")
        ledger.commit({path.name: path.stat().st_size for path in folder.glob("[apr]*[lz]")})
    done = reclean(folder, "--to", tmp_path / "new.jsonl")
    assert "        1  takedown" in done.stdout, done.stdout
    assert "1 rejections read again: 0 would be records" in done.stdout
    assert text not in (tmp_path / "new.jsonl").read_text("utf-8")
