"""What never changes on a page: where its blocks stand, what they link, and which elements repeat."""

from __future__ import annotations

import pytest

from cleaners.blocks.document import Document
from cleaners.blocks.from_html import blocks_of_tree
from cleaners.page import Page, parse

LINES = "".join(f"<li><a href='/news/{n}'>خبر رقم {n} من أخبار المدينة</a></li>" for n in range(4))


def page_of(body: str) -> Document:
    tree = parse(Page(f"<body>{body}</body>"))
    assert tree is not None
    return Document(blocks_of_tree(tree, None))


def rows_of(page: Document) -> list[list[list[str]]]:
    """The texts of the elements with links, row by row."""
    return [[[page[n].text for n in part] for part in row.parts] for row in page.layout.rows]


@pytest.mark.parametrize(
    ("markup", "is_link", "is_long"),
    [
        ("<p><a href='/news/1'>افتتاح الجسر في المدينة</a></p>", True, True),
        ("<p><a href='/news/1'>المزيد</a></p>", True, False),
        ("<p><a href='#top'>العودة إلى أعلى الصفحة</a></p>", False, False),
        ("<p><a href='mailto:x@site.example'>اكتبوا إلى فريق التحرير</a></p>", False, False),
        ("<p>أعلنت البلدية <a href='/news/1'>افتتاح الجسر</a> الجديد بعد عام من العمل</p>", False, False),
        ("<p>أعلنت البلدية افتتاح الجسر</p>", False, False),
    ],
)
def test_a_line_is_a_link_as_a_whole_or_not(markup: str, is_link: bool, is_long: bool) -> None:
    layout = page_of(markup).layout
    assert (layout.links == {0}, layout.long_links == {0}) == (is_link, is_long)


def test_items_of_one_list_are_a_row() -> None:
    page = page_of(f"<div><p>سطر بلا رابط</p><ul>{LINES}</ul></div>")
    assert [[block.text] for block in page[1:]] in rows_of(page)


def test_elements_without_a_link_are_in_no_row() -> None:
    assert rows_of(page_of("<div><p>سطر</p><p>سطر آخر</p></div>")) == []
    rows = rows_of(page_of(f"<div><ul>{LINES}<li>بند بلا رابط</li></ul></div>"))
    assert ["بند بلا رابط"] not in max(rows, key=len)


def test_elements_of_other_shapes_are_in_rows_of_their_own() -> None:
    link = "<a href='/news/1'>افتتاح الجسر في المدينة</a>"
    page = page_of(f"<main><div class='card'>{link}</div><div class='box'>{link}</div></main>")
    assert {len(row) for row in rows_of(page)} == {1}


def test_sizes_count_the_blocks_of_each_element() -> None:
    page = page_of(f"<div><ul>{LINES}</ul></div>")
    outermost, innermost = page[0].place.path[0], page[0].place.path[-1]
    assert (page.sizes[outermost], page.sizes[innermost]) == (4, 1)
