"""A spider that hands pages on as they are; `CleanArabicNews` cleans them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scrapy import Request, Spider
from scrapy.http import Response


class WithPipeline(Spider):
    """Follows the links of one page, and gives the bytes of each."""

    name = "with_pipeline"
    custom_settings = {"ITEM_PIPELINES": {"newsroom.pipelines.CleanArabicNews": 300}}

    def __init__(self, start: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.start_urls = [start]

    def parse(self, response: Response) -> Iterator[Request]:
        yield from response.follow_all(css="a", callback=self.parse_article)

    def parse_article(self, response: Response) -> Iterator[dict[str, Any]]:
        content_type = response.headers.get("Content-Type", b"").decode("latin-1") or None
        yield {"url": response.url, "body": response.body, "content_type": content_type}
