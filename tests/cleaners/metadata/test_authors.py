"""Who wrote an article, where no label says so: names beside outlets and dates, and what looks like a name."""

import pytest

from cleaners.metadata.read import read_metadata
from cleaners.page import Page, parse

HEADLINE = "بلدية عين الصخر تبدأ توسيع الطريق إلى القرى الست"
TEXT = "<p>أعلنت بلدية عين الصخر، الأحد، بدء أعمال توسيع الطريق الجبلي، على أن تنتهي قبل الشتاء كما قال نزار قاسم.</p>"


def authors_of(line: str, title: str = f"{HEADLINE} | صدى المرفأ") -> tuple[str, ...]:
    page = f"<html><head><title>{title}</title></head><body><h1>{HEADLINE}</h1>{line}{TEXT}{TEXT}</body></html>"
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
    ("line", "day"),
    [
        ("<div>ظهر هنا: 9 نوفمبر 2023</div><div>عاد إليه القلم: 11 نوفمبر 2023</div>", "2023-11-09"),
        ("<div>عاد إليه القلم: 11 نوفمبر 2023</div><div>ظهر هنا: 9 نوفمبر 2023</div>", "2023-11-09"),
        ("<div>آخر تحديث: 11 نوفمبر 2023</div><div>ظهر هنا: 9 نوفمبر 2023</div>", "2023-11-09"),
        ("<div>ظهر هنا: 9 نوفمبر 2023</div><div>تاريخ النشر: 11 نوفمبر 2023</div>", "2023-11-11"),
        ("<div>ظهر هنا: ٩ نوفمبر ٢٠٢٣ / هالة منصور</div>", "2023-11-09"),
        ("<div><b>ظهر هنا: 9/11/2023</b> <b>هالة منصور</b></div>", "2023-11-09"),
        ("<div>ظهر هنا: نوفمبر 2023</div>", None),
        ("<meta name=date content='2023-11-09T10:20:00Z'>", "2023-11-09"),
    ],
)
def test_dates_after_unknown_labels(line: str, day: str | None):
    page = f"<html><head></head><body><h1>{HEADLINE}</h1>{line}{TEXT}{TEXT}</body></html>"
    tree = parse(Page(page))
    assert tree is not None
    found = read_metadata(tree, "https://marfa.example/n/7", None).date_published
    assert (found or "")[:10] == (day or "")
