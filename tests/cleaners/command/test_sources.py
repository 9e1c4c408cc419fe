"""Which files the command reads, and what it says about those that it cannot read."""

from __future__ import annotations

import codecs
import gzip
import io
import os
import sys
from pathlib import Path

import pytest

from cleaners.command.sources import Source, SourceError, decoded, find_sources, read_source
from tests.tools.step_tables import PROSE

HTML = f"<!doctype html><p>{PROSE}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files = {
        "b.html": HTML, "a.HTM": HTML, "c.TXT": PROSE, "d.txt.gz": PROSE, "sub/e.jsonl": "{}", "sub/f.CSV": "text",
        "index.php?id=5": HTML, "style.css": "p {}", "photo.jpg": "\xff", ".hidden.html": HTML, ".git/g.html": HTML,
    }  # fmt: skip
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    return tmp_path


def found(*paths: object, **named: object) -> list[tuple[str, str]]:
    sources = find_sources(map(str, paths), **named)  # type: ignore[arg-type]
    return [(one.name, one.kind) if isinstance(one, Source) else ("", str(one)) for one in sources]


def test_a_folder_stands_for_what_can_be_read_in_it(folder: Path) -> None:
    wanted = [
        ("a.HTM", "html"), ("b.html", "html"), ("c.TXT", "text"), ("d.txt.gz", "text"), ("index.php?id=5", "html"),
        ("sub/e.jsonl", "jsonl"), ("sub/f.CSV", "csv"),
    ]  # fmt: skip
    assert found(folder) == [(f"{folder}/{name}", kind) for name, kind in wanted]


def test_files_keep_their_order_and_patterns_are_sorted(folder: Path) -> None:
    names = [name for name, _ in found(folder / "c.TXT", folder / "*.h*", folder / "**" / "*.jsonl", "-")]
    assert names == [f"{folder}/c.TXT", f"{folder}/b.html", f"{folder}/sub/e.jsonl", "-"]


def test_a_file_whose_name_looks_like_a_pattern_is_that_file(tmp_path: Path) -> None:
    (tmp_path / "a[1].html").write_text(HTML)
    assert found(tmp_path / "a[1].html") == [(f"{tmp_path}/a[1].html", "html")]


def test_kinds_can_be_said(folder: Path) -> None:
    assert [kind for _, kind in found(folder / "b.html", folder / "sub", as_text=True)] == ["text", "jsonl", "csv"]
    assert [kind for _, kind in found(folder / "b.html", "-", kind="jsonl")] == ["jsonl", "jsonl"]


def test_what_is_not_there_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path)
    assert [said for _, said in found("none.html", "*.html", "empty")] == [
        "none.html: No such file or directory", "*.html: no file has such a name",
        "empty: a folder without pages, texts or dumps",
    ]  # fmt: skip


def test_a_folder_that_may_not_be_read_costs_itself(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scandir = os.scandir

    def denied(path: str) -> object:
        if str(path).endswith("sub"):
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", denied)
    assert ("", f"{folder}/sub: Permission denied") in found(folder)
    assert (f"{folder}/b.html", "html") in found(folder)


@pytest.mark.parametrize(
    "data",
    [
        PROSE.encode(), codecs.BOM_UTF8 + PROSE.encode(), PROSE.encode("cp1256"), PROSE.encode("utf-16"),
        PROSE.encode("utf-16-le"), PROSE.encode("utf-16-be"), gzip.compress(PROSE.encode(), mtime=0),
    ],
)  # fmt: skip
def test_texts_are_read_in_every_usual_encoding(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    assert decoded(read_source(str(tmp_path / "a.txt"))) == PROSE


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.html", b"%PDF-1.7\n%\xe2\xe3\0\0\1\2\3\4\5\6", "binary, not text: a PDF"),
        ("a.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\2", "binary, not text: a PNG image"),
        ("a.html", bytes(range(32)) * 20, "binary, not text"),
        ("a.html.gz", HTML.encode(), "not a whole gzip file: Not a gzipped file"),
        ("a.html.gz", gzip.compress(HTML.encode() * 9, mtime=0)[:-20], "not a whole gzip file: "),
        ("a.html", gzip.compress(b"x" * 2000, mtime=0), "longer than 1,000 bytes"),
    ],
)
def test_what_cannot_be_read_says_why(
    name: str, data: bytes, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if said.startswith("longer"):
        monkeypatch.setattr("cleaners.command.sources._LARGEST_SOURCE", 1000)
    (tmp_path / name).write_bytes(data)
    with pytest.raises(SourceError, match=f"{name}: {said}"):
        read_source(str(tmp_path / name))


def test_standard_input_may_be_named_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(gzip.compress(b"abc")))))  # type: ignore[arg-type]
    assert [read_source("-"), read_source("-")] == [b"abc", b""]
