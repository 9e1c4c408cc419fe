"""The list of related articles that no phrase file names: what follows the text, in any mark-up, and what does not."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from cleaners import clean_html
from cleaners.blocks.block import Block
from cleaners.clean import read_html
from cleaners.data_files import DataFileError
from cleaners.page import Page
from cleaners.steps.related import list_headings
from cleaners.steps.related.following_links import with_shell_list
from tests.tools.card_pages import PARAGRAPHS, TITLES, kinds, links, page
from tests.tools.step_tables import HEAD, LAST, MORE, PROSE, SWIMMERS, block, numbered, told

ITEM = "<li><a href='/n/{n}'>{title}</a></li>"
CELL = "<tr><td>&raquo; <a href='/n/{n}'>{title}</a></td></tr>"
LINK = "<a class='c' href='/n/{n}'><span>{title}</span></a>"
PICTURED = "<a class='c' href='/n/{n}'><amp-img src='{n}.jpg'></amp-img><span>{title}</span></a>"
BLOCKS = "<a href='/n/{n}'><div><img src='{n}.jpg'></div><div>{title}</div><p>أول سطر من ذلك الخبر...</p></a>"
ROW = "<div class='r'><h4><a href='/n/{n}'>{title}</a></h4></div>"
BUTTON = "<div class='k9'><div>{title}</div><div>أول سطر من ذلك الخبر...</div><a href='/n/{n}'>التفاصيل</a></div>"
ARTICLE = "<article class='t'><h3><a href='/n/{n}'>{title}</a></h3><time>3 مايو 2024</time></article>"
LINE = "<div><a href='/n/{n}'>{title}</a></div>"
LABEL = "من الملف ذاته"

RELATED = {
    "a heading": f"<div class='z'><h3>{LABEL}</h3><ul>{links(ITEM)}</ul></div>",
    "a heading in a wrapper of its own": f"<div><div class='q'><span>{LABEL}</span></div><div>{links(ROW)}</div></div>",
    "a bold line": f"<div class='z'><b>{LABEL}</b><ul>{links(ITEM)}</ul></div>",
    "a paragraph": f"<section><p><strong>{LABEL}</strong></p>{links(ROW)}</section>",
    "rows of a table": f"<table><tr><td bgcolor='red'><b>{LABEL}</b></td></tr>{links(CELL)}</table>",
    "bare links": f"<section><h3>{LABEL}</h3>{links(LINK)}</section>",
    "bare links with pictures": f"<section><h3>{LABEL}</h3>{links(PICTURED)}</section>",
    "links around blocks": f"<section><div>{LABEL}</div><div>{links(BLOCKS)}</div></section>",
    "articles": f"<div><h2>{LABEL}</h2><div>{links(ARTICLE)}</div></div>",
    "an AMP list": f"<amp-list><h4>{LABEL}</h4><div role='list'>{links(PICTURED)}</div></amp-list>",
    "two links under a neutral line": f"<div class='z'><div>{LABEL}</div>{links(LINE, 2)}</div>",
    "a row of its own": f"<div>{LABEL}</div><div><div>{links(ROW)}</div></div>",
    "two links": f"<div class='z'><h3>{LABEL}</h3><ul>{links(ITEM, 2)}</ul></div>",
    "buttons": f"<div class='z'><h3>{LABEL}</h3>{links(BUTTON)}</div>",
}


@pytest.mark.parametrize("after", RELATED.values(), ids=RELATED)
def test_the_first_list_after_the_text_is_related_whatever_its_heading_says(after: str):
    article = page(after=after).article
    found = kinds(article)
    assert found == [(title, "related") for title in TITLES[: len(found)]]
    assert len(found) == after.count("/n/")
    assert [related.url for related in article.related] == [f"https://marfa.example/n/{n}" for n in range(len(found))]
    assert len(article.blocks) == 4


OTHERS = {
    "the newest in any words": ("after", f"<div class='z'><h3>آخر ما نشرناه</h3><ul>{links(ITEM)}</ul></div>"),
    "the most read in any words": ("after", f"<div class='z'><b>رائج هذا الأسبوع</b><ul>{links(ITEM)}</ul></div>"),
    "one author's": ("after", f"<div class='z'><h3>المزيد للكاتب</h3><ul>{links(ITEM)}</ul></div>"),
    "a sidebar": ("after", f"<aside><h3>{LABEL}</h3><ul>{links(ITEM)}</ul></aside>"),
    "a sidebar by its class": ("after", f"<div class='sidebar'><h3>{LABEL}</h3><ul>{links(ITEM)}</ul></div>"),
    "above the text": ("before", f"<div class='z'><h3>{LABEL}</h3><ul>{links(ITEM)}</ul></div>"),
    "neighbours in time": ("after", f"<div class='post-nav prev'><h3>{LABEL}</h3><ul>{links(ITEM, 2)}</ul></div>"),
    "neighbours in time by their labels": (
        "after",
        "<div>نسخة للطباعة</div><div>"
        "<div><span>السابق</span><p><a href='/n/1'>سكان القرى يطالبون بجسر ثان</a></p></div>"
        "<div><span>التالي</span><p><a href='/n/2'>مجلس المحافظة يقر موازنة جديدة</a></p></div></div>",
    ),
    "under a share line": ("after", f"<div>شارك المقال</div><div><div>{links(ROW)}</div></div>"),
    "under a box": ("after", f"<div><p>نعم</p><p>لا أعرف</p></div><div><div>{links(ROW)}</div></div>"),
    "keywords": (
        "after",
        f"<div class='z'><h3>{LABEL}</h3><ul>{links(ITEM.replace('/n/', '/tag/'))}</ul></div>",
    ),
    "another site's": (
        "after",
        f"<div class='z'><h3>{LABEL}</h3><ul>{links(ITEM.replace('/n/', 'https://other.test/'))}</ul></div>",
    ),
    "under no heading": ("after", f"<div class='z'><ul>{links(ITEM)}</ul></div>"),
}


@pytest.mark.parametrize(("where", "markup"), OTHERS.values(), ids=OTHERS)
def test_other_lists_stay_what_they_are(where: str, markup: str):
    article = page(**{where: markup}).article
    assert "related" not in {kind for _, kind in kinds(article)}
    assert len(article.blocks) == 4


def test_a_section_of_the_menu_names_no_related_list():
    menu = "<nav><a href='/s/1'>محليات</a> <a href='/s/2'>اقتصاد</a></nav>"
    article = page(before=menu, after=f"<div><h3>اقتصاد</h3><ul>{links(ITEM)}</ul></div>").article
    assert {kind for _, kind in kinds(article)} == {"unlabelled"}


def test_only_the_first_list_is_related_and_none_where_one_says_so():
    first, second = (f"<div class='z'><h3>{h}</h3><ul>{{}}</ul></div>" for h in (LABEL, "قراءات للعطلة"))
    some = "".join(ITEM.format(n=n, title=title) for n, title in enumerate(TITLES[:2]))
    others = "".join(ITEM.format(n=n, title=title) for n, title in enumerate(TITLES[2:], 2))
    told = dict(kinds(page(after=first.format(some) + second.format(others * 2)).article))
    assert [told[title] for title in TITLES[:2]] == ["related", "related"]
    assert "related" not in [told.get(title) for title in TITLES[2:]]
    named = f"<div><h3>مقالات ذات صلة</h3><ul>{others}</ul></div>"
    told = dict(kinds(page(after=first.format(some + some) + named).article))
    assert [told[title] for title in TITLES[2:]] == ["related", "related"]
    assert "related" not in [told.get(title) for title in TITLES[:2]]


def test_a_list_under_the_author_s_name_is_not_the_related_one():
    others = f"<div><h4>مقالات أخرى لهالة منصور</h4><ul>{links(ITEM, 2)}</ul></div>"
    related = f"<div><h4>{LABEL}</h4><ul>{''.join(ITEM.format(n=n, title=TITLES[n]) for n in (2, 3))}</ul></div>"
    head = "<h1>أعمال الطريق الجبلي</h1><p>بقلم: هالة منصور</p>"
    html = f"<html><body><div>{head}{''.join(PARAGRAPHS)}</div>{others}{related}</body></html>"
    told = dict(kinds(clean_html(html, "https://marfa.example/news/7")))
    assert [told.get(title) == "related" for title in TITLES] == [False, False, True, True]


def test_a_heading_that_asks_to_read_on_is_not_of_the_most_read():
    assert list_headings.kind_by_words("لا تفوت قراءة") is None
    assert list_headings.kind_by_words("قراءات أخرى") is None


def test_a_subhead_over_a_linked_source_is_text():
    box = "<div><h3>المصدر الأصلي للدراسة</h3><p><a href='https://journal.test/1'>دراسة عن مياه الجبال</a></p></div>"
    assert kinds(page(between=box).article) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[latest", "not valid TOML"),
        ("[latest]\nwords = []\nfirst = []\n", "most_read: missing"),
        ("[lates]\nwords = []\nfirst = []\n", "lates: unknown key; did you mean 'latest'"),
        ("[latest]\nwords = []\n[most_read]\n[unlabelled]\n", "latest.first: missing"),
        (
            "[latest]\nwords = [1]\nfirst = []\n[most_read]\nwords=[]\nfirst=[]\n[unlabelled]\nwords=[]\nfirst=[]",
            r"latest.words\[0\]: must be a string, not 1",
        ),
    ],
)
def test_a_malformed_file_of_words_says_where(tmp_path, monkeypatch, text: str, told: str):
    path = tmp_path / "headings.toml"
    path.write_text(text, encoding="utf-8")
    monkeypatch.setattr(list_headings, "FILE", path)
    with pytest.raises(DataFileError, match=told):
        list_headings.heading_words.__wrapped__()


SITE = "https://marfa.example/n/7"


def listed(text: str, number: int, path: str) -> Block:
    return block(text, tag="li", link=f"https://marfa.example/{path}/{number}", path=(1, 2, 60, 61 + number))


def in_text(label: str, items: Sequence[str], path: str = "n", url: str = SITE) -> dict[str, str]:
    """What became of a label and the links under it between the paragraphs of a page."""
    links = "".join(f"<li><a href='/{path}/{n}'>{text}</a></li>" for n, text in enumerate(items))
    text = f"<p>{PROSE}</p><p>{label}</p><ul>{links}</ul><p>{MORE}</p><p>{LAST}</p>"
    page = f"<html><body><article><h1>{HEAD}</h1>{text}</article></body></html>"
    found = {b.text: told(b) for b in read_html(Page(page, url)).blocks}
    return {text: found[text] for text in (label, *items)}


TWO_HEADLINES = (SWIMMERS, "سكان القرى الست يطالبون بجسر ثان فوق الوادي")


def test_a_label_over_a_short_list_between_paragraphs():
    found = in_text("حكايات من الوادي", TWO_HEADLINES)
    assert list(found.values()) == ["noise", "related:inline", "related:inline"]


def test_a_sentence_over_links_is_no_label():
    assert set(in_text("وفي ما يأتي ما قاله السكان عن الطريق الجديد.", TWO_HEADLINES).values()) == {"body"}


def test_tags_are_no_headlines():
    words = ("أزمة الطاقة في الوادي", "طريق القرى الست الجديد", "موسم التفاح في الجبل")
    assert not [role for role in in_text("حكايات من الوادي", words, "tag").values() if "related" in role]


def test_articles_under_addresses_of_sections():
    found = in_text(
        "حكايات من الوادي", ["جسر ثان فوق الوادي", *TWO_HEADLINES], "section/n", "https://marfa.example/section/n/7"
    )
    assert [role.partition(":")[0] for role in found.values()] == ["noise", *["related"] * 3]


def test_the_list_of_a_page_whose_text_is_in_its_json_ld():
    items = [listed(text, n, "n").becomes("related", "unlabelled") for n, text in enumerate(TWO_HEADLINES)]
    heading = block("من دفاتر الوادي", "noise", tag="h3", path=(1, 2, 58))
    assert [told(b) for b in with_shell_list(numbered([heading, *items]), SITE)] == ["noise", *["related:related"] * 2]
    known = block("الأكثر قراءة", "noise", tag="h3", path=(1, 2, 58))
    assert [told(b) for b in with_shell_list(numbered([known, *items]), SITE)] == ["noise", *["related:unlabelled"] * 2]
    assert [told(b) for b in with_shell_list(numbered([heading, items[0]]), SITE)] == ["noise", "related:unlabelled"]
