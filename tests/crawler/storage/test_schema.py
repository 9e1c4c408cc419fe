"""The schema: what a line may hold, that its documentation names all of it, and that it is found."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path
from typing import Any

import pytest
from scrapy import Request

from cleaners.data_files import DataFileError
from cleaners.signals.counts import signals_of
from crawler.ledger.lease import Lease
from crawler.ledger.outcome import Finding, Refusal, outcome_of, visit_of
from crawler.storage.schema import SCHEMA_VERSION, errors, problem_of, read_schema, reasons, schema
from tests.tools.fixtures import ROOT

OUTPUT = ROOT / "output"
TEXT = "للتواصل: a@mail.example"
RECORD: dict[str, Any] = {
    "id": "0123456789abcdef",
    "url": "https://news.example/%D8%A3",
    "outlet": "news.example",
    "title": None,
    "text": TEXT,
    "authors": ["ليلى حسن"],
    "translators": ["رنا قباني"],
    "date_published": "2025-03-19T10:30:00+03:00",
    "date_modified": None,
    "date_raw": "19 مارس 2025",
    "date_method": "visible",
    "source": None,
    "section": None,
    "keywords": [],
    "free_access": None,
    "partial": False,
    "language": "ar",
    "description": None,
    "image": "https://news.example/a.jpg",
    "captions": [],
    "blocks": [
        {
            "kind": "heading",
            "level": 2,
            "group": 0,
            "item": 0,
            "ordinal": 0,
            "row": 0,
            "column": 0,
            "header": False,
            "links": [{"start": 0, "end": 2, "url": "https://news.example/b"}],
        }
    ],
    "pages": ["https://news.example/%D8%A3?page=2"],
    "related": [{"title": "خبر", "url": None, "kind": "related"}],
    "embedded": [{"title": None, "text": "نص", "source": None, "authors": [], "date_published": None}],
    "seed": "000",
    "depth": 0,
    "fetched_at": "2025-03-20T00:00:00Z",
    "revision": 1,
    "warc": {"file": "pages-00001.warc.gz", "offset": 0, "length": 10},
    "opt_outs": {"robots": ["max-snippet:-1"], "tdm_reservation": 0, "tdm_policy": None, "tdm_from": "header"},
    "content_hash": "0" * 64,
    "cluster": "0123456789abcdef",
    "quality": signals_of(TEXT).to_dict(),
    "flags": ["personal_data"],
    "personal_data": [{"kind": "email", "start": 9, "end": 23}],
    "cleaner_version": "1",
    "schema_version": SCHEMA_VERSION,
    "dropped": [{"step": "teaser", "blocks": 1}],
}
REJECTED: dict[str, Any] = {
    "url": "https://news.example/x",
    "outlet": "news.example",
    "reason": "http_error",
    "detail": None,
    "seed": None,
    "depth": 3,
    "status": 404,
    "title": None,
    "excerpt": None,
    "warc": None,
    "fetched_at": "2025-03-20T00:00:00Z",
    "schema_version": SCHEMA_VERSION,
}
EDGE = {"from": "https://news.example/a", "to": "https://news.example/b", "kind": "related", "anchor": ""}
LINES = {"record": RECORD, "rejected": REJECTED, "edge": EDGE}


@pytest.mark.parametrize("kind", LINES)
def test_a_good_line_is_valid(kind: str) -> None:
    assert errors(LINES[kind], kind) == []
    assert problem_of(LINES[kind], kind) is None


@pytest.mark.parametrize(("kind", "field"), [(kind, field) for kind, line in LINES.items() for field in line])
def test_every_field_is_needed_and_typed(kind: str, field: str) -> None:
    line = LINES[kind]
    (missing,) = errors({key: value for key, value in line.items() if key != field}, kind)
    assert repr(field) in missing
    assert any(field in error for error in errors({**line, field: object()}, kind))


@pytest.mark.parametrize("kind", LINES)
def test_nothing_is_additional_but_a_users_own(kind: str) -> None:
    assert errors({**LINES[kind], "extra": 1}, kind)
    assert bool(errors({**LINES[kind], "x_score": 1}, kind)) is (kind != "record")


WRONG = [
    {"id": "0123456789ABCDEF"},
    {"url": "news.example/x"},
    {"url": ""},
    {"text": ""},
    {"title": ""},
    {"date_published": "19/03/2025"},
    {"date_published": "2025-13-01"},
    {"date_published": "2025-03-19 10:30"},
    {"fetched_at": "2025-03-20T00:00:00+00:00"},
    {"revision": 0},
    {"language": "Arabic"},
    {"depth": -1},
    {"depth": 1.5},
    {"seed": "0"},
    {"authors": [None]},
    {"related": [{"title": "خبر", "url": None, "kind": "teaser"}]},
    {"related": [{"title": "خبر", "url": "/x", "kind": "related"}]},
    {"embedded": [{**RECORD["embedded"][0], "text": ""}]},
    {"image": "a.jpg"},
    {"captions": [""]},
    {"blocks": [{**RECORD["blocks"][0], "kind": "list"}]},
    {"blocks": [{**RECORD["blocks"][0], "links": [{"start": -1, "end": 2, "url": "/b"}]}]},
    {"warc": {"file": "a", "offset": 0}},
    {"opt_outs": {"robots": [], "tdm_reservation": 2, "tdm_policy": None, "tdm_from": "header"}},
    {"opt_outs": {"robots": [], "tdm_reservation": 1, "tdm_policy": None, "tdm_from": "robots"}},
    {"cluster": "https://news.example/"},
    {"cluster": None},
    {"quality": {name: value for name, value in RECORD["quality"].items() if name != "gopher"}},
    {"quality": None},
    {"quality": {**RECORD["quality"], "arabic": 1.5}},
    {"quality": {**RECORD["quality"], "words": 1.5}},
    {"quality": {**RECORD["quality"], "arabic": True}},
    {"quality": {**RECORD["quality"], "arabic": None}},
    {"quality": {**RECORD["quality"], "gopher": ""}},
    {"flags": ["spam"]},
    {"flags": None},
    {"personal_data": [{"kind": "name", "start": 0, "end": 1}]},
    {"personal_data": [{"kind": "email", "start": 0, "end": 0}]},
    {"dropped": [{"step": "teaser", "blocks": 0}]},
    {"dropped": {"teaser": 1}},
    {"dropped": None},
    {"schema_version": 1},
    {"related": None},
    {"opt_outs": None},
    {"date_published": "2025-03-19T10:30"},
    {"date_published": "2025-03-19T10:30:00Z"},
    {"date_published": "2025-03-19T10:30:00.5+03:00"},
    {"date_published": "2025-03-19T10:30:00+0300"},
    {"content_hash": "0"},
]


@pytest.mark.parametrize("change", WRONG)
def test_wrong_values_are_found(change: dict[str, Any]) -> None:
    (error,) = errors(RECORD | change)
    assert error.startswith(next(iter(change)))
    assert problem_of(RECORD | change) == error


@pytest.mark.parametrize(
    "day", ["2025-03-19", "2025-03-19T10:30:00", "2025-03-19T10:30:00+00:00", "2025-03-19T10:30:00+03:00"]
)
def test_dates(day: str) -> None:
    assert errors(RECORD | {"date_published": day}) == []


def test_reasons_are_a_closed_list() -> None:
    assert len(set(reasons())) == len(reasons()) == 25
    assert errors(REJECTED | {"reason": "other"}, "rejected")
    for reason in reasons():
        assert errors(REJECTED | {"reason": reason}, "rejected") == []


def documented(heading: str) -> set[str]:
    text = (OUTPUT / "README.md").read_text(encoding="utf-8")
    section = re.split(r"^## ", text, flags=re.MULTILINE)[1:]
    (found,) = (part for part in section if part.startswith(heading))
    cells = re.findall(r"^\| ((?:`\w+`(?:, )?)+) \|", found, flags=re.MULTILINE)
    return {name for cell in cells for name in re.findall(r"`(\w+)`", cell)}


def test_the_readme_names_every_field_and_reason() -> None:
    assert documented("articles.jsonl") == set(RECORD)
    assert documented("blocks of articles.jsonl") == set(RECORD["blocks"][0])
    assert documented("rejected.jsonl") == set(REJECTED) | set(reasons())
    assert documented("edges.jsonl") == set(EDGE)


def test_the_schema_defines_an_article_by_itself() -> None:
    assert schema()["$ref"] == "#/$defs/record"
    assert schema() == json.loads((OUTPUT / "schema.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "cannot be read"),
        ("{", "not valid JSON"),
        ('{"type": 3}', r"\$\.type: not valid JSON Schema"),
        ("{}", r"\$defs\.record: missing"),
        ("true", r"\$defs\.record: missing"),
    ],
)
def test_a_schema_that_is_none_is_named(tmp_path: Path, content: str | None, message: str) -> None:
    path = tmp_path / "schema.json"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(DataFileError, match=rf"schema\.json: {message}"):
        read_schema(path)


def test_a_record_is_checked_in_milliseconds() -> None:
    long = RECORD | {"related": RECORD["related"] * 30, "keywords": ["كلمة"] * 30, "text": "نص " * 5000}
    started = time.perf_counter()
    for _ in range(20):
        errors(long)
    assert (time.perf_counter() - started) / 20 < 0.05


@pytest.mark.parametrize("status", [-1, 0, 7, 99, 100, 200, 999, 1000, 99999, None])
def test_a_refusal_is_valid_whatever_number_a_server_answers_with(status: int | None) -> None:
    lease = Lease(1, "https://a.example/1", "https://a.example/1", "a.example", "page", None, 0)
    visit = visit_of(Request(lease.url, meta={"lease": lease}), status, lease.url)
    assert visit.status == (status if status in (100, 200, 999) else None)
    assert problem_of(outcome_of(visit, Finding(Refusal("http_error"))).rejection or {}, "rejected") is None
