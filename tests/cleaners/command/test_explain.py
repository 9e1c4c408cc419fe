"""`explain`: several pages, a report, the terminal."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from cleaners.__main__ import main
from tests.tools.fixtures import PAGES, ROOT
from tests.tools.step_tables import LAST, MORE, PROSE

HTML = PAGES / "wahat.example" / "amp-byline" / "source.html"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "a.html").write_bytes(HTML.read_bytes())
    (pages / "b.txt").write_text(f"{PROSE}\n\n{MORE}\n\nاقرأ المزيد\n\n{LAST}\n", "utf-8")
    return pages


def test_pages_stand_under_their_names(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", str(folder)]) == 0
    out = capsys.readouterr().out
    assert [line for line in out.splitlines() if line.startswith("==")] == [f"== {folder}/a.html", f"== {folder}/b.txt"]
    assert "\x1b" not in out


def test_several_pages_are_one_report(folder: Path, tmp_path: Path) -> None:
    (folder / "c.html").write_bytes(b"%PDF-1.4\0\0\1\2\3")
    target = tmp_path / "report.html"
    assert main(["explain", "--html", str(target), str(folder)]) == 1
    report = target.read_text("utf-8")
    assert report.count("<h1>") == report.count("<ol>") == 2
    assert report.count('id="hide"') == 1
    assert f"{folder}/b.txt" in report
    assert MORE in report


def test_a_dump_is_no_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.jsonl").write_text("{}")
    assert main(["explain", str(tmp_path / "a.jsonl")]) == 2
    assert capsys.readouterr().err == f"cleaners: {tmp_path}/a.jsonl: a dump; explain takes pages and texts\n"


def shown_on_terminal(page: Path, columns: int, **environment: str) -> str:
    ours, theirs = pty.openpty()
    given = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "TERM")}
    command = [sys.executable, "-m", "cleaners", "explain", str(page)]
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=theirs, env=given | {"TERM": "xterm", "COLUMNS": str(columns)} | environment
    )
    os.close(theirs)
    shown = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:  # Linux tells the end of a terminal so
            break
        if not part:
            break
        shown += part
    os.close(ours)
    assert process.wait(60) == 0
    return shown.decode()


def test_a_terminal_is_filled_and_coloured(folder: Path) -> None:
    shown = shown_on_terminal(folder / "b.txt", 100)
    assert "\x1b[2mdrop" in shown
    assert max(len(line.rstrip("\r")) for line in shown.splitlines() if line.startswith("keep")) in (99, 100)


@pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_no_colour_where_none_is_wanted(environment: dict[str, str], folder: Path) -> None:
    assert "\x1b" not in shown_on_terminal(folder / "b.txt", 100, **environment)
