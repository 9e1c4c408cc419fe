"""A crawl stays on its subject, ends in traps by itself, and grows by what is new. On a loopback outlet."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from crawler.discovery import usual_announcers
from crawler.focus.priority import breadth, focused
from crawler.focus.relevance import Topic, relevance, stems_of, topic_of
from crawler.ledger.budgets import BARREN, VOUCHED
from crawler.ledger.lease import Tier
from tests.tools.loopback import Answer, Crawl, Page, Site, article, crawl, redirect, serve

SUBJECTS = {
    "water": "نهر سد مياه ري خزان فيضان جفاف بئر قناة مضخة أمطار سقاية",
    "music": "أغنية عازف لحن مسرح فرقة إيقاع مطرب ألبوم حفل موسيقى عود نغم",
    "football": "مباراة هدف ملعب مدرب لاعب دوري كأس فريق هجوم حارس بطولة تعادل",
    "market": "أسعار بورصة عملة تجارة مصرف استثمار تضخم أسهم سوق ميزانية قرض ضريبة",
    "space": "كوكب قمر صاروخ تلسكوب مدار نجم مجرة فضاء رائد مسبار مذنب كسوف",
}
COMMON = "أعلن اليوم مسؤول جديد خلال بعد عام العاصمة"
USUAL = {"/robots.txt", *(one.url.removeprefix("http://a.example") for one in usual_announcers("http://a.example/"))}
"""Where an outlet that nobody describes is asked for its feeds and sitemaps, from the second round on."""
EACH = 24
ALL = EACH * len(SUBJECTS)


def headline(rng: random.Random, subject: str, words: int = 4) -> str:
    own, common = SUBJECTS[subject].split(), COMMON.split()
    return " ".join([*rng.sample(own, words), *rng.sample(common, 3)])


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


def test_a_later_round_writes_what_is_new_and_asks_for_no_known_article(tmp_path: Path) -> None:
    pages: dict[str, Page] = {
        "/": article(0, "/news/10001", text="", title="", kind="unlabelled"),
        "/news/10001": article(1, "/"),
    }
    with serve(pages) as site:
        crawl(tmp_path, f"{site.url}/news/10001")
        asked = len(site.asked)
        again = crawl(tmp_path, f"{site.url}/news/10001")
        second = site.paths()[asked:]
        site.pages["/news/10002"] = article(2)
        site.pages["/"] = article(0, "/news/10001", "/news/10002", text="", kind="unlabelled")
        asked = len(site.asked)
        third = crawl(tmp_path, f"{site.url}/news/10001")
        assert set(site.paths()[asked:]) == {"/", "/news/10002", *USUAL}
    assert set(second) == {"/", *USUAL}
    assert "nothing new" in again.log
    assert [one["url"] for one in third.articles] == [f"{site.url}/news/10001", f"{site.url}/news/10002"]


def test_a_refresh_writes_the_next_revision_of_what_has_changed(tmp_path: Path) -> None:
    tagged = {"ETag": '"one"'}
    pages: dict[str, Page] = {
        "/news/10001": article(1, "/news/10002", "/news/10003"),
        "/news/10002": article(2, headers=tagged),
        "/news/10003": article(3),
    }
    with serve(pages) as site:
        start = f"{site.url}/news/10001"
        crawl(tmp_path, start)
        site.pages["/news/10001"] = article(1, text="Text number one, and a correction.")
        site.pages["/news/10002"] = Answer(status=304)
        site.pages["/news/10003"] = Answer(status=404)
        run = crawl(tmp_path, start, arguments={"refresh": "0"})
    told = [(one["url"].rpartition("/")[2], one["revision"]) for one in run.articles]
    assert told == [("10001", 1), ("10002", 1), ("10003", 1), ("10001", 2)]
    assert len({one["id"] for one in run.articles}) == 3
    assert run.reasons == {"/news/10003": "http_error"}
    assert site.conditions["/news/10002"] == '"one"'


def test_a_known_article_that_moved_is_no_revision(tmp_path: Path) -> None:
    pages: dict[str, Page] = {"/news/10001": article(1, "/news/10002"), "/news/10002": article(2)}
    with serve(pages) as site:
        start = f"{site.url}/news/10001"
        crawl(tmp_path, start)
        site.pages["/news/10002"] = redirect("/news/10009")
        site.pages["/news/10009"] = article(9)
        run = crawl(tmp_path, start, arguments={"refresh": "0"})
    told = [(one["url"].rpartition("/")[2], one["revision"], one["title"]) for one in run.articles]
    assert told == [("10001", 1, "Article 1"), ("10002", 1, "Article 2"), ("10009", 1, "Article 9")]
    assert run.reasons == {"/news/10002": "redirect"}


@pytest.mark.parametrize(("name", "value"), [("focus", "maybe"), ("refresh", "soon"), ("refresh", "-1")])
def test_a_nonsense_argument_is_one_line(tmp_path: Path, name: str, value: str) -> None:
    run = crawl(tmp_path, "http://127.0.0.1:1/", arguments={name: value})
    assert run.returncode == 2
    assert f"-a {name}={value}: must be" in run.log.strip().splitlines()[-1]
    assert not list(tmp_path.iterdir())


def test_relevance_is_shared_weight_and_common_words_weigh_little() -> None:
    topic = topic_of("مالي وروسيا توقعان اتفاقا", "وقعت مالي وروسيا اتفاقا للتعاون في باماكو")
    assert topic is not None
    headlines_with = dict.fromkeys(stems_of("توقعان اتفاقا"), 90) | dict.fromkeys(stems_of("مالي روسيا"), 3)

    def of(headline: str) -> float:
        return relevance(headline, [topic], headlines_with, 100)

    assert of("مالي وروسيا توقعان اتفاقا") == pytest.approx(1)
    assert of("مالي تستقبل وفدا") > of("بلدان توقعان اتفاقا") > of("منتخب الناشئات يفوز بالكأس") == 0
    assert relevance("مالي", [], {}, 0) == 0
    assert topic_of(None, "في من") is None
    assert topic_of(None, "نص بلا عنوان") == Topic(stems_of("نص بلا عنوان"), {"بلا": 1, "عنوا": 1})


def test_worth_falls_with_depth_and_rises_with_relevance() -> None:
    assert breadth(1, 9) < breadth(2, 0)
    assert focused(1, 0, 0.9) < focused(1, 0, 0.1) < focused(4, 0, 0.1)
    assert focused(1, 0, 0.2, 0.9) < focused(1, 0, 0.2, 0.1)
    assert focused(2, 0, 0.5) < focused(2, 0, 0.5, is_hub=True)
    assert focused(3, 0, 0.9) < focused(1, 1, 0.1)
