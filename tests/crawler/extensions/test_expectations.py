"""Expectations: when an outlet has drifted, how that is said, and the exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crawler.extensions.expectations import MIN_PAGES, OutletSample, drift
from crawler.outlets.parts import Expectation
from tests.tools.loopback import ROOT, article, crawl, serve


def found(words: int, pages: int = MIN_PAGES, dated: float = 1.0, titled: float = 1.0) -> OutletSample:
    made = OutletSample()
    for n in range(pages):
        date = "2025-03-19" if n < dated * pages else None
        title = "خبر" if n < titled * pages else None
        made.add({"text": "كلمة " * words, "date_published": date, "title": title})
    return made


@pytest.mark.parametrize(
    ("expect", "seen", "drifted"),
    [
        (Expectation(300), found(300), []),
        (Expectation(300), found(151), []),
        (Expectation(300), found(149), ["median of 149 words, expected 300"]),
        (Expectation(300), found(599), []),
        (Expectation(300), found(601), ["median of 601 words, expected 300"]),
        (Expectation(300), found(20, pages=MIN_PAGES - 1), []),
        (Expectation(dated=0.95), found(300, dated=0.9), []),
        (Expectation(dated=0.95), found(300, dated=0.8), ["80% with a date, expected 95%"]),
        (Expectation(titled=1.0), found(300, titled=0.5), ["50% with a title, expected 100%"]),
        (Expectation(dated=0.0, titled=0.0), found(300, dated=0, titled=0), []),
        (Expectation(), found(1, dated=0, titled=0), []),
        (
            Expectation(300, 0.9, 0.9),
            found(10, dated=0.5),
            ["median of 10 words, expected 300", "50% with a date, expected 90%"],
        ),
        (Expectation(300), OutletSample(), ["no article in 57 pages"]),
    ],
)
def test_an_outlet_has_drifted_when_it_gives_something_else(
    expect: Expectation, seen: OutletSample, drifted: list[str]
) -> None:
    assert drift(expect, seen, 57) == drifted


def test_a_few_pages_without_an_article_say_nothing() -> None:
    assert drift(Expectation(300), OutletSample(), MIN_PAGES - 1) == []


SITE = """
from msgspec.structs import replace
from scrapy import signals
from crawler.outlets.parts import Expectation

class Expecting:
    '''Gives the outlet of the test what its file would state.'''
    @classmethod
    def from_crawler(cls, crawler):
        self = cls()
        self.crawler = crawler
        crawler.signals.connect(self.opened, signals.spider_opened)
        return self
    def opened(self, spider):
        outlet = spider.outlets['127.0.0.1']
        expect = Expectation(median_words={words}, titled=0.9)
        spider.outlets['127.0.0.1'] = replace(outlet, expect=expect)
"""


@pytest.mark.parametrize(("words", "exits", "code"), [(300, True, 3), (300, False, 0), (6, True, 0)])
def test_the_exit_code_says_so_where_asked(
    tmp_path: Path, words: int, exits: bool, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / f"expecting{words}.py").write_text(SITE.replace("{words}", str(words)), "utf-8")
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}:{ROOT}")
    paths = [f"/news/{10000 + n}" for n in range(25)]
    pages = {path: article(n, *(paths[1:] if n == 0 else ())) for n, path in enumerate(paths)}
    extensions = json.dumps({f"expecting{words}.Expecting": 5})
    with serve(pages) as site:
        start = f"{site.url}/news/10000"
        run = crawl(tmp_path / "out", start, EXPECTATIONS_EXIT=exits, EXTENSIONS=extensions)
    assert len(run.articles) == 25
    assert run.returncode == code, run.log
    line = "127.0.0.1 has drifted: median of 6 words, expected 300"
    assert (f"\n{line}\n" in run.log) is (words == 300)
