"""Dumps of texts in JSON Lines: what is read, and whether their texts begin with headlines."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from cleaners.__main__ import main
from cleaners.data_files import DataFileError
from cleaners.dumps import are_titled, texts_of_dump
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


@pytest.mark.parametrize("name", ["texts.jsonl", "texts.jsonl.gz"])
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
    path = str(dump(tmp_path / "texts.jsonl", BARE, TITLED))
    assert [titled for _, titled in texts_of_dump(path, titled=True)] == [True, True]
    assert [titled for _, titled in texts_of_dump(path, titled=False)] == [False, False]


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
def test_a_malformed_line_is_named(line: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    path = tmp_path / "texts.jsonl"
    path.write_text('{"text": ""}\n' + line + "\n", encoding="utf-8")
    assert main(["clean", str(path)]) == 2
    error = capsys.readouterr().err
    assert f"texts.jsonl: {said}" in error
    assert error.count("\n") == 1


@pytest.mark.parametrize("data", [gzip.compress(b'{"text": ""}\n' * 5000)[:-20], b"no gzip"])
def test_a_damaged_archive_is_named(data: bytes, tmp_path: Path):
    path = tmp_path / "texts.jsonl.gz"
    path.write_bytes(data)
    with pytest.raises(DataFileError, match=r"texts\.jsonl\.gz: not a whole gzip file"):
        list(texts_of_dump(str(path)))
