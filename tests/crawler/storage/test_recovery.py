"""A ledger that is older than the data files beside it: nothing that another commit vouched for is cut off."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from crawler.errors import OutputError
from crawler.ledger import Ledger
from crawler.storage.recovery import GROUP
from tests.tools.desk import Desk, is_refused, lines, written
from tests.tools.loopback import article, crawl, serve


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three commits of two records each, and a copy of the ledger after the first."""
    made = tmp_path / "output"
    made.mkdir()
    desk = Desk(made)
    for number in range(6):
        desk.end(number)
        if number % 2:
            desk.writer.flush()
        if number == 1:
            for name in ("ledger.sqlite", "ledger.sqlite-wal"):
                shutil.copy(made / name, tmp_path / name)
    desk.writer.close()
    return made


def put_back(folder: Path) -> None:
    for name in ("ledger.sqlite", "ledger.sqlite-wal"):
        shutil.copy(folder.parent / name, folder / name)


def test_a_copy_of_the_ledger_put_back_later_is_refused(folder: Path) -> None:
    put_back(folder)
    before = written(folder)
    for _ in range(2):
        with pytest.raises(OutputError, match=r"ledger\.sqlite: older than the files beside it.*articles\.jsonl"):
            Ledger(folder / "ledger.sqlite")
    assert written(folder) == before
    assert len(lines(folder)) == 6


def test_a_lost_log_of_the_ledger_is_seen(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.end(1)
    desk.writer.flush()
    desk.ledger._db.execute("COMMIT")
    desk.ledger._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    desk.ledger._db.execute("BEGIN IMMEDIATE")
    desk.end(2)
    desk.writer.flush()
    copy = tmp_path / "copy"
    copy.mkdir()
    for path in (*tmp_path.glob("*.jsonl"), tmp_path / "ledger.sqlite", tmp_path / "ledger.lock"):
        shutil.copy(path, copy)  # as if without its -wal
    desk.writer.close()
    with pytest.raises(OutputError, match="older than the files"):
        Ledger(copy / "ledger.sqlite")
    assert len(lines(copy)) == 2


def test_what_a_dead_run_left_is_cut_off_still(folder: Path) -> None:
    desk = Desk(folder)
    for number in range(6, 6 + GROUP - 1):
        desk.end(number)
    desk.die()
    assert len(lines(folder)) == 6 + GROUP - 1
    again = Desk(folder)
    assert len(lines(folder)) == 6
    again.writer.close()


def test_more_lines_than_a_dead_run_leaves_are_not_cut_off(folder: Path) -> None:
    with (folder / "articles.jsonl").open("a", encoding="utf-8") as stream:
        stream.writelines(json.dumps({"url": "precious"}) + "\n" for _ in range(GROUP + 1))
    before = written(folder)
    with pytest.raises(OutputError, match="51 lines or more"):
        Desk(folder)
    assert written(folder) == before


def test_an_older_ledger_without_a_lock_file_beside_it_opens(folder: Path) -> None:
    """Nothing tells of the commits that it has missed: a few lines are taken for a dead run's."""
    put_back(folder)
    (folder / "ledger.lock").unlink()
    Desk(folder).writer.close()
    assert len(lines(folder)) == 2


def test_a_crawl_says_so_and_leaves_every_archive(tmp_path: Path) -> None:
    pages = {f"/news/{10000 + n}": article(n, *(f"/news/{10000 + m}" for m in range(60))) for n in range(60)}
    with serve(pages) as site:
        start, output = f"{site.url}/news/10000", tmp_path / "output"
        assert crawl(output, start, CLOSESPIDER_ITEMCOUNT=8, ARCHIVE_MAX_BYTES=4000).returncode == 0
        shutil.copy(output / "ledger.sqlite", tmp_path)
        assert crawl(output, start, ARCHIVE_MAX_BYTES=4000).returncode == 0
        assert len(list(output.glob("pages-*"))) > 4
        shutil.copy(tmp_path / "ledger.sqlite", output)
        before = written(output)
        assert is_refused(crawl(output, start, ARCHIVE_MAX_BYTES=4000), "older than the files beside it")
    assert written(output) == before
