"""Where an article's text stands: the main element, bodies without prose, linked lines of other articles."""

from __future__ import annotations

import pytest

from cleaners import Page, clean_html, read_html
from cleaners.blocks.block import Block
from cleaners.steps.body.main_text import main_text
from tests.tools.card_pages import TITLES, page
from tests.tools.step_tables import HEAD, LAST, MORE, PROSE, Row, block, check

QUESTIONS = (
    "من يملك مياه الوادي بعد أن بنت البلدية السد الجديد؟",
    "كيف ستصل الحافلات إلى القرى الست في أيام الثلج؟",
    "لماذا لم تعلن المحافظة كلفة الطريق حتى اليوم؟",
    "هل تكفي سلامة العمال حجة لتأجيل العمل شهرا آخر؟",
)
TITLED = "<html><head><title>أسئلة الطريق الجبلي إلى القرى الست</title></head>"


def test_a_text_of_short_questions_is_an_article():
    text = "".join(f"<p>{question}</p>" for question in QUESTIONS)
    menu = "<ul>" + "".join(f"<li><a href='/{n}'>قسم {n}</a></li>" for n in range(5)) + "</ul>"
    foot = "<div><p>جميع الحقوق محفوظة لموقع المرفأ</p></div>"
    html = f"{TITLED}<body>{menu}<h1>أسئلة الطريق الجبلي</h1><div class='k'>{text}</div>{foot}</body></html>"
    article = clean_html(html)
    assert article.blocks == QUESTIONS
    assert article.reason is None


def test_a_list_of_links_is_no_such_text():
    items = "".join(f"<li><a href='/n/{n}'>{title}</a></li>" for n, title in enumerate(TITLES * 2))
    article = clean_html(
        f"{TITLED}<body><h1>أخبار الطريق</h1><ul>{items}</ul></body></html>", "https://marfa.example/s"
    )
    assert article.text == ""
    assert article.reason is not None


def test_two_lines_alone_are_no_text():
    html = f"{TITLED}<body><h1>أسئلة</h1><p>{QUESTIONS[0]}</p><p>{QUESTIONS[1]}</p></body></html>"
    assert read_html(Page(html)).article.reason == "empty"


def test_a_dropped_heading_that_is_a_link_is_not_taken_back_into_the_text():
    article = page(between=f"<div class='q'><h4><a href='/n/0'>{TITLES[0]}</a></h4></div>").article
    assert TITLES[0] not in article.text
    assert len(article.blocks) == 4


def test_a_dropped_subhead_is_taken_back():
    article = page(between="<div class='q'><h4>كلفة الطريق الجبلي</h4></div>").article
    assert "كلفة الطريق الجبلي" in article.blocks


def test_a_picture_and_its_caption_in_a_small_table_are_no_text():
    cells = "<tr><td><img src='a.jpg'></td></tr><tr><td><font>جانب من أعمال الطريق</font></td></tr>"
    article = page(between=f"<table align='left'>{cells}</table>").article
    assert len(article.blocks) == 4


def test_a_table_of_the_text_with_a_picture_stays():
    rows = "".join(f"<tr><td>القرية {n}</td><td>عدد سكان القرية {n}</td></tr>" for n in range(4))
    article = page(between=f"<table><tr><td><img src='a.jpg'></td><td>السكان</td></tr>{rows}</table>").article
    assert "عدد سكان القرية 3" in article.blocks


def inside(text: str, role: str = "body", number: int = 3, **rest: object) -> Block:
    """A block of the element 2, which holds the text."""
    return block(text, role, **{"path": (1, 2, number), "tag": "p"} | rest)


SHORT_DECK, DECK = (
    "ست قرى تنتظر نهاية الأعمال",
    "ست قرى تنتظر نهاية الأعمال قبل أول ثلج، والمقاول يعد بأن الوعد هذه المرة جاد",
)
MAIN_TEXT: dict[str, Row] = {
    "a short line that trafilatura lost between paragraphs comes back if it is a subhead or an item": [
        (inside(PROSE), "body"),
        (inside("الطريق القديم", "noise", 4, tag="h2"), "body"),
        (inside("أولا", "noise", path=(1, 2, 5, 6), tag="li"), "body"),
        (inside("شارك", "noise", 7, tag="div"), "noise"),
        (inside(MORE, "body", 8), "body"),
        (inside("عن الكاتب", "noise", 9, tag="h2"), "noise"),
    ],
    "a line of the paragraphs' own tag between them": [
        (inside(PROSE), "body"),
        (inside("لا أحد يعرف", "noise", 4), "body"),
        (inside(MORE, "body", 5), "body"),
    ],
    "paragraphs that it lost come back": [
        (inside(PROSE), "body"),
        (inside(LAST, "noise", 4), "body"),
        (inside(MORE, "body", 5), "body"),
        (inside(HEAD + ".", "noise", 6), "body"),
    ],
    "paragraphs elsewhere are another matter": [
        (inside(PROSE), "body"),
        (inside(MORE, "body", 4), "body"),
        (inside(LAST, "body", 5), "body"),
        (inside("عن الموقع: صحيفة إلكترونية مستقلة تصدر كل صباح.", path=(1, 9)), "noise"),
    ],
    "a deck between headline and text": [
        (block(HEAD, "title", path=(1, 8), tag="h1"), "title"),
        (block(DECK, "noise", path=(1, 9), tag="p"), "body"),
        (block(DECK, "noise", path=(1, 10), tag="p", zone="figure"), "noise"),
        (block(DECK, "noise", path=(1, 11), tag="p", link="/a"), "noise"),
        (block("سياسة", "noise", path=(1, 12), tag="p"), "noise"),
        (inside(PROSE), "body"),
        (inside(MORE, "body", 4), "body"),
        (block(DECK, "noise", path=(1, 14), tag="p"), "noise"),
    ],
    "hidden text, forms and asides are never shown text": [
        (inside(PROSE), "body"),
        (inside(MORE, "body", 4, hidden=True), "noise"),
        (inside(MORE, "body", 5, zone="aside"), "noise"),
        (inside(MORE, "body", 6, zone="form"), "noise"),
        (inside(LAST, "body", 7), "body"),
    ],
    "a paragraph that is all link does not come back": [
        (inside(PROSE), "body"),
        (inside(MORE, "noise", path=(1, 2, 4), tag="div", link="/a"), "noise"),
        (inside(LAST, "body", 5), "body"),
    ],
    "where trafilatura keeps nothing the paragraphs tell": [
        (block("القائمة", "noise", path=(1, 9), tag="li"), "noise"),
        (inside(PROSE, "noise"), "body"),
        (inside(MORE, "noise", 4), "body"),
    ],
    "a page without paragraphs": [
        (block("الرئيسية", path=(1, 2), tag="li"), "noise"),
        (block("بحث", "noise", path=(1, 3)), "noise"),
    ],
}


@pytest.mark.parametrize("row", MAIN_TEXT.values(), ids=MAIN_TEXT)
def test_main_text(row: Row):
    check(main_text, row)


@pytest.mark.parametrize("name", ["elementor-widget-container", "promo-text", "card-body", "box", "sidebar-content"])
def test_verses_stay_whatever_a_theme_calls_their_element(name: str):
    verses = [f"والنهر رقم {n} يمضي إلى البحر ولا يعود" for n in range(6)]
    page = f"<h1>قصيدة النهر</h1><div class='{name}'><div>{''.join(f'<p>{verse}</p>' for verse in verses)}</div></div>"
    assert clean_html(f"<html><body>{page}</body></html>").text.split("\n\n") == verses


def test_a_box_beside_verses_is_not_taken_for_them():
    verses = [f"والنهر رقم {n} يمضي إلى البحر ولا يعود" for n in range(6)]
    box = "".join(f"<p>سطر من صندوق التعريف بالموقع وأهله رقم {n}</p>" for n in range(12))
    page = f"<h1>قصيدة النهر</h1><div>{''.join(f'<p>{v}</p>' for v in verses)}</div><div class='author-box'>{box}</div>"
    assert clean_html(f"<html><body>{page}</body></html>").text.split("\n\n") == verses


def test_a_closing_subhead_heads_no_list_outside_the_text():
    prose = "".join(
        f"<p>قال الفريق في الفقرة رقم {n} إن الصورة المتداولة تعود إلى عام مضى وليست من المدينة.</p>" for n in range(4)
    )
    links = "".join(f"<li><a href='/{n}'>عنوان طويل لمقال آخر من الموقع نفسه {n}</a></li>" for n in "ابت")
    page = f"<h1>صورة قديمة</h1><div><div>{prose}<h2>النتيجة</h2><p>الادعاء مضلل</p></div></div><ul>{links}</ul>"
    assert clean_html(f"<html><body>{page}</body></html>").text.split("\n\n")[-2:] == ["النتيجة", "الادعاء مضلل"]


@pytest.mark.parametrize(("address", "stays"), [("https://other.example/", True), ("/news/", False)])
def test_links_to_other_sites_under_a_subhead_are_text(address: str, stays: bool):
    prose = "".join(
        f"<p>قال الفريق في الفقرة رقم {n} إن الكتب المرشحة صدرت كلها في العام الماضي عن دور محلية.</p>"
        for n in range(4)
    )
    books = [f"كتاب البحر والميناء القديم في الجزء {n}" for n in ("الأول", "الثاني", "الثالث")]
    items = "".join(f"<li><a href='{address}{n}'>{book}</a></li>" for n, book in enumerate(books))
    page = f"<h1>كتب الصيف</h1><div>{prose}<h3>في رفوف الميناء</h3><ul>{items}</ul></div>"
    article = clean_html(f"<html><body>{page}</body></html>", "https://wadi.example/1")
    assert all((book in article.text) is stays for book in books)


VERSES = (
    "يا نهر من سقى الرمال",
    "في كل واد نخلة تنام",
    "والليل يمشي فوقنا",
    "كأنه سرب من الحمام",
    "وفي البعيد قرية صغيرة",
    "تضيء للغريب بابها",
)
NOTE = "كتبت هذه الأبيات في صيف بعيد على ضفة النهر، قبل أن تصل الطريق الجديدة إلى القرى الست وتتغير وجوه الناس فيها."


def poem_page(below: str) -> tuple[str, ...]:
    verses = "".join(f"<p>{verse}</p>" for verse in VERSES)
    return clean_html(f"<html><body><h1>أبيات النهر</h1><div class='entry'>{verses}{below}</body></html>").blocks


def test_a_poem_is_text_and_so_is_a_paragraph_below_it_in_its_element():
    assert poem_page(f"<p>{NOTE}</p></div>") == (*VERSES, NOTE)


@pytest.mark.parametrize("name", ["elementor-widget-text", "widget", "card-body"])
def test_paragraphs_in_parts_that_builders_call_alike_stay(name: str):
    parts = "".join(f"<div class='{name}'><div><p>{n} {NOTE}</p></div></div>" for n in "123")
    html = f"<html><body><h1>حكاية النهر والقرى</h1><div class='col'>{parts}</div></body></html>"
    assert len(clean_html(html).blocks) == 3


def test_a_subhead_beside_a_teaser_inside_the_text_stays():
    teaser = "<div class='inline-related'><a href='/n/9'>السوق القديم يفتح أبوابه أمام الزوار صباح الجمعة</a></div>"
    parts = f"<p>{NOTE}</p><p>{NOTE[4:]}</p><h2>حياته الخاصة</h2>{teaser}<p>{NOTE[9:]}</p>"
    html = f"<html><body><h1>حكاية شاعر النهر الكبير</h1><div class='entry'>{parts}</div></body></html>"
    assert "حياته الخاصة" in clean_html(html, "https://marfa.example/n/1").blocks
