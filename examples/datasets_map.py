"""Clean a Hugging Face dataset with `map`, in processes, and keep its articles.

    python examples/datasets_map.py examples/data/dump.jsonl articles.parquet

A `Cleaner` can be pickled, so `map` and `filter` hand it to their processes. A dataset of the Hub works the same way:
`load_dataset("NAME", split="train")` in place of the first line of `main`.
"""

from __future__ import annotations

import sys
from typing import Any

from datasets import load_dataset

from cleaners import Cleaner

CLEANER = Cleaner()


def cleaned(row: dict[str, Any]) -> dict[str, Any]:
    """The row with its clean text and what the text says about itself."""
    article = CLEANER.text(row["text"])
    return {
        "text": article.text,
        "title": article.title,
        "authors": article.authors,
        "date_published": article.date_published,
        "reason": article.reason,
    }


def main(source: str, target: str) -> None:
    rows = load_dataset("json", data_files=source, split="train")
    articles = rows.map(cleaned, num_proc=2).filter(lambda row: row["reason"] is None)
    articles.remove_columns("reason").to_parquet(target)
    print(f"{len(articles)} articles of {len(rows)} rows")


if __name__ == "__main__":
    main(*sys.argv[1:])
