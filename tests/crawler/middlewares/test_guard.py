"""The guard: private hosts and other outlets are not asked, and it says why."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from scrapy import Request, Spider
from scrapy.exceptions import CannotResolveHostError
from scrapy.resolver import dnscache
from scrapy.utils.test import get_crawler

from cleaners.data_files import DataFileError
from crawler.middlewares.guard import Guard, Offsite, PrivateHost, host_and_port
from crawler.network.public_hosts import read_allowed_hosts
from crawler.outlets import load_outlets
from tests.tools.fixtures import ROOT
from tests.tools.private_hosts import PRIVATE


def guard(**settings: Any) -> Guard:
    crawler = get_crawler(settings_dict=settings)
    crawler.spider = Spider("toy")
    crawler.spider.outlets = load_outlets()
    return Guard.from_crawler(crawler)


def check(using: Guard, url: str, outlet: str | None = None) -> None:
    assert using.process_request(Request(url, meta={"outlet": outlet} if outlet else {})) is None


@pytest.mark.parametrize("host", [host for host in PRIVATE if host not in ("", "a..b", "1.2.3.4.5")])
def test_requests_to_private_hosts_are_refused(host: str) -> None:
    with pytest.raises((PrivateHost, Offsite)) as raised:
        check(guard(), f"http://{host}/robots.txt")
    assert raised.value.reason in ("private_host", "offsite")


NO_ADDRESSES = [
    "ftp://arabic.rt.com/",
    "file:///etc/passwd",
    "data:text/html,x",
    "http:///x",
    "https://user:secret@arabic.rt.com/",
    "https://arabic.rt.com@other.example/",
    "https://other.example@arabic.rt.com/",
]


@pytest.mark.parametrize("url", NO_ADDRESSES)
def test_only_plain_http_addresses(url: str) -> None:
    with pytest.raises(Offsite) as raised:
        check(guard(), url)
    assert raised.value.reason == "offsite"


def test_an_address_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(Offsite):
        host_and_port("http://arabic.rt.com:99999/")


ON = [
    ("arabic.rt.com", "https://arabic.rt.com/world/"),
    ("arabic.rt.com", "https://www.rtarabic.com/world/"),
    ("news.example", "https://m.news.example/"),
]
OFF = [
    ("arabic.rt.com", "https://www.rt.com/"),
    ("arabic.rt.com", "https://nan.media/"),
    ("arabic.rt.com", "https://arabic.rt.com.other.example/"),
    ("news.example", "https://other.example/"),
    ("news.example", "https://newsnews.example/"),
]


@pytest.mark.parametrize(("outlet", "url"), ON)
def test_on_the_outlet(outlet: str, url: str) -> None:
    check(guard(), url, outlet)


@pytest.mark.parametrize(("outlet", "url"), OFF)
def test_off_the_outlet(outlet: str, url: str) -> None:
    with pytest.raises(Offsite):
        check(guard(), url, outlet)
    check(guard(), url)


def test_exceptions_hold_for_host_and_port() -> None:
    allowing = guard(ALLOW_PRIVATE_HOSTS="127.0.0.1:8000,[::1]:9000,test.local")
    for url in (
        "http://127.0.0.1:8000/",
        "http://[::1]:9000/",
        "http://test.local/",
        "https://test.local:8443/",
    ):
        check(allowing, url)
    for url in ("http://127.0.0.1/", "http://127.0.0.1:8001/", "http://127.0.0.2:8000/", "http://[::1]/"):
        with pytest.raises(PrivateHost):
            check(allowing, url)


def test_an_excepted_host_is_not_an_excuse_to_leave_the_outlet() -> None:
    with pytest.raises(Offsite):
        check(guard(ALLOW_PRIVATE_HOSTS="127.0.0.1:8000"), "http://127.0.0.1:8000/", "nan.media")


@pytest.mark.parametrize("entry", ["127.0.0.1:x", "http://127.0.0.1", "127.0.0.1:99999", "a b", "[::1"])
def test_a_malformed_exception_is_named(entry: str) -> None:
    with pytest.raises(DataFileError, match=r"ALLOW_PRIVATE_HOSTS: .* is not HOST or HOST:PORT"):
        read_allowed_hosts([entry])


@pytest.fixture
def _clean_dns() -> Any:
    before = dict(dnscache)
    dnscache.clear()
    yield
    dnscache.clear()
    dnscache.update(before)


@pytest.mark.usefixtures("_clean_dns")
def test_the_guard_says_why_a_name_was_not_found() -> None:
    request = Request("https://rebound.example/")
    using = guard()
    check(using, request.url)
    assert using.process_exception(request, CannotResolveHostError("rebound.example")) is None
    dnscache["rebound.example"] = "127.0.0.1"
    with pytest.raises(PrivateHost):
        using.process_exception(request, CannotResolveHostError("rebound.example"))
    with pytest.raises(PrivateHost):
        check(using, request.url)
    assert using.process_exception(request, TimeoutError()) is None


TOY = """
import json, socket, sys
from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess

port = int(sys.argv[1])
socket.gethostbyname = lambda name: "127.0.0.1"
ended = {}

class Toy(Spider):
    name = "toy"

    async def start(self):
        for host in ("127.0.0.1", "127.0.0.2", "rebound.example.org", "0x7f.1"):
            for path in ("ok", "away"):
                yield Request(f"http://{host}:{port}/{path}", errback=self.failed, dont_filter=True,
                              cb_kwargs={"key": f"{host}/{path}"})

    def parse(self, response, key):
        ended[key] = response.status

    def failed(self, failure):
        ended[failure.request.cb_kwargs["key"]] = getattr(failure.value, "reason", repr(failure.value))

process = AsyncCrawlerProcess({
    "LOG_ENABLED": False, "ROBOTSTXT_OBEY": True, "TELNETCONSOLE_ENABLED": False,
    "TWISTED_DNS_RESOLVER": "crawler.network.resolver.GuardedResolver", "ALLOW_PRIVATE_HOSTS": f"127.0.0.1:{port}",
    "DOWNLOADER_MIDDLEWARES": {"crawler.middlewares.guard.Guard": 50}, "RETRY_ENABLED": sys.argv[2] == "retry",
})
process.crawl(Toy)
process.start()
print(json.dumps(ended))
"""


@pytest.mark.parametrize("retry", ["retry", "once"])
def test_a_whole_crawl_asks_nothing_of_private_hosts(tmp_path: Path, retry: str) -> None:
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append((self.headers["Host"].partition(":")[0], self.path))
            away = self.path == "/away"
            self.send_response(302 if away else 200)
            if away:
                self.send_header("Location", f"http://127.0.0.2:{self.server.server_address[1]}/ok")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    (tmp_path / "toy.py").write_text(TOY, encoding="utf-8")
    with ThreadingHTTPServer(("0.0.0.0", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        done = subprocess.run(
            [sys.executable, str(tmp_path / "toy.py"), str(server.server_address[1]), retry],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
            cwd=ROOT,
            env={"PYTHONPATH": ".", "PATH": "", "HOME": str(tmp_path)},
        )
        server.shutdown()
        thread.join()
    assert (done.returncode, done.stderr) == (0, "")
    ended = json.loads(done.stdout)
    assert ended.pop("127.0.0.1/ok") == 200
    assert set(ended) == {
        "127.0.0.1/away",
        *(f"{host}/{path}" for host in ("127.0.0.2", "rebound.example.org", "0x7f.1") for path in ("ok", "away")),
    }
    assert set(ended.values()) == {"private_host"}
    assert {host for host, _ in asked} == {"127.0.0.1"}
    assert {path for _, path in asked} == {"/robots.txt", "/ok", "/away"}


def test_another_port_of_an_allowed_host_is_refused_before_its_name_is_resolved() -> None:
    using = guard(ALLOW_PRIVATE_HOSTS="news.example:8000,open.example")
    check(using, "http://news.example:8000/1")
    check(using, "http://open.example:9000/1")
    for url in ("http://news.example:9000/1", "http://news.example/1", "https://NEWS.example./1"):
        with pytest.raises(PrivateHost):
            check(using, url)
