"""An output folder that yesterday's crawl left, written without a crawl."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from scrapy.http import Headers, HtmlResponse, Request

from cleaners.clean import read_page
from crawler.ledger.lease import Lease
from crawler.ledger.outcome import Finding, Refusal, Visit, outcome_of
from crawler.optout.directives import OptOuts
from crawler.outlets import general_outlet
from crawler.pages.record import record_of
from crawler.storage.warc_writer import Archive
from tests.tools.loopback import ROOT

Json = dict[str, Any]

SOURCE = ROOT / "tests" / "pages" / "almarsad.example" / "inline-teasers"
HTML = (SOURCE / "source.html").read_bytes()
AT = datetime(2026, 11, 22, tzinfo=UTC)
MOMENT = "2026-11-22T00:00:00Z"
URL = "https://almarsad.example/2026/11/22/a-story-of-four-words"


class Corpus:
    """An output folder that yesterday's crawl left, written without a crawl."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.folder = folder
        self._archive = Archive(folder, {}, 10**7, "test")

    def fetched(self, html: bytes, url: str, status: int = 200, **headers: str) -> Json:
        body = gzip.compress(html) if headers.get("Content-Encoding") == "gzip" else html
        fields = Headers({"Content-Type": "text/html; charset=utf-8"} | headers)
        return self._archive.write(Request(url), HtmlResponse(url, status, headers=fields, body=body), AT)

    def record(self, html: bytes = HTML, url: str = URL, cleaned: bytes | None = None, **headers: str) -> Json:
        """The record of a page as today's cleaner reads `cleaned`, which is what the test then spoils."""
        place = self.fetched(html, url, **headers)
        reading = read_page(cleaned or html, url, MOMENT, "text/html; charset=utf-8")
        visit = Visit(lease(url), url, MOMENT, 200, place)
        return record_of(reading["article"], visit, general_outlet(url), OptOuts())

    def rejection(self, reason: str, html: bytes = HTML, url: str = URL, **headers: str) -> Json:
        visit = Visit(lease(url), url, MOMENT, 200, self.fetched(html, url, **headers))
        outcome = outcome_of(visit, Finding(Refusal(reason)))
        assert outcome.rejection is not None
        return outcome.rejection

    def close(self, records: list[Json], rejected: list[Json] | None = None) -> Path:
        self._archive.sync()
        self._archive.close()
        for name, lines in (("articles.jsonl", records), ("rejected.jsonl", rejected)):
            if lines is not None:
                text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
                (self.folder / name).write_text(text, "utf-8")
        return self.folder


def lease(url: str) -> Lease:
    outlet = general_outlet(url)
    return Lease(1, url, outlet.canonicalize(url), outlet.domain, "article", None, 2)
