"""The writer: groups of outcomes committed together, kills and full disks."""

from __future__ import annotations

import resource
import signal
import sqlite3
import subprocess
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from crawler.errors import OutputError
from crawler.leases.writer import FILES, GROUP, SECONDS, Writer
from crawler.ledger import Ledger
from crawler.ledger.lease import Found
from crawler.ledger.outcome import Finding, Refusal, Visit, outcome_of
from crawler.storage.warc_writer import Archive
from tests.tools.desk import Clock, Desk, lines
from tests.tools.loopback import ROOT, Crawl, article, command, crawl, serve


def test_outcomes_are_committed_in_groups_or_after_half_a_second(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    for number in range(GROUP - 1):
        desk.end(number)
    assert lines(tmp_path) == []
    assert [seconds for seconds, _ in desk.clock.calls] == [SECONDS]
    desk.end(GROUP)
    assert len(lines(tmp_path)) == GROUP
    assert not desk.clock.calls
    desk.end(GROUP + 1)
    desk.clock.calls[0][1]()
    assert len(lines(tmp_path)) == GROUP + 1
    desk.writer.close()


def test_an_outcome_is_wholly_there_or_not_at_all(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    url = "https://a.example/next"
    desk.end(1, edges=({"from": "1", "to": "2"},), found=(Found(url, url, "a.example", "article"),))
    desk.writer.flush()
    lengths = desk.ledger.lengths()
    desk.end(2)
    desk.die()
    assert len(lines(tmp_path)) == 2
    again = Desk(tmp_path)
    assert [line["url"] for line in lines(tmp_path)] == ["https://a.example/1"]
    assert lines(tmp_path)[0]["title"] == "عنوان ?"
    assert lines(tmp_path, "edges.jsonl") == [{"from": "1", "to": "2"}]
    assert again.ledger.lengths() == lengths
    assert again.ledger.counts() == {"done": 1, "pending": 1}
    again.writer.close()


def test_a_rejection_is_written_and_its_address_stays_refused(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.ledger.add([Found("https://a.example/1", "https://a.example/1", "a.example", "article", "000", 2)])
    lease = desk.ledger.queue.lease()
    assert lease is not None
    visit = Visit(lease, lease.canonical, "2026-11-22T05:00:00Z", 200)
    desk.writer.add(outcome_of(visit, Finding(Refusal("stub", title="عنوان", text="نص " * 100))))
    desk.writer.close()
    (line,) = lines(tmp_path, "rejected.jsonl")
    assert (line["reason"], line["seed"], line["depth"], line["status"]) == ("stub", "000", 2, 200)
    assert len(line["excerpt"]) == 200
    again = Desk(tmp_path)
    assert again.ledger.counts() == {"refused": 1}
    again.writer.close()


def test_results_whose_ledger_is_gone_are_not_touched(tmp_path: Path) -> None:
    (tmp_path / "articles.jsonl").write_text('{"url": "precious"}\n')
    for _ in range(2):
        with pytest.raises(OutputError, match=r"articles\.jsonl: its ledger is gone"):
            Desk(tmp_path)
    assert lines(tmp_path) == [{"url": "precious"}]


def test_an_error_of_the_disk_is_told_once_and_nothing_is_written_after_it(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.end(1)
    desk.writer.flush()
    desk.end(2)
    desk.writer._articles._stream.close()  # the next flush fails like a full disk does
    desk.writer._articles._stream = open("/dev/full", "ab")  # noqa: SIM115, PTH123
    desk.end(3)
    desk.writer.flush()
    desk.end(4)
    desk.writer.flush()
    desk.writer.close()
    assert [str(error).partition(";")[0] for error in desk.errors] == [
        f"{tmp_path}: cannot write: [Errno 28] No space left on device"
    ]
    again = Desk(tmp_path)
    assert len(lines(tmp_path)) == 1
    assert again.ledger.counts() == {"done": 1}
    again.writer.close()


def test_a_first_commit_that_fails_is_raised_at_once(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.sqlite")
    ledger._db.rollback()  # as SQLite does when the disk is full
    archive, told = (
        Archive(tmp_path, {}, 10**6, "test"),
        pytest.raises(OutputError, match=r"cannot write: .* rolled back"),
    )
    with closing(ledger), closing(archive), told:
        Writer(tmp_path, ledger, archive, later=Clock().later, on_error=lambda error: pytest.fail(str(error)))


def chain(length: int, **answer: Any) -> dict[str, Any]:
    return {f"/news/{10000 + n}": article(n, f"/news/{10001 + n}", **answer) for n in range(length)}


def committed_lines(folder: Path) -> int:
    db = sqlite3.connect(folder / "ledger.sqlite")
    (length,) = db.execute("SELECT length FROM file WHERE name = 'articles.jsonl'").fetchone()
    db.close()
    return (folder / "articles.jsonl").read_bytes()[:length].count(b"\n")


def unique(run: Crawl) -> tuple[int, int, int]:
    """Records, their different ids, their different texts."""
    found = run.articles
    return len(found), len({one["id"] for one in found}), len({one["content_hash"] for one in found})


def test_a_killed_crawl_continues_with_nothing_lost_and_nothing_doubled(tmp_path: Path) -> None:
    pages = chain(40, delay=0.03)
    with serve(pages) as site:
        start = f"{site.url}/news/10000"
        process = subprocess.Popen(
            command(tmp_path, start), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        while len(site.asked) < 25 and process.poll() is None:
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
        process.wait()
        before = committed_lines(tmp_path)
        asked = len(site.asked)
        run = crawl(tmp_path, start)
        assert run.returncode == 0, run.log
        assert 0 < before < 40
        assert unique(run) == (40, 40, 40)
        # Fetched again is what the last half second brought; then robots.txt and the dead link at the end.
        assert len(site.asked) - asked == 40 - before + 2
        assert site.count("/news/10000") == 1
        nothing_new = crawl(tmp_path, start)
    assert (unique(nothing_new), nothing_new.reasons) == ((40, 40, 40), {"/news/10040": "http_error"})


def test_a_full_disk_stops_the_crawl_with_one_clear_line_and_loses_nothing(tmp_path: Path) -> None:
    with serve(chain(150, delay=0.01)) as site:
        start = f"{site.url}/news/10000"
        full = subprocess.run(
            command(tmp_path, start),
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000)),
        )
        assert full.returncode == 2
        last = full.stderr.strip().splitlines()[-1]
        assert last.startswith("scrapy crawl: ")
        assert "cannot write" in last
        run = crawl(tmp_path, start)
    assert unique(run) == (150, 150, 150)


def test_a_second_crawl_into_the_same_folder_is_told_so(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.sqlite")
    run = crawl(tmp_path, "http://127.0.0.1:1/news/10000")
    ledger.close()
    assert run.returncode == 2
    assert "another crawl is writing there" in run.log.strip().splitlines()[-1]
    assert not (tmp_path / FILES[0]).exists()
