"""Later rounds of whole crawls: what is new, what has changed, what has moved."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tools.loopback import USUAL, Answer, Page, article, crawl, redirect, serve


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
