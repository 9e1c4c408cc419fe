"""Who wrote an article, with a label or without one, and what only looks like a name."""

from __future__ import annotations

import json

import pytest

from cleaners.metadata.read import read_metadata
from cleaners.page import Page, parse
from tests.tools.page_heads import BODY, HEADLINE, ld, near, read

NAMED = "بلدية عين الصخر تبدأ توسيع الطريق إلى القرى الست"
SAID = "<p>أعلنت بلدية عين الصخر، الأحد، بدء أعمال توسيع الطريق الجبلي، على أن تنتهي قبل الشتاء كما قال نزار قاسم.</p>"


def authors_of(line: str, title: str = f"{NAMED} | صدى المرفأ") -> tuple[str, ...]:
    page = f"<html><head><title>{title}</title></head><body><h1>{NAMED}</h1>{line}{SAID}{SAID}</body></html>"
    tree = parse(Page(page))
    assert tree is not None
    return read_metadata(tree, "https://marfa.example/n/7", None).authors


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("<p>هالة منصور | خاص</p>", ("هالة منصور",)),
        ("<p>هالة منصور - صدى المرفأ</p>", ("هالة منصور",)),
        ("<p>صدى المرفأ – هالة منصور</p>", ("هالة منصور",)),
        ("<p>هالة منصور / صدى المرفأ</p>", ("هالة منصور",)),
        ("<p>هالة منصور</p>", ("هالة منصور",)),
        ("<p>د. سامر الحلبي</p>", ("د. سامر الحلبي",)),
        ("<div><b>هالة منصور</b><br>نص قصير من سطر واحد</div>", ("هالة منصور",)),
        ("<div><span class=a>حرره: هالة منصور</span> <span>الخميس، 9 نوفمبر 2023 21:52</span></div>", ("هالة منصور",)),
        ("<div>بقلم: هالة منصور الخميس 9 نوفمبر 2023</div>", ("هالة منصور",)),
        ("<div><div>هالة منصور</div><div>مراسل</div><div>9 نوفمبر 2023</div></div>", ("هالة منصور",)),
        ("<div><span>الكاتب</span> <span>هالة منصور</span></div>", ("هالة منصور",)),
        ("<p>من مواقع التواصل</p>", ()),
        ("<p>أخبار محلية</p>", ()),
        ("<p>سياسة | أخبار محلية</p>", ()),
        ("<p>نزار قاسم</p>", ()),
        ("<p>صدى المرفأ</p>", ()),
        ("<p>admin</p>", ()),
        ("<p>كريم اليدين</p><figure><figcaption>رانيا حداد</figcaption></figure>", ("كريم اليدين",)),
        ("<figure><img src=a><figcaption>رانيا حداد</figcaption></figure>", ()),
    ],
)
def test_authors_without_a_label(line: str, names: tuple[str, ...]):
    assert authors_of(line) == names


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("<div>خطّ السطور: هالة منصور</div><div>9 نوفمبر 2023</div>", ("هالة منصور",)),
        ("<div>ظهر هنا: 9 نوفمبر 2023 | خطّ السطور: هالة منصور</div>", ("هالة منصور",)),
        ("<div>هالة منصور خطّته / 9 نوفمبر 2023 / خطّ السطور: سامر الحلبي</div>", ("سامر الحلبي",)),
        ("<div>بقلم: هالة منصور | ظهر هنا: السبت 11 نوفمبر 2023</div>", ("هالة منصور",)),
        ("<div>ظهر هنا: السبت، 11 نوفمبر 2023 - 13:05 | بواسطة هالة منصور</div>", ("هالة منصور",)),
        ("<div>9 نوفمبر 2023 - كتبت: هالة منصور</div>", ("هالة منصور",)),
        ("<div>بقلم: هالة منصور - سامر الحلبي</div>", ("هالة منصور", "سامر الحلبي")),
        ("<div>ضيف اللقاء: نزار قاسم</div>", ()),
        ("<div>عدسة: هالة منصور</div>", ()),
        ("<div>تصوير: هالة منصور</div><div>خطّ السطور: سامر الحلبي</div>", ("سامر الحلبي",)),
        ("<div>خطّ السطور: سامر الحلبي</div><div>رسم اللوحة: هالة منصور</div>", ()),
        ("<div>القسم: أخبار محلية</div>", ()),
        ("<div>ظهر هنا: السبت 11 نوفمبر 2023</div>", ()),
        ("<div>في هذه الصفحة من العدد: هالة منصور</div>", ()),
    ],
)
def test_a_name_after_an_unknown_label_is_the_author_s(line: str, names: tuple[str, ...]):
    assert authors_of(line) == names


@pytest.mark.parametrize("name", ["dc.creator", "dcterms.creator", "parsely-author", "sailthru.author"])
def test_authors_in_meta_elements(name: str):
    assert authors_of(f"<meta name={name} content='هالة منصور'>") == ("هالة منصور",)


@pytest.mark.parametrize(
    ("head", "line", "authors"),
    [
        (ld(author={"@type": "Person", "name": "أحمد علي"}), "", ("أحمد علي",)),
        (ld(author=[{"name": "أحمد علي"}, {"name": "سارة محمد"}]), "", ("أحمد علي", "سارة محمد")),
        (ld(author="بقلم: أحمد علي - القاهرة"), "", ("أحمد علي",)),
        (ld(author={"@type": "Person", "name": "admin"}), "<span class='author'>كتب: أحمد علي</span>", ("أحمد علي",)),
        (ld(author={"@type": "Organization", "name": "رويترز"}), "", ()),
        (ld(author={"@type": "Person", "name": "فريق التحرير"}), "", ()),
        (ld(author="موقع المثال", publisher={"name": "موقع المثال"}), "", ()),
        ("<meta name='author' content='example'>", "", ()),
        ("<meta name='author' content='أحمد علي، سارة محمد'>", "", ("أحمد علي", "سارة محمد")),
        ("<meta name='author' content='ahmed@example.net'>", "", ()),
        ("<meta property='article:author' content='https://www.facebook.com/ahmed'>", "", ()),
        ("", "<div class='writer'><a href='/w/5'>أحمد علي</a></div>", ("أحمد علي",)),
        ("", "<div>رانيا حداد - ١٩ مارس ٢٠٢٥</div>", ("رانيا حداد",)),
        ("", "<div>الشرق الأوسط - ١٩ مارس ٢٠٢٥</div>", ()),
        ("", "<p>كتبت: أسماء نصار</p>", ("أسماء نصار",)),
        ("", "<p>كتبت أسماء نصار</p>", ("أسماء نصار",)),
        ("", "<p>تقرير حقوقي يكشف انتهاكات</p>", ()),
        ("", "<span itemprop='author' itemscope><b itemprop='name'>أحمد علي</b></span>", ("أحمد علي",)),
        ("", "<div class='comment'><span itemprop='author'>زائر كريم</span></div>", ()),
        ("", "<div class='author-box'>منوعات</div>", ()),
        ("", "<p>وكالات</p>", ()),
    ],
)
def test_authors(head: str, line: str, authors: tuple[str, ...]) -> None:
    assert read(near(line), head).authors == authors


def test_author_references_are_followed() -> None:
    graph = [
        {"@type": "Person", "@id": "#ahmed", "name": "أحمد علي"},
        {"@type": "Article", "headline": HEADLINE, "author": {"@id": "#ahmed"}},
    ]
    assert read(BODY, f'<script type="application/ld+json">{json.dumps({"@graph": graph})}</script>').authors == (
        "أحمد علي",
    )


def test_an_agency_in_the_authors_place_is_the_source() -> None:
    metadata = read(BODY, ld(author={"@type": "Organization", "name": "رويترز"}))
    assert (metadata.authors, metadata.source) == ((), "رويترز")
