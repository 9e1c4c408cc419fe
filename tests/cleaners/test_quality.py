"""Why a page is no article: one word of the closed list, and none for an article."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest

from cleaners import Article, Page, Related, clean_html, clean_text, read_html, read_text
from cleaners.blocks.block import Block
from cleaners.quality import rejection
from tests.tools.fixtures import ROOT
from tests.tools.step_tables import LAST, MORE, PROSE, block, numbered

SCHEMA = ROOT / "output" / "schema.json"
CLEANING = {"empty", "too_short", "not_arabic", "listing", "mostly_links", "bot_wall", "paywall", "stub"}
VERSES = (
    "يا بحر نم",
    "لا سفن الليلة",
    "لا غرقى",
    "ولا أحد على الرصيف",
    "سوى ظلي",
    "يعد أصابعه",
    "ثم ينسى أسماءنا",
    "حتى الصباح",
)
HEADLINES = [
    Related(f"مجلس المحافظة يقر موازنة جديدة لصيانة الطريق رقم {n}", f"https://marfa.example/{n}", "latest")
    for n in range(9)
]


def rejection_reason(made: Article, blocks: Sequence[Block], kinds: Sequence[str] = ()) -> str | None:
    found = rejection(made, blocks, kinds)
    return found.reason if found else None


def article(*texts: str, related: int = 0, language: str | None = "ar") -> Article:
    return Article(text="\n\n".join(texts), blocks=texts, language=language, related=HEADLINES[:related])


@pytest.mark.parametrize(
    ("made", "reason"),
    [
        (article(PROSE, MORE), None),
        (article(PROSE, MORE, related=9), None),
        (article(), "empty"),
        (article(related=4), "empty"),
        (article(related=5), "listing"),
        (article("أخبار الاقتصاد", related=9), "listing"),
        (article("صورة اليوم من الطريق الجبلي"), "too_short"),
        (article(PROSE.split("،")[0] + "."), "too_short"),
        (article(*["كلمتان فقط"] * 30), "too_short"),
        (article(*VERSES), None),
        (article(*VERSES[:3]), "too_short"),
        (article(PROSE, MORE, language="fa"), "not_arabic"),
        (article(PROSE, MORE, language=None), None),
    ],
)
def test_what_counts(made: Article, reason: str | None):
    assert rejection_reason(made, numbered(made.blocks)) == reason


@pytest.mark.parametrize(
    ("made", "noise", "rule"),
    [
        (article(), [], "no line of text"),
        (article(), [PROSE, MORE], "none of 2 lines is text"),
        (article("صورة اليوم من الطريق الجبلي"), [], "5 words, fewer than 20"),
        (article(*["كلمتان فقط"] * 30), [], "all 30 lines are labels, as of a menu"),
        (article("أخبار", related=9), [], "1 word of text, 9 related headlines"),
        (article(PROSE, MORE, language="fa"), [], 'its text is in "fa", '),
        (article(PROSE), ["هذا المقال للمشتركين فقط"], "a line of paywall.txt, "),
        (article(PROSE), ["لقراءة الخبر كاملا من المصدر اضغط هنا"], "a line of stub.txt, "),
        (article(PROSE), ["جارٍ التحقق من المتصفح"], "a line of bot_wall.txt, "),
    ],
)
def test_the_rule_is_told_without_words_of_the_page(made: Article, noise: list[str], rule: str):
    found = rejection(made, numbered([*made.blocks, *(block(line, "noise") for line in noise)]))
    assert found is not None
    assert found.rule.startswith(rule)
    assert found.rule.isascii()


def test_what_a_page_declares_is_told_too():
    cut = article(PROSE, f"{MORE} ثم …")
    found = rejection(cut, numbered(cut.blocks), locked=True, cut=True)
    assert found is not None
    assert found.rule.startswith("declared not free, and ")
    assert read_html(Page(b"%PDF-1.4\0\0\1\2\3")).rule == "not HTML"
    assert read_text(PROSE + "\n\n" + MORE).rule is None


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Checking your browser before accessing marfa.example.", "bot_wall"),
        ("جارٍ التحقق من المتصفح", "bot_wall"),
        ("هذا المقال للمشتركين فقط", "paywall"),
        ("لقراءة الخبر كاملا من المصدر اضغط هنا", "stub"),
    ],
)
def test_walls_are_believed_where_little_text_came(line: str, reason: str):
    short, long = article(PROSE, line), article(*[PROSE, MORE, LAST] * 4, line)
    assert rejection_reason(short, numbered([PROSE, block(line, "noise")])) == reason
    assert rejection_reason(long, numbered([PROSE, block(line, "noise")])) is None


def test_mostly_links():
    blocks = numbered([block(PROSE, link="/a"), block(MORE, link="/b"), "ثلاث كلمات فقط"])
    assert rejection_reason(article(PROSE, MORE), blocks) == "mostly_links"
    assert rejection_reason(article(PROSE, MORE), numbered([PROSE, block(MORE, link="/b"), LAST])) is None


def test_a_page_that_calls_itself_an_article_is_no_listing():
    made = article(PROSE + " " + MORE, related=9)
    few = article("خبر قصير جدا عن الطريق", related=9)
    assert rejection_reason(few, numbered(few.blocks), ("WebPage",)) == "listing"
    assert rejection_reason(few, numbered(few.blocks), ("NewsArticle",)) == "too_short"
    assert rejection_reason(made, numbered(made.blocks), ("NewsArticle",)) is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        ("\n \n", "empty"),
        ("خبر عاجل", "too_short"),
        (f"{PROSE}\n\n{MORE}", None),
        ("Hello there. " * 30, "not_arabic"),
    ],
)
def test_flattened_texts_are_judged_too(text: str, reason: str | None):
    assert clean_text(text).reason == reason


def test_a_page_whose_text_is_only_in_its_metadata():
    data = json.dumps(
        {"@type": "NewsArticle", "headline": "بلدية عين الصخر تبدأ", "articleBody": f"{PROSE}\n\n{MORE}\n\n{LAST}"}
    )
    html = (
        f"<html><head><script type='application/ld+json'>{data}</script></head><body><div id='app'></div></body></html>"
    )
    article = clean_html(html, "https://marfa.example/n/1")
    assert article.reason is None
    assert article.blocks == (PROSE, MORE, LAST)


def test_the_reasons_are_those_of_the_schema():
    if not SCHEMA.exists():
        pytest.skip("output/schema.json is not there")
    listed = json.loads(SCHEMA.read_text(encoding="utf-8"))["$defs"]["reason"]["enum"]
    assert set(listed) >= CLEANING
