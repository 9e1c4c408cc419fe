"""The page for editors: nothing from elsewhere, nothing unescaped, a word for every step."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cleaners import Page, read_html, read_text
from cleaners.__main__ import main
from cleaners.explain.html_page import explain_html, labels
from tests.tools.fixtures import ROOT

SEED = ROOT / "seeds" / "004_70605e344e70a5f2.txt"


def test_page_holds_every_block_and_loads_nothing():
    reading = read_text(SEED.read_text("utf-8"))
    page = explain_html(reading)
    assert page.count("<li ") == len(reading.blocks)
    assert not re.search(r"(?:src|href)\s*=|url\(|@import|<script", page)
    assert "مدة القراءة" in page


def test_edits_are_shown_before_and_after():
    page = explain_html(read_text(SEED.read_text("utf-8")))
    assert "<mark> </mark>،" in page
    assert 'class="edit"' in page


def test_words_of_the_page_are_escaped():
    html = "<h1>عنوان &lt;script&gt;alert(1)&lt;/script&gt;</h1><p>نص &lt;img src=x onerror=alert(1)&gt; $title</p>"
    page = explain_html(read_html(Page(html)))
    assert "<script" not in page
    assert "<img" not in page
    assert "$title" in page


def test_an_empty_page_is_told_as_such():
    assert labels()["page"]["none"] in explain_html(read_html(Page(b"")))


def test_command_writes_the_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["explain", "--html", str(tmp_path / "out.html"), str(SEED)]) == 0
    assert "<!doctype html>" in (tmp_path / "out.html").read_text("utf-8")
    assert capsys.readouterr().out == ""
