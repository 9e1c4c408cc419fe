"""When an article was published: from machine-readable fields, then from the printed date."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from cleaners.dates import Stamp, is_date_line, parse_date, parse_dates
from cleaners.metadata.headline_area import NearbyLine
from cleaners.metadata.jsonld import text_value, types_of
from cleaners.metadata.labelled import BARS, is_labelled_date, pieces, value_of
from cleaners.metadata.structured_data import Sources
from cleaners.text.web_address import split_address

_PUBLISHED_METAS = (
    *("article:published_time", "article:published", "og:article:published_time", "og:published_time", "pubdate"),
    *("publishdate", "publish-date", "publish_date", "published_time", "published_at", "publication_date"),
    *("article.published", "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime"),
    *("rnews:datepublished", "bt:pubdate", "dc.date.issued", "dcterms.issued", "dc.date", "dcterms.date"),
    *("dcterms.created", "dc.date.created", "datepublished", "datecreated", "date"),
)
_MODIFIED_METAS = (
    *("article:modified_time", "og:updated_time", "datemodified", "article:modified", "lastmod", "last-modified"),
    *("dcterms.modified", "dc.date.modified", "og:article:modified_time"),
)
_FIRST_DAY = date(1995, 1, 1)
"""The first Arabic outlets went online later; 1970 and 0001 are empty fields."""
_AHEAD = timedelta(days=1)
"""A page may be dated in a zone that is already a day ahead."""
_LATE_HOUR = 20
"""From this hour on, a UTC time may be on the next day in the Arab world (UTC to UTC+4)."""
_NUMERIC = re.compile(r"\s*(\d{1,2})[/.-](\d{1,2})[/.-]\d{4}")
_EPOCH_SECONDS = re.compile(r"1\d{9}(?:\d{3})?")
_PATH_DAY = re.compile(r"/((?:19|20)\d\d)[/-](\d{1,2})[/-](\d{1,2})(?=[/-]|$)")
_DATE_ELEMENT = re.compile(r"\bdate|date\b|\btime\b|publish|posted|pubdate|\bmeta\b|post-?meta|stamp")
_DATED_LINE_LETTERS = 100


@dataclass(frozen=True, slots=True)
class _PageDate:
    """A date and where it was found."""

    iso: str
    raw: str
    method: str
    """`json-ld meta script microdata time visible url`."""

    @property
    def day(self) -> date:
        """The day without the time."""
        return date.fromisoformat(self.iso[:10])


def page_dates(
    sources: Sources, lines: Sequence[NearbyLine], now: datetime | None
) -> tuple[_PageDate | None, _PageDate | None]:
    """The dates of publication and of the last modification, each None if unknown."""
    published = [
        *(("json-ld", text_value(sources.article.get(key))) for key in ("datePublished", "dateCreated", "uploadDate")),
        *(("meta", value) for name in _PUBLISHED_METAS for value in sources.own_head.metas.get(name, [])),
        ("script", text_value(sources.script.get("published"))),
        *_web_page_date(sources, "datePublished"),
        *(("microdata", value) for value in _if_same_day(sources.properties.get("published", []))),
        *_time_values(lines),
        *(("time", value) for value in _if_same_day(sources.times)[:1]),
    ]
    modified = [
        ("json-ld", text_value(sources.article.get("dateModified"))),
        *(("meta", value) for name in _MODIFIED_METAS for value in sources.own_head.metas.get(name, [])),
        ("script", text_value(sources.script.get("modified"))),
        *(("microdata", value) for value in sources.properties.get("modified", [])[:1]),
    ]
    first = _machine_or_printed(_machine_date(published, now), lines, now)
    return first or _machine_date(_path_date(sources.url), now), _machine_date(modified, now)


def _web_page_date(sources: Sources, key: str) -> list[tuple[str, str]]:
    """A date from the first WebPage node in JSON-LD, unless the head is the home page's."""
    pages = [node for node in sources.nodes if "WebPage" in types_of(node)] if not sources.head.is_of_home else []
    return [("json-ld", text_value(page.get(key))) for page in pages[:1]]


def _if_same_day(values: list[str]) -> list[str]:
    """The values if all are the same day, else none: lists of other articles have dates too."""
    return values if len({value[:10] for value in values}) == 1 else []


def _machine_date(values: Iterable[tuple[str, str]], now: datetime | None) -> _PageDate | None:
    """The first plausible date in (method, value) pairs."""
    for method, value in values:
        iso = _machine_iso(value)
        if iso and _is_plausible(date.fromisoformat(iso[:10]), now):
            return _PageDate(iso, value, method)
    return None


def _machine_iso(value: str) -> str | None:
    """The ISO 8601 form of a field: ISO, Unix time or printed date; None if ambiguous, as 3/7/2020."""
    if _EPOCH_SECONDS.fullmatch(value):
        return datetime.fromtimestamp(int(value[:10]), UTC).isoformat()
    numeric = _NUMERIC.match(value)
    if numeric and int(numeric[1]) <= 12 and int(numeric[2]) <= 12:
        return None
    stamp = parse_date(value)
    return stamp.iso if stamp else None


def _is_plausible(day: date, now: datetime | None) -> bool:
    """Whether an article fetched `now` can be of this day."""
    return day >= _FIRST_DAY and (now is None or day - _AHEAD <= now.date())


def _visible_date(lines: Sequence[NearbyLine], now: datetime | None) -> _PageDate | None:
    """The date printed around the headline: labelled published, then unlabelled, unknown label, updated.

    The first of each kind counts; after unknown labels the earliest, since publication precedes modification. An
    unlabelled date of the fetch day above the headline is the site's clock.
    """
    stamps = list(_printed_stamps(lines, now))
    for label in ("published", None, "other", "updated"):
        if label == "other":
            found = min(_other_stamps(lines, now), key=lambda stamp: stamp.day, default=None)
            if found:
                return _PageDate(found.iso, found.raw, "visible")
        for stamp, line in stamps:
            if stamp.label == label and not (label is None and line.is_above and _is_today(stamp, now)):
                return _PageDate(stamp.iso, stamp.raw, "visible")
    return None


def _other_stamps(lines: Iterable[NearbyLine], now: datetime | None) -> Iterator[Stamp]:
    """Yield each date after an unknown label between headline and text, its raw form with the label."""
    for line in lines:
        if line.is_above or line.is_below_summary:
            continue
        texts = [part for part, _ in line.parts] or [line.text]
        for piece in (piece for text in texts for piece in pieces(text) if is_labelled_date(piece)):
            stamp = parse_date(value_of(piece), now)
            if stamp and stamp.label is None and _is_plausible_stamp(stamp, now):
                yield replace(stamp, raw=piece)


def _printed_stamps(lines: Iterable[NearbyLine], now: datetime | None) -> Iterator[tuple[Stamp, NearbyLine]]:
    """Yield each plausible printed date with its line."""
    for line in lines:
        for text in _date_parts(line):
            yield from ((stamp, line) for stamp in parse_dates(text, now) if _is_plausible_stamp(stamp, now))


def _date_parts(line: NearbyLine) -> list[str]:
    """The parts of a line that are dates; the whole line if its element is named for a date.

    Below a summary only the latter count: the text may have begun.
    """
    is_short = len(line.text) <= _DATED_LINE_LETTERS
    is_named = is_short and bool(_DATE_ELEMENT.search(line.names)) and bool(parse_dates(line.text))
    if is_named or (is_date_line(line.text) and not line.is_below_summary):
        return [line.text]
    if line.is_below_summary:
        return []
    found = [part for part in BARS.split(line.text) if is_date_line(part)]
    return found or [text for text, _ in line.parts if is_date_line(text)]


def _is_plausible_stamp(stamp: Stamp, now: datetime | None) -> bool:
    """Whether a printed date can be the article's."""
    return stamp.label != "fetched" and _is_plausible(date.fromisoformat(stamp.day), now)


def _is_today(stamp: Stamp, now: datetime | None) -> bool:
    """Whether a date is the fetch day, give or take a day for time zones."""
    return now is not None and abs((date.fromisoformat(stamp.day) - now.date()).days) <= 1


def _time_values(lines: Iterable[NearbyLine]) -> list[tuple[str, str]]:
    """Machine-readable dates around the headline, those of updates last."""
    marked = [line for line in lines if line.machine_date]
    marked.sort(key=lambda line: bool(re.search(r"modif|updat|\bupd\b", line.names)))
    return [("time", line.machine_date) for line in marked]


def _path_date(url: str | None) -> list[tuple[str, str]]:
    """The day in the page's URL, such as /2020/8/24/; empty for none."""
    parts = split_address(url)
    found = parts and _PATH_DAY.search(parts.path)
    return [("url", f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}")] if found else []


def _machine_or_printed(
    machine: _PageDate | None, lines: Sequence[NearbyLine], now: datetime | None
) -> _PageDate | None:
    """The machine-readable date or the printed one.

    The printed date wins if the machine-readable one is late in UTC on the day before, or is the fetch day and so
    perhaps only when the page was generated.
    """
    if machine and not _is_late_utc(machine.iso) and not (now and abs((machine.day - now.date()).days) <= 1):
        return machine
    printed = _visible_date(lines, now)
    if machine is None or printed is None:
        return machine or printed
    moved = (printed.day - machine.day).days
    if (_is_late_utc(machine.iso) and moved == 1) or (not _is_late_utc(machine.iso) and moved < -1):
        return printed
    return machine


def _is_late_utc(iso: str) -> bool:
    """Whether a time is in UTC and so late that the outlet's day may already be the next."""
    return iso.endswith(("+00:00", "Z")) and "T" in iso and int(iso[11:13]) >= _LATE_HOUR
