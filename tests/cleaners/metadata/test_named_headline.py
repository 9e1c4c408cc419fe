"""Headlines of pages whose h1 is the logo, or that have none: old tables, first blogs, forums."""

from __future__ import annotations

import pytest

from cleaners import clean_html
from tests.tools.page_heads import TEXT

SITE = "مرفأ الحكايات"
LONG = "حارس المنارة الذي لم ينم ثلاثين عاما"
SHORT = "ماء الليمون"
LOGO = f"<div id='header'><h1><a href='/'>{SITE}</a></h1><p>مدونة تكتب عن البحر</p></div>"
CELL = f"<table><tr><td class='header'>{SITE}</td></tr></table>"


def title_of(title: str, body: str) -> str | None:
    return clean_html(f"<html><head><title>{title}</title></head><body>{body}{TEXT}</body></html>").title


@pytest.mark.parametrize("headline", [LONG, SHORT])
@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("{0} « {1}", LOGO + "<div class='post'><h2><a href='/a/1' rel='bookmark'>{0}</a></h2></div>"),
        ("{1} » {0}", LOGO + "<div class='post'><h2 class='posttitle'>{0}</h2></div>"),
        ("{1}: {0}", LOGO + "<div class='post'><h3 class='post-title entry-title'>{0}</h3></div>"),
        ("{1}", LOGO + "<div class='post'><h2 class='entry-title'>{0}</h2></div>"),
        ("{1}", CELL + "<table><tr><td><span id='ctl00_lblTitle'><font size='5'>{0}</font></span></td></tr></table>"),
        ("{1}", CELL + "<table><tr><td class='newstitle'><b>{0}</b></td></tr></table>"),
        ("{1} - {0}", CELL + "<table><tr><td class='title'><font size='4'><b>{0}</b></font></td></tr></table>"),
        ("{0} - {1}", CELL + "<table><tr><td><div class='smallfont'><strong>{0}</strong></div></td></tr></table>"),
        ("{0} | {1}", "<a class='logo' href='/'>{1}</a><div class='wrap'><h1>{0}</h1></div>"),
        ("{0} - {1}", "<div class='wrap'><h1>{0}</h1></div><div class='foot'>{1}</div>"),
        ("{0} – {1}", "<header><a href='https://www.m.example/' rel='home'>{1}</a></header><h1>{0}</h1>"),
        ("{0}", LOGO + "<h2>{0}</h2>"),
        ("{1}: {0}", "<div id='header-wrapper'><h1 class='title'>{1}</h1></div><h3 class='post-title'>{0}</h3>"),
    ],
)
def test_the_headline_is_not_the_outlets_name(title: str, body: str, headline: str) -> None:
    assert title_of(title.format(headline, SITE), body.format(headline, SITE)) == headline


@pytest.mark.parametrize(
    ("title", "body"),
    [
        (f"{LONG} - {SITE}", f"<h1>{LONG}</h1><div class='block-title'>أخبار البحر</div>"),
        (f"{LONG} - رياضة", f"<div class='page-header'><h1>{LONG}</h1></div><h2 class='title'>رياضة</h2>"),
        (f"رياضة: {LONG}", f"<div class='header'><h1>{LONG}</h1></div><h2 class='title'>رياضة</h2>"),
        (f"{LONG} - رياضة", f"<h1>رياضة</h1><h2>{LONG}</h2>"),
        (f"{LONG}", f"<h1>{LONG}</h1><h2 class='post-title'><a href='/2'>عنوان خبر آخر في القائمة</a></h2>"),
        (f"{LONG} - {SITE}", f"{LOGO}<h2 class='post-title'><a href='/2'>عنوان خبر آخر</a></h2><h2>{LONG}</h2>"),
        (f"{LONG} - {SITE}", f"{CELL}<td class='boxtitle'>أحدث المقالات</td><b>{LONG}</b>"),
    ],
)
def test_other_titles_are_not_the_headline(title: str, body: str) -> None:
    assert title_of(title, body) == LONG
