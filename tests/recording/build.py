"""Rebuild the recording: `python -m tests.recording.build` writes outlets.warc.gz and truth.json here."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .outlets import OUTLETS
from .page import Page
from .texts import load
from .warc import write_warc

FOLDER = Path(__file__).parent
ARCHIVE, TRUTH = "outlets.warc.gz", "truth.json"
EXTRA_STORIES = 5
# Why a crawl refuses what is not an article, by kind; kinds that are missing here are no refusals.
REASONS = {
    "opt_out": {"opt_out"},
    "robots": {"robots"},
    "bot_wall": {"bot_wall", "opt_out"},  # such walls say noindex
    "stub": {"stub", "too_short"},
    "english": {"not_arabic"},
    "duplicate": {"duplicate"},
    "dead": {"http_error"},
    "gone": {"http_error"},
    "redirect_offsite": {"offsite"},
    "redirect_loop": {"redirect"},
}


@dataclass(frozen=True)
class Recording:
    """All pages in the order of the archive."""

    pages: tuple[Page, ...]

    @property
    def truth(self) -> dict[str, dict[str, Any]]:
        """What each address is: `kind`, and for articles what a crawl should make of them."""
        return {page.url: {"kind": page.kind, "status": page.status, **page.truth} for page in self.pages}

    def write(self, folder: Path) -> None:
        """Write the archive and the truth into a folder."""
        write_warc(self.pages, folder / ARCHIVE)
        truth = json.dumps(self.truth, ensure_ascii=False, indent=1, sort_keys=True)
        (folder / TRUTH).write_text(truth + "\n", "utf-8")


def build(extra: int = 0) -> Recording:
    """The recording; with `extra` (up to 5) articles that appeared later, announced and linked like all."""
    pages = [page for outlet in OUTLETS for page in outlet.pages(load(outlet.HOST, extra))]
    urls = [page.url for page in pages]
    doubled = {url for url in urls if urls.count(url) > 1}
    if doubled:
        raise ValueError(f"two pages under one address: {sorted(doubled)}")
    return Recording(tuple(pages))


if __name__ == "__main__":
    build().write(FOLDER)
    sys.stdout.write(f"{FOLDER / ARCHIVE}\n{FOLDER / TRUTH}\n")
