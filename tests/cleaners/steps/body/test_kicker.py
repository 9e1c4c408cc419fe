"""The same few words above the subheads of a text."""

from __future__ import annotations

from cleaners import clean_html
from tests.tools.step_tables import FOURTH, HEAD, LAST, MORE, PROSE


def blocks_with(first: str, second: str) -> tuple[str, ...]:
    parts = (
        f"<section>{first}<p>{PROSE}</p><p>{MORE}</p></section><section>{second}<p>{FOURTH}</p><p>{LAST}</p></section>"
    )
    return clean_html(f"<html><body><article><h1>{HEAD}</h1>{parts}</article></body></html>").blocks


def subhead(words: str, above: str) -> str:
    return f"<div><span class='eyebrow'>{above}</span><h2>{words}</h2></div>"


def test_words_that_come_again_above_subheads_leave():
    first, second = subhead("بداية العمل", "قراءة المكتب"), subhead("نهاية العمل", "قراءة المكتب")
    assert blocks_with(first, second) == ("بداية العمل", PROSE, MORE, "نهاية العمل", FOURTH, LAST)


def test_other_words_stay():
    first, second = subhead("بداية العمل", "الفصل الأول"), subhead("نهاية العمل", "الفصل الثاني")
    assert {"الفصل الأول", "الفصل الثاني"} <= set(blocks_with(first, second))
    refrain = "<p>يا جسرنا القديم</p>"
    assert blocks_with(f"{refrain}<h2>بداية</h2>", f"{refrain}<h2>نهاية</h2>").count("يا جسرنا القديم") == 2
