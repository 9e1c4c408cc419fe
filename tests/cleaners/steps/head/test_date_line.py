"""Lines that hold a date or a reading time and nothing else."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial

import pytest

from cleaners.steps.head.date_line import date_line, reading_time
from tests.tools.step_tables import MORE, PROSE, Row, block, check

NOW = datetime(2026, 2, 11, 9, 30, tzinfo=UTC)

DATE_LINE: dict[str, Row] = {
    "bare": [("19 مارس 2025", "date"), (PROSE, "body")],
    "weekday, Levantine month, clock": [("الأحد 26 شباط/فبراير 2023 14:05", "date"), (PROSE, "body")],
    "labelled": [("تاريخ النشر: 03.05.2025 | 11:20 GMT", "date"), ("آخر تحديث: 4 أيار 2025", "date"), (PROSE, "body")],
    "relative": [("منذ 3 ساعات", "date"), (PROSE, "body")],
    "a short line with a place, before the text": [("القاهرة - 19 مارس 2025", "date"), (PROSE, "body")],
    "the same inside the text is text": [(PROSE, "body"), ("القاهرة في 19 مارس 2025", "body"), (MORE, "body")],
    "a bare date after the text": [(PROSE, "body"), ("19 مارس 2025", "date")],
    "a year or a day of a chronology": [
        (PROSE, "body"),
        ("في عام 2025", "body"),
        ("26 فبراير", "body"),
        (MORE, "body"),
    ],
    "a sentence that holds a date": [
        ("عقد اللقاء الأول في 5 مارس 2024 قرب السد القديم، وحضره ممثلو القرى الست جميعا.", "body")
    ],
    "an opening clause that tells the day of an event": [
        ("انطلقت بطولة الجسور في بلدة المرج يوم الأحد 20 نوفمبر 2022،", "body"),
        ("شهدت البلدة في 5 مارس 2024", "body"),
        ("معرض الكتاب - 5 مارس 2024", "body"),
        (PROSE, "body"),
    ],
    "places, names, agencies and labels beside a date": [
        ("بيروت في 5 آذار 2024", "date"),
        ("رام الله، 5 مارس 2024", "date"),
        ("عمان - بترا - 5 مارس 2024", "date"),
        ("هالة منصور - 5 مارس 2024", "date"),
        ("كتبت: هالة منصور | 5 مارس 2024 | قراءة 3 دقائق", "date"),
        (PROSE, "body"),
    ],
    "the days of a chronology": [
        (block("5 مارس 2024", tag="h3"), "body"),
        (PROSE, "body"),
        (block("7 مارس 2024", tag="h3"), "body"),
        (MORE, "body"),
    ],
    "a poem signed with place and date": [
        ("يا جسر بلدتي القديم", "body"),
        ("كم مر فوقك عابرون", "body"),
        ("وكم انتظرت العائدين", "body"),
        ("وأنت وحدك واقف", "body"),
        ("بيروت، 5 مارس 2004", "body"),
    ],
    "a title stays a title": [(block("19 مارس 2025", "title"), "title"), (PROSE, "body")],
}


@pytest.mark.parametrize("row", DATE_LINE.values(), ids=DATE_LINE)
def test_date_line(row: Row):
    check(partial(date_line, fetched_at=NOW), row)


READING_TIME: dict[str, Row] = {
    "minutes": [("قراءة 2 دقيقة", "noise"), ("٤ دقائق قراءة", "noise"), ("أقل من دقيقة", "noise"), (PROSE, "body")],
    "labelled": [("وقت القراءة: 3 دقائق", "noise"), ("عدد المشاهدات: 1,204", "noise"), (PROSE, "body")],
    "counts": [("731 مشاهدة", "noise"), ("34 خبر", "noise")],
    "prose that opens alike": [("قراءة دقيقة للأرقام تكشف أن الكلفة تضاعفت.", "body"), ("قراءة ثانية", "body")],
    "a label with a long value": [("المشاهدات: سجلها الباحثون ليلا في الوادي الغربي", "body")],
}


@pytest.mark.parametrize("row", READING_TIME.values(), ids=READING_TIME)
def test_reading_time(row: Row):
    check(reading_time, row)
