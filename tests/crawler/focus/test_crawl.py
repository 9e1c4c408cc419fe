"""A crawl stays on its subject, and ends in traps by itself. On a loopback outlet."""

from __future__ import annotations

import random
from pathlib import Path

from crawler.ledger.budgets import BARREN, VOUCHED
from crawler.ledger.lease import Tier
from tests.tools.loopback import Answer, Crawl, Page, Site, article, crawl, serve
from tests.tools.subjects import SUBJECTS, headline

EACH = 24
ALL = EACH * len(SUBJECTS)


def outlet() -> dict[str, Page]:
    """Five subjects of 24 articles each; a page's related links mostly stay on its subject, its latest do not."""
    rng = random.Random(5)
    subjects = [subject for subject in SUBJECTS for _ in range(EACH)]
    rng.shuffle(subjects)
    titles = [headline(rng, subject) for subject in subjects]

    def link(number: int, kind: str) -> str:
        return f'<a class="{kind}" href="/news/{10000 + number}">{titles[number]}</a>'

    pages: dict[str, Page] = {}
    for number, subject in enumerate(subjects):
        same = [n for n in range(ALL) if subjects[n] == subject and n != number]
        near = [link(n, "related") for n in rng.sample(same, 3)] + [link(rng.randrange(ALL), "related")]
        latest = [link(n, "latest") for n in rng.sample(range(ALL), 6)]
        sections = [f'<a class="menu" href="/section/{one}">{one}</a>' for one in SUBJECTS]
        text = " ".join([titles[number], headline(rng, subject, 9), headline(rng, subject, 9), str(number)])
        pages[f"/news/{10000 + number}"] = article(
            number, title=titles[number], text=text, head="".join(sections + near + latest)
        )
    for name in SUBJECTS:
        listed = [link(n, "unlabelled") for n in range(ALL) if subjects[n] == name]
        pages[f"/section/{name}"] = Answer(
            f"<html>{''.join(listed)}</html>".encode(), headers={"Content-Type": "text/html"}
        )
    return pages


def subject_of(record: dict[str, str]) -> str:
    words = set(record["title"].split())
    return max(SUBJECTS, key=lambda subject: len(words & set(SUBJECTS[subject].split())))


def share_in_first_half(run: Crawl, site: Site) -> float:
    """Share of the start's subject that was fetched in the first half of all fetches."""
    fetched = [path for path in site.paths() if path != "/robots.txt"]
    subjects = {one["url"].removeprefix(site.url): subject_of(one) for one in run.articles}
    mine = [n for n, path in enumerate(fetched) if subjects.get(path) == subjects[fetched[0]]]
    assert len(mine) == EACH
    return sum(n < len(fetched) / 2 for n in mine) / EACH


def test_a_focused_crawl_reads_what_is_on_its_subject_first(tmp_path: Path) -> None:
    shares = {}
    for focus in ("on", "off"):
        with serve(outlet()) as site:
            run = crawl(tmp_path / focus, f"{site.url}/news/10000", arguments={"focus": focus})
            assert len(run.articles) == ALL
            shares[focus] = share_in_first_half(run, site)
    assert shares["on"] >= 0.8 > shares["off"]


def trapped(articles: int) -> dict[str, Page]:
    """A chain of articles beside a calendar, endless parameters, circular paths and 10,000 tags."""
    html = {"Content-Type": "text/html"}

    def page(*links: str) -> Answer:
        return Answer("".join(f'<a class="other" href="{link}">to</a>' for link in links).encode(), headers=html)

    pages: dict[str, Page] = {}
    for n in range(articles):
        traps = [f"/calendar/{2000 + n}/1", f"/tag/t{n}x", f"/news/{10000 + n}?sort={n}", f"/section/a/a/a/{n}"]
        links = [f'<a class="menu" href="{link}">to</a>' for link in traps]
        pages[f"/news/{10000 + n}"] = article(n, f"/news/{10001 + n}", head="".join(links))
        for sort in range(200):
            pages[f"/news/{10000 + n}?sort={sort}"] = article(n, f"/news/{10000 + n}?sort={sort + 1}")
    for n in range(10_000):
        pages[f"/tag/t{n}x"] = page(f"/tag/t{n * 2 + 1}x", f"/tag/t{n * 2 + 2}x")
        pages[f"/calendar/{n}/1"] = page(f"/calendar/{n + 1}/1", f"/calendar/{n - 1}/1")
    return pages


def test_traps_end_by_themselves_and_cost_no_article(tmp_path: Path) -> None:
    with serve(trapped(60)) as site:
        run = crawl(tmp_path, f"{site.url}/news/10000")
    assert len(run.articles) == 60
    # The articles, the bridges, and one shape of parameters, which the pages' related blocks link.
    assert len(site.asked) < 60 + 100 + VOUCHED * (BARREN[Tier.ARTICLE] + 60) + 10
    assert "yields nothing any more" in run.log
    assert not any("/a/a/a/" in path for path in site.paths())
