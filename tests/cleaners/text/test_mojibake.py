"""Encoding debris: repaired where that is certain, and no other text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaners import clean_html, clean_text
from cleaners.text.mojibake import is_mojibake, may_be_debris, repaired
from tests.tools.step_tables import LAST, MORE, PROSE

SAID = "وقال رئيس المجلس: «إن كلفة المشروع بلغت 20 ألفا، فهل تكفي؟»"
VOWELS = "قَالَ رَئِيسُ المَجْلِسِ إِنَّ الفَتَى مُجِدٌّ"


def misread(text: str, written: str, read: str) -> str:
    """A text written in one encoding and read in another; undefined bytes stand for themselves."""
    return "".join(bytes([byte]).decode(read, "ignore") or chr(byte) for byte in text.encode(written))


@pytest.mark.parametrize("text", [SAID, VOWELS, PROSE, MORE, LAST, "من CNN 2020 إلى بيروت، ثم الرياض"])
@pytest.mark.parametrize(
    ("written", "read"), [("utf-8", "cp1252"), ("utf-8", "latin-1"), ("utf-8", "cp1256"), ("cp1256", "cp1252")]
)
def test_debris_is_repaired(text: str, written: str, read: str):
    debris = misread(text, written, read)
    assert may_be_debris(debris.encode())
    assert repaired(debris) == text
    assert repaired(f"{PROSE}\n{debris}\n{MORE}") == f"{PROSE}\n{text}\n{MORE}"


def test_other_mistakes():
    assert repaired(misread(misread(SAID, "utf-8", "cp1252"), "utf-8", "cp1252")) == SAID
    assert repaired(misread(MORE, "iso8859-6", "latin-1")) == MORE
    assert repaired("كلفة الفرع ".encode().decode("cp1252", "replace")) == "كلفة الفرع "
    assert repaired(VOWELS.encode().decode("cp1252", "replace")).count("\ufffd") == 8


@pytest.mark.parametrize(
    "text",
    [
        "Øst for Ærø er det Ø og Å, Øl ÆØÅ æøå ÆØÅ æøå", "Größe, Übermaß, äöü ÄÖÜ ßßß", "İstanbul Şişli ğüş ÇÖĞÜŞ",
        "Ça va très bien à l'école, où l'élève Noël a mangé du pâté", "É È À Ù Ø Ç áéí óúñ ÁÉÍ ÓÚÑ", SAID, VOWELS,
        "حفظ، وحظ؛ ولفظ: «خط» وشرط§ خط… غلظ– وعظ”", "° ± × ÷ § ¶ « » ¡ ¿ ª º",
    ],
)  # fmt: skip
def test_real_text_is_not_touched(text: str):
    assert repaired(text) == text
    assert not is_mojibake(text)


@settings(deadline=None)
@given(st.text(alphabet="ØÙÚÃÂ§„…\ufffdÇáطظ€ا <>\nab", max_size=60))
def test_any_text_is_repaired_once_and_for_all(text: str):
    once = clean_text(text).text
    assert clean_text(once).text == once


@settings(deadline=None)
@given(st.text(alphabet="ØÙÚÃÂ§„…˜™\u0098\u0099\ufffdÇáäطظ€ا <>\nab", max_size=60))
def test_nothing_is_repaired_without_a_sign(text: str):
    assert may_be_debris(text.encode()) or repaired(text) == text


@pytest.mark.parametrize(
    "debris", ["\ufffd\ufffd\ufffd\ufffd \ufffd\ufffd", "?????? ????? ??? ???????", "Ø§Ù Ù Ø±Ø¬ ÙØ Ù Ù"]
)
def test_debris_that_cannot_be_read_is_dropped_by_name(debris: str):
    article = clean_html(f"<article><h1>الطريق</h1><p>{PROSE}</p><p>{debris}</p><p>{MORE}</p></article>")
    assert article.text == f"{PROSE}\n\n{MORE}"
    assert [
        change.step for change in clean_text(f"{PROSE}\n{debris}\n{MORE}").changes if change.after.role == "noise"
    ] == ["mojibake"]


def test_a_page_with_debris_in_its_headline_and_text_is_read():
    text = "".join(f"<p>{line}</p>" for line in (PROSE, MORE, LAST))
    page = f"<html><head><title>{SAID}</title></head><body><article><h1>{SAID}</h1>{text}</article></body></html>"
    whole, torn = clean_html(page), clean_html(misread(page, "utf-8", "cp1252"))
    assert (torn.title, torn.text) == (whole.title, whole.text)
