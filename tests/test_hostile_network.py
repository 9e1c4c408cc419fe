"""A hostile web server: after each attack the crawl finishes, its memory is bounded, and good pages are all written.

Three crawls meet all attacks; each test looks at one of them.
"""

from __future__ import annotations

import gzip
import sys
import zlib
from collections.abc import Iterator

import brotli
import pytest

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

from tests.hostile import Attacker, Raw, Watched, attack, endless, http, redirect, watched
from tests.loopback import article

CRAWLER_MB = 400
"""The stated bound of the crawler's own process; it has 100 to 120 when nothing attacks it."""
BOMB = 256 * 1024 * 1024
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
    **{f"/news/3{n:04}-private": (redirect(f"http://{host}/x"), ("private_host", "offsite")) for n, host in enumerate(PRIVATE)},
    **{f"/news/31{n:03}-scheme": (redirect(url), ("offsite",)) for n, url in enumerate(ELSEWHERE)},
    "/news/32001-offsite": (redirect("http://news.example/1"), ("offsite",)),
    "/news/32002-user": (redirect("http://127.0.0.1@news.example/1"), ("offsite",)),
    "/news/32003-circle": (redirect("/news/32004-circle"), ("redirect",)),
    "/news/32004-circle": (redirect("/news/32003-circle"), ("redirect",)),
    **{f"/news/330{n:02}-endless": (redirect(f"/news/330{n + 1:02}-endless"), ("redirect",)) for n in range(12)},
    "/news/34001-gzip": (bomb("gzip"), ("too_large",)),
    "/news/34002-brotli": (bomb("brotli"), ("too_large",)),
    "/news/34003-zstd": (bomb("zstd"), ("too_large",)),
    "/news/34004-layers": (layered(200), ("too_large",)),
    "/news/35001-endless": (endless(f"{HTML}\r\n".encode(), b"x" * 65536), ("too_large",)),
    "/news/35002-endless-chunks": (endless(CHUNKED, b"10000\r\n" + b"x" * 65536 + b"\r\n"), ("too_large",)),
    "/news/35003-drip": (endless(f"{HTML}\r\n".encode(), b"x", 0.2), ("timeout",)),
    "/news/35004-drip-head": (endless(b"HTTP/1.1 200 OK\r\nX-A: ", b"x", 0.2), ("timeout",)),
    "/news/35005-silence": (endless(b"", b"", 0.5), ("timeout",)),
    "/news/36001-short": (http(b"<p>cut", Content_Length="99999"), REFUSED),
    "/news/36002-negative": (http(b"<p>x", Content_Length="-5"), REFUSED),
    "/news/36003-two-lengths": (http(b"<p>x", Content_Length="1\r\nContent-Length: 9"), REFUSED),
    "/news/36004-huge-length": (http(b"<p>x", Content_Length="9" * 20), REFUSED),
    "/news/36005-no-number": (http(b"<p>x", Content_Length="abc"), REFUSED),
    "/news/36006-chunks": (CHUNKED + b"zz\r\nhello\r\n", REFUSED),
    "/news/36007-chunk-size": (CHUNKED + b"f" * 60_000 + b"\r\n", REFUSED),
    "/news/36008-chunk-cut": (CHUNKED + b"ffff\r\nhello", REFUSED),
    "/news/36009-no-http": (b"\x00\x01\x02 nothing of the kind\r\n\r\n", REFUSED),
    "/news/36010-status": (b"HTTP/1.1 99999 What\r\n\r\n", (*REFUSED, "http_error")),
    "/news/36011-garbage": (http(b"\x1f\x8b no gzip", Content_Encoding="gzip"), (*REFUSED, "not_html")),
    "/news/37001-header-line": (http(b"<p>x", X_A="a" * 5_000_000), REFUSED),
    "/news/37002-headers": (endless(b"HTTP/1.1 200 OK\r\n", b"".join(b"X-%d: %s\r\n" % (n, b"a" * 900) for n in range(64))), REFUSED),
    "/news/37003-header-name": (http(b"<p>x", **{"X" * 3_000_000: "a"}), REFUSED),
}  # fmt: skip
GOOD = [f"/news/{20000 + n}" for n in range(10)]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Watched, Attacker]]:
    pages: dict[str, Raw] = {path: answer for path, (answer, _) in ATTACKS.items()}
    pages |= {path: good(20000 + n) for n, path in enumerate(GOOD)}
    mixed = [*GOOD[1:5], *ATTACKS, *GOOD[5:]]
    pages[GOOD[0]] = good(20000, *mixed, *(f"/news/20000?self={n}" for n in range(5000)))
    with attack(pages) as site:
        output = tmp_path_factory.mktemp("hostile") / "output"
        yield watched(output, site.url(GOOD[0]), RETRY_TIMES=0, BREAKER_FAILURES=1000, DEPTH_LIMIT=1), site


@pytest.mark.parametrize("path", ATTACKS)
def test_an_attack_ends_in_a_rejection(path: str, world: tuple[Watched, Attacker]) -> None:
    run, site = world
    lines = [line["reason"] for line in run.lines("rejected.jsonl") if line["url"] == site.url(path)]
    assert len(lines) == 1, run.log[-2000:]
    assert lines[0] in ATTACKS[path][1]
