"""An article address announced by a feed, sitemap or listing."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

from cleaners.text.web_address import join_address
from crawler.urls import split

MAX_URL = 2048
"""Characters of an address; longer ones do not belong to articles, and the cleaner skips links to them too."""
_MAX_TIME = 100
"""Characters of a date; the longest form, with weekday, zone and comment, has 45."""
_MARKUP_TAG = re.compile(r"<[^<>]*>")
# UTC+14 has the latest local date on earth: if even that is before a day, so is the date of every newsroom.
_EARLIEST_ZONE = timezone(timedelta(hours=14))


@dataclass(frozen=True)
class Announced:
    """One announced article: its absolute address as found, and headline and publication time where given.

    `published` is ISO 8601 with the stated zone, or a bare date if only a date was stated.
    """

    url: str
    title: str | None = None
    published: str | None = None


def certainly_before(published: str | None, day: date) -> bool:
    """Whether a publication (or modification) time lies before `day` in every time zone; False if unknown.

    A time without a zone and a bare date are compared by the date they state.

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
    """The link as an absolute http(s) address without fragment; None for anything else or beyond `MAX_URL`."""
    if not link or not link.strip() or len(link) > MAX_URL:
        return None
    url = (join_address(base, link.strip()) or "").partition("#")[0]
    return url if split(url) else None


def plain(text: str | None) -> str | None:
    """A title as plain text: doubly escaped entities resolved, tags removed, whitespace collapsed."""
    if not text:
        return None
    return " ".join(_MARKUP_TAG.sub(" ", html.unescape(text)).split()) or None


def iso_time(text: str | None) -> str | None:
    """A feed's date (RFC 822 or ISO 8601) as ISO 8601; None if it is neither."""
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
    """The announced articles in order, keeping the first of each address."""
    first: dict[str, Announced] = {}
    for one in announced:
        first.setdefault(one.url, one)
    return list(first.values())
