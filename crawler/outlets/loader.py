"""The strict loader of outlet files."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from cleaners.errors import OwnDataError
from crawler.outlets.outlet import Outlet
from crawler.strict_toml import Table, read_table
from crawler.urls import split

if TYPE_CHECKING:
    from collections.abc import Iterator

_KEYS = (
    "name",
    "name_ar",
    "country",
    "canonical_host",
    "aliases",
    "mirrors",
    "feeds",
    "sitemaps",
    "listings",
    "article",
    "other",
    "checked",
    "obstacles",
    "examples",
)


def load_outlets(folder: Path | None = None) -> dict[str, Outlet]:
    """All outlets of a folder by domain, in the order of their names; without a folder, the project's own.

    Raises `OwnDataError` for an unknown key, a wrong type, a bad regular expression, an announcing address
    that is not the outlet's, an example that the shapes judge wrongly, and a host that two outlets claim.
    """
    folder = folder or Path(__file__).parent
    outlets = {path.stem: load_outlet(path) for path in sorted(folder.glob("*.toml"))}
    owners: dict[str, str] = {}
    for outlet in outlets.values():
        for host in {outlet.domain, *outlet.aliases, *outlet.mirrors}:
            if owners.setdefault(host, outlet.domain) != outlet.domain:
                raise OwnDataError(f"{folder / outlet.domain}.toml: host {host!r} is also in {owners[host]}.toml")
    return outlets


def load_outlet(path: Path) -> Outlet:
    """The outlet that one file describes; its domain is the name of the file."""
    table = read_table(path)
    table.allow_only(_KEYS)
    outlet = Outlet(
        domain=path.stem,
        name=table.text("name"),
        name_ar=table.optional_text("name_ar"),
        country=table.optional_text("country"),
        canonical_host=_host(table, "canonical_host", table.text("canonical_host", path.stem)),
        aliases=tuple(_host(table, "aliases", host) for host in table.texts("aliases")),
        mirrors=tuple(_host(table, "mirrors", host) for host in table.texts("mirrors")),
        feeds=table.texts("feeds"),
        sitemaps=table.texts("sitemaps"),
        listings=table.texts("listings"),
        article=tuple(_shapes(table, "article")),
        other=tuple(_shapes(table, "other")),
        checked=table.text("checked"),
        obstacles=table.texts("obstacles"),
    )
    _check_addresses(table, outlet)
    _check_examples(table, outlet)
    return outlet


def _host(table: Table, key: str, host: str) -> str:
    address = split(f"https://{host}/")
    if address is None or address.host != host:
        raise table.error(key, f"not a lower-case host name: {host!r}")
    return host


def _shapes(table: Table, key: str) -> Iterator[re.Pattern[str]]:
    for shape in table.texts(key):
        try:
            yield re.compile(shape)
        except re.error as error:
            raise table.error(key, f"bad regular expression {shape!r}: {error}") from error


def _check_addresses(table: Table, outlet: Outlet) -> None:
    for key in ("feeds", "sitemaps", "listings"):
        for url in table.texts(key):
            if not outlet.owns(url):
                raise table.error(key, f"not an address of {outlet.domain}: {url!r}")


def _check_examples(table: Table, outlet: Outlet) -> None:
    examples = table.table("examples")
    examples.allow_only(("article", "other"))
    for key, verdict in (("article", True), ("other", False)):
        if not examples.texts(key):
            raise examples.error(key, "missing: give at least one address")
        for url in examples.texts(key):
            if not outlet.owns(url):
                raise examples.error(key, f"not an address of {outlet.domain}: {url!r}")
            if outlet.is_article(url) is not verdict:
                raise examples.error(key, f"the shapes say otherwise about {url!r}")
