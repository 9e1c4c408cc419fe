"""The plan of a crawl by its arguments, and the start addresses that it enters in the ledger."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from cleaners.data_files import DataFileError
from crawler.discovery import certainly_before
from crawler.focus.priority import breadth
from crawler.seeding.starts import announcing_pages

if TYPE_CHECKING:
    from crawler.ledger import Ledger
    from crawler.ledger.lease import Found
    from crawler.ledger.outcome import Finding
    from crawler.outlets import Outlet

logger = logging.getLogger(__name__)

_SWITCH = {"on": True, "off": False}
_YEAR = timedelta(days=366)
_LAST = 2**31
"""Behind all priorities."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Settings of one crawl: the order of pages, which are wanted, and which are refreshed."""

    focus: bool = True
    """Whether priority is by relevance to the topics, not by depth."""
    refresh_days: int | None = None
    """Days after which a known article is fetched again; None for never."""
    everything: bool = False
    """Whether all announced articles are wanted from the first round on."""
    since: date | None = None
    """The first publication date of wanted articles; None for all."""
    follow: bool = True
    """Whether links of pages are followed."""

    def days(self, before: str | None, today: date) -> tuple[date, date]:
        """The first and last day of the daily sitemaps to read; `before` is the start of the last round, ISO 8601."""
        return self.since or (date.fromisoformat(before[:10]) if before else today - _YEAR), today

    def first_priority(self, depth: int) -> int:
        """The first priority that matters of a link on a page of a depth: of an unfocused crawl, the order is fixed.

        A focused crawl has no such order, for its outlets learn from each other; nor has one that follows no links.
        """
        return breadth(depth + 1, 0) if self.follow and not self.focus else _LAST


def read_plan(focus: str | None, refresh: str | None) -> Plan:
    """The plan by a spider's raw arguments; raises DataFileError for invalid ones."""
    if focus is not None and focus not in _SWITCH:
        raise DataFileError(f"-a focus={focus}: must be on or off")
    return Plan(_SWITCH.get(focus or "on", True), read_days(refresh))


def read_since(since: str | None) -> date | None:
    """The date of `-a since=YYYY-MM-DD`, None if not given; raises DataFileError for anything else."""
    try:
        return None if since is None else datetime.strptime(since, "%Y-%m-%d").date()  # a date without a time
    except ValueError as error:
        raise DataFileError(f"-a since={since}: must be a date, YYYY-MM-DD") from error


def read_days(refresh: str | None) -> int | None:
    """The number of `-a refresh=DAYS`, None if not given; raises DataFileError for anything else."""
    if refresh is not None and not (refresh.isascii() and refresh.isdecimal() and len(refresh) < 6):
        raise DataFileError(f"-a refresh={refresh}: must be a whole number of days")
    return None if refresh is None else int(refresh)


def restrict_to_plan(plan: Plan, finding: Finding) -> Finding:
    """The finding restricted to the plan: no outlinks unless followed, no record from before `since`."""
    finding = finding if plan.follow else replace(finding, found=())
    published = (finding.record or {}).get("date_published")
    if plan.since is not None and certainly_before(published, plan.since):
        return finding.stopped("too_old", f"published {published}")
    return finding


def enter_starts(ledger: Ledger, starts: Iterable[Found], plan: Plan, outlet_named: Callable[[str], Outlet]) -> None:
    """Enter the start addresses, and begin the next round of each outlet that has nothing left to read.

    A new round fetches the pages that announce the outlet's articles, again or for the first time. With
    `refresh_days`, articles fetched longer ago are queued again too.
    """
    now = datetime.now(UTC)
    ledger.rounds.set_first_day(plan.since.isoformat() if plan.since else "")
    begun = ledger.begin()
    ledger.add(starts)
    ledger.rounds.enter()
    for domain in begun:
        days = plan.days(ledger.rounds.before(domain), now.date())
        ledger.add(announcing_pages(outlet_named(domain), ledger.rounds.first_address(domain), days))
        logger.info("%s: all pages read, looking for new articles (round %d)", domain, ledger.rounds.number(domain))
    if plan.refresh_days is not None:
        number = ledger.rounds.refresh(_record_time(now - timedelta(days=plan.refresh_days)))
        logger.info("refreshing %d articles that were fetched %d or more days ago", number, plan.refresh_days)


def _record_time(at: datetime) -> str:
    """A UTC time in the format of the records."""
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
