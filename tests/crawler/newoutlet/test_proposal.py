"""An outlet file proposed from pages: what is learned, what is left out, and what is said to be unsure."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cleaners.data_files import DataFileError
from crawler.newoutlet.collect import links_to_try
from crawler.newoutlet.proposal import proposal
from crawler.newoutlet.seen import SeenPage, seen_page
from crawler.newoutlet.shapes import article_shapes, section_pattern, shape_of
from crawler.outlets.loader import load_outlet
from tests.tools.fixtures import ROOT
from tests.tools.loopback import QUICK, Answer, serve

TODAY = date(2026, 11, 28)
HOST = "https://news.example"
SHAPES = [
    ("/world/1542829-مالي-راضية-عن-التقدم", r"^/[a-z_-]+/\d{3,}-[^/]+/?$"),
    ("/2024/03/كلمة-أولى-وثانية-وثالثة/", r"^/\d{4}/\d{1,2}/[^/]+(-[^/]+){2,}/?$"),
    ("/story/1048871/لماذا", r"^/[a-z_-]+/\d{3,}/[^/]+/?$"),
    ("/4737953", r"^/\d{3,}/?$"),
    ("/News/123456.aspx", r"^/[^/]+/\d{3,}\.aspx$"),
    ("/news/politics/slug-of-words-12345", r"^/[a-z_-]+/[a-z_-]+/[^/]+-\d{3,}/?$"),
    ("/?p=500864", r"^/\?p=\d+$"),
    ("/a/1f07ba5a-58d1-4a13-8dd8-164be3b74675", r"^/[a-z_-]+/[0-9a-f-]{36}/?$"),
]


@pytest.mark.parametrize(("path", "pattern"), SHAPES)
def test_the_shape_of_an_address(path: str, pattern: str) -> None:
    assert shape_of(HOST + path) == pattern


def urls(form: str, count: int) -> list[str]:
    return [HOST + form.format(number) for number in range(1000, 1000 + count)]


def test_a_shape_that_as_many_other_pages_have_tells_nothing() -> None:
    mixed = article_shapes(urls("/a/{}", 3), urls("/a/{}0", 3))
    assert mixed == []
    (shape,) = article_shapes(urls("/a/{}", 4), urls("/a/{}0", 3))
    assert (len(shape.articles), len(shape.others)) == (4, 3)


def test_a_more_general_shape_takes_the_place_of_others() -> None:
    dated = [*urls("/2024/3/كلمة-وأخرى-وثالثة-{}ث", 4), *urls("/2024/3/كلمة{}ث", 1)]
    assert [(one.pattern, len(one.articles)) for one in article_shapes(dated, [])] == [(r"^/\d{4}/\d{1,2}/[^/]+/?$", 5)]


def test_sections_are_first_words_that_no_article_has() -> None:
    others = [*urls("/tag/{}", 3), f"{HOST}/news/", f"{HOST}/كلمة-من-عنوان-طويل-لمقال-قصير/", f"{HOST}/video/x", HOST]
    assert section_pattern(urls("/news/{}", 2), others) == "^/(tag|video)(/|$)"
    assert section_pattern(urls("/news/{}", 2), []) is None


def test_some_links_of_each_shape_are_tried() -> None:
    links = [*urls("/tag/page/{}", 30), *urls("/a/{}", 9), "https://other.example/a/1"]
    assert links_to_try(links, "news.example") == [*urls("/a/{}", 3), *urls("/tag/page/{}", 3)]


def pages(**names: Any) -> list[SeenPage]:
    found = [SeenPage(url, "article", site_name="أخبار") for url in urls("/story/{}/عنوان", 6)]
    found += [SeenPage(f"{HOST}/", "other", tuple(urls("/tag/{}", 2)), (("feed", f"{HOST}/rss"),))]
    found += [SeenPage(url, "other") for url in urls("/tag/{}", 2)]
    return [*found, SeenPage(f"{HOST}/sitemap.xml", "sitemap")]


def load(text: str, folder: Path) -> Any:
    path = folder / "news.example.toml"
    path.write_text(text, "utf-8")
    return load_outlet(path)


def test_the_loader_accepts_the_proposal(tmp_path: Path) -> None:
    text = proposal(pages(), "archive.warc.gz", TODAY)
    outlet = load(text, tmp_path)
    assert (outlet.name_ar, outlet.feeds, outlet.sitemaps) == ("أخبار", (f"{HOST}/rss",), (f"{HOST}/sitemap.xml",))
    assert outlet.is_article(f"{HOST}/story/99999/غير-هذا") is True
    assert outlet.is_article(f"{HOST}/tag/7") is False
    assert tomllib.loads(text)["examples"]["article"]


def test_it_says_what_is_unsure() -> None:
    text = proposal(pages()[:3], "archive.warc.gz", TODAY)
    doubts = [line for line in text.splitlines() if line.startswith("# unsure: ")]
    for words in ("rests on 3 articles", "feeds: none was found", "robots.txt was not seen", "country"):
        assert [line for line in doubts if words in line], words
    assert "announced and not read: https://news.example/rss" in proposal(pages(), "a", TODAY)
    hosts = [*pages(), SeenPage("https://m.news.example/story/1/x", "article")]
    assert "hosts: m.news.example news.example answer" in proposal(hosts, "a", TODAY)


def test_without_an_article_there_is_nothing_to_learn_from() -> None:
    with pytest.raises(DataFileError, match="no article among 1 pages"):
        proposal([SeenPage(f"{HOST}/", "other")], "a.warc.gz", TODAY)


def test_what_an_answer_is() -> None:
    kinds = {
        "/robots.txt": b"Sitemap: https://news.example/s.xml",
        "/feed/": b"<?xml version='1.0'?><rss version='2.0'></rss>",
        "/s.xml": b"<urlset></urlset>",
        "/page": b"<html><body><p>x</p></body></html>",
    }
    found = {path: seen_page(HOST + path, body, "text/html") for path, body in kinds.items()}
    assert [one and one.kind for one in found.values()] == ["robots", "feed", "sitemap", "other"]
    assert found["/robots.txt"].announces == (("sitemap", f"{HOST}/s.xml"),)
    assert seen_page(f"{HOST}/a.pdf", b"%PDF-1.7", "application/pdf") is None


def newoutlet(*words: object, **settings: object) -> subprocess.CompletedProcess[str]:
    options = [part for name, value in settings.items() for part in ("-s", f"{name}={value}")]
    command = [sys.executable, "-m", "scrapy", "newoutlet", *map(str, words), "-s", "LOG_LEVEL=ERROR", *options]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)


def test_from_an_archive_to_a_crawl(tmp_path: Path) -> None:
    folder = tmp_path / "outlets"
    done = newoutlet(ROOT / "tests" / "recording" / "outlets.warc.gz", "--to", folder)
    assert done.returncode == 0, done.stderr
    (path,) = folder.iterdir()
    assert done.stdout == f"{path}\n"
    outlet = load_outlet(path)
    assert outlet.feeds
    assert outlet.article
    again = newoutlet(ROOT / "tests" / "recording" / "outlets.warc.gz", "--to", folder)
    assert (again.returncode, "is there already" in again.stderr) == (2, True)


def test_mistakes_are_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no archive")
    for given, words in (("nowhere", "neither an address"), (tmp_path / "file", "WARC"), (f"{HOST}/", "USER_AGENT=")):
        done = newoutlet(given)
        assert (done.returncode, done.stderr.count("\n"), words in done.stderr) == (2, 1, True), done.stderr


def test_from_a_live_site() -> None:
    text = "<p>" + "جملة عربية طويلة فيها كلمات كثيرة تكفي لمقال كامل عن موضوع واحد. " * 30 + "</p>"
    head = "<html lang=ar><head><title>عنوان {0}</title></head>"
    body = head + "<body><article><h1>عنوان {0}</h1>{1}</article></body></html>"
    site_pages = {f"/story/{n}/x": Answer(body.format(n, text).encode(), headers=HTML) for n in range(1000, 1008)}
    links = "".join(f"<li><a href='{path}'>خبر رقم {path}</a></li>" for path in site_pages)
    alternate = "<link rel=alternate type='application/rss+xml' href='/rss'>"
    front = f"<html><head>{alternate}</head><body><ul>{links}</ul></body></html>"
    feed = Answer(b"<rss version='2.0'><channel></channel></rss>", headers={"Content-Type": "application/rss+xml"})
    with serve({"/": Answer(front.encode(), headers=HTML), "/rss": feed, **site_pages}) as site:
        settings = {name: value for name, value in QUICK.items() if name != "LOG_LEVEL"}
        done = newoutlet(f"{site.url}/", ALLOW_PRIVATE_HOSTS="127.0.0.1", **settings)
    assert done.returncode == 0, done.stderr
    assert tomllib.loads(done.stdout)["article"] == [r"^/[a-z_-]+/\d{3,}/[a-z_-]+/?$"]
    assert site.count("/rss") == 1


HTML = {"Content-Type": "text/html; charset=utf-8"}
