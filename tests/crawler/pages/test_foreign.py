"""Pages refused unread: surely not Arabic, by what they declare and by the letters of a sample."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners.clean import read_html
from cleaners.page import Page
from crawler.pages.foreign import foreign_detail
from tests.tools.fixtures import ROOT

ENGLISH = "The ministers met on Monday to talk about the harvest, which came late this year. "
FRENCH = "Les ministres se sont réunis lundi pour parler de la récolte, tardive cette année. "
RUSSIAN = "Министры встретились в понедельник, чтобы обсудить урожай, который в этом году поздний. "
CHINESE = "部长们星期一开会讨论今年来得很晚的收成，"
ARABIC = "اجتمع الوزراء يوم الاثنين لبحث موسم الحصاد الذي تأخر هذا العام بسبب الأمطار في معظم المناطق "


def page(text: str, lang: str = "", head: str = "") -> bytes:
    attribute = f' lang="{lang}"' if lang else ""
    return (
        f"<!doctype html><html{attribute}><head><meta charset=utf-8><title>t</title>{head}</head>"
        f"<body><p>{text}</p></body></html>"
    ).encode()


@pytest.mark.parametrize("lang", ["", "en", "en-US", "fr", "ru"])
@pytest.mark.parametrize("text", [ENGLISH * 30, FRENCH * 30, RUSSIAN * 30])
def test_a_long_page_without_arabic_is_refused(text: str, lang: str) -> None:
    assert foreign_detail(page(text, lang))


def test_a_quotation_and_the_name_of_a_language_do_not_make_it_arabic() -> None:
    switcher = '<a href="/ar/" lang="ar">العربية</a><p>The motto is «العدل أساس الملك».</p>'
    assert foreign_detail(page(switcher + ENGLISH * 30, "en")) is not None


@pytest.mark.parametrize("text", [ENGLISH * 30, CHINESE * 90])
@pytest.mark.parametrize("lang", ["", "en", "ar"])
@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_page_with_an_arabic_text_anywhere_is_never_refused(text: str, lang: str, place: int) -> None:
    pieces = [text, text]
    pieces.insert(place, f'<div lang="ar">{ARABIC}</div>')
    assert foreign_detail(page("".join(pieces), lang)) is None


@pytest.mark.parametrize(
    "arabic",
    [
        ARABIC,
        "".join(f"&#{ord(letter)};" for letter in ARABIC),
        "".join(f"&#x{ord(letter):x};" for letter in ARABIC),
        "".join(f"&#X{ord(letter):04X};" for letter in ARABIC),
        "ﻣﺮﺣﺒﺎ ﺑﻜﻢ ﻓﻲ ﻣﻮﻗﻌﻨﺎ " * 6,
        '<script type="application/ld+json">{"articleBody": "'
        + "".join(f"\\u{ord(letter):04x}" for letter in ARABIC)
        + '"}</script>',
    ],
)
def test_arabic_letters_count_in_every_notation(arabic: str) -> None:
    assert foreign_detail(page(arabic + ENGLISH * 30, "en")) is None


@pytest.mark.parametrize("encoding", ["windows-1256", "iso-8859-6", "utf-16", "utf-16-le"])
def test_other_encodings_are_for_the_cleaner(encoding: str) -> None:
    text = page(ARABIC * 3).decode() + "x" * 3000
    assert foreign_detail(text.encode(encoding, "replace")) is None


@pytest.mark.parametrize(
    "head",
    ['<meta property="og:locale" content="ar_AR">', '<meta http-equiv="content-language" content="ar">',
     '<script type="application/ld+json">{"inLanguage":"ar"}</script>'],
)  # fmt: skip
def test_a_page_that_calls_itself_arabic_is_for_the_cleaner(head: str) -> None:
    assert foreign_detail(page(ENGLISH * 30, "en-US", head)) is None
    assert foreign_detail(page(ENGLISH * 30, "ar")) is None


def test_walls_stubs_and_pages_made_by_scripts_are_for_the_cleaner() -> None:
    wall = "Checking your browser before accessing the site. " * 4
    assert foreign_detail(page(wall, "en")) is None
    assert foreign_detail(page("<script>" + "var words = 'nothing that is text';" * 300 + "</script>", "en")) is None
    assert foreign_detail(page("<!-- " + ENGLISH * 30 + "-->", "en")) is None
    assert foreign_detail(b"") is None


def test_nothing_that_the_fixtures_keep_is_refused() -> None:
    for source in sorted(ROOT.glob("tests/pages/**/source.html")):
        html = source.read_bytes()
        if foreign_detail(html):
            assert read_html(Page(html, "https://a.example/news/10001", None, None)).article.reason == "not_arabic"


@given(st.binary(max_size=300), st.text(max_size=200))
def test_no_bytes_raise(noise: bytes, text: str) -> None:
    foreign_detail(noise)
    foreign_detail(page(ENGLISH * 30, "en") + noise + text.encode("utf-8", "replace"))


@pytest.mark.parametrize("piece", [b"<script", b"<!--", b"<", b"&", b"<html lang", b"<a <b", b"&#1", b"og:locale' "])
def test_a_hostile_page_is_judged_in_linear_time(piece: bytes) -> None:
    def seconds(count: int) -> float:
        html = b"<html lang=en>" + piece * count + ENGLISH.encode() * 30
        begun = time.process_time()
        foreign_detail(html)
        return time.process_time() - begun

    seconds(1000)
    assert min(seconds(300_000) for _ in range(2)) < 2.0


def test_it_costs_a_twentieth_of_cleaning_at_most() -> None:
    chance = random.Random(1)
    paragraphs = ["<p>" + "".join(chance.choice((ENGLISH, FRENCH)) for _ in range(5)) + "</p>" for _ in range(60)]
    html = page("".join(paragraphs), "en")

    def seconds(function: object, times: int) -> float:
        begun = time.process_time()
        for _ in range(times):
            function()  # type: ignore[operator]
        return (time.process_time() - begun) / times

    def cleaned() -> object:
        return read_html(Page(html, "https://a.example/news/10001", None, None))

    cleaned()
    assert seconds(lambda: foreign_detail(html), 20) <= 0.05 * seconds(cleaned, 3)
