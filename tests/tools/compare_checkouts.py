"""Hold two checkouts of this project against each other: `python -m tests.tools.compare_checkouts OLD NEW`.

Both clean the same pages and texts and crawl the same recording; what differs is counted by kind of input and named by
field. The inputs are OLD's fixtures, seeds and recording, and a folder of real pages and texts where there is one. The
exit code is 0 for none, 1 for any difference, 2 where a checkout could not be run to its end.

Each checkout runs in processes of its own, as packages of the same names cannot be imported twice. Such a process runs
this file too: it walks through the inputs by itself and prints one JSON line for each.
"""

from __future__ import annotations

import argparse
import gzip
import importlib
import importlib.util
import json
import os
import subprocess
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, islice, takewhile, zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from warcio.archiveiterator import ArchiveIterator

FETCHED_AT = "2024-06-01T12:00:00+00:00"
"""The day of all inputs that do not state one: relative dates are read the same in every run."""
DUMPED = 200
"""Texts of each dump."""
READERS = ("cleaners", "cleaners.clean", "cleaners.clean")
"""Modules that may give `read_html`, `read_text` and `Page`, which see more of a page than its article."""
LINES = {"articles.jsonl": ("url", "revision"), "rejected.jsonl": ("url",), "edges.jsonl": ("from", "to", "kind")}
"""Files of a crawl, and the fields that tell which line is which."""
SHOWN_INPUTS = 5
"""Differing inputs of one kind that are named; the others are only counted."""
_SHOWN_LETTERS = 60
ABSENT = "(absent)"
Fields = dict[str, Any]


class Unfinished(RuntimeError):
    """Raised when a checkout stops before its last input, or the two do not go through the same ones."""


@dataclass(frozen=True)
class Input:
    """A page or a text as it was stored; `data` is never decoded here."""

    kind: str
    name: str
    data: bytes
    url: str | None = None
    fetched_at: str = FETCHED_AT
    content_type: str | None = None
    is_text: bool = False


# The inputs


def inputs(root: Path, data: Path, bodies: int) -> Iterator[Input]:
    """Every input, always in the same order; of a folder that does not exist there are none."""
    yield from fixtures(root)
    for path in sorted((root / "seeds").glob("*.txt")):
        yield Input("seeds", path.name, path.read_bytes(), is_text=True)
    yield from labelled("pages", data / "pages", "labels.json")
    yield from labelled("hard", data / "hard", "gold.json")
    for path in sorted(data.glob("sites/*.warc.gz")):
        yield from responses(path)
    yield from texts("bodies", data / "almayadeen-2023.jsonl.gz", bodies)
    for path in sorted(data.glob("dumps/*.jsonl.gz")):
        yield from texts("dumps", path, DUMPED)


def fixtures(root: Path) -> Iterator[Input]:
    """The page fixtures of a checkout."""
    pages = root / "tests" / "pages"
    for path in sorted(pages.glob("*/*/source.toml")):
        facts = tomllib.loads(path.read_text("utf-8"))
        places = (root / facts["file"],) if "file" in facts else (path.with_suffix(".html"), path.with_suffix(".txt"))
        source = next(place for place in places if place.exists())
        told = facts.get("url"), facts.get("fetched_at", FETCHED_AT), facts.get("content_type")
        name = path.parent.relative_to(pages).as_posix()
        yield Input("fixtures", name, source.read_bytes(), *told, is_text=source.suffix == ".txt")


def labelled(kind: str, folder: Path, labels: str) -> Iterator[Input]:
    """The pages of a folder, with the addresses that a file beside them tells."""
    stated = folder / labels
    entries = json.loads(stated.read_text("utf-8")) if stated.exists() else []
    urls = {entry["file"]: entry.get("url") for entry in entries}
    for path in sorted(folder.glob("*.html")):
        yield Input(kind, path.name, path.read_bytes(), urls.get(path.name))


def responses(path: Path) -> Iterator[Input]:
    """The answers of an archive that are HTML, in its order."""
    with path.open("rb") as stream:
        for record in ArchiveIterator(stream):
            content_type = record.http_headers.get_header("Content-Type", "") if record.http_headers else ""
            if record.rec_type == "response" and "html" in content_type:
                url = record.rec_headers.get_header("WARC-Target-URI")
                day = record.rec_headers.get_header("WARC-Date") or FETCHED_AT
                yield Input("sites", url, record.content_stream().read(), url, day, content_type)


def texts(kind: str, path: Path, limit: int) -> Iterator[Input]:
    """The first texts of a compressed file with one object a line."""
    if path.exists():
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for number, line in enumerate(islice(lines, limit), start=1):
                text = json.loads(line)["text"].encode(errors="replace")
                yield Input(kind, f"{path.name}:{number}", text, is_text=True)


# In the process of one checkout


def tell(root: Path, share: tuple[int, int], given: Iterable[Input]) -> None:
    """Print what the checkout on the path makes of every n-th input: one JSON line each."""
    cleaners = importlib.import_module("cleaners")
    if not Path(cleaners.__file__ or "").is_relative_to(root):
        raise Unfinished(f"{root} holds no cleaners of its own")
    for source in islice(given, share[0], None, share[1]):
        told = {"kind": source.kind, "name": source.name} | outcome(cleaners, source)
        sys.stdout.write(json.dumps(told, sort_keys=True) + "\n")


def outcome(cleaners: Any, source: Input) -> Fields:
    """The article with its trace, and the reading where the checkout gives one; what it raises is an outcome too."""
    moment = datetime.fromisoformat(source.fetched_at)
    try:
        if source.is_text:
            text = source.data.decode("utf-8", errors="replace")
            return {"article": cleaners.clean_text(text).to_dict()}
        page = source.data, source.url
        article = cleaners.clean_html(*page, fetched_at=moment, content_type=source.content_type)
        return {"article": article.to_dict(), "reading": reading(*page, moment, source.content_type)}
    except Exception as error:  # a page never raises: where it does so in one checkout alone, that is a difference
        return {"raised": repr(error)}


def reading(*page: Any) -> Fields | None:
    """The links of a page and what it says of itself; None where no module of the checkout gives them."""
    modules = (importlib.import_module(name) for name in READERS if importlib.util.find_spec(name))
    reader = next((module for module in modules if hasattr(module, "read_html") and hasattr(module, "Page")), None)
    if reader is None:
        return None
    told: Fields = reader.read_html(reader.Page(*page)).to_dict()
    return {name: value for name, value in told.items() if name != "article"}


# In the process that compares


def run(root: Path, options: argparse.Namespace) -> Iterator[Fields]:
    """What a checkout makes of all inputs, in their order, from as many processes as it may have."""
    count = max(1, options.jobs // 2)
    running = [subprocess.Popen(command(root, options, n, count), **surroundings(root)) for n in range(count)]
    try:
        for lines in zip_longest(*(process.stdout or () for process in running)):
            yield from (json.loads(line) for line in lines if line is not None)
        if any(process.wait() for process in running):
            raise Unfinished(f"{root} stopped before its last input")
    finally:
        for process in running:
            process.kill()
            process.communicate()


def command(root: Path, options: argparse.Namespace, number: int, count: int) -> list[str]:
    """This file in a process that imports the checkout's packages, and nothing from beside this file."""
    places = [str(options.old), str(root), "--data", str(options.data), "--bodies", str(options.bodies)]
    return [sys.executable, "-P", str(Path(__file__).resolve()), *places, "--share", f"{number}/{count}"]


def surroundings(root: Path) -> dict[str, Any]:
    """How a process of a checkout is run: nothing depends on where the comparison began."""
    environment = os.environ | {"PYTHONPATH": str(root), "PYTHONHASHSEED": "0", "PYTHONIOENCODING": "utf-8"}
    return {"cwd": root, "env": environment, "stdout": subprocess.PIPE, "encoding": "utf-8"}


def crawled(root: Path, recorded: Path, ignore_detail: bool) -> Iterator[tuple[str, dict[str, Fields]]]:
    """The files of the crawl of `make crawl` with a checkout's code: name, then lines by what tells them apart."""
    recording = recorded / "tests" / "recording"
    with TemporaryDirectory() as folder:
        settings = [f"REPLAY_WARC={recording / 'outlets.warc.gz'}", f"OUTPUT_DIR={folder}", f"LOG_FILE={folder}/log"]
        spider = [sys.executable, "-m", "scrapy", "crawl", "related", "-a", f"seeds={recording / 'seeds'}"]
        words = [word for setting in settings for word in ("-s", setting)]
        done = subprocess.run([*spider, *words], **surroundings(root), check=False)
        if done.returncode:
            raise Unfinished(f"{root} ended its crawl with exit code {done.returncode}")
        for name, keys in LINES.items():
            lines = map(json.loads, (Path(folder) / name).read_text("utf-8").splitlines())
            yield name, by_key((lasting(line, ignore_detail) for line in lines), keys)


def lasting(line: Fields, ignore_detail: bool) -> Fields:
    """A line of a crawl without what depends on when it ran and in which order answers came."""
    kept = line | ({"warc": line["warc"]["file"]} if line.get("warc") else {})
    if "reason" in line:
        del kept["fetched_at"]  # of an address that never answered it is the time of the attempt
    if ignore_detail and line.get("reason") == "listing":
        del kept["detail"]
    return kept


def by_key(lines: Iterable[Fields], keys: Iterable[str]) -> dict[str, Fields]:
    """Lines under the fields that tell them apart; equal ones are numbered in the order of their content."""
    names = tuple(keys)
    found: dict[str, list[Fields]] = defaultdict(list)
    for line in lines:
        found[" ".join(str(line.get(name, "")) for name in names)].append(line)
    return {
        key if number == 1 else f"{key} #{number}": line
        for key, group in sorted(found.items())
        for number, line in enumerate(sorted(group, key=json.dumps), start=1)
    }


def pairs(options: argparse.Namespace) -> Iterator[tuple[str, str, Fields, Fields]]:
    """Kind and name of everything that is compared, with what OLD and NEW make of it."""
    empty: Fields = {}
    for old, new in zip_longest(run(options.old, options), run(options.new, options), fillvalue=empty):
        names = [(told.pop("kind", None), told.pop("name", None)) for told in (old, new)]
        if names[0] != names[1]:
            raise Unfinished("the checkouts went through different inputs")
        yield *names[0], old, new
    crawls = (crawled(root, options.old, options.ignore_detail) for root in (options.old, options.new))
    for (name, before), (_, after) in zip(*crawls, strict=True):
        for key in sorted(before.keys() | after.keys()):
            yield name, key, before.get(key, {}), after.get(key, {})


def differences(old: Any, new: Any, path: str = "") -> Iterator[str]:
    """Where two JSON values differ: for each field of an object, the first place in it, with both values."""
    if isinstance(old, dict) and isinstance(new, dict):
        for name in sorted(old.keys() | new.keys()):
            inside = f"{path}.{name}" if path else name
            yield from differences(old.get(name, ABSENT), new.get(name, ABSENT), inside)
    elif isinstance(old, list) and isinstance(new, list):
        items = enumerate(zip_longest(old, new, fillvalue=ABSENT))
        yield from islice(chain.from_iterable(differences(*pair, f"{path}[{n}]") for n, pair in items), 1)
    elif old != new:
        texts = [value if value == ABSENT else json.dumps(value, ensure_ascii=False) for value in (old, new)]
        same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(*texts, strict=False)))
        yield f"{path}: {' -> '.join(shown(text, same) for text in texts)}"


def shown(text: str, at: int) -> str:
    """A value on one line; of a long one a piece, from a little before the place where it differs."""
    start = max(0, at - _SHOWN_LETTERS // 3) if len(text) > _SHOWN_LETTERS else 0
    return "…" * bool(start) + text[start : start + _SHOWN_LETTERS] + "…" * (len(text) > start + _SHOWN_LETTERS)


def report(found: Iterable[tuple[str, str, Fields, Fields]], say: Callable[[str], Any] = print) -> int:
    """Say what differs as it is found, then the numbers of each kind; gives the number of inputs that differ."""
    counts: Counter[str] = Counter()
    differing: Counter[str] = Counter()
    for kind, name, old, new in found:
        counts[kind] += 1
        fields = list(differences(old, new)) if old != new else []
        differing[kind] += bool(fields)
        if fields and differing[kind] <= SHOWN_INPUTS:
            say("\n    ".join([f"{kind} {name}", *fields]))
    for kind, count in counts.items():
        say(f"{kind:<16} {count:>6} inputs {differing[kind]:>6} differ")
    say(f"{'all':<16} {counts.total():>6} inputs {differing.total():>6} differ")
    return differing.total()


def main(arguments: list[str] | None = None) -> int:
    """Compare, or with `--share` be one of the processes of a checkout."""
    options = parser().parse_args(arguments)
    options.old, options.new = options.old.resolve(), options.new.resolve()
    options.data = (options.data or options.old.parent / "shared" / "data").resolve()
    try:
        if options.share:
            number, _, count = options.share.partition("/")
            tell(options.new, (int(number), int(count)), inputs(options.old, options.data, options.bodies))
            return 0
        if not options.data.is_dir():
            print(f"{options.data} does not exist: fixtures, seeds and the recording only")
        return 1 if report(pairs(options)) else 0
    except Unfinished as error:
        print(f"compare_checkouts: {error}", file=sys.stderr)
        return 2


def parser() -> argparse.ArgumentParser:
    """The options."""
    options = argparse.ArgumentParser(prog="python -m tests.tools.compare_checkouts", description=__doc__)
    options.add_argument("old", type=Path, metavar="OLD", help="root of a checkout, which gives the inputs")
    options.add_argument("new", type=Path, metavar="NEW", help="root of another, or of the same")
    options.add_argument("--data", type=Path, metavar="DIR", help="more pages and texts (../shared/data beside OLD)")
    options.add_argument("--bodies", type=int, default=1000, metavar="N", help="texts of the year's bodies (1000)")
    options.add_argument("--jobs", type=int, default=2, metavar="N", help="processes, half for each checkout (2)")
    options.add_argument("--ignore-detail", action="store_true", help="take any `detail` of a listing for the same")
    options.add_argument("--share", help=argparse.SUPPRESS)
    return options


if __name__ == "__main__":
    sys.exit(main())
