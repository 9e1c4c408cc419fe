"""Commands whose output nobody takes: a full disk is one line and exit code 2, a reader that leaves is no error."""

from __future__ import annotations

import json
import resource
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.tools.corpus import HTML, Corpus
from tests.tools.fixtures import PAGES
from tests.tools.loopback import ROOT, article, crawl, serve

PAGE = str(PAGES / "wahat.example" / "amp-byline" / "source.html")
WORDS = ["reclean", "takedown", "check", "show", "clean", "explain"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An output folder where every command has something to say."""
    output = tmp_path_factory.mktemp("printing") / "out"
    with serve({"/news/10001": article(1)}) as site:
        crawl(output, f"{site.url}/news/10001")
    (output / "articles.jsonl").write_text("{}\n" * 3, "utf-8")
    return output


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An output folder of which today's cleaner makes other records."""
    corpus = Corpus(tmp_path_factory.mktemp("changed") / "out")
    found = [corpus.record(HTML, f"https://almarsad.example/2026/11/22/story-{number}") for number in range(20)]
    return corpus.close([record | {"title": "عنوان قديم " * 90} for record in found])


def command(word: str, folder: Path, changed: Path) -> list[str]:
    if word in ("clean", "explain"):
        return [sys.executable, "-m", "cleaners", word, *[PAGE] * 2]
    scrapy, end = [sys.executable, "-m", "scrapy"], ["-s", "CLEANER_PROCESSES=1", "-s", f"OUTPUT_DIR={folder}"]
    if word == "reclean":
        return [*scrapy, "reclean", *end[:-1], f"OUTPUT_DIR={changed}"]
    if word == "takedown":
        return [*scrapy, "takedown", "127.0.0.1", "--dry-run", *end[:-1], f"OUTPUT_DIR={folder.parent / 'whole'}"]
    return [*scrapy, "ledger", word, *end]


def run(words: list[str], **given: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(words, cwd=ROOT, stderr=subprocess.PIPE, text=True, timeout=60, check=False, **given)


@pytest.fixture(scope="module", autouse=True)
def whole(folder: Path) -> None:
    with serve({"/news/10001": article(1)}) as site:
        crawl(folder.parent / "whole", f"{site.url}/news/10001")


@pytest.mark.parametrize("word", WORDS)
def test_a_full_disk_is_one_line(word: str, folder: Path, changed: Path) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = run(command(word, folder, changed), stdout=full)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith(("scrapy ", "cleaners: "))
    assert "standard output" in done.stderr
    assert "No space left on device" in done.stderr


@pytest.mark.parametrize("word", WORDS)
def test_a_reader_that_leaves_is_no_error(word: str, folder: Path, changed: Path) -> None:
    process = subprocess.Popen(
        command(word, folder, changed), cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    assert process.stderr.read() == ""
    process.stderr.close()
    assert process.wait(60) == (1 if word == "check" else 0)


@pytest.mark.parametrize("word", WORDS)
def test_a_closed_output_is_no_error(word: str, folder: Path, changed: Path) -> None:
    done = run(["bash", "-c", '"$@" >&-', "sh", *command(word, folder, changed)])
    assert done.stderr == ""
    assert done.returncode == (1 if word == "check" else 0)


def test_reclean_without_a_reader_reads_no_further_unless_more_was_asked_for(changed: Path, tmp_path: Path) -> None:
    spoiled = (changed / "articles.jsonl").read_bytes()
    (changed / "articles.jsonl").write_bytes(spoiled + b"null\n")
    try:
        words = " ".join(command("reclean", changed, changed))
        done = run(["bash", "-c", f"{words} | true; exit ${{PIPESTATUS[0]}}"])
        assert (done.returncode, done.stderr) == (0, "")  # the last line was never read
        done = run(["bash", "-c", f"{words} --to {tmp_path / 'new'} | true; exit ${{PIPESTATUS[0]}}"])
        assert done.returncode == 2
        assert "line 21: not a record" in done.stderr
    finally:
        (changed / "articles.jsonl").write_bytes(spoiled)


@pytest.mark.parametrize("limit", [1, 20_000])
@pytest.mark.parametrize("option", ["--to", "--html"])
def test_a_file_of_reclean_on_a_full_disk(changed: Path, tmp_path: Path, option: str, limit: int) -> None:
    def full() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    target = tmp_path / "new"
    target.write_text("old", "utf-8")
    words = [*command("reclean", changed, changed), option, str(target)]
    done = run(words, stdout=subprocess.PIPE, preexec_fn=full)
    assert (done.returncode, done.stderr) == (2, f"scrapy reclean: {target}: cannot write: File too large\n")
    assert [path.name for path in tmp_path.iterdir()] == ["new"]
    assert target.read_text("utf-8") == "old"


def test_a_page_of_explain_on_a_full_disk_is_named(tmp_path: Path) -> None:
    def full() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))

    target = tmp_path / "out.html"
    done = run([sys.executable, "-m", "cleaners", "explain", "--html", str(target), PAGE], preexec_fn=full)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "File too large" in done.stderr
    assert str(target) in done.stderr


def test_a_takedown_that_cannot_be_told_is_done(folder: Path, tmp_path: Path) -> None:
    whole = tmp_path / "whole"
    shutil.copytree(folder.parent / "whole", whole)
    words = [sys.executable, "-m", "scrapy", "takedown", "127.0.0.1", "-s", f"OUTPUT_DIR={whole}"]
    before = (whole / "articles.jsonl").read_bytes()
    assert json.loads(before)["title"]
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = run(words, stdout=full)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "127.0.0.1 was taken down" in done.stderr
    assert (whole / "articles.jsonl").read_bytes() == b""
