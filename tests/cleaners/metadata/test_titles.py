"""Heads of pages as outlets, archives and plug-ins write them: one headline, and one day or none."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from cleaners import Article, clean_html

URL = "https://www.sahel.example/news/4711/road"
NOW = datetime(2024, 5, 20, 12, 0, tzinfo=UTC)
TITLE = "بلدية عين الصخر تبدأ توسيع الطريق إلى القرى الست"
TEXT = "".join(
    f"<p>{text}</p>"
    for text in (
        "أعلنت بلدية عين الصخر، الأحد، بدء أعمال توسيع الطريق الجبلي إلى القرى الست، على أن تنتهي قبل الشتاء.",
        "وقال المهندس المشرف إن الأعمال ستجري ليلا لتجنب إغلاق الطريق أمام الشاحنات التي تنقل محصول التفاح.",
        "وختم المهندس حديثه بالقول إن سلامة العمال تأتي قبل أي موعد، وإن البلدية لن تستعجل أحدا في هذا العمل.",
    )
)


def read(head: str = "", line: str = "", after: str = "", url: str = URL, h1: str = f"<h1>{TITLE}</h1>") -> Article:
    html = f"<html><head>{head}</head><body><div>{h1}{line}<div>{TEXT}</div></div>{after}</body></html>"
    return clean_html(html, url, fetched_at=NOW)


TITLES = [
    f"{TITLE} | جريدة صدى الساحل الحر",
    f"{TITLE} - جريدة صدى الساحل الحر",
    f"{TITLE} – صدى الساحل",
    f"{TITLE} — صدى الساحل",
    f"{TITLE} » صدى الساحل",
    f"{TITLE} :: صدى الساحل",
    f"{TITLE}::صدى الساحل",
    f"صدى الساحل | {TITLE}",
    f"صدى الساحل - {TITLE}",
    f"صدى الساحل » {TITLE}",
    f"صدى الساحل: {TITLE}",
    f"{TITLE} | محليات | صدى الساحل",
    f"صدى الساحل » محليات » {TITLE}",
    f"{TITLE} - محليات - صدى الساحل",
    f"{TITLE} | Sahel Echo",
]


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("heading", ["h1", "h2", "div"])
def test_the_title_is_without_the_outlet_that_the_page_does_not_print(title: str, heading: str):
    assert read(f"<title>{title}</title>", h1=f"<{heading}>{TITLE}</{heading}>").title == TITLE


@pytest.mark.parametrize(
    "title", [title for title in TITLES if title.endswith(" صدى الساحل") and "محليات" not in title]
)
def test_the_title_is_without_the_outlet_that_the_page_names(title: str):
    head = f"<title>{title}</title><meta property='og:site_name' content='صدى الساحل'>"
    assert read(head, h1="").title == TITLE


def test_a_headline_keeps_its_own_colon():
    title = "محافظ الساحل: لن نستعجل أحدا في أعمال الطريق"
    assert read(f"<title>{title} | صدى الساحل</title>", h1=f"<h1>{title}</h1>").title == title


def test_archives_rewrite_addresses():
    url = "https://web.archive.org/web/20240518101112id_/https://www.sahel.example/news/4711/road"
    head = (
        f"<title>{TITLE} | صدى الساحل</title>"
        "<link rel='canonical' href='https://web.archive.org/web/20240518101112/https://www.sahel.example/news/4711/r'>"
    )
    article = read(head, url=url)
    assert (article.title, article.date_published) == (TITLE, None)
    dated = "https://web.archive.org/web/20240518101112id_/https://www.sahel.example/2023/04/02/road"
    assert read(head, url=dated).date_published == "2023-04-02"


def test_a_canonical_of_the_home_page_is_not_believed():
    head = (
        "<title>صدى الساحل</title><meta property='og:title' content='صدى الساحل'>"
        "<link rel='canonical' href='https://www.sahel.example/'>"
        "<meta property='article:published_time' content='2019-01-01T00:00:00+00:00'>"
    )
    article = read(head, "<span class=date>19 مايو 2024</span>")
    assert (article.title, article.date_published) == (TITLE, "2024-05-19")


def ld(data: str) -> str:
    return f"<script type='application/ld+json'>{data}</script>"


OWN = f'"@type":"NewsArticle","headline":"{TITLE}","datePublished":"2024-05-18T09:00:00+03:00"'
OTHER = '"@type":"NewsArticle","headline":"خبر آخر في صفحة أخرى","datePublished":"2021-01-01"'
DAYS = {
    "JSON-LD in a graph": (ld(f'{{"@graph":[{{"@type":"WebPage"}},{{{OWN}}}]}}'), "", "2024-05-18"),
    "JSON-LD in an array, another article first": (ld(f"[{{{OTHER}}},{{{OWN}}}]"), "", "2024-05-18"),
    "broken JSON-LD": (ld(f'{{{OWN},"description":"قال "نعم" أمس",}}'), "", "2024-05-18"),
    "JSON-LD with two types": (ld("{" + OWN.replace('"NewsArticle"', '["Article", null]') + "}"), "", "2024-05-18"),
    "only other articles' JSON-LD in a list": (
        ld(f'{{"@type":"ItemList","itemListElement":[{{{OTHER}}}]}}'),
        "",
        None,
    ),
    "JSON-LD of a comment": (ld('{"@type":"Comment","datePublished":"2022-02-02"}'), "", None),
    "hours ago": ("", "<span>منذ 3 ساعات</span>", "2024-05-20"),
    "yesterday": ("", "<span>أمس 10:15</span>", "2024-05-19"),
    "two days ago in a class": ("", "<div class='post-date'>منذ يومين</div>", "2024-05-18"),
    "weeks ago": ("", "<span>منذ أسبوعين</span>", None),
    "both calendars": ("", "<div>السبت 10 ذو القعدة 1445 هـ - 18 مايو 2024 م</div>", "2024-05-18"),
    "both calendars, the other order": ("", "<div>18 مايو 2024م الموافق 10 ذو القعدة 1445هـ</div>", "2024-05-18"),
    "dual months": ("", "<div>السبت 18 أيار/مايو 2024</div>", "2024-05-18"),
    "dual months the other way": ("", "<div>18 مايو / أيار 2024 - 14:30</div>", "2024-05-18"),
    "Maghrebi month": ("", "<div>السبت 18 ماي 2024</div>", "2024-05-18"),
    "a stamp late in UTC, the day shown": (
        "<meta property='article:published_time' content='2024-05-17T22:30:00Z'>",
        "<div>18 مايو 2024</div>",
        "2024-05-18",
    ),
    "a stamp late in UTC, nothing shown": (
        "<meta property='article:published_time' content='2024-05-17T22:30:00Z'>",
        "",
        "2024-05-17",
    ),
    "published and updated": ("", "<div>نشر: 17 مايو 2024 | آخر تحديث: 19 مايو 2024</div>", "2024-05-17"),
    "an impossible day": ("<meta property='article:published_time' content='0001-01-01T00:00:00'>", "", None),
    "a day to come": ("<meta property='article:published_time' content='2031-01-01T00:00:00Z'>", "", None),
    "day or month first": ("", "<div>03/04/2024</div>", "2024-04-03"),
    "an image's path": ("<meta property='og:image' content='https://sahel.example/2022/03/04/a.jpg'>", "", None),
    "an image in the page": ("", "<img src='/uploads/2022/03/04/a.jpg' alt='4 مارس 2022'>", None),
    "a weekday that does not fit": ("", "<div>الأحد 18 مايو 2024</div>", None),
}


@pytest.mark.parametrize(("head", "line", "day"), DAYS.values(), ids=DAYS)
def test_days(head: str, line: str, day: str | None):
    assert (read(head, line).date_published or "")[:10] == (day or "")


NO_DAYS = {
    "comments": "<div class='comments'><time datetime='2024-05-19'>19 مايو 2024</time><p>شكرا</p></div>",
    "comments of an unknown class": "<div><h3>التعليقات</h3><div><b>سالم</b> <span>19 مايو 2024</span></div></div>",
    "a widget": "<div class='widget'><h3>آخر الأخبار</h3><ul><li>"
    "<a href='/n/1'>خبر آخر من القرى</a> 19 مايو 2024</li></ul></div>",
    "cards": "<div><a href='/n/1'><h3>خبر آخر من القرى الست</h3></a><time datetime='2024-05-19'>قبل يوم</time></div>"
    * 3,
    "a footer": "<footer>جميع الحقوق محفوظة 2024 - 19 مايو 2024</footer>",
    "a plain footer": "<div>آخر تحديث للموقع 19 مايو 2024</div>",
}


@pytest.mark.parametrize("after", NO_DAYS.values(), ids=NO_DAYS)
def test_a_day_after_the_text_is_not_the_article_s(after: str):
    assert read(after=after).date_published is None
