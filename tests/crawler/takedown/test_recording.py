"""Takedowns in a crawl of the shipped recording: nothing of the articles stays, and nothing comes back."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from crawler.outlets import load_outlets
from crawler.storage.schema import problem_of
from crawler.takedown import take_down
from crawler.urls import canonicalize
from tests.tools.loopback import ROOT
from tests.tools.traces import runs, traces

RECORDING = ROOT / "tests" / "recording"
TWINS = ("amp", "mirror", "duplicate", "tracking")


def crawl(output: Path) -> None:
    command = [sys.executable, "-m", "scrapy", "crawl", "related", "-a", "seeds=tests/recording/seeds"]
    settings = [f"REPLAY_WARC={RECORDING / 'outlets.warc.gz'}", f"OUTPUT_DIR={output}", f"LOG_FILE={output}.log"]
    options = [word for setting in settings for word in ("-s", setting)]
    done = subprocess.run([*command, *options], cwd=ROOT, capture_output=True, text=True, timeout=110, check=False)
    assert done.returncode == 0, done.stderr


def records(output: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (output / "articles.jsonl").read_text("utf-8").splitlines()]


def assert_gone(output: Path, gone: list[dict[str, Any]], *, in_addresses: bool = True) -> None:
    """No six words of the articles stand anywhere, except those that other records share with them."""
    left = [one["text"] for one in records(output)]
    shared = set[str]().union(*(traces_in(left, article) for article in gone))
    words = [words for article in gone for words in (article["title"], article["text"])]
    found = traces(output, *words, in_addresses=in_addresses)
    assert set[str]().union(*found.values()) <= shared, found
    assert len(shared) < 12


def traces_in(texts: list[str], article: dict[str, Any]) -> set[str]:
    """The runs of an article's words that stand in texts."""
    words = runs(article["text"]) | runs(article["title"])
    return {run for text in texts for run in words & runs(text)}


def test_nothing_stays_and_nothing_comes_back(tmp_path: Path) -> None:
    output, outlets = tmp_path / "out", load_outlets()
    crawl(output)
    truth = json.loads((RECORDING / "truth.json").read_text("utf-8"))
    twins = {canonicalize(page["canonical"]) for page in truth.values() if page["kind"] in TWINS}
    known = records(output)
    gone = [one for one in known if one["url"] in twins][:3] + [one for one in known if one["url"] not in twins][:1]
    assert len(gone) == 4
    for article in gone:
        assert take_down(output, article["url"], outlets).counts["records"] >= 1
    assert_gone(output, gone)
    assert not {one["url"] for one in gone} & {one["url"] for one in records(output)}
    assert len(records(output)) == len(known) - len(gone)
    crawl(output)
    assert_gone(output, gone, in_addresses=False)  # the seeds still name these articles and search for their titles
    assert not {one["content_hash"] for one in gone} & {one["content_hash"] for one in records(output)}
    for name, kind in (("articles", "record"), ("rejected", "rejected"), ("edges", "edge")):
        for line in (output / f"{name}.jsonl").read_text("utf-8").splitlines():
            assert problem_of(json.loads(line), kind) is None
