"""The entries of an outlet file that have an inner form: hosts, paths, shapes, templates, listings, twins."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.outlets.parts import Expectation, Listing, Twin
from crawler.outlets.templates import PAGE_FIELDS, problem
from crawler.strict_toml import Table
from crawler.urls import split

if TYPE_CHECKING:
    from collections.abc import Iterator

# A second page has the number 2, or 1 where counting begins at 0; more would be a mistake.
_FIRST_NUMBERS = (0, 2)
_MOST_WORDS = 100_000


def host(table: Table, key: str, name: str) -> str:
    """The name, if it is a lower-case host name."""
    address = split(f"https://{name}/")
    if address is None or address.host != name:
        raise table.error(key, f"not a lower-case host name: {name!r}")
    return name


def paths(table: Table) -> Iterator[str]:
    """The beginnings of paths under ``paths``."""
    for path in table.texts("paths"):
        if not path.startswith("/") or not path.endswith("/") or path == "/":
            raise table.error("paths", f"must begin and end with a slash and name something: {path!r}")
        yield path


def shapes(table: Table, key: str) -> Iterator[re.Pattern[str]]:
    """The regular expressions under `key`."""
    for shape in table.texts(key):
        yield _shape(table, key, shape)


def _shape(table: Table, key: str, shape: str) -> re.Pattern[str]:
    try:
        return re.compile(shape)
    except re.error as error:
        raise table.error(key, f"bad regular expression {shape!r}: {error}") from error


def template(table: Table, key: str, text: str, fields: tuple[str, ...]) -> str:
    """The text, if it is a template with these fields."""
    if wrong := problem(text, fields):
        raise table.error(key, wrong)
    return text


def listings(table: Table) -> Iterator[Listing]:
    """The listings: plain addresses, or tables with ``url``, ``pages`` and ``first``."""
    for entry in table.items("listings"):
        if not isinstance(entry, Table):
            yield Listing(entry)
            continue
        entry.allow_only(("url", "pages", "first"))
        pages = template(entry, "pages", entry.text("pages"), PAGE_FIELDS)
        first = entry.number("first", *_FIRST_NUMBERS)
        yield Listing(entry.text("url"), pages, 2 if first is None else int(first))


def twins(table: Table) -> Iterator[Twin]:
    """The twins: tables with ``shape`` and ``article``, whose fields are groups of the shape."""
    for entry in table.items("twins"):
        if not isinstance(entry, Table):
            raise table.error("twins", f"must hold tables with shape and article, not {entry!r}")
        entry.allow_only(("shape", "article"))
        shape, article = _shape(entry, "shape", entry.text("shape")), entry.text("article")
        fields = set(re.findall(r"\{(.*?)\}", article))
        if not article.startswith("/") or fields != set(shape.groupindex) or re.sub(r"\{\w+\}", "", article).count("{"):
            names = ", ".join(f"{{{name}}}" for name in shape.groupindex) or "none"
            raise entry.error(
                "article", f"must be a path with the named groups of the shape ({names}), not {article!r}"
            )
        yield Twin(shape, article)


def expectation(table: Table) -> Expectation | None:
    """What a healthy crawl gives; None where the file does not say."""
    if "expect" not in table.values:
        return None
    entry = table.table("expect")
    entry.allow_only(("median_words", "dated", "titled"))
    words = entry.number("median_words", 1, _MOST_WORDS)
    return Expectation(
        median_words=None if words is None else int(words),
        dated=entry.number("dated", 0, 1),
        titled=entry.number("titled", 0, 1),
    )
