"""Dates and authors of themes that print them in plain mark-up, without fields for machines."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from cleaners import Article, clean_html
from tests.tools.page_heads import TEXT, TITLE

LOGO = "<div id='header'><h1><a href='/'>مرفأ الحكايات</a></h1></div>"
NOW = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


def page(line: str, after: str = "", heading: str = f"<h2><a rel='bookmark' href='/1'>{TITLE}</a></h2>") -> Article:
    head = f"<head><title>{TITLE} « مرفأ الحكايات</title></head>"
    body = f"{LOGO}<div class='post'>{heading}{line}<div class='entry'>{TEXT}</div>{after}</div>"
    return clean_html(f"<html>{head}<body class='one-sidebar'>{body}</body></html>", fetched_at=NOW)


@pytest.mark.parametrize(
    ("line", "day", "authors"),
    [
        ("<small>6 مارس، 2011 بقلم هند السباعي</small>", "2011-03-06", ["هند السباعي"]),
        ("<small>March 6th, 2011 by هند السباعي</small>", "2011-03-06", ["هند السباعي"]),
        ("<small>الأحد 6 مارس 2011 بواسطة admin</small>", "2011-03-06", []),
        ("<div class='submitted'>نشر بواسطة admin في 16/03/2011 - 08:35</div>", "2011-03-16", []),
        ("<div class='submitted'>Submitted by editor on 16/03/2011 - 08:35</div>", "2011-03-16", []),
        ("<p class='submitted'>نشر بواسطة هند السباعي في 6 مارس 2011</p>", "2011-03-06", ["هند السباعي"]),
        ("<font class='content'>أرسلت بواسطة admin في الأحد 6 مارس 2011 22:05</font>", "2011-03-06", []),
        ("<font class='content'>أرسلت في الأحد 6 مارس 2011 بواسطة webmaster</font>", "2011-03-06", []),
        ("<div class='smallfont'>أرسلت بواسطة قطر الندى في 6 مارس 2011</div>", "2011-03-06", []),
        (
            "<div class='info'><span><i class='icon-user'></i>هند السباعي</span><span><i class='icon-calendar'></i>"
            "الأحد 6 مارس 2011</span><span><i class='icon-eye'></i>539 مشاهدة</span></div>",
            "2011-03-06",
            ["هند السباعي"],
        ),
        (
            "<div class='info'><div><span>الكاتب</span><i class='x'></i><span>هند السباعي</span></div>"
            "<div><span>تاريخ النشر</span><i class='y'></i><span>6 مارس 2011</span></div></div>",
            "2011-03-06",
            ["هند السباعي"],
        ),
        ("<div class='info'><span class='date'>6/3/2011</span><span class='auth'>هند السباعي</span></div>", None, None),
        ("<div><span class='poet-name'><a href='/p'>هند السباعي</a></span></div>", None, ["هند السباعي"]),
        ("<h2 class='poet'><a href='/p'>هند السباعي</a></h2>", None, ["هند السباعي"]),
    ],
)
def test_lines_below_the_headline(line: str, day: str | None, authors: list[str] | None) -> None:
    article = page(line)
    assert authors is None or article.authors == authors
    assert day is None or (article.date_published or "")[:10] == day


@pytest.mark.parametrize(
    ("footer", "day", "authors"),
    [
        (
            "<p class='postmetadata alt'><small>كتبت هذه التدوينة يوم 6 مارس، 2011 الساعة 22:13 ضمن التصنيف سفر. يمكنك"
            " متابعة الردود عبر RSS 2.0.</small></p>",
            "2011-03-06",
            [],
        ),
        (
            "<div class='post-footer'><span class='post-author vcard'>مرسلة بواسطة <span class='fn'>هند السباعي</span>"
            "</span> في <a rel='bookmark' href='/1'><abbr class='published' title='2011-03-06T18:49:11+03:00'>6:49 م"
            "</abbr></a></div>",
            "2011-03-06",
            ["هند السباعي"],
        ),
        (
            "<div class='meta'><a class='p-author'><span class='p-name'>هند السباعي</span></a>"
            "<time class='dt-published' datetime='2011-03-06'>أول الربيع</time></div>",
            "2011-03-06",
            ["هند السباعي"],
        ),
        (
            "<div class='byline share'><ul><li>Facebook</li><li>Pinterest</li><li>بريد إلكتروني</li></ul></div>",
            None,
            [],
        ),
        (
            "<div class='comments'><span class='author vcard fn'>سامر الحلبي</span>"
            "<abbr class='published' title='2012-01-01'>1 يناير</abbr></div>",
            None,
            [],
        ),
        (
            "<div class='widget Popular'><span class='author'><span class='fn'>سامر الحلبي</span></span></div>",
            None,
            [],
        ),
    ],
)
def test_lines_below_the_text(footer: str, day: str | None, authors: list[str]) -> None:
    article = page("", footer)
    assert (article.authors, article.date_published and article.date_published[:10]) == (authors, day)
    assert "التدوينة" not in article.text


@pytest.mark.parametrize(
    "line",
    [
        "<p>كتبت هذه المقالة يوم 6 مارس 2011 وأنا على ظهر سفينة تعبر المضيق ليلا، ثم نسيتها في درج المكتب أعواما.</p>",
        "<p>نشر هذا المقال أول مرة قبل أعوام طويلة في صحيفة كانت تصدر في المرفأ القديم، ثم توقفت عن الصدور بعده.</p>",
    ],
)
def test_a_sentence_of_the_text_about_its_writing_stays(line: str) -> None:
    article = page(line)
    assert article.text.startswith(line[3:20])
    assert article.date_published is None
