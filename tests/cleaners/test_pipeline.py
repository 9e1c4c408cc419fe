"""The pipeline derives its trace from what steps did, replays it, and settles."""

from __future__ import annotations

from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from cleaners.article import Change, State
from cleaners.blocks.block import Link
from cleaners.pipeline import StepError, changes_between, replay, run, run_until_stable, step_name
from tests.tools.step_tables import HEAD, LAST, MORE, PROSE, block, numbered, told

FEW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)


def drop_first(blocks):
    return [block.becomes("noise") if block.index == 0 else block for block in blocks]


def upper(blocks, mark):
    return [replace(block, text=mark + block.text) for block in blocks]


def test_run_derives_one_change_for_each_block_that_a_step_altered():
    blocks, changes = run((drop_first, partial(upper, mark="- ")), numbered([HEAD, PROSE]))
    assert [b.text for b in blocks] == [f"- {HEAD}", f"- {PROSE}"]
    assert changes == (
        Change("drop_first", 0, State(HEAD, "body"), State(HEAD, "noise")),
        Change("upper", 0, State(HEAD, "noise"), State(f"- {HEAD}", "noise")),
        Change("upper", 1, State(PROSE, "body"), State(f"- {PROSE}", "body")),
    )


def test_run_without_steps_or_blocks_changes_nothing():
    assert run((), numbered([HEAD])) == (numbered([HEAD]), ())
    assert run((drop_first,), ()) == ((), ())


def test_an_equal_copy_is_no_change():
    assert changes_between("copy", numbered([HEAD]), [replace(b) for b in numbered([HEAD])]) == []


@pytest.mark.parametrize(
    "step",
    [
        lambda page: [replace(page[0], index=2)],
        lambda page: [replace(page[0], index=-1)],
        lambda page: [replace(page[1], index=0)],
        lambda page: [replace(page[0], links=(Link("/", HEAD),))],
    ],
    ids=["adds", "adds before", "moves", "links"],
)
def test_a_step_that_gives_a_block_which_is_not_of_the_page_is_our_defect(step):
    with pytest.raises(StepError, match="not of the page"):
        run((step,), numbered([block(HEAD, tag="h1"), PROSE]))


def test_a_step_gives_what_it_changes_and_the_trace_has_it_in_page_order():
    def drop(page):
        yield from (block.becomes("noise") for block in reversed(page) if block.text != PROSE)

    blocks, changes = run((drop,), numbered([HEAD, PROSE, MORE]))
    assert [told(b) for b in blocks] == ["noise", "body", "noise"]
    assert [change.index for change in changes] == [0, 2]


def test_a_page_answers_by_the_state_it_is_in():
    page = numbered([block(HEAD, "title"), PROSE, MORE, "سطر"])
    assert (page.title, page.start, page.end, page.paragraphs) == (page[0], 1, 2, page[1:3])
    cut = page.edited([page[2].becomes("noise"), page[0]])
    assert (cut.end, [b.text for b in cut.body], page.end) == (1, [PROSE, "سطر"], 2)
    assert page.edited(list(page)) is page
    none = numbered([])
    assert (none.title, none.start, none.end, none.end_of_texts, none.main, none.article_lines) == (
        None,
        0,
        -1,
        0,
        None,
        (),
    )


def test_a_step_is_named_by_its_function():
    assert step_name(partial(partial(upper, mark="-"), mark="+")) == "upper"


def test_settle_runs_until_nothing_changes():
    def shorten(blocks):
        return [replace(b, text=b.text[: max(2, len(b.text) - 1)]) for b in blocks]

    blocks, changes = run_until_stable((shorten,), numbered(["أربعة"]))
    assert (blocks[0].text, len(changes)) == ("أر", 3)
    assert replay(numbered(["أربعة"]), changes) == blocks


def test_replay_refuses_changes_of_another_page():
    _, changes = run((drop_first,), numbered([HEAD, PROSE]))
    with pytest.raises(StepError, match="drop_first"):
        replay(numbered([PROSE, HEAD]), changes)


ROLES = ("body", "title", "byline", "date", "credit", "keywords", "related", "noise")
CHANGES = st.lists(st.tuples(st.integers(0, 4), st.sampled_from(ROLES), st.text(max_size=3)), max_size=12)


@given(CHANGES)
@FEW
def test_replay_of_the_changes_is_the_result(wanted):
    def step_of(index, role, text):
        def step(blocks):
            return [replace(b.becomes(role), text=b.text + text) if b.index == index else b for b in blocks]

        return step

    blocks = numbered([HEAD, PROSE, MORE, LAST, block("شارك", "noise")])
    result, changes = run([step_of(*one) for one in wanted], blocks)
    assert replay(blocks, changes) == result
    assert [b.index for b in result] == [0, 1, 2, 3, 4]
