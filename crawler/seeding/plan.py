"""How a crawl goes about it, by its arguments; and the first entries in the ledger."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from cleaners.data_files import DataFileError
from crawler.discovery import certainly_before
from crawler.seeding.starts import announcing

if TYPE_CHECKING:
    from crawler.ledger import Ledger
    from crawler.ledger.lease import Found
    from crawler.ledger.outcome import Finding
    from crawler.outlets import Outlet

logger = logging.getLogger(__name__)

_SWITCH = {"on": True, "off": False}
_YEAR = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Plan:
    """What decides the order of pages, which are wanted, and which are asked for again."""

    focus: bool = True
    """Whether the nearest to the topic come first, not the nearest to the start."""
    refresh_days: int | None = None
    """Days after which a known article is fetched again; None: never."""
    everything: bool = False
    """Whether all that an outlet announces is wanted, from the first round on."""
    since: date | None = None
    """The day from which articles are wanted; None for all."""
    follow: bool = True
    """Whether pages' links are followed."""

    def days(self, before: str | None, today: date) -> tuple[date, date]:
        """The first and the last day of which sitemaps are read, by the moment when the last round began."""
        return self.since or (date.fromisoformat(before[:10]) if before else today - _YEAR), today


def read_plan(focus: str | None, refresh: str | None) -> Plan:
    """The plan by a spider's arguments as they were given; raises DataFileError for nonsense."""
    if focus is not None and focus not in _SWITCH:
        raise DataFileError(f"-a focus={focus}: must be on or off")
    return Plan(_SWITCH.get(focus or "on", True), read_days(refresh))


def read_since(since: str | None) -> date | None:
    """The day of `-a since=YYYY-MM-DD`; raises DataFileError for anything else."""
    try:
        return None if since is None else datetime.strptime(since, "%Y-%m-%d").date()  # a day alone
    except ValueError as error:
        raise DataFileError(f"-a since={since}: must be a day, YYYY-MM-DD") from error


def read_days(refresh: str | None) -> int | None:
    """The days of `-a refresh=DAYS`; raises DataFileError for anything else."""
    if refresh is not None and not (refresh.isascii() and refresh.isdecimal() and len(refresh) < 6):
        raise DataFileError(f"-a refresh={refresh}: must be a whole number of days")
    return None if refresh is None else int(refresh)


def within(plan: Plan, finding: Finding) -> Finding:
    """The finding as far as the plan wants it: no links that are not followed, no record from before its first day."""
    finding = finding if plan.follow else replace(finding, found=())
    published = (finding.record or {}).get("date_published")
    if plan.since is not None and certainly_before(published, plan.since):
        return finding.stopped("too_old", f"published {published}")
    return finding


def begin(ledger: Ledger, starts: Iterable[Found], plan: Plan, outlet_named: Callable[[str], Outlet]) -> None:
    """Enter the start addresses; where an outlet has nothing left to read, begin its next round.

    Then what announces its articles is asked again, or for the first time. With `refresh_days`, articles
    fetched longer ago wait again too.
    """
    now = datetime.now(UTC)
    ledger.rounds.set_first_day(plan.since.isoformat() if plan.since else "")
    begun = ledger.begin()
    ledger.add(starts)
    ledger.rounds.enter()
    for domain in begun:
        days = plan.days(ledger.rounds.before(domain), now.date())
        ledger.add(announcing(outlet_named(domain), ledger.rounds.first_address(domain), days))
        logger.info("%s: everything was read, asking what is new (round %d)", domain, ledger.rounds.number(domain))
    if plan.refresh_days is not None:
        number = ledger.rounds.refresh(_moment(now - timedelta(days=plan.refresh_days)))
        logger.info("%d articles were fetched %d days ago or earlier", number, plan.refresh_days)


def _moment(at: datetime) -> str:
    """A time in the form of the records."""
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
