"""The pause between two pages of an outlet: never shorter than the outlet asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.politeness.backoff import Manners, manners_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scrapy import Request
    from scrapy.core.downloader import Downloader, Slot
    from scrapy.crawler import Crawler

    from crawler.outlets import Outlet


class Pace:
    """Downloader middleware; works on the download slot just before each page, whatever AutoThrottle did to it.

    The pause is the largest of DOWNLOAD_DELAY (or AutoThrottle's), the outlet file's `delay` and `Crawl-delay`.
    """

    def __init__(self, crawler: Crawler, manners: Manners) -> None:
        self._crawler = crawler
        self._manners = manners

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Pace:
        """The middleware beside the extension that knows what robots.txt asked for."""
        return cls(crawler, manners_of(crawler))

    def process_request(self, request: Request) -> None:
        """Scrapy's hook."""
        outlet, engine = request.meta.get("outlet"), self._crawler.engine
        if outlet is None or engine is None or self._manners.is_rehearsal:
            return
        outlets: Mapping[str, Outlet] = getattr(self._crawler.spider, "outlets", {})
        stated = getattr(outlets.get(outlet), "delay", None) or 0.0
        least = max(stated, self._manners.delay_of(outlet))
        if least > 0:
            _slow_down(engine.downloader, request.meta.get("download_slot", outlet), least)


def _slow_down(downloader: Downloader, name: str, least: float) -> None:
    """Let a download slot, also one that is yet to be made, wait so many seconds or more between two requests."""
    slot = downloader.slots.get(name)
    if slot is None:
        settings = downloader.per_slot_settings.get(name, {})
        delay = max(settings.get("delay", 0.0), least)
        downloader.per_slot_settings[name] = settings | {"delay": delay, "jitter": 0.0}
    else:
        _at_least(slot, least)


def _at_least(slot: Slot, least: float) -> None:
    slot.delay = max(slot.delay, least)
    slot.jitter = min(slot.jitter, 1 - least / slot.delay)
