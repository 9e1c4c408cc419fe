"""The result of each page under today's cleaner, and the totals over all pages."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from crawler.ledger.lease import Lease
from crawler.ledger.outcome import Visit
from crawler.optout.directives import refusal
from crawler.pages.record import record_of
from crawler.reclean.differences import Difference, differences
from crawler.storage.schema import problem_of

if TYPE_CHECKING:
    from crawler.optout.directives import OptOuts
    from crawler.outlets import Outlet
    from crawler.storage.committed import Json

_FIELDS_OF_CRAWL = ("id", "url", "outlet", "seed", "depth", "fetched_at", "revision", "warc", "opt_outs", "cluster")
"""Fields that cleaning does not set."""


@dataclass(frozen=True)
class Result:
    """One page: `same`, `changed`, `refused` (was a record), `accepted` (is one now), `still` refused, `unreadable`."""

    kind: str
    line: Json
    """The record or rejection in the output folder."""
    record: Json | None = None
    """Today's record; for a record whose page cannot be read, the old one."""
    reason: str | None = None
    """Why it is not a record today, or cannot be read."""
    lines: tuple[Difference, ...] = ()


def reclean_result(line: Json, reading: Json, opt_outs: OptOuts, outlet: Outlet, blocks: bool = False) -> Result:
    """The result for a record or rejection, given today's reading of its page; with `blocks` if wanted or there before.

    A TDM reservation stays in force: it may be the host's, which the page's archive entry does not show.
    """
    article, was_record = reading["article"], "reason" not in line
    opted_out = refusal(opt_outs) is not None or line.get("detail") == "tdm-reservation"
    reason = "opt_out" if opted_out else article["reason"]
    if reason is not None:
        return Result("refused" if was_record else "still", line, reason=reason)
    structure = article.get("structure", []) if blocks or line.get("blocks") else []
    record = _new_record(line, article | {"structure": structure}, outlet, opt_outs)
    if problem := problem_of(record):
        return Result("refused" if was_record else "still", line, reason=f"invalid: {problem}")
    if not was_record:
        return Result("accepted", line, record)
    lines = differences(line, record, article["changes"])
    return Result("changed" if lines else "same", line, record, lines=lines)


def _new_record(line: Json, article: Json, outlet: Outlet, opt_outs: OptOuts) -> Json:
    """Today's record of a page; fields set by the crawl and by users' pipelines stay."""
    lease = Lease(0, line["url"], line["url"], line["outlet"], "article", line["seed"], line["depth"])
    visit = Visit(lease, line["url"], line["fetched_at"], 200, line["warc"])
    new = record_of(article, visit, outlet, opt_outs)
    if "reason" in line:
        return new
    return line | {key: value for key, value in new.items() if key not in _FIELDS_OF_CRAWL}


@dataclass
class Totals:
    """Counts over all results."""

    pages: Counter[str] = field(default_factory=Counter)
    """By the kind of the result."""
    removed: Counter[str] = field(default_factory=Counter)
    """Lines of text removed, by step."""
    added: Counter[str] = field(default_factory=Counter)
    fields: Counter[str] = field(default_factory=Counter)
    """Records in which a field changed."""
    refused: Counter[str] = field(default_factory=Counter)
    """Records that would be refused, by reason."""
    accepted: Counter[str] = field(default_factory=Counter)
    """Rejections that would be records, by the reason they had."""

    def add(self, result: Result) -> None:
        """Count one result."""
        self.pages[result.kind] += 1
        for line in result.lines:
            if line.field == "text":
                (self.added if line.is_added else self.removed)[line.step] += 1
        self.fields.update({line.field for line in result.lines} - {"text"})
        if result.kind == "refused":
            self.refused[str(result.reason).partition(":")[0]] += 1
        if result.kind == "accepted":
            self.accepted[result.line["reason"]] += 1

    @property
    def any_change(self) -> bool:
        """Whether the corpus would differ."""
        return any(self.pages[kind] for kind in ("changed", "refused", "accepted"))
