# ruff: noqa: E501
"""Fuzzing over every door: `python -m tests.tools.fuzz N SEED [PROCESSES]`. Prints what failed, and exits with 1 if anything did.

Inputs are our own fixtures, mutated, so that they are nearly right; `test_fuzz.py` runs a short form of it, and adds
inputs that hypothesis makes.
"""

from __future__ import annotations

import contextlib
import gzip
import json
import random
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from protego import Protego

from cleaners import normalize
from cleaners.clean import Reading, read_html, read_text
from cleaners.data_files import DataFileError
from cleaners.dates import parse_date
from cleaners.metadata.opt_outs import directives_in
from cleaners.page import Page
from cleaners.text.normalize import is_blank
from cleaners.text.web_address import join_address, split_address
from crawler.discovery.read_announcing import read_announcing
from crawler.ledger.lease import Lease
from crawler.ledger.outcome import Visit, outcome_of
from crawler.near_duplicates.index import NearDuplicates
from crawler.network.encodings import unpacked
from crawler.optout.directives import forbids_copy, read_opt_outs, refusal
from crawler.optout.metas import canonicals_of, metas_of
from crawler.optout.robots_txt import MAX_ROBOTS_BYTES, read_robots
from crawler.optout.tdmrep import read_tdmrep, rule_for, rules_cost
from crawler.outlets import general_outlet
from crawler.outlets.loader import load_outlet
from crawler.pages.decide import decide
from crawler.storage.schema import problem_of
from crawler.urls import address_key, canonicalize, looks_like_article, registrable_domain, slash_variant
from crawler.warc.answers import Pointer, read_answer
from crawler.warc.captures import captures
from crawler.warc.damage import Damaged, UnsupportedFile
from tests.tools.fuzz_processes import outcomes

LIMIT = 20.0
"""Seconds that one input may take: those after which the crawler would kill its process."""
HERE = Path(__file__).parents[1]
URL = "https://news.example.org/2025/03/19/a-b-c-d-e"
NOW = datetime(2026, 11, 22, 5, tzinfo=UTC)
CODECS = ("utf-16", "utf-7", "undefined", "hex", "idna", "punycode", "unicode_escape", "cp037")
"""Names that Python knows and a page may state, of which few are encodings of pages."""
TOKENS = [
    b"<", b">", b"</", b"<!--", b"-->", b"<p>", b"</p>", b"<div>", b"</div>", b"<a href=", b"<table><tr><td>", b"<script>",
    b"</script>", b"<br>", b"&", b"&amp;", b"&#0;", b"&#xd800;", b"&#1114112;", b"\x00", b"\xff", b"\xef\xbb\xbf", b"\xff\xfe",
    b"{", b"}", b"[", b"]", b'"', b"'", b"\\", b"\\ud800", b":", b",", b"null", b"NaN", b"1e999", b"-", b"9" * 400, b"%", b"%ff",
    b"%00", b"../", b"http://", b"//", b"://[", b"@", b"#", b"?", b"\r\n", b"\n\n", b"\t", b" ", b"2025-03-19", b"31/02/2025",
    "٣١ فبراير ٢٠٢٥".encode(), "اقرأ أيضا:".encode(), "ـ".encode() * 9, "\u202e".encode(), "\u200c".encode(), "ﷺ".encode(),
    "ﻼ".encode(), "\u0301".encode() * 5, "،".encode(), b"<![CDATA[", b"]]>", b"<!DOCTYPE x [", b"<!ENTITY a 'b'>", b"charset=",
    b"windows-1256", *(b'<meta charset="%s">' % name.encode() for name in CODECS), b"\x1b[2J", b"\xed\xa0\x80", b"\xf0\x9f\x98\x80", b"WARC/1.1\r\n", b"Content-Length: ",
    # Characters that no XML text may hold, and those that nobody sees.
    b"&#11;", b"&#x1f;", b"&#8", b"&#65535;", b"&#xfffe", "\ufffe".encode(), b"\x0b", b"\x1c", b"\x00" * 64, b"&#11;<script>a</script>",
    b"<br>&rlm;<br>", b"<h2>&rlm;</h2>", "\n\u200f\n".encode(), "\u2066\u200b".encode(), "\ufeff".encode(), "\u2800".encode(),
    "\u3164".encode(), "\U000e0041".encode(), "\ufe0f".encode(), "\ufffc".encode(), "👩\u200d⚕️".encode(), "\u200d".encode(), "ھـ".encode(),
    # Addresses that raise where they are split, joined, or where their port is read, and spellings of hosts and sessions.
    b"http://[x", b"http://[domain]/", b"//[::1", b"http://x]/", "http://ex℀mple.com/a".encode(), "http://a／b/".encode(),
    b"http://a:99999/", b"http://a:b/", b"http://%5b", b"%2E", "．".encode(), "。".encode(), b";jsessionid=1", b"/(S(lit3py55t21z5v55vlm25s55))",
    b'<a href="http://[x">a</a>', b'<link rel="canonical" href="//[x">', '<meta property="og:url" content="http://exam℀ple.com/a">'.encode(), b'<base href="http://[">',
]  # fmt: skip


@cache
def corpus(kind: str) -> tuple[bytes, ...]:
    """What inputs of a kind are made from."""
    patterns = {
        "html": ["pages/*/*/source.html"],
        "text": ["pages/*/*/source.txt", "../seeds/*.txt"],
        "xml": ["crawler/discovery/cases/*/response.xml"],
        "toml": ["../crawler/outlets/*.toml"],
        "posts": [],
        "tdmrep": [],
        "robots": [],
        "opt-outs": [],
        "warc": [],
        "addresses": [],
    }[kind]
    found = [path.read_bytes() for pattern in patterns for path in sorted(HERE.glob(pattern))]
    return tuple(found) + MADE.get(kind, ())


MADE: dict[str, tuple[bytes, ...]] = {
    "posts": (
        json.dumps(
            [
                {"link": URL, "title": {"rendered": "عنوان &amp; خبر"}, "date_gmt": "2025-03-19T10:00:00"},
                {"url": "/x", "title": "خبر", "date": "2025-03-19"},
            ]
        ).encode(),
    ),
    "addresses": (
        f"{URL}\n//cdn.example.org:8080/a;b=c/?d=e&f#g\n../x?y".encode(),
        "https://موقع.مصر:443/خبر/(S(lit3py55t21z5v55vlm25s55))/a;jsessionid=1/amp/?utm_source=x".encode(),
        b"http://[2001:db8::1]:80/%d8%a3/./../b%2Fc HTTPS://EXAMPLE%2Ecom./?b=2&a=1",
    ),
    "tdmrep": (
        b'[{"location": "/a/*.html$", "tdm-reservation": 1, "tdm-policy": "https://x.example/"},'
        b'{"location": "/", "tdm-reservation": "0"}]',
    ),
    "opt-outs": (
        b"noindex, nofollow; max-snippet:-1, otherbot: noai, unavailable_after: Wed, 25 Jun 2030 15:00:00 GMT, no-archive",
        "mudawwana/1.0: noai\ntdm-reservation: 1, unavailable_after: ٢٥ يونيو ٢٠٣٠ | none".encode(),
        b"unavailable_after: 1893456000, unavailable_after: 9999-12-31, unavailable-after=2030-06-25T10:00:00+99:99, noindex-noarchive",
    ),
    "robots": (
        b"User-agent: *\nDisallow: /a/*b$\nAllow: /\nCrawl-delay: 5\nSitemap: https://news.example.org/s.xml\n",
    ),
    "xml": (
        "<rss><channel><item><title>خبر</title><link>https://news.example.org/1</link>"
        "<pubDate>Wed, 19 Mar 2025 10:00:00 GMT</pubDate></item></channel></rss>".encode(),
    ),
    "warc": (
        b"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://news.example.org/1\r\n"
        b"WARC-Date: 2025-03-19T00:00:00Z\r\nWARC-Record-ID: <urn:uuid:1>\r\nContent-Length: 73\r\n\r\n"
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 9\r\n\r\n<p>a</p>\r\n\r\n\r\n",
    ),
}


def mutated(data: bytes, chance: random.Random) -> bytes:
    """The data with a few pieces cut, doubled, moved, flipped or put in, anywhere or where an address or text begins."""
    made = bytearray(data)
    for _ in range(chance.choice((1, 2, 3, 5, 9, 20))):
        at = chance.randrange(len(made) + 1)
        to = min(len(made), at + chance.choice((1, 2, 8, 40, 400)))
        kind = chance.randrange(8)
        if kind == 0:
            del made[at:to]
        elif kind == 1:
            made[at:at] = chance.choice(TOKENS) * chance.choice((1, 1, 1, 3, 50))
        elif kind == 2:
            made[at:at] = made[at:to] * chance.choice((1, 2, 20))
        elif kind == 3 and at < len(made):
            made[at] ^= 1 << chance.randrange(8)
        elif kind == 4:
            piece = made[at:to]
            del made[at:to]
            put = chance.randrange(len(made) + 1)
            made[put:put] = piece
        elif kind == 7:  # at the beginning of an address, a value or a text, where it counts
            begins = chance.choice((b'href="', b"href=", b'content="', b'"url":"', b">", b"://", b"\n"))
            put = made.find(begins, at) + len(begins)
            made[put:put] = chance.choice(TOKENS)
        elif kind == 5 and chance.random() < 0.3:
            del made[at:]
        else:
            made[at:to] = chance.randbytes(to - at)
    return bytes(made[:400_000])


def check_reading(reading: Reading) -> None:
    """An article in normal form that can be written, and a record that the schema takes."""
    told = reading.to_dict()
    json.dumps(told, ensure_ascii=False).encode("utf-8")
    article = reading.article
    assert normalize(article.text) == article.text, "text is not in normal form"
    blocks = [block for each in (article, *article.embedded) for block in each.blocks]
    assert not any(map(is_blank, blocks)), "a block has no visible text"
    for one in article.embedded:
        assert normalize(one.text) == one.text, "embedded text is not in normal form"
    check_outcome(told)


def check_outcome(told: dict[str, Any]) -> None:
    lease = Lease(id=1, url=URL, canonical=URL, outlet="example.org", kind="page", seed=None, depth=0)
    visit = Visit(lease, URL, "2026-11-22T05:00:00Z", 200, {"file": "pages-00001.warc.gz", "offset": 0, "length": 9})
    opt_outs = read_opt_outs({}, {}, told["directives"], None, "mudawwana")
    finding = decide(told, visit, general_outlet(URL), Alone(), opt_outs=opt_outs)  # type: ignore[arg-type]
    outcome = outcome_of(visit, finding)
    for kind, lines in (
        ("record", [outcome.record] if outcome.record else []),
        ("rejected", [outcome.rejection] if outcome.rejection else []),
        ("edge", outcome.edges),
    ):
        for line in lines:
            assert problem_of(json.loads(json.dumps(line)), kind) is None, problem_of(line, kind)
            json.dumps(line, ensure_ascii=False).encode("utf-8", "replace")


class Alone:
    """Stands for the ledger's twins: the page is the first of all."""

    has_takedowns = False

    def __init__(self) -> None:
        self.near = NearDuplicates(sqlite3.connect(":memory:"))

    def __getattr__(self, name: str) -> Callable[..., Any]:
        return {"claim": lambda *_: True}.get(name, lambda *_: None)


def fuzz_html(data: bytes, chance: random.Random) -> None:
    charset = chance.choice(("", "utf-8", "windows-1256", "x", *CODECS))
    kind = f"text/html; charset={charset}" if charset else None
    url = URL if chance.random() < 0.8 else mutated(URL.encode(), chance).decode("utf-8", "replace")
    check_reading(read_html(Page(data, url, NOW, kind)))
    metas_of(data)
    canonicals_of(data)


def fuzz_text(data: bytes, chance: random.Random) -> None:
    errors = chance.choice(("replace", "surrogateescape"))
    check_reading(read_text(data.decode("utf-8", errors)))


def fuzz_dates(data: bytes, chance: random.Random) -> None:
    text = data.decode("utf-8", "replace")
    for line in text.splitlines()[:40]:
        found = parse_date(line[:300], NOW)
        assert found is None or datetime.fromisoformat(found.iso)


def fuzz_addresses(data: bytes, chance: random.Random) -> None:
    text = data.decode("utf-8", chance.choice(("replace", "surrogateescape")))
    for url in (text, *text.split()[:20]):
        split_address(url)
        split_address(join_address(URL, url))
        split_address(join_address(url, text[:99]))
        for once in (canonicalize(url), canonicalize(f"https://{url}"), canonicalize(f"{URL}{url}")):
            assert canonicalize(once) == once, "not idempotent"
            key = address_key(once)
            assert address_key(key) == key == canonicalize(key)
            assert looks_like_article(once) is not None or registrable_domain(once)
            slash_variant(once)


def announcing(kind: str) -> Callable[[bytes, random.Random], None]:
    def fuzz(data: bytes, chance: random.Random) -> None:
        body = gzip.compress(data, 1) if chance.random() < 0.2 else data
        stated = chance.choice(("text/html", f"text/html; charset={chance.choice(CODECS)}"))
        pages, since = chance.choice(("", "7", "-1", "9" * 30, "x")), chance.choice((None, "2025-03-19"))
        told = read_announcing(
            body, kind=kind, url=URL, content_type=stated, total_pages=pages, since=since, is_general=True
        )
        json.dumps(told, ensure_ascii=False).encode("utf-8", "replace")
        for url, _, published in told["articles"]:
            canonicalize(url)
            looks_like_article(url)
            assert published is None or date.fromisoformat(published[:10])

    return fuzz


def fuzz_robots(data: bytes, chance: random.Random) -> None:
    body = chance.choice(
        (data, data, data * 2000, data.decode("utf-8", "replace").encode("utf-16"), gzip.compress(data, 1))
    )
    stated = chance.choice(("", "gzip", "x-gzip, UTF-8", "deflate", "br", "zstd", "gzip, gzip", "none"))
    read = read_robots(unpacked(body, stated, MAX_ROBOTS_BYTES), "mudawwana")
    assert read.cost >= 0
    rules = Protego.parse(read.text)
    rules.can_fetch(URL, "mudawwana")
    rules.crawl_delay("mudawwana")
    announcing("robots")(data, chance)


def fuzz_tdmrep(data: bytes, chance: random.Random) -> None:
    rules = read_tdmrep(data if chance.random() < 0.8 else data.decode("utf-8", "replace").encode("utf-16"))
    assert rules_cost(rules) >= 0
    for url in (URL, data.decode("utf-8", "surrogateescape")):
        rule_for(rules, url)


def fuzz_opt_outs(data: bytes, chance: random.Random) -> None:
    text = data.decode("utf-8", chance.choice(("replace", "surrogateescape")))
    name, other = text.partition("\n")[::2]
    headers = {"x-robots-tag": [text, other], "tdm-reservation": [name, other], "tdm-policy": [other]}
    metas = metas_of(b'<meta name="robots" content="' + data + b'"><meta name="' + data + b'" content="noindex">')
    found = read_opt_outs(
        headers, metas | {name.lower(): [other]}, [*directives_in(text, ["mudawwana"])], None, "mudawwana"
    )
    json.dumps(found.to_dict(), ensure_ascii=False).encode("utf-8", "replace")
    assert refusal(found) is None or isinstance(forbids_copy(found), bool)


def fuzz_toml(data: bytes, chance: random.Random) -> None:
    path = folder() / "example.org.toml"
    path.write_bytes(data)
    with contextlib.suppress(DataFileError):
        load_outlet(path)


def fuzz_warc(data: bytes, chance: random.Random) -> None:
    path = folder() / "x.warc.gz"
    path.write_bytes(gzip.compress(data, 1) if chance.random() < 0.5 else data)
    if chance.random() < 0.3:
        path.write_bytes(mutated(path.read_bytes(), chance))
    with contextlib.suppress(Damaged, UnsupportedFile):
        for one in captures(path, 0, lambda damage: None):
            with contextlib.suppress(Damaged, UnsupportedFile):
                read_answer(Pointer(path, one.offset, one.status, one.captured), 10_000)


@cache
def folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="fuzz-"))


DOORS: dict[str, tuple[str, Callable[[bytes, random.Random], None], int]] = {
    "html": ("html", fuzz_html, 6),
    "text": ("text", fuzz_text, 6),
    "dates": ("text", fuzz_dates, 6),
    "feed": ("xml", announcing("feed"), 12),
    "sitemap": ("xml", announcing("sitemap"), 8),
    "listing": ("html", announcing("listing"), 4),
    "posts": ("posts", announcing("posts"), 10),
    "robots": ("robots", fuzz_robots, 10),
    "addresses": ("addresses", fuzz_addresses, 10),
    "tdmrep": ("tdmrep", fuzz_tdmrep, 10),
    "opt-outs": ("opt-outs", fuzz_opt_outs, 8),
    "outlets": ("toml", fuzz_toml, 8),
    "warc": ("warc", fuzz_warc, 10),
}
"""Door → what its inputs are made from, what reads them, and its share (of 100) of all inputs."""


def one_input(number: int, seed: int) -> tuple[str, bytes, random.Random]:
    """The door and the bytes of an input: the same for the same numbers."""
    chance = random.Random(f"{seed}/{number}")
    door = chance.choices(list(DOORS), [share for _, _, share in DOORS.values()])[0]
    return door, mutated(chance.choice(corpus(DOORS[door][0])), chance), chance


def attempt(number: int, seed: int) -> None:
    """Give an input to its door."""
    door, data, chance = one_input(number, seed)
    DOORS[door][1](data, chance)


def run(
    numbers: range, seed: int, processes: int = 2, *, tried: str = "tests.tools.fuzz:attempt", limit: float = LIMIT
) -> Iterator[tuple[int, str, str]]:
    """Number, door and what went wrong, for each input that failed."""
    for number, told in outcomes(numbers, seed, tried, limit, processes):
        if told:
            yield number, one_input(number, seed)[0], told


def main(total: int, seed: int, processes: int = 2, **given: Any) -> int:
    begun, failed = time.monotonic(), list[tuple[int, str, str]]()
    for number, door, told in run(range(total), seed, processes, **given):
        failed.append((number, door, told))
        print(f"input {number} of seed {seed} ({door}):\n{told}", flush=True)
    print(dict(Counter(door for _, door, _ in failed)), flush=True)
    print(f"{total} inputs, {len(failed)} failed, seed {seed}, {time.monotonic() - begun:.0f} s", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
