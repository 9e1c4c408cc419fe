"""Components as users write them: a pipeline and a spider middleware that get in the way of single pages."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from typing import Any

from scrapy.exceptions import DropItem


class Pipeline:
    """Adds a key to every record, drops, spoils or fails on those whose titles ask for it."""

    def process_item(self, item: dict[str, Any]) -> dict[str, Any]:
        if item["title"] == "DROP":
            raise DropItem("not for us")
        if item["title"] == "FAIL":
            raise KeyError("a mistake in a pipeline")
        if item["title"] == "SPOIL":
            return {**item, "topic": "politics"}
        return {**item, "x_topic": "politics"}


class Swallower:
    """Loses the records whose titles ask for it without telling anybody."""

    async def process_spider_output(self, response: Any, result: AsyncIterator[Any]) -> AsyncIterator[Any]:
        async for item in result:
            if item["title"] != "SWALLOW":
                yield item


class Loud:
    """Logs the title of each record as it is, under a name of its own."""

    def process_item(self, item: dict[str, Any]) -> dict[str, Any]:
        logging.getLogger("loud").warning("read: %s", item["title"])
        return item
