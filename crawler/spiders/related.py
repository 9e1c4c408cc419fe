"""`scrapy crawl related`: from the seeds' articles along their related links, outlet by outlet."""

from __future__ import annotations

from typing import Any

from crawler.seeding.arguments import load_origin
from crawler.seeding.plan import read_plan
from crawler.spiders.base import LedgerSpider


class RelatedSpider(LedgerSpider):
    """The main job.

    - seeds: a folder with a manifest; start: any articles to start at instead, apart by commas.
    - focus: "off" for the nearest to the start first, else the nearest to the topic.
    - refresh: days after which a known article is fetched again; without it, never.
    """

    name = "related"

    def __init__(
        self,
        seeds: str | None = None,
        start: str | None = None,
        focus: str | None = None,
        refresh: str | None = None,
        **unknown: Any,
    ) -> None:
        super().__init__(read_plan(focus, refresh), load_origin(seeds, start, unknown))
