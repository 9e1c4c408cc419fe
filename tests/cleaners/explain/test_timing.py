"""`explain --time`: each stage and step once in running order, and nothing of the reading changed by the clock."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

import pytest

from cleaners import clean
from cleaners.__main__ import main
from cleaners.blocks.block import Block
from cleaners.clean import Reading, read_html, read_text
from cleaners.explain import timing
from cleaners.explain.timing import STAGES, explain_time
from cleaners.page import Page
from cleaners.pipeline import step_name
from cleaners.steps.recipe import Facts, recipe
from tests.tools.fixtures import PAGES
from tests.tools.step_tables import HEAD, LAST, MORE, PROSE

TEXT = "\n".join((HEAD, PROSE, "المصدر: وكالات", MORE, LAST, "شارك الخبر"))
HTML = Page((PAGES / "wahat.example" / "amp-byline" / "source.html").read_bytes(), "https://wahat.example/n/1")


class Clock:
    """A clock that goes on only where a test lets it."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    monkeypatch.setattr(timing, "perf_counter", clock := Clock())
    return clock


def rows(read: Callable[[], Reading]) -> list[tuple[float, str, str, str]]:
    """Milliseconds, calls, changed blocks and label of each line below the head; steps keep their indentation."""
    _, _, *lines = explain_time(read)
    return [(float(line[:9]), line[9:16].strip(), line[16:25].strip(), line[27:]) for line in lines]


@pytest.mark.parametrize(("read", "flattened"), [(partial(read_text, TEXT), True), (partial(read_html, HTML), False)])
def test_every_stage_and_step_is_told_once_in_running_order(read: Callable[[], Reading], flattened: bool):
    labels = [row[3] for row in rows(read)]
    steps = [f"  {step_name(step)}" for step in recipe(Facts(flattened=flattened))]
    at = labels.index("steps") + 1
    assert labels[at : at + len(steps)] == steps
    first = ["blocks"] if flattened else ["parse", "metadata", "blocks", "trafilatura"]
    last = ["article", "quality"] if flattened else ["article", "links", "fields", "quality"]
    assert [*labels[: at - 1], *labels[at + len(steps) :]] == [*first, *last, "rest", "total"]


def test_stages_and_the_rest_are_the_total():
    told = rows(partial(read_html, HTML))
    parts = [ms for ms, _, _, label in told if not label.startswith("  ") and label != "total"]
    assert sum(parts) == pytest.approx(told[-1][0], abs=0.1)
    assert min(parts) >= 0


def test_a_step_is_counted_over_all_rounds_with_the_blocks_it_changed():
    told = {label: (calls, changed) for _, calls, changed, label in rows(partial(read_text, TEXT))}
    calls = {count for label, (count, _) in told.items() if label.startswith("  ")}
    assert len(calls) == 1
    assert int(calls.pop()) > 1
    changed = {label.strip(): changed for label, (_, changed) in told.items() if changed not in ("", "0")}
    assert changed == {"headline": "1", "source_line": "1", "interface_line": "1"}


def test_the_first_line_is_the_title():
    assert next(explain_time(partial(read_text, TEXT))) == f"title   {HEAD}"
    assert next(explain_time(partial(read_html, Page("")))) == "title   -> none"


def whole_page(blocks: Sequence[Block]) -> Iterator[Block]:
    for block in blocks:
        yield block.becomes("noise") if block.index == 1 else block


def changes_alone(blocks: Sequence[Block], count: int = 1) -> Iterable[Block]:
    return [block.becomes("noise") for block in blocks[1 : 1 + count]]


@pytest.mark.parametrize("step", [whole_page, changes_alone, partial(changes_alone, count=1)])
def test_a_step_on_the_clock_gives_the_same_under_the_same_name(step: Callable[[Sequence[Block]], Iterable[Block]]):
    blocks, watch = (Block(0, HEAD), Block(1, PROSE), Block(2, MORE)), timing._Clock()
    timed = watch.timed_step(step)
    assert timed(blocks) == tuple(step(blocks))
    assert step_name(timed) == step_name(step)
    assert watch.changed() == {f"  {step_name(step)}": 1}


def test_the_clock_runs_until_all_that_a_step_yields_is_there(clock: Clock):
    def slow(blocks: Sequence[Block]) -> Iterator[Block]:
        for block in blocks:
            clock.now += 2
            yield block

    watch = timing._Clock()
    watch.timed_step(slow)((Block(0, HEAD), Block(1, PROSE)))
    assert watch.rows == {"  slow": (4.0, 1)}


def test_a_reading_is_the_same_on_the_clock_and_nothing_stays_on_it():
    plain, found = {name: getattr(clean, name) for name in (*STAGES, "recipe")}, []
    list(explain_time(lambda: found.append(read_html(HTML)) or found[0]))
    assert found == [read_html(HTML)]
    with pytest.raises(ZeroDivisionError):
        list(explain_time(lambda: 1 / 0))  # type: ignore[arg-type,return-value]
    assert {name: getattr(clean, name) for name in plain} == plain


def test_the_command_prints_pages_and_texts(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    path = tmp_path / "page.txt"
    path.write_text(TEXT, "utf-8")
    assert main(["explain", "--time", str(path), str(PAGES / "wahat.example" / "amp-byline" / "source.html")]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[-1] for line in lines if "total" in line] == ["total"] * 2
    assert lines[:2] == [f"== {path}", f"title   {HEAD}"]
    assert main(["explain", "--time", str(tmp_path / "none.html")]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_it_is_printed_instead_of_a_page_not_beside_it(capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as end:
        main(["explain", "--time", "--html", "out.html", "page.html"])
    assert end.value.code == 2
    assert "not allowed with" in capsys.readouterr().err
