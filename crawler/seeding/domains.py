"""Read `-a domain=…`: the outlets of a crawl, as domains or addresses, in the argument or in a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cleaners.data_files import DataFileError, file_text
from crawler.urls import split

if TYPE_CHECKING:
    from crawler.outlets.known import KnownOutlets

_COMMENT_SIGN = "#"
_ARABIC_COMMA = "\u060c"


def read_homes(domain: str | None, known: KnownOutlets) -> tuple[str, ...]:
    """The home pages that `-a domain=a.com,b.com` or `-a domain=@FILE` names, each once, in order.

    An entry is a domain, also in Arabic letters, or any address of the outlet. A file has one or more in a line, and
    comments after `#`. Raises DataFileError for an entry that is neither, and if there is none.
    """
    given = (domain or "").strip()
    text = _file_entries(given) if given.startswith("@") else given
    entries = text.replace(",", " ").replace(_ARABIC_COMMA, " ").split()
    if not entries:
        raise DataFileError(f"-a domain={given}: must name at least one outlet: DOMAIN[,DOMAIN…] or @FILE")
    return tuple(dict.fromkeys(_home(entry, given, known) for entry in entries))


def _file_entries(given: str) -> str:
    path = Path(given.removeprefix("@"))
    if not path.name:
        raise DataFileError(f"-a domain={given}: must name a file after @")
    return "\n".join(line.partition(_COMMENT_SIGN)[0] for line in file_text(path).splitlines())


def _home(entry: str, given: str, known: KnownOutlets) -> str:
    """The home page of an entry; raises DataFileError for one that names no outlet."""
    address = split(entry if "://" in entry else f"https://{entry}")
    where = f"-a domain={given}: {entry!r}" if entry != given else f"-a domain={given}:"
    if address is None:
        raise DataFileError(f"{where} is neither a domain nor an http or https address")
    if "." not in address.host and ":" not in address.host:
        raise DataFileError(f"{where} is not a domain; {known.nearest_to(entry)}")
    return f"{address.scheme}://{address.host}/"
