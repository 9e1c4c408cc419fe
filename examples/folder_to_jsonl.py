"""Clean a folder of pages into a file of JSON Lines, on all processors.

    python examples/folder_to_jsonl.py examples/data/pages articles.jsonl

A line for each article, with the name of its page; a page that is none is counted by its reason. The pages may be
more than fit into memory. `python -m cleaners clean FOLDER -o OUT -j 0` does the same without a program.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

from cleaners import Cleaner

FIELDS = ("title", "text", "authors", "date_published", "language")


def main(folder: str, out: str) -> None:
    pages = sorted(Path(folder).rglob("*.html"))
    articles = Cleaner().many((page.read_bytes() for page in pages), processes=0)
    reasons: Counter[str] = Counter()
    with Path(out).open("w", encoding="utf-8") as lines:
        for page, article in zip(pages, articles, strict=True):
            reasons[article.reason or "article"] += 1
            if article.reason is None:
                row = {"file": page.name} | {name: getattr(article, name) for name in FIELDS}
                lines.write(json.dumps(row, ensure_ascii=False) + "\n")
    print(", ".join(f"{count} {reason}" for reason, count in reasons.most_common()))


if __name__ == "__main__":
    main(*sys.argv[1:])
