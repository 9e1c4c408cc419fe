"""Address templates with fields in braces: ``https://news.example/sitemap.xml?yyyy={year}&mm={month:02}``."""

from __future__ import annotations

from datetime import date, timedelta
from string import Formatter
from typing import TYPE_CHECKING
from urllib.parse import quote

from cleaners.data_files import nearest
from crawler.urls import split

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

DATE_FIELDS = ("year", "month", "day")
PAGE_FIELDS = ("page",)
QUERY_FIELDS = ("query",)
_PADDED = ("month", "day")
_STEPS = {("year",): "year", ("year", "month"): "month", ("year", "month", "day"): "day"}
_EXAMPLE = {"year": 2025, "month": 3, "day": 9, "page": 2, "query": "x"}


def is_template(address: str) -> bool:
    """Whether the address has fields."""
    return "{" in address or "}" in address


def problem(template: str, fields: Collection[str]) -> str | None:
    """What is wrong with a template that may have these fields and must have the first; None if it is correct.

    Fields are plain (``{month}`` is 3) or, for months and days, two digits (``{month:02}`` is 03). A day needs its
    month and a month its year, or one address would occur twice.
    """
    try:
        parts = [part for part in Formatter().parse(template) if part[1] is not None]
    except ValueError as error:
        return f"invalid template {template!r}: {error}"
    for _, name, form, conversion in parts:
        if name not in fields:
            return f"unknown field {{{name}}} in {template!r}; {nearest(name or '', fields)}"
        if conversion or (form and not (form == "02" and name in _PADDED)):
            return f"invalid format of {{{name}}} in {template!r}; use {{{name}}} or, for month and day, {{{name}:02}}"
    names = _template_fields(template)
    if tuple(fields) == DATE_FIELDS and names not in _STEPS:
        return f"{template!r} must have {{year}}, {{year}} and {{month}}, or all of {{year}}, {{month}} and {{day}}"
    if next(iter(fields)) not in names:
        return f"{template!r} lacks {{{next(iter(fields))}}}"
    return None if split(example(template)) else f"not an http or https address: {template!r}"


def _template_fields(template: str) -> tuple[str, ...]:
    """The distinct fields of a correct template, in the order year, month, day."""
    names = {name for _, name, _, _ in Formatter().parse(template) if name}
    return tuple(name for name in (*DATE_FIELDS, *PAGE_FIELDS, *QUERY_FIELDS) if name in names)


def example(template: str) -> str:
    """An example address of a correct template, for checking whose it is."""
    return template.format(**_EXAMPLE)


def page_address(template: str, page: int) -> str:
    """The address of one page of a listing."""
    return template.format(page=page)


def search_address(template: str, query: str) -> str:
    """The address that searches for a query, percent-encoded as UTF-8."""
    return template.format(query=quote(query, safe="", errors="replace"))


def dated_addresses(template: str, since: date, until: date) -> Iterator[tuple[date, str]]:
    """The template's periods from `until` back to `since`: the last day of each in the range, and its address.

    Both ends are included; a month or year counts if any of its days is in the range.
    """
    step, day = _STEPS[_template_fields(template)], until
    while day >= since:
        yield day, template.format(year=day.year, month=day.month, day=day.day)
        first = day.replace(day=1) if step == "month" else day.replace(month=1, day=1) if step == "year" else day
        if first == date.min:
            return
        day = first - timedelta(days=1)
