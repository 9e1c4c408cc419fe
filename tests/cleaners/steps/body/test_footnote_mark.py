"""Footnote marks leave the paragraphs, which stay."""

from __future__ import annotations

import pytest

from cleaners import clean_html

TEXT = "قال رئيس البلدية إن أعمال الترميم بدأت عام 2011 في الحي القديم"
MORE = "<p>وأضاف أن اللجنة الفنية زارت أحد عشر موقعا خلال الأسبوعين الماضيين وسجلت ملاحظات السكان.</p>"


def text_of(paragraph: str) -> str:
    """The first line of an article that begins with a paragraph."""
    page = f"<html><body><h1>ترميم الحي</h1><article><p>{paragraph}</p>{MORE * 3}</article></body></html>"
    return clean_html(page, "https://wadi.example/1").text.split("\n")[0]


@pytest.mark.parametrize(
    "mark",
    [
        '<sup><a href="#n1">[١]</a></sup>',
        '<sup class="reference"><a href="#n1">[1]</a></sup>',
        '<a href="#n1"><sup>1</sup></a>',
        '<a href="https://wadi.example/1#n1">(1)</a>',
        '<sup><a href="#n1">[1]</a></sup><sup><a href="#n2">[2]</a></sup>',
    ],
)
def test_a_linked_mark_leaves_its_paragraph(mark: str):
    assert text_of(f"{TEXT}،{mark} بحسب السجلات.") == f"{TEXT}، بحسب السجلات."
    assert text_of(f"{TEXT}.{mark}") == f"{TEXT}."


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ('<a href="#table">11</a> موقعا في السجلات.', "11 موقعا في السجلات."),
        ('[1] <a href="/news/1">موقعا</a> في السجلات.', "[1] موقعا في السجلات."),
        ('<a href="#part">الجزء الأول</a> من السجلات.', "الجزء الأول من السجلات."),
        ('<a href="/page/2">2</a> من المواقع.', "2 من المواقع."),
    ],
)
def test_other_links_and_numbers_stay(words: str, shown: str):
    assert text_of(f"{TEXT} وشملت {words}") == f"{TEXT} وشملت {shown}"
