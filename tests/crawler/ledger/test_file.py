"""The ledger's file: foreign ones, a second process, readers, and what was not committed."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from crawler.errors import OutputError
from crawler.ledger import Ledger
from tests.tools.ledgers import found, leased
from tests.tools.loopback import ROOT


def test_what_was_not_committed_is_forgotten_and_leases_are_taken_back(path: Path) -> None:
    ledger = Ledger(path)
    ledger.add([found("1"), found("2")])
    lease = leased(ledger)
    ledger.duplicates.claim(lease, "https://a.example/2", "https://a.example/2")
    ledger.duplicates.remember(lease, lease.url, "t", "hash")
    (path.parent / "articles.jsonl").write_bytes(b"{}     ")
    ledger.commit({"articles.jsonl": 7})
    ledger.end(lease)
    ledger.add([found("lost")])
    ledger.close()
    ledger = Ledger(path)
    assert ledger.lengths() == {"articles.jsonl": 7}
    assert ledger.counts() == {"pending": 2}
    again = leased(ledger)
    assert again.url == lease.url
    ledger.end(again)
    assert ledger.duplicates.remember(leased(ledger), "https://a.example/2", "t", "hash") is None
    ledger.close()


def test_nothing_is_ended_or_committed_after_the_transaction_was_rolled_back(path: Path) -> None:
    ledger = Ledger(path)
    ledger.add([found("1")])
    ledger.commit({})
    lease = leased(ledger)
    ledger._db.rollback()
    with pytest.raises(sqlite3.OperationalError, match="rolled back"):
        ledger.commit({"articles.jsonl": 7})
    with pytest.raises(sqlite3.OperationalError, match="rolled back"):
        ledger.end(lease)
    ledger.close()
    again = Ledger(path)
    assert (again.counts(), again.lengths()) == ({"pending": 1}, {})
    again.close()


def test_a_ledger_refuses_other_answers(path: Path) -> None:
    Ledger(path, "replay:abc").close()
    with pytest.raises(OutputError, match=r"made from a recording .* the live network; use another OUTPUT_DIR"):
        Ledger(path, "live")
    Ledger(path, "replay:abc").close()


def test_a_file_that_is_no_ledger_is_refused_and_left_alone(path: Path) -> None:
    path.write_bytes(b"something else entirely, and long enough to be looked at" * 20)
    with pytest.raises(OutputError, match="not a ledger"):
        Ledger(path)
    assert path.read_bytes().startswith(b"something else")


def test_a_foreign_database_is_refused(path: Path) -> None:
    db = sqlite3.connect(path)
    db.execute("CREATE TABLE notes (text)")
    db.close()
    with pytest.raises(OutputError, match="ledger"):
        Ledger(path)


def test_a_second_process_is_refused_while_the_first_lives(path: Path) -> None:
    program = f"from pathlib import Path\nfrom crawler.ledger import Ledger\nLedger(Path({str(path)!r})).close()"
    command = [sys.executable, "-c", program]
    ledger = Ledger(path)
    second = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert "another crawl is writing there" in second.stderr
    ledger.close()
    third = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert third.returncode == 0, third.stderr


def test_others_may_read_while_a_crawl_writes(ledger: Ledger, path: Path) -> None:
    ledger.add([found("1")])
    ledger.commit({})
    ledger.add([found("2")])
    db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    assert db.execute("SELECT count(*) FROM address").fetchone() == (1,)
    db.close()
