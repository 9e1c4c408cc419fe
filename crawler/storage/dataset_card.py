"""The dataset card of an output folder: `README.md`, whose YAML head tells Hugging Face `datasets` every type."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from crawler.storage.columns import columns_of

if TYPE_CHECKING:
    from crawler.storage.columns import Column

CARD_KINDS = {"articles": "record", "rejected": "rejected", "edges": "edge"}
"""By the name of the data file without its ending: the schema's name for a line."""
_CARD_MARK = "# The crawl keeps these lines up to date; the text below them is yours."
_DTYPES = {"integer": "int64", "number": "float64", "boolean": "bool", "date": "json", "anything": "json"}
"""Without `json` the loader would turn all that looks like a moment into one, without its zone, and back."""
_OWN_COLUMN = re.compile(r'^ *- \{name: ("x_(?:[^"\\]|\\.)*"), dtype: \w+\}  # (\w+)$', re.MULTILINE)

_BODY = """
# Arabic news articles

What a crawl of Mudawwana found. The texts belong to their publishers.

| file | a line is |
|---|---|
| `articles.jsonl` | an article |
| `rejected.jsonl` | a page that gave no article, and why |
| `edges.jsonl` | a link between pages |

`pages-*.warc.gz` hold the pages as fetched; `ledger.*` is the state of the crawl; `columns/` has the types of each
file, for readers that would guess them from the first lines. In this folder:

```python
import datasets, duckdb, os, pandas, polars
from datatrove.pipeline.readers import JsonlReader

folder = os.getcwd()
datasets.load_dataset(folder, split="train")  # also load_dataset(folder, "rejected" or "edges")
polars.read_ndjson(f"{folder}/articles.jsonl", schema=polars.read_parquet_schema(f"{folder}/columns/articles.parquet"))
pandas.read_json(f"{folder}/articles.jsonl", lines=True, dtype=False, precise_float=True)
duckdb.sql(f"CREATE TABLE articles AS FROM '{folder}/columns/articles.parquet'")
duckdb.sql(f"COPY articles FROM '{folder}/articles.jsonl' (FORMAT json)")
JsonlReader(folder, glob_pattern="articles.jsonl")
```
"""


def card_of(own: Mapping[str, str], old: str | None = None) -> str | None:
    """The card; `own` are the types of fields of a user's pipelines.

    `old` is the card that is there, of which only the head changes; None if that is not a crawl's.
    """
    head = "\n".join(("---", _CARD_MARK, *_head(own), "---", ""))
    if old is None:
        return head + _BODY
    mark, end = f"---\n{_CARD_MARK}\n", old.find("\n---\n")
    return head + old[end + len("\n---\n") :] if old.startswith(mark) and end > 0 else None


def own_columns(card: str) -> dict[str, str]:
    """The types of the fields of a user's pipelines that a card names."""
    return {json.loads(name): column for name, column in _OWN_COLUMN.findall(card)}


def _head(own: Mapping[str, str]) -> Iterator[str]:
    yield "language: [ar]"
    yield "configs:"
    for name, kind in CARD_KINDS.items():
        yield f"- config_name: {name}"
        yield f"  data_files: {name}.jsonl"
        if name == "articles":
            yield "  default: true"
        yield "  features:"
        yield from (f"  - {{name: {field}, {_feature(column)}}}" for field, column in columns_of(kind).items())
        if name == "articles":
            yield from (f"  - {{name: {json.dumps(field)}, {_feature(one)}}}  # {one}" for field, one in own.items())


def _feature(column: Column) -> str:
    """The rest of a feature's YAML."""
    if isinstance(column, str):
        return f"dtype: {_DTYPES.get(column, column)}"
    if isinstance(column, dict):
        return f"struct: {_features(column)}"
    (entry,) = column
    return f"list: {_features(entry) if isinstance(entry, dict) else _DTYPES.get(str(entry), entry)}"


def _features(fields: Mapping[str, Column]) -> str:
    return "[" + ", ".join(f"{{name: {name}, {_feature(column)}}}" for name, column in fields.items()) + "]"
