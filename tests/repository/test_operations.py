"""The files of `docs/operations/` work, and `docs/operations.md` says what the commands do."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from scrapy.cmdline import _get_commands_dict
from scrapy.utils.project import get_project_settings

from crawler.commands import EXIT_UNUSABLE, crawl
from tests.tools.fixtures import ROOT

FOLDER = ROOT / "docs" / "operations"
TEXT = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
@pytest.mark.parametrize("name", ["mudawwana.service", "mudawwana.timer"])
def test_systemd_accepts_the_units(tmp_path: Path, name: str) -> None:
    for path in FOLDER.glob("mudawwana.*"):
        unit = path.read_text("utf-8").replace("/opt/mudawwana/.venv/bin/scrapy", sys.executable)
        (tmp_path / path.name).write_text(unit, "utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(tmp_path / name)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def commands() -> list[list[str]]:
    """The words of all `scrapy …` commands in the document and its files, from `scrapy` on."""
    texts = [TEXT, *(path.read_text("utf-8") for path in sorted(FOLDER.iterdir()))]
    joined = "\n".join(texts).replace("\\\n", " ")
    lines = [line for line in joined.splitlines() if re.search(r"(^\$ |^# |^ExecStart=|&& )\S*scrapy ", line)]
    found = [re.search(r"\S*scrapy (.*?)( \|\|.*| > .*| \|.*)?$", line) for line in lines]
    return [shlex.split(one[1]) for one in found if one is not None]


def test_the_commands_exist_with_their_options() -> None:
    known = _get_commands_dict(get_project_settings(), inproject=True)
    assert len(commands()) >= 5
    for name, *words in commands():
        assert name in known
        given = {word for word in words if word.startswith("--")}
        done = subprocess.run([sys.executable, "-m", "scrapy", name, "-h"], capture_output=True, text=True, cwd=ROOT)
        assert [option for option in given if option not in done.stdout] == []


def test_the_table_of_exit_codes_is_complete() -> None:
    table = [int(code) for code in re.findall(r"^\| (\d) \|", TEXT, re.MULTILINE)]
    assert table == [0, 1, EXIT_UNUSABLE, crawl._EXIT_DRIFTED, crawl._EXIT_UNREACHABLE]


def test_the_container_holds_all_that_a_crawl_needs(tmp_path: Path) -> None:
    copies = re.findall(r"^COPY (.+) (\S+)$", (FOLDER / "Containerfile").read_text("utf-8"), re.MULTILINE)
    assert len(copies) >= 5
    for sources, target in copies:
        for source in sources.split():
            path, place = ROOT / source, tmp_path / target
            if path.is_dir():
                shutil.copytree(path, place, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                (place if target.endswith("/") else place.parent).mkdir(parents=True, exist_ok=True)
                shutil.copy(path, place)
    recording = ROOT / "tests" / "recording"
    source = f"-a seeds={recording}/seeds -s REPLAY_WARC={recording}/outlets.warc.gz"
    replay = f"crawl related --quiet {source} -s OUTPUT_DIR=corpus -s CLOSESPIDER_ITEMCOUNT=1"
    for words in ("outlets", replay):
        command = [sys.executable, "-m", "scrapy", *words.split()]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path, env={"PATH": ""})
        assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "corpus" / "articles.jsonl").stat().st_size
