"""Read the inputs of a crawl from the spider's arguments: outlets, seeds and start addresses."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cleaners import check_data
from cleaners.data_files import DataFileError, nearest
from crawler.discovery.listing_markers import listing_markers
from crawler.outlets import KnownOutlets, Outlet, known_outlets, outlet_of
from crawler.pages.outlinks import hub_limits
from crawler.seeding.domains import read_homes
from crawler.seeding.seeds import Seed, load_seeds
from crawler.seeding.starts import announcing_pages, start_of
from crawler.storage.schema import check_schema
from crawler.urls import canonicalize
from crawler.urls.rules import rules

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from crawler.ledger.lease import Found

logger = logging.getLogger(__name__)

_RELATED_ARGUMENTS = ("seeds", "start", "focus", "refresh")
_OUTLET_ARGUMENTS = ("domain", "since", "refresh")
_DEFAULT_SEEDS, _PROJECT_SEEDS = Path("seeds"), Path(__file__).parents[2] / "seeds"
"""The folder of seeds where none is named: that where the crawl was started, or the project's own."""


@dataclass(frozen=True, slots=True)
class CrawlInput:
    """Outlets by domain, including those of all start addresses; and seeds or start addresses, never both."""

    outlets: dict[str, Outlet]
    seeds: tuple[Seed, ...]
    starts: tuple[Found, ...]


def load_related_input(
    seeds: str | None, start: str | None, unknown: Collection[str] = (), known: KnownOutlets | None = None
) -> CrawlInput:
    """The input of a related crawl by its raw arguments, None for one not given; `known` defaults to the project's.

    Reads all of the project's own files before anything is written. Raises DataFileError for the first invalid
    file, an unknown argument, and a start that is not an address.
    """
    known = check_project_files(known)
    outlets = dict(known.outlets)
    folder, urls = _read_arguments(seeds, start, unknown)
    loaded = load_seeds(folder, outlets=outlets, problems=known.problems) if folder is not None else ()
    for url in [*urls, *(url for seed in loaded for url in seed.addresses)]:
        outlet = outlet_of(url, outlets)
        if url in urls:
            _check_may_crawl(outlet)
        outlets.setdefault(outlet.domain, outlet)
    return CrawlInput(outlets, loaded, tuple(start_of(url, outlet_of(url, outlets)) for url in urls))


def load_outlet_input(
    domain: str | None,
    days: tuple[date, date],
    unknown: Collection[str] = (),
    known: KnownOutlets | None = None,
) -> CrawlInput:
    """The input of a crawl of whole outlets: the pages that announce their articles.

    Reads all of the project's own files. Raises DataFileError for the first invalid file, an invalid domain, and if
    none of the outlets may be crawled.
    """
    known = check_project_files(known)
    for name in unknown:
        raise DataFileError(f"-a {name}=…: unknown argument; {nearest(name, _OUTLET_ARGUMENTS)}")
    homes = {home: _requested_outlet(home, known) for home in read_homes(domain, known)}
    allowed = {home: outlet for home, outlet in homes.items() if outlet.may_crawl}
    for outlet in homes.values():
        if not allowed:
            _check_may_crawl(outlet)
        if not outlet.may_crawl:
            logger.warning("%s is not crawled: %s", outlet.domain, outlet.why)
    starts = tuple(page for home, outlet in allowed.items() for page in announcing_pages(outlet, home, days))
    return CrawlInput(known.outlets | {outlet.domain: outlet for outlet in allowed.values()}, (), starts)


def _requested_outlet(home: str, known: KnownOutlets) -> Outlet:
    """The outlet of a home page; raises DataFileError if its file is malformed."""
    outlet = outlet_of(home, known.outlets)
    known.require(outlet.domain)
    return outlet


def check_project_files(known: KnownOutlets | None = None) -> KnownOutlets:
    """The known outlets, by default the project's; raises DataFileError for the first other invalid data file."""
    check_data()
    check_schema()
    rules()
    hub_limits()
    listing_markers()
    return known or known_outlets()


def _check_may_crawl(outlet: Outlet) -> None:
    """Raise DataFileError for an outlet that is known to forbid or block crawlers."""
    if not outlet.may_crawl:
        raise DataFileError(f"{outlet.domain} is not crawled: {outlet.why}")


def _read_arguments(seeds: str | None, start: str | None, unknown: Collection[str]) -> tuple[Path | None, list[str]]:
    """The folder of the seeds, or the start addresses; raises DataFileError for invalid arguments."""
    for name in unknown:
        raise DataFileError(f"-a {name}=…: unknown argument; {nearest(name, _RELATED_ARGUMENTS)}")
    if start is None:
        if seeds is not None and not seeds.strip():
            raise DataFileError("-a seeds=: must name a folder")
        usual = _DEFAULT_SEEDS if _DEFAULT_SEEDS.exists() else _PROJECT_SEEDS
        return usual if seeds is None else Path(seeds), []
    if seeds is not None:
        raise DataFileError("-a start=… and -a seeds=…: give only one")
    urls = [url.strip() for url in start.split(",") if url.strip()]
    if not urls:
        raise DataFileError(f"-a start={start}: must name at least one address")
    for url in urls:
        if not canonicalize(url):
            raise DataFileError(f"-a start={url}: not an http or https address")
    return None, urls
