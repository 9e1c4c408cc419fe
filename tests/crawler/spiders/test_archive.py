"""`crawl archive`: given archives become records without network, each page once, whatever happens on the way."""

from __future__ import annotations

import gzip
import os
import signal
import sqlite3
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest
from scrapy.settings import Settings

from crawler.checkup.check import problems
from crawler.ingest.warc_arguments import is_wanted, read_domains, read_paths
from crawler.outlets import general_outlet, load_outlets
from crawler.spiders.archive import ArchiveSpider
from crawler.storage.schema import errors
from crawler.urls import article_id
from crawler.warc.answers import Pointer, read_answer
from tests.tools.archived import HOST, START, command, page, run
from tests.tools.loopback import ROOT, Crawl, article, crawl, serve
from tests.tools.warcs import IDENTICAL, UNCHANGED, record, response, revisit, write

NO_SOCKETS = """
import os, socket

def refuse(*args):
    print("socket used", args[1:])
    os._exit(9)

socket.socket.connect = socket.socket.connect_ex = socket.socket.sendto = refuse
socket.getaddrinfo = socket.gethostbyname = socket.create_connection = refuse
"""


def titles(found: Crawl) -> list[str]:
    return [one["title"] for one in found.articles]


def test_each_page_of_any_archive_ends_once_and_no_socket_is_opened(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(NO_SOCKETS)
    own = write(
        tmp_path / "1.warc.gz",
        [
            page(1, "/news/10002", "/news/10099", "https://b.example/news/10003", Date="2024-05-06T07:08:09.5Z"),
            page(2, status="404 Not Found"),
            response("https://a.example/feed", b"<rss/>", fields=[("Content-Type", "application/rss+xml")]),
            response("https://a.example/moved", b"", status="301 Moved", fields=[("Location", "/news/10001")]),
            page(3, fields=[("X-Robots-Tag", "noai")]),
            page(4, head='<meta name="robots" content="noindex">'),
            page(5, fields=[("TDM-Reservation", "1")]),
            page(6, url="https://a.example/category/world"),
            page(7, text="HANG"),
        ],
    )
    packed = gzip.compress(article(8).body)
    html = ("Content-Type", "text/html")
    zst = write(
        tmp_path / "2.warc.zst",
        [
            response(f"{HOST}10008", packed, fields=[html, ("Content-Encoding", "gzip")], Record_ID="<urn:uuid:8>"),
            response(f"{HOST}10009", bytes(5000), fields=[html]),
        ],
    )
    plain = write(
        tmp_path / "3.warc",
        [
            revisit("https://b.example/news/10008", Profile=IDENTICAL, Refers_To="<urn:uuid:8>"),
            revisit("https://b.example/news/10009", Profile=IDENTICAL, Refers_To="<urn:uuid:lost>"),
            page(10, url="http://localhost/news/10010"),
        ],
    )
    environment = os.environ | {"PYTHONPATH": str(tmp_path)}
    done = subprocess.run(
        command(tmp_path / "out", own, zst, plain, DOWNLOAD_MAXSIZE=4000),
        cwd=ROOT, capture_output=True, text=True, timeout=60, check=False, env=environment,
    )  # fmt: skip
    found = Crawl(tmp_path / "out", done.returncode, done.stdout + done.stderr)
    assert found.returncode == 0, found.log
    assert "socket used" not in found.log
    assert sorted((one["url"], one["title"], one["outlet"]) for one in found.articles) == [
        ("http://localhost/news/10010", "Article 10", "localhost"),
        ("https://a.example/news/10001", "Article 1", "a.example"),
        ("https://a.example/news/10008", "Article 8", "a.example"),
        ("https://b.example/news/10008", "Article 8", "b.example"),
    ]
    assert found.reasons == {
        "/news/10003": "opt_out",
        "/news/10004": "opt_out",
        "/news/10005": "opt_out",
        "/category/world": "listing",
        "/news/10007": "timeout",
        "/news/10009": "too_large",
    }
    first = next(one for one in found.articles if one["title"] == "Article 1")
    assert (first["id"], first["fetched_at"]) == (article_id(first["url"]), "2024-05-06T07:08:09Z")
    assert (first["seed"], first["depth"]) == (None, 0)
    assert [edge["to"][-5:] for edge in found.lines("edges.jsonl")] == ["10002", "10099"]
    assert "1 revisit records refer to no page in" in found.log
    for one in found.articles:
        assert errors(one) == []
        place = Pointer(found.output / one["warc"]["file"], one["warc"]["offset"], 200, "", one["warc"]["length"])
        body = read_answer(place).body
        assert one["title"].encode() in (gzip.decompress(body) if body.startswith(b"\x1f") else body)
    assert not list(found.output.glob("pages-*"))
    again = run(found.output, own, zst, plain, DOWNLOAD_MAXSIZE=4000)
    assert (len(again.articles), len(again.reasons)) == (4, 6)
    assert "nothing new; 4 articles in all" in again.log


def test_the_last_capture_of_an_address_counts(tmp_path: Path) -> None:
    first = write(
        tmp_path / "1.warc.gz",
        [
            page(1, title="new", Date="2025-01-02T00:00:00Z"),
            page(2, title="old", text="old", url=f"{HOST}10002/", Date="2025-01-01T00:00:00Z"),
            page(3, title="unchanged", Date="2025-01-01T00:00:00Z", Record_ID="<urn:uuid:3>"),
        ],
    )
    second = write(
        tmp_path / "2.warc.zst",
        [
            page(1, title="old", Date="2025-01-01T00:00:00Z"),
            page(2, title="new", text="new", Date="2025-01-02T00:00:00Z"),
            page(3, title="an error", status="500 Error", Date="2025-01-04T00:00:00Z"),
            revisit(f"{HOST}10003", Profile=UNCHANGED, Refers_To="<urn:uuid:3>", Date="2025-01-03T00:00:00Z"),
        ],
    )
    found = run(tmp_path / "out", first, second)
    assert [(one["title"], one["fetched_at"][:10]) for one in sorted(found.articles, key=lambda one: one["url"])] == [
        ("new", "2025-01-02"),
        ("new", "2025-01-02"),
        ("unchanged", "2025-01-03"),
    ]
    assert found.reasons == {}


def test_a_killed_run_goes_on_where_it_was(tmp_path: Path) -> None:
    pages = [page(n, text=f"SLOW text number {n}") for n in range(80)]
    archives = [write(tmp_path / f"{n}.warc.gz", pages[n * 40 : n * 40 + 40]) for n in range(2)]
    out = tmp_path / "out"
    kills = 0
    for _ in range(3):
        process = subprocess.Popen(
            command(out, *archives), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        begun, before = time.monotonic(), lines_in(out)
        while lines_in(out) < before + 8 and process.poll() is None and time.monotonic() < begun + 20:
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
        kills += process.wait() == -signal.SIGKILL
    assert kills == 3
    assert 0 < lines_in(out) < 80
    found = run(out, *archives)
    assert sorted(titles(found)) == sorted(f"Article {n}" for n in range(80))
    assert len({one["id"] for one in found.articles}) == 80
    assert found.reasons == {}


def lines_in(out: Path) -> int:
    path = out / "articles.jsonl"
    return path.read_bytes().count(b"\n") if path.exists() else 0


def test_a_run_killed_while_it_reads_the_archives_reads_on(tmp_path: Path) -> None:
    archives = [write(tmp_path / f"{n}.warc.gz", [page(n)]) for n in range(2)]
    out = tmp_path / "out"
    assert titles(run(out, archives[0])) == ["Article 0"]
    # As after a kill between two archives, and with an archive that has grown since.
    archives[0].write_bytes(archives[0].read_bytes() + gzip.compress(page(7)))
    assert titles(run(out, *archives)) == ["Article 0", "Article 7", "Article 1"]


def test_a_domain_is_a_choice_that_can_be_widened(tmp_path: Path) -> None:
    hosts = ["www.a.example", "sub.a.example", "b.example", "c.example"]
    path = write(tmp_path / "a.warc", [page(n, url=f"https://{host}/news/1000{n}") for n, host in enumerate(hosts)])
    out = tmp_path / "out"
    assert sorted(titles(run(out, path, domain="sub.a.example,c.example"))) == ["Article 1", "Article 3"]
    assert sorted(titles(run(out, path, domain="a.example"))) == ["Article 0", "Article 1", "Article 3"]
    assert sorted(titles(run(out, path))) == [f"Article {n}" for n in range(4)]


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz", "a.warc.zst"])
def test_a_cut_end_is_told_and_read_when_it_is_whole(tmp_path: Path, name: str) -> None:
    path = write(tmp_path / name, [page(n) for n in range(3)])
    content = path.read_bytes()
    path.write_bytes(content[:-60])
    found = run(tmp_path / "out", path)
    assert titles(found) == ["Article 0", "Article 1"]
    assert "the file ends in the middle of a record" in found.log
    path.write_bytes(content)
    assert titles(run(tmp_path / "out", path)) == ["Article 0", "Article 1", "Article 2"]


def test_damage_costs_one_record(tmp_path: Path) -> None:
    path = write(tmp_path / "a.warc.gz", [page(n) for n in range(4)])
    content = bytearray(path.read_bytes())
    middle = len(gzip.compress(page(0), mtime=0)) + 60
    content[middle : middle + 40] = bytes(40)
    path.write_bytes(content)
    found = run(tmp_path / "out", path)
    assert titles(found) == ["Article 0", "Article 2", "Article 3"]
    assert "damaged: the record at byte" in found.log
    assert "'mudawwana/archive/unreadable': 1" in found.log


def test_one_bad_file_among_many_costs_itself_only(tmp_path: Path) -> None:
    begun = write(tmp_path / "1.warc.gz", [page(1)])
    begun.write_bytes(begun.read_bytes()[:-60])
    shared = tmp_path / "2.warc.gz"
    shared.write_bytes(gzip.compress(page(2)) + gzip.compress(page(3) + page(4)) + gzip.compress(page(5)))
    good = write(tmp_path / "3.warc.gz", [page(6)])
    text = tmp_path / "4.warc.gz"
    text.write_text("no archive")
    empty = tmp_path / "5.warc.gz"
    empty.touch()
    found = run(tmp_path / "out", begun, shared, text, good, empty, tmp_path, tmp_path / "none.warc.gz")
    assert found.returncode == 2
    last = found.log.strip().splitlines()[-1]
    assert last.startswith("scrapy crawl: 5 of 7 archives could not be read: ")
    assert all(name in last for name in ("2.warc.gz", "4.warc.gz", "5.warc.gz", "none.warc.gz"))
    assert sorted(titles(found)) == ["Article 2", "Article 6"]
    assert "1.warc.gz: the file ends in the middle of a record" in found.log
    assert "2.warc.gz: damaged: the record at byte" in found.log
    assert "shares its compressed member with others: `warcio recompress` sets them apart" in found.log


def test_resource_records_are_pages_and_others_are_told(tmp_path: Path) -> None:
    def other(kind: str, number: int, content_type: str) -> bytes:
        url, date = f"{HOST}{10000 + number}", "2025-03-19T00:00:00Z"
        headers = {"WARC-Type": kind, "WARC-Target-URI": url, "WARC-Date": date, "Content-Type": content_type}
        return record(headers, article(number).body)

    path = write(
        tmp_path / "a.warc.gz",
        [
            other("resource", 1, "text/html; charset=utf-8"),
            page(2),
            other("conversion", 3, "text/plain"),
            other("conversion", 4, "text/plain"),
            other("resource", 5, "image/png"),
            other("metadata", 6, "text/html"),
        ],
    )
    found = run(tmp_path / "out", path)
    assert (found.returncode, sorted(titles(found))) == (0, ["Article 1", "Article 2"])
    assert "a.warc.gz: 2 conversion records are passed over" in found.log
    assert "records of archives passed over, by type:\n        2  conversion\n        1  resource\n" in found.log
    assert list(problems(tmp_path / "out", load_outlets())) == []


def test_an_archive_of_texts_alone_is_no_success(tmp_path: Path) -> None:
    headers = {"WARC-Type": "conversion", "WARC-Target-URI": f"{HOST}10003", "WARC-Date": "2025-03-19T00:00:00Z"}
    texts = [record(headers | {"Content-Type": "text/plain"}, "نص".encode())] * 3
    wet, pages = write(tmp_path / "a.warc.wet.gz", texts), write(tmp_path / "b.warc.gz", [page(2), *texts])
    found = run(tmp_path / "out", wet, pages)
    assert (found.returncode, titles(found)) == (2, ["Article 2"])
    last = found.log.strip().splitlines()[-1]
    assert "1 of 2 archives could not be read" in last
    assert "a.warc.wet.gz: 3 texts without their pages (WET file" in last
    assert "        6  conversion\n" in found.log
    assert run(tmp_path / "out", pages).returncode == 0


def test_own_archives_give_the_records_of_the_crawl(tmp_path: Path) -> None:
    pages = {f"/news/{10000 + n}": article(n, f"/news/{10001 + n}") for n in range(6)}
    with serve(pages) as site:
        live = crawl(tmp_path / "live", f"{site.url}/news/10000")
    found = run(tmp_path / "out", tmp_path / "live" / "pages-*.warc.gz")
    place = {"depth", "warc"}

    def bare(one: dict[str, Any]) -> dict[str, Any]:
        return {key: value for key, value in one.items() if key not in place}

    by_url = sorted(found.articles, key=lambda one: one["url"])
    assert [bare(one) for one in by_url] == [bare(one) for one in live.articles]
    assert [one["warc"]["offset"] for one in by_url] == [one["warc"]["offset"] for one in live.articles]
    mixed = crawl(tmp_path / "out", f"{site.url}/news/10000")
    assert mixed.returncode == 2
    assert "was made from archives" in mixed.log


def test_foreign_pages_are_refused_unread_and_mixed_ones_are_read(tmp_path: Path) -> None:
    english = "The ministers met on Monday to talk about the harvest of the year. " * 30
    arabic = "اجتمع الوزراء يوم الاثنين لبحث موسم الحصاد الذي تأخر هذا العام بسبب الأمطار في معظم المناطق."
    path = write(
        tmp_path / "a.warc.gz",
        [
            page(1, text=english),
            page(2, text=f"{english}{arabic}"),
            page(3, text=english, head='<meta name="robots" content="noai">'),
            page(4, text=english, url="https://a.example/category/world"),
        ],
    )
    found = run(tmp_path / "out", path)
    assert titles(found) == ["Article 2"]
    assert found.reasons == {"/news/10001": "not_arabic", "/news/10003": "opt_out", "/category/world": "listing"}
    (line,) = [line for line in found.lines("rejected.jsonl") if line["reason"] == "not_arabic"]
    assert (line["title"], line["excerpt"]) == (None, None)
    assert line["detail"].startswith("0 Arabic letters beside ")
    assert list(problems(tmp_path / "out", load_outlets())) == []


def test_many_archives_are_read_at_a_time_and_taken_in_their_order(tmp_path: Path) -> None:
    same = {"Date": "2025-03-19T00:00:00Z"}
    paths = [
        write(
            tmp_path / f"{n}.warc.gz", [page(9, text=f"Version {n}.", **same), *(page(100 * n + m) for m in range(9))]
        )
        for n in range(1, 6)
    ]
    found = run(tmp_path / "out", *paths, CLEANER_PROCESSES=3)
    assert len(found.articles) == 46
    # Of captures of the same second, the one read last counts.
    assert [one["text"] for one in found.articles if one["url"] == f"{HOST}10009"] == ["Version 5."]
    db = sqlite3.connect(tmp_path / "out" / "ledger.sqlite")
    urls = [url for (url,) in db.execute("SELECT url FROM capture ORDER BY id")]
    db.close()
    assert [int(url[-3:]) for url in urls] == [m for n in range(1, 6) for m in (9, *range(100 * n, 100 * n + 9))]


def test_all_processors_clean_archives_unless_told_otherwise() -> None:
    settings = Settings({"CLEANER_PROCESSES": 2}, priority="project")
    ArchiveSpider.update_settings(settings)
    assert settings.getint("CLEANER_PROCESSES") == os.cpu_count()
    settings = Settings({"CLEANER_PROCESSES": 1}, priority="cmdline")
    ArchiveSpider.update_settings(settings)
    assert settings.getint("CLEANER_PROCESSES") == 1


def test_pipelines_see_the_records(tmp_path: Path) -> None:
    path = write(tmp_path / "a.warc.gz", [page(1), page(2, title="DROP"), page(3, title="SPOIL")])
    pipeline = '{"tests.tools.stub_components.Pipeline": 1}'
    found = run(tmp_path / "out", path, ITEM_PIPELINES=pipeline)
    assert [one["x_topic"] for one in found.articles] == ["politics"]
    assert found.reasons == {"/news/10002": "pipeline", "/news/10003": "invalid"}


MISTAKES = [
    (["warc="], "-a warc=: must name at least one archive"),
    (["warc=/no/a.warc.gz"], "/no/a.warc.gz: cannot be read: No such file or directory"),
    (["warc=/no/*.warc.gz"], "-a warc=/no/*.warc.gz: matches no file"),
    (["warc=tests"], "-a warc=tests: is a folder; name its archives: 'tests/*.warc.gz'"),
    (["warc=README.md"], "README.md: not a WARC file that can be read"),
    (["warc={}", "domain=a b"], "-a domain=a b: 'a b' is not a domain"),
    (["warc={}", "domain=,"], "-a domain=: must name at least one domain"),
    (["warc={}", "domains=a.example"], "-a domains=…: unknown argument; did you mean 'domain'?"),
]


@pytest.mark.parametrize(("arguments", "message"), MISTAKES)
def test_a_mistake_is_one_line_and_nothing_is_written(tmp_path: Path, arguments: list[str], message: str) -> None:
    path = write(tmp_path / "a.warc.gz", [page(1)])
    given = [part for argument in arguments for part in ("-a", argument.format(path))]
    mistake(tmp_path / "out", given, message)


def test_archives_come_one_way(tmp_path: Path) -> None:
    path = write(tmp_path / "a.warc.gz", [page(1)])
    mistake(tmp_path / "out", ["-a", f"warc={path}", "-s", f"REPLAY_WARC={path}"], "REPLAY_WARC and crawl archive:")


def mistake(output: Path, given: list[str], message: str) -> None:
    done = subprocess.run(
        [*START, *given, "-s", f"OUTPUT_DIR={output}", "-s", "LOG_LEVEL=WARNING"],
        cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr
    assert message in done.stderr
    assert not output.exists()


def test_an_archive_that_has_shrunk_is_told(tmp_path: Path) -> None:
    path = write(tmp_path / "a.warc.gz", [page(1), page(2)])
    run(tmp_path / "out", path)
    write(path, [page(1)])
    found = run(tmp_path / "out", path)
    assert found.returncode == 2
    assert "is shorter than when it was first read" in found.log


def test_patterns_and_domains(tmp_path: Path) -> None:
    for name in ("b.warc.gz", "a.warc.gz", "c.warc"):
        write(tmp_path / name, [page(1)])
    named = read_paths(f"{tmp_path}/c.warc, {tmp_path}/*.warc.gz,{tmp_path}/a.*")
    assert [path.name for path in named] == ["c.warc", "a.warc.gz", "b.warc.gz"]
    domains = read_domains("WWW.A.example, b.example")
    outlet = general_outlet("https://x.a.example/")
    assert is_wanted("https://x.a.example/1", outlet, domains)
    assert not is_wanted("https://xa.example/1", general_outlet("https://xa.example/"), domains)
    assert is_wanted("https://xa.example/1", outlet, frozenset())


def test_no_page_gets_the_time_of_today_for_a_date_that_is_none(tmp_path: Path) -> None:
    dates = ["2025-03-19", "2025-03-19T10:07:08.9Z", "\u0662\u0660\u0662\u0665-03-19T00:00:00Z", "yesterday"]
    records = [page(number, Date=date) for number, date in enumerate(dates)]
    found = run(tmp_path / "output", write(tmp_path / "1.warc.gz", records))
    assert found.returncode == 0
    assert {one["title"]: one["fetched_at"] for one in found.articles} == {
        "Article 0": "2025-03-19T00:00:00Z",
        "Article 1": "2025-03-19T10:07:08Z",
    }
    assert found.log.count("has no readable WARC-Date") == 2
    assert found.reasons == {}


def test_an_archived_tdmrep_json_is_obeyed(tmp_path: Path) -> None:
    tdm, json_type = "https://a.example/.well-known/tdmrep.json", [("Content-Type", "application/json")]
    rule = b'{"location": "/news/10001", "tdm-reservation": %d}'
    packed = [*json_type, ("Content-Encoding", "gzip")]
    archive = write(
        tmp_path / "1.warc.gz",
        [
            page(1, url="http://a.example/news/10001"),
            page(2),
            page(1, url="https://b.example/news/10001"),
            page(1, url="https://c.example/news/10001"),
            response(tdm, gzip.compress(rule % 1), fields=packed, Date="2025-03-20T00:00:00Z"),
            response(tdm, rule % 0, fields=json_type),
            response(tdm, b"", status="503 Later", fields=json_type, Date="2025-03-21T00:00:00Z"),
            response(tdm.replace("//a.", "//c."), rule % 1, fields=json_type),
            response(tdm.replace("//a.", "//c."), b"", status="404 Not Found", Date="2025-03-20T00:00:00Z"),
        ],
    )
    found = run(tmp_path / "out", archive)
    assert {one["url"] for one in found.articles} == {
        "https://a.example/news/10002", "https://b.example/news/10001", "https://c.example/news/10001"
    }  # fmt: skip
    assert [(one["url"], one["detail"]) for one in found.lines("rejected.jsonl")] == [
        ("http://a.example/news/10001", "tdm-reservation")
    ]


def test_a_tdmrep_json_that_is_elsewhere_or_has_no_http_head_is_obeyed(tmp_path: Path) -> None:
    path, rule, json_type = "/.well-known/tdmrep.json", b'{"location": "/", "tdm-reservation": 1}', "application/json"

    def moved(url: str, to: str, date: str = "2025-03-20T00:00:00Z") -> bytes:
        return response(f"{url}{path}", b"", status="301 Moved", fields=[("Location", f"{to}{path}")], Date=date)

    def answer(url: str, **fields: Any) -> bytes:
        return response(f"{url}{path}", rule, fields=[("Content-Type", json_type)], **fields)

    head = {"WARC-Type": "resource", "WARC-Target-URI": f"https://e.example{path}", "Content-Type": json_type}
    archive = write(
        tmp_path / "1.warc.gz",
        [
            *(page(1, url=f"https://{host}.example/news/10001", text=host) for host in "abcdef"),
            moved("https://a.example", "https://www.a.example"),
            answer("https://www.a.example"),
            answer("https://b.example"),
            moved("http://b.example", "https://b.example"),
            moved("https://c.example", "https://c.example"),
            moved("https://d.example", "https://nowhere.example"),
            record(head | {"WARC-Date": "2025-03-19T00:00:00Z"}, rule),
            answer("https://f.example", status="203 Transformed"),
        ],
    )
    found = run(tmp_path / "out", archive)
    refused = {one["outlet"] for one in found.lines("rejected.jsonl") if one["reason"] == "opt_out"}
    assert refused == {"a.example", "b.example", "e.example", "f.example"}
    assert {one["outlet"] for one in found.articles} == {"c.example", "d.example"}
