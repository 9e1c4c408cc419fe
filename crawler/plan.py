"""How a crawl goes about it, by its arguments; and the first entries in the ledger."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from cleaners.errors import OwnDataError
from crawler.starts import announcing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crawler.ledger import Ledger
    from crawler.ledger.lease import Found
    from crawler.outlets import Outlet

logger = logging.getLogger(__name__)

_SWITCH = {"on": True, "off": False}


@dataclass(frozen=True, slots=True)
class Plan:
    """What decides the order of pages, and which are asked for again."""

    focus: bool = True
    """Whether the nearest to the topic come first, not the nearest to the start."""
    refresh_days: int | None = None
    """Days after which a known article is fetched again; None: never."""


class Planned(Protocol):
    """What `begin` asks of a spider."""

    plan: Plan

    def outlet_named(self, domain: str) -> Outlet:
        """The outlet of a domain."""


def read_plan(focus: str | None, refresh: str | None) -> Plan:
    """The plan by a spider's arguments as they were given; raises OwnDataError for nonsense."""
    if focus is not None and focus not in _SWITCH:
        raise OwnDataError(f"-a focus={focus}: must be on or off")
    if refresh is not None and not (refresh.isascii() and refresh.isdecimal()):
        raise OwnDataError(f"-a refresh={refresh}: must be a whole number of days")
    return Plan(_SWITCH.get(focus or "on", True), None if refresh is None else int(refresh))


def begin(ledger: Ledger, starts: Iterable[Found], spider: Planned) -> None:
    """Enter the start addresses; where an outlet has nothing left to read, begin its next round.

    Then what announces its articles is asked again, or for the first time. With `refresh_days`, articles
    fetched longer ago wait again too.
    """
    now = datetime.now(UTC)
    ledger.add(starts)
    for domain in ledger.begin(moment(now)):
        ledger.add(announcing(spider.outlet_named(domain), ledger.rounds.first_address(domain)))
        logger.info("%s: everything was read, asking what is new (round %d)", domain, ledger.rounds.number(domain))
    if spider.plan.refresh_days is not None:
        number = ledger.rounds.refresh(moment(now - timedelta(days=spider.plan.refresh_days)))
        logger.info("%d articles were fetched %d days ago or earlier", number, spider.plan.refresh_days)


def moment(at: datetime) -> str:
    """A time in the form of the records."""
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
