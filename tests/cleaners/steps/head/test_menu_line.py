"""Menus and breadcrumbs in flattened texts."""

from __future__ import annotations

import pytest

from cleaners.steps.head.menu_line import menu_line
from tests.tools.step_tables import HEAD, L, M, P, Row, block, check

MENUS: dict[str, Row] = {
    "on one line": [("الرئيسية أخبار سياسة اقتصاد رياضة ثقافة وفن", "noise"), P],
    "with an unknown label": [("Home الأخبار الحوادث الخرائط الفن وظائف خدمات", "noise"), P],
    "with bars": [("محليات | سياسة | ركن النحل | اقتصاد", "noise"), P],
    "a breadcrumb": [("الرئيسية/فتاوى", "noise"), (f"البداية » محليات » {HEAD}", "noise"), P],
    "a row at the top": [("ملاعب", "noise"), ("منوعات", "noise"), P],
    "a row at the end with a page of the site": [
        P,
        ("هيئة التحرير", "noise"),
        ("اتصل بنا", "noise"),
        ("وظائف", "noise"),
    ],
    "one label is a kicker": [("ثقافة", "body"), P],
    "a list inside the text": [P, ("الصحة", "body"), ("التعليم", "body"), ("الاقتصاد", "body"), M, L],
    "a sentence of such words": [("أخبار السياسة في صحة الاقتصاد العربي تتراجع", "body"), P],
    "half-lines with a bar": [("كأن رياضة المساء | حوارات بلا نهاية", "body"), P],
    "what is named otherwise stays so": [(block("الرئيسية » فن", "title"), "title"), P],
}


@pytest.mark.parametrize("row", MENUS.values(), ids=MENUS)
def test_menu_line(row: Row):
    check(menu_line, row)
