"""What a crawl sets out with: its outlets, its seeds and its start addresses, by the spider's arguments."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cleaners import check_data
from cleaners.data_files import DataFileError, nearest
from crawler.discovery.listing_marks import marks
from crawler.outlets import Outlet, load_outlets, outlet_of
from crawler.pages.outlinks import limits
from crawler.seeding.seeds import Seed, load_seeds
from crawler.seeding.starts import announcing, start_of
from crawler.storage.schema import check_schema
from crawler.urls import canonicalize, split
from crawler.urls.rules import rules

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from crawler.ledger.lease import Found

_ARGUMENTS = ("seeds", "start", "focus", "refresh")
_OUTLET_ARGUMENTS = ("domain", "since", "refresh")
_SEEDS = "seeds"


@dataclass(frozen=True, slots=True)
class Origin:
    """Outlets by domain, those of the start addresses included; seeds or start addresses, never both."""

    outlets: dict[str, Outlet]
    seeds: tuple[Seed, ...]
    starts: tuple[Found, ...]


def load_origin(seeds: str | None, start: str | None, unknown: Collection[str] = ()) -> Origin:
    """The origin by the arguments as they were given, None for one that was not.

    Reads all of the project's own files, before anything is written. Raises DataFileError for the first that is
    wrong, for an argument that nobody knows, and for a start that is no address.
    """
    outlets = check_own_files()
    folder, urls = _read_arguments(seeds, start, unknown)
    loaded = load_seeds(folder, outlets=outlets) if folder is not None else ()
    for url in [*urls, *(url for seed in loaded for url in seed.addresses)]:
        outlet = outlet_of(url, outlets)
        if url in urls:
            _check_may_crawl(outlet)
        outlets.setdefault(outlet.domain, outlet)
    return Origin(outlets, loaded, tuple(start_of(url, outlet_of(url, outlets)) for url in urls))


def load_outlet_origin(domain: str | None, days: tuple[date, date], unknown: Collection[str] = ()) -> Origin:
    """The origin of a crawl of one outlet: what announces its articles.

    Reads all of the project's own files. Raises DataFileError for the first that is wrong, for what is no domain,
    and for an outlet that may not be crawled.
    """
    outlets = check_own_files()
    for name in unknown:
        raise DataFileError(f"-a {name}=…: unknown argument; {nearest(name, _OUTLET_ARGUMENTS)}")
    home = f"https://{(domain or '').strip().lower()}/"
    address = split(home)
    if address is None or address.path != "/" or "." not in address.host:
        raise DataFileError(f"-a domain={domain or ''}: must name an outlet's domain")
    outlet = outlet_of(home, outlets)
    _check_may_crawl(outlet)
    return Origin({**outlets, outlet.domain: outlet}, (), tuple(announcing(outlet, home, days)))


def check_own_files() -> dict[str, Outlet]:
    """The outlets by domain; raises DataFileError for the first of the project's own files that is wrong."""
    check_data()
    check_schema()
    rules()
    limits()
    marks()
    return dict(load_outlets())


def _check_may_crawl(outlet: Outlet) -> None:
    """Raises DataFileError for an outlet that is known to forbid or to block crawlers."""
    if not outlet.may_crawl:
        raise DataFileError(f"{outlet.domain} is not crawled: {outlet.why}")


def _read_arguments(seeds: str | None, start: str | None, unknown: Collection[str]) -> tuple[Path | None, list[str]]:
    """The folder of the seeds, or the start addresses; raises DataFileError for what cannot be meant."""
    for name in unknown:
        raise DataFileError(f"-a {name}=…: unknown argument; {nearest(name, _ARGUMENTS)}")
    if start is None:
        if seeds is not None and not seeds.strip():
            raise DataFileError("-a seeds=: must name a folder")
        return Path(_SEEDS if seeds is None else seeds), []
    if seeds is not None:
        raise DataFileError("-a start=… and -a seeds=…: give one of them")
    urls = [url.strip() for url in start.split(",") if url.strip()]
    if not urls:
        raise DataFileError(f"-a start={start}: must name at least one address")
    for url in urls:
        if not canonicalize(url):
            raise DataFileError(f"-a start={url}: not an http or https address")
    return None, urls
