"""`python -m cleaners`: what it prints, its exit codes and its messages."""

from __future__ import annotations

import codecs
import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cleaners.__main__ import main
from cleaners.article import CLEANER_VERSION
from cleaners.data_files import DataFileError
from tests.tools.fixtures import PAGES, ROOT
from tests.tools.step_tables import LAST, MORE, PROSE

HTML = PAGES / "wahat.example" / "amp-byline" / "source.html"


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_text(f"{PROSE}\n\n{MORE}\n\nاقرأ المزيد\n\n{LAST}\n", encoding="utf-8")
    return path


def printed(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_clean_prints_one_object_a_page(text: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["clean", str(text), str(HTML), str(text)]) == 0
    first, second, third = printed(capsys)
    assert first == third
    assert first["blocks"] == [PROSE, MORE, LAST]
    assert second["authors"] == ["شيرين البنا"]


def test_arabic_is_printed_as_it_is(text: Path, capsys: pytest.CaptureFixture[str]):
    main(["clean", str(text)])
    assert "بلدية عين الصخر" in capsys.readouterr().out


def test_the_address_makes_links_absolute(capsys: pytest.CaptureFixture[str], tmp_path: Path):
    path = tmp_path / "p.html"
    path.write_text(
        f"<p>{PROSE}</p><p>{MORE}</p><p>اقرأ أيضا: <a href='/n/2'>عنوان خبر آخر كامل</a></p><p>{LAST}</p>",
        encoding="utf-8",
    )
    main(["clean", "--url", "https://marfa.example/n/1", str(path)])
    assert printed(capsys)[0]["related"] == [
        {"title": "عنوان خبر آخر كامل", "url": "https://marfa.example/n/2", "kind": "inline"}
    ]


@pytest.mark.parametrize("arguments", [["clean", "-"], ["clean", "--text", "-"]])
def test_standard_input(
    arguments: list[str], text: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    data = text.read_bytes() if "--text" in arguments else HTML.read_bytes()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert main(arguments) == 0
    assert printed(capsys)[0]["reason"] is None


def test_text_in_windows_1256_is_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    path = tmp_path / "old.txt"
    path.write_bytes(f"{PROSE}\n\n{MORE}\n".encode("cp1256"))
    main(["clean", str(path)])
    assert printed(capsys)[0]["blocks"] == [PROSE, MORE]


def test_explain_tells_every_line(text: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["explain", str(text)]) == 0
    out = capsys.readouterr().out
    assert "read_more" in out
    assert out.count("keep") == 3


def test_a_missing_file_is_one_line_and_exit_code_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["clean", str(tmp_path / "none.html")]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "none.html" in captured.err
    assert captured.err.count("\n") == 1


def test_a_malformed_data_file_is_one_line_and_exit_code_2(
    text: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    def broken() -> None:
        raise DataFileError("phrases/teaser.txt: line 3: given twice")

    monkeypatch.setattr("cleaners.__main__.check_data", broken)
    assert main(["clean", str(text)]) == 2
    assert capsys.readouterr().err == "cleaners: phrases/teaser.txt: line 3: given twice\n"


@pytest.mark.parametrize("arguments", [[], ["clean"], ["wash", "x"], ["explain", "--nothing", "x"]])
def test_wrong_arguments_are_exit_code_2(arguments: list[str], capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as end:
        main(arguments)
    assert end.value.code == 2
    assert "usage" in capsys.readouterr().err


def test_the_module_runs_and_a_reader_may_leave_early():
    command = f"{sys.executable} -m cleaners clean {HTML} {HTML} {HTML} | head -c 20"
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.stdout.startswith('{"file": ')
    assert "Traceback" not in done.stderr


@pytest.fixture
def folder(text: Path, tmp_path: Path) -> Path:
    """A folder of two pages and two files that cannot be read."""
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "a.html").write_bytes(HTML.read_bytes())
    (pages / "b.html.gz").write_bytes(b"no gzip")
    (pages / "c.TXT").write_bytes(text.read_bytes())
    (pages / "d.html").write_bytes(b"%PDF-1.7\0\0\1\2\3\4\5")
    return pages


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_bad_files_cost_themselves(jobs: str, folder: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["clean", "-j", jobs, str(folder)]) == 1
    out, err = capsys.readouterr()
    assert [json.loads(line)["file"] for line in out.splitlines()] == [f"{folder}/a.html", f"{folder}/c.TXT"]
    assert err.splitlines() == [
        f"cleaners: {folder}/b.html.gz: not a whole gzip file: Not a gzipped file (b'no')",
        f"cleaners: {folder}/d.html: binary, not text: a PDF",
        "cleaners: 2 pages: 2 articles, 2 could not be read",
    ]


def test_the_output_may_be_a_file(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    target = tmp_path / "out.jsonl"
    target.write_text("old")
    assert main(["clean", "--no-trace", "-o", str(target), str(folder)]) == 1
    assert capsys.readouterr().out == ""
    first, second = map(json.loads, target.read_text("utf-8").splitlines())
    assert "changes" not in first.keys() | second.keys()
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize("command", [["clean", "-o"], ["explain", "--html"]])
@pytest.mark.parametrize("name", ["c.TXT", "link"])
def test_an_output_never_overwrites_an_input(
    command: list[str], name: str, folder: Path, capsys: pytest.CaptureFixture[str]
):
    (folder / "link").symlink_to(folder / "c.TXT")
    before = (folder / "c.TXT").read_bytes()
    assert main([*command, str(folder / name), str(folder)]) == 2
    assert "is one of the files to read, and would be overwritten" in capsys.readouterr().err
    assert (folder / "c.TXT").read_bytes() == before


@pytest.mark.parametrize(("name", "said"), [("none/out.jsonl", "there is no folder"), ("pages", "is a folder")])
def test_an_output_that_cannot_be_is_told_first(
    name: str, said: str, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    assert main(["clean", "-o", str(tmp_path / name), str(folder)]) == 2
    err = capsys.readouterr().err
    assert said in err
    assert err.count("\n") == 1


def test_a_device_may_be_the_output(text: Path):
    assert main(["clean", "-o", os.devnull, str(text)]) == 0
    assert not Path(os.devnull).is_file()


def test_formats_for_people(folder: Path, capsys: pytest.CaptureFixture[str]):
    main(["clean", "-f", "txt", str(folder)])
    first, second, _ = capsys.readouterr().out.split("\n\n\n")
    assert first.startswith("نخيل الواحة يقاوم مرض السوسة بسلاح عمره ألف عام\n\n")
    assert second == f"{PROSE}\n\n{MORE}\n\n{LAST}"
    main(["clean", "-f", "md", str(folder)])
    assert capsys.readouterr().out.startswith("# نخيل الواحة يقاوم مرض السوسة بسلاح عمره ألف عام\n\n")


def test_csv_opens_in_a_spreadsheet(folder: Path, tmp_path: Path):
    target = tmp_path / "out.csv"
    main(["clean", "-f", "csv", "-o", str(target), str(folder)])
    assert target.read_bytes().startswith(codecs.BOM_UTF8)
    with target.open(encoding="utf-8-sig", newline="") as stream:
        first, second = csv.DictReader(stream)
    assert (first["authors"], first["date_published"]) == ("شيرين البنا", "2022-12-30T18:04:11+00:00")
    assert (second["file"], second["line"], second["text"]) == (f"{folder}/c.TXT", "", f"{PROSE}\n\n{MORE}\n\n{LAST}")


def test_what_is_no_article_is_counted_and_left_out_of_texts(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "a.html").write_text("")
    (tmp_path / "b.txt").write_text(MORE, "utf-8")
    assert main(["clean", "-f", "txt", str(tmp_path)]) == 0
    assert capsys.readouterr() == ("", "cleaners: 2 pages: 0 articles, 2 refused (1 empty, 1 too_short)\n")


def test_choices_of_the_cleaner(text: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "phrases").mkdir()
    (tmp_path / "phrases" / "notice.txt").write_text(MORE + "\n", "utf-8")
    main(["clean", "--without", "read_more", "--phrases", str(tmp_path / "phrases"), str(text)])
    assert printed(capsys)[0]["blocks"] == [PROSE, "اقرأ المزيد", LAST]
    assert main(["clean", "--without", "reed_more", str(text)]) == 2
    assert "did you mean 'read_more'?" in capsys.readouterr().err


def test_progress_may_be_asked_for(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    main(["clean", "--progress", "on", "-o", str(tmp_path / "out"), str(folder)])
    assert "of 4 pages" in capsys.readouterr().err


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as end:
        main(["--version"])
    assert (end.value.code, capsys.readouterr().out) == (0, f"mudawwana {CLEANER_VERSION}\n")


def test_ctrl_c_keeps_what_was_written(folder: Path, tmp_path: Path):
    for number in range(3000):
        (folder / f"x{number}.txt").hardlink_to(folder / "c.TXT")
    target = tmp_path / "out.jsonl"
    command = [sys.executable, "-m", "cleaners", "clean", "-j", "2", "-o", str(target), str(folder)]
    process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True, process_group=0)
    while not any(path.stat().st_size for path in tmp_path.glob(".out*.part")):
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Traceback" not in err
    assert "cleaners: stopped after " in err
    lines = target.read_text("utf-8").splitlines()
    assert lines
    assert all(json.loads(line)["file"] for line in lines)
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_name_that_is_no_text_stops_nothing(text: Path, tmp_path: Path):
    (tmp_path / "pages").mkdir()
    for name in (b"a\xff.txt", b"b.txt"):
        Path(os.fsdecode(os.path.join(os.fsencode(tmp_path / "pages"), name))).write_bytes(text.read_bytes())  # noqa: PTH118
    target = tmp_path / "out.jsonl"
    assert main(["clean", "-o", str(target), str(tmp_path / "pages")]) == 0
    assert [Path(json.loads(line)["file"]).name for line in target.read_text("utf-8").splitlines()] == [
        "a?.txt",
        "b.txt",
    ]
