"""When an article was published: from machine-readable fields, then from the printed date."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import islice

from cleaners.dates import Stamp, is_date_line, is_update, may_hold_date, parse_date, parse_dates, texts_beside_dates
from cleaners.dates.tokens import ascii_digits
from cleaners.metadata.element_names import short_text
from cleaners.metadata.headline_area import NearbyLine
from cleaners.metadata.jsonld import text_value, types_of
from cleaners.metadata.labelled import BARS, goes_with_date, is_labelled_date, pieces, value_of
from cleaners.metadata.printed_section import dates_of_details
from cleaners.metadata.structured_data import Sources
from cleaners.text.web_address import split_address

_PUBLISHED_KEYS = ("datePublished", "dateCreated", "uploadDate")
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
_OFFSETS = timedelta(hours=-12), timedelta(hours=14)
"""The clocks of the world, as offsets from UTC."""
_ZONES = timezone(timedelta(hours=-8)), timezone(timedelta(hours=4))
"""The zones of Arabic outlets, from California to the Gulf."""
_ZONE_STEP = timedelta(minutes=15)
"""Offsets from UTC are multiples of it."""
_NUMERIC = re.compile(r"\s*(\d{1,2})[/.-](\d{1,2})[/.-]\d{4}")
_EPOCH_SECONDS = re.compile(r"1\d{9}(?:\d{3})?")
_ISO = re.compile(
    r"(?P<day>(?:19|20)\d\d-\d\d-\d\d)(?:[Tt ](?P<clock>\d\d:\d\d:\d\d)(?:[.,]\d+)?(?P<offset>[Zz]|[+-]\d\d:?\d\d)?)?"
)
_BASIC_ISO = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)?(?:\.\d+)?(Z|[+-]\d\d:?\d\d)?)?")
"""ISO 8601 without hyphens and colons."""
_PATH_DAY = re.compile(r"/((?:19|20)\d\d)[/-](\d{1,2})[/-](\d{1,2})(?=[/-]|$)")
_DATE_ELEMENT = re.compile(r"\bdate|date\b|\btime\b|publish|posted|pubdate|\bmeta\b|post-?meta|stamp")
_MODIFIED = "datemodified"
_UPDATED = re.compile(r"modif|updat|\bupd\b")
_MAX_SIBLINGS = 200
_SUBHEAD = re.compile(r"(?:^|\s)h[2-6](?:\s|$)")
_MACHINE_TIME = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:?\d\d)?")
_DATED_LINE_LETTERS = 100
_DAY_LETTERS = len("2025-03-19")


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
    machine = _machine_date(_published_values(sources, lines), now)
    changed = _machine_date(_modified_values(sources, lines), now)
    stamps = list(_printed_stamps(lines, now))
    first = _machine_or_printed(machine, _visible_date(stamps, lines, now), now)
    return (
        first or _date_in_details(sources, now) or _machine_date(_path_date(sources.url), now),
        _beside(changed, machine, first) or _visible_date(stamps, lines, now, ("updated",)),
    )


def _published_values(sources: Sources, lines: Sequence[NearbyLine]) -> Iterator[tuple[str, str]]:
    """Yield the method and value of each machine-readable date of publication, the most reliable first."""
    yield from (("json-ld", text_value(sources.article.get(key))) for key in _PUBLISHED_KEYS)
    yield from (("meta", value) for name in _PUBLISHED_METAS for value in sources.own_head.values(name))
    yield "script", text_value(sources.script.get("published"))
    yield from _web_page_date(sources, "datePublished")
    yield from (("microdata", value) for value in _if_same_day(sources.stated("published")))
    yield from _time_values(lines)
    yield from (("time", value) for value in _if_same_day(sources.times)[:1])


def _modified_values(sources: Sources, lines: Sequence[NearbyLine]) -> Iterator[tuple[str, str]]:
    """Yield the method and value of each machine-readable date of the last change, the most reliable first."""
    yield "json-ld", text_value(sources.article.get("dateModified"))
    yield from (("meta", value) for name in _MODIFIED_METAS for value in sources.own_head.values(name))
    yield "script", text_value(sources.script.get("modified"))
    yield from (("microdata", value) for value in sources.microdata.get("modified", [])[:1])
    yield from _time_values(lines, modified=True)


def _date_in_details(sources: Sources, now: datetime | None) -> _PageDate | None:
    """The day in the sentence below an old blog's post, if it names one only."""
    stamps = [stamp for text in dates_of_details(sources.page.root) for stamp in parse_dates(text, now)]
    days = {stamp.day for stamp in stamps if _is_plausible_stamp(stamp, now)}
    return _PageDate(stamps[0].iso, stamps[0].raw, "visible") if len(days) == 1 else None


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
    value = ascii_digits(value)
    basic = _BASIC_ISO.fullmatch(value.strip())
    if basic:
        time = f"T{basic[4]}:{basic[5]}:{basic[6] or '00'}{basic[7] or ''}" if basic[4] else ""
        value = f"{basic[1]}-{basic[2]}-{basic[3]}{time}"
    if (exact := _ISO.fullmatch(value.strip())) and (iso := _valid_iso(exact)):
        return iso
    if _EPOCH_SECONDS.fullmatch(value):
        return datetime.fromtimestamp(int(value[:10]), UTC).isoformat()
    numeric = _NUMERIC.match(value)
    if numeric and int(numeric[1]) <= 12 and int(numeric[2]) <= 12:
        return None
    stamp = parse_date(value)
    return stamp.iso if stamp else None


def _valid_iso(exact: re.Match[str]) -> str | None:
    """The ISO 8601 form, without fractions of a second, of a day or time that is written so; None if there is none."""
    day, clock, offset = exact["day"], exact["clock"], exact["offset"] or ""
    if offset in ("Z", "z"):
        offset = "+00:00"
    elif offset and ":" not in offset:
        offset = f"{offset[:3]}:{offset[3:]}"
    iso = f"{day}T{clock}{offset}" if clock else day
    try:
        datetime.fromisoformat(iso)
    except ValueError:
        return None
    return iso


def _is_plausible(day: date, now: datetime | None) -> bool:
    """Whether an article fetched `now` can be of this day."""
    return day >= _FIRST_DAY and (now is None or day - _AHEAD <= now.date())


def _visible_date(
    stamps: Sequence[tuple[Stamp, NearbyLine]],
    lines: Sequence[NearbyLine],
    now: datetime | None,
    labels: Sequence[str | None] = ("published", None, "other"),
) -> _PageDate | None:
    """The date printed around the headline: labelled published, then unlabelled, then with an unknown label.

    `stamps` are the dates printed in the lines. The first of each kind counts; after unknown labels the earliest, since
    publication precedes modification. An unlabelled date of the fetch day above the headline is the site's clock.
    """
    for label in labels:
        if label == "other":
            found = min(_other_stamps(lines, now), key=lambda stamp: stamp.day, default=None)
            if found:
                return _PageDate(found.iso, found.raw, "visible")
        for stamp, line in stamps:
            if stamp.label == label and not (label is None and _is_not_of_article(stamp, line, now)):
                return _PageDate(stamp.iso, stamp.raw, "visible")
    return None


def _other_stamps(lines: Iterable[NearbyLine], now: datetime | None) -> Iterator[Stamp]:
    """Yield each date after an unknown label between headline and text, its raw form with the label."""
    for line in lines:
        if line.is_above or line.is_below_summary or not may_hold_date(line.text):
            continue
        texts = [part for part, _ in line.parts] or [line.text]
        for piece in (piece for text in texts for piece in pieces(text) if is_labelled_date(piece)):
            if is_update(piece):
                continue
            stamp = parse_date(value_of(piece), now)
            if stamp and stamp.label is None and _is_plausible_stamp(stamp, now):
                yield replace(stamp, raw=piece)


def _printed_stamps(lines: Iterable[NearbyLine], now: datetime | None) -> Iterator[tuple[Stamp, NearbyLine]]:
    """Yield each plausible printed date with its line."""
    for line in lines:
        for text in map(_for_readers, _date_parts(line)) if may_hold_date(line.text) else ():
            yield from ((stamp, line) for stamp in parse_dates(text, now) if _is_plausible_stamp(stamp, now))


def _for_readers(text: str) -> str:
    """A text without times for machines, unless it has nothing else."""
    return _MACHINE_TIME.sub(" ", text).strip() or text


def _date_parts(line: NearbyLine) -> list[str]:
    """The parts of a line that are dates; the whole line if its element is named for a date.

    Below a summary only the latter count: the text may have begun.
    """
    is_short = len(line.text) <= _DATED_LINE_LETTERS
    is_named = is_short and bool(parse_dates(line.text)) and bool(_DATE_ELEMENT.search(line.names))
    if is_named or (is_date_line(line.text) and not line.is_below_summary):
        return [line.text]
    if line.is_below_summary:
        return []
    found = [part for part in BARS.split(line.text) if is_date_line(part)]
    found = found or [text for text, _ in line.parts if is_date_line(text)]
    beside = texts_beside_dates(line.text) if is_short and not found else ()
    return [line.text] if beside and all(map(goes_with_date, beside)) else found


def _is_plausible_stamp(stamp: Stamp, now: datetime | None) -> bool:
    """Whether a printed date can be the article's."""
    return stamp.label != "fetched" and _is_plausible(date.fromisoformat(stamp.day), now)


def _is_not_of_article(stamp: Stamp, line: NearbyLine, now: datetime | None) -> bool:
    """Whether an unlabelled date is the site's clock or the subhead of a chronology's first entry."""
    if line.is_above and _is_today(stamp, now):
        return True
    if stamp.iso != stamp.day or _DATE_ELEMENT.search(line.names):
        return False
    return bool(_SUBHEAD.search(line.names)) or len(_days_beside(line)) > 1


def _days_beside(line: NearbyLine) -> set[str]:
    """The days that elements beside a line, and it, consist of."""
    children = islice(line.parent, _MAX_SIBLINGS) if line.parent is not None else ()
    texts = (short_text(child) for child in children if isinstance(child.tag, str))
    return {stamp.day for text in texts if is_date_line(text) for stamp in parse_dates(text) if stamp.label is None}


def _is_today(stamp: Stamp, now: datetime | None) -> bool:
    """Whether a date is the fetch day, give or take a day for time zones."""
    return now is not None and abs((date.fromisoformat(stamp.day) - now.date()).days) <= 1


def _time_values(lines: Iterable[NearbyLine], modified: bool = False) -> list[tuple[str, str]]:
    """Machine-readable dates around the headline of publication or, labelled so, of the last change.

    Those of class "updated" come last: microformats give it to dates of publication, too.
    """
    marked = [line for line in lines if line.machine_date]
    chosen = [line for line in marked if modified == (_MODIFIED in line.names or is_update(line.text))]
    chosen.sort(key=lambda line: bool(_UPDATED.search(line.names)))
    return [("time", line.machine_date) for line in chosen]


def _path_date(url: str | None) -> list[tuple[str, str]]:
    """The day in the page's URL, such as /2020/8/24/; empty for none."""
    parts = split_address(url)
    found = parts and _PATH_DAY.search(parts.path)
    return [("url", f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}")] if found else []


def _machine_or_printed(machine: _PageDate | None, printed: _PageDate | None, now: datetime | None) -> _PageDate | None:
    """The machine-readable date or the printed one.

    The printed date wins if the machine-readable one is the fetch day and so perhaps only when the page was generated,
    or is the same moment on the neighbouring day of a server's zone.
    """
    if machine is None or printed is None:
        return machine or printed
    moment, moved = _moment_of(machine), printed.day - machine.day
    if moment and abs(moved) == _AHEAD and (iso := _on_printed_day(printed, moment)):
        return replace(printed, iso=iso)
    if now and abs((machine.day - now.date()).days) <= 1 and moved < -_AHEAD:
        return printed
    return machine


def _moment_of(found: _PageDate) -> datetime | None:
    """The moment of a time with an offset; None for others."""
    moment = datetime.fromisoformat(found.iso)
    return moment if moment.tzinfo else None


def _on_printed_day(printed: _PageDate, moment: datetime) -> str | None:
    """A moment on the clock that is printed for readers, else the printed day; None if it is another moment's day."""
    clock = datetime.fromisoformat(printed.iso)
    if clock.tzinfo:
        return printed.iso
    offset = clock - moment.astimezone(UTC).replace(tzinfo=None, second=clock.second, microsecond=0)
    is_clock = len(printed.iso) > _DAY_LETTERS and not offset % _ZONE_STEP
    if is_clock and _OFFSETS[0] <= offset <= _OFFSETS[1]:
        return moment.replace(microsecond=0).astimezone(timezone(offset)).isoformat()
    west, east = (moment.astimezone(zone).date() for zone in _ZONES)
    return printed.iso[:_DAY_LETTERS] if west <= printed.day <= east else None


def _beside(changed: _PageDate | None, machine: _PageDate | None, chosen: _PageDate | None) -> _PageDate | None:
    """The date of the last change, in the zone that the printed date of publication showed to be the outlet's."""
    if changed is None or machine is None or chosen is None or chosen.iso == machine.iso:
        return changed
    moment, clock = _moment_of(changed), _moment_of(chosen)
    if changed.iso == machine.iso:
        return replace(changed, iso=chosen.iso)
    return replace(changed, iso=moment.astimezone(clock.tzinfo).isoformat()) if moment and clock else changed
