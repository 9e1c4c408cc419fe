"""Clean a public dump of texts again, and say what that changes.

    python examples/reclean_dump.py examples/data/dump.jsonl recleaned.jsonl

Public dumps were flattened with general extractors: menus, teasers and lists of headlines stand between the paragraphs.
Each row keeps its fields; `text` is cleaned, `title`, `date_published` and `dropped` are new, and a row that is no
article is left out. The lines that went are counted by step, the most frequent first; look at some with
`python -m cleaners explain` before you trust them. The dump may be packed as `.gz`.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cleaners import Article, Cleaner


def rows_of(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def dropped_by(article: Article) -> Counter[str]:
    """How many lines of the dump each step took from the text."""
    left = {change.index: change.step for change in article.changes if change.after.role != "body"}
    back = {change.index for change in article.changes if change.after.role == "body"}
    return Counter(step for index, step in left.items() if index not in back)


def main(source: str, target: str) -> None:
    path, counts, steps = Path(source), Counter[str](), Counter[str]()
    articles = Cleaner().many((row["text"] for row in rows_of(path)), kind="text", processes=0)
    with Path(target).open("w", encoding="utf-8") as out:
        for row, article in zip(rows_of(path), articles, strict=True):
            same = article.text.split() == row["text"].split()
            counts[article.reason or ("unchanged" if same else "changed")] += 1
            if article.reason is None:
                dropped = dropped_by(article)
                steps += dropped
                new: dict[str, Any] = {
                    "text": article.text,
                    "title": article.title,
                    "date_published": article.date_published,
                }
                new["dropped"] = [{"step": step, "lines": count} for step, count in dropped.items()]
                out.write(json.dumps(row | new, ensure_ascii=False) + "\n")
    print(", ".join(f"{count} {kind}" for kind, count in counts.most_common()))
    for step, count in steps.most_common():
        print(f"{count:8} {step}")


if __name__ == "__main__":
    main(*sys.argv[1:])
