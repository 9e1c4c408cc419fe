"""Articles over several pages become one record, whatever happens on the way."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from tests.tools.loopback import ROOT, Answer, Page, article, command, crawl, redirect, serve

FIRST = "/news/10000"
TITLE = "Three pages"


def one_page(number: int, last: int = 3, **answer: Any) -> Answer:
    path = f"{FIRST}?page={number + 1}"
    head = answer.pop("head", "") + (f'<link rel="next" href="{path}">' if number < last else "")
    text = f"Text of page {number}, of which there are several.</p><p>Every page of this article repeats this line."
    return article(
        number, f"{FIRST}?page=1", *([path] if number < last else ()), head=head, title=TITLE, text=text, **answer
    )


def pages(**others: Page) -> dict[str, Page]:
    found = {FIRST: one_page(1), **{f"{FIRST}?page={n}": one_page(n) for n in (2, 3)}}
    return found | {f"{FIRST}?page={name[1:]}": answer for name, answer in others.items()}


WHOLE = [f"Text of page {n}, of which there are several." for n in (1, 2, 3)]
REPEATED = "Every page of this article repeats this line."


def test_all_pages_are_one_record_and_each_is_archived(tmp_path: Path) -> None:
    with serve(pages()) as site:
        run = crawl(tmp_path, site.url + FIRST)
        (record,) = run.articles
        assert record["text"].split("\n\n") == [WHOLE[0], REPEATED, *WHOLE[1:]]
        assert record["partial"] is False
        assert [url.partition("?")[2] for url in record["pages"]] == ["page=2", "page=3"]
        assert [site.count(path) for path in pages()] == [1, 1, 1]
        assert run.lines("rejected.jsonl") == []
        archived = (tmp_path / "pages-00001.warc.gz").read_bytes()
        assert archived
        again = crawl(tmp_path, site.url + FIRST)
        assert len(again.articles) == 1
        assert [site.count(path) for path in pages()] == [1, 1, 1]


@pytest.mark.parametrize(
    "third",
    [
        Answer(status=404),
        Answer(b"\x89PNG\r\n", headers={"Content-Type": "image/png"}),
        redirect("/news/10000"),
        one_page(3, head='<meta name="robots" content="noai">'),
        article(3, title="Another story altogether"),
        article(3, title=TITLE, text="BOT WALL"),
        article(3, title=TITLE, text="DIE"),
    ],
    ids=["missing", "image", "redirect", "opt-out", "another", "bot wall", "dies"],
)
def test_a_page_that_cannot_be_had_leaves_the_record_partial(third: Answer, tmp_path: Path) -> None:
    with serve(pages(_3=third)) as site:
        record = crawl(tmp_path, site.url + FIRST).articles[0]
        assert record["text"].split("\n\n") == [WHOLE[0], REPEATED, WHOLE[1]]
        assert (record["partial"], len(record["pages"])) == (True, 1)


def test_a_stopped_crawl_puts_the_article_back(tmp_path: Path) -> None:
    with serve(pages(_3=one_page(3, delay=1.0))) as site:
        words = command(tmp_path, site.url + FIRST)
        process = subprocess.Popen(
            words, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        while site.count(f"{FIRST}?page=2") == 0 and process.poll() is None:
            time.sleep(0.01)
        os.killpg(process.pid, signal.SIGINT)
        process.wait(30)
        run = crawl(tmp_path, site.url + FIRST)
        assert [(one["partial"], len(one["pages"])) for one in run.articles] == [(False, 2)]
        assert run.reasons == {}


def test_robots_txt_holds_for_further_pages(tmp_path: Path) -> None:
    robots = Answer(b"User-agent: *\nDisallow: /*page=2", headers={"Content-Type": "text/plain"})
    with serve(pages() | {"/robots.txt": robots}) as site:
        (record,) = crawl(tmp_path, site.url + FIRST).articles
        assert (record["partial"], record["pages"], site.count(f"{FIRST}?page=2")) == (True, [], 0)


def test_pages_that_lead_in_a_circle_or_without_end_stop(tmp_path: Path) -> None:
    with serve(pages(_3=one_page(1))) as site:
        (record,) = crawl(tmp_path / "circle", site.url + FIRST).articles
        assert (record["partial"], len(record["pages"])) == (False, 2)
    endless = {f"{FIRST}?page={n}": one_page(n, last=99) for n in range(2, 40)}
    with serve({FIRST: one_page(1), **endless}) as site:
        (record,) = crawl(tmp_path / "endless", site.url + FIRST).articles
        assert (record["partial"], len(record["pages"])) == (True, 20)


def test_a_crawl_killed_between_the_pages_gives_what_an_undisturbed_one_gives(tmp_path: Path) -> None:
    with serve(pages(_3=one_page(3, delay=1.5))) as site:
        words = command(tmp_path, site.url + FIRST)
        process = subprocess.Popen(
            words, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        while site.count(f"{FIRST}?page=3") == 0 and process.poll() is None:
            time.sleep(0.01)
        time.sleep(0.7)  # longer than a commit waits
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(30)
        assert (tmp_path / "articles.jsonl").read_bytes() == b""
        run = crawl(tmp_path, site.url + FIRST)
        (record,) = run.articles
        assert record["text"].split("\n\n") == [WHOLE[0], REPEATED, *WHOLE[1:]]
        assert (record["partial"], len(record["pages"]), run.reasons) == (False, 2, {})
