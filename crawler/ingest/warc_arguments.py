"""The arguments of `crawl archive`: which archives to read, and which captures in them."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from cleaners.data_files import DataFileError
from crawler.urls import registrable_domain, split
from crawler.warc.damage import Damaged
from crawler.warc.records import records

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawler.outlets import Outlet


def read_paths(warc: str | None) -> tuple[Path, ...]:
    """The files that `-a warc=FILE[,FILE…]` names, patterns expanded in the order of names, each once.

    Raises DataFileError if it names nothing, for a pattern without matches, and if no file is WARC that can be read.
    """
    entries = [entry.strip() for entry in (warc or "").split(",") if entry.strip()]
    if not entries:
        raise DataFileError(
            "-a warc=: must name at least one archive: FILE[,FILE…], or a pattern such as 'DIR/*.warc.gz'"
        )
    paths = tuple(dict.fromkeys(path for entry in entries for path in _expanded(entry)))
    problems = list(map(_warc_problem, paths))
    if all(problems):  # the others cost themselves only
        raise DataFileError(problems[0])
    return paths


def _expanded(entry: str) -> Iterator[Path]:
    path = Path(entry)
    if path.exists() or not any(mark in entry for mark in "*?["):
        yield path
        return
    matches = Path(path.anchor or ".").glob(str(path.relative_to(path.anchor)))
    files = sorted(one for one in matches if one.is_file())
    if not files:
        raise DataFileError(f"-a warc={entry}: matches no file")
    yield from files


def _warc_problem(path: Path) -> str:
    """Why a file cannot be read as WARC; "" if it can."""
    try:
        if path.is_dir():
            return f"-a warc={path}: is a folder; name its archives: '{path}/*.warc.gz'"
        with closing(records(path, lambda record: record.headers)) as found:
            next(found, None)
    except OSError as error:
        return f"{path}: cannot be read: {error.strerror or error}"
    except Damaged as error:
        if not error.cut_off:  # a crawler may have just started writing it
            return f"{path}: not a WARC file that can be read: {error}"
    return ""


def read_domains(domain: str | None) -> frozenset[str]:
    """The domains that `-a domain=a.com,b.com` names, empty for all; raises DataFileError for an invalid one."""
    if domain is None:
        return frozenset()
    entries = [entry.strip().lower() for entry in domain.split(",") if entry.strip()]
    addresses = {entry: split(f"https://{entry}/") for entry in entries}
    for entry, address in addresses.items():
        if address is None or address.path != "/" or "." not in address.host:
            raise DataFileError(f"-a domain={domain}: {entry!r} is not a domain")
    if not entries:
        raise DataFileError("-a domain=: must name at least one domain")
    return frozenset(address.host.removeprefix("www.") for address in addresses.values() if address is not None)


def is_wanted(url: str, outlet: Outlet, domains: frozenset[str]) -> bool:
    """Whether an address is on one of the domains (or a subdomain), or belongs to an outlet of that name."""
    if not domains:
        return True
    address = split(url)
    host = address.host.partition(":")[0] if address is not None else ""
    above = {".".join(host.split(".")[at:]) for at in range(host.count(".") + 1)}
    return not domains.isdisjoint({*above, outlet.domain, registrable_domain(url)})
