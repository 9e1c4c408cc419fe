"""The language of a text, told apart from its neighbours of the same script."""

import subprocess
import sys
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners.text import language
from cleaners.text.language import language_of
from cleaners.text.normalize import normalize

ARABIC = "أعلن وزير الخارجية الروسي سيرغي لافروف، الثلاثاء، أن بلاده ستواصل دعم مالي في مواجهة الجماعات المسلحة."
PERSIAN = "وزیر امور خارجه ایران گفت که گفتگوهای پیش رو در تهران برگزار می‌شود و کشورهای منطقه در آن شرکت می‌کنند."
PLAIN_PERSIAN = "دیدار وزیران خارجه ایران و روسیه در مسکو برگزار شد و دو طرف بر توسعه روابط تاکید کردند."
URDU = "وزیر خارجہ نے کہا کہ پاکستان اور بھارت کے درمیان بات چیت ہونی چاہیے اور یہ خطے کے لیے ضروری ہے۔"
PASHTO = "د افغانستان د بهرنیو چارو وزارت وايي چې له ګاونډیو هېوادونو سره ښې اړیکې غواړي او دا کار به دوام ولري."
KURDISH = "سەرۆکی حکوومەتی هەرێمی کوردستان لەگەڵ وەزیری دەرەوەی ئێران کۆبووەوە و باسیان لە پەیوەندییەکان کرد."
FRENCH = "Le ministre des affaires étrangères a déclaré mardi que son pays soutient le Mali."
ENGLISH = "The Russian foreign minister said on Tuesday that his country supports Mali."


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (ARABIC, "ar"),
        (PERSIAN, "fa"),
        (PLAIN_PERSIAN, "fa"),
        (URDU, "ur"),
        (PASHTO, "ps"),
        (KURDISH, "ckb"),
        (FRENCH, "fr"),
        (ENGLISH, "en"),
        ("Президент России Владимир Путин заявил во вторник, что страна поддержит Мали", "ru"),
        ("שר החוץ הרוסי אמר ביום שלישי כי ארצו תומכת במאלי בכל הדרכים", "he"),
        (f"{ARABIC} وقال پزشکیان وچاوز وگورباتشوف ذلك في الكويت. {ARABIC}", "ar"),
        (f'{ARABIC} "{ENGLISH}"', "ar"),
        ("الرئیس الروسی فلادیمیر بوتین یستقبل الرئیس المالی فی الکرملین الیوم", "ar"),
        ("مالي تعلن وقف إطلاق النار", "ar"),
    ],
)
def test_languages(text: str, code: str) -> None:
    assert language_of(text) == code


@pytest.mark.parametrize(("text", "code"), [(PERSIAN, "fa"), (PLAIN_PERSIAN, "fa"), (URDU, "ur"), (KURDISH, "ckb")])
def test_the_normal_form_does_not_hide_a_language(text: str, code: str) -> None:
    assert language_of(normalize(text)) == code


@pytest.mark.parametrize("text", ["", "قال", "12345678901234567890 2025", "… – ،،، !!! ؟؟؟ ((())) ----------"])
def test_too_little_text_has_no_language(text: str) -> None:
    assert language_of(text) is None


def test_arabic_never_asks_langdetect() -> None:
    with patch.object(language, "guessed_language", side_effect=AssertionError):
        assert language_of(ARABIC * 50) == "ar"


def test_another_process_says_the_same() -> None:
    # langdetect draws lots, from a new seed in each process unless it is set
    mixed = "Politique économie sport culture football tennis basketball music film radio television"
    program = f"from cleaners.text.language import language_of; print(language_of({mixed!r}))"
    said = {
        subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout for _ in "12"
    }
    assert said == {f"{language_of(mixed)}\n"}


@given(st.text(st.sampled_from("ابتثالنويپگےەۆشлabc é中א .\n") | st.characters(codec=None), max_size=80))
def test_any_text_has_a_language_or_none(text: str) -> None:
    code = language_of(text)
    assert code is None or (code.isascii() and code.islower() and 2 <= len(code) <= 3)
