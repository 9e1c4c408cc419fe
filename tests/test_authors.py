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
