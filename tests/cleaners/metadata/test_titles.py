"""Titles: without the outlet's name, whole, and spelled as the page spells them."""

from __future__ import annotations

import pytest

from cleaners.metadata.read import Metadata
from cleaners.metadata.titles import choose_title
from tests.tools.page_heads import (
    BODY,
    HEADLINE,
    PARAGRAPH,
    TITLE,
    article_of,
    ld,
    near,
    read,
)

WITH_OUTLET = [
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


@pytest.mark.parametrize("title", WITH_OUTLET)
@pytest.mark.parametrize("heading", ["h1", "h2", "div"])
def test_the_title_is_without_the_outlet_that_the_page_does_not_print(title: str, heading: str):
    assert article_of(f"<title>{title}</title>", h1=f"<{heading}>{TITLE}</{heading}>").title == TITLE


@pytest.mark.parametrize(
    "title", [title for title in WITH_OUTLET if title.endswith(" صدى الساحل") and "محليات" not in title]
)
def test_the_title_is_without_the_outlet_that_the_page_names(title: str):
    head = f"<title>{title}</title><meta property='og:site_name' content='صدى الساحل'>"
    assert article_of(head, h1="").title == TITLE


def test_a_headline_keeps_its_own_colon():
    title = "محافظ الساحل: لن نستعجل أحدا في أعمال الطريق"
    assert article_of(f"<title>{title} | صدى الساحل</title>", h1=f"<h1>{title}</h1>").title == title


def title_of(metadata: Metadata, printed: str | None = None) -> str | None:
    return choose_title(metadata.candidates, printed)


@pytest.mark.parametrize(
    "head",
    [
        f"<title>{HEADLINE} - موقع المثال</title><meta property='og:site_name' content='موقع المثال'>",
        f"<title>موقع المثال | {HEADLINE}</title><meta property='og:site_name' content='موقع المثال'>",
        f"<title>{HEADLINE} – أخبار – بوابة المثال الإلكترونية</title>"
        "<meta name='application-name' content='بوابة المثال'>",
        f"<title>{HEADLINE} | Example</title>",
        f"<meta property='og:title' content='{HEADLINE} « example.net'>",
        ld(headline=HEADLINE) + "<title>موقع المثال</title>",
    ],
)
def test_the_sites_name_is_not_part_of_the_title(head: str) -> None:
    assert title_of(read(BODY, head)) == HEADLINE
    assert title_of(read(PARAGRAPH, head.replace(" – أخبار", ""))) == HEADLINE


def test_a_dash_inside_a_headline_stays() -> None:
    headline = "القمة العربية - الإفريقية: جولة جديدة في الرياض"
    assert title_of(read(f"<h1>{headline}</h1>{PARAGRAPH}", f"<title>{headline} - المثال</title>")) == headline


def test_the_logo_is_no_headline() -> None:
    metadata = read(
        f"<header><h1>موقع المثال</h1></header>{BODY}", "<meta property='og:site_name' content='موقع المثال'>"
    )
    assert title_of(metadata) == HEADLINE


def test_a_section_name_in_h1_is_no_headline() -> None:
    metadata = read(f"<h1>سياسة</h1><h2>{HEADLINE}</h2>{PARAGRAPH}", f"<meta property='og:title' content='{HEADLINE}'>")
    assert title_of(metadata) == HEADLINE


def test_a_title_that_was_cut_off_is_made_whole_by_the_heading() -> None:
    metadata = read(BODY, ld(headline=HEADLINE[:30] + "…") + f"<meta property='og:title' content='{HEADLINE[:30]}...'>")
    assert title_of(metadata) == HEADLINE


def test_the_heading_spells_the_headline() -> None:
    metadata = read(
        "<h1>«الأمن» يتصدّر محادثات باماكو</h1>" + PARAGRAPH,
        "<meta property='og:title' content='الأمن يتصدر محادثات باماكو'><title>الأمن يتصدر محادثات باماكو</title>",
    )
    assert title_of(metadata) == "«الأمن» يتصدّر محادثات باماكو"


def test_entities_in_json_are_letters() -> None:
    assert title_of(read(PARAGRAPH, ld(headline="&quot;شعر وردي&quot; يشعل السخرية"))) == '"شعر وردي" يشعل السخرية'


def test_the_heading_outweighs_what_only_search_engines_are_told() -> None:
    other = "أخبار مالي اليوم: تفاصيل زيارة الوفد الدبلوماسي"
    head = ld(headline=other) + f"<title>{other}</title><meta property='og:title' content='{other}'>"
    assert title_of(read(BODY, head)) == HEADLINE
    assert title_of(read(f"<div>{other}</div>{BODY}", head)) == other


def test_a_headline_without_heading_elements() -> None:
    page = (
        f"<table><tr><td><font size=5>{HEADLINE}</font></td></tr><tr><td>بقلم: أحمد علي - 19 مارس 2025</td></tr>"
        f"<tr><td>{PARAGRAPH}{PARAGRAPH}</td></tr></table>"
    )
    metadata = read(page, f"<title>{HEADLINE} - صحيفة لا يذكر اسمها في مكان آخر</title>")
    assert (title_of(metadata), metadata.authors, metadata.date_published) == (HEADLINE, ("أحمد علي",), "2025-03-19")


def test_the_lines_of_the_text_complete_a_title_that_was_cut_off() -> None:
    metadata = read("<div></div>", f"<title>{HEADLINE[:35]}...</title>")
    assert choose_title(metadata.candidates, None, [HEADLINE, "نص"]) == HEADLINE


def test_the_block_that_the_text_shows_is_the_last_resort() -> None:
    assert title_of(read(PARAGRAPH), HEADLINE) == HEADLINE
    assert title_of(read(PARAGRAPH)) is None


def test_a_head_written_for_the_home_page_is_not_believed() -> None:
    head = (
        "<title>شبكة المثال | الصفحة الرئيسية</title><link rel='canonical' href='https://www.example.net'>"
        "<meta property='og:title' content='شبكة المثال | الصفحة الرئيسية'><meta property='og:type' content='website'>"
        "<meta property='article:published_time' content='2019-01-01T10:00:00+03:00'>"
        "<meta property='article:modified_time' content='2022-02-12T13:14:09+00:00'>"
    )
    metadata = read(f"<h1>شبكة المثال</h1>{near('<span>19/03/2025</span>')}", head)
    assert title_of(metadata) == HEADLINE
    assert (metadata.date_published, metadata.date_modified) == ("2025-03-19", None)
    assert metadata.canonical == "https://www.example.net"
    assert metadata.kinds == ()
