"""Steps about the page around a flattened text: its head, its contents, its tail, notes, polls, further articles."""

from __future__ import annotations

from functools import partial

import pytest

from cleaners.steps.body.contents_list import contents_list
from cleaners.steps.boilerplate.interface_line import interface_line
from cleaners.steps.boilerplate.poll import poll
from cleaners.steps.head.headline import before_headline, headline
from cleaners.steps.head.keyword_line import keyword_line
from cleaners.steps.other_articles.second_article import second_article
from cleaners.steps.related.text_lists import groups_of_lines
from cleaners.steps.tail.author_note import author_note
from cleaners.steps.tail.off_topic import off_topic
from cleaners.steps.tail.page_tail import page_tail
from tests.tools.step_tables import HEAD, LAST, MORE, PROSE, Row, block, check, numbered

P, M, L = (PROSE, "body"), (MORE, "body"), (LAST, "body")
TEXT = [P, M, L]
ALIEN = "منتخب الناشئات يتوج بكأس السباحة في تونس بعد غياب عشر سنوات"
OTHERS = [
    ALIEN,
    "مهرجان المسرح الصيفي يختتم عروضه بمسرحية من دون كلام",
    "جائزة الرواية القصيرة تذهب إلى كاتبة من الجنوب",
]
SWIM = "توج منتخب الناشئات بكأس السباحة للمرة الأولى منذ عشر سنوات بعد تفوقه في تونس على ستة منتخبات."
SWIM_MORE = "وأهدت قائدة المنتخب الكأس إلى مدربتها التي أشرفت على الناشئات خمسة مواسم متتالية من دون مسبح أولمبي."
MENU = [(label, "body") for label in ("البداية", "الوطن", "ملاعب", "منوعات")]

HEADLINES: dict[str, Row] = {
    "under a menu and a ticker": [*MENU, (ALIEN, "body"), (HEAD, "title"), *TEXT],
    "under a menu on one line": [("البداية | الوطن | ملاعب | منوعات", "body"), (HEAD, "title"), *TEXT],
    "under the site's name and a date": [("مدى", "body"), ("4 نيسان 2024", "body"), (HEAD, "title"), *TEXT],
    "of words that the text lacks, before its date": [*MENU, (ALIEN, "title"), ("4 نيسان 2024", "body"), *TEXT],
    "a kicker and a name make no menu": [("رأي", "body"), ("سامر نعمان", "body"), (HEAD, "body"), *TEXT],
    "what the text speaks of is no menu": [
        *[(f"{word} الطريق", "body") for word in ("توسيع", "أعمال", "إغلاق", "شاحنات")],
        (HEAD, "body"),
        *TEXT,
    ],
    "too few paragraphs to tell": [*MENU, (HEAD, "body"), P],
}


@pytest.mark.parametrize("row", HEADLINES.values(), ids=HEADLINES)
def test_headline_of_a_page(row: Row):
    check(partial(headline, flattened=True), row)


def test_a_date_right_above_the_headline_stays():
    row: Row = [("البداية", "noise"), ("4 نيسان 2024", "body"), (block(HEAD, "title"), "title"), P]
    check(before_headline, row)


CONTENTS: dict[str, Row] = {
    "a numbered list of what follows, with its head": [
        ("محتويات المقال", "noise"),
        *[(f"{n} {part}", "noise") for n, part in enumerate(("فوائد النعناع", "زراعة النعناع", "حفظ النعناع"), 1)],
        *[line for part in ("فوائد النعناع", "زراعة النعناع", "حفظ النعناع") for line in ((part, "body"), P)],
    ],
    "a list that is printed twice": [
        *[(word, "body") for word in ("الخبر", "الراشد مول", "الطابق الأول")],
        P,
        *[(word, "body") for word in ("الخبر", "الراشد مول", "الطابق الأول")],
    ],
    "two lines that come again": [
        ("يا ليل", "body"),
        ("يا عين", "body"),
        P,
        ("يا ليل", "body"),
        P,
        ("يا عين", "body"),
    ],
}


@pytest.mark.parametrize("row", CONTENTS.values(), ids=CONTENTS)
def test_contents_list(row: Row):
    check(contents_list, row)


CLOSED = (block("شاركوا", "noise"), "noise")
TAILS: dict[str, Row] = {
    "headlines and calls where a page stands around": [
        *TEXT,
        CLOSED,
        ("مطالعات مقترحة", "noise"),
        (ALIEN, "related:unlabelled"),
        (OTHERS[1], "related:unlabelled"),
    ],
    "headlines of other subjects without a page around": [*TEXT, *[(line, "related:unlabelled") for line in OTHERS]],
    "two of them can be coincidence": [*TEXT, *[(line, "body") for line in OTHERS[:2]]],
    "paragraphs of other subjects behind a list": [
        *TEXT,
        *[(line, "related:unlabelled") for line in OTHERS],
        CLOSED,
        (SWIM, "noise"),
    ],
    "a paragraph of the text behind a line that was dropped": [
        P,
        M,
        P,
        CLOSED,
        (LAST.replace("وختم", "ختم"), "body"),
    ],
    "a paragraph that goes on, whatever it speaks of": [*TEXT, CLOSED, (f"يذكر أن {SWIM}", "body")],
    "a short sentence under the text": [*TEXT, ("لا أحد يعرف.", "body"), CLOSED],
    "a line of the text without a full stop": [
        *TEXT,
        ("سلامة العمال قبل الطريق", "body"),
        CLOSED,
        (ALIEN, "related:unlabelled"),
    ],
    "notes of a study": [
        *TEXT,
        ("1- المرجع السابق، ص 12", "body"),
        ("— Roads of the Mountain (1998)", "body"),
        CLOSED,
    ],
    "a guide, whose lines are the text": [
        P,
        *[(f"{n} خطوات", "body") for n in range(4)],
        M,
        *[(line, "body") for line in OTHERS],
        L,
    ],
    "too few paragraphs": [P, CLOSED, (ALIEN, "body")],
}


@pytest.mark.parametrize("row", TAILS.values(), ids=TAILS)
def test_page_tail(row: Row):
    check(partial(page_tail, flattened=True), row)


def test_mark_up_keeps_items_under_the_text():
    check(page_tail, [*TEXT, CLOSED, (block("خوذة صفراء", tag="li"), "body"), ("ساحة النقاش", "noise")])


NOTE = "كاتبة وصحافية، صدرت لها روايتان، وتعيش متنقلة بين بيروت ومرسيليا."
NOTES: dict[str, Row] = {
    "a trade": [*TEXT, (NOTE, "noise")],
    "the author's name and a trade": [
        (block("هند", "byline", value="هند الراسي"), "byline"),
        *TEXT,
        (f"هند الراسي {NOTE}", "noise"),
    ],
    "another trade than those listed": [*TEXT, ("نجار ورسام يعيش في دمشق، وله معارض في مدن عدة.", "body")],
    "a report that opens so": [("كاتب مجهول يهدي بلدية عين الصخر مكتبته.", "body"), *TEXT],
    "a paragraph of the text": [
        *TEXT,
        ("محرر الخبر سأل البلدية عن الطريق الجبلي، فقالت إن الأعمال مستمرة قبل الشتاء.", "body"),
    ],
}


@pytest.mark.parametrize("row", NOTES.values(), ids=NOTES)
def test_author_note(row: Row):
    check(author_note, row)


POLLS: dict[str, Row] = {
    "a question over its answers": [*TEXT, ("كيف تقيم الخدمة؟", "noise"), ("جيدة", "noise"), ("سيئة", "noise")],
    "one answer is a dialogue": [*TEXT, ("كيف تقيم الخدمة؟", "body"), ("جيدة", "body"), L],
    "several questions are a quiz": [
        *[(line, "body") for line in ("أي طائر أسرع؟", "اللقلق", "السنونو", "أي طائر أكبر؟", "النعام", "الهدهد")],
        P,
    ],
}


@pytest.mark.parametrize("row", POLLS.values(), ids=POLLS)
def test_poll(row: Row):
    check(poll, row)


WORDS: dict[str, Row] = {
    "after a label in no file": [*TEXT, ("الملفات: الطريق الجبلي، البلدية، الشتاء", "keywords")],
    "line-ups come in twos": [
        *TEXT,
        *[(f"{side}: سامر نعمان، وليد حداد، جاد مراد", "body") for side in ("الجبل", "الساحل")],
    ],
    "names that the text does not say": [*TEXT, ("المراسلون: سامر نعمان، وليد حداد، جاد مراد", "body")],
    "between paragraphs": [P, ("الملفات: الطريق الجبلي، البلدية، الشتاء", "body"), M, L],
    "under a label alone": [
        *TEXT,
        ("الوسوم", "keywords"),
        ("الطريق الجبلي بلدية عين الصخر", "keywords"),
        (SWIM, "body"),
    ],
}


@pytest.mark.parametrize("row", WORDS.values(), ids=WORDS)
def test_keyword_line_of_a_flattened_text(row: Row):
    check(partial(keyword_line, flattened=True), row)


def test_the_sign_of_rights_is_enough():
    check(
        interface_line,
        [("مؤسسة الرواد © 2024", "noise"), (f"{PROSE[:-1]} © بلدية عين الصخر، التي وزعت الصور.", "body")],
    )


DATE = (block("5 نيسان 2024", "date"), "date")
ARTICLES: dict[str, Row] = {
    "under a head in no file": [
        *TEXT,
        ("موضوع الغد", "noise"),
        (ALIEN, "title/1"),
        (SWIM, "body/1"),
        (SWIM_MORE, "body/1"),
    ],
    "with a date of its own": [
        *TEXT,
        (ALIEN, "title/1"),
        (block("5 نيسان 2024", "date"), "date/1"),
        (SWIM, "body/1"),
        (SWIM_MORE, "body/1"),
    ],
    "a teaser between paragraphs": [*TEXT, ("موضوع الغد", "body"), (ALIEN, "body"), P, M],
    "a dated teaser between paragraphs": [*TEXT, (ALIEN, "body"), DATE, P, M],
    "a subhead in two lines": [*TEXT, ("الخلاصة", "body"), (HEAD, "body"), P, M],
    "in a guide": [
        P,
        *[(f"{n} خطوات", "body") for n in range(6)],
        M,
        L,
        ("موضوع الغد", "body"),
        (ALIEN, "body"),
        (SWIM, "body"),
        (SWIM_MORE, "body"),
    ],
}


@pytest.mark.parametrize("row", ARTICLES.values(), ids=ARTICLES)
def test_second_article_in_other_words(row: Row):
    check(second_article, row)


RUNS: dict[str, Row] = {
    "a head over a headline": [P, ("قد يفيدك", "noise"), (ALIEN, "related:inline"), M, L],
    "calls in a row": [P, ("فعل جرس التنبيهات", "noise"), ("انسخ الرابط", "noise"), M, L],
    "verses": [P, ("سقى الغيث دارا بالحمى لا أزورها", "body"), ("فحيا نسيم الفجر من لا يجيب", "body"), M, L],
    "one of them is of the text": [P, ("قد يفيدك", "body"), ("توسيع الطريق", "body"), M, L],
    "announced": [P, (f"{MORE[:-1]}:", "body"), ("قد يفيدك", "body"), ("انسخ الرابط", "body"), M, L],
    "definitions": [P, *[(f"{word}: قطعة من قماش سميك تربط", "body") for word in ("سكين", "ملعقة", "شوكة")], M, L],
}


@pytest.mark.parametrize("row", RUNS.values(), ids=RUNS)
def test_lines_in_a_row_off_topic(row: Row):
    check(off_topic, row)


def test_cards_without_dots_are_told_by_their_shape():
    under = [f"{line} وتتحدث في السطور الأولى عن تفاصيل أخرى لم تنشر من قبل في أي مكان آخر" for line in OTHERS]
    cards = [line for pair in zip(OTHERS, under, strict=True) for line in pair]
    found = groups_of_lines(numbered([PROSE, MORE, *cards, LAST]))
    assert [[block.index for block in group.headlines] for group in found] == [[2, 4, 6]]
    assert not groups_of_lines(numbered([PROSE, MORE, *OTHERS, LAST]))
