"""What two crawls of the same outlets have in common, and whether an output folder is whole."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from warcio.archiveiterator import ArchiveIterator

from tests.soak.world import FIRST, named_by

_OF_THE_RUN = ("fetched_at", "warc", "cluster")
"""What a record has from when and where it was fetched: which of several copies is the first, too."""


@dataclass(frozen=True)
class Corpus:
    """An output folder without what differs from run to run."""

    records: dict[str, dict[str, Any]]
    """By id."""
    refused: dict[str, tuple[str, str | None]]
    """Reason and detail by address."""
    edges: Counter[tuple[str, str, str, str]]
    states: dict[str, tuple[str, str | None]]
    """State and reason of each address in the ledger."""


def lines(path: Path) -> list[dict[str, Any]]:
    """The lines of a file; raises for one that is torn or no JSON, and for a file that does not end with a line."""
    content = path.read_bytes()
    assert not content or content.endswith(b"\n"), f"{path.name} ends in a torn line"
    return [json.loads(line) for line in content.splitlines()]


def corpus(output: Path) -> Corpus:
    """The content of a folder; asserts that nothing in it is double, and that every pointer is right."""
    articles, rejected, edges = (lines(output / f"{name}.jsonl") for name in ("articles", "rejected", "edges"))
    records = {one["id"]: {k: v for k, v in one.items() if k not in _OF_THE_RUN} for one in articles}
    refused = {one["url"]: (one["reason"], one["detail"]) for one in rejected}
    assert len(records) == len(articles), "records are double"
    assert {one["cluster"] for one in articles} <= records.keys(), "a cluster has no first record"
    assert len(refused) == len(rejected), "rejections are double"
    assert len({(one["outlet"], one["content_hash"]) for one in articles}) == len(articles), "texts are double"
    check_archives(output, articles + rejected)
    db = sqlite3.connect(output / "ledger.sqlite")
    states = {row[0]: (row[1], row[2]) for row in db.execute("SELECT canonical, state, reason FROM address")}
    lengths = dict(db.execute("SELECT name, length FROM file"))
    db.close()
    assert lengths == {name: (output / name).stat().st_size for name in lengths}, "bytes that nobody has committed"
    counted = Counter((one["from"], one["to"], one["kind"], one["anchor"]) for one in edges)
    return Corpus(records, refused, counted, states)


def check_archives(output: Path, told: list[dict[str, Any]]) -> None:
    """Read every record of every archive with warcio, digests and all, and hold each pointer against them."""
    targets: dict[tuple[str, int], tuple[str, str, int]] = {}
    for path in sorted(output.glob("pages-*.warc.gz")):
        with path.open("rb") as stream:
            archive = ArchiveIterator(stream, check_digests="raise")
            for record in archive:
                record.content_stream().read()
                offset = archive.get_record_offset()
                url = record.rec_headers.get_header("WARC-Target-URI")
                targets[path.name, offset] = (record.rec_type, url, archive.get_record_length())
    for line in told:
        if line["warc"] is not None:
            place = line["warc"]
            kind, url, length = targets[place["file"], place["offset"]]
            assert (kind, length) == ("response", place["length"]), line
            assert same_page(url, line["url"]), (url, line["url"])


def same_page(fetched: str, canonical: str) -> bool:
    """Whether a page that was fetched here may bear this address: by its own number, or by the one it names."""
    number, own = (int(url.partition("?")[0].rstrip("/").rpartition("/")[2]) for url in (fetched, canonical))
    return own in (number, named_by(number - FIRST) + FIRST)


def differences(one: Corpus, other: Corpus) -> list[str]:
    """What is not the same, a line each, at most ten of a kind."""
    found = []
    for name in ("records", "refused", "states"):
        ours, theirs = getattr(one, name), getattr(other, name)
        unlike = [key for key in sorted(ours.keys() | theirs.keys()) if ours.get(key) != theirs.get(key)]
        found += [f"{name} {key}: {ours.get(key)} and {theirs.get(key)}" for key in unlike[:10]]
    found += [f"edges {edge}" for edge in list((one.edges - other.edges) + (other.edges - one.edges))[:10]]
    return found
