"""`scrapy learn`: what an outlet's archived pages repeat, and what `reclean` makes of it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from cleaners.data_files import DataFileError
from cleaners.sites.learned import learned_for, use_learned
from crawler.pages.learned_watch import LearnedWatch
from tests.tools.corpus import Corpus, Json
from tests.tools.loopback import ROOT
from tests.tools.repeating_sites import page

CALL = "هذا الخبر من شبكة الساقية وشركائها"
BELOW = f'<p class="origin">{CALL}</p>'


def scrapy(command: str, folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "scrapy", command, "-s", f"OUTPUT_DIR={folder}", "-s", "CLEANER_PROCESSES=1", *options],
        cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def crawled(folder: Path, *pages: bytes) -> Path:
    corpus = Corpus(folder)
    records = [corpus.record(html, f"https://saqiya.example/news/{number}") for number, html in enumerate(pages)]
    return corpus.close(records)


def learned_file(folder: Path) -> Path:
    return folder / "learned" / "saqiya.example.json"


def test_lines_are_learned_and_reclean_drops_them(tmp_path: Path) -> None:
    folder = crawled(tmp_path / "out", *(page(n, below=BELOW) for n in range(22)))
    done = scrapy("learn", folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (f"saqiya.example: 1 repeated lines in 22 articles\n  22 of 22, after the text: {CALL}\n")
    content = learned_file(folder).read_bytes()
    learned: Json = json.loads(content)
    assert learned["hosts"] == ["saqiya.example"]
    ids = sorted(json.loads(line)["id"] for line in (folder / "articles.jsonl").read_text("utf-8").splitlines())
    assert learned["lines"][0]["examples"] == ids[:3]
    again = scrapy("learn", folder)
    assert (again.stdout, learned_file(folder).read_bytes()) == (done.stdout, content)
    recleaned = scrapy("reclean", folder, "--full")
    assert "22 records re-cleaned: 22 changed" in recleaned.stdout
    assert "repeated" in recleaned.stdout
    assert CALL in recleaned.stdout


def test_what_stops_is_told(tmp_path: Path) -> None:
    learned = crawled(tmp_path / "old", *(page(n, below=BELOW) for n in range(22)))
    scrapy("learn", learned)
    folder = crawled(tmp_path / "out", *(page(n) for n in range(40, 62)))
    learned_file(folder).parent.mkdir()
    learned_file(folder).write_bytes(learned_file(learned).read_bytes())
    assert "none of 22 articles has a line of learned/saqiya.example.json" in scrapy("reclean", folder).stderr
    done = scrapy("learn", folder)
    assert done.stdout.splitlines()[1:] == [f"  no longer seen, after the text: {CALL}"]
    assert not learned_file(folder).exists()


def test_few_articles_teach_nothing(tmp_path: Path) -> None:
    folder = crawled(tmp_path / "out", *(page(n, below=BELOW) for n in range(5)))
    assert scrapy("learn", folder).stdout.startswith("no outlet with 20 articles")
    assert not (folder / "learned").exists()


@pytest.mark.parametrize("command", ["reclean", "learn"])
def test_a_damaged_file_is_one_line_that_names_it(command: str, tmp_path: Path) -> None:
    folder = crawled(tmp_path / "out", *(page(n, below=BELOW) for n in range(20)))
    learned_file(folder).parent.mkdir()
    learned_file(folder).write_text("{}]")
    done = scrapy(command, folder)
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)
    assert str(learned_file(folder).name) in done.stderr


def test_a_crawl_refuses_a_damaged_file(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    learned_file(folder).parent.mkdir(parents=True)
    learned_file(folder).write_text("no JSON")
    done = scrapy("crawl", folder, "archive", "-a", f"warc={tmp_path}")
    assert done.returncode == 2
    assert "saqiya.example.json" in done.stderr.splitlines()[-1]


def test_the_watch_counts_only_hosts_with_learned_lines(tmp_path: Path) -> None:
    line = {"line": CALL, "where": "after", "element": "p origin", "seen": 20, "of": 40}
    (tmp_path / "a.json").write_text(json.dumps({"outlet": "a.example", "hosts": ["a.example"], "lines": [line]}))
    try:
        use_learned(tmp_path)
        assert learned_for("https://a.example/1").lines
        assert not learned_for("https://b.example/1")
        watch = LearnedWatch()
        for number in range(10):
            assert [*watch.warnings()] == []
            watch.count("a.example", f"https://a.example/{number}", is_found=False)
            watch.count("b.example", f"https://b.example/{number}", is_found=False)
        assert [line.partition(":")[0] for line in watch.warnings()] == ["a.example"]
        watch.count("a.example", "https://a.example/10", is_found=True)
        assert [*watch.warnings()] == []
        (tmp_path / "b.json").write_text('{"lines": 1}')
        with pytest.raises(DataFileError, match=r"b\.json: not a file of learned lines"):
            use_learned(tmp_path)
    finally:
        use_learned(None)
