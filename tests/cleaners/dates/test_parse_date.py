"""Dates as newsrooms print them: what each string says, and that nothing is guessed."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners.data_files import DataFileError
from cleaners.dates import is_date_line, is_date_shape, may_hold_date, parse_date, parse_dates
from cleaners.dates.calendars import calendar, read_calendar
from cleaners.dates.printed_dates import FULL_DATE
from cleaners.dates.tokens import tokenize

NOW = datetime(2025, 3, 19, 12, 0, tzinfo=UTC)

# Printed strings of outlets, each a whole line of its page.
LINES = [
    ("19 مارس 2025", "2025-03-19"),
    ("تاريخ النشر:28.02.2024 | 15:20 GMT", "2024-02-28T15:20:00+00:00"),
    ("20th, December 2023 GMT", "2023-12-20"),
    ("تاريخ النشر: 28th, February 2024 GMT", "2024-02-28"),
    ("2025-05-21@14:41:51 GMT", "2025-05-21T14:41:51+00:00"),
    ("07.04.2024 - محدث : 08.04.2024", "2024-04-07"),
    ("09.10.2025", "2025-10-09"),
    ("2025-10-09T15:40+0000", "2025-10-09T15:40:00+00:00"),
    ("08:13 م الإثنين 05 ديسمبر 2022", "2022-12-05T20:13:00"),
    ("الأربعاء، 02 أبريل 2014 06:25 م", "2014-04-02T18:25:00"),
    ("السبت 20 ديسمبر 2025", "2025-12-20"),
    ("السبت 18 شوال 1445 ﻫ - 27 أبريل 2024", "2024-04-27"),
    ("السبت 18 شوال 1445 هـ الموافق 27 أبريل 2024", "2024-04-27"),
    ("٦ كانون الأول ٢٠٢٤", "2024-12-06"),
    ("۶ کانون الاول ۲۰۲۴", "2024-12-06"),
    ("٠٩:٢١ ص-٢١ مايو-٢٠٢٥", "2025-05-21T09:21:00"),
    ("اثنين, 15/01/2024 - 21:04", "2024-01-15T21:04:00"),
    ("16-5-2023 | 09:41", "2023-05-16T09:41:00"),
    ("2025-08-14 | 12:33", "2025-08-14T12:33:00"),
    ("نشر في 2023/01/16 الساعة 03:54", "2023-01-16T03:54:00"),
    ("الخميس ٢٩ يونيو ٢٠٢٣ - 02:00", "2023-06-29T02:00:00"),
    ("الأحد ٠٨ سبتمبر ٢٠٢٤ م، الموافق ٠٥ ربيع الأول ١٤٤٦هـ", "2024-09-08"),
    (
        "الخميس 7/3/1429 هـ - الموافق 13/3/2008 م (آخر تحديث) الساعة 16:25 (مكة المكرمة)، 13:25 (غرينتش)",
        "2008-03-13",
    ),
    ("الأربعاء 28 يناير 2026 06:33 صـ 9 شعبان 1447 هـ", "2026-01-28T06:33:00"),
    ("السبت ٠٤ نوفمبر ٢٠٢٣ / ٠٢:٠٧ بتوقيت غرينتش", "2023-11-04T02:07:00+00:00"),
    ("05 سبتمبر 2025، 8:04 ص", "2025-09-05T08:04:00"),
    ("17:25 GMT 20.10.2025", "2025-10-20T17:25:00+00:00"),
    ("27 / JANUARY / 2026", "2026-01-27"),
    ("27\nJANUARY\n2026", "2026-01-27"),
    ("الجمعة 8 فيفري 2019", "2019-02-08"),
    ("12 جويلية 2020", "2020-07-12"),
    ("1 أوت 2022", "2022-08-01"),
    ("25 جانفي 2021 - 10:00", "2021-01-25T10:00:00"),
    ("الثلاثاء 30 دجنبر 2025 - 10:15", "2025-12-30T10:15:00"),
    ("12 غشت 2024", "2024-08-12"),
    ("3 شتنبر 2023", "2023-09-03"),
    ("9 آذار/مارس 2023", "2023-03-09"),
    ("6 أبريل/ نيسان 2022", "2022-04-06"),
    ("28 آب (أغسطس) 2013", "2013-08-28"),
    ("الأربعاء، 28 آب/اغسطس 2013، آخر تحديث 14:00 (GMT+0400)", "2013-08-28"),
    ("26 شباط 2023", "2023-02-26"),
    ("10 تشرين الثاني 2021", "2021-11-10"),
    ("5 اكتوبر 2020", "2020-10-05"),
    ("مارس 19, 2025", "2025-03-19"),
    ("سبتمبر/أيلول 5, 2021", "2021-09-05"),
    ("2025 مارس 19", "2025-03-19"),
    ("9 نوفمبر، 2020", "2020-11-09"),
    ("November 9, 2020", "2020-11-09"),
    ("31/12/2023", "2023-12-31"),
    ("3-4-2024", "2024-04-03"),
    ("آخر تحديث: 09:30 م بتوقيت مكة المكرمة، 19 مارس 2025", "2025-03-19T21:30:00+03:00"),
    ("19 مارس 2025 12:15 ص ت.غ", "2025-03-19T00:15:00+00:00"),
    ("19 مارس 2025 - 13:30 (GMT+3)", "2025-03-19T13:30:00+03:00"),
    ("19 مارس 2025 - 13:30 بتوقيت القدس", "2025-03-19T13:30:00"),
    ("يوم الأربعاء 19 مارس 2025 الساعة 10:15 صباحًا", "2025-03-19T10:15:00"),
    ("14 شعبان 1446", "2025-02-13"),
    ("17-01-1437 هـ 08:30 مساءً", "2015-10-30T20:30:00"),
    ("12 كانون 2 2024", "2024-01-12"),
    ("5 تشرین 1 2023", "2023-10-05"),
    ("الخميس 9 تشرين2 2023", "2023-11-09"),
    ("3 ك٢ 2022", "2022-01-03"),
    ("7/ت1/2020", "2020-10-07"),
    ("١٢ كانون١/ديسمبر ٢٠٢٣ - ٠٩:٣٠", "2023-12-12T09:30:00"),
    ("تشرين II 9, 2023", "2023-11-09"),
    ("1 كانون الأول 2023", "2023-12-01"),
    ("2024-03-06T09:20:15", "2024-03-06T09:20:15"),
    ("٢٠٢٤-٠٣-٠٦T٠٩:٢٠:٠٠+٠٣:٠٠", "2024-03-06T09:20:00+03:00"),
    ("6 مارس 2024 3:20", "2024-03-06"),  # of the morning or the afternoon?
    ("Tue, 17 Mar 2020 20:24:00 +0000", "2020-03-17T20:24:00+00:00"),
]

RELATIVE = [
    ("منذ 3 ساعات", "2025-03-19"),
    ("قبل 14 ساعة", "2025-03-18"),
    ("منذ ساعة", "2025-03-19"),
    ("منذ ساعتين", "2025-03-19"),
    ("منذ يوم واحد", "2025-03-18"),
    ("منذ يومين", "2025-03-17"),
    ("منذ ٣ أيام", "2025-03-16"),
    ("منذ ثلاثة أيام", "2025-03-16"),
    ("قبل 20 دقيقة", "2025-03-19"),
    ("منذ قليل", "2025-03-19"),
    ("أمس", "2025-03-18"),
    ("اليوم 12:30", "2025-03-19"),
    ("آخر تحديث: منذ 5 ساعات", "2025-03-19"),
    ("3 hours ago", "2025-03-19"),
]

UNSAID = [
    "18:43 مساء",  # no day
    "26 فبراير",  # no year
    "الأحد 26 فبراير",
    "مارس 2025",
    "2025",
    "31 فبراير 2024",
    "15/13/2024",
    "12/31/2023",  # month first: the same site's 3/4/2024 would be read wrong
    "15/01/24",
    "5/12/2022 3:54:38 PM",  # an American moment
    "الأحد 19 مارس 2025",  # it was a Wednesday
    "3 آذار/أبريل 2023",  # two months
    "5 مارس 1446",
    "10 شوال 1445 هـ الموافق 27 أبريل 2024",  # eight days off
    "7/3/1429",  # Hijri, or solar Hijri, or neither
    "30 شعبان 1700",
    "منذ 1 أسبوع",  # of which day?
    "منذ 7 سنوات",
    "منذ شهرين",
    "منذ ساعات",
    "192.168.1.20",
    "1.2.2024.5",
    "3-5 مارس 2025",  # two days
    "19 مارس 2025 - 20 مارس 2025",
    "",
    "لا تاريخ هنا",
]


@pytest.mark.parametrize(("line", "iso"), LINES)
def test_printed_dates(line: str, iso: str) -> None:
    stamp = parse_date(line)
    assert stamp is not None
    assert (stamp.iso, stamp.is_relative) == (iso, False)
    assert is_date_line(line)


@pytest.mark.parametrize(("line", "day"), RELATIVE)
def test_relative_dates_need_the_time_of_fetching(line: str, day: str) -> None:
    stamp = parse_date(line, NOW)
    assert stamp is not None
    assert (stamp.iso, stamp.is_relative) == (day, True)
    assert parse_date(line) is None
    assert is_date_line(line)


@pytest.mark.parametrize("text", UNSAID)
def test_nothing_is_guessed(text: str) -> None:
    assert parse_date(text, NOW) is None


def test_a_relative_day_is_that_of_the_clock_given() -> None:
    late = datetime(2025, 3, 19, 23, 30, tzinfo=UTC)
    assert parse_date("منذ ساعة", late).iso == "2025-03-19"  # type: ignore[union-attr]
    cairo = late.astimezone(timezone(timedelta(hours=2)))
    assert parse_date("منذ ساعة", cairo).iso == "2025-03-20"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "iso", "label"),
    [
        ("نشر في: 19/3/2025 - 14:30 | آخر تحديث: 20/3/2025 - 10:00 GMT", "2025-03-19T14:30:00", "published"),
        ("آخر تحديث: 20/3/2025 | نشر في: 19/3/2025", "2025-03-19", "published"),
        ("07.04.2024 - محدث : 08.04.2024", "2024-04-07", None),
        ("التحديث الأخير: 5 مايو 2024", "2024-05-05", "updated"),
        ("تاريخ الأرشفة: 5 مايو 2024", "2024-05-05", "fetched"),
        ("كتب أحمد علي - نشرت بتاريخ 5 مايو 2024", "2024-05-05", "published"),
        ("العدد : ١٦٩٧٠ - الأحد ٠٨ سبتمبر ٢٠٢٤ م", "2024-09-08", None),
    ],
)
def test_labels(text: str, iso: str, label: str | None) -> None:
    stamp = parse_date(text)
    assert stamp is not None
    assert (stamp.iso, stamp.label) == (iso, label)


def test_every_date_of_a_line() -> None:
    stamps = parse_dates("نشر في: 19/3/2025 | آخر تحديث: 20/3/2025 - 10:00 GMT")
    assert [(s.iso, s.label) for s in stamps] == [
        ("2025-03-19", "published"),
        ("2025-03-20T10:00:00+00:00", "updated"),
    ]


def test_raw_is_what_was_read() -> None:
    assert parse_date("تاريخ النشر: 5 مايو 2024").raw == "تاريخ النشر: 5 مايو 2024"  # type: ignore[union-attr]
    assert parse_date("أحمد علي، 5 أيار/مايو 2024، القاهرة").raw == "5 أيار/مايو 2024"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "line",
    [
        "18:43 مساء",
        "الأحد 26 فبراير",
        "26 فبراير، 10:30 ص",
        "15:20 GMT",
        "منذ 1 أسبوع",
        "منذ 7 سنوات",
        "الأحد 19 مارس 2025",
    ],
)
def test_date_lines_that_name_no_certain_day(line: str) -> None:
    assert is_date_line(line)


@pytest.mark.parametrize(
    "line",
    [
        "اليوم السابع",
        "منذ عام 2021",
        "مارس 2025",
        "26 فبراير",
        "2024",
        "في 5 مارس 2024 قال الوزير",
        "وقع الاتفاق يوم الأربعاء 19 مارس 2025 في القاهرة",
        "السبت",
        "قراءة 3 دقائق",
        "3 دقائق",
        "19 مارس 2025 القاهرة",
        "10:30",
        "تاريخ النشر",
        "",
    ],
)
def test_lines_that_say_more_or_less_than_a_date(line: str) -> None:
    assert not is_date_line(line)


DATEISH = st.text(
    st.sampled_from("0123456789٠١٢٣۲ /-.:،,()|@+TZ\nمصهـ") | st.characters(codec="utf-8"), max_size=30
) | st.lists(
    st.sampled_from(["19", "3", "2025", "1446", "مارس", "آذار", "شوال", "/", "-", "الأحد", "هـ", "م", "منذ", "99:99"]),
    max_size=8,
).map(" ".join)


@given(DATEISH)
def test_any_string_gives_a_date_or_none(text: str) -> None:
    is_date_line(text)
    for stamp in parse_dates(text, NOW):
        datetime.fromisoformat(stamp.iso)
        assert stamp.raw


@given(st.dates(datetime(1900, 1, 1).date(), datetime(2100, 12, 31).date()), st.sampled_from("/.-"))
def test_numeric_days_are_day_first(day, sign: str) -> None:  # type: ignore[no-untyped-def]
    stamp = parse_date(f"{day.day:02}{sign}{day.month}{sign}{day.year}")
    # A bare year of the Hijri range never meets a Gregorian one: 1900 to 2100 against 1343 to 1500.
    assert stamp is not None
    assert stamp.iso == day.isoformat()


def test_the_calendar_file_has_every_month_and_weekday() -> None:
    words = calendar().words.values()
    assert {word.value for word in words if word.kind == "M"} == {str(n) for n in range(1, 13)}
    assert {word.value for word in words if word.kind == "H"} == {str(n) for n in range(1, 13)}
    assert {word.value for word in words if word.kind == "W"} == {str(n) for n in range(1, 8)}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[gregorain]\n1 = ['يناير']", "did you mean 'gregorian'"),
        ("[labels]\npublish = ['نشر']", "did you mean 'published'"),
        ("[units.hours]\none = ['ساعة']", "did you mean 'hour'"),
        ("[hijri]\n1 = ['محرم', 'مُحَرَّم']", "is in another list too"),
        ("[hijri]\n1 = ['...']", "has no letters"),
        ("[hijri]\n1 = 'محرم'", "hijri.1: must be a list of strings, not 'محرم'"),
        ("hijri = 1", "hijri: must be a table, not 1"),
        ("[zones]\n'+3' = ['توقيت']", r"zones.\+3: the key must be an offset such as '\+03:00', or 'local'"),
        ("[hijri", "not valid TOML"),
    ],
)
def test_a_wrong_calendar_file_is_our_own_error(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "calendars.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataFileError, match=message) as error:
        read_calendar(path)
    assert str(path) in str(error.value)


DATE_WORDS = st.sampled_from([*sorted(calendar().words), "7", "2024", "18:43", "-", "،", "كلمة"])


@given(st.lists(DATE_WORDS, max_size=5), st.sampled_from([" ", "", " - "]))
def test_no_date_fails_the_first_test(words: list[str], between: str) -> None:
    text = between.join(words)
    shape = tokenize(text).shape
    if is_date_shape(shape) or FULL_DATE.search(shape):
        assert may_hold_date(text)
