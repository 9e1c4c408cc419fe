"""Downloader middleware that keeps the pause between two pages at least as long as the outlet asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.politeness.backoff import Politeness, politeness_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scrapy import Request
    from scrapy.core.downloader import Downloader, Slot
    from scrapy.crawler import Crawler

    from crawler.outlets import Outlet


class Pace:
    """Adjusts the download slot just before each page, whatever AutoThrottle did to it.

    The pause is the largest of DOWNLOAD_DELAY (or AutoThrottle's), the outlet file's `delay` and `Crawl-delay`.
    """

    def __init__(self, crawler: Crawler, politeness: Politeness) -> None:
        self._crawler = crawler
        self._politeness = politeness

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Pace:
        """Create the middleware with the extension that knows each `Crawl-delay`."""
        return cls(crawler, politeness_of(crawler))

    def process_request(self, request: Request) -> None:
        """Lengthen the delay of the request's download slot where it is too short."""
        outlet, engine = request.meta.get("outlet"), self._crawler.engine
        if outlet is None or engine is None or self._politeness.is_offline:
            return
        outlets: Mapping[str, Outlet] = getattr(self._crawler.spider, "outlets", {})
        stated = getattr(outlets.get(outlet), "delay", None) or 0.0
        least = max(stated, self._politeness.crawl_delay(outlet))
        if least > 0:
            _slow_down(engine.downloader, request.meta.get("download_slot", outlet), least)


def _slow_down(downloader: Downloader, name: str, least: float) -> None:
    """Make a download slot, even one yet to be created, wait at least `least` seconds between two requests."""
    slot = downloader.slots.get(name)
    if slot is None:
        settings = downloader.per_slot_settings.get(name, {})
        delay = max(settings.get("delay", 0.0), least)
        downloader.per_slot_settings[name] = settings | {"delay": delay, "jitter": 0.0}
    else:
        _raise_delay(slot, least)


def _raise_delay(slot: Slot, least: float) -> None:
    slot.delay = max(slot.delay, least)
    slot.jitter = min(slot.jitter, 1 - least / slot.delay)
