"""Phrases of the user's own, in a folder outside the package."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import astuple
from pathlib import Path

import pytest

from cleaners.data_files import DataFileError
from cleaners.phrases import check_phrases, phrases, use_own_phrases
from tests.tools.fixtures import ROOT

OWN_LINE = "زاوية القراء الكرام"


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    (tmp_path / "interface_line.txt").write_text(f"# ours\n{OWN_LINE}\nلقراء الصحيفة …\n", "utf-8")
    before = os.environ.get("MUDAWWANA_PHRASES")
    yield tmp_path
    use_own_phrases(Path(before) if before else None)


def test_they_add_to_the_shipped_ones(folder: Path) -> None:
    shipped = phrases("interface_line").whole
    use_own_phrases(folder)
    check_phrases()
    assert phrases("interface_line").match(OWN_LINE)
    assert phrases("interface_line").whole > shipped
    use_own_phrases(None)
    assert phrases("interface_line").match(OWN_LINE) is None


def test_a_shipped_phrase_may_be_repeated(folder: Path) -> None:
    line = (ROOT / "cleaners" / "phrases" / "notice.txt").read_text("utf-8").splitlines()
    (folder / "notice.txt").write_text(next(one for one in line if one and not one.startswith("#")), "utf-8")
    before = phrases("notice")
    use_own_phrases(folder)
    check_phrases()
    assert astuple(phrases("notice")) == astuple(before)


MISTAKES = [
    ("interface_lines.txt", "سطر", r"interface_lines\.txt: no step reads it; did you mean interface_line\.txt"),
    ("notice.txt", "***", r"notice\.txt: line 1: .* has no letters"),
]


@pytest.mark.parametrize(("name", "text", "message"), MISTAKES)
def test_a_malformed_file_is_named(folder: Path, name: str, text: str, message: str) -> None:
    (folder / name).write_text(text, "utf-8")
    use_own_phrases(folder)
    with pytest.raises(DataFileError, match=message):
        check_phrases()


def test_a_folder_that_is_none_is_an_error(folder: Path) -> None:
    use_own_phrases(folder / "nowhere")
    with pytest.raises(DataFileError, match=r"nowhere: is not a folder of phrases"):
        check_phrases()


def test_other_processes_read_them_too(folder: Path) -> None:
    use_own_phrases(folder)
    code = f"from cleaners.phrases import phrases; print(phrases('interface_line').match({OWN_LINE!r}).form)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.stdout == "whole\n", done.stderr
