"""The README's commands run as written, and what it shows is what they print."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from tests.tools.fixtures import ROOT

NEEDS_MORE = ("# live", "# network")
CONSOLE = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)


def commands() -> list[tuple[str, str]]:
    """Each command of the README that needs neither the web nor the package registry, with the output shown."""
    found = []
    for block in CONSOLE.findall((ROOT / "README.md").read_text(encoding="utf-8")):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, shown = part.partition("\n")
            if not any(mark in command for mark in NEEDS_MORE):
                found.append((command, shown))
    return found


@pytest.mark.skipif(not (ROOT / ".venv" / "installed").exists(), reason="the README's commands use .venv")
@pytest.mark.parametrize(("command", "shown"), commands(), ids=[command for command, _ in commands()])
def test_command_runs_and_prints_what_is_shown(command: str, shown: str):
    environment = {**os.environ, "PYTHON": sys.executable}
    done = subprocess.run(
        command, shell=True, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert shown in done.stdout


def test_there_are_commands():
    assert {"make install", "make crawl"} <= {command for command, _ in commands()}
