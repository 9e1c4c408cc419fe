"""The trace for people."""

from __future__ import annotations

import pytest

from cleaners.clean import read_html, read_text
from cleaners.explain.terminal import LETTERS, TEXT_COLUMN, coloured, explain
from cleaners.page import Page
from tests.tools.step_tables import HEAD, LAST, MORE, PROSE

OTHER = "سكان القرى الست يطالبون بجسر ثان فوق الوادي"
EDITED = MORE.replace("إن", "إن ،", 1)
TEXT = "\n".join((HEAD, PROSE, "المصدر: وكالات", f"اقرأ أيضا: {OTHER}", EDITED, LAST, "شارك الخبر"))


def rows(text: str, full: bool = False) -> list[list[str]]:
    """The lines of the trace about blocks, cut into fate, number, step and text."""
    lines = [line for line in explain(read_text(text), full) if line[11:15].strip().isdigit()]
    return [[line[:10].strip(), line[11:15].strip(), line[17:35].strip(), line[37:]] for line in lines]


def test_every_line_is_told_once_in_order_with_fate_step_and_text():
    assert [row[:3] for row in rows(TEXT)] == [
        ["title", "0", "headline"],
        ["keep", "1", ""],
        ["source", "2", "source_line"],
        ["inline", "3", "teaser"],
        ["edit", "4", "normal_form"],
        ["keep", "5", ""],
        ["drop", "6", "interface_line"],
    ]
    assert [row[3] for row in rows(TEXT)][::6] == [HEAD, "شارك الخبر"]


def test_the_head_tells_what_is_known():
    told = list(explain(read_text(TEXT)))
    assert told[0] == f"title   {HEAD}"
    assert "source  وكالات" in told
    assert not [line for line in told if line.startswith(("date ", "authors", "refused"))]


def test_a_refused_page_says_why():
    assert "refused empty" in list(explain(read_html(Page(""))))
    assert next(explain(read_html(Page("")))) == "title   -> none"


def test_long_lines_are_cut_unless_all_is_asked_for():
    (short,), (whole,) = rows(PROSE * 3), rows(PROSE * 3, full=True)
    assert whole[3] == PROSE * 3
    assert short[3].endswith("…")
    assert len(short[3]) <= LETTERS + 1


def test_in_full_an_edited_line_also_shows_what_it_was():
    was, now = [row for row in rows(TEXT, full=True) if row[1] == "4"]
    assert (was[0], now[0]) == ("was", "edit")
    assert " ،" in was[3]
    assert " ،" not in now[3]


def test_lines_of_another_article_carry_its_number():
    lines = (PROSE, "المصدر: وكالات", "إقرأ أيضاً", OTHER, MORE, LAST, "المصدر: المرفأ")
    told = [row[0] for row in rows("\n\n".join(lines))]
    assert told == ["keep", "source", "drop", "title/1", "keep/1", "keep/1", "source/1"]


def test_runs_of_dropped_lines_are_one_line_unless_all_is_asked_for():
    text = "\n".join((PROSE, *["اقرأ المزيد"] * 4, MORE, *["اقرأ المزيد"] * 3, LAST))
    assert [row[:2] for row in rows(text)] == [
        ["keep", "0"], ["drop", "1"], ["keep", "5"], ["drop", "6"], ["drop", "7"], ["drop", "8"], ["keep", "9"],
    ]  # fmt: skip
    assert rows(text)[1][3] == "… 4 lines, to 4"
    assert len(rows(text, full=True)) == 10


def test_it_starts_at_the_first_line_that_stayed():
    text = "\n".join(("اقرأ المزيد", "شارك الخبر", PROSE, MORE, LAST))
    first, second, *_ = rows(text)
    assert first == ["drop", "0", "read_more", "… 2 lines, to 1  read_more 1, interface_line 1"]
    assert second[:2] == ["keep", "2"]


def test_a_page_without_a_line_that_stayed_is_told():
    assert [row[0] for row in rows("اقرأ المزيد\nشارك الخبر")] == ["drop"]


@pytest.mark.parametrize(
    ("line", "colour"),
    [("keep          1", ""), ("drop          1", "2"), ("title   x", "1"), ("title/1  3", "1"), ("inline  4", "36")],
)
def test_a_line_has_the_colour_of_its_fate(line: str, colour: str):
    assert coloured(line) == (f"\x1b[{colour}m{line}\x1b[0m" if colour else line)


def test_lines_are_as_long_as_the_terminal_is_wide():
    told = explain(read_text(PROSE * 3), letters=30)
    assert [len(line) for line in told if line.endswith("…")] in ([TEXT_COLUMN + 31], [TEXT_COLUMN + 30])
