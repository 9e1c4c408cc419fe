"""The normal form and the comparison key, rule by rule, and on any string at all."""

import json
from unicodedata import is_normalized

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners.text.normalize import comparison_key, normalize
from tests.tools.fixtures import ROOT

EXPECTED = ROOT.parent / "shared" / "seeds-expected.json"

# Every kind of character that a rule speaks about, beside any character there is.
AWKWARD = 'ابةىيیکپئأءھہەـ👩⚕\ufe0fًُّ\u200c\u200d ،؛؟:.!"«»)(0١۳  \t\n\r\u2028\x0b\ufeff/.wh:/ﷺﷲﻻﹰﹱ\ufdfc\ud800'
TEXTS = st.text(st.one_of(st.sampled_from(AWKWARD), st.characters(codec=None)), max_size=40)

ORDINARY = st.text(st.sampled_from('ابةىئؤأءهويـ\u064e\u0651\u0654 ،؛؟:.!"«»(0١aA-–…_\xa0'), max_size=30)


@pytest.mark.parametrize(
    ("published", "normal"),
    [
        ("ﻻ ﷲ ﻣﺼﺮ ﭘﺎﺭﻳﺲ ﬁ", "لا الله مصر پاريس fi"),
        ("محمد ﷺ ﷽", "محمد ﷺ ﷽"),
        ("ك\ufe77تب ﹱ", "ك\u064eتب \u064b"),
        ("\u200fكلمة\u202b \u2067أخرى\u2069\ufeff", "كلمة أخرى"),
        ("كل\u200bمة، من\u00adقسمة \u200d", "كلمة، منقسمة"),
        ("می\u200cشود \u200cكلمة\u200c 5", "مي\u200cشود كلمة 5"),
        ("أعلـــن الرئيـس", "أعلن الرئيس"),
        ("عـَـلي و مـُحمد", "عَلي و مُحمد"),
        ("سنة 1446 هـ و1447هـ، 1446هـالموافق", "سنة 1446 هـ و1447هـ، 1446هـالموافق"),
        ("1ـ الأمن 2ـالصحة أولاًـ أولًاـ", "1ـ الأمن 2ـالصحة أولاًـ أولًاـ"),
        ("ثالثاًـالتعليم", "ثالثاًـالتعليم"),
        ("لـ«الصباح» وبـ 5 والـCNN", "لـ«الصباح» وبـ 5 والـCNN"),
        ("الرئیس الروسی و کتاب", "الرئيس الروسي و كتاب"),
        ("سوریا:الکویت", "سوريا:الكويت"),
        ("گفتگوی پوتین", "گفتگوی پوتین"),
        ("وقالت ھيئة المياه إن ہذا المشروع ەذا", "وقالت هيئة المياه إن هذا المشروع هذا"),
        ("سنة 1446 ھـ و1447ھـالموافق كـ ہـ", "سنة 1446 هـ و1447هـالموافق كـ هـ"),
        ("سەرۆکی هەولێر ہاں پاکستانہ", "سەرۆکی هەولێر هاں پاکستانہ".replace("هاں", "ہاں")),
        (
            "الفريق 👩\u200d⚕️ والعائلة 👨\u200d👩\u200d👧 و❤️ و🏳️\u200d🌈",
            "الفريق 👩\u200d⚕️ والعائلة 👨\u200d👩\u200d👧 و❤️ و🏳️\u200d🌈",
        ),
        (
            "👩🏽\u200d🚀 م\u200dن 👩\u200d \u200d⚕ 👩\u200d\u200d⚕ 👩\u200f\u200d⚕ ⚕\u200d",
            "👩🏽\u200d🚀 من 👩 ⚕ 👩⚕ 👩⚕ ⚕",
        ),
        ("قال\ud800 نعم", "قال\ufffd نعم"),
        ("كلمة\xa0\u2003 \tأخرى\u3000", "كلمة أخرى"),
        ("\x00كلمة\x07أخرى\x7f", "كلمة أخرى"),
        ("نعم ، لا ؛ لماذا ؟ قال : انتهى . حقا !", "نعم، لا؛ لماذا؟ قال: انتهى. حقا!"),
        ("نعم،لا؛لماذا؟قال:انتهى.حقا!كذا", "نعم، لا؛ لماذا؟ قال:انتهى.حقا!كذا"),
        ("نعم ،لا", "نعم، لا"),
        ("قالَ،ثم", "قالَ، ثم"),
        ("3،5 و 10:30 و 1.5 و٢،٣", "3،5 و 10:30 و 1.5 و٢،٣"),
        ("«ماذا؟» (لماذا؟) نعم،» كيف؟!", "«ماذا؟» (لماذا؟) نعم،» كيف؟!"),
        ("(أ.ف.ب) ود.أحمد", "(أ.ف.ب) ود.أحمد"),
        ("https://a.example/خبر،عاجل؟نعم كذا،كذا", "https://a.example/خبر،عاجل؟نعم كذا، كذا"),
        ("a.example/خبر،عاجل www.a.example؟خبر،عاجل", "a.example/خبر،عاجل www.a.example؟خبر،عاجل"),
        ('أإآٱ ى ة ٱلرَّحْمَٰن ١٢٣ ۱۲۳ “قول” "قول" «قول»',) * 2,
        ("ا\u0654حمد", "أحمد"),
        ("cafe\u0301 , ok .", "café , ok."),
        ("", ""),
        (" \u200b\ufeff\n\n ", ""),
    ],
)
def test_normal_form(published: str, normal: str) -> None:
    assert normalize(published) == normal


def test_line_breaks_are_borders_of_blocks() -> None:
    assert normalize("\n أولى \r\nثانية\n \n\xa0\n\nثالثة \n") == "أولى\nثانية\n\nثالثة"
    assert normalize("أولى\u2028ثانية") == "أولى\nثانية"
    assert normalize("أولى\n، ثانية") == "أولى\n، ثانية"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("إسرائيل", "اسرائيل"),
        ("القاهرة", "القاهره"),
        ("موسى", "موسي"),
        ("مسئول", "مسؤول"),
        ("شؤون مرءوسين", "شئون مرؤوسين"),
        ("عائلة", "عايلة"),
        ("شيء", "شئ"),
        ("كُتِبَ", "كتب"),
        ("أعلـــن", "اعلن"),
        ("عام ٢٠٢٤", "عام ۲۰۲۴"),
        ("«قال»، ثم", '"قال" ثم'),
        ("RT Arabic", "rt   arabic"),
        ("الروسی", "الروسي"),
        ("أول\nثان", "اول ثان"),
        ("ﷲ أكبر", "الله اكبر"),
    ],
)
def test_spellings_of_one_key(one: str, other: str) -> None:
    assert comparison_key(one) == comparison_key(other) != ""


@pytest.mark.parametrize(("one", "other"), [("مالي", "مال"), ("2024", "2025"), ("رئيس وزراء", "رئيسوزراء")])
def test_different_keys(one: str, other: str) -> None:
    assert comparison_key(one) != comparison_key(other)


def test_key_of_nothing_but_signs_is_empty() -> None:
    assert comparison_key("«…» ، _ – \u200f") == ""


@given(TEXTS)
def test_any_string_has_one_normal_form(text: str) -> None:
    normal = normalize(text)
    assert normalize(normal) == normal
    assert is_normalized("NFC", normal)
    assert normal == normal.strip()
    assert "  " not in normal
    assert "\n\n\n" not in normal


@given(TEXTS)
def test_the_key_does_not_depend_on_the_form(text: str) -> None:
    key = comparison_key(text)
    assert comparison_key(key) == key
    assert comparison_key(normalize(text)) == key


@given(st.one_of(TEXTS, ORDINARY))
def test_ordinary_lines_are_read_like_all_others(text: str) -> None:
    extraordinary = "\u200f" + text  # an invisible character that both drop, and that no ordinary line has
    assert normalize(text) == normalize(extraordinary)
    assert comparison_key(text) == comparison_key(extraordinary)


@given(st.lists(TEXTS, max_size=4))
def test_lines_are_normalised_one_by_one(texts: list[str]) -> None:
    lines = [normalize(text).replace("\n", " ") for text in texts]
    lines = [normalize(line) for line in lines if line.strip()]
    assert normalize("\n".join(lines)) == "\n".join(line for line in lines if line)


@pytest.mark.skipif(not EXPECTED.exists(), reason=f"no {EXPECTED.name} beside the project")
@pytest.mark.parametrize("seed", ["000", "001", "002", "003", "004"])
def test_expected_seed_texts_are_in_normal_form(seed: str) -> None:
    expected = json.loads(EXPECTED.read_text("utf-8"))[seed]
    texts = [expected["text"], *expected["related"], *(one["text"] for one in expected["embedded"])]
    assert [normalize(text) for text in texts] == texts
