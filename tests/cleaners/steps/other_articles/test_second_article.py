"""Second articles under the first: told by heads, dates, and paragraphs that say a headline again."""

from __future__ import annotations

import pytest

from cleaners.steps.other_articles.second_article import second_article
from tests.tools.step_tables import (
    EXCERPT,
    FRAME,
    HEAD,
    LAST,
    LINES,
    MORE,
    PLACED,
    PROSE,
    SECOND_BRIDGE,
    SWIMMERS,
    SWUM,
    THIRD,
    L,
    M,
    P,
    Row,
    block,
    check,
)

LINE = "المصدر: صحيفة المرفأ"
CREDIT = (block(LINE, "credit", kind="source"), "credit:source")
SECOND = "بلدية وادي الريحان تفتح سدها القديم أمام الزوار للمرة الأولى"
AGAIN = "فتحت بلدية وادي الريحان، الاثنين، سدها القديم أمام الزوار للمرة الأولى منذ بنائه قبل سبعين عاما."
THIRD_AGAIN = "قال مزارعو التفاح إنهم يخشون خسارة الموسم كله بسبب إغلاق الطريق ليلا، وطالبوا بفتحه ساعتين."
SECOND_ARTICLE: dict[str, Row] = {
    "under a teaser's head, its first paragraph says the headline again": [
        (PROSE, "body"),
        ("إقرأ أيضاً", "noise"),
        (SECOND, "title/1"),
        (AGAIN, "body/1"),
        (LAST, "body/1"),
        (block(LINE, "credit", kind="source"), "credit:source/1"),
        (HEAD, "body"),
    ],
    "under a teaser's head, after the text has closed with its credit": [
        (PROSE, "body"),
        CREDIT,
        ("إقرأ أيضاً", "noise"),
        (SECOND_BRIDGE, "title/1"),
        (MORE, "body/1"),
        (LAST, "body/1"),
    ],
    "under a teaser's head, in another element": [
        (block(PROSE, path=(1, 2, 3)), "body"),
        (block("إقرأ أيضاً", path=(1, 4, 5)), "noise"),
        (block(SECOND_BRIDGE, path=(1, 4, 6), link="/a"), "title/1"),
        (block(MORE, path=(1, 4, 7)), "body/1"),
        (block(LAST, path=(1, 4, 8)), "body/1"),
    ],
    "a teaser between the text's own paragraphs is none": [
        (PROSE, "body"),
        ("اقرأ أيضا", "body"),
        (SECOND_BRIDGE, "body"),
        (MORE, "body"),
        (LAST, "body"),
    ],
    "a linked one between the text's own paragraphs is none": [
        (block(PROSE, path=(1, 2, 3)), "body"),
        (block("اقرأ أيضا", path=(1, 2, 4)), "body"),
        (block(SECOND, path=(1, 2, 5), link="/a"), "body"),
        (block(AGAIN, path=(1, 2, 6)), "body"),
        (block(LAST, path=(1, 2, 7)), "body"),
    ],
    "a bare one in a page that has such a one": [
        (PROSE, "body"),
        (SECOND, "title/1"),
        (AGAIN, "body/1"),
        (MORE, "body/1"),
        (block(LINE, "credit", kind="source"), "credit:source/1"),
        ("كلمات دلالية: طريق", "body"),
        ("إقرأ أيضاً", "noise"),
        (THIRD, "title/2"),
        (THIRD_AGAIN, "body/2"),
        (LAST, "body/2"),
    ],
    "a bare one alone is a subhead": [(PROSE, "body"), (SECOND, "body"), (AGAIN, "body"), (MORE, "body")],
    "a subhead in a page that has a second article": [
        (PROSE, "body"),
        ("الطريق الجبلي", "body"),
        (MORE, "body"),
        (LAST, "body"),
        ("إقرأ أيضاً", "noise"),
        (SECOND, "title/1"),
        (AGAIN, "body/1"),
        (LAST, "body/1"),
    ],
    "a teaser with an excerpt is none": [(PROSE, "body"), ("اقرأ أيضا", "body"), (SECOND, "body"), (AGAIN, "body")],
    "a list's heading ends it": [
        (PROSE, "body"),
        ("إقرأ أيضاً", "noise"),
        (SECOND, "title/1"),
        (AGAIN, "body/1"),
        (LAST, "body/1"),
        ("مقالات مشابهة", "body"),
        (THIRD, "body"),
    ],
}


@pytest.mark.parametrize("row", SECOND_ARTICLE.values(), ids=SECOND_ARTICLE)
def test_second_article(row: Row):
    check(second_article, row)


SWUM_MORE = "وأهدت قائدة المنتخب الكأس إلى مدربتها التي أشرفت على الناشئات خمسة مواسم متتالية من دون مسبح أولمبي."

DATE = (block("5 نيسان 2024", "date"), "date")
ARTICLES: dict[str, Row] = {
    "under a head in no file": [
        *FRAME,
        *LINES,
        ("موضوع الغد", "noise"),
        (SWIMMERS, "title/1"),
        (SWUM, "body/1"),
        (SWUM_MORE, "body/1"),
    ],
    "with a date of its own": [
        *LINES,
        (SWIMMERS, "title/1"),
        (block("5 نيسان 2024", "date"), "date/1"),
        (SWUM, "body/1"),
        (SWUM_MORE, "body/1"),
    ],
    "a teaser between paragraphs": [*LINES, ("موضوع الغد", "body"), (SWIMMERS, "body"), P, M],
    "a dated teaser between paragraphs": [*LINES, (SWIMMERS, "body"), DATE, P, M],
    "a subhead in two lines": [*LINES, ("الخلاصة", "body"), (HEAD, "body"), P, M],
    "in a guide": [
        P,
        *[(f"{n} خطوات", "body") for n in range(6)],
        M,
        L,
        ("موضوع الغد", "body"),
        (SWIMMERS, "body"),
        (SWUM, "body"),
        (SWUM_MORE, "body"),
    ],
}


@pytest.mark.parametrize("row", ARTICLES.values(), ids=ARTICLES)
def test_second_article_in_other_words(row: Row):
    check(second_article, row)


def other(*, before: Row, head: str, role: str, tag: str = "h3", link: str | tuple[str, ...] = ()) -> Row:
    swim = f"{SWIMMERS}، وقد أهدت قائدة منتخب الناشئات كأس السباحة إلى مدربتها في تونس بعد غياب طويل."
    paragraphs = (swim, "واحتفلت اللاعبات مع الجمهور في المسبح الأولمبي حتى ساعة متأخرة من الليل قبل العودة بالطائرة.")
    dropped = block(head, "noise", path=(1, 2, 50))
    headline = block(SWIMMERS, tag=tag, path=(1, 2, 51), link=link)
    article = "body" if role == "body" else "body/1"
    return [*before, (dropped, "noise"), (headline, role), *((block(p, path=(1, 2, 52)), article) for p in paragraphs)]


def test_another_article_under_a_head_that_was_dropped():
    check(second_article, other(before=PLACED, head="حكاية تالية", role="title/1"))


@pytest.mark.parametrize("more", [{"tag": "p"}, {"link": "/a"}, {"before": [(block(HEAD, tag="h3"), "body"), *PLACED]}])
def test_subheads_and_teasers_under_a_dropped_line(more):
    check(second_article, other(**({"before": PLACED} | more), head="حكاية تالية", role="body"))


SWIM = "واحتفلت اللاعبات مع الجمهور في المسبح الأولمبي حتى ساعة متأخرة من الليل قبل العودة بالطائرة."

LEDE = f"{EXCERPT.rstrip('…')} منتخبات أندية لها مسابح أولمبية ومدربون متفرغون، وهو فوز لم يكن أحد ينتظره هذا الموسم"


@pytest.mark.parametrize(("lede", "role"), [(f"{LEDE}…", "body"), (f"{LEDE}.", "title/1")])
def test_a_headline_over_a_cut_off_excerpt_is_no_other_article(lede: str, role: str):
    own: Row = [(text, "body") for text in (PROSE, MORE, LAST)]
    article = role.replace("title", "body")
    head = "body" if role == "body" else "noise"
    check(second_article, [*FRAME, *own, ("حكاية تالية", head), (SWIMMERS, role), (lede, article), (SWIM, article)])
