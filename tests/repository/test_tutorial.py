"""The tutorial as a user walks it: every command in order in a fresh clone, every Python block, without network.

Commands marked `# live` run on the recording instead of the outlets.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tools.documents import blocks_of, commands_of, copy_checkout
from tests.tools.fixtures import ROOT
from tests.tools.readers import offline

TEXT = (ROOT / "docs" / "tutorial.md").read_text("utf-8")
COMMANDS = commands_of(TEXT)
RECORDING = "tests/recording/outlets.warc.gz"


def run(command: str, folder: Path) -> str:
    done = subprocess.run(
        command, shell=True, cwd=folder, env=offline(folder / "home"), capture_output=True, encoding="utf-8",
        timeout=110, check=False,
    )  # fmt: skip
    assert done.returncode == 0, f"{command}\n{done.stdout[-2000:]}{done.stderr[-2000:]}"
    return done.stdout


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """The clone after all commands, and what each printed."""
    folder = copy_checkout(tmp_path_factory.mktemp("tutorial"))
    printed = {}
    for command in COMMANDS:
        if command.needs != "network":
            replay = f" -s REPLAY_WARC={RECORDING}" if command.needs == "live" else ""
            printed[command.words] = run(command.words + replay, folder)
    return folder, printed


def lines(folder: Path, output: str) -> list[dict[str, object]]:
    return [
        json.loads(line) for line in (folder / "output" / output / "articles.jsonl").read_text("utf-8").splitlines()
    ]


def test_each_step_leaves_what_the_next_one_needs(walked: tuple[Path, dict[str, str]]) -> None:
    folder, printed = walked
    assert len(lines(folder, "recording")) == 52
    assert lines(folder, "mine")
    assert len({line["id"] for line in lines(folder, "own")}) == len(lines(folder, "own")) == 9
    assert (folder / "output" / "changes.html").is_file()
    assert (folder / "output" / "seeds.html").is_file()
    (described,) = [text for command, text in printed.items() if command.endswith("outlets -s OUTLETS_DIR=my-outlets")]
    assert "sada-alnil.example" in described


def test_only_the_clone_needs_network() -> None:
    assert [command.words.split()[:2] for command in COMMANDS if command.needs == "network"] == [["git", "clone"]]


def test_its_python_opens_the_crawl(walked: tuple[Path, dict[str, str]]) -> None:
    blocks = blocks_of(TEXT, "python")
    assert len(blocks) == 4
    for block in blocks:
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", block], cwd=walked[0], env=offline(walked[0] / "home"),
            capture_output=True, encoding="utf-8", timeout=110, check=False,
        )  # fmt: skip
        assert done.returncode == 0, block + done.stderr[-2000:]
        assert done.stdout.strip()
