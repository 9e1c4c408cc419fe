"""Line breaks that a page shows part lines; those of a terminal do not."""

from __future__ import annotations

import lxml.html
import pytest

from cleaners.blocks.from_html import blocks_of_tree
from cleaners.blocks.preserved_lines import preserved_lines

VERSES = ["يا نهر من سقى الرمال وأنبتا", "في كل واد نخلة وسنابلا", "ما جف ماؤك والدروب عطاشى"]
WIRE = [
    "أعلنت بلدية النسيم الشرقي صباح الأربعاء خطة لتجديد شبكة الري في الحدائق",
    "العامة وقالت إن الأعمال ستبدأ مطلع الشهر المقبل وتستمر خمسة أشهر كاملة",
    "على ثلاث مراحل متتالية.",
]


def test_verses_are_lines_and_wrapped_lines_are_paragraphs() -> None:
    assert preserved_lines("\n".join(VERSES)) == VERSES
    assert preserved_lines("\r\n".join(WIRE)) == [" ".join(WIRE)]
    assert preserved_lines("\n".join(WIRE) + "\n \n" + VERSES[0]) == [" ".join(WIRE), VERSES[0]]


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("<pre>", "</pre>"),
        ('<p style="color:red; white-space: pre-line">', "</p>"),
        ('<div style="white-space:pre-wrap"><span>', "</span></div>"),
    ],
)
def test_shown_line_breaks_part_blocks(start: str, end: str) -> None:
    tree = lxml.html.document_fromstring(start + f"قال <b>الشاعر</b>:\n{VERSES[0]}\n\n{VERSES[1]}" + end)
    assert [block.text for block in blocks_of_tree(tree, None)] == ["قال الشاعر:", *VERSES[:2]]


def test_other_line_breaks_and_break_opportunities_do_not() -> None:
    tree = lxml.html.document_fromstring('<p style="white-space:nowrap">الطـ<wbr>ويل\nجدا</p>')
    assert [block.text for block in blocks_of_tree(tree, None)] == ["الطـويل جدا"]
