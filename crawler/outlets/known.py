"""The outlets that a crawl knows: the project's own and the user's, without those whose files are malformed."""

from __future__ import annotations

import difflib
import logging
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from cleaners.data_files import DataFileError
from crawler.outlets.loader import load_outlet

if TYPE_CHECKING:
    from crawler.outlets.outlet import Outlet

logger = logging.getLogger(__name__)

_PROJECTS_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class KnownOutlets:
    """Outlets by domain, and by domain what is wrong with the file of each that cannot be used."""

    outlets: dict[str, Outlet]
    problems: dict[str, str] = field(default_factory=dict)

    def require(self, domain: str) -> None:
        """Raise DataFileError if the file of a domain that a crawl was asked for cannot be used."""
        if domain in self.problems:
            raise DataFileError(self.problems[domain])

    def logged(self) -> KnownOutlets:
        """The same, after a warning for each file that cannot be used."""
        for problem in self.problems.values():
            logger.warning("%s (the file is left out)", problem)
        return self

    def nearest_to(self, name: str) -> str:
        """The domain that somebody may have meant, in words."""
        by_word = {domain.rsplit(".", 1)[0]: domain for domain in self.outlets}
        near = difflib.get_close_matches(name.casefold(), by_word, n=1)
        return f"did you mean {by_word[near[0]]!r}?" if near else "`scrapy outlets` lists those with a file"


def known_outlets(own: Path | None = None) -> KnownOutlets:
    """The outlets of the project, and of the user's folder, whose files come first.

    A malformed file costs itself: its outlet is treated as one without a file. Raises DataFileError
    for a folder that cannot be read.
    """
    paths = {path.stem: path for path in sorted(_PROJECTS_FOLDER.glob("*.toml"))}
    if own is not None:
        if not own.is_dir():
            raise DataFileError(f"OUTLETS_DIR={own}: is not a folder")
        paths |= {path.stem: path for path in sorted(own.glob("*.toml"))}
    known = KnownOutlets({})
    owners: dict[str, str] = {}
    # The user's files first, so that a host claimed twice is theirs.
    for domain, path in sorted(paths.items(), key=lambda pair: (pair[1].parent == _PROJECTS_FOLDER, pair[0])):
        try:
            outlet = load_outlet(path)
            _claim_hosts(outlet, path, owners)
        except DataFileError as error:
            known.problems[domain] = str(error)
        else:
            known.outlets[domain] = outlet
    return KnownOutlets(dict(sorted(known.outlets.items())), known.problems)


def _claim_hosts(outlet: Outlet, path: Path, owners: dict[str, str]) -> None:
    """Enter the hosts of an outlet; raises DataFileError for one that another outlet has."""
    hosts = outlet.mirror_hosts() | set(outlet.aliases)
    for host in sorted(hosts):
        if host in owners:
            raise DataFileError(f"{path}: host {host!r} is also in {owners[host]}.toml")
    owners.update(dict.fromkeys(hosts, outlet.domain))
