"""`scrapy crawl related` on an outlet of a few pages."""

from __future__ import annotations

import csv
import io
import json
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest
from scrapy.http import Headers, HtmlResponse, Request

from crawler.storage.warc_writer import Archive
from tests.tools.loopback import Answer, Page, article, crawl, redirect, serve


def numbers(urls: list[str]) -> list[int]:
    return [int(url.rpartition("/")[2]) for url in urls]


def tree() -> dict[str, Page]:
    """Every article n leads to 2n and 2n + 1: 31 articles in five generations."""
    links = {n: [f"/news/{10000 + m}" for m in (2 * n, 2 * n + 1) if m < 32] for n in range(1, 32)}
    return {f"/news/{10000 + n}": article(n, *links[n]) for n in links}


def test_breadth_first_with_depth_and_edges(tmp_path: Path) -> None:
    with serve(tree()) as site:
        run = crawl(tmp_path, f"{site.url}/news/10001")
        found = run.articles
        assert numbers([one["url"] for one in found]) == [*range(10001, 10032)]
        assert [one["depth"] for one in found] == [n.bit_length() - 1 for n in range(1, 32)]
        assert len(run.lines("edges.jsonl")) == 30
        assert {one["outlet"] for one in found} == {"127.0.0.1"}
        assert site.most_at_once == 1


def test_a_stop_after_so_many_articles_loses_nothing_and_the_same_command_goes_on(tmp_path: Path) -> None:
    with serve(tree()) as site:
        start = f"{site.url}/news/10001"
        run = crawl(tmp_path, start, CLOSESPIDER_ITEMCOUNT=5)
        assert 5 <= len(run.articles) <= 6
        assert "closespider_itemcount" in run.log
        run = crawl(tmp_path, start, DEPTH_LIMIT=3)
        assert sorted(numbers([one["url"] for one in run.articles])) == [*range(10001, 10016)]
        assert "'mudawwana/resumed': " in run.log
        run = crawl(tmp_path, start)
        assert len(run.articles) == len({one["id"] for one in run.articles}) == 31
        assert len(site.paths()) == len(set(site.paths())) + 2  # robots.txt, once a run


def test_a_slow_outlet_does_not_slow_the_others(tmp_path: Path) -> None:
    slow_pages = {f"/news/{10000 + n}": article(n, delay=5) for n in range(20)}
    with ExitStack() as stack:
        slow = stack.enter_context(serve(slow_pages, "127.0.0.1"))
        quick = [stack.enter_context(serve(tree(), f"127.0.0.{n}")) for n in (2, 3, 4, 5)]
        starts = [slow.url + path for path in slow_pages] + [f"{site.url}/news/10001" for site in quick]
        run = crawl(tmp_path, ",".join(starts), DOWNLOAD_TIMEOUT=10, CLOSESPIDER_ITEMCOUNT=4 * 31)
        begun = min(site.asked[0][0] for site in quick)
        assert max(site.last_asked() for site in quick) - begun < 8  # what two slow pages take is 10
        assert all(len(site.asked) == 32 for site in quick)
        assert 1 <= len(slow.asked) - 1 <= 2
    assert {one["outlet"] for one in run.articles} >= {f"127.0.0.{n}" for n in (2, 3, 4, 5)}


def test_bridges_lead_on_but_are_no_records_and_nofollow_is_kept(tmp_path: Path) -> None:
    pages: dict[str, Page] = {
        "/news/10001": article(1, "/category/world", kind="menu"),
        "/category/world": article(2, "/news/10002", "/category/world/page/2", kind="other"),
        "/news/10002": article(3, "/news/10003", head='<meta name="robots" content="nofollow">'),
        "/news/10003": article(4),
        "/category/world/page/2": article(5, "/news/10004", kind="other"),
        "/news/10004": article(6, "/news/10005", head='<meta name="robots" content="noai">'),
        "/news/10005": article(7),
    }
    with serve(pages) as site:
        run = crawl(tmp_path, f"{site.url}/news/10001")
    assert numbers([one["url"] for one in run.articles]) == [10001, 10002, 10005]
    assert run.reasons == {
        "/category/world": "listing",
        "/category/world/page/2": "listing",
        "/news/10004": "opt_out",
    }
    assert "/news/10003" not in site.paths()


def test_bridges_end_with_their_budget(tmp_path: Path) -> None:
    pages: dict[str, Page] = {f"/category/{n}": article(n, f"/category/{n + 1}", kind="menu") for n in range(50)}
    with serve({"/news/10001": article(99, "/category/0"), **pages}) as site:
        run = crawl(tmp_path, f"{site.url}/news/10001", BRIDGES_PER_OUTLET=3)
    assert len(site.asked) == 1 + 1 + 3
    assert "'mudawwana/queue': 0" in run.log


def test_twins_of_an_address_become_one_record(tmp_path: Path) -> None:
    canonical = '<link rel="canonical" href="/news/10003">'
    pages: dict[str, Page] = {
        "/news/10001": article(1, "/news/10002?utm_source=a", "/news/10002?fbclid=b", "/news/20003", "/old/10004"),
        "/news/10002?utm_source=a": article(2),
        "/news/20003": article(3, "/news/10003", "/news/10004", head=canonical),
        "/news/10003": article(3, head=canonical),
        "/old/10004": redirect("/news/10004"),
        "/news/10004": article(4),
    }
    with serve(pages) as site:
        run = crawl(tmp_path, f"{site.url}/news/10001")
    assert numbers([one["url"] for one in run.articles]) == [10001, 10002, 20003, 10004]
    assert run.reasons == {"/news/10003": "duplicate"}
    assert site.count("/news/10004") == 1


def test_feeds_see_the_records_that_are_written(tmp_path: Path) -> None:
    feed = tmp_path / "feed.jsonl"
    with serve(tree()) as site:
        run = crawl(tmp_path / "out", f"{site.url}/news/10001", FEEDS=json.dumps({str(feed): {"format": "jsonlines"}}))
    assert [json.loads(line) for line in feed.read_text("utf-8").splitlines()] == run.articles


def test_own_pipelines_and_feeds_stand_beside_the_crawl_s_files(tmp_path: Path) -> None:
    feeds = {str(tmp_path / "feed.json"): {"format": "json"}, str(tmp_path / "feed.csv"): {"format": "csv"}}
    pipeline = json.dumps({"tests.tools.stub_components.Pipeline": 1})
    with serve(tree()) as site:
        start = f"{site.url}/news/10001"
        run = crawl(tmp_path / "out", start, FEEDS=json.dumps(feeds), ITEM_PIPELINES=pipeline)
    feed = (tmp_path / "feed.json").read_text("utf-8")
    assert json.loads(feed) == run.articles
    assert {one["x_topic"] for one in run.articles} == {"politics"}
    assert run.articles[0]["title"] in feed, "Arabic is not escaped"
    rows = list(csv.DictReader(io.StringIO((tmp_path / "feed.csv").read_text("utf-8"), newline="")))
    assert [row["title"] for row in rows] == [one["title"] for one in run.articles]
    assert '- {name: "x_topic", dtype: string}' in (tmp_path / "out" / "README.md").read_text("utf-8")


def test_what_was_crawled_can_be_replayed_and_is_kept_apart_from_live(tmp_path: Path) -> None:
    with serve(tree()) as site:
        start = f"{site.url}/news/10001"
        live = crawl(tmp_path / "live", start)
        asked = len(site.asked)
        archive = tmp_path / "live" / "pages-00001.warc.gz"
        replayed = crawl(tmp_path / "replayed", start, REPLAY_WARC=archive)
        assert len(site.asked) == asked

        def apart_from_place(one: dict[str, object]) -> dict[str, object]:
            return {key: value for key, value in one.items() if key != "warc"}

        assert list(map(apart_from_place, replayed.articles)) == list(map(apart_from_place, live.articles))
        mixed = crawl(tmp_path / "replayed", start)
        assert mixed.returncode == 2
        assert "was made from a recording" in mixed.log.strip().splitlines()[-1]
        assert crawl(tmp_path / "live", start, REPLAY_WARC=archive).returncode == 2


def test_a_cleaner_that_cannot_be_loaded_stops_the_crawl_before_it_fetches(tmp_path: Path) -> None:
    with serve(tree()) as site:
        run = crawl(tmp_path, f"{site.url}/news/10001", CLEANER="tests.nothing:here")
        assert site.asked == []
    assert run.returncode == 2
    assert "CLEANER=tests.nothing:here: cannot be imported" in run.log.strip().splitlines()[-1]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("start", ["10001", "10002-own-data"])
def test_a_worker_that_finds_our_own_data_wrong_stops_the_crawl_and_the_page_waits(tmp_path: Path, start: str) -> None:
    pages = tree() | {
        "/news/10002-own-data": article(2, text="OWN DATA"),
        "/news/10001": article(1, "/news/10002-own-data"),
    }
    with serve(pages) as site:
        run = crawl(tmp_path, f"{site.url}/news/{start}")
        assert run.returncode == 2
        assert run.log.strip().splitlines()[-1] == "scrapy crawl: teaser.txt: line 3: no phrase"
        assert "Traceback" not in run.log
        assert run.reasons == {}
        site.pages["/news/10002-own-data"] = article(2)
        again = crawl(tmp_path, f"{site.url}/news/{start}")
    assert (again.returncode, again.reasons) == (0, {})
    assert again.articles[-1]["url"].endswith("/news/10002-own-data")


def test_an_amp_twin_is_its_article_with_and_without_the_final_slash(tmp_path: Path) -> None:
    for n, links in enumerate([("/news/10002/amp/", "/news/10002"), ("/news/10002", "/news/10002/amp/")]):
        later = article(3, *links[::-1], "/news/10002/")
        pages = {"/news/10001": article(1, *links, "/news/10003"), "/news/10003": later, "/news/10002": article(2)}
        with serve(pages) as site:
            run = crawl(tmp_path / str(n), f"{site.url}/news/10001")
        assert sorted(numbers([one["url"] for one in run.articles])) == [10001, 10002, 10003]
        assert run.reasons == {}
        assert len(site.paths()) == 1 + 3


def test_an_amp_page_that_names_its_article_is_recorded_there(tmp_path: Path) -> None:
    head = '<link rel="canonical" href="/news/10002">'
    pages = {
        "/news/10001": article(1, "/news/10002/amp/", "/news/10003"),
        "/news/10002/amp/": article(2, head=head),
        "/news/10002": article(2, head=head),
        "/news/10003": article(3, "/news/10002"),
    }
    with serve(pages) as site:
        run = crawl(tmp_path, f"{site.url}/news/10001")
    assert numbers([one["url"] for one in run.articles]) == [10001, 10002, 10003]
    assert site.count("/news/10002") == 0


def test_a_wrong_canonical_address_does_not_swallow_the_article_that_is_there(tmp_path: Path) -> None:
    pages = {
        "/news/10001": article(1, "/news/10042", "/news/10043"),
        "/news/10042": article(42, head='<link rel="canonical" href="/news/10043">'),
        "/news/10043": article(43),
    }
    with serve(pages) as site:
        run = crawl(tmp_path, f"{site.url}/news/10001")
    assert [(one["url"].rpartition("/")[2], one["title"]) for one in run.articles[1:]] == [
        ("10042", "Article 42"),
        ("10043", "Article 43"),
    ]


@pytest.mark.parametrize("head", ["", "/news/10042", "/news/10043", "/news/10044"])
def test_an_address_that_another_page_calls_its_own_is_read_when_it_is_found(tmp_path: Path, head: str) -> None:
    def named(address: str) -> str:
        return f'<link rel="canonical" href="{address}">' if address else ""

    pages = {
        "/news/10001": article(1, "/news/10042", "/news/10044", "/news/10041"),
        "/news/10042": article(42, "/news/10043", head=named("/news/10043")),
        "/news/10043": article(43, head=named(head)),
        "/news/10044": article(44, head=named("/news/10046")),
        "/news/10041": article(41, "/old/10046", "/news/10047/", head=named("/news/10047")),
        "/old/10046": redirect("/news/10046"),
        "/news/10046": article(46),
        "/news/10047/": article(41),
    }
    with serve(pages) as site:
        run = crawl(tmp_path, f"{site.url}/news/10001")
    names = [(one["url"].rpartition("/")[2], one["title"].removeprefix("Article ")) for one in run.articles]
    expected = ["10041", "10042", "10043", "10044", "10046"]
    assert sorted(names)[1:] == [(number, number[-2:]) for number in expected]
    assert list(run.reasons.values()) == ["duplicate"]  # 10047, which has the text of 10041


def test_a_start_that_is_no_address_is_told_and_nothing_is_written(tmp_path: Path) -> None:
    run = crawl(tmp_path / "out", "https://a.example/1,file:///etc/passwd")
    assert run.returncode == 2
    assert "-a start=file:///etc/passwd: not an http or https address" in run.log.strip().splitlines()[-1]
    assert not (tmp_path / "out").exists()


FEED = """<rss version="2.0"><channel>
<item><title>وفد روسي رفيع يزور مالي لبحث التعاون</title><link>https://nan.media/وفد-روسي-رفيع-يزور-مالي</link></item>
<item><title>خبر آخر لا صلة له بما نبحث عنه هنا</title><link>https://nan.media/خبر-آخر-لا-صلة-له</link></item>
</channel></rss>"""


def recording(path: Path, pages: dict[str, Answer]) -> Path:
    out = Archive(path, {}, 10**7, "test")
    for url, page in pages.items():
        request = Request(url)
        headers = Headers(dict(page.headers))
        response = HtmlResponse(request.url, page.status, headers=headers, body=page.body)
        out.write(request, response, datetime(2026, 11, 22, tzinfo=UTC))
    out.sync()
    out.close()
    return path / "pages-00001.warc.gz"


def test_seeds_without_an_address_are_found_by_their_headlines(tmp_path: Path) -> None:
    seeds, replay = tmp_path / "seeds", tmp_path / "replay"
    seeds.mkdir()
    replay.mkdir()
    title = "وفد روسي رفيع يزور مالي لبحث التعاون"
    body = "وصل الوفد إلى العاصمة باماكو صباح اليوم للقاء المسؤولين في البلاد وبحث ملفات التعاون المشترك."
    (seeds / "000_found.txt").write_text(f"{title}\n{body}\n{body[:40]} مرة أخرى.\n", "utf-8")
    (seeds / "001_not_found.txt").write_text(f"عنوان لا يعرفه أحد في هذا الموقع أبدا\n{body}\n", "utf-8")
    entry = 'outlet = "nan.media"\nconfidence = "certain"\nwhy = "a test"\n'
    unknown = 'confidence = "unknown"\nwhy = "nobody has seen it"\n'
    (seeds / "002_unknown.txt").write_text(f"{title}\n{body}\n", "utf-8")
    manifest = f"[seed.000]\n{entry}\n[seed.001]\n{entry}\n[seed.002]\n{unknown}"
    (seeds / "seeds.toml").write_text(manifest, "utf-8")
    xml = {"Content-Type": "application/rss+xml"}
    pages = {
        "https://nan.media/feed/": Answer(FEED.encode(), headers=xml),
        "https://nan.media/وفد-روسي-رفيع-يزور-مالي": article(1, "https://nan.media/خبر-ثان-يقود-إليه-الأول"),
        "https://nan.media/خبر-ثان-يقود-إليه-الأول": article(2),
        "https://nan.media/خبر-آخر-لا-صلة-له": article(3),
    }
    run = crawl(tmp_path / "out", "", REPLAY_WARC=recording(replay, pages), seeds=seeds, ALLOW_PRIVATE_HOSTS="")
    assert [(one["seed"], one["depth"], one["title"]) for one in run.articles] == [
        ("000", 0, "Article 1"),
        ("000", 1, "Article 2"),
    ]
    assert "seed 000: " in run.log
    assert "found by its title" in run.log
    assert "seed 001: nothing on nan.media matches its headlines" in run.log
    assert "seed 002: its outlet is unknown" in run.log
