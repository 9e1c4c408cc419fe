"""`scrapy ledger repair`: after any cut or loss the next crawl goes on, and gives what an undisturbed one gives."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from crawler.checkup.check import problems
from crawler.checkup.repair import repair
from crawler.errors import OutputError
from crawler.ledger import Ledger
from crawler.outlets import load_outlets
from tests.tools.desk import is_refused, lines, written
from tests.tools.loopback import ROOT, Answer, article, crawl, serve

FIRST, SECOND = "pages-00001.warc.gz", "pages-00002.warc.gz"
PAGES = {f"/news/{10000 + n}": article(n, *(f"/news/{10000 + m}" for m in range(n, 33))) for n in range(30)}
PAGES["/news/10031"] = article(31, head='<meta name="robots" content="noai">')
PAGES["/news/10030"] = Answer(b"", headers={"Content-Type": "text/html"})


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """The folder of a crawl in two runs, the ledger after the first beside it; not to be changed."""
    with serve(PAGES) as site:
        start, output = f"{site.url}/news/10000", tmp_path_factory.mktemp("crawled") / "output"
        assert crawl(output, start, CLOSESPIDER_ITEMCOUNT=8, ARCHIVE_MAX_BYTES=9000).returncode == 0
        shutil.copy(output / "ledger.sqlite", output.parent)
        assert crawl(output, start, ARCHIVE_MAX_BYTES=9000).returncode == 0
        assert (output / SECOND).exists()
        yield output, start


def cut(name: str, part: float = 0.6) -> Callable[[Path], None]:
    def harm(folder: Path) -> None:
        with (folder / name).open("r+b") as stream:
            stream.truncate(int((folder / name).stat().st_size * part))

    return harm


def lose(name: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).unlink()


def older(folder: Path) -> None:
    shutil.copy(folder.parent / "old.sqlite", folder / "ledger.sqlite")
    for beside in folder.glob("ledger.sqlite-*"):
        beside.unlink()


def spoil(folder: Path) -> None:
    content = (folder / "articles.jsonl").read_bytes().splitlines(keepends=True)
    content[3] = b"x" * (len(content[3]) - 1) + b"\n"
    (folder / "articles.jsonl").write_bytes(b"".join(content))


def both(*harms: Callable[[Path], None]) -> Callable[[Path], None]:
    return lambda folder: [harm(folder) for harm in harms] and None


HARMS: dict[str, Callable[[Path], None]] = {
    "first archive cut": cut(FIRST),
    "first archive gone": lose(FIRST),
    "second archive emptied": cut(SECOND, 0),
    "articles cut": cut("articles.jsonl"),
    "articles gone": lose("articles.jsonl"),
    "articles cut and archive gone": both(cut("articles.jsonl"), lose(SECOND)),
    "rejections cut": cut("rejected.jsonl", 0.3),
    "older ledger": older,
    "older ledger and cut articles": both(older, cut("articles.jsonl", 0.9)),
}


def facts(folder: Path) -> tuple[dict[str, str], set[tuple[str, str]], list[tuple[str, str, str]]]:
    texts = {one["url"]: one["text"] for one in lines(folder)}
    refused = [(one["url"], one["reason"]) for one in lines(folder, "rejected.jsonl")]
    assert len(set(refused)) == len(refused)
    edges = sorted((one["from"], one["to"], one["kind"]) for one in lines(folder, "edges.jsonl"))
    return texts, set(refused), edges


def keys(folder: Path) -> dict[str, list[str]]:
    """What names each whole line."""
    whole = {path.name: path.read_bytes().splitlines(keepends=True) for path in folder.glob("*.jsonl")}
    return {
        name: [
            f"{one.get('id')} {one.get('url')} {one.get('reason')} {one.get('from')} {one.get('to')}" for one in those
        ]
        for name, those in (
            (name, [json.loads(line) for line in content if line.endswith(b"\n")]) for name, content in whole.items()
        )
    }


@pytest.mark.parametrize("harm", HARMS)
def test_the_next_crawl_makes_up_for_what_is_gone(crawled: tuple[Path, str], tmp_path: Path, harm: str) -> None:
    output, start = crawled
    folder = Path(shutil.copytree(output, tmp_path / "output"))
    shutil.copy(output.parent / "ledger.sqlite", tmp_path / "old.sqlite")
    HARMS[harm](folder)
    before = written(folder)
    with pytest.raises(OutputError, match="scrapy ledger repair"):
        Ledger(folder / "ledger.sqlite")
    told = repair(folder, dry_run=True)
    assert told
    assert written(folder) == before
    kept = keys(folder)
    assert repair(folder) == told
    assert repair(folder) == []
    assert list(problems(folder, load_outlets())) == []
    assert keys(folder) == kept
    again = crawl(folder, start, ARCHIVE_MAX_BYTES=9000)
    assert again.returncode == 0, again.log
    assert list(problems(folder, load_outlets())) == []
    assert facts(folder) == facts(output)


def test_a_damaged_line_is_removed_and_its_record_written_again(crawled: tuple[Path, str], tmp_path: Path) -> None:
    folder = Path(shutil.copytree(crawled[0], tmp_path / "output"))
    spoil(folder)
    assert "articles.jsonl: 1 damaged lines are removed" in repair(folder)
    assert list(problems(folder, load_outlets())) == []
    assert crawl(folder, crawled[1]).returncode == 0
    assert facts(folder) == facts(crawled[0])


def test_a_short_file_is_refused_before_another_ones_tail_is_cut(crawled: tuple[Path, str], tmp_path: Path) -> None:
    folder = Path(shutil.copytree(crawled[0], tmp_path / "output"))
    with (folder / SECOND).open("ab") as stream:
        stream.write(b"tail")
    with (folder / "articles.jsonl").open("ab") as stream:
        stream.write(b"tail")
    cut("edges.jsonl")(folder)
    before = written(folder)
    assert is_refused(crawl(folder, crawled[1]), "edges.jsonl: ", "nothing was changed", "scrapy ledger repair")
    assert written(folder) == before


def test_without_any_commit_an_archive_is_not_deleted(tmp_path: Path) -> None:
    (tmp_path / SECOND).write_bytes(b"precious")
    assert is_refused(crawl(tmp_path, "http://127.0.0.1:1/news/1"), f"{SECOND}: its ledger is gone")
    assert (tmp_path / SECOND).read_bytes() == b"precious"


def test_the_command_says_what_it_did(crawled: tuple[Path, str], tmp_path: Path) -> None:
    folder = Path(shutil.copytree(crawled[0], tmp_path / "output"))
    cut("articles.jsonl")(folder)

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "scrapy", "ledger", "repair", "-s", f"OUTPUT_DIR={folder}", *words]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)

    for words, last in ((("--dry-run",), "would be repaired so"), ((), "repaired"), ((), "nothing to repair")):
        done = run(*words)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.splitlines()[-1] == f"{folder}: {last}"
    (folder / "ledger.sqlite").unlink()
    assert run().returncode == 2
