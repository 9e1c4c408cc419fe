"""What holds for any page and text: nothing raises, cleaning twice is cleaning once, the trace replays."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cleaners import clean_html, clean_text
from cleaners.article import Article
from cleaners.blocks.block import Block
from cleaners.blocks.from_html import blocks_of_tree
from cleaners.blocks.from_text import blocks_of_text
from cleaners.metadata.read import read_metadata
from cleaners.page import Page, parse
from cleaners.pipeline import replay, run, run_until_stable
from cleaners.steps.body.baseline import kept_texts
from cleaners.steps.body.referee import Judgement
from cleaners.steps.recipe import Facts, recipe
from tests.tools.fixtures import fixtures
from tests.tools.step_tables import HEAD, PROSE

FEW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
FEWER = settings(FEW, max_examples=25)


def prepared(source: bytes | str, url: str | None) -> tuple[Facts, tuple[Block, ...]]:
    """The facts and blocks of a page as its reading makes them."""
    tree = parse(Page(source, url))
    assert tree is not None
    metadata = read_metadata(tree, url, None)
    return Facts(
        url=url, titles=metadata.titles, authors=metadata.authors, referee=lambda _: Judgement(kept_texts(tree))
    ), blocks_of_tree(tree, url)


@pytest.mark.parametrize("fixture", fixtures(), ids=lambda f: f.name)
def test_a_recipe_on_a_fixture_replays_and_on_its_own_result_changes_nothing(fixture):
    if fixture.source.suffix == ".html":
        facts, blocks = prepared(fixture.source.read_bytes(), fixture.facts.get("url"))
    else:
        facts, blocks = Facts(flattened=True), blocks_of_text(fixture.source.read_text(encoding="utf-8"))
    result, changes = run_until_stable(recipe(facts), blocks)
    assert replay(blocks, changes) == result
    assert [b.index for b in result] == [b.index for b in blocks] == list(range(len(blocks)))
    again, _ = run(recipe(facts), result)
    assert again == result


SOME = "بلدية عين الصخر تبدأ توسيع الطريق الجبلي قبل الشتاء وقال المهندس إن الأعمال ستجري ليلا في 2025"
WORDS = st.sampled_from(tuple(SOME.split()))
HEADLINES = st.lists(WORDS, min_size=4, max_size=12).map(" ".join)
SENTENCES = st.lists(WORDS, min_size=12, max_size=40).map(lambda words: " ".join(words) + ".")
FIXED = st.sampled_from(
    (
        "اقرأ أيضاً", "إقرأ المزيد", "المصدر: وكالات", "المصدر: قال", "19 مارس 2025", "منذ 3 ساعات", "التعليقات",
        "مقالات مشابهة", "كلمات دلالية: طريق جبل", "بقلم: سلمى النجار", "سلمى النجار", "قراءة 2 دقيقة", "شارك",
        "— MFA (@mfa) February 7, 2023", "The road to Ain Sakhr #road", "pic.twitter.com/abc", "Globallookpress",
        'هل تؤيد "الطريق الجبلي القديم"؟', "صورة أرشيفية", "ترجمة: سلمى النجار", "آخر الأخبار", "تنويه: قديم", "1.",
        "https://a.example/b", "RT STORIES", "\u200f", "\u0640\u0640", "\x00\x01\x0b", "\ufeffنص", "نص ،  آخر", "* * *",
        "a\x85b", "الرئیس", "مباشر", "وكالات", "…",
    )
)  # fmt: skip
TEASERS = st.tuples(st.sampled_from(("اقرأ أيضاً: ", "شاهد أيضا ", "للمزيد: ", "المصدر: ", "كتب: ")), HEADLINES).map(
    "".join
)
BULLETS = HEADLINES.map("• ".__add__)
LINES = st.one_of(
    SENTENCES, HEADLINES, FIXED, TEASERS, BULLETS, st.just(""), st.just(HEAD), st.just(PROSE), st.text(max_size=20)
)
BREAKS = st.sampled_from(("\n", "\n\n", "\r\n", "\n \n\n", "\u2028"))
TEXTS = st.lists(st.tuples(LINES, BREAKS).map("".join), max_size=14).map("".join)


@given(TEXTS)
@settings(FEW, max_examples=250)
def test_cleaning_a_clean_text_changes_nothing(text):
    once = clean_text(text).text
    assert clean_text(once).text == once


@given(TEXTS)
@settings(FEW, max_examples=80)
def test_a_flattened_text_replays_and_its_recipe_is_settled(text):
    steps = recipe(Facts(flattened=True))
    blocks = blocks_of_text(text)
    result, changes = run_until_stable(steps, blocks)
    assert replay(blocks, changes) == result
    assert [b.index for b in result] == list(range(len(blocks)))
    _, more = run(steps, result)
    assert [(c.step, c.index, c.after) for c in more] == []


@given(st.binary(max_size=400))
@FEW
def test_no_bytes_raise(data):
    assert isinstance(clean_html(data), Article)


@given(st.text(st.characters(), max_size=400))
@FEW
def test_no_text_raises(text):
    assert isinstance(clean_html(text, "https://a.example/"), Article)
    assert isinstance(clean_text(text), Article)


TAGS = (
    "div",
    "p",
    "a href='/x'",
    "li",
    "table",
    "td",
    "form",
    "h1",
    "h2",
    "br",
    "figure",
    "article",
    "span",
    "script",
    "svg",
    "title",
    "time",
)
PIECES = st.one_of(
    st.sampled_from(TAGS).map("<{}>".format), st.sampled_from(TAGS).map(lambda t: f"</{t.split()[0]}>"), LINES
)


@given(st.lists(PIECES, max_size=40).map("".join))
@FEW
def test_no_markup_raises(markup):
    assert isinstance(clean_html(markup, "https://a.example/news/1"), Article)


SOURCES = [f.source.read_bytes() for f in fixtures() if f.source.suffix == ".html"][::2]


@given(st.sampled_from(SOURCES), st.data())
@FEWER
def test_no_damaged_page_raises(source, data):
    start = data.draw(st.integers(0, len(source)))
    end = data.draw(st.integers(start, min(len(source), start + 3000)))
    junk = data.draw(st.sampled_from((b"", b"<", b"</div>" * 9, b"\xff\xfe", b"<table><form>", b"\x00", b'"')))
    assert isinstance(clean_html(source[:start] + junk + source[end:], "https://a.example/news/1"), Article)


def test_the_same_page_gives_the_same_article_whatever_was_read_before():
    first = [clean_html(source) for source in SOURCES[:4]]
    assert [clean_html(source) for source in reversed(SOURCES[:4])] == first[::-1]
