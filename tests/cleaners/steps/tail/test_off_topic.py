"""Lines off the article's subject: no phrase is known here, only what the text speaks of."""

from __future__ import annotations

import pytest

from cleaners import clean_html, clean_text
from cleaners.steps.tail.off_topic import off_topic
from tests.tools.step_tables import FRAME, HEAD, LAST, MORE, PROSE, SWIMMERS, L, M, P, Row, block, check

ALIEN = "منتخب الناشئات يتوج بكأس السباحة في تونس"
OFF_TOPIC: dict[str, Row] = {
    "a head nobody has listed, with another article's headline": [
        *FRAME,
        P,
        (f"لا يفوتك: {ALIEN}", "related:inline"),
        M,
        L,
    ],
    "a pointer before a headline": [*FRAME, P, (f"◄ {ALIEN}", "related:inline"), M, L],
    "a bare headline of another subject": [*FRAME, P, (ALIEN, "noise"), M, L],
    "a call in other words": [*FRAME, P, ("كن أول من يعلم عبر قناتنا", "noise"), M, L],
    "a credit in an unknown form": [*FRAME, P, ("عدسة: سامر نعمان", "noise"), M, L],
    "a subhead takes up the text's words": [P, ("توسيع الطريق قبل الشتاء", "body"), M, L],
    "its own headline": [P, (HEAD, "body"), M, L],
    "a question": [P, ("من سيدفع ثمن التأخير؟", "body"), M, L],
    "a line that goes on": [P, ("ومن دون أي تعويض", "body"), M, L],
    "a line that announces": [P, ("أسباب التأخير الثلاثة:", "body"), M, L],
    "a sentence of another subject": [P, ("ولد الشاعر في حلب عام 1950.", "body"), M, L],
    "a numbered line": [P, ("3 مليون", "body"), M, L],
    "a month, as chronologies have it": [P, ("في آذار/مارس", "body"), M, L],
    "two verses": [P, ("سقى الغيث دارا بالحمى لا أزورها", "body"), ("وحيا نسيم الفجر من لا يجيب", "body"), M, L],
    "mark-up says that it is a subhead": [P, (block(ALIEN, tag="h3"), "body"), M, L],
    "mark-up says that it is an item": [P, (block(ALIEN, tag="li"), "body"), M, L],
    "too few paragraphs to have a subject": [P, (ALIEN, "body"), L],
    "a clean text begins and ends with its own lines": [("مقدمة", "body"), P, M, L, ("خاتمة قصيرة", "body")],
    "after the text a page adds lines": [P, M, L, *FRAME, ("حديث القراء", "noise")],
    "a dialogue": [
        P,
        M,
        *[(f"سعاد: {words}", "body") for words in ("نعم", "ربما غدا", "لا أظن", "إلى اللقاء")],
        ("وانتهى الحوار بين الجارتين عند باب البلدية من دون أن تتفقا على موعد آخر للقاء المهندس.", "body"),
        ("وعادت كل منهما إلى بيتها عبر الطريق الجبلي القديم الذي لم تصله أعمال التوسيع بعد.", "body"),
        L,
    ],
}


@pytest.mark.parametrize("row", OFF_TOPIC.values(), ids=OFF_TOPIC)
def test_off_topic(row: Row):
    check(off_topic, row)


def test_the_headline_without_its_head_is_what_is_told():
    told = check(off_topic, OFF_TOPIC["a head nobody has listed, with another article's headline"])
    assert told[len(FRAME) + 1].value == ALIEN


def test_a_line_built_like_the_paragraphs_stays_at_both_doors():
    lines = [PROSE, f"مادة مقترحة: {ALIEN}", MORE, LAST]
    assert clean_text("\n".join(lines)).blocks == tuple(lines)
    html = f"<h1>{HEAD}</h1><div>{''.join(f'<p>{line}</p>' for line in lines)}</div>"
    assert clean_html(html).blocks == tuple(lines)
    aside = html.replace(f"<p>{lines[1]}</p>", f"<div class='promo'>{lines[1]}</div>")
    assert clean_html(aside).blocks == (PROSE, MORE, LAST)


ASKED = "تونس: هل تفوز الناشئات بكأس السباحة؟"


def test_a_question_is_another_article_s_headline_where_a_page_stands_around_the_text():
    check(off_topic, [*FRAME, P, (ASKED, "related:inline"), M, L])


RUNS: dict[str, Row] = {
    "a head over a headline": [*FRAME, P, ("قد يفيدك", "noise"), (SWIMMERS, "related:inline"), M, L],
    "calls in a row": [*FRAME, P, ("فعل جرس التنبيهات", "noise"), ("انسخ الرابط", "noise"), M, L],
    "verses": [P, ("سقى الغيث دارا بالحمى لا أزورها", "body"), ("فحيا نسيم الفجر من لا يجيب", "body"), M, L],
    "one of them is of the text": [P, ("قد يفيدك", "body"), ("توسيع الطريق", "body"), M, L],
    "announced": [P, (f"{MORE[:-1]}:", "body"), ("قد يفيدك", "body"), ("انسخ الرابط", "body"), M, L],
    "definitions": [P, *[(f"{word}: قطعة من قماش سميك تربط", "body") for word in ("سكين", "ملعقة", "شوكة")], M, L],
}


@pytest.mark.parametrize("row", RUNS.values(), ids=RUNS)
def test_lines_in_a_row_off_topic(row: Row):
    check(off_topic, row)
