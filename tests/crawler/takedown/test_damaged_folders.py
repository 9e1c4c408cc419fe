"""`scrapy takedown` on damaged data: one line that names the file and the place, and nothing changes."""

from __future__ import annotations

import json
import os
import random
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from crawler.errors import OutputError
from crawler.outlets import load_outlets
from crawler.takedown import take_down
from tests.tools.loopback import Crawl, article, crawl, redirect, serve
from tests.tools.takedowns import command

WHAT = "127.0.0.1"
ARCHIVE = "pages-00001.warc.gz"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Crawl:
    links = [f"/news/{number}" for number in range(10002, 10006)]
    pages = {
        "/news/10001": article(1, *links),
        **{link: article(number, "/news/10001") for number, link in enumerate(links[:3], 2)},
        links[3]: redirect(links[0]),
    }
    with serve(pages) as site:
        run = crawl(tmp_path_factory.mktemp("damaged"), f"{site.url}/news/10001")
    assert (len(run.articles), len(run.reasons)) == (4, 1)
    return run


@pytest.fixture
def folder(whole: Crawl, tmp_path: Path) -> Path:
    """A copy, for a test of its own."""
    shutil.copytree(whole.output, tmp_path / "out")
    return tmp_path / "out"


def everything(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file() and "ledger" not in path.name}


def refused(folder: Path, *words: str) -> None:
    """Nothing is taken down, and the reason is a line with these words."""
    before = everything(folder)
    for dry_run in (True, False):
        with pytest.raises(OutputError) as raised:
            take_down(folder, WHAT, load_outlets(), dry_run=dry_run)
        for word in (str(folder), *words):
            assert word in str(raised.value)
        assert "continues from there" not in str(raised.value)
        assert str(raised.value).isprintable()
        assert everything(folder) == before
        assert not list(folder.glob("*.new"))


def put(path: Path, number: int, line: bytes) -> None:
    """Another line of the same length, so that all others stand where they stood."""
    lines = path.read_bytes().split(b"\n")
    lines[number - 1] = line + b" " * (len(lines[number - 1]) - len(line))
    path.write_bytes(b"\n".join(lines))


NAMES = ["articles.jsonl", "rejected.jsonl", "edges.jsonl", ARCHIVE]


@pytest.mark.parametrize("name", NAMES)
def test_a_file_that_is_too_short_is_named_with_both_lengths(folder: Path, name: str) -> None:
    size = (folder / name).stat().st_size
    os.truncate(folder / name, size - 100)
    refused(folder, f"{name}: {size - 100} bytes, but the ledger has committed {size}")


@pytest.mark.parametrize("name", NAMES)
def test_a_file_that_is_gone_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    refused(folder, f"{name}: is missing")
    (folder / name).mkdir()
    refused(folder, f"{name}: is missing")


def test_a_whole_line_that_is_gone(folder: Path) -> None:
    path = folder / "articles.jsonl"
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))
    refused(folder, "articles.jsonl: ", "bytes, but the ledger has committed")


@pytest.mark.parametrize(
    "line",
    [
        b"x",
        b"",
        b"\xff",
        b'"\xd8"',
        b"[" * 90,
        b"null",
        b"[1]",
        b"{}",
        b'{"url": 7}',
        b'{"url": "https://x.example/1"}',
        b'{"url": "https://x.example/1", "related": 3, "warc": null}',
        b'{"url": "https://x.example/1", "related": [4], "warc": null}',
        b'{"url": "https://x.example/1", "related": [{"url": 4}], "warc": null}',
        b'{"url": "https://x.example/1", "related": [], "warc": 5}',
        b'{"url": "https://x.example/1", "related": [], "warc": {"file": []}}',
    ],
)
def test_a_damaged_line_is_named_by_its_number(folder: Path, line: bytes) -> None:
    put(folder / "articles.jsonl", 2, line)
    refused(folder, "articles.jsonl: line 2: ")


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("rejected.jsonl", b'{"url": "https://x.example/1", "warc": null}'),
        ("rejected.jsonl", b'{"url": "https://x.example/1", "detail": [], "warc": null}'),
        ("edges.jsonl", b'{"from": 1}'),
        ("edges.jsonl", b'{"from": "https://x.example/1", "to": {}}'),
    ],
)
def test_a_damaged_line_of_the_other_files(folder: Path, name: str, line: bytes) -> None:
    put(folder / name, 1, line)
    refused(folder, f"{name}: line 1: ")


def test_lines_beyond_a_committed_length_inside_a_line(folder: Path) -> None:
    path = folder / "articles.jsonl"
    lines = path.read_bytes().split(b"\n")
    path.write_bytes(lines[0] + b"\n" + b" ".join(lines[1:3]) + b"\n" + b"\n".join(lines[3:-1]) + b" \n")
    refused(folder, "articles.jsonl: line 2: ")


def start(data: bytearray) -> None:
    data[:8] = b"xxxxxxxx"


def middle(data: bytearray) -> None:
    data[len(data) // 2 : len(data) // 2 + 8] = b"xxxxxxxx"


def zeros(data: bytearray) -> None:
    data[len(data) // 3 : len(data) // 2] = bytes(len(data) // 2 - len(data) // 3)


def text(data: bytearray) -> None:
    data[: 14 * 99] = b"WARC nonsense " * 99


@pytest.mark.parametrize("damage", [start, middle, zeros, text])
def test_a_damaged_archive_is_named_with_the_place(folder: Path, damage: Callable[[bytearray], None]) -> None:
    data = bytearray((folder / ARCHIVE).read_bytes())
    damage(data)
    (folder / ARCHIVE).write_bytes(data)
    refused(folder, f"{ARCHIVE}: damaged at byte ")


def test_any_flipped_byte_of_any_file_ends_in_a_line_or_in_a_takedown(whole: Crawl, tmp_path: Path) -> None:
    chance = random.Random(3)
    told = []
    for number in range(60):
        folder = tmp_path / str(number)
        shutil.copytree(whole.output, folder)
        path = folder / chance.choice(NAMES)
        data = bytearray(path.read_bytes())
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        path.write_bytes(data)
        before = everything(folder)
        try:
            take_down(folder, "127.0.0.9", load_outlets())
        except OutputError as error:
            told.append(path.name in str(error) and everything(folder) == before)
        assert not list(folder.glob("*.new"))
        shutil.rmtree(folder)
    assert all(told)
    assert len(told) > 10


def test_a_ledger_that_takes_no_more_leaves_no_successors(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    before = everything(folder)
    monkeypatch.setattr("crawler.takedown.remember", full)
    with pytest.raises(OutputError, match="disk is full"):
        take_down(folder, WHAT, load_outlets())
    assert everything(folder) == before


def test_the_command_tells_it_in_one_line(folder: Path) -> None:
    put(folder / "articles.jsonl", 3, b"null")
    done = command(WHAT, "-s", f"OUTPUT_DIR={folder}")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"scrapy takedown: {folder}/articles.jsonl: line 3: ")
    assert done.stderr.count("\n") == 1


def test_the_same_takedown_works_on_the_whole_folder(folder: Path) -> None:
    assert take_down(folder, WHAT, load_outlets()).counts["records"] == 4
    assert [json.loads(line) for line in (folder / "articles.jsonl").read_text("utf-8").splitlines()] == []
