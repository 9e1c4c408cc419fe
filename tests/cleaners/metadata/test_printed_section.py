"""Sections as themes print them: in elements named for them, after labels, in breadcrumbs, above the headline."""

from __future__ import annotations

import pytest

from tests.tools.page_heads import HEADLINE, PARAGRAPH, read

MENU = (
    "<ul class='menu'><li><a href='/a'>الرئيسية</a></li><li><a href='/b'>فنون</a></li><li><a href='/c'>طب</a></li></ul>"
)
H1 = f"<h1>{HEADLINE}</h1>"
TEXT = PARAGRAPH * 3


def section_of(above: str = "", below: str = "", after: str = "", head: str = MENU) -> str | None:
    body = f"{head}<div class='row'><div class='page'>{above}{H1}{below}<div>{TEXT}</div>{after}</div></div>"
    return read(body).section


@pytest.mark.parametrize(
    "mark",
    [
        "<span class='post-category'>مال</span>",
        "<div class='cat-name'>مال</div>",
        "<div class='newsCat'>مال</div>",
        "<span id='ctl00_lblCategory'>مال</span>",
        "<ul class='single-categories'><li><a href='/x'>مال</a></li></ul>",
        "<p class='article-category'>القسم: <b>مال</b></p>",
        "<p class='article-category'><span>القسم</span><b>مال</b></p>",
        "<div class='field field--name-field-category'><div class='field__item'><a href='/t'>مال</a></div></div>",
        "<dd class='category-name'>الفئة: <a href='/t'>مال</a></dd>",
        "<div class='taxonomy-category'><span>في </span><a rel='tag' href='/tag/9'>مال</a></div>",
        "<a rel='category tag' href='/c/4'>مال</a>",
        "<div class='rubrique'><a href='/r'>مال</a></div>",
    ],
)
@pytest.mark.parametrize("place", ["above", "below", "after"])
def test_an_element_named_for_the_section(mark: str, place: str) -> None:
    assert section_of(**{place: mark}) == "مال"


@pytest.mark.parametrize(
    "line",
    [
        "<p class='postmetadata'><small>كتبت هذه التدوينة يوم 3 مارس 2011 ضمن تصنيف مال. يمكنك ترك رد.</small></p>",
        "<small>نشر هذا الموضوع في 3 مارس 2011 تحت تصنيف مال | لا تعليقات</small>",
        "<div class='post-info'>التصنيف: مال</div>",
        "<div class='entry-meta'><span>نُشرت في</span> <a href='/x'>مال</a></div>",
        "<div class='entry-utility'>Filed under مال</div>",
        "<p class='postmetadata'>هذا المقال نشر يوم الخميس 3 مارس 2011 ضمن التصنيف مال، وموسوم بـ نفط</p>",
    ],
)
def test_a_line_of_details_names_the_section(line: str) -> None:
    assert section_of(after=line) == "مال"


@pytest.mark.parametrize(
    "crumbs",
    [
        f"<div class='breadcrumb'><a href='/'>الرئيسية</a> » <a href='/m'>مال</a> » {HEADLINE}</div>",
        f"<nav class='breadcrumbs'><ol><li><a href='/'>الرئيسية</a></li><li>مال</li><li>{HEADLINE}</li></ol></nav>",
        "<div class='breadcumb'>الرئيسية / مال</div>",
        "<p class='arbo'><a href='/'>الصفحة الأساسية</a> &gt; <a href='/m'>مال</a></p>",
        "<nav aria-label='Breadcrumb'><a href='/'>الرئيسية</a><a href='/m'>مال</a></nav>",
        "<div class='entry-crumbs'><span><a href='/'>الرئيسية</a></span> <span><a href='/n'>مال</a></span>"
        "<span>وزير الخارجية يزور باماكو…</span></div>",
        "<ul class='breadcrumb'><li>الرئيسية</li><li>الأخبار</li><li class='active'>مال</li></ul>",
        "<div id='bread_crumbs'>أنت هنا: <a href='/'>الرئيسية</a> › <a href='/m'>مال</a> › <b>وزير...</b></div>",
        "<div class='pathway'><a href='/'>البداية</a> ← <a href='/m'>مال</a></div>",
    ],
)
def test_the_last_breadcrumb_that_is_no_headline(crumbs: str) -> None:
    assert section_of(head=MENU + crumbs) == "مال"


@pytest.mark.parametrize(
    "above",
    [
        "<span class='badge'>مال</span>",
        "<div class='news-dev'>مال</div>",
        "<a class='sec' href='/m'>مال وأعمال</a>",
        "<span class='kicker'><a href='/m'>مال</a></span>",
    ],
)
def test_a_label_right_above_the_headline(above: str) -> None:
    assert section_of(above) in ("مال", "مال وأعمال")


@pytest.mark.parametrize(
    "page",
    [
        {"above": "<span class='badge'>عاجل</span>"},
        {"above": "<span class='live-tag'>مباشر</span>"},
        {"above": "<span class='label'>هند السباعي</span>"},
        {"above": "<div>باماكو</div>"},
        {"above": "<div class='date'>الأربعاء</div>"},
        {"above": "<div><a href='/b'>فنون</a><a href='/c'>طب</a></div>"},
        {"above": "<div class='category'><a href='/'>الرئيسية</a></div>"},
        {"above": "<div class='breadcrumb'><a href='/'>الرئيسية</a> » <a href='/n'>الأخبار</a></div>"},
        {"above": "<ol class='breadcrumb'><li>الدواوين</li><li>العصر الحديث</li></ol>"},
        {"after": "<aside class='sidebar'><ul class='categories'><li><a href='/b'>فنون</a></li></ul></aside>"},
        {"after": "<div class='related'><span class='cat'>فنون</span><a href='/9'>عنوان خبر آخر</a></div>"},
        {"after": "<article class='card'><span class='cat'>فنون</span><h3><a href='/9'>خبر آخر</a></h3></article>"},
        {"after": "<div class='cat-list'><a href='/b'>فنون</a><a href='/c'>طب</a></div>"},
        {"after": "<small>صدر الكتاب في 2010 ثم نشرت في القاهرة طبعته الثانية</small>"},
        {"below": "<div class='tags'><a rel='tag' href='/tag/1'>نفط</a></div>"},
        {"below": "<div class='meta'>تصنيف الدولة الائتماني يرتفع</div>"},
    ],
)
def test_what_is_no_section(page: dict[str, str]) -> None:
    assert section_of(**page) is None
