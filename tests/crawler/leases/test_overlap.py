"""An outlet is asked for its next page while the last one is read; never twice at a time, and never too soon."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

from tests.tools.loopback import Answer, Crawl, Page, Site, article, crawl, numbered, serve

PAGES = [f"/news/{10000 + n}" for n in range(9)]
HTML = {"Content-Type": "text/html"}


def crawled(tmp_path: Path, pages: dict[str, Page], **settings: Any) -> tuple[Crawl, Site]:
    with serve(pages) as site:
        run = crawl(
            tmp_path, f"{site.url}{PAGES[0]}", 100.0, **{"CLEANER_SECONDS": 30, "DOWNLOAD_TIMEOUT": 30} | settings
        )
    assert run.returncode == 0, run.log
    return run, site


def asked(site: Site) -> list[float]:
    """When each page behind the start page was asked for."""
    return [moment for moment, path in site.asked if path in PAGES[1:]]


def first_leading_to_all(**others: Any) -> dict[str, Page]:
    return {path: article(n, *(PAGES[1:] if n == 0 else ()), **(others if n else {})) for n, path in enumerate(PAGES)}


def test_pages_of_one_outlet_are_cleaned_at_the_same_time(tmp_path: Path) -> None:
    run, site = crawled(tmp_path, first_leading_to_all(head="SLOWER"), CLEANER_PROCESSES=4)
    assert len(run.articles) == 9
    moments = asked(site)
    # One after another they would take seven seconds.
    assert moments[-1] - moments[0] < 5
    assert site.most_at_once == 1


def test_pauses_count_from_request_to_request(tmp_path: Path) -> None:
    settings = {"DOWNLOAD_DELAY": 0.4, "DOWNLOAD_DELAY_JITTER": 0, "CLEANER_PROCESSES": 4}
    run, site = crawled(tmp_path, first_leading_to_all(head="SLOW"), **settings)
    assert len(run.articles) == 9
    assert min(after - before for before, after in itertools.pairwise(asked(site))) >= 0.35
    assert site.most_at_once == 1


def test_an_outlet_is_asked_for_as_many_pages_at_a_time_as_the_setting_says(tmp_path: Path) -> None:
    run, site = crawled(tmp_path, first_leading_to_all(delay=0.3), CONCURRENT_REQUESTS_PER_DOMAIN=3)
    assert len(run.articles) == 9
    assert 1 < site.most_at_once <= 3


def test_pages_do_not_pile_up_in_front_of_busy_processes(tmp_path: Path) -> None:
    run, site = crawled(tmp_path, first_leading_to_all(head="SLOWER"), CLEANER_PROCESSES=1)
    assert len(run.articles) == 9
    moments = asked(site)
    # Two may wait for each process; the next is asked for when one of them has been read.
    assert all(later - sooner >= 0.5 for sooner, later in zip(moments, moments[3:], strict=False))


def test_pages_are_decided_in_the_order_in_which_they_came(tmp_path: Path) -> None:
    pages = first_leading_to_all()
    # The first of two pages with the same text takes longer to clean.
    pages[PAGES[1]] = article(1, head="SLOWER", text="The same text.")
    pages[PAGES[2]] = article(2, text="The same text.")
    run, _ = crawled(tmp_path, pages, CLEANER_PROCESSES=3)
    assert [one["url"].rpartition("/")[2] for one in run.articles] == [path[6:] for path in PAGES if path != PAGES[2]]
    assert run.reasons == {PAGES[2]: "duplicate"}


def test_a_rest_outlasts_the_success_of_a_page_asked_for_before(tmp_path: Path) -> None:
    pages = first_leading_to_all()
    pages[PAGES[2]] = article(2, head="SLOWER")
    later = [Answer(b"later", 429, HTML | {"Retry-After": "4"})]
    pages[PAGES[3]] = lambda: later.pop() if later else article(3)
    run, site = crawled(tmp_path, pages, CLEANER_PROCESSES=3)
    assert len(run.articles) == 9
    begun = next(moment for moment, path in site.asked if path == PAGES[3])
    assert not [moment for moment, path in site.asked if begun < moment < begun + 3.9]


def test_hanging_pages_of_one_outlet_are_read_one_at_a_time(tmp_path: Path) -> None:
    """They would stop all processes again and again."""
    pages = first_leading_to_all(text="HANG") | {PAGES[1]: article(1)}
    with serve(pages) as site, serve(numbered(30), "127.0.0.2") as other:
        starts = f"{site.url}{PAGES[0]},{other.url}/news/10000"
        run = crawl(tmp_path, starts, 100.0, CLEANER_PROCESSES=2, CLEANER_SECONDS=2)
    assert sorted(run.reasons) == PAGES[2:]
    assert len(run.articles) == 32
    moments = asked(site)
    assert moments[-1] - moments[5] >= 3.5  # two pages between them, for two seconds each


def test_a_page_of_a_start_is_read_before_anything_else(tmp_path: Path) -> None:
    with serve(first_leading_to_all()) as site:
        run = crawl(tmp_path, ",".join(site.url + path for path in PAGES), CLEANER_PROCESSES=3)
    assert [one["url"].rpartition("/")[2] for one in run.articles] == [path[6:] for path in PAGES]
    assert {one["depth"] for one in run.articles} == {0}
