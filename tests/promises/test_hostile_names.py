"""Names that would steer a terminal, turn a line around or leave a folder: they do none of it anywhere."""

from __future__ import annotations

import io
import json
import logging
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from cleaners.clean import read_html, read_text
from cleaners.explain.html_page import explain_html
from cleaners.page import Page
from cleaners.text.printable import printable
from crawler.extensions.safe_log import Printable
from tests.tools.hostile_server import attack, http, watched
from tests.tools.loopback import ROOT, article, crawl, serve

EVIL = "\x1b[2J\x1b]0;owned\x07\u202eexe.gpj\u2066\u200f\x9b31m\x7f\x00<script>alert(1)</script>"
STEERING = [
    *map(chr, (*range(9), *range(11, 32), *range(0x7F, 0xA0))),
    *"\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c\u200e\u200f\u2028",
]
LETTERS = "خبر عاجل: أعلن الوزير أن العمل سيبدأ خلال أسابيع، وأن الشركات ستتولى التنفيذ "


WORDS = "pwned"


def steering(text: str) -> list[str]:
    return [f"{ord(one):04x}" for one in STEERING if one in text]


@pytest.mark.parametrize("one", STEERING)
def test_no_character_gets_through_that_is_not_for_reading(one: str) -> None:
    assert printable(f"a{one}b") == f"a\\x{ord(one):02x}b" if ord(one) < 0x100 else f"a\\u{ord(one):04x}b"


def test_arabic_and_line_breaks_stay() -> None:
    text = "قال «الوزير»: نعم، ١٢٪\u200cـ\nسطر\tآخر 🙂"
    assert printable(text) == text


def evil_page() -> bytes:
    body = "".join(f"<p>{LETTERS * 2}{EVIL} {n}</p>" for n in range(4))
    related = f'<h3>اقرأ أيضا</h3><ul><li><a href="/n/%1b%5b2J{EVIL}">{EVIL} {LETTERS}</a></li></ul>'
    head = f'<meta charset=utf-8><title>{EVIL} {LETTERS}</title><meta name="author" content="{EVIL}">'
    return f"<html><head>{head}</head><body><h1>{LETTERS}{EVIL}</h1>{body}{related}</body></html>".encode()


@pytest.mark.parametrize("options", [[], ["--full"], ["--text"]])
def test_explain_steers_no_terminal(tmp_path: Path, options: list[str]) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(evil_page())
    done = subprocess.run(
        [sys.executable, "-m", "cleaners", "explain", *options, str(path)], cwd=ROOT, capture_output=True, check=True
    )
    told = done.stdout.decode("utf-8")
    assert len(told) > 100
    assert steering(told + done.stderr.decode("utf-8")) == []


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.seen.add(tag)


@pytest.mark.parametrize("is_text", [True, False])
def test_the_page_for_editors_holds_nothing_unescaped(is_text: bool) -> None:
    source = evil_page()
    shown = explain_html(read_text(source.decode()) if is_text else read_html(Page(source, "https://a.example/1")))
    tags = Tags()
    tags.feed(shown)
    assert "script" not in tags.seen
    # The scripts of a text are left-over mark-up, which leaves it; what is left of the mark-up is shown as characters.
    assert ("&lt;/body&gt;" if is_text else "alert(1)") in shown
    assert steering(shown) == []


def test_the_log_is_readable_whatever_stands_in_it() -> None:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Printable(logging.Formatter("%(message)s")))
    handler.handle(logging.LogRecord("a", logging.INFO, "", 1, "fetched %s", (EVIL,), None))
    assert steering(stream.getvalue()) == []
    assert stream.getvalue().startswith("fetched \\x1b[2J")


def test_a_crawl_of_evil_names_writes_only_its_own_files_and_clean_words(tmp_path: Path) -> None:
    links = [
        "/news/../../../etc/10002-passwd",
        "/news/%2e%2e%2f%2e%2e%2f10003-etc",
        "/news/10004-%00%1b%5b2J%e2%80%ae",
        f"/news/10005-{EVIL}",
        f"http://{EVIL}.example/1",
        "http://..%2f..%2fetc/passwd",
        "http://a\u202eb.example/1",
    ]
    links = [link.replace("\0", "") for link in links]  # a page with a zero byte in its beginning is taken for binary
    told = EVIL.replace("\0", "")
    evil = article(1, *links, title=told, text=told)
    with serve({"/news/10001": evil, "/news/10002": article(2)}) as site:
        site.pages["/etc/10002-passwd"] = article(3, title=EVIL, text=f"other {EVIL}")
        run = crawl(tmp_path / "out" / "deep", f"{site.url}/news/10001")
    assert run.returncode == 0
    assert steering(run.log) == []
    names = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    own = {"articles.jsonl", "rejected.jsonl", "edges.jsonl", "ledger.sqlite", "ledger.lock", "pages-00001.warc.gz"}
    own |= {"README.md", *(f"columns/{name}.parquet" for name in ("articles", "rejected", "edges"))}
    assert names <= {f"out/deep/{name}" for name in own}
    assert run.articles


def test_takedown_and_reclean_say_it_in_clean_words(tmp_path: Path) -> None:
    with serve(
        {"/news/10001": article(1, title=EVIL.replace("\0", ""), text=f"{LETTERS} {EVIL}".replace("\0", ""))}
    ) as site:
        run = crawl(tmp_path / "out", f"{site.url}/news/10001")
    for words in (["reclean", "--full"], ["takedown", "--dry-run", f"https://a.example/{EVIL.replace(chr(0), '')}"]):
        done = subprocess.run(
            [sys.executable, "-m", "scrapy", *words, "-s", f"OUTPUT_DIR={run.output}"],
            cwd=ROOT, capture_output=True, check=False,
        )  # fmt: skip
        assert steering((done.stdout + done.stderr).decode("utf-8", "replace")) == []
        assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("to_file", [False, True], ids=["terminal", "file"])
def test_what_a_server_says_of_itself_steers_no_terminal(to_file: bool, tmp_path: Path) -> None:
    """Scrapy builds its log handler anew after the extensions; a label that is no encoding is not even logged."""
    named = f"\x1b]0;{WORDS}\x07\x1b[2j"
    page = http(article(1).body, Content_Encoding=named)
    log = tmp_path / "crawl.log"
    with attack({"/news/10001": page}) as site:
        run = watched(tmp_path / "out", site.url("/news/10001"), **({"LOG_FILE": log} if to_file else {}))
    told = log.read_text("utf-8") if to_file else run.log
    assert [record["url"] for record in run.articles] == [site.url("/news/10001")]
    assert steering(told) == []
    assert steering(run.log) == []


@pytest.mark.parametrize("to_file", [False, True], ids=["terminal", "file"])
def test_what_anybody_logs_during_a_crawl_steers_no_terminal(to_file: bool, tmp_path: Path) -> None:
    """Fails without the guard of the log handler that Scrapy builds last: nothing else escapes this entry."""
    told, log = EVIL.replace("\0", ""), tmp_path / "crawl.log"
    settings = {"ITEM_PIPELINES": json.dumps({"tests.tools.stub_components.Loud": 1})}
    with serve({"/news/10001": article(1, title=told)}) as site:
        run = crawl(tmp_path / "out", f"{site.url}/news/10001", **settings, **({"LOG_FILE": log} if to_file else {}))
    written = log.read_text("utf-8") if to_file else run.log
    assert "[loud] WARNING: read: \\x1b[2J" in written
    assert steering(written) == []
    assert steering(run.log) == []
