"""Scrapy's commands, spiders of the user's own and Python scripts work in the project, and spare its output."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.tools.fixtures import ROOT
from tests.tools.loopback import QUICK, Site, article, serve

QUOTES = """
import scrapy

class QuotesSpider(scrapy.Spider):
    name = "quotes"

    def __init__(self, url="", **kwargs):
        super().__init__(**kwargs)
        self.start_urls = [url]

    def parse(self, response):
        \"\"\"
        @url {url}
        @returns items 1 1
        \"\"\"
        yield {"title": response.css("title::text").get()}
        yield from response.follow_all(css="a", callback=self.parse)
"""


@pytest.fixture
def site() -> Iterator[Site]:
    pages = {"/news/10001": article(1, "/news/10002", title="عنوان أول"), "/news/10002": article(2, title="عنوان ثان")}
    with serve(pages) as served:
        yield served


def scrapy(*arguments: str, output: Path, cwd: Path = ROOT, **settings: Any) -> subprocess.CompletedProcess[str]:
    """Runs Scrapy in the project; `output` is the folder that it would write.

    Scrapy's own variables are left out: another test of this process may have loaded other settings.
    """
    given = QUICK | {"OUTPUT_DIR": output} | settings
    options = [part for name, value in given.items() for part in ("-s", f"{name}={value}")]
    return subprocess.run(
        [sys.executable, "-m", "scrapy", *arguments, *options],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        cwd=cwd,
        env={name: value for name, value in os.environ.items() if not name.startswith("SCRAPY_")},
    )


def own_project(folder: Path, url: str = "") -> Path:
    """A project beside ours with a plain spider, as one who works in a checkout has it."""
    (folder / "own").mkdir()
    (folder / "own" / "__init__.py").write_text("")
    (folder / "own" / "quotes.py").write_text(QUOTES.replace("@url {url}", f"@url {url}"), "utf-8")
    settings = f"""
        import sys
        sys.path[:0] = [{str(ROOT)!r}, {str(folder)!r}]
        from crawler.settings import *
        SPIDER_MODULES = [*SPIDER_MODULES, "own"]
        NEWSPIDER_MODULE = "own"
        """
    (folder / "own_settings.py").write_text(textwrap.dedent(settings), "utf-8")
    (folder / "scrapy.cfg").write_text("[settings]\ndefault = own_settings\n")
    return folder


def test_a_page_can_be_fetched(tmp_path: Path, site: Site) -> None:
    for spider in ([], ["--spider", "related"], ["--spider", "outlet"]):
        done = scrapy("fetch", *spider, f"{site.url}/news/10001", output=tmp_path / "out")
        assert (done.returncode, "عنوان أول" in done.stdout) == (0, True), done.stderr
        assert "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_page_can_be_looked_at_in_the_shell(tmp_path: Path, site: Site) -> None:
    for spider in ([], ["--spider", "related"]):
        code = "response.css('title::text').get()"
        done = scrapy("shell", *spider, "-c", code, f"{site.url}/news/10001", output=tmp_path / "out")
        assert done.stdout.strip() == "عنوان أول", done.stderr
    assert not (tmp_path / "out").exists()


def test_a_local_file_can_be_looked_at_in_the_shell(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<title>local</title>")
    code = "response.css('title::text').get()"
    done = scrapy("shell", "-c", code, str(tmp_path / "page.html"), output=tmp_path / "out")
    assert done.stdout.strip() == "local", done.stderr


def test_a_page_can_be_viewed(tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\ncp "${{1#file://}}" {tmp_path}/seen.html\n')
    browser.chmod(0o755)
    monkeypatch.setenv("BROWSER", str(browser))
    done = scrapy("view", f"{site.url}/news/10001", output=tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert "عنوان أول" in (tmp_path / "seen.html").read_text("utf-8")
    assert not (tmp_path / "out").exists()


def test_parse_shows_what_a_crawl_would_make_of_a_page(tmp_path: Path, site: Site) -> None:
    for spider in ("related", "outlet"):
        done = scrapy("parse", "--nocolour", "--spider", spider, f"{site.url}/news/10001", output=tmp_path / "out")
        assert done.returncode == 0, done.stderr
        assert "Traceback" not in done.stderr
        assert f"{site.url}/news/10002" in done.stdout
        assert "'title': 'عنوان أول'" in done.stdout
    gone = scrapy("parse", "--nocolour", "--spider", "related", f"{site.url}/gone", output=tmp_path / "out")
    assert "'reason': 'http_error'" in gone.stdout, gone.stderr
    assert not (tmp_path / "out").exists()


def test_parse_changes_nothing_in_the_folder_of_a_crawl(tmp_path: Path, site: Site) -> None:
    output, start = tmp_path / "out", f"start={site.url}/news/10001"
    assert scrapy("crawl", "related", "-a", start, output=output, ALLOW_PRIVATE_HOSTS="127.0.0.1").returncode == 0
    before = {path.name: path.read_bytes() for path in output.rglob("*") if path.is_file()}
    assert scrapy("parse", "--spider", "related", f"{site.url}/news/10001", output=output).returncode == 0
    assert {path.name: path.read_bytes() for path in output.rglob("*") if path.is_file()} == before


def test_a_spider_can_be_generated_listed_run_and_checked(tmp_path: Path, site: Site) -> None:
    project = own_project(tmp_path, f"{site.url}/news/10001")
    generated = scrapy("genspider", "mine", "a.example", output=tmp_path / "out", cwd=project)
    assert (generated.returncode, (project / "own" / "mine.py").is_file()) == (0, True), generated.stderr
    listed = scrapy("list", output=tmp_path / "out", cwd=project)
    assert listed.stdout.split() == ["archive", "mine", "outlet", "quotes", "related"], listed.stderr
    checked = scrapy("check", output=tmp_path / "out", cwd=project)
    assert (checked.returncode, "Ran 1 contract" in checked.stderr) == (0, True), checked.stderr
    assert not (tmp_path / "out").exists()


def test_a_plain_spider_gets_scrapys_own_parts(tmp_path: Path, site: Site) -> None:
    project, feed = own_project(tmp_path), tmp_path / "quotes.json"
    name = site.url.replace("127.0.0.1", "localhost")
    arguments = ("quotes", "-a", f"url={name}/news/10001", "-o", str(feed))
    done = scrapy("crawl", *arguments, output=tmp_path / "out", cwd=project)
    assert done.returncode == 0, done.stderr
    assert [item["title"] for item in json.loads(feed.read_text("utf-8"))] == ["عنوان أول", "عنوان ثان"]
    assert "عنوان" in feed.read_text("utf-8")  # not \u0639
    assert not (tmp_path / "out").exists()
    ran = scrapy("runspider", "own/quotes.py", *arguments[1:3], output=tmp_path / "out", cwd=project)
    assert "'item_scraped_count': 2" in ran.stderr
    assert not (tmp_path / "out").exists()


def test_the_benchmark_measures_scrapy_and_not_our_pauses(tmp_path: Path) -> None:
    folder = f"OUTPUT_DIR={tmp_path / 'out'}"
    command = [sys.executable, "-m", "scrapy", "bench", "-s", "CLOSESPIDER_TIMEOUT=3", "-s", folder]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    pages = max(int(part.split("Crawled ")[1].split()[0]) for part in done.stderr.splitlines() if "Crawled " in part)
    assert pages > 50
    assert not (tmp_path / "out").exists()


SCRIPT = """
import sys
from scrapy.crawler import {process}
from scrapy.utils.project import get_project_settings

settings = get_project_settings()
settings.update({settings!r})
process = {process}(settings)
process.crawl("related", start={start!r})
process.start()
"""


@pytest.mark.parametrize("process", ["CrawlerProcess", "AsyncCrawlerProcess"])
def test_a_crawl_can_be_started_from_python(tmp_path: Path, site: Site, process: str) -> None:
    given = QUICK | {"OUTPUT_DIR": str(tmp_path / "out"), "ALLOW_PRIVATE_HOSTS": "127.0.0.1"}
    script = SCRIPT.format(process=process, settings=given, start=f"{site.url}/news/10001")
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    assert len((tmp_path / "out" / "articles.jsonl").read_text("utf-8").splitlines()) == 2, done.stderr


COMPONENTS = """
from scrapy.exceptions import DropItem

class Marking:
    def process_response(self, request, response, spider=None):
        response.headers["X-Seen"] = "yes"
        return response

class Shouting:
    def process_item(self, item):
        item["title"] = item["title"] + "!"
        return item
"""


def test_components_of_the_user_stand_beside_ours(tmp_path: Path, site: Site) -> None:
    """A middleware given on the command line must not silently replace the guard, robots.txt or the archive."""
    project = own_project(tmp_path)
    (project / "own" / "parts.py").write_text(COMPONENTS, "utf-8")
    given = {
        "DOWNLOADER_MIDDLEWARES": '{"own.parts.Marking": 543}',
        "ITEM_PIPELINES": '{"own.parts.Shouting": 1}',
        "ALLOW_PRIVATE_HOSTS": "127.0.0.1",
    }
    feed, start = tmp_path / "feed.jsonl", f"start={site.url}/news/10001"
    output = tmp_path / "out"
    done = scrapy("crawl", "related", "-a", start, "-o", str(feed), output=output, cwd=project, **given)
    assert done.returncode == 0, done.stderr
    assert "/robots.txt" in site.paths()
    assert list(output.glob("pages-*.warc.gz"))
    titles = [json.loads(line)["title"] for line in (output / "articles.jsonl").read_text("utf-8").splitlines()]
    assert titles == ["عنوان أول!", "عنوان ثان!"]
    assert "عنوان أول!" in feed.read_text("utf-8")
