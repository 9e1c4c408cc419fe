"""The strict loader of outlet files: checks their form, then the meaning of their values."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from msgspec import Meta, Struct

from cleaners.data_files import DataFileError, Filled, read_toml
from crawler.outlets.outlet import Outlet, OutletFacts
from crawler.outlets.parts import Listing
from crawler.outlets.templates import DATE_FIELDS, QUERY_FIELDS, example, is_template, problem
from crawler.urls import split

# Where WordPress serves its posts since 4.7, unless a site moved them.
_WORDPRESS_POSTS = "https://{host}/wp-json/wp/v2/posts"
_ExampleAddresses = Annotated[tuple[Filled, ...], Meta(min_length=1, description="a list of at least one address")]


class _Examples(Struct, frozen=True, forbid_unknown_fields=True):
    """Addresses that the shapes must classify correctly, and twins with the articles they are folded into."""

    article: _ExampleAddresses
    other: _ExampleAddresses
    twins: dict[str, Filled] = {}


class _OutletFile(OutletFacts, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The form of an outlet file."""

    checked: Filled
    listings: tuple[Filled | Listing, ...] = ()
    wordpress: bool = False
    posts: Filled | None = None
    crawl: bool = True
    examples: _Examples


def load_outlets(folder: Path | None = None) -> dict[str, Outlet]:
    """The outlets of a folder by domain, in the order of their names; without a folder, the project's own.

    Raises `DataFileError` for an unknown key, a wrong type, an invalid regular expression or template, an announcing
    address that is not the outlet's, an example that the shapes misclassify, and a host that two outlets claim.
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
    """The outlet that a file describes; its domain is the file's name."""
    file = read_toml(path, _OutletFile)
    outlet = _build_outlet(path.stem, file)
    if found := next(_problems(file, outlet), None):
        raise DataFileError(f"{path}: {found}")
    return outlet


def _build_outlet(domain: str, file: _OutletFile) -> Outlet:
    """The outlet, with plain addresses and templates apart."""
    host = file.canonical_host or domain
    facts = {name: getattr(file, name) for name in OutletFacts.__struct_fields__}
    facts["canonical_host"] = host
    facts["sitemaps"] = tuple(each for each in file.sitemaps if not is_template(each))
    return Outlet(
        **facts,
        domain=domain,
        dated_sitemaps=tuple(each for each in file.sitemaps if is_template(each)),
        paged=tuple(Listing(each, None) if isinstance(each, str) else each for each in file.listings),
        posts=(file.posts or _WORDPRESS_POSTS.format(host=host)) if file.wordpress else None,
        may_crawl=file.crawl,
        checked=file.checked,
    )


def _problems(file: _OutletFile, outlet: Outlet) -> Iterator[str]:
    """Key and problem of each well-formed value that makes no sense, causes before their consequences."""
    yield from _wrong_hosts(outlet)
    yield from (f"sitemaps: {wrong}" for each in outlet.dated_sitemaps if (wrong := problem(each, DATE_FIELDS)))
    if file.search and (wrong := problem(file.search, QUERY_FIELDS)):
        yield f"search: {wrong}"
    if file.posts and not file.wordpress:
        yield "posts: needs wordpress = true"
    if file.crawl and file.why:
        yield "why: is allowed only with crawl = false"
    if not file.crawl and not file.why:
        yield "crawl: false needs a why: who forbids or blocks crawlers, and what shows it"
    yield from _foreign_addresses(outlet)
    yield from _wrong_examples(file.examples, outlet)


def _wrong_hosts(outlet: Outlet) -> Iterator[str]:
    hosts = {"canonical_host": (str(outlet.canonical_host),), "aliases": outlet.aliases, "mirrors": outlet.mirrors}
    for key, names in hosts.items():
        for name in names:
            address = split(f"https://{name}/")
            if address is None or address.host != name:
                yield f"{key}: not a lower-case host name: {name!r}"


def _foreign_addresses(outlet: Outlet) -> Iterator[str]:
    for key, url in _announcing(outlet):
        if is_template(url):
            yield f"{key}: has no fields: {url!r}"
        if not outlet.owns(url):
            yield f"{key}: not an address of {outlet.domain}: {url!r}"


def _announcing(outlet: Outlet) -> Iterator[tuple[str, str]]:
    """The key and address of everything that announces the outlet's articles; for a template, an example address."""
    yield from (("feeds", url) for url in outlet.feeds)
    yield from (("sitemaps", url) for url in outlet.sitemaps)
    yield from (("sitemaps", example(each)) for each in outlet.dated_sitemaps)
    yield from (("listings", listing.url) for listing in outlet.paged)
    yield from (("listings", example(listing.pages)) for listing in outlet.paged if listing.pages)
    yield from (("posts", url) for url in (outlet.posts,) if url)
    yield from (("search", example(url)) for url in (outlet.search,) if url)


def _wrong_examples(examples: _Examples, outlet: Outlet) -> Iterator[str]:
    for key, urls, verdict in (("article", examples.article, True), ("other", examples.other, False)):
        for url in urls:
            if not outlet.owns(url):
                yield f"examples.{key}: not an address of {outlet.domain}: {url!r}"
            if outlet.is_article(url) is not verdict:
                yield f"examples.{key}: the shapes classify it otherwise: {url!r}"
    if outlet.twins and not examples.twins:
        yield "examples.twins: is missing; give at least one address with the article's"
    for twin, article in examples.twins.items():
        if outlet.canonicalize(twin) != outlet.canonicalize(article):
            yield f"examples.twins.{twin}: is folded into {outlet.canonicalize(twin)!r}, not {article!r}"
