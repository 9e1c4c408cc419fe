"""A spider that receives each page as an `ArabicNewsPage`."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any

from scrapy import Request, Spider
from scrapy.http import Response
from scrapy_poet import DummyResponse

from newsroom.page_objects import ArabicNewsPage


class WithPageObject(Spider):
    """Follows the links of one page, and gives an item for each article."""

    name = "with_page_object"

    def __init__(self, start: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.start_urls = [start]

    def parse(self, response: Response) -> Iterator[Request]:
        yield from response.follow_all(css="a", callback=self.parse_article)

    async def parse_article(self, response: DummyResponse, page: ArabicNewsPage) -> AsyncIterator[Any]:
        if page.reason is None:
            yield await page.to_item()
        else:
            self.logger.info("%s: %s", page.reason, page.response.url)
