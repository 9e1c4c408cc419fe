"""What an article is in Python: its structure, pictures, truth value, hash, and how it is shown."""

from __future__ import annotations

import json
import pickle
from dataclasses import fields

import pytest

from cleaners import Article, clean_html, clean_text
from tests.tools.fixtures import fixtures

PROSE = "وقال رئيس اللجنة إن عدد المشاركين تضاعف هذا العام، وإن ثلاثة أرباعهم من القرى المحيطة بالبلدة."
MORE = "ويرى الأهالي أن السوق أعاد الحياة إلى أزقة هجرها أصحابها، وأن المقاهي الصغيرة عادت تفتح أبوابها مساء."
URL = "https://bina.example/news/1"
TITLE = "سوق الحرف يعود إلى ساحة البلدة"


def page(body: str, head: str = "") -> Article:
    html = f"<html><head>{head}</head><body><main><article><h1>{TITLE}</h1>{body}</article></main></body></html>"
    return clean_html(html, URL)


@pytest.mark.parametrize("fixture", fixtures()[::9], ids=lambda fixture: fixture.name)
def test_structure_describes_the_blocks_of_the_text(fixture):
    article = fixture.read().article
    assert tuple(block.text for block in article.structure) == article.blocks
    assert article.text == "\n\n".join(article.blocks)
    plain = article.to_dict()
    assert len(plain["structure"]) == len(plain["blocks"])
    assert json.loads(json.dumps(plain)) == plain
    assert list(plain) == [field.name for field in fields(Article)]
    for block in article.structure:
        assert all(block.text[link.start : link.end].strip() for link in block.links)


def test_links_stand_where_the_page_has_them():
    others = '<a href="#top">أعلى</a> و<a href="javascript:x()">هنا</a>'
    line = f'زار الوزير مصر ثم عاد إلى <a href="/egypt">مصر</a> و{others}، '
    article = page(f"<p>{line * 3}{PROSE}</p><p>{MORE}</p>")
    text, links = article.structure[0].text, article.structure[0].links
    assert [text[link.start - 4 : link.end] for link in links] == ["إلى مصر"] * 3
    assert {link.url for link in links} == {"https://bina.example/egypt"}


def test_tables_that_lay_out_a_page_are_none():
    article = page(f"<table><tr><td><p>{PROSE}</p><p>{MORE}</p></td><td><p>{MORE[4:]}</p></td></tr></table>")
    assert {block.kind for block in article.structure} == {"paragraph"}


def test_a_tables_caption_stands_above_it():
    rows = "<tr><th>الصنف</th><th>السعر</th></tr><tr><td>رمان</td><td>20</td></tr>"
    article = page(f"<p>{PROSE}</p><table><caption>أسعار الأسبوع</caption>{rows}</table><p>{MORE}</p>")
    table = "| الصنف | السعر |\n| --- | --- |\n| رمان | 20 |"
    assert article.to_markdown(title=False) == "\n\n".join([PROSE, "أسعار الأسبوع", table, MORE])


def test_a_list_right_in_a_list_stands_under_the_item_before_it():
    lists = "<ul><li>الحرف</li><ul><li>الفخار</li><li>النسيج</li></ul><li>المطبخ</li></ul>"
    article = page(f"<p>{PROSE}</p>{lists}<p>{MORE}</p>")
    assert "- الحرف\n  - الفخار\n  - النسيج\n- المطبخ" in article.to_markdown()


@pytest.mark.parametrize(
    ("head", "image"),
    [
        ('<meta property="og:image" content="/a.jpg">', "https://bina.example/a.jpg"),
        ('<meta name="twitter:image" content="https://c.example/b.png">', "https://c.example/b.png"),
        ('<meta property="og:image" content="data:image/png;base64,AAAA">', None),
        ('<meta property="og:image" content="http://[bad">', None),
        ("", None),
    ],
)
def test_the_lead_image_is_the_one_that_the_head_names(head: str, image: str | None):
    assert page(f"<p>{PROSE}</p><p>{MORE}</p>", head).image == image


@pytest.mark.parametrize(
    "value",
    [
        "https://c.example/1.jpg",
        ["https://c.example/1.jpg", "https://c.example/2.jpg"],
        {"@type": "ImageObject", "url": "https://c.example/1.jpg"},
        {"@id": "https://bina.example/news/1#primaryimage"},
        [{"@type": "ImageObject", "contentUrl": "https://c.example/1.jpg"}],
    ],
)
def test_the_lead_image_is_the_first_that_json_ld_names(value: object):
    picture = {
        "@type": "ImageObject",
        "@id": "https://bina.example/news/1#primaryimage",
        "url": "https://c.example/1.jpg",
    }
    data = {
        "@graph": [{"@type": "NewsArticle", "headline": TITLE, "image": value, "description": "وصف الخبر"}, picture]
    }
    article = page(f"<p>{PROSE}</p>", f'<script type="application/ld+json">{json.dumps(data)}</script>')
    assert (article.image, article.description) == ("https://c.example/1.jpg", "وصف الخبر")


def test_captions_are_those_of_the_articles_own_pictures():
    figure = '<figure><img src="/1.jpg"><figcaption>الساحة بعد رصفها</figcaption></figure>'
    card = '<aside><figure><a href="/2"><img src="/2.jpg"></a><figcaption>صورة من خبر آخر</figcaption></figure></aside>'
    article = page(f"{figure}<p>{PROSE}</p><p>{MORE}</p><p>{PROSE[5:]}</p>{card}")
    assert article.captions == ["الساحة بعد رصفها"]
    assert article.text == "\n\n".join([PROSE, MORE, PROSE[5:]])


def test_an_article_is_short_in_print_hashable_and_true():
    article = page(f"<p>{PROSE}</p><p>{MORE}</p>")
    assert repr(article).startswith(f"<Article '{TITLE}', ")
    assert len(repr(article)) < 200
    assert article
    assert article.url == URL
    assert {article: 1}[pickle.loads(pickle.dumps(article))] == 1
    assert not clean_text("")
    assert repr(clean_text("")) == "<Article reason='empty'>"


def test_help_describes_every_field():
    doc = Article.__doc__ or ""
    assert [field.name for field in fields(Article) if f"\n    {field.name}: " not in doc] == []


def test_notebooks_show_what_was_kept_and_what_was_left_out():
    article = page(f"<p>{PROSE}</p><p>&lt;script&gt;{MORE}</p><p>اقرأ المزيد</p>")
    shown = article._repr_html_()
    assert shown.startswith('<div dir="rtl"')
    assert "<script" not in shown
    assert f'<p dir="auto">{PROSE}</p>' in shown
    assert shown.index(TITLE) < shown.index(PROSE) < shown.index("<s><bdi>اقرأ المزيد")
