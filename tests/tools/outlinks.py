"""Links on a page of an outlet that no file describes."""

from __future__ import annotations

from crawler.ledger.lease import Lease
from crawler.outlets import general_outlet

OUTLET = general_outlet("https://a.example/")
LEASE = Lease(1, "https://a.example/news/10001", "https://a.example/news/10001", "a.example", "article", "000", 2)


def link(path: str, kind: str = "related") -> dict[str, str]:
    url = path if path.startswith("http") else f"https://a.example{path}"
    return {"url": url, "text": f"to {path}", "kind": kind}
