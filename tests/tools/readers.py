"""An output folder as a long crawl leaves it, and what other people's programs read in it.

`python -m tests.tools.readers READER FOLDER` prints the number of rows of each file and some of them; in a process of
its own, since these programs warn, cache and read the environment where they are imported.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from cleaners.signals.counts import signals_of
from crawler.storage.columns import columns_of, empty_value
from crawler.storage.committed import SCHEMA_KINDS
from crawler.storage.description import Description
from crawler.storage.schema import SCHEMA_VERSION, problem_of

Json = dict[str, Any]

ROOT = Path(__file__).parents[2]

MANY, LATE = 6_000, 5_500
"""Records of the made folder, and the number of the first in which optional fields have values."""
QUALITY: Json = signals_of("نص الخبر الذي يقرؤه الناس.").to_dict() | {"fineweb2": None, "gopher": None}
PLAIN: Json = {
    "quality": QUALITY,
    "depth": 1, "revision": 1, "partial": False, "schema_version": SCHEMA_VERSION, "cleaner_version": "0.1.0",
    "fetched_at": "2025-03-20T00:00:00Z", "content_hash": "0" * 64, "outlet": "news.example", "reason": "empty",
    "text": "نص الخبر الذي يقرؤه الناس. " * 30, "url": "https://news.example/1", "kind": "body", "anchor": "",
    "cluster": "0" * 16, "warc": None, "from": "https://news.example/1", "to": "https://news.example/2",
}  # fmt: skip
FULL: Json = {
    "title": "عنوان", "authors": ["ليلى حسن"], "translators": ["رنا قباني"], "date_raw": "2025-03-19",
    "date_method": "meta",
    "date_published": "2025-03-19T10:30:00+03:00", "date_modified": "2025-03-19", "source": "وكالة", "section": "سياسة",
    "keywords": ["كلمة", "أخرى"], "free_access": True, "partial": True, "language": "ar", "seed": "007", "depth": 3,
    "pages": ["https://news.example/1?page=2"], "detail": "noai", "status": 404, "excerpt": "نص",
    "related": [
        {"title": "خبر", "url": None, "kind": "inline"},
        {"title": "ثان", "url": "https://a.example/", "kind": "latest"},
    ],
    "embedded": [
        {"title": None, "text": "نص", "source": None, "authors": [], "date_published": "2025-03-18T00:00:00+00:00"},
        {"title": "آخر", "text": "نص", "source": "وكالة", "authors": ["رنا"], "date_published": "2025-03-18"},
    ],
    "description": "وصف", "image": "https://news.example/1.jpg", "captions": ["صورة"],
    "blocks": [
        {"kind": "item", "level": 1, "group": 1, "item": 1, "ordinal": 1, "row": 0, "column": 0, "header": False,
         "links": [{"start": 0, "end": 2, "url": "https://a.example/"}]},
    ],
    "warc": {"file": "pages-00001.warc.gz", "offset": 0, "length": 10},
    "opt_outs": {"robots": ["noarchive"], "tdm_reservation": 0, "tdm_policy": "https://a/p", "tdm_from": "file"},
    "dropped": [{"step": "teaser", "blocks": 2}, {"step": "poll", "blocks": 1}],
    "flags": ["gambling", "mojibake"], "personal_data": [{"kind": "phone", "start": 0, "end": 9}],
    "quality": QUALITY | {"mean_line": 31.25, "top_ngrams": [0.1, 0.2], "fineweb2": "list_ratio", "gopher": "empty"},
    "x_topic": "سياسة", "x_score": 0.25, "x_tags": [1, "a", {"b": None}], "x_day": "2025-03-19",
}  # fmt: skip


def made_line(kind: str, number: int) -> Json:
    """A valid line; fields that may be empty are so in all but the late ones."""
    columns = columns_of(kind)
    line = {name: empty_value(column) for name, column in columns.items()}
    line |= {name: value for name, value in PLAIN.items() if name in columns}
    if kind == "record":
        line["id"] = f"{number:016d}"
    if number >= LATE:
        own = {name for name in FULL if name.startswith("x_") and kind == "record"}
        line |= {name: value for name, value in FULL.items() if name in columns or name in own}
    assert number not in (0, LATE) or problem_of(line, kind) is None, problem_of(line, kind)
    return line


def make_folder(folder: Path) -> Path:
    """The files of a long crawl that tell anything to other programs."""
    folder.mkdir()
    description = Description(folder)
    description.write()
    for name, kind in SCHEMA_KINDS.items():
        made = [made_line(kind, number) for number in range(MANY)]
        for line in made if kind == "record" else ():
            description.note(line)
        text = "".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in made)
        (folder / name).write_text(text, "utf-8")
    description.write()
    return folder


def read_datasets(folder: Path, name: str) -> list[Json]:
    from datasets import load_dataset

    return list(load_dataset(str(folder), name, split="train"))


def read_polars(folder: Path, name: str) -> list[Json]:
    import polars

    schema = polars.read_parquet_schema(folder / "columns" / f"{name}.parquet")
    return polars.read_ndjson(folder / f"{name}.jsonl", schema=schema).to_dicts()


def read_duckdb(folder: Path, name: str) -> list[Json]:
    import duckdb

    with duckdb.connect() as db:
        db.execute(f"CREATE TABLE {name} AS FROM '{folder}/columns/{name}.parquet'")
        db.execute(f"COPY {name} FROM '{folder}/{name}.jsonl' (FORMAT json)")
        found = db.execute(f"FROM {name}")
        fields = [one[0] for one in found.description]
        return [dict(zip(fields, row, strict=True)) for row in found.fetchall()]


def read_pandas(folder: Path, name: str) -> list[Json]:
    import pandas

    frame = pandas.read_json(folder / f"{name}.jsonl", lines=True, dtype=False, precise_float=True)
    return [{str(key): value for key, value in row.items()} for row in frame.to_dict("records")]


def read_pyarrow(folder: Path, name: str) -> list[Json]:
    from pyarrow import json as arrow_json
    from pyarrow.parquet import read_schema

    options = arrow_json.ParseOptions(
        explicit_schema=read_schema(folder / "columns" / f"{name}.parquet"), unexpected_field_behavior="ignore"
    )
    rows: list[Json] = arrow_json.read_json(folder / f"{name}.jsonl", parse_options=options).to_pylist()
    return rows


def read_datatrove(folder: Path, name: str) -> list[Json]:
    from datatrove.pipeline.readers import JsonlReader

    read = JsonlReader(str(folder), glob_pattern=f"{name}.jsonl")()
    return [{"text": one.text, "id": one.id, **one.metadata} for one in read]


def shown_rows(count: int) -> list[int]:
    """The numbers of the rows that are compared: all of a file that is smaller than the made ones."""
    return list(range(count)) if count < MANY else [0, 1, LATE - 1, LATE, count - 1]


def rows_read(reader: str, folder: Path, home: Path) -> dict[str, tuple[int, list[Json]]]:
    """By file, the number of rows that a reader finds, and those of `shown_rows`; it sees no network."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.tools.readers", reader, str(folder)],
        cwd=ROOT, env=offline(home), capture_output=True, encoding="utf-8", timeout=110, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    found: dict[str, tuple[int, list[Json]]] = json.loads(done.stdout.splitlines()[-1])
    return found


def offline(home: Path) -> dict[str, str]:
    """The environment of a reader that writes its cache under `home` and asks no server."""
    apart = {"HOME": str(home), "HF_HOME": str(home / "hf"), "HF_HUB_OFFLINE": "1", "HF_DATASETS_OFFLINE": "1"}
    proxies = dict.fromkeys(("http_proxy", "https_proxy", "all_proxy"), "http://127.0.0.1:9")
    return os.environ | apart | proxies | {"PYTHONPATH": str(ROOT)}


def same(found: Json, line: Json, reader: str) -> bool:
    """Whether a row is what the line says; own fields that a line lacks are null in a table."""
    wanted = {name: value for name, value in line.items() if reader in UNTYPED_KEPT or name != "x_tags"}
    apart = {name: value for name, value in found.items() if name not in line and name != "file_path"}
    return {name: found.get(name, ...) for name in wanted} == wanted and not any(apart.values())


READERS: Mapping[str, Callable[[Path, str], list[Json]]] = {
    "datasets": read_datasets,
    "polars": read_polars,
    "duckdb": read_duckdb,
    "pandas": read_pandas,
    "pyarrow": read_pyarrow,
    "datatrove": read_datatrove,
}
UNTYPED_KEPT = ("datasets", "pandas", "datatrove")
"""Readers of own fields of several types, which have no column."""
TEXT_ONLY = ("datatrove",)
"""Readers of documents: a line without a text is none to them."""


def _plain(value: Any) -> Any:
    """What stands for a missing value in pandas as None, and what it made whole numbers of as they are."""
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return None if value != value else int(value) if isinstance(value, float) and value.is_integer() else value


def _shown(found: list[Json]) -> tuple[int, list[Any]]:
    return len(found), [_plain(found[number]) for number in shown_rows(len(found))]


if __name__ == "__main__":
    _, name_of_reader, path = sys.argv
    files = ["articles"] if name_of_reader in TEXT_ONLY else [name.removesuffix(".jsonl") for name in SCHEMA_KINDS]
    shown = {name: _shown(READERS[name_of_reader](Path(path), name)) for name in files}
    print()
    print(json.dumps(shown))
