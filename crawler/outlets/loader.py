"""The strict loader of outlet files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cleaners.errors import DataFileError
from crawler.outlets.entries import expectation, host, listings, paths, shapes, template, twins
from crawler.outlets.outlet import Outlet
from crawler.outlets.templates import DATE_FIELDS, QUERY_FIELDS, example, is_template
from crawler.strict_toml import Table, read_table

if TYPE_CHECKING:
    from collections.abc import Iterator

KEYS = (
    "name",
    "name_ar",
    "country",
    "canonical_host",
    "aliases",
    "mirrors",
    "paths",
    "feeds",
    "sitemaps",
    "listings",
    "search",
    "wordpress",
    "posts",
    "article",
    "other",
    "twins",
    "crawl",
    "why",
    "delay",
    "checked",
    "obstacles",
    "expect",
    "examples",
)
# What WordPress serves its posts under since 4.7, unless a site moved it.
_POSTS = "https://{host}/wp-json/wp/v2/posts"
# Seconds; robots rules with more are as good as a refusal.
_LONGEST_DELAY = 3600


def load_outlets(folder: Path | None = None) -> dict[str, Outlet]:
    """All outlets of a folder by domain, in the order of their names; without a folder, the project's own.

    Raises `DataFileError` for an unknown key, a wrong type, a bad regular expression or template, an announcing
    address that is not the outlet's, an example that the shapes judge wrongly, and a host that two outlets claim.
    """
    folder = folder or Path(__file__).parent
    outlets = {path.stem: load_outlet(path) for path in sorted(folder.glob("*.toml"))}
    owners: dict[str, str] = {}
    for outlet in outlets.values():
        for claimed in {outlet.domain, *outlet.aliases, *outlet.mirrors}:
            if owners.setdefault(claimed, outlet.domain) != outlet.domain:
                raise DataFileError(
                    f"{folder / outlet.domain}.toml: host {claimed!r} is also in {owners[claimed]}.toml"
                )
    return outlets


def load_outlet(path: Path) -> Outlet:
    """The outlet that one file describes; its domain is the name of the file."""
    table = read_table(path)
    table.allow_only(KEYS)
    canonical_host = host(table, "canonical_host", table.text("canonical_host", path.stem))
    sitemaps = table.texts("sitemaps")
    outlet = Outlet(
        domain=path.stem,
        name=table.text("name"),
        name_ar=table.optional_text("name_ar"),
        country=table.optional_text("country"),
        canonical_host=canonical_host,
        aliases=tuple(host(table, "aliases", each) for each in table.texts("aliases")),
        mirrors=tuple(host(table, "mirrors", each) for each in table.texts("mirrors")),
        paths=tuple(paths(table)),
        feeds=table.texts("feeds"),
        sitemaps=tuple(each for each in sitemaps if not is_template(each)),
        dated_sitemaps=tuple(template(table, "sitemaps", each, DATE_FIELDS) for each in sitemaps if is_template(each)),
        paged=tuple(listings(table)),
        posts=_posts(table, canonical_host),
        search=template(table, "search", table.text("search"), QUERY_FIELDS) if "search" in table.values else None,
        article=tuple(shapes(table, "article")),
        other=tuple(shapes(table, "other")),
        twins=tuple(twins(table)),
        may_crawl=_may_crawl(table),
        why=table.optional_text("why"),
        delay=table.number("delay", 0, _LONGEST_DELAY),
        checked=table.text("checked"),
        obstacles=table.texts("obstacles"),
        expect=expectation(table),
    )
    _check_addresses(table, outlet)
    _check_examples(table, outlet)
    return outlet


def _posts(table: Table, canonical_host: str) -> str | None:
    """The address of the WordPress REST collection: the default one, or where `posts` says that it lies."""
    if not table.flag("wordpress"):
        if "posts" in table.values:
            raise table.error("posts", "needs wordpress = true")
        return None
    return table.text("posts", _POSTS.format(host=canonical_host))


def _may_crawl(table: Table) -> bool:
    may_crawl = table.flag("crawl") if "crawl" in table.values else True
    if may_crawl and "why" in table.values:
        raise table.error("why", "is said of an outlet with crawl = false only")
    if not may_crawl and "why" not in table.values:
        raise table.error("crawl", "false needs a why: who forbids or blocks crawlers, and by what sign")
    return may_crawl


def _check_addresses(table: Table, outlet: Outlet) -> None:
    for key, url in _announcing(outlet):
        if is_template(url):
            raise table.error(key, f"has no fields: {url!r}")
        if not outlet.owns(url):
            raise table.error(key, f"not an address of {outlet.domain}: {url!r}")


def _announcing(outlet: Outlet) -> Iterator[tuple[str, str]]:
    """Every address at which the outlet announces articles, a template by one of its addresses; with its key."""
    yield from (("feeds", url) for url in outlet.feeds)
    yield from (("sitemaps", url) for url in outlet.sitemaps)
    yield from (("sitemaps", example(each)) for each in outlet.dated_sitemaps)
    yield from (("listings", listing.url) for listing in outlet.paged)
    yield from (("listings", example(listing.pages)) for listing in outlet.paged if listing.pages)
    yield from (("posts", url) for url in (outlet.posts,) if url)
    yield from (("search", example(url)) for url in (outlet.search,) if url)


def _check_examples(table: Table, outlet: Outlet) -> None:
    examples = table.table("examples")
    examples.allow_only(("article", "other", "twins"))
    for key, verdict in (("article", True), ("other", False)):
        if not examples.texts(key):
            raise examples.error(key, "missing: give at least one address")
        for url in examples.texts(key):
            if not outlet.owns(url):
                raise examples.error(key, f"not an address of {outlet.domain}: {url!r}")
            if outlet.is_article(url) is not verdict:
                raise examples.error(key, f"the shapes say otherwise about {url!r}")
    pairs = examples.table("twins")
    if outlet.twins and not pairs.values:
        raise examples.error("twins", "missing: give at least one address and the article's")
    for twin in pairs.values:
        article = pairs.text(twin)
        if outlet.canonicalize(twin) != outlet.canonicalize(article):
            raise pairs.error(twin, f"folds onto {outlet.canonicalize(twin)!r}, not {article!r}")
