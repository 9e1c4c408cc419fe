"""A hostile web server: after each attack the crawl finishes, its memory is bounded, and good pages are all written.

Three crawls meet all attacks; each test looks at one of them.
"""

from __future__ import annotations

import gzip
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path

import brotli
import pytest

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

from tests.tools.hostile_server import Attacker, Raw, Watched, attack, endless, http, redirect, watched
from tests.tools.loopback import article

CRAWLER_MB = 300
"""The stated bound of the crawler's own process; it has 100 to 120 when nothing attacks it."""
BOMB = 256 * 1024 * 1024
FIELDS = b"".join(b"X-%d: %s\r\n" % (number, b"a" * 900) for number in range(64))
HTML = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
CHUNKED = f"{HTML}Transfer-Encoding: chunked\r\n\r\n".encode()
REFUSED = ("unreachable", "timeout", "too_large")


def good(number: int, *links: str) -> bytes:
    return http(article(number, *links).body)


def bomb(pack: str) -> bytes:
    """A few hundred kilobytes that unpack to BOMB bytes."""
    parts, block = [b"<p>"], b"x" * (1 << 20)
    if pack == "gzip":
        packer = zlib.compressobj(9, zlib.DEFLATED, 31)
        parts = [packer.compress(block) for _ in range(BOMB >> 20)] + [packer.flush()]
    elif pack == "zstd":
        frame = zstd.ZstdCompressor()
        parts = [frame.compress(block) for _ in range(BOMB >> 20)] + [frame.flush()]
    else:
        stream = brotli.Compressor(quality=1)
        parts = [stream.process(block) for _ in range(BOMB >> 20)] + [stream.finish()]
    return http(b"".join(parts), Content_Encoding="br" if pack == "brotli" else pack)


def layered(depth: int) -> bytes:
    body = b"<p>" + b"x" * 5_000_000
    for _ in range(depth):
        body = gzip.compress(body, 1)
    return http(body, Content_Encoding=", ".join(["gzip"] * depth))


PRIVATE = [
    "10.0.0.1", "192.168.1.1", "172.16.0.1", "127.0.0.2", "127.1", "0x7f.0.0.2", "0177.0.0.2", "2130706434", "0.0.0.0",
    "0", "169.254.169.254", "0xa9fea9fe", "2852039166", "0251.0376.0251.0376", "100.64.0.1", "[::1]", "[::]",
    "[::ffff:127.0.0.2]", "[::ffff:a9fe:a9fe]", "[fe80::1]", "[fd00:ec2::254]", "[64:ff9b::7f00:1]", "localhost",
    "metadata.google.internal", "%31%32%37.0.0.2",
]  # fmt: skip
ELSEWHERE = ["file:///etc/passwd", "ftp://127.0.0.1/x", "data:text/html,<p>x", "javascript:alert(1)", "gopher://x/1"]

ATTACKS: dict[str, tuple[Raw, tuple[str, ...]]] = {
    **{f"/r{n}/30000-private": (redirect(f"http://{to}/x"), ("private_host",)) for n, to in enumerate(PRIVATE)},
    **{f"/s{n}/31000-scheme": (redirect(url), ("offsite",)) for n, url in enumerate(ELSEWHERE)},
    "/offsite/32001": (redirect("http://news.example/1"), ("offsite",)),
    "/user/32002": (redirect("http://127.0.0.1@news.example/1"), ("offsite",)),
    "/circle/32003": (redirect("/chain/32004-circle"), ("redirect",)),
    "/endless/33000": (redirect("/chain/33001"), ("redirect",)),
    "/gzip/34001": (bomb("gzip"), ("too_large",)),
    "/brotli/34002": (bomb("brotli"), ("too_large",)),
    "/zstd/34003": (bomb("zstd"), ("too_large",)),
    "/layers/34004": (layered(200), ("too_large",)),
    "/endless/35001": (endless(f"{HTML}\r\n".encode(), b"x" * 65536), ("too_large",)),
    "/endless-chunks/35002": (endless(CHUNKED, b"10000\r\n" + b"x" * 65536 + b"\r\n"), ("too_large",)),
    "/drip/35003": (endless(f"{HTML}\r\n".encode(), b"x", 0.2), ("timeout",)),
    "/drip-head/35004": (endless(b"HTTP/1.1 200 OK\r\nX-A: ", b"x", 0.2), ("timeout",)),
    "/silence/35005": (endless(b"", b"", 0.5), ("timeout",)),
    "/short/36001": (http(b"<p>cut", Content_Length="99999"), REFUSED),
    "/negative/36002": (http(b"<p>x", Content_Length="-5"), REFUSED),
    "/two-lengths/36003": (http(b"<p>x", Content_Length="1\r\nContent-Length: 9"), REFUSED),
    "/huge-length/36004": (http(b"<p>x", Content_Length="9" * 20), REFUSED),
    "/no-number/36005": (http(b"<p>x", Content_Length="abc"), REFUSED),
    "/chunks/36006": (CHUNKED + b"zz\r\nhello\r\n", REFUSED),
    "/chunk-size/36007": (CHUNKED + b"f" * 60_000 + b"\r\n", REFUSED),
    "/chunk-cut/36008": (CHUNKED + b"ffff\r\nhello", REFUSED),
    "/no-http/36009": (b"\x00\x01\x02 nothing of the kind\r\n\r\n", REFUSED),
    "/status/36010": (b"HTTP/1.1 99999 What\r\n\r\n", (*REFUSED, "http_error")),
    "/garbage/36011": (http(b"\x1f\x8b no gzip", Content_Encoding="gzip"), (*REFUSED, "not_html")),
    "/header-line/37001": (http(b"<p>x", X_A="a" * 5_000_000), REFUSED),
    "/headers/37002": (endless(b"HTTP/1.1 200 OK\r\n", FIELDS), ("too_large", "unreachable")),
    "/header-name/37003": (http(b"<p>x", **{"X" * 3_000_000: "a"}), REFUSED),
}  # fmt: skip
CHAINS = {f"/chain/{33000 + n}": redirect(f"/chain/{33001 + n}") for n in range(1, 12)}
CIRCLE = next(path for path in ATTACKS if "circle" in path)
GOOD = [f"/news/{20000 + n}" for n in range(10)]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Watched, Attacker]]:
    pages: dict[str, Raw] = {path: answer for path, (answer, _) in ATTACKS.items()}
    pages |= CHAINS | {"/chain/32004-circle": redirect(CIRCLE)}
    pages |= {path: good(20000 + n) for n, path in enumerate(GOOD)}
    itself = [f"/news/20000?fbclid={n}" for n in range(5000)]
    pages[GOOD[0]] = good(20000, *GOOD[1:5], *ATTACKS, *GOOD[5:], *itself)
    pages["/robots.txt"] = endless(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 100000000\r\n\r\n"
        b"User-agent: *\nDisallow: /secret/\nAllow: /\n",
        b"# nothing of use stands in this line, nor in the next\n" * 1000,
    )
    with attack(pages) as site:
        output = tmp_path_factory.mktemp("hostile") / "output"
        yield watched(output, site.url(GOOD[0]), RETRY_TIMES=0, BREAKER_FAILURES=1000), site


@pytest.mark.parametrize("path", ATTACKS)
def test_an_attack_ends_in_a_rejection(path: str, world: tuple[Watched, Attacker]) -> None:
    run, site = world
    lines = [line["reason"] for line in run.lines("rejected.jsonl") if line["url"] == site.url(path)]
    assert len(lines) == 1, run.log[-2000:]
    assert lines[0] in ATTACKS[path][1]


def test_the_crawl_ends_by_itself_and_good_pages_are_all_written(world: tuple[Watched, Attacker]) -> None:
    run, site = world
    assert run.returncode == 0
    assert "finish_reason': 'finished'" in run.log
    assert "Traceback" not in run.log
    assert sorted(one["url"] for one in run.articles) == [site.url(path) for path in GOOD]


def test_memory_stays_under_the_stated_bound(world: tuple[Watched, Attacker]) -> None:
    assert 0 < world[0].crawler_mb < CRAWLER_MB
    assert 0 < world[0].worker_mb < CRAWLER_MB


def test_nothing_was_asked_of_another_host(world: tuple[Watched, Attacker]) -> None:
    _, site = world
    assert {host for host, _ in site.asked} == {f"127.0.0.1:{site.port}"}
    assert [path for _, path in site.asked].count("/robots.txt") == 1


@pytest.mark.parametrize("cached", [True, False])
def test_names_that_lead_inside_are_not_followed(tmp_path: Path, cached: bool) -> None:
    """By redirect and by a link; at once, or after an answer that was fine: who was checked is who is asked."""
    names = {
        "news.example.org": "127.0.0.1",
        "meta.news.example.org": "169.254.169.254",
        "inside.news.example.org": "10.1.2.3",
        "rebound.news.example.org": "93.184.216.34 127.0.0.1",
    }
    with attack({}) as site:
        hosts = [name for name in names if name != "news.example.org"]
        links = [site.url(f"/news/{40000 + n}", host) for n, host in enumerate(hosts)]
        moved = {f"/moved/{40010 + n}": redirect(site.url(f"/news/{40020 + n}", host)) for n, host in enumerate(hosts)}
        start = "/news/20000"
        site.pages |= {start: good(20000, *links, *moved, "/news/20001"), "/news/20001": good(20001), **moved}
        run = watched(
            tmp_path / "output",
            site.url(start, "news.example.org"),
            names=names,
            RETRY_TIMES=2,
            DNSCACHE_ENABLED=cached,
            BREAKER_FAILURES=1000,
        )
    assert run.returncode == 0, run.log[-2000:]
    assert {host.partition(":")[0] for host, _ in site.asked} == {"news.example.org"}
    assert len(run.articles) == 2
    reasons = {line["url"]: line["reason"] for line in run.lines("rejected.jsonl")}
    for host in hosts:
        told = {reason for url, reason in reasons.items() if host in url}
        # Without a cache nobody remembers why the name was not resolved.
        certain = cached and "rebound" not in host
        assert told <= ({"private_host"} if certain else {"private_host", "timeout", "unreachable"})
    assert sum("moved" in url for url in reasons) == len(hosts)
    assert len(reasons) >= 2 * len(hosts)
