"""The recording behind `make crawl` is what its generator makes, and holds what its truth says."""

from __future__ import annotations

import gzip
import json
import re
import tomllib
from collections import Counter
from html import unescape
from itertools import combinations
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import lxml.etree
import pytest
from warcio.archiveiterator import ArchiveIterator

from tests.recording.build import ARCHIVE, EXTRA_STORIES, FOLDER, TRUTH, Recording, build
from tests.recording.lines import visible_lines
from tests.recording.links import REDIRECTS, html_of, is_chrome, links_of, reached, spelled
from tests.recording.outlets import OUTLETS
from tests.recording.texts import SEEDS, load

if TYPE_CHECKING:
    from pathlib import Path

Answers = dict[str, tuple[int, dict[str, str], bytes]]
PAGES_AT_LEAST, ARTICLES_AT_LEAST, BYTES_AT_MOST = 70, 45, 600_000
TWINS = ("amp", "mirror", "tracking", "duplicate")
NOT_ALLOWED = ("opt_out", "robots")
ANNOUNCING = ("listing", "tag", "author", "about", "feed", "sitemap", "robots_txt")
REFUSED = ("dead", "gone", "english", "stub", "bot_wall")


@pytest.fixture(scope="module")
def recording() -> Recording:
    return build()


@pytest.fixture(scope="module")
def archive() -> Answers:
    """Every response of the committed archive: status, headers in lower case, body."""
    found = {}
    with (FOLDER / ARCHIVE).open("rb") as stream:
        for record in ArchiveIterator(stream):
            url = record.rec_headers.get_header("WARC-Target-URI")
            headers = {name.lower(): value for name, value in record.http_headers.headers}
            found[url] = (int(record.http_headers.get_statuscode()), headers, record.content_stream().read())
    return found


def test_rebuilding_gives_what_is_committed(tmp_path: Path, recording: Recording) -> None:
    recording.write(tmp_path)
    assert (tmp_path / TRUTH).read_text("utf-8") == (FOLDER / TRUTH).read_text("utf-8")
    # gzip's bytes depend on the version of zlib, what they hold does not
    made, committed = (gzip.decompress((folder / ARCHIVE).read_bytes()) for folder in (tmp_path, FOLDER))
    assert made == committed


def test_counts(recording: Recording, archive: Answers) -> None:
    kinds = Counter(page.kind for page in recording.pages)
    documents = sum(status == 200 and "html" in headers["content-type"] for status, headers, _ in archive.values())
    assert documents >= PAGES_AT_LEAST
    assert kinds["article"] >= ARTICLES_AT_LEAST
    assert not [kind for kind in (*TWINS, *NOT_ALLOWED, *REDIRECTS, *ANNOUNCING, *REFUSED) if not kinds[kind]]
    assert (FOLDER / ARCHIVE).stat().st_size < BYTES_AT_MOST


def test_every_answer_of_the_archive_is_in_the_truth(archive: Answers) -> None:
    truth = json.loads((FOLDER / TRUTH).read_text("utf-8"))
    assert set(archive) <= set(truth)
    assert {truth[url]["kind"] for url in set(truth) - set(archive)} == {"dead"}
    for url, (status, headers, body) in archive.items():
        assert truth[url]["status"] == status
        assert int(headers["content-length"]) == len(body)
        assert truth[url].get("to") == headers.get("location")


def test_articles_show_their_text_and_title(recording: Recording) -> None:
    for page in recording.pages:
        if "blocks" not in page.truth:
            continue
        shown = {unescape(line) for line in visible_lines(html_of(page.payload, page.content_type))}
        outlet, key = page.truth["story"].split("/")
        story = next(story for story in load(outlet) if story.key == key)
        for block in story.blocks:
            text = re.sub(r"\s+", " ", block.shown).strip()
            assert any(line == text or line.endswith(text) for line in shown), (page.url, text)
        assert page.truth["title"] in shown
        assert not set(page.truth["blocks"]) & set(page.truth["noise"]), page.url


def test_noise_is_not_part_of_the_text(recording: Recording) -> None:
    """No line of 30 characters or more that a cleaner must drop stands inside a block it must keep."""
    for page in recording.pages:
        text = "\n".join(page.truth.get("blocks", ()))
        assert not [line for line in page.truth.get("noise", ()) if len(line) >= 30 and line in text], page.url


def test_links_lead_somewhere_or_are_declared_dead(recording: Recording) -> None:
    known = {page.url for page in recording.pages}
    hosts = {urlsplit(url).netloc for url in known}
    chrome = tuple(path for outlet in OUTLETS for path in outlet.CHROME)
    for page in recording.pages:
        if page.status != 200 or "html" not in page.media:
            continue
        for link in links_of(page.url, html_of(page.payload, page.content_type)):
            parts = urlsplit(link)
            if parts.netloc in hosts and not is_chrome(parts.path, chrome):
                assert link in known, (page.url, link)


def test_related_targets_are_on_the_page_under_their_headlines(recording: Recording) -> None:
    titles = {page.url: page.truth["title"] for page in recording.pages if "title" in page.truth}
    for page in recording.pages:
        if page.kind != "article":
            continue
        links = links_of(page.url, html_of(page.payload, page.content_type))
        assert len({link["url"] for link in page.truth["related"]}) >= 3
        for link in page.truth["related"]:
            assert spelled(link["url"]) in links, (page.url, link)
            assert titles.get(link["url"], link["title"]) == link["title"]


def test_every_allowed_article_is_reachable(recording: Recording) -> None:
    """By related links all but a few; those through listings and tag pages."""
    articles = {page.url for page in recording.pages if page.kind == "article"}
    stories = [story for outlet in OUTLETS for story in load(outlet.HOST)]
    names = {f"{story.outlet}/{story.key}" for story in stories if not story.linked}
    unlinked = {page.url for page in recording.pages if page.kind == "article" and page.truth["story"] in names}
    assert 3 <= len(unlinked) <= 6
    assert articles - reached(recording, ("article", *TWINS)) == unlinked
    assert reached(recording, ("article", *TWINS, "listing", "tag", "author")) == articles


def test_the_seeds_can_be_found(recording: Recording) -> None:
    """At their addresses, or where an announcing page names a headline of the seed's text."""
    manifest = tomllib.loads((FOLDER / "seeds/seeds.toml").read_text("utf-8"))["seed"]
    pages = {page.url: page for page in recording.pages}
    assert sorted(manifest) == ["000", "001", "002", "003", "004"]
    for number, entry in manifest.items():
        assert (FOLDER / "seeds" / entry["file"]).resolve().parent == SEEDS
        if "url" in entry:
            assert pages[spelled(entry["url"])].truth["story"].endswith(f"/seed-{number}")
    home, feed = pages["https://arabkhabar.com/"].body, pages["https://nan.media/feed/"].body
    assert "وزير الصناعة الروسي: التبادل التجاري مع الإمارات تجاوز 9 مليارات دولار" in home
    assert "مالي.. الجيش يواجه انفصاليين على الحدود مع الجزائر" in feed


def test_no_text_is_shared_but_by_the_declared_double(recording: Recording) -> None:
    stories = [story for outlet in OUTLETS for story in load(outlet.HOST, EXTRA_STORIES)]
    for one, other in combinations(stories, 2):
        assert not {block.text for block in one.blocks} & {block.text for block in other.blocks}, (one.key, other.key)
    assert sum(page.kind == "duplicate" for page in recording.pages) == 1


def test_texts_are_news_in_normal_form() -> None:
    for outlet in OUTLETS:
        for story in load(outlet.HOST, EXTRA_STORIES):
            assert 3 <= len(story.blocks) <= 15, story.key
            assert story.topic, story.key
            for block in story.blocks:
                assert block.text == re.sub(r"\s+", " ", block.text).strip()
                assert not re.search(r"\s[،؛.]|[\u200b-\u200f\u202a-\u202e\ufeff]|ـ(?=[\u0621-\u064a])", block.text)


def test_windows_1256_pages(recording: Recording) -> None:
    """Some pages name their encoding in the header, some in the page, one nowhere; none is UTF-8."""
    named = Counter()
    for page in recording.pages:
        if page.encoding == "utf-8" or page.kind not in ("article", "opt_out"):
            continue
        with pytest.raises(UnicodeDecodeError):
            page.payload.decode("utf-8")
        in_page = b"charset=windows-1256" in page.payload
        named["header" if page.charset else "page" if in_page else "nowhere"] += 1
    assert named["header"] >= 2
    assert named["page"] >= 2
    assert named["nowhere"] == 1


def test_feeds_and_sitemaps_are_xml_and_name_known_pages(recording: Recording) -> None:
    known = {page.url for page in recording.pages}
    for page in recording.pages:
        if page.kind in ("feed", "sitemap"):
            tree = lxml.etree.fromstring(page.payload)
            places = {element.text for element in tree.iter("{*}loc", "link")}
            assert places
            assert {spelled(place) for place in places if place} <= known | {page.url}


def test_five_more_articles_can_be_added() -> None:
    before, after = build(), build(extra=EXTRA_STORIES)
    fresh = {page.url for page in after.pages if page.kind == "article"} - {page.url for page in before.pages}
    assert len(fresh) == EXTRA_STORIES
    assert fresh <= reached(after, ("article", *TWINS))
    announced = "".join(page.body for page in after.pages if page.kind in ("feed", "listing"))
    assert all(page.truth["title"] in announced for page in after.pages if page.url in fresh)
