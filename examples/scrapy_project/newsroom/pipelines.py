"""The cleaner as an item pipeline: items come with a page's bytes and leave with its article."""

from __future__ import annotations

from typing import Any

from scrapy.exceptions import DropItem

from cleaners import Cleaner


class CleanArabicNews:
    """Puts title, text and date into an item in place of its `body`, and drops pages that are no article."""

    def __init__(self) -> None:
        self.cleaner = Cleaner()

    def process_item(self, item: dict[str, Any]) -> dict[str, Any]:
        article = self.cleaner.html(item.pop("body"), item["url"], content_type=item.pop("content_type", None))
        if article.reason is not None:
            raise DropItem(f"{article.reason}: {item['url']}", log_level="INFO")
        return item | {"title": article.title, "text": article.text, "date_published": article.date_published}
