"""The main job on the shipped recording, held against what the recording says of itself."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from warcio.archiveiterator import ArchiveIterator

from cleaners import normalize
from crawler.storage.schema import errors
from crawler.urls import canonicalize
from tests.recording.build import REASONS, build
from tests.tools.fixtures import ROOT
from tests.tools.readers import READERS, rows_read, same, shown_rows

RECORDING = ROOT / "tests" / "recording"
TRUTH: dict[str, dict[str, Any]] = json.loads((RECORDING / "truth.json").read_text("utf-8"))
SPELLED = {unquote(url): page for url, page in TRUTH.items()}
ALLOWED = {canonicalize(page["canonical"]): page for page in TRUTH.values() if page["kind"] == "article"}
RELATED = ("related", "inline")


def crawl(output: Path, recording: Path = RECORDING) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "scrapy", "crawl", "related", "-a", "seeds=tests/recording/seeds"]
    settings = [f"REPLAY_WARC={recording / 'outlets.warc.gz'}", f"OUTPUT_DIR={output}", f"LOG_FILE={output}.log"]
    options = [word for setting in settings for word in ("-s", setting)]
    return subprocess.run(
        [*command, *options], cwd=ROOT, capture_output=True, encoding="utf-8", timeout=110, check=False
    )


def mirrored(url: str | None) -> str:
    """Canonical form with the mirror that the recording has folded onto its outlet's host."""
    return canonicalize((url or "").replace("https://rtarabic.com/", "https://arabic.rt.com/"))


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("crawl") / "output"
    done = crawl(output)
    assert done.returncode == 0, done.stderr
    (output / "shown.txt").write_text(done.stdout + done.stderr, "utf-8")
    return output


@pytest.fixture(scope="module")
def records(output: Path) -> dict[str, dict[str, Any]]:
    return {record["url"]: record for record in lines(output / "articles.jsonl")}


def test_every_allowed_article_is_a_record_once(output: Path, records: dict[str, dict[str, Any]]) -> None:
    assert set(records) == set(ALLOWED)
    written = lines(output / "articles.jsonl")
    assert (
        len(written) == len({record["id"] for record in written}) == len({record["content_hash"] for record in written})
    )


def test_texts_are_the_articles_own_and_hold_no_line_of_a_template(records: dict[str, dict[str, Any]]) -> None:
    for url, page in ALLOWED.items():
        blocks = records[url]["text"].split("\n\n")
        assert blocks == [normalize(block) for block in page["blocks"]], url
        assert not set(blocks) & {normalize(line) for line in page["noise"]}, url


def test_keywords_are_those_that_the_page_prints(records: dict[str, dict[str, Any]]) -> None:
    printed = [url for url, page in ALLOWED.items() if records[url]["keywords"]]
    assert len(printed) > len(ALLOWED) / 2
    assert all(set(records[url]["keywords"]) <= set(ALLOWED[url]["keywords"]) for url in printed)


@pytest.mark.parametrize("field", ["title", "date_published", "authors"])
def test_fields_are_what_the_pages_say(records: dict[str, dict[str, Any]], field: str) -> None:
    wrong = []
    for url, page in ALLOWED.items():
        told = page.get({"date_published": "date"}.get(field, field))
        got = records[url][field]
        if told and field == "date_published":
            told, got = told[:10], (got or "")[:10]
        if told and field == "title":
            told = normalize(told)
        if told and got != told:
            wrong.append((url, got, told))
    assert not wrong


def test_sources_are_what_the_pages_credit(records: dict[str, dict[str, Any]]) -> None:
    """An outlet's own name in the author's place credits nobody."""
    names = {"الميادين نت"}
    credited = {url: page["source"] for url, page in ALLOWED.items() if page.get("source") not in (None, *names)}
    assert len(credited) > 15
    assert {url: records[url]["source"] for url in credited} == credited


def shown(output: Path, records: dict[str, dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each record's address with the truth of the page that was fetched for it: twins have blocks of their own."""
    for url, record in records.items():
        with (output / record["warc"]["file"]).open("rb") as stream:
            stream.seek(record["warc"]["offset"])
            fetched = next(iter(ArchiveIterator(stream))).rec_headers.get_header("WARC-Target-URI")
        yield url, SPELLED[unquote(fetched)]


def test_related_headlines_are_the_pages_own(output: Path, records: dict[str, dict[str, Any]]) -> None:
    for url, page in shown(output, records):
        told = {mirrored(link["url"]) for link in page["related"] if link["kind"] in RELATED and link["url"]}
        got = {canonicalize(link["url"]) for link in records[url]["related"] if link["kind"] in RELATED}
        assert got == told, url


def test_edges_lead_from_records_over_links_of_the_page(output: Path, records: dict[str, dict[str, Any]]) -> None:
    edges = lines(output / "edges.jsonl")
    assert {edge["from"] for edge in edges} <= set(records)
    assert len({(edge["from"], edge["to"]) for edge in edges}) == len(edges)
    related = {(edge["from"], edge["to"]) for edge in edges if edge["kind"] in RELATED}
    for url, page in shown(output, records):
        for link in page["related"]:
            to = mirrored(link["url"])
            if link["kind"] in RELATED and to in ALLOWED and to != url:
                assert (url, to) in related


def test_refusals_have_the_reason_of_their_page(output: Path) -> None:
    reasons = {line["url"]: line["reason"] for line in lines(output / "rejected.jsonl")}
    kinds = Counter()
    for url, page in TRUTH.items():
        reason = reasons.get(canonicalize(url))
        if page["kind"] in REASONS and reason is not None:
            assert reason in REASONS[page["kind"]], (url, page["kind"], reason)
            kinds[page["kind"]] += 1
    assert set(kinds) >= {
        "opt_out",
        "robots",
        "english",
        "dead",
        "gone",
        "redirect_offsite",
        "redirect_loop",
        "duplicate",
    }


def test_every_line_is_valid_and_points_into_the_archive(output: Path, records: dict[str, dict[str, Any]]) -> None:
    for name, kind in (("articles", "record"), ("rejected", "rejected"), ("edges", "edge")):
        assert [problem for line in lines(output / f"{name}.jsonl") for problem in errors(line, kind)] == []
    for record in records.values():
        with (output / record["warc"]["file"]).open("rb") as stream:
            stream.seek(record["warc"]["offset"])
            kept = next(iter(ArchiveIterator(stream)))
            assert canonicalize(kept.rec_headers.get_header("WARC-Target-URI"))
            assert kept.rec_type == "response"


@pytest.mark.parametrize("reader", READERS)
def test_other_programs_find_every_line_as_it_is(output: Path, tmp_path: Path, reader: str) -> None:
    for name, (count, rows) in rows_read(reader, output, tmp_path).items():
        written = lines(output / f"{name}.jsonl")
        wrong = [at for at in shown_rows(count) if not same(rows[shown_rows(count).index(at)], written[at], reader)]
        assert (count, wrong) == (len(written), []), name


def test_what_a_person_sees(output: Path) -> None:
    shown = (output / "shown.txt").read_text("utf-8")
    for words in (
        "52 articles",
        "arabkhabar.com",
        "refused",
        "dropped",
        str(output / "articles.jsonl"),
        "scrapy crawl related",
    ):
        assert words in shown


def fetched(output: Path) -> list[str]:
    """Every address in the archive, in the order of fetching."""
    with (output / "pages-00001.warc.gz").open("rb") as stream:
        records = [record for record in ArchiveIterator(stream) if record.rec_type == "response"]
        return [unquote(record.rec_headers.get_header("WARC-Target-URI")) for record in records]


def test_the_same_command_again_asks_what_is_new_and_writes_nothing(output: Path) -> None:
    names = ("articles.jsonl", "rejected.jsonl", "edges.jsonl")
    before, asked = {name: (output / name).read_bytes() for name in names}, len(fetched(output))
    done = crawl(output)
    assert done.returncode == 0, done.stderr
    assert {name: (output / name).read_bytes() for name in names} == before
    assert done.stdout.startswith("nothing new; 52 articles in all, 0 addresses waiting (finished)\n")
    announcing = {"robots_txt", "feed", "sitemap", "listing", "tag", "author", "dead"}
    again = fetched(output)[asked:]
    assert "https://nan.media/feed/" in again
    assert {SPELLED[url]["kind"] if url in SPELLED else "dead" for url in again} <= announcing


def test_a_later_recording_adds_exactly_its_new_articles(output: Path, tmp_path: Path) -> None:
    """Runs last: it goes on in the folder of all other tests."""
    build(extra=5).write(tmp_path)
    pages = json.loads((tmp_path / "truth.json").read_text("utf-8")).values()
    new = {canonicalize(page["canonical"]) for page in pages if page["kind"] == "article"} - set(ALLOWED)
    known = len(lines(output / "articles.jsonl"))
    done = crawl(output, tmp_path)
    assert done.returncode == 0, done.stderr
    written = [record["url"] for record in lines(output / "articles.jsonl")[known:]]
    assert (len(new), len(written), set(written)) == (5, 5, new)
