"""Dumps of texts in JSON Lines: what is read, and whether their texts begin with headlines."""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path

import pytest

from cleaners.__main__ import main
from cleaners.command.dumps import Columns, DumpError, DumpRow, are_titled, rows_of_dump
from cleaners.command.sources import open_source
from tests.tools.step_tables import LAST, MORE, PROSE

HEADLINE = "بلدية عين الصخر تفتتح الحديقة"
LONG_HEADLINE = "بلدية عين الصخر تفتتح بعد غد حديقة جديدة على ضفة النهر في حي الزهراء من غير رسوم دخول للأطفال والكبار"
SUBHEAD = "لماذا تأخر الافتتاح؟"
VERSES = "\n".join(("يا نهر أين مضى الزمان", "والليل يحرس بيتنا", "والريح تسأل من هنا", "عاد الصدى بلا جواب"))
TITLED = f"{HEADLINE}\n\n{PROSE} {MORE}"
BARE = f"{PROSE}\n{MORE}\n{LAST}"


def dump(path: Path, *texts: str | None, field: str = "text") -> Path:
    lines = "\n".join(json.dumps({"id": n, field: text}, ensure_ascii=False) for n, text in enumerate(texts)) + "\n"
    path.write_bytes(gzip.compress(lines.encode()) if path.suffix == ".gz" else lines.encode())
    return path


def cleaned(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, object]]:
    assert main(["clean", *arguments]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def rows(path: Path, titled: bool | None = None, *, is_csv: bool = False) -> list[DumpRow | DumpError]:
    with open_source(str(path)) as stream:
        return list(rows_of_dump(path.name, stream, Columns(), titled, is_csv=is_csv))


@pytest.mark.parametrize("name", ["texts.jsonl", "texts.jsonl.gz", "texts.NDJSON"])
def test_each_text_is_one_line(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    path = dump(tmp_path / name, BARE, None, f"{PROSE}\nاقرأ المزيد")
    first, missing, last = cleaned(capsys, str(path))
    assert first["blocks"] == [PROSE, MORE, LAST]
    assert (missing["text"], missing["reason"]) == ("", "empty")
    assert last["blocks"] == [PROSE]


def test_the_texts_may_stand_in_another_field(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    path = dump(tmp_path / "texts.jsonl", BARE, field="body")
    assert cleaned(capsys, "--field", "body", str(path))[0]["blocks"] == [PROSE, MORE, LAST]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ([TITLED] * 20, True),
        ([f"{LONG_HEADLINE}\n\n{PROSE}"] * 20, True),
        ([TITLED] * 12 + [BARE] * 8, True),
        ([TITLED] * 6 + [BARE] * 14, None),
        ([TITLED] + [BARE] * 19, False),
        ([VERSES] * 20, False),
        ([VERSES.replace("\n", "\n\n")] * 20, False),
        ([TITLED] * 3, None),
        ([PROSE] * 20, None),
        ([], None),
    ],
)
def test_a_dump_is_titled_as_most_of_its_texts(texts: list[str], expected: bool | None):
    assert are_titled(texts) is expected


def test_in_a_titled_dump_the_first_line_is_the_headline(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    short = f"{SUBHEAD}\n{PROSE}\n{MORE}"
    path = dump(tmp_path / "texts.jsonl", *[TITLED] * 20, short, BARE)
    *_, asked, bare = cleaned(capsys, str(path))
    assert (asked["title"], asked["blocks"]) == (SUBHEAD, [PROSE, MORE])
    assert (bare["title"], bare["blocks"]) == (None, [PROSE, MORE, LAST])


def test_in_a_dump_without_headlines_no_line_is_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    path = dump(tmp_path / "texts.jsonl", *[BARE] * 20, TITLED)
    last = cleaned(capsys, str(path))[-1]
    assert (last["title"], last["text"]) == (None, TITLED)


def test_it_can_be_said(tmp_path: Path):
    path = dump(tmp_path / "texts.jsonl", BARE, TITLED)
    for titled in (True, False):
        assert [row.titled for row in rows(path, titled) if isinstance(row, DumpRow)] == [titled, titled]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"text": "أ"', "line 2: not JSON"),
        ("[1]", "line 2: no text in 'text': list"),
        ('{"body": "أ", "id": 1}', "line 2: no 'text': only body, id"),
        ('{"text": 5}', "line 2: no text in 'text': int"),
        ("[" * 200_000, "line 2: not JSON"),
    ],
)
def test_a_malformed_line_costs_itself(line: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    path = tmp_path / "texts.jsonl"
    path.write_text('{"text": ""}\n' + line + '\n{"text": ""}\n', encoding="utf-8")
    assert main(["clean", str(path)]) == 1
    out, error = capsys.readouterr()
    assert [json.loads(row)["line"] for row in out.splitlines()] == [1, 3]
    assert f"texts.jsonl: {said}" in error
    assert "2 pages: 0 articles, 2 refused (2 empty), 1 could not be read" in error
    assert error.count("\n") == 2


@pytest.mark.parametrize("data", [gzip.compress(b'{"text": ""}\n' * 5000, mtime=0)[:-20], b"no gzip"])
def test_a_damaged_archive_is_named(data: bytes, tmp_path: Path):
    path = tmp_path / "texts.jsonl.gz"
    path.write_bytes(data)
    with pytest.raises(DumpError, match=r"texts\.jsonl\.gz: not a whole gzip file"):
        rows(path)


@pytest.mark.parametrize(
    ("encoding", "delimiter"), [("utf-8", ","), ("utf-8-sig", ";"), ("cp1256", ";"), ("utf-16", ","), ("utf-8", "\t")]
)
def test_csv_with_quotes_and_line_breaks(encoding: str, delimiter: str, tmp_path: Path):
    said = f'{PROSE}\r\n\r\nوقالت: "نعم{delimiter} سنعمل".'
    with (tmp_path / "texts.csv").open("w", encoding=encoding, newline="") as stream:
        table = csv.writer(stream, delimiter=delimiter)
        table.writerows([["id", "text"], ["1", said], ["2", MORE]])
    first, second = rows(tmp_path / "texts.csv", is_csv=True)
    assert first == DumpRow(2, said)
    assert second == DumpRow(5, MORE)


def test_a_row_with_other_cells_costs_itself(tmp_path: Path):
    (tmp_path / "texts.csv").write_text("id,text\n1,أ,ب\n\n2,ت\n3\n", "utf-8")
    first, second, third = rows(tmp_path / "texts.csv", is_csv=True)
    assert (str(first), str(third)) == ("texts.csv: line 2: 3 cells, not 2", "texts.csv: line 5: 1 cells, not 2")
    assert second == DumpRow(4, "ت")


def test_a_long_cell_is_read_and_an_endless_one_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "texts.csv"
    path.write_text("text\n" + "أ" * 200_000 + "\n", "utf-8")
    assert len(rows(path, is_csv=True)[0].text) == 200_000  # type: ignore[union-attr]
    monkeypatch.setattr("cleaners.command.dumps._MAX_CELL", 1000)
    with pytest.raises(DumpError, match=r"texts\.csv: line 2: not CSV: field larger"):
        rows(path, is_csv=True)


def test_csv_without_the_column_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "texts.csv").write_text("id,body\n1,أ\n", "utf-8")
    assert main(["clean", str(tmp_path / "texts.csv")]) == 2
    assert "texts.csv: no column 'text': only id, body" in capsys.readouterr().err
    (tmp_path / "none.csv").write_text("", "utf-8")
    assert rows(tmp_path / "none.csv", is_csv=True) == []


def test_titles_and_dates_may_stand_apart(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    told = [
        {"body": f"{HEADLINE}\n{PROSE}\n{MORE}", "head": HEADLINE, "day": "7 شباط 2024"},
        {"body": f"{PROSE}\n{MORE}", "head": SUBHEAD, "day": None},
        {"body": f"19 مارس 2025\n{PROSE}\n{MORE}", "head": "", "day": "غدا"},
    ]
    path = tmp_path / "texts.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in told), "utf-8")
    found = cleaned(capsys, "--field", "body", "--title-field", "head", "--date-field", "day", str(path))
    assert [row["title"] for row in found] == [HEADLINE, SUBHEAD, None]
    assert [row["blocks"] for row in found] == [[PROSE, MORE]] * 3
    assert [(row["date_published"], row["date_method"]) for row in found] == [
        ("2024-02-07", "given"), (None, None), ("2025-03-19", "visible"),
    ]  # fmt: skip
    assert [(row["file"], row["line"]) for row in found] == [(str(path), 1), (str(path), 2), (str(path), 3)]


def test_windows_line_ends_and_a_byte_order_mark(tmp_path: Path):
    line = json.dumps({"text": BARE}).encode()
    (tmp_path / "texts.jsonl").write_bytes(b"\xef\xbb\xbf" + line + b"\r\n\r\n" + line)
    assert rows(tmp_path / "texts.jsonl") == [DumpRow(1, BARE), DumpRow(3, BARE)]
