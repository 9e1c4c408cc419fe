"""Replay: what archives answer, without any socket."""

from __future__ import annotations

import asyncio
import gzip
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from scrapy import Request
from scrapy.exceptions import DownloadCancelledError
from scrapy.settings import Settings
from scrapy.utils.test import get_crawler

from crawler.replay import Replay, ReplayHandler, replay_paths
from crawler.replay.recording import open_recording
from tests.tools.fixtures import ROOT
from tests.tools.warcs import PAGE, warc


def handler(*paths: Path, **settings: Any) -> ReplayHandler:
    crawler = get_crawler(settings_dict=settings)
    return ReplayHandler(crawler, open_recording(paths))


def fetch(using: ReplayHandler, url: str, **meta: Any) -> Any:
    return asyncio.run(using.download_request(Request(url, meta=meta)))


@pytest.mark.parametrize("compress", [True, False])
def test_an_answer_is_as_it_was(tmp_path: Path, compress: bool) -> None:
    headers = [
        ("Content-Type", "text/html; charset=utf-8"),
        ("X-Robots-Tag", "noai"),
        ("X-Robots-Tag", "noarchive"),
    ]
    path = warc(tmp_path / "a.warc.gz", {"url": "https://a.example/", "headers": headers}, compress=compress)
    response = fetch(handler(path), "https://a.example/")
    assert (response.status, response.body, response.text) == (200, PAGE, PAGE.decode())
    assert response.headers.getlist("X-Robots-Tag") == [b"noai", b"noarchive"]


def test_what_the_archive_lacks_is_a_404(tmp_path: Path) -> None:
    path = warc(tmp_path / "a.warc.gz", {"url": "https://a.example/"})
    assert fetch(handler(path), "https://a.example/robots.txt").status == 404
    assert fetch(handler(path), "https://b.example/").status == 404


def test_redirects_and_errors_keep_status_and_headers(tmp_path: Path) -> None:
    path = warc(
        tmp_path / "a.warc.gz",
        {"url": "https://a.example/1", "status": "301 Moved", "headers": [("Location", "/خبر")], "body": b""},
        {"url": "https://a.example/2", "status": "503 Busy", "headers": [("Retry-After", "60")], "body": b""},
    )
    replay = handler(path)
    assert fetch(replay, "https://a.example/1").headers["Location"] == "/خبر".encode()
    assert fetch(replay, "https://a.example/2").status == 503


def test_the_last_capture_wins_across_files(tmp_path: Path) -> None:
    url = "https://a.example/"
    first = warc(tmp_path / "1.warc.gz", {"url": url, "body": b"new", "date": "2025-03-20T00:00:00Z"})
    second = warc(
        tmp_path / "2.warc.gz",
        {"url": url, "body": b"old", "date": "2025-03-18T00:00:00Z"},
        {"url": "https://a.example/same", "body": b"1"},
        {"url": "https://a.example/same", "body": b"2"},
    )
    replay = handler(first, second)
    assert fetch(replay, url).body == b"new"
    assert fetch(replay, "https://a.example/same").body == b"2"


ASKED = [
    ("https://a.example/%D8%A3", "https://a.example/%d8%a3", 200),
    ("https://a.example/أ", "https://a.example/%d8%a3", 200),
    ("https://a.example/%d8%a3", "https://a.example/أ#top", 200),
    ("https://a.example/x", "http://www.a.example/x", 200),
    ("http://www.a.example/x", "https://a.example/x", 200),
    ("https://a.example/x?b=1&a=2", "https://a.example/x?a=2&b=1", 200),
    ("https://a.example/x/", "https://a.example/x", 404),
    ("https://a.example/x/amp", "https://a.example/x", 404),
    ("https://a.example/x", "https://a.example/x?utm_source=y", 404),
    ("https://m.a.example/x", "https://a.example/x", 404),
]


@pytest.mark.parametrize(("captured", "asked", "status"), ASKED)
def test_spellings_of_one_address(tmp_path: Path, captured: str, asked: str, status: int) -> None:
    path = warc(tmp_path / "a.warc.gz", {"url": captured})
    assert fetch(handler(path), asked).status == status


@pytest.mark.parametrize(
    ("date", "captured"),
    [("2025-03-19T10:00:00.123456Z", "2025-03-19T10:00:00Z"), ("2025", "2025-01-01T00:00:00Z")],
)
def test_the_moment_of_capture_is_told(tmp_path: Path, date: str, captured: str) -> None:
    path = warc(tmp_path / "a.warc.gz", {"url": "https://a.example/", "date": date})
    request = Request("https://a.example/")
    asyncio.run(handler(path).download_request(request))
    assert request.meta["captured_at"] == captured


def test_the_exact_address_comes_before_its_twins(tmp_path: Path) -> None:
    path = warc(
        tmp_path / "a.warc.gz",
        {"url": "https://a.example/x", "body": b"plain"},
        {"url": "https://www.a.example/x", "body": b"www", "date": "2026-01-01T00:00:00Z"},
        {
            "url": "http://a.example/y",
            "status": "301 Moved",
            "headers": [("Location", "https://a.example/y")],
        },
    )
    replay = handler(path)
    assert fetch(replay, "https://a.example/x").body == b"plain"
    assert fetch(replay, "http://a.example/y").status == 301
    # A redirect to an address that was not captured does not answer for it: that would be a circle.
    assert fetch(replay, "https://a.example/y").status == 404


def chunked(body: bytes) -> bytes:
    return b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)


ENCODED = [
    ([("Transfer-Encoding", "chunked")], chunked(PAGE), PAGE, None),
    ([("Content-Encoding", "gzip")], gzip.compress(PAGE, mtime=0), gzip.compress(PAGE, mtime=0), b"gzip"),
    ([("Content-Encoding", "gzip")], PAGE, PAGE, None),
    (
        [("Transfer-Encoding", "chunked"), ("Content-Encoding", "gzip")],
        chunked(gzip.compress(PAGE, mtime=0)),
        gzip.compress(PAGE, mtime=0),
        b"gzip",
    ),
    ([("Transfer-Encoding", "chunked")], PAGE, PAGE, None),
    ([("Content-Encoding", "br")], b"\x0b\x02\x80", b"\x0b\x02\x80", b"br"),
]


@pytest.mark.parametrize(("headers", "stored", "body", "encoding"), ENCODED)
def test_transfer_encoding_is_undone_and_content_encoding_told(
    tmp_path: Path, headers: list[tuple[str, str]], stored: bytes, body: bytes, encoding: bytes | None
) -> None:
    path = warc(
        tmp_path / "a.warc.gz",
        {
            "url": "https://a.example/",
            "body": stored,
            "headers": [*headers, ("Content-Length", str(len(stored)))],
        },
    )
    response = fetch(handler(path), "https://a.example/")
    assert response.body == body
    assert response.headers.get("Content-Encoding") == encoding
    assert "Transfer-Encoding" not in response.headers
    assert response.headers["Content-Length"] == str(len(body)).encode()


def test_the_size_limit_holds(tmp_path: Path) -> None:
    path = warc(tmp_path / "a.warc.gz", {"url": "https://a.example/", "body": b"x" * 1000})
    assert len(fetch(handler(path, DOWNLOAD_MAXSIZE=1000), "https://a.example/").body) == 1000
    with pytest.raises(DownloadCancelledError, match="larger than DOWNLOAD_MAXSIZE"):
        fetch(handler(path, DOWNLOAD_MAXSIZE=999), "https://a.example/")
    with pytest.raises(DownloadCancelledError):
        fetch(handler(path, DOWNLOAD_MAXSIZE=0), "https://a.example/", download_maxsize=10)


ASKED_AGAIN = [
    ({"If-None-Match": '"b", W/"a"'}, 304),
    ({"If-None-Match": "*"}, 304),
    ({"If-None-Match": '"b"'}, 200),
    ({"If-None-Match": '"b"', "If-Modified-Since": "Wed, 19 Mar 2025 00:00:00 GMT"}, 200),
    ({"If-Modified-Since": "Wed, 19 Mar 2025 00:00:00 GMT"}, 304),
    ({"If-Modified-Since": "Tue, 18 Mar 2025 23:59:59 GMT"}, 200),
    ({"If-Modified-Since": "yesterday"}, 200),
]


@pytest.mark.parametrize(("known", "status"), ASKED_AGAIN)
def test_who_knows_the_answer_is_told_so(tmp_path: Path, known: dict[str, str], status: int) -> None:
    fields = [("ETag", '"a"'), ("Last-Modified", "Wed, 19 Mar 2025 00:00:00 GMT"), ("Content-Type", "text/html")]
    path = warc(tmp_path / "a.warc.gz", {"url": "https://a.example/", "headers": fields})
    response = asyncio.run(handler(path).download_request(Request("https://a.example/", headers=known)))
    assert (response.status, response.body) == ((status, PAGE) if status == 200 else (304, b""))
    assert response.headers["ETag"] == b'"a"'
    bare = warc(tmp_path / "b.warc.gz", {"url": "https://a.example/"})
    assert asyncio.run(handler(bare).download_request(Request("https://a.example/", headers=known))).status == 200


def test_other_records_do_not_answer(tmp_path: Path) -> None:
    path = warc(tmp_path / "a.warc.gz", {"url": "https://a.example/", "type": "revisit", "body": b""})
    assert fetch(handler(path), "https://a.example/").status == 404


def test_the_addon_does_nothing_for_a_live_crawl() -> None:
    settings = Settings({"REPLAY_WARC": "", "DOWNLOAD_DELAY": 2})
    Replay().update_settings(settings)
    assert settings.getint("DOWNLOAD_DELAY") == 2
    assert replay_paths(settings) == ()


def test_the_addon_overrules_project_and_command_line(tmp_path: Path) -> None:
    one, two = (warc(tmp_path / name, {"url": f"https://{name}/"}) for name in ("a.example", "b.example"))
    settings = Settings({"REPLAY_WARC": f"{one}, {two}"})
    settings.set("DOWNLOAD_DELAY", 2, priority="cmdline")
    settings.set("AUTOTHROTTLE_ENABLED", True, priority="project")
    addon = Replay()
    addon.update_settings(settings)
    assert settings.getint("DOWNLOAD_DELAY") == 0
    assert not settings.getbool("AUTOTHROTTLE_ENABLED")
    assert not settings.getbool("TELNETCONSOLE_ENABLED")
    assert addon.recording.find("https://b.example/") is not None


SPIDER = """
import json, socket, sys, time
from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess

def refuse(*args):
    print("socket used", args[1:], file=sys.stderr)
    raise SystemExit(9)

socket.socket.connect = socket.socket.connect_ex = refuse
socket.getaddrinfo = refuse
seen = []

class Toy(Spider):
    name = "toy"

    async def start(self):
        for path in ("", "gz", "moved", "busy", "none"):
            yield Request("https://a.example/" + path)

    def parse(self, response):
        seen.append([response.url, response.status, response.text])

started = time.monotonic()
process = AsyncCrawlerProcess({
    "ADDONS": {"crawler.replay.Replay": 100}, "REPLAY_WARC": sys.argv[1], "LOG_ENABLED": False,
    "DOWNLOAD_DELAY": 30,
    "AUTOTHROTTLE_ENABLED": True, "AUTOTHROTTLE_START_DELAY": 30, "ROBOTSTXT_OBEY": True, "HTTPERROR_ALLOW_ALL": True,
})
process.crawl(Toy)
process.start()
print(json.dumps([time.monotonic() - started, sorted(seen)]))
"""


def test_a_whole_crawl_opens_no_socket_and_waits_for_nothing(tmp_path: Path) -> None:
    html = [("Content-Type", "text/html; charset=utf-8")]
    path = warc(
        tmp_path / "a.warc.gz",
        {
            "url": "https://a.example/robots.txt",
            "body": b"User-agent: *\nDisallow: /private\nCrawl-delay: 30",
        },
        {"url": "https://a.example/"},
        {
            "url": "https://a.example/gz",
            "headers": [*html, ("Content-Encoding", "gzip")],
            "body": gzip.compress(PAGE),
        },
        {
            "url": "https://a.example/moved",
            "status": "302 Found",
            "headers": [("Location", "/")],
            "body": b"",
        },
        {"url": "https://a.example/busy", "status": "503 Busy", "headers": html},
    )
    (tmp_path / "toy.py").write_text(SPIDER, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(tmp_path / "toy.py"), str(path)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        cwd=ROOT,
        env={"PYTHONPATH": ".", "PATH": "", "HOME": str(tmp_path)},
    )
    assert (done.returncode, done.stderr) == (0, "")
    seconds, seen = json.loads(done.stdout)
    text = PAGE.decode()
    assert [entry for entry in seen if entry[1] != 404] == [
        ["https://a.example/", 200, text],
        ["https://a.example/busy", 503, text],
        ["https://a.example/gz", 200, text],
    ]
    assert [entry[0] for entry in seen if entry[1] == 404] == ["https://a.example/none"]
    assert seconds < 20
