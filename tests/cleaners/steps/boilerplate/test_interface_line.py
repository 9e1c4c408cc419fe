"""Lines of a page's interface."""

from __future__ import annotations

import pytest

from cleaners.steps.boilerplate.interface_line import interface_line
from tests.tools.step_tables import PROSE, Row, block, check

INTERFACE_LINE: dict[str, Row] = {
    "whole lines": [
        ("شـــارك هذه المقالة", "noise"),
        ("مباشر", "noise"),
        ("Exit mobile version", "noise"),
        ("إعلان", "noise"),
        ("TT", "noise"),
    ],
    "openings": [
        ("تابعوا آخر الأخبار المحلية عبر Google News", "noise"),
        ("اشترك في نشرتنا البريدية ليصلك كل جديد", "noise"),
        ("جميع الحقوق محفوظة © 2025 صحيفة المرفأ", "noise"),
    ],
    "prose": [
        ("شارك آلاف السكان في الاجتماع.", "body"),
        ("إعلان الحرب", "body"),
        ("مباشر العمل", "body"),
        ("البحث عن الماء", "body"),
        ("حفظ الله البلاد", "body"),
        ("السابق لأوانه أن نعلن النتيجة", "body"),
        ("تابعنا على مدى ساعتين كيف انقسمت القاعة بين من يريد مرفأ للصيد ومن يريد متنزها للزوار.", "body"),
        ("حمل التطبيق العملي للخطة مفاجآت كثيرة للمقاولين.", "body"),
    ],
    "only body is asked": [(block("مباشر", "title"), "title")],
}


@pytest.mark.parametrize("row", INTERFACE_LINE.values(), ids=INTERFACE_LINE)
def test_interface_line(row: Row):
    check(interface_line, row)


def test_the_sign_of_rights_is_enough():
    check(
        interface_line,
        [("مؤسسة الرواد © 2024", "noise"), (f"{PROSE[:-1]} © بلدية عين الصخر، التي وزعت الصور.", "body")],
    )
