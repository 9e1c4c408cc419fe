"""Readings: a text that stands in JSON-LD alone, letters that cannot be written."""

from __future__ import annotations

import json

import pytest

from cleaners import clean_html
from cleaners.clean import read_html, read_text
from cleaners.page import Page
from tests.tools.step_tables import HEAD, LAST, MORE, PROSE


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
