"""`scrapy crawl related`: follow related links from the seeds' articles, within each outlet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crawler.seeding.arguments import load_related_input
from crawler.seeding.plan import read_plan
from crawler.spiders.base import LedgerSpider

if TYPE_CHECKING:
    from crawler.outlets import KnownOutlets


class RelatedSpider(LedgerSpider):
    """The main spider.

    - seeds: a folder with a manifest; start: comma-separated addresses of articles to start from instead.
    - focus: "off" for priority by depth, else by relevance to the topics.
    - refresh: days after which a known article is fetched again; without it, never.
    """

    name = "related"

    def __init__(
        self,
        seeds: str | None = None,
        start: str | None = None,
        focus: str | None = None,
        refresh: str | None = None,
        known: KnownOutlets | None = None,
        **unknown: Any,
    ) -> None:
        super().__init__(read_plan(focus, refresh), load_related_input(seeds, start, unknown, known))
