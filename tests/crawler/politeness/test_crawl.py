"""Politeness of whole crawls: what is asked for when, and what waits for the next run."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Callable
from contextlib import ExitStack
from email.utils import formatdate
from pathlib import Path

import pytest

from tests.tools.loopback import Answer, Page, Site, article, crawl, numbered, serve

HTML = {"Content-Type": "text/html"}
PLAIN = {"Content-Type": "text/plain"}
FORBIDDEN = Answer(b"no", 403, HTML)


def moments(site: Site, path: str) -> list[float]:
    return [moment for moment, asked in site.asked if asked == path]


def gaps(site: Site) -> list[float]:
    pages = [moment for moment, path in site.asked if path.startswith("/news/")]
    return [after - before for before, after in itertools.pairwise(pages)]


def states(output: Path) -> dict[str, int]:
    db = sqlite3.connect(output / "ledger.sqlite")
    counts = dict(db.execute("SELECT state, count(*) FROM address GROUP BY state").fetchall())
    db.close()
    return counts


def first(bad: Answer, good: Answer, times: int = 1) -> Callable[[], Answer]:
    """Answers badly so many times, then well."""
    left = [bad] * times
    return lambda: left.pop() if left else good


def robots(text: str) -> dict[str, Page]:
    return {"/robots.txt": Answer(text.encode(), headers=PLAIN)}


@pytest.mark.parametrize("agent", ["*", "mudawwana"])
def test_crawl_delay_is_kept_to_also_against_autothrottle(tmp_path: Path, agent: str) -> None:
    with serve(numbered(5) | robots(f"User-agent: {agent}\nCrawl-delay: 0.6\n")) as site:
        settings = {"AUTOTHROTTLE_ENABLED": True, "AUTOTHROTTLE_START_DELAY": 0.05}
        run = crawl(tmp_path, f"{site.url}/news/10000", **settings)
    assert len(run.articles) == 5
    assert min(gaps(site)) >= 0.55
    assert "asks for 0.6 s" in run.log


def test_crawl_delay_for_others_and_beyond_reason_is_not(tmp_path: Path) -> None:
    for rules in ("User-agent: crawler\nCrawl-delay: 30\n", "User-agent: *\nCrawl-delay: 86400\n"):
        with serve(numbered(4) | robots(rules)) as site:
            run = crawl(tmp_path / str(len(rules)), f"{site.url}/news/10000", CRAWL_DELAY_MAX=0.1)
        assert len(run.articles) == 4
        assert run.seconds < 20


def test_the_larger_delay_counts(tmp_path: Path) -> None:
    with serve(numbered(4) | robots("User-agent: *\nCrawl-delay: 0.1\n")) as site:
        crawl(tmp_path, f"{site.url}/news/10000", DOWNLOAD_DELAY=0.6, DOWNLOAD_DELAY_JITTER=0)
    assert min(gaps(site)) >= 0.55


@pytest.mark.parametrize(("status", "dated"), [(429, False), (503, True)])
def test_retry_after_rests_the_outlet_and_uses_up_no_retry(tmp_path: Path, status: int, dated: bool) -> None:
    def later() -> Answer:
        return Answer(b"later", status, HTML | {"Retry-After": formatdate(usegmt=True)} if dated else HTML)

    bad = Answer(b"later", status, HTML | {"Retry-After": "2"})
    pages = numbered(4)
    good = pages["/news/10001"]
    assert isinstance(good, Answer)
    pages["/news/10001"] = first(later() if dated else bad, good, 2 if dated else 1)
    with ExitStack() as stack:
        site = stack.enter_context(serve(pages))
        other = stack.enter_context(serve(numbered(40, delay=0.03), "127.0.0.2"))
        run = crawl(tmp_path, f"{site.url}/news/10000,{other.url}/news/10000", RETRY_TIMES=0)
    assert run.reasons == {}
    assert len(run.articles) == 44
    asked = [moment for moment, _ in site.asked]
    if not dated:
        rest = max(after - before for before, after in itertools.pairwise(asked))
        assert 1.9 <= rest < 4
        begun = moments(site, "/news/10001")[0]
        # The other outlet went on meanwhile.
        assert len([moment for moment, _ in other.asked if begun < moment < begun + 1.9]) >= 10
    assert site.count("/news/10001") == (3 if dated else 2)


def test_a_page_that_always_says_later_is_refused_when_the_others_do_not(tmp_path: Path) -> None:
    pages = numbered(6) | {"/news/10001": Answer(b"later", 503, HTML), "/news/10002": FORBIDDEN}
    with serve(pages) as site:
        run = crawl(tmp_path, f"{site.url}/news/10000")
    assert run.reasons == {"/news/10001": "http_error", "/news/10002": "http_error"}
    assert (site.count("/news/10001"), site.count("/news/10002")) == (3, 2)
    # Asked for again after all others, not at once.
    assert site.paths().index("/news/10005") < [n for n, path in enumerate(site.paths()) if path == "/news/10002"][1]


@pytest.mark.parametrize(("status", "asked"), [(403, 2), (429, 3), (500, 4), (503, 3)])
def test_a_page_that_fails_alone_is_refused_in_the_end(tmp_path: Path, status: int, asked: int) -> None:
    with serve({"/news/10000": Answer(b"no", status, HTML)}) as site:
        run = crawl(tmp_path, f"{site.url}/news/10000")
    assert run.reasons == {"/news/10000": "http_error"}
    assert site.count("/news/10000") == asked


BAD = {
    "403": FORBIDDEN,
    "429": Answer(b"later", 429, HTML),
    "500": Answer(b"oops", 500, HTML),
    "bot wall": article(0, text="BOT WALL"),
}


@pytest.mark.parametrize("kind", BAD)
def test_an_outlet_that_refuses_us_is_left_for_the_next_run(tmp_path: Path, kind: str) -> None:
    good = numbered(40)
    bad = {path: BAD[kind] if n > 2 else page for n, (path, page) in enumerate(good.items())}
    with ExitStack() as stack:
        site = stack.enter_context(serve(bad))
        other = stack.enter_context(serve(numbered(30, delay=0.02), "127.0.0.2"))
        run = crawl(tmp_path, f"{site.url}/news/10000,{other.url}/news/10000")
        # Five failures, four probes; a 500 is asked for twice each time by Scrapy's own retries. The last good page may
        # still be read when the first failure comes, and then the row begins anew.
        assert len(site.asked) - 1 - 3 <= (5 + 1 + 4) * (2 if kind == "500" else 1)
        assert run.reasons == {}
        assert len(run.articles) == 30 + 3
        assert states(tmp_path) == {"done": 33, "pending": 37}
        assert "127.0.0.1: 5 pages in a row failed" in run.log
        assert "127.0.0.1: left for the next run" in run.log
        assert run.log.count("left for the next run: 127.0.0.1 (") == 1
        site.pages.update(good)
        again = crawl(tmp_path, f"{site.url}/news/10000,{other.url}/news/10000")
    assert len(again.articles) == len({one["id"] for one in again.articles}) == 70
    assert again.reasons == {}


def test_a_probe_that_is_answered_closes_the_breaker(tmp_path: Path) -> None:
    pages = numbered(20)
    failures = iter([True] * 7)

    def moody(page: Page) -> Callable[[], Answer]:
        assert isinstance(page, Answer)
        return lambda: FORBIDDEN if next(failures, False) else page

    bad = {path: moody(page) if n > 2 else page for n, (path, page) in enumerate(pages.items())}
    with serve(bad) as site:
        run = crawl(tmp_path, f"{site.url}/news/10000")
    assert len(run.articles) == 20
    assert run.reasons == {}
    assert "it rests for" in run.log
    assert "left for the next run" not in run.log


def test_a_long_pause_of_the_last_outlet_ends_the_run(tmp_path: Path) -> None:
    with serve(dict.fromkeys(numbered(9), FORBIDDEN)) as site:
        starts = ",".join(f"{site.url}/news/{10000 + n}" for n in range(9))
        run = crawl(tmp_path, starts, BREAKER_PAUSE=600)
    assert run.seconds < 20
    assert site.paths() == ["/robots.txt", *(f"/news/{10000 + n}" for n in range(5))]
    assert states(tmp_path) == {"pending": 9}
    assert run.returncode == 4  # no page was answered


def test_an_outlet_that_is_down_keeps_its_addresses(tmp_path: Path) -> None:
    starts = ",".join(f"http://127.0.0.1:1/news/{10000 + n}" for n in range(9))
    run = crawl(tmp_path, starts, BREAKER_PAUSE=600)
    assert run.lines("rejected.jsonl") == []
    assert states(tmp_path) == {"pending": 9}
    assert "Traceback" not in run.log


def test_a_killed_crawl_forgets_its_rests_and_nothing_else(tmp_path: Path) -> None:
    pages = numbered(4) | {"/news/10001": first(Answer(b"", 429, HTML | {"Retry-After": "3000"}), article(1))}
    with serve(pages) as site:
        stopped = crawl(tmp_path, f"{site.url}/news/10000", CLOSESPIDER_TIMEOUT=4)
        assert states(tmp_path)["pending"] == 3
        assert "it rests for 3000.0 s" in stopped.log
        assert len(crawl(tmp_path, f"{site.url}/news/10000").articles) == 4
