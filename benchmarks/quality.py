"""Score extractors on labelled pages: `python -m benchmarks.quality LABELS.json [PAGES_DIR] [--only-ours] [-v]`.

P, R and F1 count 4-word shingles, with diacritics and letter variants folded. "exact" is the share of bodies that
agree word for word, "letter" letter for letter except for white space. "macro" averages F1 and exact per outlet first.
"wrong" is the share of pages with a wrong date. Related links: recall and precision against the labelled block.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import defaultdict
from pathlib import Path
from statistics import mean, median

from benchmarks.gold import Label, address, body_of, precision_recall, related_of, tree_of, words
from benchmarks.peers import Result, System, systems
from cleaners import normalize

COLUMNS = (
    "P",
    "R",
    "F1",
    "exact",
    "letter",
    "macroF",
    "macroX",
    "title",
    "date",
    "wrong",
    "author",
    "relR",
    "relP",
    "ms",
)


def score(label: Label, gold: list[str], related: set[str], got: Result) -> dict[str, float]:
    """The scores of one page."""
    text = "\n".join(gold)
    precision, recall = precision_recall(text, got.text)
    days = {label.get("date"), *as_list(label.get("date_alt"))} - {None}
    found = {
        "P": precision,
        "R": recall,
        "F1": 2 * precision * recall / (precision + recall) if precision + recall else 0.0,
        "exact": words(text) == words(got.text),
        "letter": letters(text) == letters(got.text),
        "title": words(label.get("title")) == words(got.title),
        "date": got.date in days if days else not got.date,
        "wrong": bool(got.date) and got.date not in days,
        "author": words(label.get("author")) == words(got.author),
    }
    if related and got.related is not None:
        given = {address(url) for url in got.related}
        found |= {"relR": len(given & related) / len(related), "relP": len(given & related) / max(1, len(given))}
    return {name: float(value) for name, value in found.items()}


def letters(text: str) -> str:
    return "".join(normalize(text).split())


def as_list(value: str | list[str] | None) -> list[str]:
    return [value] if isinstance(value, str) else list(value or ())


def run(system: System, raw: bytes, url: str | None) -> tuple[Result, float]:
    """A system's result for a page and its time in milliseconds, after a warm-up call."""
    system(raw, url)
    began = time.perf_counter()
    result = system(raw, url)
    return result, (time.perf_counter() - began) * 1000


def figures(system: System, labels: list[Label], pages: Path, verbose: bool) -> dict[str, float]:
    """The means over all pages."""
    found: dict[str, list[float]] = defaultdict(list)
    outlets: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for label in labels:
        raw = (pages / label["file"]).read_bytes()
        tree = tree_of(raw, label)
        result, spent = run(system, raw, label.get("url"))
        one = score(label, body_of(tree, label), related_of(tree, label), result) | {"ms": spent}
        for name, value in one.items():
            found[name].append(value)
        outlets[label.get("outlet") or label["file"]].append((one["F1"], one["exact"]))
        if verbose:
            print(f"  {label['file']:34} " + " ".join(f"{name} {value:.3f}" for name, value in one.items()))
    macro = {
        "macroF": mean(mean(f for f, _ in pair) for pair in outlets.values()),
        "macroX": mean(mean(x for _, x in pair) for pair in outlets.values()),
    }
    return {name: median(v) if name == "ms" else mean(v) for name, v in found.items()} | macro


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("labels", type=Path)
    options.add_argument("pages", type=Path, nargs="?", help="folder of the pages; by default that of the labels")
    options.add_argument("--only-ours", action="store_true")
    options.add_argument("-v", "--verbose", action="store_true", help="one line per page")
    given = options.parse_args()
    labels = json.loads(given.labels.read_text("utf-8"))
    print(f"{len(labels)} pages, {len({label.get('outlet') for label in labels})} outlets")
    print(f"{'':22}" + "".join(f"{name:>8}" for name in COLUMNS))
    for name, system in systems(given.only_ours):
        row = figures(system, labels, given.pages or given.labels.parent, given.verbose)
        print(f"{name:22}" + "".join(f"{row[c]:8.3f}" if c in row else f"{'–':>8}" for c in COLUMNS))


if __name__ == "__main__":
    main()
