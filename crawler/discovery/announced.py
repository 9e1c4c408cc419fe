"""An address that a feed, sitemap or listing announces."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin

from crawler.urls import split

MAX_URL = 2048
"""Longer addresses are no articles'; the cleaner leaves their links out too."""
_MAX_TIME = 100
"""Characters of a date; the longest form, a weekday, its zone and a comment, has 45."""
_TAG = re.compile(r"<[^<>]*>")
# What a day is called last on earth: where it is over at UTC+14, it is over for every newsroom.
_EARLIEST_ZONE = timezone(timedelta(hours=14))


@dataclass(frozen=True)
class Announced:
    """One announced article: absolute address as found, headline and time of publication where given.

    `published` is ISO 8601 with the zone that was stated, a bare day where only a day was.
    """

    url: str
    title: str | None = None
    published: str | None = None


def certainly_before(published: str | None, day: date) -> bool:
    """Whether something was published (or last changed) before `day` in every time zone; unknown is no.

    A time without zone, and a bare day, count by the day that they name.

    >>> certainly_before("2025-03-18T09:00:00+00:00", date(2025, 3, 19))
    True
    >>> certainly_before("2025-03-18T22:30:00+00:00", date(2025, 3, 19))
    False
    """
    if not published:
        return False
    try:
        moment = datetime.fromisoformat(published)
        return (moment.astimezone(_EARLIEST_ZONE) if moment.tzinfo else moment).date() < day
    except (ValueError, OverflowError):
        return False


def absolute(base: str, link: str | None) -> str | None:
    """The link as an absolute http(s) address without its fragment; None for anything else, and for long ones."""
    if not link or not link.strip() or len(link) > MAX_URL:
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
    text = (text or "").strip()
    if not 0 < len(text) <= _MAX_TIME:
        return None
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
