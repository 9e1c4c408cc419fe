"""Steps about other articles: teasers, buttons, lists of headlines in flattened texts, second articles, notices."""

from __future__ import annotations

from functools import partial

import pytest

from cleaners.steps.boilerplate.interface_line import bare_address
from cleaners.steps.boilerplate.notice import notice
from cleaners.steps.other_articles.second_article import second_article
from cleaners.steps.related.related_list import related_list
from cleaners.steps.related.teaser import read_more, teaser
from tests.tools.step_tables import HEAD, LAST, MORE, PROSE, Row, block, check, numbered

OTHER = "سكان القرى الست يطالبون بجسر ثان فوق الوادي"
THIRD = "مزارعو التفاح يخشون خسارة الموسم بسبب الطريق"
FOURTH = "مجلس المحافظة يقر موازنة جديدة لصيانة الطرق الجبلية"

TEASER: dict[str, Row] = {
    "head and headline on one line": [
        (PROSE, "body"),
        (f"اقرأ أيضاً: {OTHER}", "related:inline"),
        (f"إقرأ ايضا – {THIRD}", "related:inline"),
        (MORE, "body"),
    ],
    "without a colon, a headline follows": [(f"شاهد أيضا {OTHER}", "related:inline"), (PROSE, "body")],
    "without a colon, linked": [(block("اقرأ أيضا: سباق المركب.", link="/a"), "related:inline")],
    "a head alone and the headlines under it": [
        (PROSE, "body"),
        ("اقرأ أيضا:", "noise"),
        (OTHER, "related:inline"),
        (THIRD, "related:inline"),
        (MORE, "body"),
        (FOURTH, "body"),
    ],
    "a head alone and text under it": [("اقرأ أيضا", "noise"), (PROSE, "body"), (OTHER, "body")],
    "a sentence that opens alike": [
        ("شاهد أيضا حارس المنارة ضوءا غريبا، لكن أحدا لم يصدقه.", "body"),
        ("قد يهمك أن تعرف أن الطريق شق قبل مئة عام على أيدي عمال القرى أنفسهم.", "body"),
        ("شاهد عيان قال ما رأى", "body"),
        ("المزيد من الضغوط على المجلس", "body"),
    ],
    "a paragraph behind such a head": [(f"اقرأ أيضا: {PROSE} {MORE} {LAST}", "body")],
    "only body is asked": [(block(f"اقرأ أيضا: {OTHER}", "credit", kind="photo"), "credit:photo")],
}


@pytest.mark.parametrize("row", TEASER.values(), ids=TEASER)
def test_teaser(row: Row):
    check(teaser, row)


def test_teaser_tells_the_headline_without_its_head():
    found = list(teaser(numbered([f"اقرأ أيضاً : {OTHER}", "للمزيد:", THIRD])))
    assert [b.value for b in found] == [OTHER, None, THIRD]


READ_MORE: dict[str, Row] = {
    "a button and the headline above it": [(PROSE, "body"), (OTHER, "related:inline"), ("إقرأ المزيد »", "noise")],
    "a button under a paragraph": [(PROSE, "body"), ("أكمل القراءة", "noise"), (MORE, "body")],
    "a button under what another step spoke for": [(block(HEAD, "title"), "title"), ("Read more", "noise")],
    "prose": [(OTHER, "body"), ("المزيد من الضغوط", "body"), ("التفاصيل الصغيرة", "body")],
}


@pytest.mark.parametrize("row", READ_MORE.values(), ids=READ_MORE)
def test_read_more(row: Row):
    check(read_more, row)


LISTS: dict[str, Row] = {
    "under a heading, as bullets": [
        (PROSE, "body"),
        ("مقالات مشابهة", "noise"),
        (block(OTHER, tag="bullet"), "related:related"),
        (block("الطريق الجبلي", tag="bullet"), "related:related"),
        (MORE, "body"),
    ],
    "under a heading, as lines": [
        (PROSE, "body"),
        ("أحدث الأخبار", "noise"),
        (OTHER, "related:latest"),
        (THIRD, "related:latest"),
    ],
    "under a heading that another step dropped": [
        (PROSE, "body"),
        (block("الأكثر قراءة", "noise"), "noise"),
        (OTHER, "related:most_read"),
    ],
    "a heading without headlines": [(PROSE, "body"), ("ذات صلة", "body"), (MORE, "body")],
    "a longer line that opens like a heading": [
        (PROSE, "body"),
        ("أخبار متعلقة بالقرية", "body"),
        (OTHER, "body"),
        (MORE, "body"),
    ],
    "headlines at the end, without a heading": [
        (PROSE, "body"),
        (block("التعليقات", "noise"), "noise"),
        (OTHER + " قبل حلول الشتاء", "related:unlabelled"),
        (THIRD + " المغلق ليلا", "related:unlabelled"),
        (FOURTH, "related:unlabelled"),
    ],
    "two lines at the end are no list": [(PROSE, "body"), (OTHER, "body"), (THIRD, "body")],
    "lines of verse at the end": [
        (PROSE, "body"),
        ("يا دربنا العالي إلى الغيم", "body"),
        ("كم مر فوقك من جمل", "body"),
        ("والقافلات بلا دليل", "body"),
        ("عودي إلينا مرة واحدة", "body"),
    ],
    "names and numbers at the end": [(PROSE, "body"), ("1990", "body"), ("سلمى النجار", "body"), ("عين الصخر", "body")],
    "headlines over lines without an end are the text where there is no other": [
        ("طريق الجبل إلى القرية القديمة يفتح", "body"),
        ("كان الطريق الذي يصعد إلى القرية القديمة مغلقا منذ سنين بعد أن سقطت عليه صخور الجبل", "body"),
        ("مدرسة البنات في الوادي تستعد للشتاء", "body"),
        ("تستعد مدرسة البنات في الوادي للشتاء وقد جمعت الحطب والبطانيات من بيوت الأهالي", "body"),
        ("سوق السمك عند المرفأ يعود للعمل", "body"),
        ("عاد سوق السمك عند المرفأ إلى العمل بعد أسابيع من عواصف منعت القوارب من الخروج", "body"),
    ],
    "a bulleted list of the article's own": [
        (PROSE, "body"),
        (block("حبل متين طوله عشرون مترا", tag="bullet"), "body"),
        (block("فأس صغيرة ذات مقبض من خشب", tag="bullet"), "body"),
        (block("مصباح يدوي يعمل ست ساعات", tag="bullet"), "body"),
        (MORE, "body"),
    ],
}


@pytest.mark.parametrize("row", LISTS.values(), ids=LISTS)
def test_related_list_of_a_flattened_text(row: Row):
    check(partial(related_list, flattened=True), row)


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
        (OTHER, "title/1"),
        (MORE, "body/1"),
        (LAST, "body/1"),
    ],
    "under a teaser's head, in another element": [
        (block(PROSE, path=(1, 2, 3)), "body"),
        (block("إقرأ أيضاً", path=(1, 4, 5)), "noise"),
        (block(OTHER, path=(1, 4, 6), link="/a"), "title/1"),
        (block(MORE, path=(1, 4, 7)), "body/1"),
        (block(LAST, path=(1, 4, 8)), "body/1"),
    ],
    "a teaser between the text's own paragraphs is none": [
        (PROSE, "body"),
        ("اقرأ أيضا", "body"),
        (OTHER, "body"),
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


NOTICE: dict[str, Row] = {
    "disclaimers and rules": [
        ("تنويه: الصور من الأرشيف ولا علاقة لها بالحدث.", "noise"),
        ("الآراء الواردة في المقال لا تعكس بالضرورة موقف الصحيفة.", "noise"),
        ("هذا الموقع يستخدم ملفات تعريف الارتباط لتحسين تجربة التصفح.", "noise"),
    ],
    "prose": [("الآراء التي سمعناها في المقهى كانت أوضح من بيان المجلس.", "body"), ("تنويه الوزير بالعمال", "body")],
    "only body is asked": [(block("تنويه: قديم", "title"), "title")],
}


@pytest.mark.parametrize("row", NOTICE.values(), ids=NOTICE)
def test_notice(row: Row):
    check(notice, row)


BARE_ADDRESS: dict[str, Row] = {
    "an address alone": [("https://marfa.example/?p=4182", "noise"), (PROSE, "body")],
    "an address inside a sentence": [("نشرت البلدية الخطة على www.ainsakhr.example/plan قبل يومين.", "body")],
}


@pytest.mark.parametrize("row", BARE_ADDRESS.values(), ids=BARE_ADDRESS)
def test_bare_address(row: Row):
    check(bare_address, row)
