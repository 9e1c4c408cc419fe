"""Page fixtures: folders under tests/pages, and what the cleaner makes of them."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cleaners.clean import Reading, read_html, read_text
from cleaners.page import Page

PAGES = Path(__file__).parents[1] / "pages"
ROOT = PAGES.parent.parent
EXPECTED = ("expected.txt", "expected.json", "dropped.tsv")
MARKDOWN = "expected.md"
"""A file that only fixtures about the structure of texts have."""
TOLD = (
    "title", "authors", "date_published", "date_modified", "date_raw", "date_method", "source", "section",
    "keywords", "language", "related", "reason",
)  # fmt: skip

UNSAID = {"free_access": None, "partial": False}
"""Fields that few pages say anything about, told where one does."""


@dataclass(frozen=True)
class Fixture:
    folder: Path

    @property
    def name(self) -> str:
        return self.folder.relative_to(PAGES).as_posix()

    @property
    def facts(self) -> dict[str, str]:
        return tomllib.loads((self.folder / "source.toml").read_text(encoding="utf-8"))

    @property
    def source(self) -> Path:
        if "file" in self.facts:
            return ROOT / self.facts["file"]
        return next(p for p in (self.folder / "source.html", self.folder / "source.txt") if p.exists())

    def read(self) -> Reading:
        if self.source.suffix == ".txt":
            return read_text(self.source.read_text(encoding="utf-8"))
        fetched = self.facts.get("fetched_at")
        moment = datetime.fromisoformat(fetched) if fetched else None
        return read_html(Page(self.source.read_bytes(), self.facts.get("url"), moment, self.facts.get("content_type")))


def fixtures() -> list[Fixture]:
    return [Fixture(path.parent) for path in sorted(PAGES.glob("*/*/source.toml"))]


def produced(fixture: Fixture) -> dict[str, str]:
    """The content of each expected file as the cleaner would write it today."""
    reading = fixture.read()
    whole = reading.article.to_dict()
    told = {key: whole[key] for key in TOLD}
    told |= {key: whole[key] for key, unsaid in UNSAID.items() if whole[key] is not unsaid}
    told["embedded"] = [{key: e[key] for key in ("title", "text", "source")} for e in whole["embedded"]]
    files = {
        "expected.txt": "".join(f"{block}\n" for block in reading.article.blocks),
        "expected.json": json.dumps(told, ensure_ascii=False, indent=1) + "\n",
        "dropped.tsv": "".join(f"{step}\t{text}\n" for step, text in dropped(reading)),
    }
    if (fixture.folder / MARKDOWN).exists():
        files[MARKDOWN] = f"{reading.article.to_markdown(links=True)}\n"
    return files


def dropped(reading: Reading) -> list[tuple[str, str]]:
    """Step and text of each block that is not in the article's text, in page order."""
    steps = {
        c.index: c.step
        for c in reading.article.changes
        if c.before.role != c.after.role or c.before.article != c.after.article
    }
    return [(steps[b.index], b.text) for b in reading.blocks if not b.is_body]
