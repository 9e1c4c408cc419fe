"""A folder that cannot be used: one clear line, exit code 2, and nothing that was written is harmed."""

from __future__ import annotations

import ctypes
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from crawler.errors import OutputError
from crawler.ledger import Ledger
from tests.tools.desk import is_refused, written
from tests.tools.loopback import ROOT, Crawl, article, command, crawl, serve

_PR_CAPBSET_DROP = 24
_CAP_DAC_OVERRIDE = 1


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """The folder of a small crawl, not to be changed, and its start address."""
    pages = {f"/news/{10000 + n}": article(n, *(f"/news/{10000 + m}" for m in range(60))) for n in range(60)}
    with serve(pages) as site:
        start = f"{site.url}/news/10000"
        output = tmp_path_factory.mktemp("crawled")
        assert crawl(output, start, CLOSESPIDER_ITEMCOUNT=40).returncode == 0
        yield output, start


@pytest.fixture
def folder(crawled: tuple[Path, str], tmp_path: Path) -> Path:
    return Path(shutil.copytree(crawled[0], tmp_path / "output"))


def overwrite(path: Path, at: float, size: int = 4096) -> None:
    """Zeroes over a page of a ledger, at a part of its length."""
    with path.open("r+b") as stream:
        stream.seek(int(path.stat().st_size * at) // 4096 * 4096)
        stream.write(bytes(size))


def cut(path: Path, to: float) -> None:
    with path.open("r+b") as stream:
        stream.truncate(int(path.stat().st_size * to))


DAMAGES: dict[str, Callable[[Path], None]] = {
    "begin": lambda path: overwrite(path, 0),
    "second page": lambda path: overwrite(path, 4096 / path.stat().st_size + 0.001),
    "middle": lambda path: overwrite(path, 0.5),
    "three quarters": lambda path: overwrite(path, 0.75),
    "cut in the middle": lambda path: cut(path, 0.5),
    "cut to a part of a page": lambda path: cut(path, 1000 / path.stat().st_size),
    "other file": lambda path: path.write_text("x" * 8192) and None,
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_ledger_is_refused_before_anything_is_cut(folder: Path, damage: str) -> None:
    DAMAGES[damage](folder / "ledger.sqlite")
    with (folder / "articles.jsonl").open("ab") as stream:
        stream.write(b"a tail that the ledger does not know\n")
    before = written(folder)
    with pytest.raises(OutputError, match=r"ledger\.sqlite: (damaged|not a ledger)"):
        Ledger(folder / "ledger.sqlite")
    assert written(folder) == before


def test_a_crawl_says_that_its_ledger_is_damaged(crawled: tuple[Path, str], folder: Path) -> None:
    overwrite(folder / "ledger.sqlite", 0.5)
    before = written(folder)
    assert is_refused(crawl(folder, crawled[1]), "ledger.sqlite: damaged", "scrapy ledger check")
    assert written(folder) == before


def test_an_emptied_ledger_does_not_begin_anew_over_what_was_crawled(crawled: tuple[Path, str], folder: Path) -> None:
    (folder / "ledger.sqlite").write_bytes(b"")
    before = written(folder)
    assert is_refused(crawl(folder, crawled[1]), "its ledger is gone")
    assert written(folder) == before


def test_a_ledger_that_another_program_holds_is_told_so(crawled: tuple[Path, str], folder: Path) -> None:
    other = sqlite3.connect(folder / "ledger.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    before = written(folder)
    assert is_refused(crawl(folder, crawled[1]), "ledger.sqlite: another program holds it")
    other.close()
    assert written(folder) == before


def without_privileges() -> None:
    """Let file permissions bind root too."""
    ctypes.CDLL(None).prctl(_PR_CAPBSET_DROP, _CAP_DAC_OVERRIDE, 0, 0, 0)


@pytest.mark.parametrize("kind", ["new", "known"])
def test_a_folder_that_may_not_be_written_to(crawled: tuple[Path, str], folder: Path, kind: str) -> None:
    before = written(folder)
    output = folder if kind == "known" else folder / "new"
    paths = [folder, *folder.iterdir()]
    for path in paths:
        path.chmod(0o555 if path.is_dir() else 0o444)
    done = subprocess.run(
        command(output, crawled[1]),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        preexec_fn=without_privileges,
    )
    for path in paths:
        path.chmod(0o755)
    assert is_refused(Crawl(output, done.returncode, done.stdout + done.stderr), "cannot write there", "ermission")
    assert written(folder) == before
