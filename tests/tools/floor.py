"""The pinned quality floor: `python -m tests.tools.floor` pins today's figures, `--lower` also where they have fallen.

Precision is the share of kept lines that belong to the text, recall the share of the text's lines that are kept: two
different sins, so two floors. Gold is what the recording's own templates say of each article page, and the expected
text of each page fixture.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from urllib.parse import unquote

from warcio.archiveiterator import ArchiveIterator

from cleaners import clean_html, normalize
from tests.tools.fixtures import PAGES, fixtures

FLOOR = PAGES.with_name("floor.json")
RECORDING = PAGES.with_name("recording")


def pairs() -> Iterator[tuple[list[str], list[str]]]:
    """Gold and kept lines of each page."""
    for fixture in fixtures():
        expected = (fixture.folder / "expected.txt").read_text("utf-8").splitlines()
        yield expected, list(fixture.read().article.blocks)
    truth = json.loads((RECORDING / "truth.json").read_text("utf-8"))
    gold = {unquote(url): page["blocks"] for url, page in truth.items() if "blocks" in page}
    with (RECORDING / "outlets.warc.gz").open("rb") as stream:
        for record in ArchiveIterator(stream):
            url = record.rec_headers.get_header("WARC-Target-URI")
            if record.rec_type == "response" and unquote(url) in gold and record.http_headers.get_statuscode() == "200":
                charset = record.http_headers.get_header("Content-Type")
                article = clean_html(record.content_stream().read(), url, content_type=charset)
                yield [normalize(line) for line in gold[unquote(url)]], list(article.blocks)


def figures() -> dict[str, float]:
    """Precision and recall of kept lines over all pages, four digits, and how many pages there are."""
    shared = kept = wanted = pages = 0
    for gold, got in pairs():
        shared += sum((Counter(gold) & Counter(got)).values())
        kept, wanted, pages = kept + len(got), wanted + len(gold), pages + 1
    return {"pages": pages, "precision": round(shared / kept, 4), "recall": round(shared / wanted, 4)}


def main(lower: bool) -> int:
    """Pin the figures; gives 1 and pins nothing where one has fallen and that was not asked for."""
    now, pinned = figures(), json.loads(FLOOR.read_text("utf-8")) if FLOOR.exists() else {}
    fallen = [name for name in ("precision", "recall") if now[name] < pinned.get(name, 0)]
    if fallen and not lower:
        print(f"{' and '.join(fallen)} fell: {pinned} -> {now}; nothing pinned without --lower")
        return 1
    FLOOR.write_text(json.dumps(now, indent=1) + "\n", "utf-8")
    print(now)
    return 0


if __name__ == "__main__":
    sys.exit(main("--lower" in sys.argv[1:]))
