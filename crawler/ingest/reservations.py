"""What the archives of `crawl archive` say about text and data mining, host by host."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from crawler.ingest.capture_handler import request_meta
from crawler.optout.tdmrep import Rule, rule_for, tdmrep_key
from crawler.replay.reservations import rules_of_host

if TYPE_CHECKING:
    from pathlib import Path

    from crawler.ledger.capture_index import Captures
    from crawler.warc.answers import Pointer

_HOSTS_IN_MEMORY = 32


class IngestedReservations:
    """The last capture of each host's tdmrep.json, from the index of captures; `output` as in `request_meta`."""

    def __init__(self, captures: Captures, output: Path) -> None:
        self._captures, self._output = captures, output
        self._rules = lru_cache(maxsize=_HOSTS_IN_MEMORY)(self._read)

    def rule(self, url: str) -> Rule | None:
        """The rule that applies to an address; None if its host has none in the archives."""
        return rule_for(self._rules(tdmrep_key(url)), url)

    def _read(self, key: str) -> tuple[Rule, ...]:
        return rules_of_host(key, self._place)

    def _place(self, key: str) -> Pointer | None:
        captured = self._captures.last(key)
        return request_meta(captured, self._output)["place"] if captured else None
