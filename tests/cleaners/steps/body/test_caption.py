"""Captions of pictures, and where the text says them again."""

from __future__ import annotations

import pytest

from cleaners.steps.body.caption import caption, repeated_caption
from tests.tools.step_tables import FRAME, HEAD, LAST, MORE, PROSE, Row, block, check

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
        *FRAME,
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
