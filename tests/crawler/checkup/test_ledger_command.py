"""`scrapy ledger check|show`: what stands in a folder, and each way in which one may not be whole."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cleaners.text.printable import printable_line
from crawler.checkup.check import problems
from crawler.checkup.show import folder_state, report_lines
from crawler.errors import OutputError
from crawler.outlets import load_outlets
from tests.soak.compare import lines
from tests.soak.world import path_of, world
from tests.tools.loopback import ROOT, command, crawl, serve

ARCHIVE = "pages-00001.warc.gz"


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a crawl that met everything, in two archives; not to be changed."""
    output = tmp_path_factory.mktemp("crawled")
    with serve(world(60, 1)) as site:
        run = crawl(output, site.url + path_of(1), ARCHIVE_MAX_BYTES=60_000, RETRY_TIMES=0)
    assert run.returncode == 0
    assert len(list(output.glob("pages-*"))) > 1
    return output


@pytest.fixture
def folder(crawled: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(crawled, tmp_path / "output"))


def found(folder: Path) -> list[str]:
    return list(problems(folder, load_outlets()))


def tell(folder: Path, statement: str, *values: Any) -> None:
    with sqlite3.connect(folder / "ledger.sqlite") as db:
        db.execute(statement, values)
    db.close()


def rewrite(folder: Path, name: str, content: bytes) -> None:
    """Another content of a file, of which the ledger says that it has committed it."""
    (folder / name).write_bytes(content)
    tell(folder, "UPDATE file SET length = ? WHERE name = ?", len(content), name)


def changed(folder: Path, at: int, **facts: Any) -> None:
    """Rewrite one record."""
    told = lines(folder / "articles.jsonl")
    told[at] |= facts
    content = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in told)
    rewrite(folder, "articles.jsonl", content.encode())


def test_a_whole_folder_has_no_problems_and_a_tail_that_nobody_committed_is_none(folder: Path) -> None:
    assert found(folder) == []
    for name in ("articles.jsonl", sorted(folder.glob("pages-*"))[-1].name):
        with (folder / name).open("ab") as stream:
            stream.write(b"written by a run that was killed")
    (folder / f"pages-{len(list(folder.glob('pages-*'))) + 1:05}.warc.gz").write_bytes(b"begun by it")
    assert found(folder) == []


def swap(folder: Path) -> None:
    one, other = lines(folder / "articles.jsonl")[1:3]
    changed(folder, 1, warc=other["warc"])
    changed(folder, 2, warc=one["warc"])


def spoil(folder: Path) -> None:
    with (folder / ARCHIVE).open("r+b") as stream:
        stream.seek(lines(folder / "articles.jsonl")[3]["warc"]["offset"] + 200)
        stream.write(bytes(20))


def double(folder: Path) -> None:
    content = (folder / "articles.jsonl").read_bytes()
    rewrite(folder, "articles.jsonl", content + content.splitlines(keepends=True)[0])


def tear(folder: Path) -> None:
    rewrite(folder, "edges.jsonl", (folder / "edges.jsonl").read_bytes()[:-5])


def lose(folder: Path) -> None:
    rewrite(folder, "articles.jsonl", b"".join((folder / "articles.jsonl").read_bytes().splitlines(keepends=True)[1:]))


def shift(folder: Path) -> None:
    place = lines(folder / "articles.jsonl")[1]["warc"]
    changed(folder, 1, warc=place | {"offset": place["offset"] + 1})


def forget(folder: Path) -> None:
    url = lines(folder / "articles.jsonl")[5]["url"]
    tell(folder, "DELETE FROM address WHERE canonical = ?", url)


def overwrite(folder: Path) -> None:
    with (folder / "ledger.sqlite").open("r+b") as stream:
        stream.seek(8 * 4096)
        stream.write(bytes(4096))


def shorten(folder: Path) -> None:
    with (folder / "rejected.jsonl").open("r+b") as stream:
        stream.truncate(100)


WAYS: list[tuple[Callable[[Path], Any], str]] = [
    (swap, "articles.jsonl: line 2: its record at byte "),
    (spoil, f"{ARCHIVE}: the record at byte "),
    (double, "occurs twice"),
    (tear, "edges.jsonl: line "),
    (lose, "records, but the ledger has committed"),
    (shift, "articles.jsonl: line 2: no record begins at byte "),
    (forget, "articles.jsonl: line 6: the ledger does not know http://127.0.0.1:"),
    (overwrite, "ledger.sqlite: "),
    (shorten, "rejected.jsonl: 100 bytes, but the ledger has committed "),
    (lambda folder: (folder / "edges.jsonl").unlink(), "edges.jsonl: 0 bytes, but the ledger has committed"),
    (lambda folder: changed(folder, 0, title=7), "articles.jsonl: line 1: title: 7 is not "),
    (lambda folder: rewrite(folder, "rejected.jsonl", b"{\n"), "rejected.jsonl: line 1: not valid JSON: "),
    (lambda folder: rewrite(folder, "rejected.jsonl", b"\xff\n"), "rejected.jsonl: line 1: not valid JSON: "),
    (lambda folder: rewrite(folder, "rejected.jsonl", b"[" * 10**5 + b"\n"), "rejected.jsonl: line 1: not valid JSON"),
    (lambda folder: (folder / "pages-00099.warc.gz").write_bytes(b"x") and (folder / "pages-00098.warc.gz").touch(),
     "pages-00099.warc.gz: the ledger does not know it"),
    (lambda folder: changed(folder, 1, warc={"file": "../elsewhere", "offset": 0, "length": 9}),
     "articles.jsonl: line 2: no record begins at byte 0 of ../elsewhere"),
]  # fmt: skip


@pytest.mark.parametrize(("harm", "problem"), WAYS, ids=[problem[:45] for _, problem in WAYS])
def test_a_problem_is_one_line(folder: Path, harm: Callable[[Path], Any], problem: str) -> None:
    harm(folder)
    told = found(folder)
    assert [line for line in told if problem in line], told
    assert not [line for line in told if "\n" in line]


def test_a_ledger_that_is_none_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="no crawl there"):
        found(tmp_path)
    (tmp_path / "ledger.sqlite").write_text("x" * 5000)
    with pytest.raises(OutputError, match="cannot be read"):
        found(tmp_path)


def test_show_says_what_stands_there(folder: Path) -> None:
    tell(folder, "UPDATE address SET state = 'pending', content_hash = NULL WHERE id IN (5, 6, 7, 8)")
    tell(folder, "INSERT INTO budget VALUES ('127.0.0.1', 2, '127.0.0.1/tag/*', 30, 5)")
    first, outlet, states, *rest = report_lines(folder_state(folder), full=True)
    records = len(lines(folder / "articles.jsonl"))
    assert "crawled from the network; 1 outlets, " in first
    assert f"in {records} records" in first
    assert outlet.startswith("127.0.0.1: round 1 since 20")
    assert states.split()[:4] == ["pending", "4", "leased", "0"]
    assert "  spent: 127.0.0.1/tag/* (bridge): 30 pages in a row yielded nothing" in rest
    assert sum(line.startswith("  next: ") for line in rest) == 3
    assert [line for line in rest if line.startswith("  refused for: ") and "http_error " in line]


def test_show_is_one_line_for_each_outlet_and_one_object_for_programs(folder: Path) -> None:
    tell(folder, "UPDATE address SET state = 'pending', content_hash = NULL WHERE id IN (5, 6, 7, 8)")
    done = run("show", folder)
    first, outlet = done.stdout.splitlines()
    assert "1 outlets, " in first
    assert ": round 1, 4 waiting, " in outlet
    assert ", most for " in outlet
    state = json.loads(run("show --json", folder).stdout)
    assert state == folder_state(folder)
    assert (state["outlets"][0]["states"]["pending"], len(state["outlets"][0]["next"])) == (4, 3)


def test_a_short_report_stays_short() -> None:
    outlet = {"domain": "a.example", "round": 1, "articles": 1, "states": {"pending": 0, "refused": 0}, "refused": {}}
    state = {"folder": "out", "answers": "live", "addresses": 9, "articles": 9, "records": 9, "outlets": [outlet] * 60}
    shown = list(report_lines(state))
    assert (len(shown), shown[-1].strip()) == (22, "and 40 more outlets (--full)")


def run(what: str, folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-m", "scrapy", "ledger", *what.split(), "-s", f"OUTPUT_DIR={folder}", *options]
    return subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)


def test_the_command_writes_nothing_and_shows_no_control_characters(folder: Path) -> None:
    evil = "\u202ecod.exe\x1b[2J\x07"
    rewrite(folder, "edges.jsonl", json.dumps({"from": evil}).encode() + b"\n")
    tell(folder, "UPDATE address SET state = 'pending', canonical = canonical || ? WHERE id = 3", evil)
    before = {path.name: path.stat().st_mtime_ns for path in folder.iterdir() if path.suffix != ".sqlite-shm"}
    for what, code in (("check", 1), ("show --full", 0), ("show --json", 0)):
        done = run(what, folder)
        assert (done.returncode, done.stderr) == (code, "")
        assert done.stdout == "".join(printable_line(line) + "\n" for line in done.stdout.splitlines())
        assert "\\u202ecod.exe" in done.stdout
    after = {path.name: path.stat().st_mtime_ns for path in folder.iterdir() if path.name in before}
    assert after == before


def test_wrong_words_and_wrong_folders_are_told(tmp_path: Path) -> None:
    done = run("check", tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("scrapy ledger: ")
    assert done.stderr.count("\n") == 1
    assert run("mend", tmp_path).returncode == 2
    assert list(tmp_path.iterdir()) == []


def test_it_may_run_beside_a_crawl(tmp_path: Path) -> None:
    with serve(world(400, 2)) as site:
        words = command(tmp_path, site.url + path_of(1), ARCHIVE_MAX_BYTES=30_000, RETRY_TIMES=0)
        process = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while len(site.asked) < 60 and process.poll() is None:
            time.sleep(0.01)
        beside = 0
        while process.poll() is None and beside < 5:
            assert found(tmp_path) == []
            assert list(report_lines(folder_state(tmp_path)))
            beside += process.poll() is None
        process.kill()
        process.wait()
    assert beside > 0
    assert found(tmp_path) == []
