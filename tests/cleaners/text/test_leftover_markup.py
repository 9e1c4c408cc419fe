"""Mark-up that texts show as characters: what it means, and what only looks like it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaners import clean_html, clean_text
from cleaners.text.leftover_markup import broken_into_lines, read_markup
from tests.tools.step_tables import LAST, MORE, PROSE

READ = {
    "<p>قال:&nbsp;&quot;نعم&quot;</p><br/>": 'قال:\xa0"نعم"',
    "&#1575;&#x644;&#1581;&#1602; &laquo;أولا&raquo; &amp; أخيرا": "الحق «أولا» & أخيرا",
    "&amp;amp;lt;p&amp;gt;نص&amp;lt;/p&gt;": "نص",
    "فقدت <strong>المياه</strong> ضغطها <span style=\"color:red\" class='x'>كله": "فقدت المياه ضغطها كله",
    "<!-- wp:paragraph --><p>نص</p><!-- /wp:paragraph -->": "نص",
    "<script>var a = 1 < 2;</script>نص<style>p {color: red}</style>": "نص",
    r"أول\nثان\r\nثالث\tرابع": "أول ثان ثالث رابع",
    r"أول.\n\nReuters": "أول. Reuters",
    r"قال \"نعم\" لـ CNN\nوأضاف": 'قال "نعم" لـ CNN وأضاف',
    r"\u0627\u0644\u062d\u0642 \u0648": "الحق و",
    "**وأضاف أن الجسر مغلق.**": "وأضاف أن الجسر مغلق.",
    "قال **أحمد** و*سعيد* إن __الجسر__ _مغلق_، ~~مفتوح~~.": "قال أحمد و*سعيد* إن الجسر مغلق، مفتوح.",
    '[caption id="a_1" width="300"]نص الصورة[/caption] [gallery ids=1,2 /]': "نص الصورة",
    'شاهد: <iframe src="https://v.example/1" width=300></iframe>': "شاهد:",
    "### عنوان فرعي ###": "عنوان فرعي",
    "# عنوان الفصل الأول": "عنوان الفصل الأول",
    'تقول [الصحيفة](https://a.example/1 "أ") إن ![صورة](b.png)[](/c)الجسر': "تقول الصحيفة إن الجسر",
    "**نص *داخله* نص**": "نص داخله نص",
}
KEPT = [
    "a < b > c و AT&T و R&D و &foo; و &copy 2020", "a <b and c> d", "<3 أحبكم <3", "يبدأ السطر بالوسم <b> دائما",
    r"المجلد C:\new\temp و\\nas و 100\% و¯\_(ツ)_/¯", r'printf("%d\n")',
    "5** فندق و4** و 3*", "السعر *100* ليرة و 2*3*4 = 24",
    "صدر البيت ** عجز البيت", "صدر البيت *** عجز البيت", "صدر البيت * عجز البيت * صدر", "هذا **** كلام ****",
    "*الأول *الثاني", "(*) هامش", "* بند أول", "#وسم_طويل_جدا و #آخر_", "# كأس_العالم", "أ _ ب _ ج", "snake_case_name",
    "هامش [1] (2) و[ملاحظة] (الكاتب) و[sic] و[video] و[أ=ب]", "راسلوا user_name@mail_box.example",
]  # fmt: skip


@pytest.mark.parametrize(("line", "expected"), READ.items())
def test_leftover_markup_is_read(line: str, expected: str):
    assert " ".join(read_markup(line).split(" ")).replace("  ", " ") == expected


@pytest.mark.parametrize("line", KEPT)
def test_what_only_looks_like_markup_stays(line: str):
    assert read_markup(line) == line
    assert broken_into_lines(line) == line
    assert line in clean_text(f"{PROSE}\n{line}\n{MORE}").text.replace("\xa0", " ")


def test_a_text_about_markup_keeps_its_tags():
    lines = [PROSE, "نكتب في HTML فقرة هكذا:", "<p>هذه فقرة &nbsp;</p>", r"وينتهي السطر بـ \n أو <br>", MORE]
    assert clean_text("\n".join(lines)).blocks == tuple(lines)


@pytest.mark.parametrize("times", [1, 2])
def test_a_page_escaped_twice_has_paragraphs(times: int):
    source = f'<p class="a">{PROSE}</p><p>{MORE} <strong>a < b</strong></p><h3>عنوان</h3><ul><li>{LAST}</li></ul>'
    for _ in range(times):
        source = source.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    for tag in ("div", "p"):
        page = f"<html><body><article><h1>الطريق</h1><{tag}>{source}</{tag}></article></body></html>"
        assert clean_html(page).blocks[-4:] == (PROSE, f"{MORE} a < b", "عنوان", LAST)


def test_a_headline_that_was_escaped_twice_is_read():
    text = "".join(f"<p>{line}</p>" for line in (PROSE, MORE, LAST))
    title = "شركة R&amp;amp;D: &amp;quot;الطريق الجبلي&amp;quot; يفتح قبل الشتاء"
    page = f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{text}</article></body></html>"
    article = clean_html(page)
    assert article.title == 'شركة R&D: "الطريق الجبلي" يفتح قبل الشتاء'
    assert article.blocks == (PROSE, MORE, LAST)


def test_code_of_a_page_keeps_its_tags():
    code = "<code>&lt;p&gt;نص&lt;/p&gt;</code>"
    page = f"<html><body><article><p>{PROSE} {code}</p><p>{MORE}</p><p>{LAST}</p></article></body></html>"
    assert clean_html(page).text


MARKS = st.sampled_from(
    [
        *READ,
        *KEPT,
        "<p>",
        "</p>",
        "<br>",
        "&lt;",
        "&gt;",
        "&amp;",
        "#38;",
        "lt;",
        "**",
        "*",
        "_",
        "\\n",
        "\n",
        "HTML",
        "نص",
        " ",
        "](",
    ]
)


@settings(deadline=None)
@given(st.lists(MARKS, max_size=12).map("".join))
def test_any_marks_are_read_once_and_for_all(text: str):
    once = clean_text(text).text
    assert clean_text(once).text == once


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from([*READ, *KEPT, "<p>", "</p>", "</div>", "<div>", "<br/>", "<table><tr>", PROSE]), max_size=8
    )
)
def test_any_escaped_text_of_a_page_is_read(pieces: list[str]):
    text = "".join(pieces).replace("&", "&amp;").replace("<", "&lt;")
    for tag in ("p", "div", "span"):
        clean_html(f"<html><body><article><h1>الطريق</h1><{tag}>{text}</{tag}><p>{MORE}</p></article></body></html>")
