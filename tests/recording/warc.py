"""The archive: one response record a page, dates and record ids fixed: same pages, same bytes."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import TYPE_CHECKING

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from .dates import rfc822

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from .page import Page

RECORDED = datetime(2025, 12, 28, 6, 0, 0, tzinfo=UTC)
_REASONS = {200: "OK", 301: "Moved Permanently", 302: "Found", 404: "Not Found", 410: "Gone"}


def write_warc(pages: Iterable[Page], path: Path) -> None:
    """Write the pages in their order, a second apart, each record a gzip member of its own."""
    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=True)
        for number, page in enumerate(page for page in pages if page.kind != "dead" or page.body):
            writer.write_record(_record(writer, page, number))


def _record(writer: WARCWriter, page: Page, number: int) -> object:
    when = RECORDED + timedelta(seconds=number)
    headers = [
        ("Date", rfc822(when).replace("+0000", "GMT")),
        ("Content-Type", page.content_type),
        ("Content-Length", str(len(page.payload))),
        *page.headers,
    ]
    status = StatusAndHeaders(f"{page.status} {_REASONS[page.status]}", headers, protocol="HTTP/1.1")
    named = {
        "WARC-Record-ID": f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, page.url)}>",
        "WARC-Date": when.strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    # with a length warcio needs no temporary file, which it would leave open
    return writer.create_warc_record(
        page.url,
        "response",
        payload=BytesIO(page.payload),
        length=len(page.payload),
        http_headers=status,
        warc_headers_dict=named,
    )
