"""Readings: a text that stands in JSON-LD alone, letters that cannot be written."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone

import pytest

from cleaners import clean_html, clean_text
from cleaners.clean import read_html, read_text
from cleaners.page import Page
from cleaners.text.normalize import is_blank
from tests.tools.step_tables import HEAD, LAST, MORE, PROSE

EAST, WEST = timezone(timedelta(hours=14)), timezone(timedelta(hours=-14))


def test_a_text_that_stands_in_json_ld_alone_is_read():
    body = " ".join([PROSE, MORE, LAST])
    data = '{"@type": "NewsArticle", "headline": "' + HEAD + '", "articleBody": "' + body + '"}'
    page = f'<script type="application/ld+json">{data}</script><h1>{HEAD}</h1><p>جار التحميل</p>'
    assert clean_html(page).text == body


@pytest.mark.parametrize("mark", ["<p>{}</p>", "&lt;p&gt;{}&lt;/p&gt;", "&amp;lt;p&amp;gt;{}&amp;lt;/p&amp;gt;"])
def test_mark_up_inside_json_ld_is_no_text(mark: str):
    body = "".join(mark.format(line) for line in (PROSE, MORE, LAST))
    data = '{"@type": "NewsArticle", "headline": "' + HEAD + '", "articleBody": "' + body + '"}'
    page = f'<script type="application/ld+json">{data}</script><h1>{HEAD}</h1><p>جار التحميل</p>'
    assert clean_html(page).blocks == (PROSE, MORE, LAST)


def test_lone_surrogates_leave_nothing_that_cannot_be_written() -> None:
    node = '{"@type":"NewsArticle","headline":"\\ud800 خبر عاجل اليوم"}'
    data = f'<script type="application/ld+json">{node}</script><p>نص</p>'
    for reading in (
        read_text("خبر \udcd9 عاجل\n\nنص \ud800"),
        read_html(Page("<p>خبر \udcd9 عاجل</p>")),
        read_html(Page(data)),
    ):
        json.dumps(reading.to_dict(), ensure_ascii=False).encode("utf-8")


@pytest.mark.parametrize("text", [None, float("nan"), b"text", 5])
def test_what_is_no_text_is_told_by_the_name_of_the_argument(text: object) -> None:
    with pytest.raises(TypeError, match=f"^text must be str, not .*{'None' if text is None else type(text).__name__}"):
        clean_text(text)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("html", {"html": None}),
        ("html", {"html": float("nan")}),
        ("url", {"html": "", "url": b"https://a.example/"}),
        ("fetched_at", {"html": "", "fetched_at": "2025-03-19"}),
        ("content_type", {"html": b"", "content_type": b"text/html"}),
    ],
)
def test_an_argument_of_the_wrong_type_is_named(name: str, arguments: dict[str, object]) -> None:
    with pytest.raises(TypeError, match=f"^{name} must be "):
        clean_html(**arguments)  # type: ignore[arg-type]


MARKS_ALONE = [
    "\u200f",
    "\u200e \u2066",
    "\u200b\u200d",
    "\ufeff",
    "\u2800",
    "\u064b",
    "\ufe0f",
    "\U000e0041",
    "\ufffc",
]


@pytest.mark.parametrize("marks", MARKS_ALONE)
def test_no_block_is_blank(marks: str) -> None:
    body = f"<p>{PROSE}<br>{marks}<br>{MORE}</p><h2>{marks}</h2><p><strong>{marks}</strong></p><p>{LAST}</p>"
    reading = read_html(Page(f"<h1>{HEAD}</h1>{body}"))
    assert reading.article.blocks == (PROSE, MORE, LAST)
    assert not [block for block in reading.blocks if is_blank(block.text)]
    flat = read_text("\n\n".join([HEAD, PROSE, marks, MORE, marks, LAST]))
    assert flat.article.blocks == clean_text("\n\n".join([HEAD, PROSE, MORE, LAST])).blocks
    assert not [block for block in flat.blocks if is_blank(block.text)]


@pytest.mark.parametrize("said", ["منذ ساعتين", "قبل 3 أيام", "أمس", "اليوم", f"قبل {'9' * 5000} يوم", "قبل ² يوم"])
@pytest.mark.parametrize(
    "moment", [datetime.min, datetime.max, datetime.min.replace(tzinfo=EAST), datetime.max.replace(tzinfo=WEST)]
)
def test_no_fetch_time_raises(said: str, moment: datetime) -> None:
    page = f"<h1>{HEAD}</h1><time>{said}</time><p>{PROSE}</p><p>{MORE}</p><p>{LAST}</p>"
    assert clean_html(page, fetched_at=moment).blocks[-3:] == (PROSE, MORE, LAST)
