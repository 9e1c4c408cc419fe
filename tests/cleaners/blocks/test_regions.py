"""The regions around an article: named by landmark, class or links, and never what holds the article."""

from __future__ import annotations

import pytest

from cleaners.blocks.document import Document
from cleaners.blocks.from_html import blocks_of_tree
from cleaners.page import Page, parse

TEXT = "".join(
    f"<p>قال رئيس المجلس البلدي في الجلسة رقم {n} إن أعمال الترميم في الحي القديم تسير وفق الخطة المقررة لها.</p>"
    for n in range(4)
)
LINE = "سطر من خارج المقال"


def regions(body: str) -> dict[str, str]:
    """The regions of a page's lines, by their text."""
    tree = parse(Page(f"<html><body class='comments-open has-sidebar'>{body}</body></html>"))
    page = Document(blocks_of_tree(tree, None))
    title = next((block for block in page if block.place.tag == "h1"), None)
    page = page.edited([title.becomes("title")] if title else [])
    return {page[index].text: region for index, region in page.regions.items()}


@pytest.mark.parametrize(
    ("markup", "region"),
    [
        (f"<nav>{LINE}</nav>", "menu"),
        (f"<header>{LINE}</header>", "page_header"),
        (f"<footer><div>{LINE}</div></footer>", "page_footer"),
        (f"<aside>{LINE}</aside>", "sidebar"),
        (f"<form>{LINE}</form>", "form"),
        (f'<div role="search">{LINE}</div>', "form"),
        (f'<div role="contentinfo">{LINE}</div>', "page_footer"),
        (f'<div id="site-header">{LINE}</div>', "page_header"),
        (f'<ul class="main-menu"><li>{LINE}</li></ul>', "menu"),
        (f'<div class="left_sidebar"><p>{LINE}</p></div>', "sidebar"),
        (f'<section id="comments"><div>{LINE}</div></section>', "comments"),
        (f'<div class="modal fade">{LINE}</div>', "dialog"),
        (f'<div class="share-buttons">{LINE}</div>', "share_links"),
        (f'<div class="related-posts">{LINE}</div>', "other_headlines"),
        (f'<div class="post-meta">{LINE}</div>', "details"),
    ],
)
@pytest.mark.parametrize("below", [False, True])
def test_a_landmark_or_class_outside_the_article_names_its_lines(markup: str, region: str, below: bool):
    article = f"<main><article><h1>عنوان المقال</h1><div class='text'>{TEXT}</div></article></main>"
    assert regions(article + markup if below else markup + article)[LINE] == region


@pytest.mark.parametrize(
    "article",
    [
        f"<form>{LINE}<h1>عنوان المقال</h1>{TEXT}</form>",
        f"<form><h1>عنوان المقال</h1><div>{TEXT}<aside>{LINE}</aside></div></form>",
        f"<article><header><h1>عنوان المقال</h1><p>{LINE}</p></header><div>{TEXT}</div></article>",
        f"<div class='sidebar-right'><h1>عنوان المقال</h1><div>{TEXT}<footer>{LINE}</footer></div></div>",
        f"<div class='content widget'><h1>عنوان المقال</h1><div class='card'>{TEXT}<p>{LINE}</p></div></div>",
        f"<div role='complementary'><h1>عنوان المقال</h1><p>{LINE}</p><div>{TEXT}</div></div>",
        f"<h1>عنوان المقال</h1>{TEXT}<aside>{LINE}</aside>{TEXT}",
    ],
)
def test_what_holds_the_headline_or_the_text_names_nothing(article: str):
    assert LINE not in regions(article)


def test_parts_of_a_text_in_equal_containers_are_in_no_region():
    assert regions("<h1>عنوان المقال</h1>" + f"<div class='part'>{TEXT}</div>" * 3) == {}


def test_a_page_without_containers_has_its_frame_before_and_after_the_text():
    page = f"<header><a href='/'>الرئيسية</a></header><h1>عنوان المقال</h1>{TEXT}<footer>الحقوق</footer>"
    assert regions(page) == {"الرئيسية": "page_header", "الحقوق": "page_footer"}


def test_short_links_in_a_row_are_a_menu():
    links = "".join(f"<div><a href='/{n}'>قسم {n}</a></div>" for n in "ابت")
    assert set(regions(f"{links}<div><h1>عنوان المقال</h1><div>{TEXT}</div></div>").values()) == {"menu"}


def test_places_of_the_page_and_headlines_are_no_menu():
    places = "".join(f"<div><a href='#{n}'>قسم {n}</a></div>" for n in "ابت")
    headlines = "".join(f"<div><a href='/{n}'>عنوان طويل لمقال آخر من الصحيفة {n}</a></div>" for n in "ابت")
    assert regions(f"{places}<div><h1>عنوان المقال</h1><div>{TEXT}</div></div>{headlines}") == {}


def test_an_article_called_after_its_comments_is_none():
    aside = f"<div class='sidebar'>{TEXT}</div>"
    article = f"<section class='content comments-open'><p>{LINE}</p>{TEXT}{TEXT}</section>"
    assert LINE not in regions(f"{aside}<h1>عنوان المقال</h1>{article}")


def test_long_comments_do_not_hide_where_the_article_ends():
    article = f"<div class='post'><h1>عنوان المقال</h1><div class='text'>{TEXT}</div></div>"
    assert regions(f"{article}<div id='comments'><p>{LINE}</p>{TEXT * 3}</div>")[LINE] == "comments"


@pytest.mark.parametrize("tag", ["header", "footer"])
def test_the_header_and_footer_of_an_article_are_its_details(tag: str):
    article = f"<article><div><h1>عنوان المقال</h1></div><{tag}>{LINE}</{tag}><div>{TEXT}</div></article>"
    assert regions(article)[LINE] == "details"
