"""The programs and commands that the guides of the library show run as they stand."""

from __future__ import annotations

import gzip
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from cleaners import Article
from tests.tools.documents import blocks_of, commands_of
from tests.tools.fixtures import ROOT
from tests.tools.readers import offline

DATA = ROOT / "examples" / "data"
GUIDE = (ROOT / "docs" / "cleaner.md").read_text("utf-8")


@pytest.mark.parametrize("name", ["README.md", "docs/cleaner.md", "docs/structure.md"])
def test_python_runs_in_order(name: str, capfd: pytest.CaptureFixture[str]) -> None:
    page = (DATA / "pages" / "ports.html").read_bytes()
    text = json.loads((DATA / "dump.jsonl").read_text("utf-8").splitlines()[0])["text"]
    names: dict[str, Any] = {
        "html": page,
        "html_bytes": page,
        "text": text,
        "texts": [text],
        "dump": text,
        "pages": [page, text, None],
    }
    blocks = blocks_of((ROOT / name).read_text("utf-8"), "python")
    assert blocks
    for block in blocks:
        exec(compile(block, name, "exec"), names)
    assert isinstance(names["article"], Article)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with all that the guide's commands read, and the command on the path."""
    shutil.copytree(DATA / "pages", tmp_path / "pages")
    page = (DATA / "pages" / "ports.html").read_bytes()
    (tmp_path / "more" / "deep").mkdir(parents=True)
    (tmp_path / "more" / "deep" / "a.html.gz").write_bytes(gzip.compress(page))
    (tmp_path / "dump.jsonl.gz").write_bytes(gzip.compress((DATA / "dump.jsonl").read_bytes()))
    (tmp_path / "dump.csv").write_text("title,body,day\nعنوان الخبر,نص قصير,2024-03-12\n", "utf-8")
    for name in ("page.html", "other.html"):
        (tmp_path / name).write_bytes(page)
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "mudawwana").write_text(f'#!/bin/sh\nexec "{sys.executable}" -W error -m cleaners "$@"\n')
    (tmp_path / "bin" / "mudawwana").chmod(0o755)
    return tmp_path


def test_commands_run(folder: Path) -> None:
    environment = offline(folder / "home")
    environment["PATH"] = f"{folder / 'bin'}:{environment['PATH']}"
    commands = [command.words for command in commands_of(GUIDE)]
    assert len(commands) >= 4
    for command in commands:
        done = subprocess.run(
            command,
            shell=True,
            cwd=folder,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            timeout=110,
            check=False,
        )
        assert done.returncode == 0, command + done.stderr[-2000:]
    written = {path.name for path in folder.iterdir()}
    assert written >= {"articles.jsonl", "clean.csv", "report.html"}


def test_reasons_are_those_of_the_cleaner() -> None:
    """Those of the crawler alone are not among them."""
    table = GUIDE.partition("| `reason` | |")[2].partition("\n\n")[0]
    told = {name for row in table.splitlines()[1:] for name in re.findall(r"`(\w+)`", row.split("|")[1])}
    quality = (ROOT / "cleaners" / "quality.py").read_text("utf-8")
    (named,) = re.findall(r"None for an article, else `([a-z_ ]+)`", quality)
    assert told == {*named.split(), "failed"}


def test_the_examples_are_run_as_their_docstrings_say() -> None:
    shown = [command.words for command in commands_of((ROOT / "docs" / "examples.md").read_text("utf-8"))]
    programs = sorted(ROOT.glob("examples/*.py"))
    told = [re.findall(r"^    (python .*)$", path.read_text("utf-8"), re.MULTILINE)[0] for path in programs]
    assert sorted(shown) == sorted(told)
