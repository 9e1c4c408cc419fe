"""What is measured in the text of a record: quality, flags, personal data, and what copies are recognized by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleaners.signals.counts import signals_of
from cleaners.signals.flags import flags_of
from cleaners.signals.personal_data import personal_data_of
from crawler.near_duplicates.fingerprint import Fingerprint, fingerprint_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawler.storage.committed import Json

MEASURED_FIELDS = ("quality", "flags", "personal_data")
"""Fields of a record that follow from its text."""


def measures_of(article: Json, *, is_static: bool = False) -> Json:
    """The measured fields of an article's record and, as `fingerprint`, that of its text; in JSON values.

    What the article's page says of it in lines that were dropped counts too, as far as its trace still has them.
    """
    text = article["text"]
    facts = {"authors": article.get("authors", ()), "others": _dropped_lines(article.get("changes", ()))}
    return {
        "quality": signals_of(text).to_dict(),
        "flags": list(flags_of(text, title=article["title"], is_static=is_static, **facts)),
        "personal_data": [one._asdict() for one in personal_data_of(text)],
        "fingerprint": fingerprint_of(text).to_json(),
    }


def measured(reading: Json) -> Json:
    """The measures of a reading's article: those that came with it, or new ones."""
    known: Json | None = reading.get("measures")
    return known or measures_of(reading["article"], is_static=bool(reading.get("static")))


def fingerprint_in(measures: Json) -> Fingerprint:
    """The fingerprint in measures."""
    return Fingerprint.from_json(measures["fingerprint"])


def _dropped_lines(changes: list[Json]) -> Iterator[str]:
    for change in changes:
        if change["after"]["role"] == "noise" and (text := change["before"].get("text")):
            yield text
