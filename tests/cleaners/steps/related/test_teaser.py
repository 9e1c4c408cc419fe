"""Teasers of one article inside another, with their buttons and boxes."""

from __future__ import annotations

import pytest

from cleaners.steps.related.teaser import read_more, teaser
from tests.tools.card_pages import TITLES, kinds, links, page
from tests.tools.step_tables import FOURTH, HEAD, LAST, MORE, PROSE, SECOND_BRIDGE, THIRD, Row, block, check, numbered

TEASER: dict[str, Row] = {
    "head and headline on one line": [
        (PROSE, "body"),
        (f"اقرأ أيضاً: {SECOND_BRIDGE}", "related:inline"),
        (f"إقرأ ايضا – {THIRD}", "related:inline"),
        (MORE, "body"),
    ],
    "without a colon, a headline follows": [(f"شاهد أيضا {SECOND_BRIDGE}", "related:inline"), (PROSE, "body")],
    "without a colon, linked": [(block("اقرأ أيضا: سباق المركب.", link="/a"), "related:inline")],
    "a head that names its object": [(f"اقرأ أيضا هذا الخبر: {SECOND_BRIDGE}", "related:inline"), (PROSE, "body")],
    "a head alone and the headlines under it": [
        (PROSE, "body"),
        ("اقرأ أيضا:", "noise"),
        (SECOND_BRIDGE, "related:inline"),
        (THIRD, "related:inline"),
        (MORE, "body"),
        (FOURTH, "body"),
    ],
    "a head alone and text under it": [("اقرأ أيضا", "noise"), (PROSE, "body"), (SECOND_BRIDGE, "body")],
    "a sentence that opens alike": [
        ("شاهد أيضا حارس المنارة ضوءا غريبا، لكن أحدا لم يصدقه.", "body"),
        ("قد يهمك أن تعرف أن الطريق شق قبل مئة عام على أيدي عمال القرى أنفسهم.", "body"),
        ("شاهد عيان قال ما رأى", "body"),
        ("المزيد من الضغوط على المجلس", "body"),
    ],
    "a paragraph behind such a head": [(f"اقرأ أيضا: {PROSE} {MORE} {LAST}", "body")],
    "only body is asked": [(block(f"اقرأ أيضا: {SECOND_BRIDGE}", "credit", kind="photo"), "credit:photo")],
}


@pytest.mark.parametrize("row", TEASER.values(), ids=TEASER)
def test_teaser(row: Row):
    check(teaser, row)


def test_teaser_tells_the_headline_without_its_head():
    found = list(teaser(numbered([f"اقرأ أيضاً : {SECOND_BRIDGE}", "للمزيد:", THIRD])))
    assert [b.value for b in found] == [SECOND_BRIDGE, None, THIRD]


READ_MORE: dict[str, Row] = {
    "a button and the headline above it": [
        (PROSE, "body"),
        (SECOND_BRIDGE, "related:inline"),
        ("إقرأ المزيد »", "noise"),
    ],
    "a button under a paragraph": [(PROSE, "body"), ("أكمل القراءة", "noise"), (MORE, "body")],
    "a button under what another step spoke for": [(block(HEAD, "title"), "title"), ("Read more", "noise")],
    "prose": [(SECOND_BRIDGE, "body"), ("المزيد من الضغوط", "body"), ("التفاصيل الصغيرة", "body")],
}


@pytest.mark.parametrize("row", READ_MORE.values(), ids=READ_MORE)
def test_read_more(row: Row):
    check(read_more, row)


ITEM = "<li><a href='/n/{n}'>{title}</a></li>"

BOXES = {
    "a label over a heading": "<div class='q'><span>للمتابعة</span><h4><a href='/n/0'>{title}</a></h4></div>",
    "a label over a paragraph": "<blockquote><p>للمتابعة</p><p><a href='/n/0'>{title}</a></p></blockquote>",
    "a paragraph over a list": "<div class='q'><p>للمتابعة:</p><ul><li><a href='/n/0'>{title}</a></li></ul></div>",
    "a card around blocks": "<div class='q'><div>للمتابعة</div><a href='/n/0'><div>{title}</div></a></div>",
}


@pytest.mark.parametrize("box", BOXES.values(), ids=BOXES)
def test_a_box_with_a_label_in_any_words_is_a_teaser(box: str):
    article = page(between=box.format(title=TITLES[0])).article
    assert kinds(article) == [(TITLES[0], "inline")]
    assert len(article.blocks) == 4


def test_a_box_may_hold_two_links():
    box = f"<div class='q'><p>للمتابعة:</p><ul>{links(ITEM, 2)}</ul></div>"
    article = page(between=box).article
    assert kinds(article) == [(title, "inline") for title in TITLES[:2]]
    assert len(article.blocks) == 4


def test_the_object_of_a_head_is_no_part_of_the_headline():
    (marked,) = teaser(numbered([f"اقرأ أيضا هذا الخبر: {SECOND_BRIDGE}"]))
    assert marked.value == SECOND_BRIDGE
