"""A crawl's folder opens in other people's programs, also where a field has its first value after 5,000 lines."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from crawler.storage.columns import columns_of
from crawler.storage.committed import SCHEMA_KINDS
from crawler.storage.dataset_card import card_of
from crawler.storage.description import Description
from tests.tools.fixtures import ROOT
from tests.tools.readers import LATE, MANY, READERS, Json, make_folder, offline, rows_read, same, shown_rows


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_folder(tmp_path_factory.mktemp("made") / "output")


def lines(folder: Path, name: str) -> list[Json]:
    return [json.loads(line) for line in (folder / f"{name}.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize("reader", READERS)
def test_every_reader_finds_every_value(made: Path, tmp_path: Path, reader: str) -> None:
    for name, (count, rows) in rows_read(reader, made, tmp_path).items():
        written = lines(made, name)
        assert (count, len(written)) == (MANY, MANY)
        wrong = [at for at, row in zip(shown_rows(count), rows, strict=True) if not same(row, written[at], reader)]
        assert wrong == [], (name, rows[-1])


def test_the_made_folder_has_its_first_values_late(made: Path) -> None:
    for name, kind in SCHEMA_KINDS.items():
        first, *_, last = lines(made, name.removesuffix(".jsonl"))
        late = [field for field in columns_of(kind) if first[field] != last[field]]
        assert len(late) >= {"record": 20, "rejected": 5, "edge": 0}[kind]
    assert LATE > 5_000


@pytest.mark.parametrize("document", ["card", "output/README.md"])
def test_the_lines_that_the_documents_show_run(made: Path, tmp_path: Path, document: str) -> None:
    text = card_of({}) if document == "card" else (ROOT / document).read_text("utf-8")
    (code,) = re.findall(r"^```python\n(.*?)^```", text or "", re.MULTILINE | re.DOTALL)
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code.replace("output/recording", str(made))],
        cwd=made, env=offline(tmp_path), capture_output=True, text=True, timeout=110, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    assert all(reader in code for reader in READERS if reader != "pyarrow")


def test_the_shipped_folder_has_the_head_of_a_card() -> None:
    text = (ROOT / "output" / "README.md").read_text("utf-8")
    assert text == card_of({}, text), "write it with: python -m tests.tools.card"


def test_a_card_keeps_what_a_person_wrote_below_its_head(tmp_path: Path) -> None:
    Description(tmp_path).write()
    card = (tmp_path / "README.md").read_text("utf-8")
    (tmp_path / "README.md").write_text(card.replace("# Arabic news articles", "# Ours, with care"), "utf-8")
    later = Description(tmp_path)
    later.note({"x_score": 1, "x_none": None})
    later.write()
    again = Description(tmp_path)
    again.note({"x_score": 0.5, "x_day": "2025-03-19"})
    again.write()
    text = (tmp_path / "README.md").read_text("utf-8")
    assert "# Ours, with care" in text
    assert '- {name: "x_score", dtype: float64}' in text
    assert '- {name: "x_day", dtype: json}' in text
    assert "x_none" not in text
    assert sorted(path.name for path in tmp_path.rglob("*")) == [
        "README.md", "articles.parquet", "columns", "edges.parquet", "rejected.parquet",
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["# A folder of mine\n", "", "---\nlicense: mit\n---\n"])
def test_somebody_s_own_readme_stays(tmp_path: Path, text: str) -> None:
    (tmp_path / "README.md").write_text(text, "utf-8")
    Description(tmp_path).write()
    assert (tmp_path / "README.md").read_text("utf-8") == text
    assert (tmp_path / "columns" / "articles.parquet").exists()


def test_a_card_that_cannot_be_written_costs_no_crawl(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "columns").write_text("a file", "utf-8")
    (tmp_path / "README.md").mkdir()
    Description(tmp_path).write()
    assert "its dataset card cannot be written" in caplog.text
