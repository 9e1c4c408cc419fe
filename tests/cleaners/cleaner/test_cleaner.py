"""`Cleaner`: choices of its own, in threads and processes, over many pages."""

from __future__ import annotations

import logging
import os
import pickle
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from cleaners import Article, Cleaner, Page, clean_html, clean_text
from cleaners.cleaner.processes import FailedItem, NoProcessError, in_order
from cleaners.data_files import DataFileError
from cleaners.phrases import Vocabulary, using
from cleaners.steps.head.page_frame import is_menu
from cleaners.steps.recipe import optional_steps
from tests.tools.fixtures import ROOT
from tests.tools.step_tables import LAST, MORE, PROSE

OWN = "زاوية القراء الكرام"
SHARE = "شارك الخبر"
TEXT = "\n\n".join((PROSE, OWN, MORE, SHARE, LAST))
HTML = f"<title>{OWN}</title><article>{''.join(f'<p>{line}</p>' for line in TEXT.splitlines())}</article>"
ENGLISH = "The municipality announced on Sunday that it will widen the mountain road to the six villages. " * 4


def test_its_default_is_the_module_functions() -> None:
    assert Cleaner().html(HTML, "https://marfa.example/n/1") == clean_html(HTML, "https://marfa.example/n/1")
    assert Cleaner().text(TEXT, titled=False) == clean_text(TEXT, titled=False)


@pytest.mark.parametrize("phrases", [[OWN], (OWN,), {OWN}, {"interface_line": [OWN]}, ["زاوية القراء …"]])
def test_own_phrases_drop_their_lines(phrases: list[str]) -> None:
    cleaner = Cleaner(phrases=phrases)
    assert cleaner.text(TEXT).blocks == (PROSE, MORE, LAST)
    assert cleaner.html(HTML).blocks == (PROSE, MORE, LAST)
    assert clean_text(TEXT).blocks == (PROSE, OWN, MORE, LAST)


def test_phrases_may_be_a_folder_of_files(tmp_path: Path) -> None:
    (tmp_path / "notice.txt").write_text(f"# ours\n{OWN}\n", "utf-8")
    assert Cleaner(phrases=tmp_path).text(TEXT).blocks == (PROSE, MORE, LAST)


def test_cached_lines_are_judged_by_each_vocabulary_anew() -> None:
    own = Vocabulary({"menu_label": [OWN]})
    row = f"{OWN} | {OWN} | {OWN}"
    for _ in range(2):
        assert not is_menu(row)
        with using(own):
            assert is_menu(row)


def test_a_step_left_out_leaves_its_lines() -> None:
    assert Cleaner(without=["interface_line"]).text(TEXT).blocks == (PROSE, OWN, MORE, SHARE, LAST)


def test_every_step_that_may_be_left_out_can_be() -> None:
    for name in sorted(optional_steps()):
        cleaner = Cleaner(without=[name])
        for article in (cleaner.text(TEXT), cleaner.html(HTML)):
            assert PROSE in article.text
            assert name not in {change.step for change in article.changes}
    assert PROSE in Cleaner(without=optional_steps()).text(TEXT).text


def test_the_language_may_be_any() -> None:
    assert Cleaner().text(ENGLISH).reason == "not_arabic"
    assert Cleaner(language=None).text(ENGLISH).reason is None


@pytest.mark.parametrize(
    ("arguments", "error", "said"),
    [
        ({"without": ["pol"]}, ValueError, r"without: no step 'pol' .*; did you mean 'poll'\?"),
        ({"without": ["normal_form"]}, ValueError, r"without: no step 'normal_form' that can be left out"),
        ({"without": "poll"}, TypeError, "without must be a list of strings, not str 'poll'"),
        ({"phrases": OWN}, TypeError, "phrases must be a list of strings, not str"),
        ({"phrases": [None]}, TypeError, "each of phrases must be str, not None"),
        ({"phrases": {"interface_lines": [OWN]}}, DataFileError, "no step reads 'interface_lines'; did you mean"),
        ({"phrases": [OWN, OWN]}, DataFileError, r"phrases\['interface_line'\]: line 2: .* appears twice"),
        ({"phrases": ["***"]}, DataFileError, "line 1: .* has no letters"),
        ({"phrases": Path("nowhere")}, ValueError, "nowhere is not a folder"),
        ({"language": "fr"}, ValueError, "language must be 'ar' or None, not 'fr'"),
        ({"language": 5}, TypeError, "language must be str or None, not int 5"),
    ],
)
def test_arguments_are_checked_where_they_enter(arguments: dict[str, object], error: type, said: str) -> None:
    with pytest.raises(error, match=said):
        Cleaner(**arguments)  # type: ignore[arg-type]


@pytest.mark.parametrize("value", [None, float("nan"), 5, ["سطر"]])
def test_what_is_no_text_is_an_error_that_names_the_argument(value: object) -> None:
    with pytest.raises(TypeError, match="text must be str, not"):
        Cleaner().text(value)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="html must be bytes or str, not"):
        Cleaner().html(value)  # type: ignore[arg-type]


def test_it_is_a_value() -> None:
    cleaner = Cleaner(phrases=[OWN], without=["poll"], language=None)
    copy = pickle.loads(pickle.dumps(cleaner))
    assert (copy, hash(copy), repr(copy)) == (cleaner, hash(cleaner), repr(cleaner))
    assert copy.text(TEXT) == cleaner.text(TEXT)
    assert repr(cleaner) == f"Cleaner(phrases=['{OWN}'], without=['poll'], language=None)"
    assert cleaner != Cleaner()


def test_cleaners_of_several_threads_do_not_disturb_each_other() -> None:
    cleaners = [Cleaner(), Cleaner(phrases=[OWN]), Cleaner(without=["interface_line"])]
    expected = [cleaner.text(TEXT).blocks for cleaner in cleaners]
    assert len(set(expected)) == 3
    with ThreadPoolExecutor(6) as threads:
        found = threads.map(lambda number: (number, cleaners[number % 3].text(TEXT).blocks), range(120))
    assert all(blocks == expected[number % 3] for number, blocks in found)


@pytest.mark.parametrize("processes", [1, 2])
def test_many_keeps_order_and_a_bad_page_costs_itself(processes: int, caplog: pytest.LogCaptureFixture) -> None:
    pages = [TEXT, HTML, HTML.encode(), Page(HTML, "https://marfa.example/n/1"), None, float("nan"), 5, "", TEXT]
    articles = list(Cleaner(phrases=[OWN]).many(pages, processes=processes))  # type: ignore[arg-type]
    assert [len(article.blocks) for article in articles] == [3, 3, 3, 3, 0, 0, 0, 0, 3]
    assert [article.reason for article in articles[4:8]] == ["empty", "empty", "failed", "empty"]
    assert [record.message for record in caplog.records] == [
        "page 6: TypeError: a page must be bytes or str or Page, not int 5"
    ]


def test_what_a_string_is_can_be_said() -> None:
    (html,), (text,) = Cleaner().many([HTML], kind="html"), Cleaner().many(["<نص> " + PROSE], kind="text")
    assert html.blocks[0] == PROSE
    assert text.blocks == (f"<نص> {PROSE}",)


@pytest.mark.parametrize("processes", [1, 2])
def test_many_reads_only_a_few_pages_ahead(processes: int) -> None:
    read = []

    def pages() -> Iterator[str]:
        for number in range(1000):
            read.append(number)
            yield TEXT

    articles = Cleaner().many(pages(), processes=processes)
    assert not read
    next(articles)
    assert len(read) <= 8
    articles.close()  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ((TEXT,), TypeError), ((b"<p>",), TypeError), ((5,), TypeError), (([], -1), ValueError), (([], 1.5), TypeError),
        (([], 1, "markdown"), ValueError),
    ],
)  # fmt: skip
def test_arguments_of_many_are_checked_at_the_call(arguments: tuple[object, ...], error: type) -> None:
    named = dict(zip(("processes", "kind"), arguments[1:], strict=False))
    with pytest.raises(error):
        Cleaner().many(arguments[0], **named)  # type: ignore[arg-type]


def test_progress_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    told: list[int] = []
    assert len(list(Cleaner().many([TEXT] * 3, progress=told.append))) == 3
    assert told == [1, 2, 3]
    list(Cleaner().many([TEXT] * 3, progress=True))
    assert "3 of 3 pages" in capsys.readouterr().err


def child_processes() -> set[str]:
    return {
        path.parent.name
        for path in Path("/proc").glob("[0-9]*/stat")
        if path.exists() and path.read_text().rpartition(")")[2].split()[1] == str(os.getpid())
    }


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="reads the table of processes from /proc")
@pytest.mark.parametrize("ends", ["close", "exhaust", "forget"])
def test_no_process_is_left(ends: str) -> None:
    before = child_processes()
    articles = Cleaner().many([TEXT] * 30, processes=2)
    next(articles)
    assert len(child_processes() - before) in (1, 2)
    if ends == "close":
        articles.close()  # type: ignore[attr-defined]
    elif ends == "exhaust":
        assert len(list(articles)) == 29
    else:
        del articles
    assert child_processes() == before


def _fatal(item: int) -> int:
    if item == 2:
        os._exit(9)
    return item


def test_an_item_that_ends_its_process_costs_itself() -> None:
    results = list(in_order(_fatal, range(6), 2))
    assert [result for result in results if not isinstance(result, FailedItem)] == [0, 1, 3, 4, 5]
    assert str(results[2]) == "its process ended: exit status 9"


@pytest.mark.parametrize("processes", [1, 2])
def test_an_error_of_the_input_comes_after_what_was_read(processes: int) -> None:
    def broken() -> Iterator[int]:
        yield -1
        raise KeyError("ours")

    results = in_order(abs, broken(), processes)
    assert next(results) == 1
    with pytest.raises(KeyError, match="ours"):
        next(results)


SCRIPT = """
from cleaners import Article, Cleaner
print("top")
articles = Cleaner(phrases=["{own}"]).many([{text!r}] * 5, processes=2)
print([len(article.blocks) for article in articles])
"""


@pytest.mark.parametrize("as_file", [True, False])
def test_a_script_needs_no_guard(as_file: bool, tmp_path: Path) -> None:
    script = SCRIPT.format(own=OWN, text=TEXT)
    (tmp_path / "script.py").write_text(script, "utf-8")
    command = [sys.executable, str(tmp_path / "script.py")] if as_file else [sys.executable, "-"]
    done = subprocess.run(
        command, input=script, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.stderr) == ("top\n[3, 3, 3, 3, 3]\n", "")


def test_a_process_that_cannot_start_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cleaners.cleaner.processes._PROGRAM", "raise SystemExit(4)")
    with pytest.raises(NoProcessError, match="a cleaning process did not start: exit status 4"):
        list(Cleaner().many([TEXT], processes=2))
    monkeypatch.setattr(sys, "executable", "/none/python")
    with pytest.raises(NoProcessError, match="a cleaning process did not start: No such file"):
        list(Cleaner().many([TEXT], processes=2))


def test_an_article_of_another_process_is_the_same(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "cleaners")
    (there,) = Cleaner().many([HTML], processes=2)
    assert isinstance(there, Article)
    assert there == clean_html(HTML)
    assert not caplog.records
