"""Read an archived page again, line by line, to tell what a crawl made of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from cleaners.article import CLEANER_VERSION
from cleaners.clean import read_html
from cleaners.page import Page
from cleaners.text.normalize import comparison_key
from crawler.reclean.pages import UnreadablePage
from crawler.reclean.run import REASONS_OF_CLEANING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleaners.clean import Reading
    from crawler.reclean.named_lines import NamedLines
    from crawler.reclean.pages import PageReader
    from crawler.storage.committed import Json


@dataclass(frozen=True, slots=True)
class RetoldPage:
    """The newest capture of a page, read by today's cleaner."""

    line: Json
    """Its record or rejection."""
    captures: int
    """Records and rejections of the page."""
    reading: Reading

    @property
    def is_record(self) -> bool:
        """Whether the crawl wrote a record."""
        return "reason" not in self.line

    @property
    def cleaned_by(self) -> str:
        """The version of the cleaner that read it for the crawl; "" for a rejection, which does not say."""
        return str(self.line.get("cleaner_version") or "")

    @property
    def difference(self) -> str | None:
        """How the line differs from today's reading, in words; None if the reading explains it."""
        article, then = self.reading.article, self.line.get("reason")
        if self.is_record:
            if self.line["pages"] or comparison_key(article.text) == comparison_key(self.line["text"]):
                return None
            by = self.cleaned_by if self.cleaned_by != CLEANER_VERSION else f"another state of {CLEANER_VERSION}"
            return f"cleaned by {by}: the record holds another text than today's reading; scrapy reclean shows how"
        if then not in REASONS_OF_CLEANING or then in (article.reason, "listing"):  # most listings by their address
            return None
        return f"rejected as {then} then; today it is {article.reason or 'an article'}"

    def head_lines(self) -> Iterator[str]:
        """The lines above the explanation: the crawl's line, the capture, the reason."""
        line, place = self.line, self.line["warc"]
        if self.is_record:
            yield f"record    {line['id']}  {line['url']}"
        else:
            yield f"page      {line['url']}"
            yield f"rejected  {line['reason']}" + (f": {line['detail']}" if line["detail"] else "")
        newest = f", the newest of {self.captures} captures" if self.captures > 1 else ""
        yield f"fetched   {line['fetched_at']}{newest}; {place['file']} at {place['offset']}"
        if line.get("pages"):
            yield f"pages     its text is joined from {1 + len(line['pages'])} pages; this is the first"


def retold(found: NamedLines, pages: PageReader) -> RetoldPage:
    """The newest capture of a page, read again; raises UnreadablePage for one that is not archived, or is no page."""
    line = found.newest
    try:
        page = pages.read(line | {"pages": []})
    except UnreadablePage as error:
        told = f"rejected as {line['reason']} ({line['detail']})" if "reason" in line else f"record {line['id']}"
        problem = f"its page cannot be read: {error}" if line["warc"] else "its page is not archived"
        raise UnreadablePage(f"{line['url']}: {told}; {problem}") from error
    moment = datetime.fromisoformat(line["fetched_at"])
    return RetoldPage(line, len(found.lines), read_html(Page(page.body, page.url, moment, page.content_type)))
