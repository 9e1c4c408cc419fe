"""Progress and summary: what they say, and when."""

from __future__ import annotations

import asyncio
import io
import os
from pathlib import Path
from typing import Any

import pytest
from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.settings import Settings
from scrapy.utils.project import get_project_settings
from scrapy.utils.test import get_crawler

from cleaners.data_files import DataFileError
from cleaners.text.printable import try_write
from crawler.extensions.progress import Progress, progress_line, shares_terminal
from crawler.extensions.summary import Summary, command, counts, summary
from crawler.outlets import load_outlets

STATS = {
    "mudawwana/pages": 90,
    "mudawwana/articles": 61,
    "mudawwana/articles/nan.media": 16,
    "mudawwana/articles/arabic.rt.com": 45,
    "mudawwana/refused": 29,
    "mudawwana/refused/listing": 20,
    "mudawwana/refused/robots": 9,
    "mudawwana/dropped/teaser": 120,
    "mudawwana/queue": 7,
    "downloader/request_count": 120,
}


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def crawler(**settings: Any) -> Any:
    made = get_crawler(settings_dict=settings)
    made.spider = Spider("toy")
    made.spider.outlets = load_outlets()
    made.stats.set_stats(dict(STATS))
    return made


def test_a_line_of_progress() -> None:
    assert progress_line(STATS, 60.0) == "90 pages, 61 articles, 29 refused, 7 waiting, 1.5 pages/s, 1:00"
    assert progress_line(STATS, 1800.0).endswith(", 3 pages/min, 30:00")
    assert progress_line({}, 0.0) == "0 pages, 0 articles, 0 refused, 0 waiting, 0 pages/min, 0:00"


def test_a_line_says_which_outlets_rest_and_when_a_known_end_comes() -> None:
    line = progress_line(STATS, 60.0, resting=["b.example", "a.example"], left=["b.example"])
    assert line.endswith(", 1:00, resting: a.example, left: b.example")
    many = [f"{letter}.example" for letter in "edcba"]
    assert progress_line(STATS, 60.0, left=many).endswith("left: a.example b.example c.example and 2 more")
    assert progress_line(STATS, 60.0, ends=True).endswith(", 1:00, about 0:05 left")
    assert progress_line(STATS | {"mudawwana/queue": 0}, 60.0, ends=True).endswith(", 1:00")


def test_no_progress_where_it_is_switched_off() -> None:
    async def made(value: str) -> Progress:
        settings = get_project_settings().copy()
        settings.set("PROGRESS", value, priority="cmdline")
        return Progress.from_crawler(Crawler(Spider, settings))

    for value in ("off", "no", "False", "0"):
        with pytest.raises(NotConfigured):
            asyncio.run(made(value))
    asyncio.run(made("on"))
    with pytest.raises(DataFileError, match=r"^PROGRESS=perhaps: must be on or off$"):
        asyncio.run(made("perhaps"))


def shown(stream: io.StringIO, **settings: Any) -> str:
    """What the extension writes while a crawl opens, gets one page and closes."""

    async def run() -> None:
        using = crawler(**settings)
        progress = Progress(using, stream)
        progress.spider_opened()
        using.stats.inc_value("mudawwana/pages")
        progress.spider_closed()

    asyncio.run(run())
    return stream.getvalue()


def test_a_terminal_gets_one_line_that_is_rewritten() -> None:
    written = shown(Terminal(), LOG_FILE="x.log")
    assert written.count("\n") == 1
    assert written.endswith("\n")
    first, second = written.rstrip("\n").split("\r\x1b[K")[1:]
    assert (first.split(",")[0], second.split(",")[0]) == ("90 pages", "91 pages")


@pytest.mark.parametrize(
    ("stream", "settings"),
    [(io.StringIO, {"LOG_FILE": "x.log"}), (io.StringIO, {}), (Terminal, {"LOG_LEVEL": "INFO"})],
)
def test_files_and_terminals_with_a_log_get_plain_lines(stream: type, settings: dict[str, str]) -> None:
    written = shown(stream(), **settings)
    assert "\r" not in written
    assert "\x1b" not in written
    assert [line.split(",")[0] for line in written.splitlines()] == ["90 pages", "91 pages"]


@pytest.mark.parametrize(
    ("settings", "shares"),
    [
        ({}, True),
        ({"LOG_LEVEL": "info"}, True),
        ({"LOG_LEVEL": "WARNING"}, False),
        ({"LOG_FILE": "x"}, False),
        ({"LOG_ENABLED": False}, False),
    ],
)
def test_who_shares_the_terminal(settings: dict[str, Any], shares: bool) -> None:
    assert shares_terminal(Settings(settings)) is shares


def test_an_unchanged_state_is_not_repeated() -> None:
    stream = io.StringIO()

    async def run() -> None:
        progress = Progress(crawler(), stream)
        progress._started -= 1e9  # long ago: the rate stands still
        progress.show()
        progress.show()

    asyncio.run(run())
    assert stream.getvalue().count("\n") == 1


def test_counts_are_sorted_by_size() -> None:
    assert list(counts(STATS, "articles").items()) == [("arabic.rt.com", 45), ("nan.media", 16)]
    assert counts(STATS, "nothing") == {}


def test_the_summary() -> None:
    assert list(summary(STATS | {"mudawwana/resumed": 12}, "finished", {"nan.media": "أخبار"})) == [
        "61 articles, 29 pages refused, 7 addresses waiting (finished)",
        "continued from an earlier run: 12 addresses were known",
        "articles by outlet:",
        "       45  arabic.rt.com",
        "       16  nan.media  أخبار",
        "refused pages by reason:",
        "       20  listing",
        "        9  robots",
        "blocks dropped by step:",
        "      120  teaser",
    ]


def test_long_tables_are_cut() -> None:
    many = {f"mudawwana/articles/{n:03}.example": n for n in range(1, 31)}
    lines = list(summary(many, "finished", {}))
    assert len(lines) == 1 + 1 + 20 + 1
    assert lines[2].strip().startswith("30  030.example")
    assert lines[-1].strip() == "and 10 more"


def printed(tmp_path: Path, **settings: Any) -> list[str]:
    stream = io.StringIO()
    extension = Summary(crawler(OUTPUT_DIR=str(tmp_path), **settings), stream)
    extension.spider_closed("closespider_itemcount")
    extension.engine_stopped()
    return stream.getvalue().splitlines()


def test_a_summary_names_the_files_with_their_sizes(tmp_path: Path) -> None:
    (tmp_path / "articles.jsonl").write_bytes(b"x" * 12345)
    (tmp_path / "pages-00001.warc.gz").write_bytes(b"x")
    lines = printed(tmp_path)
    assert lines[0].endswith("(closespider_itemcount)")
    assert f"        12,345  {tmp_path / 'articles.jsonl'}" in lines
    assert f"             1  {tmp_path / 'pages-00001.warc.gz'}" in lines
    assert not any("live crawl" in line for line in lines)


def test_a_rehearsal_ends_with_the_command_for_a_live_crawl(tmp_path: Path) -> None:
    assert printed(tmp_path, REPLAY_WARC="x.warc.gz")[-1] == (
        '  scrapy crawl toy -s USER_AGENT="NAME (+https://YOUR-SITE)"'
    )


@pytest.mark.parametrize(
    ("program", "shown"),
    [
        (".venv/bin/scrapy", ".venv/bin/scrapy"),
        ("{}/.venv/bin/scrapy", ".venv/bin/scrapy"),
        ("/usr/bin/scrapy", "scrapy"),
        ("{}/other/.venv/bin/scrapy", "scrapy"),
    ],
)
def test_the_command_is_the_one_that_was_typed(
    program: str, shown: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert command(program.format(tmp_path), tmp_path) == shown


def test_a_run_that_finds_nothing_new_says_so() -> None:
    stats = {"mudawwana/known_articles": 52, "mudawwana/queue": 0}
    assert list(summary(stats, "finished", {})) == ["nothing new; 52 articles in all, 0 addresses waiting (finished)"]


def test_a_reader_that_went_away_is_no_error() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with open(writing, "w", encoding="utf-8") as stream:  # noqa: PTH123
        try_write(stream, "words")
        try_write(stream, "more")


def test_arabic_stands_at_the_ends_of_lines_only(tmp_path: Path) -> None:
    for line in printed(tmp_path):
        _, _, rest = line.partition("\u0627")
        assert not any("a" <= letter.lower() <= "z" for letter in rest)
