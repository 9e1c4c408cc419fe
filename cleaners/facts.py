"""What is known of one page beside its blocks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cleaners.sites import NO_RULES, SiteRules


@dataclass(frozen=True, slots=True)
class Facts:
    """Known per page, bound by the recipe to the steps that need it."""

    flattened: bool = False
    """Whether the page is a text whose mark-up is gone."""
    url: str | None = None
    titles: tuple[str, ...] = ()
    """Headlines that the page's metadata names, the likeliest first."""
    authors: tuple[str, ...] = ()
    outlet: str | None = None
    """What the outlet calls itself."""
    kept: tuple[str, ...] = ()
    """The texts that trafilatura keeps, in order."""
    fetched_at: datetime | None = None
    site: SiteRules = NO_RULES
