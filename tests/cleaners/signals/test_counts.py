"""What is counted in a text, and what two corpora's filters would say of it."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners.signals.corpus_filters import corpus_filters
from cleaners.signals.counts import Signals, signals_of

SHARES = (
    "words_with_letters", "short_lines", "closed_lines", "bullet_lines", "ellipsis_lines", "duplicate_lines",
    "duplicate_letters", "arabic", "digits", "symbols",
)  # fmt: skip
REPORT = (
    "قال وزير التعليم في مؤتمر عقده مساء الأحد إن مدارس الريف ستفتح أبوابها بعد العيد مباشرة. وأضاف"
    " أن المعلمين الجدد وصلوا من"
    " ثلاث مدن بعيدة، وأن كتب السنة الأولى طبعت كلها.\n\n"
    "ورأت نقابة المعلمين أن العدد لا يكفي، لأن صفوف القرى الجبلية تضم أكثر من خمسين طالبا. وطلبت من"
    " الحكومة سكنا قريبا ورواتب"
    " تناسب غلاء المعيشة هذا العام.\n\n"
    "أما أهالي بلدة السد فينتظرون حافلة وعدوا بها منذ الشتاء الماضي، كما روت أم لأربعة أطفال تمشي"
    " معهم كل صباح ساعة كاملة."
)


@given(st.text(alphabet="ابت ،.!؟-•…#\n123abُ") | st.text())
def test_any_text_has_signals_within_their_bounds(text: str) -> None:
    found = signals_of(text)
    assert all(0 <= getattr(found, name) <= 1 for name in SHARES)
    assert min(found.words, found.sentences, found.lines, found.mean_line, found.tashkeel, *found.top_ngrams) >= 0
    assert found == signals_of(text)
    assert set(found.to_dict()) == set(Signals.__dataclass_fields__)


def test_lines_and_sentences_are_counted() -> None:
    found = signals_of("عنوان قصير\n\nقال إنه عاد. ثم «رحل.» وبقي أخوه!\n- بند\n- بند…\n- بند")
    assert (found.lines, found.sentences, found.words) == (5, 7, 12)
    assert (found.bullet_lines, found.duplicate_lines, found.closed_lines) == (0.6, 0.2, 0.4)
    assert found.ellipsis_lines == 0.2


def test_repeated_runs_are_counted_once_and_by_their_first_place() -> None:
    once = "واحد اثنان ثلاثة أربعة خمسة ستة"
    found = signals_of(f"{once}\n{once}\nسبعة")
    letters = len(once.replace(" ", ""))
    length = len(f"{once}\n{once}\nسبعة")
    assert found.duplicate_ngrams[0] == pytest.approx(len("واحداثنانثلاثةأربعةخمسة") / length)
    assert found.duplicate_ngrams[1] == pytest.approx(letters / length)
    assert found.top_ngrams[0] == pytest.approx(len("واحد اثنان") * 2 / length)


def test_a_report_is_kept_by_both_filters() -> None:
    assert (signals_of(REPORT).fineweb2, signals_of(REPORT).gopher) == (None, None)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("", "empty"),
        (REPORT.partition("\n")[0], "gopher_short_doc"),
        ("\n".join(["سطر واحد يتكرر في الصفحة."] * 30), "dup_line_frac"),
        (REPORT.replace(".", ""), "line_punct_ratio"),
        ("\n".join(map("{}.".format, REPORT.replace(".", "").split())), "list_ratio"),
    ],
)
def test_a_text_that_fineweb2_drops_names_the_rule(text: str, rule: str) -> None:
    assert signals_of(text).fineweb2 == rule


def test_the_thresholds_are_those_of_two_filters() -> None:
    filters = corpus_filters()
    assert filters.fineweb2.least_words == filters.gopher.least_words == 50
    assert filters.fineweb2.stop_words != filters.gopher.stop_words


def test_a_text_four_times_as_long_costs_about_four_times_as_much() -> None:
    def seconds(text: str) -> float:
        begun = time.process_time()
        signals_of(text)
        return time.process_time() - begun

    signals_of(REPORT)
    short, long = (min(seconds(REPORT * times) for _ in range(3)) for times in (40, 160))
    assert long < 12 * short
