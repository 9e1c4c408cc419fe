"""Where an archived answer leads: redirects and canonical links, but not a home page named as canonical."""

from __future__ import annotations

from crawler.storage.committed import ArchivedRecord
from crawler.takedown.pages import leads_to


def test_redirects_and_canonical_links_lead_on() -> None:
    record = ArchivedRecord("response", "https://m.a.example/1", 0, 9, "", "", ("/2", "http://[x"))
    page = b'<link rel=canonical href="https://a.example/1"><link rel=canonical href="https://a.example/">'
    assert leads_to(record, page) == ["https://m.a.example/2", "", "https://a.example/1"]
