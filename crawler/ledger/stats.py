"""Crawl statistics from outcomes, read by the progress line and the summary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.ledger.lease import ANNOUNCING, Tier

if TYPE_CHECKING:
    from scrapy.statscollectors import StatsCollector

    from crawler.ledger.outcome import Outcome

PREFIX = "mudawwana/"


def count_outcome(stats: StatsCollector, outcome: Outcome, *, is_new: bool = True) -> None:
    """Add one outcome; a refusal only if it is new. Per outlet, only first visits of possible articles count."""
    stats.inc_value(PREFIX + "pages")
    if outcome.lease.tier is not Tier.BRIDGE and outcome.lease.kind not in ANNOUNCING and not outcome.lease.asked:
        stats.inc_value(f"{PREFIX}pages/{outcome.lease.outlet}")
    stats.inc_value(PREFIX + "edges", len(outcome.edges), start=0)
    if outcome.record is not None:
        stats.inc_value(PREFIX + "articles")
        stats.inc_value(f"{PREFIX}articles/{outcome.lease.outlet}")
        for one in outcome.record["dropped"]:
            stats.inc_value(f"{PREFIX}dropped/{one['step']}", one["blocks"])
    if outcome.rejection is not None and is_new:
        stats.inc_value(PREFIX + "refused")
        stats.inc_value(f"{PREFIX}refused/{outcome.rejection['reason']}")
