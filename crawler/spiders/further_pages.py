"""Fetch the further pages of an article under the lease of its first, and join them."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, Protocol

from cleaners.metadata.further_pages import is_page_one
from crawler.network.internals import is_closing
from crawler.optout.directives import refusal
from crawler.pages.failures import finding_without_reading
from crawler.pages.joined import finished, joined, next_page
from crawler.workers.pool import WorkerDied

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from crawler.leases.outcomes import Outcomes
    from crawler.ledger.lease import Lease
    from crawler.ledger.outcome import Visit
    from crawler.optout.directives import OptOuts
    from crawler.outlets import Outlet
    from crawler.storage.committed import Json
    from crawler.workers.pool import Workers

logger = logging.getLogger(__name__)


class CrawlClosing(Exception):
    """Raised when a crawl is stopped before all pages of an article are read; its lease is put back."""


class _PageSpider(Protocol):
    """What reading further pages requires of a spider."""

    crawler: Crawler
    workers: Workers

    @property
    def outcomes(self) -> Outcomes:
        """The owner of the output folder."""

    def request_for_further(self, url: str, lease: Lease) -> Request | None:
        """The request for a further page of a leased article; None if it cannot be had."""

    def facts_of(self, response: Response, visit: Visit) -> dict[str, Any]:
        """The arguments with which a cleaning process reads a page."""

    def opt_outs_of(self, reading: Json, response: Response) -> OptOuts:
        """What a page, its headers and its host say about its use."""


async def with_further_pages(spider: _PageSpider, reading: Json, visit: Visit, outlet: Outlet) -> Json:
    """The reading of a whole article, from that of its first page; the further ones are fetched one by one.

    The numbered spelling of the first page becomes an alias of it. A page that cannot be had ends it, and leaves the
    article partial; if a link leads there, it is fetched as a page of its own. Until the outcome of the lease nothing
    is written but the archive, so a killed crawl begins with the first page again. Raises CrawlClosing if the crawl
    is being stopped.
    """
    read: list[str] = []
    while url := next_page(reading, read):
        further = await _reading_at(spider, url, visit, outlet)
        whole = joined(reading, further) if further is not None else None
        if whole is None or not _is_claimed(spider, visit.lease, url, outlet):
            break
        reading = whole
        read.append(url)
    for link in reading["links"] if read else ():
        if is_page_one(link["url"], visit.url):
            _is_claimed(spider, visit.lease, link["url"], outlet)
    return finished(reading, read)


def _is_claimed(spider: _PageSpider, lease: Lease, url: str, outlet: Outlet) -> bool:
    """Whether an address is now an alias of the leased page; not if it belongs to another record."""
    with spider.outcomes.writer.guard():
        return spider.outcomes.ledger.duplicates.claim(lease, url, outlet.canonicalize(url))
    return False


async def _reading_at(spider: _PageSpider, url: str, visit: Visit, outlet: Outlet) -> Json | None:
    """The reading of a further page; None if it is another outlet's, is redirected, fails or opts out."""
    request = spider.request_for_further(url, visit.lease) if outlet.owns(url) else None
    response = await _answer_to(spider, request) if request is not None else None
    if response is None or finding_without_reading(response, visit.lease) is not None:
        return None
    if outlet.canonicalize(response.url) != outlet.canonicalize(url):
        return None
    try:
        reading = await spider.workers.do(response.body, spider.facts_of(response, visit))
    except WorkerDied as error:
        logger.info("%s: a further page is not read: %s", url, error)
        return None
    return None if "refusal" in reading or refusal(spider.opt_outs_of(reading, response)) else reading


async def _answer_to(spider: _PageSpider, request: Request) -> Response | None:
    """The answer to a request, after all downloader middlewares; None if there is none."""
    engine = spider.crawler.engine
    if engine is None or is_closing(engine):
        raise CrawlClosing
    try:
        return await engine.download_async(request)
    except Exception as error:  # whatever kept us from it: robots.txt, the guard, the network
        if is_closing(engine):
            raise CrawlClosing from error
        logger.info("%s: a further page is not read: %s", request.url, error)
        return None
