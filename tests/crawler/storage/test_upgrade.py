"""A folder of an older schema: a crawl goes on in it, and every command reads it."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from crawler.errors import OutputError
from crawler.ledger import Ledger
from crawler.near_duplicates.fingerprint import fingerprint_of
from crawler.storage import upgrade
from crawler.storage.committed import CommittedFolder
from crawler.storage.older_lines import todays_line
from crawler.storage.schema import SCHEMA_VERSION, errors
from crawler.storage.upgrade import lines_version
from tests.crawler.near_duplicates.test_index import made_text, with_agency
from tests.crawler.storage.test_schema import RECORD, REJECTED
from tests.tools.archived import page, run
from tests.tools.loopback import QUICK, ROOT
from tests.tools.warcs import write

Json = dict[str, Any]
FILES = ("articles.jsonl", "rejected.jsonl")


def older(line: Json) -> Json:
    """A line as crawls wrote it before schemas were counted."""
    new = ("schema_version", "cluster", "quality", "flags", "personal_data")
    was = {name: value for name, value in line.items() if name not in new}
    return was | ({"dropped": {one["step"]: one["blocks"] for one in line["dropped"]}} if "dropped" in line else {})


def lines(folder: Path, name: str) -> list[Json]:
    return [json.loads(line) for line in (folder / name).read_text("utf-8").splitlines()]


def commands(folder: Path, *words: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "scrapy", *map(str, words), "-s", f"OUTPUT_DIR={folder}"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A crawl's folder with two records and a rejection, of the older schema."""
    path = write(tmp_path / "a.warc.gz", [page(1), page(2), page(3, title="DROP")])
    found = run(tmp_path / "out", path, ITEM_PIPELINES='{"tests.tools.stub_components.Pipeline": 1}')
    assert (len(found.articles), len(found.reasons)) == (2, 1)
    with closing(sqlite3.connect(found.output / "ledger.sqlite")) as db, db:
        for name in FILES:
            text = "".join(json.dumps(older(line), ensure_ascii=False) + "\n" for line in lines(found.output, name))
            (found.output / name).write_text(text, "utf-8")
            db.execute("UPDATE file SET length = ? WHERE name = ?", (len(text.encode()), name))
        db.execute("DELETE FROM about WHERE name = 'schema'")
    return found.output


def test_a_crawl_goes_on_and_every_line_has_today_s_form(folder: Path, tmp_path: Path) -> None:
    was = lines(folder, "articles.jsonl")
    done = run(folder, write(tmp_path / "b.warc.gz", [page(4)]))
    assert done.returncode == 0, done.log
    assert f"its lines have schema 1, and are rewritten in schema {SCHEMA_VERSION}" in done.log
    records = done.articles
    assert len(records) == 3
    assert [problem for record in records for problem in errors(record)] == []
    assert [problem for line in done.lines("rejected.jsonl") for problem in errors(line, "rejected")] == []
    assert [older(record) for record in records[:2]] == was
    again = run(folder, tmp_path / "b.warc.gz")
    assert "schema 1" not in again.log
    assert commands(folder, "ledger", "check").stdout.endswith(": everything is whole\n")


def test_a_check_finds_nothing_wrong_and_says_what_a_crawl_will_do(folder: Path) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    done = commands(folder, "ledger", "check")
    words = "everything is whole; its lines have schema 1, the next crawl into it rewrites them in"
    assert (done.returncode, done.stderr) == (0, "")
    assert words in done.stdout
    assert {name: (folder / name).read_bytes() for name in FILES} == {name: before[name] for name in FILES}


def test_reclean_writes_records_of_today_s_form(folder: Path, tmp_path: Path) -> None:
    done = commands(folder, "reclean", "--to", tmp_path / "new.jsonl", "-s", f"CLEANER={QUICK['CLEANER']}")
    new = lines(tmp_path, "new.jsonl")
    assert done.returncode == 0, done.stderr
    assert [record["url"] for record in new] == [record["url"] for record in lines(folder, "articles.jsonl")]
    assert [problem for record in new for problem in errors(record)] == []


def test_a_takedown_leaves_lines_of_today_s_form(folder: Path) -> None:
    gone, stays = [record["url"] for record in lines(folder, "articles.jsonl")]
    done = commands(folder, "takedown", gone)
    assert done.returncode == 0, done.stderr
    (record,) = lines(folder, "articles.jsonl")
    assert (record["url"], errors(record)) == (stays, [])
    assert [problem for line in lines(folder, "rejected.jsonl") for problem in errors(line, "rejected")] == []
    assert "schema 1" not in commands(folder, "ledger", "check").stdout


def test_a_dry_run_of_a_takedown_changes_nothing(folder: Path) -> None:
    before = {name: (folder / name).read_bytes() for name in FILES}
    assert commands(folder, "takedown", "--dry-run", lines(folder, "articles.jsonl")[0]["url"]).returncode == 0
    assert {name: (folder / name).read_bytes() for name in FILES} == before


def test_a_repair_leaves_lines_of_today_s_form(folder: Path) -> None:
    done = commands(folder, "ledger", "repair")
    assert "articles.jsonl: 2 lines of an older schema are brought up to date" in done.stdout
    assert [problem for record in lines(folder, "articles.jsonl") for problem in errors(record)] == []
    assert commands(folder, "ledger", "check").returncode == 0


def test_a_kill_between_commit_and_renaming_is_finished_by_the_next_opening(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    source = _answers(folder)
    with monkeypatch.context() as patched:
        patched.setattr(upgrade, "finish_replacements", killed)
        with pytest.raises(KeyboardInterrupt):
            Ledger(folder / "ledger.sqlite", source)
    assert "schema_version" not in lines(folder, "articles.jsonl")[0]
    with pytest.raises(OutputError, match="interrupted there"):
        CommittedFolder.open(folder)
    with closing(Ledger(folder / "ledger.sqlite", source)) as ledger:
        assert ledger.lengths()["articles.jsonl"] == (folder / "articles.jsonl").stat().st_size
    assert [problem for record in lines(folder, "articles.jsonl") for problem in errors(record)] == []
    assert not list(folder.glob("*.new"))


def test_a_damaged_line_stays_as_it_is(folder: Path) -> None:
    with (folder / "articles.jsonl").open("r+b") as stream:
        stream.write(b"?")
    source = _answers(folder)
    with closing(Ledger(folder / "ledger.sqlite", source)):
        pass
    first, second = (folder / "articles.jsonl").read_bytes().splitlines()
    assert first.startswith(b"?")
    assert errors(json.loads(second)) == []


def test_a_folder_of_a_newer_program_is_refused(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "ledger.sqlite")) as db, db:
        db.execute("INSERT INTO about VALUES ('schema', '99')")
    with pytest.raises(OutputError, match="schema 99, which needs a newer version"):
        Ledger(folder / "ledger.sqlite", _answers(folder))


def test_a_new_folder_has_today_s_schema(tmp_path: Path) -> None:
    with closing(Ledger(tmp_path / "ledger.sqlite")) as ledger:
        ledger.commit({})
    with closing(sqlite3.connect(tmp_path / "ledger.sqlite")) as db:
        assert lines_version(db) == SCHEMA_VERSION


def _answers(folder: Path) -> str:
    with closing(sqlite3.connect(folder / "ledger.sqlite")) as db:
        return str(db.execute("SELECT value FROM about WHERE name = 'answers'").fetchone()[0])


@pytest.mark.parametrize(("kind", "line"), [("record", RECORD), ("rejected", REJECTED)])
def test_an_older_line_becomes_the_line_of_today(kind: str, line: Json) -> None:
    new = todays_line(kind, older(line))
    assert new == line
    assert todays_line(kind, new) is new


def test_null_lists_and_missing_fields_become_what_stands_for_nothing() -> None:
    was = older(RECORD) | {"keywords": None, "related": None, "gone": 1, "x_topic": "a"}
    for name in ("pages", "partial", "opt_outs", "translators"):
        del was[name]
    new = todays_line("record", was)
    assert errors({name: value for name, value in new.items() if name != "gone"}) == []
    assert (new["keywords"], new["pages"], new["partial"], new["gone"], new["x_topic"]) == ([], [], False, 1, "a")


@pytest.mark.parametrize("change", [{"dropped": 3}, {"dropped": [4]}, {"embedded": [None]}, {"date_published": "then"}])
def test_what_is_wrong_stays_wrong(change: Json) -> None:
    assert errors(todays_line("record", older(RECORD) | change))


def test_records_of_an_older_folder_get_their_clusters_and_can_be_copied(folder: Path) -> None:
    """Also beside a record without a text, which no crawl writes."""
    first, second = lines(folder, "articles.jsonl")
    was = [first | {"text": made_text(1)}, second | {"text": with_agency(made_text(1))}, {"url": "x", "id": "y"}]
    text = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in was)
    (folder / "articles.jsonl").write_text(text, "utf-8")
    with closing(sqlite3.connect(folder / "ledger.sqlite")) as db, db:
        db.execute("UPDATE file SET length = ? WHERE name = 'articles.jsonl'", (len(text.encode()),))
        for table in ("near_text", "near_key", "near_algorithm"):
            db.execute(f"DROP TABLE {table}")
    with closing(Ledger(folder / "ledger.sqlite", "archive")) as ledger:
        near = ledger.duplicates.near
        assert near.urls() == [first["url"], second["url"]]
        assert near.cluster_of(fingerprint_of(made_text(1))) == first["id"]
    new = lines(folder, "articles.jsonl")[:2]
    assert [one["cluster"] for one in new] == [first["id"]] * 2
    assert all(errors(one) == [] for one in new)
