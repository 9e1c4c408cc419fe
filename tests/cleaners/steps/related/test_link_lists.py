"""Lists of links to further articles in a page's mark-up: found, told apart by kind, and not confused with text."""

from __future__ import annotations

import pytest

from tests.tools.card_pages import LI, TITLES, kinds, links, page

PICTURE = "<a href='/n/{n}'><img src='{n}.jpg'></a>"
CARD = f"<div class='k4'>{PICTURE}<div><a href='/n/{{n}}'>{{title}}</a><p>أول سطر من خبر آخر...</p></div></div>"
LISTS = {
    "a heading and a list after the text": ({"after": f"<h3>مقالات ذات صلة</h3><ul>{links(LI)}</ul>"}, "related"),
    "a heading and one link": ({"after": f"<section><h3>اقرأ أيضا</h3><ul>{links(LI, 1)}</ul></section>"}, "related"),
    "the most read": ({"after": f"<div class='s'><h4>الأكثر قراءة</h4><ol>{links(LI)}</ol></div>"}, "most_read"),
    "the latest": ({"after": f"<div class='s'><div>آخر الأخبار</div><div>{links(CARD)}</div></div>"}, "latest"),
    "named by a class": ({"after": f"<div class='post-related'>{links(CARD)}</div>"}, "related"),
    "named by a class of two words": ({"after": f"<div id='most-read'>{links(CARD)}</div>"}, "most_read"),
    "without any name, after the text": ({"after": f"<div class='z'>{links(CARD)}</div>"}, "unlabelled"),
    "without any name, in the text's element": ({"end": f"<div class='z'>{links(CARD)}</div>"}, "related"),
    "paragraphs under a bold heading": (
        {"end": f"<p><b>اقرأ أيضا:</b></p>{links('<p><a href=/n/{n}>{title}</a></p>')}"},
        None,
    ),
}


@pytest.mark.parametrize(("where", "kind"), LISTS.values(), ids=LISTS)
def test_lists(where: dict[str, str], kind: str | None):
    reading = page(**where)
    found = kinds(reading.article)
    assert [title for title, _ in found] == list(TITLES[: len(found)])
    assert found
    assert {k for _, k in found} == {kind} if kind else {"inline", "related"} >= {k for _, k in found}
    assert len(reading.article.blocks) == 4
    assert reading.article.related[0].url == "https://marfa.example/n/0"


BETWEEN = {
    "a card": CARD,
    "a linked paragraph with a head": "<p>اقرأ أيضا: <a href='/n/{n}'>{title}</a></p>",
    "a linked paragraph with a bold head": "<p><strong>اقرأ أيضا: <a href='/n/{n}'>{title}</a></strong></p>",
    "a head and its link on two lines": "<p>اقرأ أيضا</p><p><a href='/n/{n}'>{title}</a></p>",
    "a box with a heading": "<div class='q'><h4>ذات صلة</h4><a href='/n/{n}'>{title}</a></div>",
    "a box without one": "<div class='q'><a href='/n/{n}'><img src='i.jpg'><span>{title}</span></a></div>",
}


@pytest.mark.parametrize("template", BETWEEN.values(), ids=BETWEEN)
def test_between_paragraphs(template: str):
    article = page(between=links(template, 1)).article
    assert [related.title for related in article.related] == [TITLES[0]]
    assert [related.kind in ("inline", "related") for related in article.related] == [True]
    assert len(article.blocks) == 4


MENU = "<li><a href='/s/{n}'>{title}</a></li>"
NO_LISTS = {
    "a menu": {"before": f"<nav><ul>{links(MENU)}</ul></nav>"},
    "a menu by its role": {"before": f"<div role='navigation'><ul>{links(MENU)}</ul></div>"},
    "a menu by its class": {"before": f"<ul class='main-menu'>{links(MENU)}</ul>"},
    "a footer": {"after": f"<footer><ul>{links(MENU)}</ul></footer>"},
    "share buttons": {
        "end": "<div class='share'><a href='https://x.example/?u=1'>شارك على منصة إكس الآن</a></div>" * 3
    },
    "places of this page": {"end": "<ul>" + "<li><a href='#a'>الفصل الأول من هذا المقال</a></li>" * 4 + "</ul>"},
    "short words": {"after": "<ul>" + "<li><a href='/s'>سياسة</a></li><li><a href='/e'>اقتصاد</a></li>" * 3 + "</ul>"},
    "two links without a heading": {"after": f"<div class='z'>{links('<p><a href=/n/{n}>{title}</a></p>', 2)}</div>"},
}


@pytest.mark.parametrize("where", NO_LISTS.values(), ids=NO_LISTS)
def test_what_is_no_list(where: dict[str, str]):
    article = page(**where).article
    assert kinds(article) == []
    assert len(article.blocks) == 4


def test_sentences_with_links_are_text():
    item = "<li>وفي <a href='/n/{n}'>{title}</a> تفاصيل أخرى كثيرة عن هذه القرية وأهلها ومواسمها الطويلة.</li>"
    article = page(between=f"<ul>{links(item)}</ul>").article
    assert kinds(article) == []
    assert len(article.blocks) == 8


def test_a_headline_is_told_once_as_part_of_its_surest_list():
    twice = f"<div class='z'>{links(CARD)}</div><div class='y'><h3>آخر الأخبار</h3>{links(CARD, 2)}</div>"
    told = kinds(page(after=twice).article)
    assert dict(told) == dict.fromkeys(TITLES[:2], "latest") | dict.fromkeys(TITLES[2:], "unlabelled")
    assert len(told) == 4


def test_excerpts_and_dates_of_cards_are_no_text():
    card = CARD.replace("</p>", "</p><span>3 مايو 2024</span>")
    article = page(end=f"<div class='z'>{links(card)}</div>").article
    assert "أول سطر" not in article.text
    assert article.date_published is None
