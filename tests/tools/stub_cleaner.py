"""A cleaner that reads the pages of `loopback.py`, so that tests of the crawler do not hang on the real one."""

from __future__ import annotations

import os
import re
import time
from typing import Any
from urllib.parse import urljoin

from cleaners.data_files import DataFileError

_LINK = re.compile(r'<a class="(\w+)" href="([^"]*)">([^<]*)</a>')


def read_page(html: bytes, url: str, fetched_at: str, content_type: str | None) -> dict[str, Any]:
    page = html.decode("utf-8", "replace")
    if "HANG" in page:
        time.sleep(60)
    if "SLOW" in page:
        time.sleep(1 if "SLOWER" in page else 0.05)
    if "RAISE" in page:
        return {"article": None, "links": [], "canonical": None, "directives": []}
    if "OWN DATA" in page:
        raise DataFileError("teaser.txt: line 3: no phrase")
    if "DIE" in page:
        os._exit(3)
    title = re.search("<title>(.*?)</title>", page)
    text = "\n\n".join(re.findall("<p>(.*?)</p>", page))
    canonical = re.search('rel="canonical" href="(.*?)"', page)
    robots = re.search('name="robots" content="(.*?)"', page)
    return {
        "article": {
            "title": title[1] if title else None,
            "text": text,
            "blocks": text.split("\n\n"),
            "authors": [],
            "translators": [],
            "date_published": None,
            "date_modified": None,
            "date_raw": None,
            "date_method": None,
            "source": None,
            "section": None,
            "keywords": [],
            "free_access": None,
            "partial": False,
            "language": "ar",
            "related": [],
            "embedded": [],
            "changes": [],
            "cleaner_version": "stub",
            "reason": "bot_wall" if "BOT WALL" in text else None if text else "empty",
        },
        "links": [{"url": urljoin(url, to), "text": words, "kind": kind} for kind, to, words in _LINK.findall(page)],
        "canonical": urljoin(url, canonical[1]) if canonical else None,
        "directives": robots[1].split(",") if robots else [],
        "pages": [urljoin(url, to) for to in re.findall('rel="next" href="(.*?)"', page)],
    }


def echo(html: bytes, url: str, fetched_at: str, content_type: str | None) -> dict[str, Any]:
    if html == b"hang":
        time.sleep(60)
    if html == b"die":
        os._exit(3)
    if html.startswith(b"raise"):
        raise ValueError(html.decode())
    if html == b"print":
        print("words that belong on no pipe")
    return {"length": len(html), "url": url, "type": content_type, "pid": os.getpid(), "at": fetched_at}
