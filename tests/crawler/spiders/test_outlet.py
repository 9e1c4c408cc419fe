"""`scrapy crawl outlet` on the shipped recording: all that an outlet announces, and nothing from before a day."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from crawler.urls import canonicalize
from tests.tools.loopback import ROOT

RECORDING = ROOT / "tests" / "recording"
TRUTH: dict[str, dict[str, Any]] = json.loads((RECORDING / "truth.json").read_text("utf-8"))


def crawl(output: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    given = [word for argument in arguments for word in ("-a", argument)]
    settings = [f"REPLAY_WARC={RECORDING / 'outlets.warc.gz'}", f"OUTPUT_DIR={output}", f"LOG_FILE={output}.log"]
    command = [sys.executable, "-m", "scrapy", "crawl", "outlet", *given]
    return subprocess.run(
        [*command, *(word for setting in settings for word in ("-s", setting))],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        timeout=100,
        check=False,
    )


def written(output: Path, name: str = "articles.jsonl") -> dict[str, dict[str, Any]]:
    return {one["url"]: one for one in map(json.loads, (output / name).read_text("utf-8").splitlines())}


def articles_of(host: str, since: str = "") -> set[str]:
    pages = [page for url, page in TRUTH.items() if page["kind"] == "article" and url.startswith(f"https://{host}/")]
    return {canonicalize(page["canonical"]) for page in pages if page["date"] >= since}


@pytest.mark.parametrize(("domain", "host"), [("nan.media", "nan.media"), ("sada-alnil.example", "sada-alnil.example")])
def test_all_articles_of_an_outlet_described_or_not(tmp_path: Path, domain: str, host: str) -> None:
    done = crawl(tmp_path / "out", f"domain={domain}")
    assert done.returncode == 0, done.stderr
    assert set(written(tmp_path / "out")) == articles_of(host)


def test_nothing_from_before_a_day(tmp_path: Path) -> None:
    crawl(tmp_path / "out", "domain=nan.media", "since=2025-05-01")
    records = written(tmp_path / "out")
    dated = articles_of("nan.media", "2025-05-01")
    assert 0 < len(dated) < len(articles_of("nan.media"))
    assert set(records) == dated
    reasons = {one["reason"] for one in written(tmp_path / "out", "rejected.jsonl").values()}
    assert "too_old" in reasons


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "-a domain=: must name at least one outlet"),
        (("domain=nowhere",), "-a domain=nowhere: is not a domain; `scrapy outlets` lists"),
        (("domain=alarabiya.net",), "alarabiya.net is not crawled: "),
        (("domain=nan.media", "since=yesterday"), "-a since=yesterday: must be a date, YYYY-MM-DD"),
        (("domain=nan.media", "sinse=2025-01-01"), "did you mean 'since'"),
    ],
)
def test_nonsense_is_one_line(tmp_path: Path, arguments: tuple[str, ...], told: str) -> None:
    done = crawl(tmp_path / "out", *arguments)
    assert done.returncode == 2
    assert told in done.stderr.strip().splitlines()[-1]
    assert not (tmp_path / "out").exists()


def test_several_outlets_at_once_each_by_its_own_rules(tmp_path: Path) -> None:
    """The one without a file is searched by its links too, and what is not named waits."""
    (tmp_path / "list.txt").write_text("https://nan.media/  # described\nsada-alnil.example\n", "utf-8")
    done = crawl(tmp_path / "out", f"domain=@{tmp_path / 'list.txt'}")
    assert done.returncode == 0, done.stderr
    assert set(written(tmp_path / "out")) == articles_of("nan.media") | articles_of("sada-alnil.example")
    assert " -a domain=nan.media,sada-alnil.example -s USER_AGENT=" in done.stdout
