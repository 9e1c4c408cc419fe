"""The page for editors: nothing from elsewhere, nothing unescaped, a word for every step."""

from __future__ import annotations

import base64
import hashlib
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners import Page, read_html, read_text
from cleaners.__main__ import main
from cleaners.explain.html_page import Origin, explain_html
from cleaners.explain.words import labels
from tests.tools.fixtures import PAGES, ROOT
from tests.tools.step_tables import LAST, MORE, PROSE

SEED = ROOT / "seeds" / "004_70605e344e70a5f2.txt"
HTML = PAGES / "wahat.example" / "amp-byline" / "source.html"
URL = "https://news.example/%D8%AE%D8%A8%D8%B1/7"
OWN_TAGS = {
    *("html", "head", "meta", "title", "style", "body", "main", "article", "header", "section", "p", "bdi", "h1", "h2"),
    *("a", "b", "span", "dl", "dt", "dd", "code", "div", "label", "select", "option", "optgroup", "svg", "rect"),
    *("ol", "ul", "li", "details", "summary", "mark"),
}


class Parsed(HTMLParser):
    """What a page has: its tags, their attributes, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.text += data


def test_page_holds_every_block_and_loads_nothing():
    reading = read_text(SEED.read_text("utf-8"))
    page = explain_html(reading)
    assert len(re.findall(r'<li class="row ', page)) == len(reading.blocks)
    assert not re.search(r"src\s*=|url\(|@import|<script|<link|\sstyle=|\son\w+=", page)
    assert "مدة القراءة" in page


def test_only_its_own_style_is_allowed():
    page = explain_html(read_html(Page(HTML.read_bytes())))
    (style,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert f'<meta http-equiv="Content-Security-Policy" content="{policy}">' in page


def test_edits_are_shown_before_and_after():
    page = explain_html(read_text(SEED.read_text("utf-8")))
    assert "<mark> </mark>،" in page
    assert 'class="row edit ' in page


def test_words_of_the_page_are_escaped():
    html = (
        "<h1>عنوان &lt;script&gt;alert(1)&lt;/script&gt;</h1><p>نص &lt;img src=x onerror=alert(1)&gt; {{ 7*7 }} {% x %}"
    )
    page = explain_html(read_html(Page(html)))
    assert set(Parsed(page).tags) <= OWN_TAGS
    assert "{{ 7*7 }} {% x %}" in page


@given(
    st.lists(st.one_of(st.text(max_size=40), st.sampled_from(["</style>", "<b onload=x>", "\"'>", "\u202e", "]]>"])))
)
def test_no_text_becomes_markup(parts: list[str]):
    text = f"{PROSE}\n\n{' '.join(parts)}\n\n{MORE}"
    origin = Origin(name=text, url=text, fetched_at=text, reason=text, notes=(text,))
    page = Parsed(explain_html(read_text(text), read_text(text), origins=[origin, origin]))
    assert set(page.tags) <= OWN_TAGS
    assert not [name for name, _ in page.attributes if name.startswith("on") or name in ("style", "src", "href")]
    assert "\u202e" not in page.text


def test_a_very_long_line_is_there_whole_and_folded():
    words = "كلمة " * 200_000
    page = explain_html(read_text(f"{PROSE}\n\n{words}\n\n{LAST}"))
    assert "حرف" in re.findall(r"<summary>بقية السطر: ([^<]*)</summary>", page)[0]
    assert page.count("كلمة") == 200_000


def test_lines_outside_the_text_are_folded_under_their_number():
    page = explain_html(read_html(Page(HTML.read_bytes())))
    folds = re.findall(r"<summary>([^<]*)<span>", page)
    assert folds
    assert all(re.search(r"\d|سطر", one) for one in folds)
    runs = re.split(r"<details>|</details>", page)
    assert all(run.count('class="row keep') == 0 for run in runs[1::2])


def test_each_step_of_the_page_can_be_filtered_by():
    page = explain_html(read_html(Page(HTML.read_bytes())))
    shown = re.findall(r'<option id="o(\d+)">', page)
    used = {number for row in re.findall(r'<li class="row ([^"]*)"', page) for number in re.findall(r"\bs(\d+)", row)}
    assert set(shown) == used
    assert all(f"#o{number}:checked" in page for number in shown)


def test_dates_language_and_address_are_in_words():
    html = (
        '<html lang="ar"><head><meta property="article:published_time" content="2025-03-19T10:30:00+03:00"></head>'
        f"<h1>عنوان الخبر الأول هنا</h1><p>{PROSE}</p><p>{MORE}</p><p>{LAST}</p>"
    )
    page = explain_html(read_html(Page(html, URL)), origins=[Origin(url=URL, fetched_at="2026-11-22T00:00:00Z")])
    assert "الأربعاء 19 مارس/آذار 2025، 10:30 (UTC+03:00)" in page
    assert "Wednesday 19 March 2025, 10:30 (UTC+03:00)" in page
    assert "Sunday 22 November 2026, 00:00 (UTC)" in page
    assert '<bdi>العربية</bdi> <span lang="en" dir="ltr">Arabic</span>' in page
    assert f'href="{URL}"' in page
    assert "<bdi>خبر</bdi>/<bdi>7</bdi>" in page


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "https://a.example/ x", "//a.example/"])
def test_no_link_leads_off_the_web(url: str):
    assert "href=" not in explain_html(read_html(Page(b"")), origins=[Origin(url=url)])


def test_an_empty_page_is_told_as_such():
    page = explain_html(read_html(Page(b"")))
    assert labels()["page"]["none"] in page
    assert labels()["reasons"]["empty"] in page


def test_each_reading_has_its_name():
    with pytest.raises(ValueError, match="2 readings with the names of 1"):
        explain_html(read_text(""), read_text(""), names=["a"])


def test_command_writes_the_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["explain", "--html", str(tmp_path / "out.html"), str(SEED), "--url", URL]) == 0
    page = (tmp_path / "out.html").read_text("utf-8")
    assert "<!doctype html>" in page
    assert f'href="{URL}"' in page
    assert capsys.readouterr().out == ""


def test_the_library_alone_does_not_load_templates():
    code = "import sys, cleaners, cleaners.__main__; assert not {'jinja2', 'markupsafe'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)
