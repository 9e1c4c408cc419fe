"""The comparison of two checkouts, on checkouts of a few lines: what is planted is found, and nothing else."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from tests.tools.compare_checkouts import by_key, differences, lasting, main

CLEANERS = """
from dataclasses import dataclass

@dataclass
class Article:
    text: str

    def to_dict(self):
        return {"text": self.text, "changes": [{"step": "normal_form", "index": 0}]}

@dataclass
class Reading:
    article: Article

    def to_dict(self):
        return {"article": self.article.to_dict(), "links": ["/n/2"]}

def Page(*page):
    return page

def read_html(page):
    return Reading(Article(page[0].decode()))

def clean_html(html, url=None, *, fetched_at=None, content_type=None):
    return read_html((html,)).article

def clean_text(text):
    return Article(text)
"""
SCRAPY = """
import json, os, sys
from pathlib import Path
folder = Path(next(word for word in sys.argv if word.startswith("OUTPUT_DIR=")).partition("=")[2])
warc = {"file": "pages.warc.gz", "offset": os.getpid()}
lines = {
    "articles": [{"url": "u", "revision": 1, "warc": warc, "fetched_at": "day", "text": "t"}],
    "rejected": [
        {"url": "r", "reason": "listing", "detail": None, "warc": None, "fetched_at": str(os.getpid())},
        {"url": "s", "reason": "http_error", "detail": "404", "warc": warc, "fetched_at": str(os.getpid())},
    ],
    "edges": [{"from": "u", "to": "r", "kind": "related", "anchor": "a"}],
}
for name, told in lines.items():
    (folder / f"{name}.jsonl").write_text("".join(json.dumps(line) + "\\n" for line in told))
"""


def write(root: Path, files: dict[str, str]) -> None:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")


@pytest.fixture
def checkouts(tmp_path: Path) -> tuple[Path, Path]:
    """Two equal checkouts, with a fixture, a seed and two folders of data beside them."""
    page, text = "tests/pages/a.example/page", "tests/pages/a.example/text"
    files = {
        "cleaners/__init__.py": CLEANERS,
        "scrapy/__init__.py": "",
        "scrapy/__main__.py": SCRAPY,
        "seeds/000.txt": "seed",
        f"{page}/source.toml": 'url = "https://a.example/n/1"',
        f"{page}/source.html": "<p>page</p>",
        f"{text}/source.toml": 'file = "seeds/000.txt"',
    }
    for name in ("old", "new"):
        write(tmp_path / name, files)
    write(tmp_path / "shared" / "data", {"pages/one.html": "<p>one</p>", "pages/labels.json": "[]"})
    with gzip.open(tmp_path / "shared" / "data" / "almayadeen-2023.jsonl.gz", "wt") as bodies:
        bodies.writelines(json.dumps({"text": f"body {number}"}) + "\n" for number in range(5))
    return tmp_path / "old", tmp_path / "new"


def replace(root: Path, name: str, old: str, new: str) -> None:
    path = root / name
    content = path.read_text("utf-8")
    assert old in content
    path.write_text(content.replace(old, new), "utf-8")


def compare(capfd: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, list[str]]:
    code = main([str(argument) for argument in arguments])
    return code, capfd.readouterr().out.splitlines()


def test_a_checkout_is_the_same_as_itself(checkouts: tuple[Path, Path], capfd: pytest.CaptureFixture[str]):
    old, _ = checkouts
    code, told = compare(capfd, old, old, "--bodies", 3)
    assert code == 0
    assert [line.split() for line in told] == [
        ["fixtures", "2", "inputs", "0", "differ"],
        ["seeds", "1", "inputs", "0", "differ"],
        ["pages", "1", "inputs", "0", "differ"],
        ["bodies", "3", "inputs", "0", "differ"],
        ["articles.jsonl", "1", "inputs", "0", "differ"],
        ["rejected.jsonl", "2", "inputs", "0", "differ"],
        ["edges.jsonl", "1", "inputs", "0", "differ"],
        ["all", "11", "inputs", "0", "differ"],
    ]


@pytest.mark.parametrize(
    ("old_words", "new_words", "told"),
    [
        ('"index": 0', '"index": 1', ["fixtures a.example/text", "    article.changes[0].index: 0 -> 1"]),
        ('"/n/2"', '"/n/3"', ["fixtures a.example/page", '    reading.links[0]: "/n/2" -> "/n/3"']),
        (
            "Article(text)",
            "1 / 0",
            ["seeds 000.txt", "    raised: (absent) -> \"ZeroDivisionError('division by zero')\""],
        ),
    ],
)
def test_a_planted_difference_of_the_cleaner_is_found_and_named(
    checkouts: tuple[Path, Path], capfd: pytest.CaptureFixture[str], old_words: str, new_words: str, told: list[str]
):
    replace(checkouts[1], "cleaners/__init__.py", old_words, new_words)
    code, lines = compare(capfd, *checkouts)
    assert code == 1
    assert set(told) <= set(lines)
    assert "articles.jsonl        1 inputs      0 differ" in lines


def test_a_planted_difference_of_the_crawl_is_found_and_named(
    checkouts: tuple[Path, Path], capfd: pytest.CaptureFixture[str]
):
    replace(checkouts[1], "scrapy/__main__.py", '"anchor": "a"', '"anchor": "b"')
    replace(checkouts[1], "scrapy/__main__.py", '"url": "s"', '"url": "x"')
    code, lines = compare(capfd, *checkouts)
    assert code == 1
    assert lines[:2] == ["rejected.jsonl s", '    detail: "404" -> (absent)']
    assert "rejected.jsonl x" in lines
    assert '    anchor: "a" -> "b"' in lines
    assert lines[-1].split() == ["all", "14", "inputs", "3", "differ"]


def test_the_detail_of_a_listing_may_be_ignored(checkouts: tuple[Path, Path], capfd: pytest.CaptureFixture[str]):
    replace(checkouts[1], "scrapy/__main__.py", '"detail": None', '"detail": "by its links"')
    code, lines = compare(capfd, *checkouts)
    assert (code, lines[1]) == (1, '    detail: null -> "by its links"')
    assert compare(capfd, *checkouts, "--ignore-detail")[0] == 0


def test_more_processes_tell_the_same_and_missing_data_is_said(
    checkouts: tuple[Path, Path], capfd: pytest.CaptureFixture[str]
):
    code, lines = compare(capfd, *checkouts, "--jobs", 6)
    assert (code, lines[-1].split()[1]) == (0, "13")
    code, lines = compare(capfd, *checkouts, "--data", checkouts[0] / "none")
    assert (code, lines[-1].split()[1]) == (0, "7")
    assert "does not exist" in lines[0]


def test_a_checkout_that_cannot_be_run_is_no_difference(
    checkouts: tuple[Path, Path], capfd: pytest.CaptureFixture[str]
):
    replace(checkouts[1], "cleaners/__init__.py", "def Page", "def def")
    assert main([str(root) for root in checkouts]) == 2
    assert "new stopped before its last input" in capfd.readouterr().err


def test_the_first_difference_of_each_field_is_named():
    old, new = {"a": [1, {"b": 2, "c": 3}], "d": 4, "e": [5]}, {"a": [1, {"b": 0, "c": 0}], "e": [5, 6]}
    assert list(differences(old, new)) == ["a[1].b: 2 -> 0", "d: 4 -> (absent)", "e[1]: (absent) -> 6"]
    assert list(differences(old, old)) == []


def test_of_long_texts_the_place_where_they_differ_is_shown():
    (told,) = differences({"text": "a" * 500 + "b" + "c" * 500}, {"text": "a" * 500 + "d"})
    assert told.startswith(f"text: …{'a' * 20}bccc")
    assert told.endswith(f'c… -> …{"a" * 20}d"')


def test_lines_of_a_crawl_are_compared_without_what_depends_on_time():
    refused = {"url": "u", "reason": "listing", "detail": "x", "fetched_at": "now", "warc": {"file": "w", "offset": 9}}
    assert lasting(refused, ignore_detail=False) == {"url": "u", "reason": "listing", "detail": "x", "warc": "w"}
    assert lasting(refused | {"warc": None}, ignore_detail=True) == {"url": "u", "reason": "listing", "warc": None}
    record = {"url": "u", "fetched_at": "day"}
    assert lasting(record, ignore_detail=True) == record


def test_lines_that_only_their_content_tells_apart_are_all_kept():
    lines = [{"url": "u", "n": 2}, {"url": "u", "n": 1}]
    assert by_key(lines, ["url"]) == by_key(lines[::-1], ["url"]) == {"u": lines[1], "u #2": lines[0]}
