"""Where an article's text stands: bodies without prose, linked lines of other articles between its paragraphs."""

from __future__ import annotations

from cleaners import Page, clean_html, read_html
from tests.cleaners.steps.related.test_link_lists import TITLES, page

QUESTIONS = (
    "من يملك مياه الوادي بعد أن بنت البلدية السد الجديد؟",
    "كيف ستصل الحافلات إلى القرى الست في أيام الثلج؟",
    "لماذا لم تعلن المحافظة كلفة الطريق حتى اليوم؟",
    "هل تكفي سلامة العمال حجة لتأجيل العمل شهرا آخر؟",
)
HEAD = "<html><head><title>أسئلة الطريق الجبلي إلى القرى الست</title></head>"


def test_a_text_of_short_questions_is_an_article():
    text = "".join(f"<p>{question}</p>" for question in QUESTIONS)
    menu = "<ul>" + "".join(f"<li><a href='/{n}'>قسم {n}</a></li>" for n in range(5)) + "</ul>"
    foot = "<div><p>جميع الحقوق محفوظة لموقع المرفأ</p></div>"
    html = f"{HEAD}<body>{menu}<h1>أسئلة الطريق الجبلي</h1><div class='k'>{text}</div>{foot}</body></html>"
    article = clean_html(html)
    assert article.blocks == QUESTIONS
    assert article.reason is None


def test_a_list_of_links_is_no_such_text():
    items = "".join(f"<li><a href='/n/{n}'>{title}</a></li>" for n, title in enumerate(TITLES * 2))
    article = clean_html(f"{HEAD}<body><h1>أخبار الطريق</h1><ul>{items}</ul></body></html>", "https://marfa.example/s")
    assert article.text == ""
    assert article.reason is not None


def test_two_lines_alone_are_no_text():
    html = f"{HEAD}<body><h1>أسئلة</h1><p>{QUESTIONS[0]}</p><p>{QUESTIONS[1]}</p></body></html>"
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
