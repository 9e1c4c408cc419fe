"""Archives of pages that the stub cleaner reads, and `crawl archive` of them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.tools.loopback import QUICK, ROOT, Crawl, article
from tests.tools.warcs import response

HOST = "https://a.example/news/"
START = [sys.executable, "-m", "scrapy", "crawl", "archive"]


def page(number: int, *links: str, url: str = "", **facts: Any) -> bytes:
    """A response record of a page that the stub cleaner reads."""
    headers = {name: facts.pop(name) for name in ("Date", "Record_ID", "Payload_Digest") if name in facts}
    fields = [("Content-Type", "text/html; charset=utf-8"), *facts.pop("fields", [])]
    status = facts.pop("status", "200 OK")
    return response(
        url or f"{HOST}{10000 + number}", article(number, *links, **facts).body, status=status, fields=fields, **headers
    )


def command(output: Path, *archives: object, **settings: object) -> list[str]:
    arguments = {name: settings.pop(name) for name in ("domain",) if name in settings}
    given = [
        part
        for name, value in (QUICK | {"OUTPUT_DIR": output} | settings).items()
        for part in ("-s", f"{name}={value}")
    ]
    spider = [part for name, value in arguments.items() for part in ("-a", f"{name}={value}")]
    warc = ",".join(map(str, archives))
    return [*START, "-a", f"warc={warc}", *spider, *given]


def run(output: Path, *archives: object, **settings: object) -> Crawl:
    done = subprocess.run(
        command(output, *archives, **settings), cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    return Crawl(output, done.returncode, done.stdout + done.stderr)
