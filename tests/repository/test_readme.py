"""The README's commands run as written, and what it shows is what they print."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.tools.documents import commands_of
from tests.tools.fixtures import ROOT

COMMANDS = [
    (command.words, command.shown)
    for command in commands_of((ROOT / "README.md").read_text(encoding="utf-8"))
    if command.needs is None
]
"""Each command that needs neither the web nor the package registry, with the output shown."""


@pytest.mark.skipif(not (ROOT / ".venv" / "installed").exists(), reason="the README's commands use .venv")
@pytest.mark.parametrize(("command", "shown"), COMMANDS, ids=[command for command, _ in COMMANDS])
def test_command_runs_and_prints_what_is_shown(command: str, shown: str):
    environment = {**os.environ, "PYTHON": sys.executable}
    done = subprocess.run(
        command, shell=True, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert shown in done.stdout


def test_there_are_commands():
    assert {"make install", "make crawl"} <= {command for command, _ in COMMANDS}
