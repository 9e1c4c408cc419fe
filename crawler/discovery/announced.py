"""An address that a feed, sitemap or listing announces."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin

from crawler.urls import split

_TAG = re.compile(r"<[^<>]*>")


@dataclass(frozen=True)
class Announced:
    """One announced article: absolute address as found, headline and time of publication where given.

    `published` is ISO 8601 with the zone that was stated, a bare day where only a day was.
    """

    url: str
    title: str | None = None
    published: str | None = None


def absolute(base: str, link: str | None) -> str | None:
    """The link as an absolute http(s) address without its fragment; None for anything else."""
    if not link or not link.strip():
        return None
    try:
        url = urljoin(base, link.strip()).partition("#")[0]
    except ValueError:
        return None
    return url if split(url) else None


def plain(text: str | None) -> str | None:
    """A title without mark-up: entities that were escaped twice resolved, tags gone, blanks collapsed."""
    if not text:
        return None
    return " ".join(_TAG.sub(" ", html.unescape(text)).split()) or None


def iso_time(text: str | None) -> str | None:
    """A feed's date (RFC 822 or ISO 8601) as ISO 8601; None where it is neither."""
    if not text or not text.strip():
        return None
    text = text.strip()
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = read(text)
        except (ValueError, OverflowError):
            continue
        return text if len(text) == len("2025-03-19") else moment.isoformat()
    return None


def each_once(announced: list[Announced]) -> list[Announced]:
    """The announced addresses in order, a repeated one only where it came first."""
    first: dict[str, Announced] = {}
    for one in announced:
        first.setdefault(one.url, one)
    return list(first.values())
