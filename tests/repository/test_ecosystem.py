"""Every command of `benchmarks/ecosystem.md` runs in a fresh clone, in order, and prints or writes something."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tests.tools.documents import copy_checkout
from tests.tools.fixtures import ROOT
from tests.tools.readers import offline

TEXT = (ROOT / "benchmarks" / "ecosystem.md").read_text("utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split(" | ")] for line in TEXT.splitlines() if re.match(r"\| [^|]", line)
]
SHOWN = [row[-1].strip(" |") for row in ROWS]
COMMANDS = [shown[1:-1] for shown in SHOWN if shown.startswith("`") and shown.endswith("`")]


def run(command: str, folder: Path) -> str:
    environment = offline(folder / "home")
    environment["PATH"] = f"{folder / '.venv' / 'bin'}:{environment['PATH']}"
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
    assert done.returncode == 0, f"{command}\n{done.stdout[-2000:]}{done.stderr[-2000:]}"
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = copy_checkout(tmp_path_factory.mktemp("ecosystem"))
    run("make crawl", folder)
    return folder


def test_every_command_shows_something(checkout: Path) -> None:
    assert len(COMMANDS) >= 25
    silent = [command for command in COMMANDS if not run(command, checkout).strip() and "cmp" not in command]
    assert silent == []


def test_what_is_here_is_shown() -> None:
    """A row with ✔ has a command, or says what shows it."""
    assert [row for row in ROWS if len(row) == 9 and row[-2].startswith("✔") and not row[-1].strip(" |")] == []


def test_the_number_of_outlets_is_that_of_the_files() -> None:
    files = len(list((ROOT / "crawler" / "outlets").glob("*.toml")))
    assert f"✔ {files}, all Arabic" in TEXT
