"""Steps about the text itself: trafilatura's verdict, the main element, captions."""

from __future__ import annotations

from functools import partial

import pytest

from cleaners.blocks.block import Block
from cleaners.steps.body.baseline import trafilatura
from cleaners.steps.body.caption import caption, repeated_caption
from cleaners.steps.body.main_text import main_text
from tests.tools.step_tables import HEAD, LAST, MORE, PROSE, Row, block, check

TRAFILATURA: dict[str, Row] = {
    "what it keeps stays, whatever its spelling": [("«أعلنت» البلديّة موعدا", "body"), ("لم يبق إلا القليل", "noise")],
    "a piece of a kept paragraph stays from four words on": [
        ("موعدا جديدا للأعمال كلها", "body"),
        ("الأعمال كلها", "noise"),
    ],
    "roles that other steps gave stay": [(block("عنوان", "title"), "title")],
}


@pytest.mark.parametrize("row", TRAFILATURA.values(), ids=TRAFILATURA)
def test_trafilatura(row: Row):
    check(partial(trafilatura, kept=("أعلنت البلدية موعدا", "وقد حددت موعدا جديدا للأعمال كلها")), row)


def inside(text: str, role: str = "body", number: int = 3, **rest: object) -> Block:
    """A block of the element 2, which holds the text."""
    return block(text, role, **{"path": (1, 2, number), "tag": "p"} | rest)


SHORT_DECK, DECK = (
    "ست قرى تنتظر نهاية الأعمال",
    "ست قرى تنتظر نهاية الأعمال قبل أول ثلج، والمقاول يعد بأن الوعد هذه المرة جاد",
)
MAIN_TEXT: dict[str, Row] = {
    "a short line that trafilatura lost between paragraphs comes back if it is a subhead or an item": [
        (inside(PROSE), "body"),
        (inside("الطريق القديم", "noise", 4, tag="h2"), "body"),
        (inside("أولا", "noise", path=(1, 2, 5, 6), tag="li"), "body"),
        (inside("شارك", "noise", 7, tag="div"), "noise"),
        (inside(MORE, "body", 8), "body"),
        (inside("عن الكاتب", "noise", 9, tag="h2"), "noise"),
    ],
    "a line of the paragraphs' own tag between them": [
        (inside(PROSE), "body"),
        (inside("لا أحد يعرف", "noise", 4), "body"),
        (inside(MORE, "body", 5), "body"),
    ],
    "paragraphs that it lost come back": [
        (inside(PROSE), "body"),
        (inside(LAST, "noise", 4), "body"),
        (inside(MORE, "body", 5), "body"),
        (inside(HEAD + ".", "noise", 6), "body"),
    ],
    "paragraphs elsewhere are another matter": [
        (inside(PROSE), "body"),
        (inside(MORE, "body", 4), "body"),
        (inside(LAST, "body", 5), "body"),
        (inside("عن الموقع: صحيفة إلكترونية مستقلة تصدر كل صباح.", path=(1, 9)), "noise"),
    ],
    "a deck between headline and text": [
        (block(HEAD, "title", path=(1, 8), tag="h1"), "title"),
        (block(DECK, "noise", path=(1, 9), tag="p"), "body"),
        (block(DECK, "noise", path=(1, 10), tag="p", zone="figure"), "noise"),
        (block(DECK, "noise", path=(1, 11), tag="p", link="/a"), "noise"),
        (block("سياسة", "noise", path=(1, 12), tag="p"), "noise"),
        (inside(PROSE), "body"),
        (inside(MORE, "body", 4), "body"),
        (block(DECK, "noise", path=(1, 14), tag="p"), "noise"),
    ],
    "hidden text, forms and asides are never shown text": [
        (inside(PROSE), "body"),
        (inside(MORE, "body", 4, hidden=True), "noise"),
        (inside(MORE, "body", 5, zone="aside"), "noise"),
        (inside(MORE, "body", 6, zone="form"), "noise"),
        (inside(LAST, "body", 7), "body"),
    ],
    "a paragraph that is all link does not come back": [
        (inside(PROSE), "body"),
        (inside(MORE, "noise", path=(1, 2, 4), tag="div", link="/a"), "noise"),
        (inside(LAST, "body", 5), "body"),
    ],
    "where trafilatura keeps nothing the paragraphs tell": [
        (block("القائمة", "noise", path=(1, 9), tag="li"), "noise"),
        (inside(PROSE, "noise"), "body"),
        (inside(MORE, "noise", 4), "body"),
    ],
    "a page without paragraphs": [
        (block("الرئيسية", path=(1, 2), tag="li"), "noise"),
        (block("بحث", "noise", path=(1, 3)), "noise"),
    ],
}


@pytest.mark.parametrize("row", MAIN_TEXT.values(), ids=MAIN_TEXT)
def test_main_text(row: Row):
    check(main_text, row)


CAPTION: dict[str, Row] = {
    "inside a figure": [(block("عمال الطريق عند المنعطف", zone="figure"), "credit:photo"), (PROSE, "body")],
    "in an element named for captions": [
        (block("عمال الطريق عند المنعطف", shapes=("div", "p wp-caption-text")), "credit:photo"),
        (block("عمال الطريق عند المنعطف", shapes=("div recaptioned", "p")), "body"),
    ],
    "a photo bank or a label": [
        ("Globallookpress", "credit:photo"),
        ("صورة أرشيفية", "credit:photo"),
        ("تصوير: هدى منصور", "credit:photo"),
    ],
    "prose": [("الصورة: هكذا سمى الرسام لوحته.", "body"), ("تصوير الفيلم يبدأ غدا", "body"), ("صورة من الجو", "body")],
    "only body is asked": [(block(HEAD, "title", zone="figure"), "title")],
}


@pytest.mark.parametrize("row", CAPTION.values(), ids=CAPTION)
def test_caption(row: Row):
    check(caption, row)


NAMED = "أعلنت رئيسة البلدية سلمى النجار، الأحد، بدء أعمال توسيع الطريق الجبلي الذي يربط القرى الست بالمدينة."
WHO, OFFICE = "رئيسة البلدية سلمى النجار", "رئيسة البلدية"
REPEATED_CAPTION: dict[str, Row] = {
    "a picture's two texts, twice": [
        (NAMED, "body"),
        (WHO, "credit:photo"),
        (OFFICE, "credit:photo"),
        (MORE, "body"),
        (WHO, "credit:photo"),
        (OFFICE, "credit:photo"),
        (LAST, "body"),
    ],
    "a line that comes once": [(NAMED, "body"), (WHO, "body"), (MORE, "body")],
    "before or after all text": [(WHO, "body"), (NAMED, "body"), (MORE, "body"), (WHO, "body")],
    "a line that ends a sentence": [
        (NAMED, "body"),
        ("لا أحد يعرف.", "body"),
        (MORE, "body"),
        ("لا أحد يعرف.", "body"),
        (LAST, "body"),
    ],
    "speakers of an interview": [
        (NAMED, "body"),
        (WHO + ":", "body"),
        (MORE, "body"),
        ("وماذا بعد؟", "body"),
        (WHO + ":", "body"),
        (LAST, "body"),
    ],
    "subheads of a guide": [
        (NAMED, "body"),
        ("حبل متين", "body"),
        ("طريقة العمل", "body"),
        (MORE, "body"),
        ("لوح خشب", "body"),
        ("طريقة العمل", "body"),
        (LAST, "body"),
    ],
    "a refrain": [
        (PROSE, "body"),
        ("يا دربنا العالي إلى الغيم", "body"),
        (MORE, "body"),
        ("من ذا يعيد الخطو", "body"),
        ("يا دربنا العالي إلى الغيم", "body"),
        (LAST, "body"),
    ],
}


@pytest.mark.parametrize("row", REPEATED_CAPTION.values(), ids=REPEATED_CAPTION)
def test_repeated_caption(row: Row):
    check(repeated_caption, row)
