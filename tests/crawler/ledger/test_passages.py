"""Runs of six words are the same in whatever wraps them; addresses of one page have one key."""

from __future__ import annotations

import gzip
import json
import sqlite3
from html import escape
from urllib.parse import quote, quote_plus

import pytest

from crawler.ledger.passages import decodings_of, passages_of, readings_of
from crawler.ledger.takedowns import takedown_key
from crawler.ledger.taken_down_texts import TakenDownTexts

TEXT = "أعلنت وزارة الزراعة اليوم بدء موسم حصاد القمح في ثلاث محافظات شمالية وسط توقعات بإنتاج وفير"
FOLDED = "اعلنت وزاره الزراعه اليوم بدء موسم حصاد القمح فى ثلاث محافظات شماليه وسط توقعات بانتاج وفير"


def texts() -> TakenDownTexts:
    known = TakenDownTexts(sqlite3.connect(":memory:"))
    known.add(1, titles=["عنوان قصير للتجربة"], text=TEXT, content_hash="x")
    return known


@pytest.mark.parametrize(
    "body",
    [
        TEXT.encode(),
        FOLDED.encode(),
        TEXT.encode("cp1256"),
        TEXT.encode("utf-16"),
        gzip.compress(TEXT.encode()),
        json.dumps({"articleBody": TEXT}).encode(),
        json.dumps(json.dumps({"a": TEXT})).encode(),
        "".join(f"&#x{ord(letter):x};" for letter in TEXT).encode(),
        escape(escape("<p>" + TEXT.replace(" ", "</p> <p>"))).encode(),
        ("<![CDATA[<p>" + TEXT.replace(" ", " <br/>\n") + "</p>]]>").encode(),
        " ".join(f"<b>{word[0]}</b>{word[1:]}" for word in TEXT.split()).encode(),
        f'<meta name="description" content="{TEXT}">'.encode(),
        f'<a href="https://share.example/?text={quote(TEXT)}">'.encode(),
        f"https://share.example/?text={quote_plus(TEXT)}&url=x".encode(),
        quote(TEXT.replace(" ", "-")).lower().encode(),
        quote(TEXT.replace(" ", "_")).encode(),
        json.dumps({"share": quote(TEXT)}).replace("%", "\\u0025").encode(),
        quote(quote(TEXT)).encode(),
        json.dumps({"content": {"rendered": "<p>" + TEXT.replace(" ", "</p>\n<p>") + "</p>"}}).encode(),
    ],
)
def test_a_text_is_found_in_what_wraps_it(body: bytes) -> None:
    assert texts().shared_with_page(b"<html>" * (body[:1] == b"<") + body).is_copy


def test_less_than_six_words_are_no_passage() -> None:
    words = TEXT.split()
    known = texts()
    assert not known.shared_with(" ".join(words[:5])).passages
    short = known.shared_with(f"كلام آخر {' '.join(words[2:9])} كلام غيره")
    assert (len(short.passages), short.is_copy) == (2, False)
    assert known.shared_with(" ".join(words[:11])).is_copy  # more than a third
    assert known.quoted_in("عنوان: قصير، للتجربة")
    assert known.quoted_in("https://a.example/" + quote("-".join(words[:6])))
    assert not known.quoted_in("عنوان قصير للتجربة الثانية")
    assert passages_of("") == passages_of("كلمة واحدة") == []


def test_a_passage_does_not_depend_on_its_place() -> None:
    assert passages_of(f"كلام قبله {TEXT}")[2:] == passages_of(TEXT)


def test_a_long_text_is_read_in_pieces() -> None:
    filler = " ".join(f"حشو{number}" for number in range(90_000))
    assert texts().shared_with(f"{filler} {TEXT} {filler}").is_copy
    assert len([*readings_of("a < b")]) == 2
    assert [*decodings_of(b"\xef\xbb\xbfabc")] == ["abc"]


@pytest.mark.parametrize(
    "url",
    [
        "http://www.a.example/x/",
        "https://m.a.example/x",
        "https://amp.a.example/x/amp/",
        "https://a.example/amp/x",
        "https://a.example/x?amp=1",
        "https://mobile.a.example/x?outputType=amp",
    ],
)
def test_second_addresses_have_the_key_of_the_page(url: str) -> None:
    assert takedown_key(url) == "//a.example/x"


def test_other_pages_have_other_keys() -> None:
    keys = {
        takedown_key(f"https://{one}") for one in ("m.example/x", "b.a.example/x", "a.example/x/2", "a.example/amp")
    }
    assert keys == {"//m.example/x", "//b.a.example/x", "//a.example/x/2", "//a.example/amp"}
