"""Steps about boxes around a text: share bars, polls, cards' excerpts, and lines of the outlet about itself."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import pytest

from cleaners.blocks.block import Block
from cleaners.clean import read_html
from cleaners.page import Page
from cleaners.steps.boilerplate.outlet_line import outlet_line
from cleaners.steps.boilerplate.poll import poll
from cleaners.steps.boilerplate.share_bar import share_bar
from cleaners.steps.other_articles.second_article import second_article
from cleaners.steps.related.card_excerpt import card_excerpt
from cleaners.steps.related.following_links import with_shell_list
from tests.tools.step_tables import HEAD, LAST, MORE, PROSE, Row, block, check, numbered, told

TEXT: Row = [(block(text, path=(1, 2, n)), "body") for n, text in enumerate((PROSE, MORE, LAST), 10)]
OTHER = "منتخب الناشئات يتوج بكأس السباحة في تونس بعد غياب عشر سنوات"
EXCERPT = "توج منتخب الناشئات بكأس السباحة للمرة الأولى منذ عشر سنوات بعد تفوقه في تونس على…"


def networks(role: str, *names: str) -> Row:
    return [(block(name, tag="li", path=(1, 2, 30, 31, 32 + n)), role) for n, name in enumerate(names)]


SHARED: dict[str, Row] = {
    "after the text, with the heading over it": [
        *TEXT,
        (block("دلّ جارك على الخبر", tag="h3", path=(1, 2, 30, 40)), "noise"),
        *networks("noise", "فيسبوك", "X", "واتساب"),
    ],
    "a line over it that is alone with it": [
        *TEXT,
        (block("دلّ جارك على الخبر", tag="p", path=(1, 2, 30, 40)), "noise"),
        *networks("noise", "فيسبوك", "واتساب"),
    ],
    "a line of the text over it": [
        *TEXT,
        (block("قال المهندس", tag="p", path=(1, 2, 29)), "body"),
        *networks("noise", "فيسبوك", "واتساب"),
    ],
    "before the text": [*networks("noise", "فيسبوك", "واتساب"), *TEXT],
    "a list inside a text": [*TEXT[:1], *networks("body", "فيسبوك", "واتساب"), *TEXT[1:]],
    "one name is no bar": [*TEXT, *networks("body", "فيسبوك")],
    "a list of other things": [*TEXT, *networks("body", "القمح", "الشعير", "التفاح")],
}


@pytest.mark.parametrize("row", SHARED.values(), ids=SHARED)
def test_share_bar(row: Row):
    check(share_bar, row)


def asked(role: str, *options: str, under: str = "noise") -> Row:
    question = (block("أيعجبك الطريق الجديد؟", path=(1, 2, 20, 21)), role)
    return [question, *((block(text, under, path=(1, 2, 20, 22 + n)), under) for n, text in enumerate(options))]


@pytest.mark.parametrize(
    "row",
    [
        [*TEXT[:1], *asked("noise", "نعم", "لا"), *TEXT[1:]],
        [*TEXT[:1], *asked("noise", "لا أجيب", "صوّت 1284 قارئا"), *TEXT[1:]],
        [*TEXT[:1], *asked("body", "نعم"), *TEXT[1:]],
        [*TEXT[:1], *asked("body", "نعم، وأشكر البلدية على كل ما فعلته من أجلنا.", "لا"), *TEXT[1:]],
        [*TEXT[:1], (block("ماذا بعد؟", path=(1, 2, 20)), "body"), *TEXT[1:]],
    ],
    ids=["options dropped before", "buttons and counts", "one line is no poll", "answers of an interview", "a subhead"],
)
def test_a_poll_in_a_box(row: Row):
    check(poll, row)


def card(text: str, role: str, **more: object) -> Row:
    headline = block(OTHER, "related", kind="inline", link="/a", path=(1, 2, 20, 21))
    return [(headline, "related:inline"), (block(text, path=(1, 2, 20, 22), **more), role)]


@pytest.mark.parametrize(
    "row",
    [
        [*TEXT[:1], *card(EXCERPT, "noise"), *TEXT[1:]],
        [*TEXT[:1], *card(EXCERPT.replace("…", " [...]"), "noise"), *TEXT[1:]],
        [*TEXT[:1], *card(EXCERPT.rstrip("…"), "noise"), *TEXT[1:]],
        [*TEXT[:1], *card(MORE, "body"), *TEXT[1:]],
        [*card(EXCERPT, "body"), (block(MORE, path=(1, 2, 20, 23)), "body")],
        [*TEXT, (block(OTHER, "related", kind="inline", path=(1, 2, 20)), "related:inline"), (EXCERPT, "body")],
    ],
    ids=["cut off", "bracketed dots", "no end", "a sentence", "with text in the element", "no linked headline"],
)
def test_excerpt_of_a_card(row: Row):
    check(card_excerpt, row)


@pytest.mark.parametrize(
    ("line", "role"),
    [
        (block("جهّزتها للنشر هيئة صدى المرفأ"), "noise"),
        (block("الحق بنا عبر صدى المرفأ على هاتفك"), "noise"),
        (block("صدى المرفأ: ما الذي تغير هذا العام"), "body"),
        (block("كيف بدأت صدى المرفأ؟"), "body"),
        (block("وقال المهندس لمراسل صدى المرفأ إن العمل مستمر."), "body"),
        (block("وأضاف لصحيفة صدى المرفأ:"), "body"),
        (block("شهادة «صدى المرفأ» عن الطريق"), "body"),
        (block("حكاية صدى المرفأ مع الطريق", tag="h2"), "body"),
        (block("صدى الجبل والوادي"), "body"),
        (block("وكالات – صدى المرفأ"), "noise"),
        (block("كل ما ورد هنا ملك لدار صدى المرفأ ولا يجوز نسخه من غير إذنها المكتوب."), "noise"),
        (block("شاعرة ومترجمة، أشرفت على صفحات الثقافة ثم انضمت إلى صدى المرفأ."), "noise"),
        (block("وتنشر صدى المرفأ غدا خريطة الطريق الجبلي والقرى الست وجدول أعمال البلدية."), "body"),
        (block("وحمل العمال لافتة كتب عليها «شكرا صدى المرفأ» وصورا لآبائهم."), "body"),
    ],
)
def test_lines_of_an_outlet_about_itself(line, role: str):
    check(partial(outlet_line, site="صدى المرفأ"), [*TEXT, (line, role)])


def test_an_outlet_s_name_of_one_word_stands_in_any_line():
    check(partial(outlet_line, site="المرفأ"), [*TEXT, (block("طريق المرفأ"), "body")])
    check(partial(outlet_line, site=None), [*TEXT, (block("جهّزتها للنشر هيئة صدى المرفأ"), "body")])


REPRINTS = "كل ما ورد هنا ملك لدار صدى المرفأ ولا يجوز نسخه من غير إذنها المكتوب."


@pytest.mark.parametrize(
    "rest",
    [
        ["واتهم نائب معارض في حديث إلى صدى المرفأ حكومته بالكسل."],
        [REPRINTS, LAST],
        ["أسس نديم صدى المرفأ سنة 1978 بمال ورثه عن جدته.", "بلغت مبيعات صدى المرفأ خمسين ألف نسخة.", PROSE],
    ],
    ids=["it goes on", "a paragraph on the subject follows", "facts in the middle"],
)
def test_sentences_of_the_text_that_name_its_outlet_stay(rest: list[str]):
    check(partial(outlet_line, site="صدى المرفأ"), [*TEXT, *[(block(line), "body") for line in rest]])


def test_a_name_that_the_text_has_too_is_a_word_of_its_own():
    named = (block("وتزور صحيفة صدى المرفأ القرى الست مع المهندس المشرف منذ بدء أعمال توسيع الطريق الجبلي."), "body")
    check(partial(outlet_line, site="صدى المرفأ"), [*TEXT, named, *TEXT, (block(REPRINTS), "body")])


def test_an_outlet_s_sentence_over_the_text_stays():
    row: Row = [(block("كل ما ورد هنا ملك لدار صدى المرفأ ولا يجوز نسخه من غير إذنها."), "body"), *TEXT]
    check(partial(outlet_line, site="صدى المرفأ"), row)


def other(*, before: Row, head: str, role: str, tag: str = "h3", link: str | tuple[str, ...] = ()) -> Row:
    swim = f"{OTHER}، وقد أهدت قائدة منتخب الناشئات كأس السباحة إلى مدربتها في تونس بعد غياب طويل."
    paragraphs = (swim, "واحتفلت اللاعبات مع الجمهور في المسبح الأولمبي حتى ساعة متأخرة من الليل قبل العودة بالطائرة.")
    dropped = block(head, "noise", path=(1, 2, 50))
    headline = block(OTHER, tag=tag, path=(1, 2, 51), link=link)
    article = "body" if role == "body" else "body/1"
    return [*before, (dropped, "noise"), (headline, role), *((block(p, path=(1, 2, 52)), article) for p in paragraphs)]


def test_another_article_under_a_head_that_was_dropped():
    check(second_article, other(before=TEXT, head="حكاية تالية", role="title/1"))


@pytest.mark.parametrize("more", [{"tag": "p"}, {"link": "/a"}, {"before": [(block(HEAD, tag="h3"), "body"), *TEXT]}])
def test_subheads_and_teasers_under_a_dropped_line(more):
    check(second_article, other(**({"before": TEXT} | more), head="حكاية تالية", role="body"))


SITE = "https://marfa.example/n/7"


def listed(text: str, number: int, path: str) -> Block:
    return block(text, tag="li", link=f"https://marfa.example/{path}/{number}", path=(1, 2, 60, 61 + number))


def in_text(label: str, items: Sequence[str], path: str = "n", url: str = SITE) -> dict[str, str]:
    """What became of a label and the links under it between the paragraphs of a page."""
    links = "".join(f"<li><a href='/{path}/{n}'>{text}</a></li>" for n, text in enumerate(items))
    text = f"<p>{PROSE}</p><p>{label}</p><ul>{links}</ul><p>{MORE}</p><p>{LAST}</p>"
    page = f"<html><body><article><h1>{HEAD}</h1>{text}</article></body></html>"
    found = {b.text: told(b) for b in read_html(Page(page, url)).blocks}
    return {text: found[text] for text in (label, *items)}


HEADLINES = (OTHER, "سكان القرى الست يطالبون بجسر ثان فوق الوادي")


def test_a_label_over_a_short_list_between_paragraphs():
    found = in_text("حكايات من الوادي", HEADLINES)
    assert list(found.values()) == ["noise", "related:inline", "related:inline"]


def test_a_sentence_over_links_is_no_label():
    assert set(in_text("وفي ما يأتي ما قاله السكان عن الطريق الجديد.", HEADLINES).values()) == {"body"}


def test_tags_are_no_headlines():
    words = ("أزمة الطاقة في الوادي", "طريق القرى الست الجديد", "موسم التفاح في الجبل")
    assert not [role for role in in_text("حكايات من الوادي", words, "tag").values() if "related" in role]


def test_articles_under_addresses_of_sections():
    found = in_text(
        "حكايات من الوادي", ["جسر ثان فوق الوادي", *HEADLINES], "section/n", "https://marfa.example/section/n/7"
    )
    assert [role.partition(":")[0] for role in found.values()] == ["noise", *["related"] * 3]


def test_the_list_of_a_page_whose_text_is_in_its_json_ld():
    items = [listed(text, n, "n").becomes("related", "unlabelled") for n, text in enumerate(HEADLINES)]
    heading = block("من دفاتر الوادي", "noise", tag="h3", path=(1, 2, 58))
    assert [told(b) for b in with_shell_list(numbered([heading, *items]), SITE)] == ["noise", *["related:related"] * 2]
    known = block("الأكثر قراءة", "noise", tag="h3", path=(1, 2, 58))
    assert [told(b) for b in with_shell_list(numbered([known, *items]), SITE)] == ["noise", *["related:unlabelled"] * 2]
    assert [told(b) for b in with_shell_list(numbered([heading, items[0]]), SITE)] == ["noise", "related:unlabelled"]


SWIM = "واحتفلت اللاعبات مع الجمهور في المسبح الأولمبي حتى ساعة متأخرة من الليل قبل العودة بالطائرة."


LEDE = f"{EXCERPT.rstrip('…')} منتخبات أندية لها مسابح أولمبية ومدربون متفرغون، وهو فوز لم يكن أحد ينتظره هذا الموسم"


@pytest.mark.parametrize(("lede", "role"), [(f"{LEDE}…", "body"), (f"{LEDE}.", "title/1")])
def test_a_headline_over_a_cut_off_excerpt_is_no_other_article(lede: str, role: str):
    own: Row = [(text, "body") for text in (PROSE, MORE, LAST)]
    article = role.replace("title", "body")
    head = "body" if role == "body" else "noise"
    check(second_article, [*own, ("حكاية تالية", head), (OTHER, role), (lede, article), (SWIM, article)])
