"""Render the explanation of an archived page for a browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleaners.explain.html_page import Origin, explain_html
from crawler.reclean.html_diff import texts_ar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawler.reclean.retold import RetoldPage


def explained_html(page: RetoldPage) -> str:
    """The page as HTML, under its address, with what the crawl says of it."""
    line = page.line
    origin = Origin(
        url=line["url"],
        fetched_at=line["fetched_at"],
        reason=line.get("reason"),
        rule=line.get("detail"),
        notes=(*_notes(page),),
    )
    return explain_html(page.reading, origins=[origin])


def _notes(page: RetoldPage) -> Iterator[str]:
    """The sentences above the page."""
    words, line, place = texts_ar()["explain"], page.line, page.line["warc"]
    if page.is_record:
        yield words["record"].format(id=line["id"])
    else:
        yield words["rejected"].format(reason=line["reason"])
    if page.captures > 1:
        yield words["newest"].format(number=page.captures)
    yield words["archive"].format(file=place["file"], offset=place["offset"])
    if line.get("pages"):
        yield words["first_page"]
    if page.difference:
        yield words["older"].format(version=page.cleaned_by or line["reason"])
