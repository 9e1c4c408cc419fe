"""Who wrote an article, with a label or without one, and what only looks like a name."""

from __future__ import annotations

import json

import pytest

from cleaners import clean_html, clean_text
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
        ("<p>كريم الحلبي</p><figure><figcaption>رانيا حداد</figcaption></figure>", ("كريم الحلبي",)),
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


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("<p class='byline'>كتب: وليد حمدان ووفاء الساري</p>", ("وليد حمدان", "وفاء الساري")),
        ("<p class='byline'>بقلم هالة منصور، وسامر الحلبي</p>", ("هالة منصور", "سامر الحلبي")),
        ("<p class='byline'>سالم أحمد وهبة</p>", ("سالم أحمد وهبة",)),
        ("<p class='author'>هوشنك بروكا</p>", ("هوشنك بروكا",)),
        (
            "<div class='author-box'><a class='author-name' href='/a/1'>سامر الحلبي</a><span class='author-title'>"
            "كبير المراسلين</span></div>",
            ("سامر الحلبي",),
        ),
        ("<div class='author'>سامر الحلبي - محرر الشؤون الاقتصادية</div>", ("سامر الحلبي",)),
        ("<div class='author'><b>سامر الحلبي</b> <i>مدير مكتب الشمال</i></div>", ("سامر الحلبي",)),
        ("<div class='author'>غزة - وكالات</div>", ()),
        ("<div class='author'>خان يونس - وفا</div>", ()),
        ("<div class='author'>تونس (وات)</div>", ()),
        ("<div class='author'>القاهرة - أ ش أ</div>", ()),
        ("<div class='author'>باريس/ أ ف ب</div>", ()),
        ("<div class='author'>أبو ظبي ـ صدى المرفأ</div>", ()),
        ("<div class='author'>نيويورك - هالة منصور</div>", ("هالة منصور",)),
        ("<div class='toc'><a href='#about-the-author'>عن الكاتب</a></div>", ()),
        ("<ul><li><a href='#author'>عن الكاتب</a></li></ul>", ()),
        ("<div><a href='/tag/salim' rel='tag'>سليم نادر الحموي</a></div>", ()),
        ("<div><a rel='category tag' href='/c/1'>محليات</a> / <a href='/author/7'>سليم نادر</a></div>", ("سليم نادر",)),
        ("<h2>كريم والبحر</h2>", ()),
        ("<h2>ماهر الدوري</h2>", ()),
        ("<p><strong>سامر الحلبي</strong></p>", ()),
        ("<p>كريم والبحر</p>", ()),
        ("<p>أمل جديد</p>", ()),
        ("<p>نور الشمس</p>", ()),
        ("<p>رحلة إلى الجنوب</p>", ()),
        ("<p>إعداد خطة شاملة</p>", ()),
        ("<p>نزار الحلبي</p>", ()),
        ("<p>يوسف الصديق</p>", ()),
        ("<p>سامر الحلبي</p><p>هالة منصور</p><p>رانيا حداد</p>", ()),
        (f"{SAID}<p>سامر الحلبي</p>", ()),
        ("<p>حسن الختام</p>", ()),
        ("<a rel='tag' href='/tag/salim'>سليم نادر</a>", ()),
        ("<div class='author-info'><strong>سليم نادر</strong><p>كاتب وباحث سوري</p></div>", ("سليم نادر",)),
        (
            "<div class='author'><a href='/w/1'>سليم نادر</a> و<a href='/w/2'>وسيم نصر</a></div>",
            ("سليم نادر", "وسيم نصر"),
        ),
        ("<p>كتب - سليم نادر:</p>", ("سليم نادر",)),
        ("<div class='byline'>بقلم: سليم نادر - تصوير: هالة منصور</div>", ("سليم نادر",)),
        ("<div class='byline'>تصوير: هالة منصور</div>", ()),
        ("<p>تقرير: أزمة المياه في الجنوب</p>", ()),
        ("<div>ثقافة وفن | 6 مارس 2024</div>", ()),
    ],
)
def test_persons_only(line: str, names: tuple[str, ...]):
    assert authors_of(line) == names


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ({"@type": "Person", "givenName": "هالة", "familyName": "الرملاوي"}, ("هالة الرملاوي",)),
        ({"@type": "Person", "name": "بيروت"}, ()),
        ({"@type": "Person", "name": "دبي ـ صدى المرفأ"}, ()),
        ({"@type": "Person", "name": "الرباط: هند السباعي"}, ("هند السباعي",)),
        ({"@type": "Person", "name": "هند السباعي - مراسلة الشمال"}, ("هند السباعي",)),
        ({"@type": "Person", "name": "د. هند السباعي"}, ("د. هند السباعي",)),
        ({"@type": "Person", "name": "الشيخ هند السباعي"}, ("الشيخ هند السباعي",)),
        ({"@type": "Person", "name": "الصفحة الأولى"}, ()),
        ([{"@type": "Person", "name": "أ ب"}, {"@type": "Person", "name": "هند السباعي"}], ("هند السباعي",)),
        ("هند السباعي, hind@sada.example", ("هند السباعي",)),
    ],
)
def test_authors_said_for_machines(author: object, names: tuple[str, ...]):
    assert authors_of(ld(author=author)) == names


def test_a_brace_of_broken_json_is_no_part_of_a_name():
    script = '{"@type": "NewsArticle", "author": {"@type": "Person", "name": "هند السباعي },"publisher": {"name": "أ"}}'
    assert authors_of(f"<script type='application/ld+json'>{script}</script>") == ("هند السباعي",)


@pytest.mark.parametrize(
    ("line", "authors", "translators"),
    [
        (ld(author="جون سميث", translator={"name": "رنا قباني"}), ["جون سميث"], ["رنا قباني"]),
        ("<p>بقلم: جون سميث - ترجمة: رنا قباني</p>", ["جون سميث"], ["رنا قباني"]),
        ("<p>بقلم: جون سميث</p><p>ترجمة: رنا قباني وسامر الحلبي</p>", ["جون سميث"], ["رنا قباني", "سامر الحلبي"]),
        ("<span itemprop='translator'>رنا قباني</span>", [], ["رنا قباني"]),
        ("<p>نقلته إلى العربية: رنا قباني</p>", [], ["رنا قباني"]),
        ("<p>ترجمة: قسم الترجمة</p>", [], []),
    ],
)
def test_translators_are_no_authors(line: str, authors: list[str], translators: list[str]):
    article = clean_html(f"<html><body><article><h1>{NAMED}</h1>{line}{SAID}{SAID}</article></body></html>")
    assert (article.authors, article.translators) == (authors, translators)
    assert "رنا" not in article.text


def test_translators_below_a_flattened_text():
    said = "أعلنت بلدية عين الصخر، الأحد، بدء أعمال توسيع الطريق الجبلي، على أن تنتهي قبل الشتاء كما قال نزار قاسم."
    article = clean_text(f"{said}\n{said[:60]} كما قيل.\nترجمة: رنا قباني")
    assert (article.authors, article.translators) == ([], ["رنا قباني"])
