"""A page's tree as blocks: each text once, in order, with where it stands."""

from __future__ import annotations

import pytest

from cleaners.blocks.block import Block
from cleaners.blocks.from_html import _MAX_BLOCKS, INNER, OUTER, blocks_of_tree
from cleaners.page import Page, parse

URL = "https://marfa.example/news/7"


def blocks(body: str, url: str | None = URL) -> tuple[Block, ...]:
    tree = parse(Page(f"<html><body>{body}</body></html>"))
    assert tree is not None
    return blocks_of_tree(tree, url)


def texts(body: str) -> list[str]:
    return [block.text for block in blocks(body)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>أول</p><p>ثان</p>", ["أول", "ثان"]),
        ("أول<br>ثان<br/><br/>ثالث", ["أول", "ثان", "ثالث"]),
        ("<p>أول\n   ثان\tثالث&nbsp;رابع</p>", ["أول ثان ثالث رابع"]),
        ("<p>الك<b>لم</b>ة <i>واح</i>دة</p>", ["الكلمة واحدة"]),
        ("<p>قال<span>: «لا»</span>.</p>", ["قال: «لا»."]),
        ("<p>ق<wbr>طار</p>", ["قطار"]),
        ("قبل<div>في</div>بعد", ["قبل", "في", "بعد"]),
        ("<div>قبل<p>في</p>بين<p>آخر</p>بعد</div>", ["قبل", "في", "بين", "آخر", "بعد"]),
        ("<ul><li>أول<ul><li>ثان</li></ul></li><li>ثالث</li></ul>", ["أول", "ثان", "ثالث"]),
        ("<table><tr><th>اسم</th><td>عدد</td></tr></table>", ["اسم", "عدد"]),
        ("<p>نص<script>var a='لا'</script> باق<style>p{}</style></p>", ["نص باق"]),
        ("<noscript><p>لا</p></noscript><template><p>لا</p></template><p>نعم</p>", ["نعم"]),
        ("<select><option>لا</option></select><textarea>لا</textarea><svg><text>لا</text></svg>نعم", ["نعم"]),
        ("<iframe>لا</iframe><object>لا</object><video>لا</video><p>نعم</p>", ["نعم"]),
        ("<p>نص<!-- تعليق --> متصل</p>", ["نص متصل"]),
        ("<p></p><p> \n </p><div><br></div>", []),
        ("<a href='/a'><h3>عنوان</h3><p>مقتطف</p></a>", ["عنوان", "مقتطف"]),
        ("<p>سطر</p>ذيل", ["سطر", "ذيل"]),
        ("<foo>غير معروف</foo><p>نص</p>", ["غير معروف", "نص"]),
    ],
)
def test_texts(body: str, expected: list[str]):
    assert texts(body) == expected


def test_blocks_are_numbered_in_order():
    assert [b.index for b in blocks("<p>أ</p><p>ب</p><p>ج</p>")] == [0, 1, 2]


def test_links_are_absolute_and_keep_their_words():
    (block,) = blocks("<p>قال <a href='/a?b=1'>موقع <b>المرفأ</b></a> و<a href='//cdn.example/x'>غيره</a> أمس</p>")
    assert [(link.url, link.text) for link in block.links] == [
        ("https://marfa.example/a?b=1", "موقع المرفأ"),
        ("https://cdn.example/x", "غيره"),
    ]
    assert 0.5 < block.place.link_share < 0.8


def test_links_stay_as_written_without_an_address():
    (block,) = blocks("<a href=' /a '>نص</a>", None)
    assert block.links[0].url == "/a"


def test_a_link_around_several_blocks_is_in_each_with_its_own_words():
    title, excerpt, after = blocks("<a href='/a'><h3>عنوان كامل</h3><p>مقتطف قصير</p></a><p>بعده</p>")
    assert [(link.url, link.text) for b in (title, excerpt) for link in b.links] == [
        (f"{URL[:-7]}/a", "عنوان كامل"),
        (f"{URL[:-7]}/a", "مقتطف قصير"),
    ]
    assert (title.place.link_share, excerpt.place.link_share, after.links) == (1.0, 1.0, ())


def test_a_picture_s_link_has_no_words():
    _, block = blocks("<p>أ</p><p><a href='/a'><img src='x.jpg'></a>نص</p>")
    assert [(link.url, link.text) for link in block.links] == [("https://marfa.example/a", "")]
    assert block.place.link_share == 0.0


def test_an_anchor_without_address_is_no_link():
    (block,) = blocks("<p><a name='x'>نص</a> <a>آخر</a></p>")
    assert block.links == ()
    assert block.place.link_share == 0.0


@pytest.mark.parametrize(
    "href", ["http://[::1", "https://[bad]/x", "javascript:void(0)", "mailto:a@b.example", "#top", ""]
)
def test_odd_addresses_do_not_raise(href: str):
    assert texts(f'<p>قبل <a href="{href}">نص</a></p>') == ["قبل نص"]


@pytest.mark.parametrize(
    ("body", "hidden"),
    [
        ("<p>نص</p>", False),
        ("<p hidden>نص</p>", True),
        ("<p style='color:red; display: NONE'>نص</p>", True),
        ("<div style='visibility:hidden'><p>نص</p></div>", True),
        ("<div hidden><div><p>نص</p></div></div>", True),
        ("<div hidden>لا</div><p>نص</p>", False),
    ],
)
def test_hidden(body: str, hidden: bool):
    assert blocks(body)[-1].place.hidden is hidden


@pytest.mark.parametrize(
    ("body", "zone"),
    [
        ("<p>نص</p>", ""),
        ("<nav><ul><li>نص</li></ul></nav>", "nav"),
        ("<div role='navigation'>نص</div>", "nav"),
        ("<header><p>نص</p></header>", "header"),
        ("<footer>نص</footer>", "footer"),
        ("<aside><p>نص</p></aside>", "aside"),
        ("<main><article><p>نص</p></article></main>", "main"),
        ("<article><aside><p>نص</p></aside></article>", "aside"),
        ("<aside><figure><figcaption>نص</figcaption></figure></aside>", "figure"),
        ("<form><p>نص</p></form>", "form"),
        ("<button>نص</button>", "form"),
        ("<table><tr><td>نص</td></tr></table>", "table"),
        ("<div role='main'><p>نص</p></div>", "main"),
        ("<div role='presentation'><p>نص</p></div>", ""),
    ],
)
def test_zone(body: str, zone: str):
    assert blocks(body)[0].place.zone == zone


def test_a_form_around_a_whole_page_is_no_form():
    page = "<form><h1>عنوان</h1>" + "<p>نص طويل في فقرة من فقرات الصفحة كلها.</p>" * 200 + "</form>"
    assert {b.place.zone for b in blocks(page)} == {""}


def test_place_says_where_a_block_stands():
    first, second = blocks("<div id='Main' class='Wide story'><p>أ</p><p class='lead'>ب</p></div>")
    assert first.place.tag == "p"
    assert first.place.shapes[-2].split()[0] == "div"
    assert {"wide", "story"} < set(first.place.shapes[-2].split())
    assert "main" in first.place.shapes[-2]
    assert second.place.shapes[-1] == "p lead"
    assert first.place.path[:-1] == second.place.path[:-1]
    assert first.place.path[-1] != second.place.path[-1]


def test_an_image_is_seen_from_its_own_element_and_the_one_around_it():
    near, far = blocks("<div><div class='c'><img src='x'><p>قرب</p></div></div><p>بعيد</p>")
    assert near.place.image
    assert not far.place.image


@pytest.mark.parametrize(
    "image", ["<img src='x'>", "<picture><source><img src='x'></picture>", "<a href='/1'><img></a>"]
)
def test_an_image_in_other_elements_is_seen_from_as_far(image: str):
    near, far = blocks(f"<div><div class='c'>{image}<p>قرب</p></div></div><p>بعيد</p>")
    assert near.place.image
    assert not far.place.image


def test_blocks_end_at_the_limit():
    assert len(blocks("<p>أ</p>" * (_MAX_BLOCKS + 5))) == _MAX_BLOCKS


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<div><a href='/1'>عنوان أول من أربع</a><a href='/2'>عنوان ثان من أربع</a></div>", 2),
        ("<div><a href='/1'><span>عنوان أول من أربع</span></a>\n<a href='/2'>عنوان ثان من أربع</a></div>", 2),
        ("<div><a href='/1'><amp-img></amp-img><b>عنوان أول</b></a><a href='/2'><amp-img></amp-img>ثان</a></div>", 2),
        ("<p>قال <a href='/1'>عنوان أول من أربع</a> <a href='/2'>عنوان ثان من أربع</a> أمس</p>", 1),
        ("<p><a href='/1'>عنوان أول من أربع</a> | <a href='/2'>عنوان ثان من أربع</a></p>", 1),
        ("<p><a href='/1'>طريق</a> <a href='/2'>جبل</a></p>", 1),
        ("<p><a href='/1'>وكالة</a>: نص الخبر</p>", 1),
    ],
)
def test_links_side_by_side_with_a_headline_s_words_are_lines(body: str, expected: int):
    found = blocks(body)
    assert len(found) == expected
    assert [len(block.links) for block in found] == ([1] * expected if expected > 1 else [body.count("href")])


def test_a_link_around_lines_is_an_element_of_its_own():
    first, second = blocks("<div><a class='k' href='/1'><h3>عنوان</h3><p>مقتطف</p></a><p>غيره</p></div>")[0::2]
    assert first.place.shapes[-2:] == ("a k", "h3")
    assert second.links == ()


def test_of_very_deep_blocks_the_outermost_and_innermost_elements_are_told():
    first, second = blocks("<div>" * 700 + "<p>أول</p><p>ثان</p>" + "</div>" * 700)
    assert len(first.place.path) == len(first.place.shapes) == OUTER + INNER
    assert first.place.path[:-1] == second.place.path[:-1]
    assert first.place.shapes[:2] == ("html", "body")
    assert first.place.tag == "p"
