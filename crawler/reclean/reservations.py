"""What the archives of an output folder say about text and data mining, host by host."""

from __future__ import annotations

from contextlib import closing, suppress
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from crawler.ledger.capture_index import Captures
from crawler.optout.tdmrep import Rule, rule_for, tdmrep_key
from crawler.replay.reservations import reservation_key, rules_of_host
from crawler.warc.answers import Pointer
from crawler.warc.captures import captures
from crawler.warc.damage import Damaged

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from crawler.storage.committed import CommittedFolder

_RECLEANED_HOSTS = 32


class FolderReservations:
    """The last capture of each host's tdmrep.json: in the folder's own archives, or in those it was ingested from.

    The folder's archives are read once from end to end, when the first rule is asked for.
    """

    def __init__(self, folder: CommittedFolder) -> None:
        self._folder = folder
        self._rules = lru_cache(maxsize=_RECLEANED_HOSTS)(self._read)

    def rule(self, url: str) -> Rule | None:
        """The rule that applies to an address; None if its host has none in the archives."""
        return rule_for(self._rules(tdmrep_key(url)), url)

    def _read(self, key: str) -> tuple[Rule, ...]:
        return rules_of_host(key, lambda one: self._places.get(one) or self._ingested(one))

    @cached_property
    def _places(self) -> dict[str, Pointer]:
        places: dict[str, Pointer] = {}
        for path in sorted(self._folder.path.glob("pages-*.warc.gz")):
            with suppress(Damaged, OSError):  # `scrapy ledger check` reports it; what was read before counts
                for place, key in self._captured(path):
                    if key not in places or places[key].captured <= place.captured:
                        places[key] = place
        return places

    def _captured(self, path: Path) -> Iterator[tuple[Pointer, str]]:
        committed = self._folder.lengths.get(path.name)
        with closing(captures(path, on_damage=lambda damage: None)) as found:
            for one in found:
                if committed is not None and one.offset >= committed:
                    return
                if not one.is_revisit and (key := reservation_key(one)):
                    yield Pointer(path, one.offset, one.status, one.captured, one.length), key

    def _ingested(self, key: str) -> Pointer | None:
        """The capture in the archives that `crawl archive` read, whose names are relative to the folder."""
        if not self._folder.db.execute("SELECT 1 FROM sqlite_master WHERE name = 'capture'").fetchone():
            return None
        found = Captures(self._folder.db).last(key)
        return Pointer(self._folder.path / found.body_file, found.body_offset, 200, found.captured) if found else None
