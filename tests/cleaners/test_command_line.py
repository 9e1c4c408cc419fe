"""`python -m cleaners`: what it prints, its exit codes and its messages."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from cleaners.__main__ import main
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


def test_a_folder_is_no_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["clean", str(tmp_path)]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_a_malformed_data_file_is_one_line_and_exit_code_2(
    text: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    def broken(_: str) -> None:
        raise DataFileError("phrases/teaser.txt: line 3: given twice")

    monkeypatch.setattr("cleaners.__main__.read_text", broken)
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
    assert done.stdout.startswith('{"title": ')
    assert "Traceback" not in done.stderr
