"""What Scrapy's tools (`parse`, `fetch`, `shell`, `view`, `check`) get in place of our spiders: nothing is kept."""

from __future__ import annotations

import importlib
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from scrapy import Request, Spider
from scrapy.spiderloader import SpiderLoader

from cleaners.phrases import use_own_phrases
from crawler.ledger import Ledger
from crawler.ledger.lease import Found, Lease
from crawler.ledger.outcome import Finding, Refusal, Visit, now
from crawler.network.http import header, headers_of
from crawler.options import read_options
from crawler.optout.directives import product_token, read_opt_outs
from crawler.optout.metas import metas_of
from crawler.outlets import known_outlets, outlet_of
from crawler.pages.decide import decide
from crawler.pages.failures import finding_without_reading
from crawler.spiders.base import LedgerSpider

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scrapy.http import Response

    from crawler.outlets import Outlet


class PreviewLoader(SpiderLoader):
    """Scrapy's loader, with a `PagePreview` of the same name and settings in place of each spider of ours."""

    def load(self, spider_name: str) -> type[Spider]:
        """The class of a spider; raises KeyError for an unknown name."""
        found: type[Spider] = super().load(spider_name)
        if not issubclass(found, LedgerSpider):
            return found
        own = (found.custom_settings or {}) | {"HTTPERROR_ALLOW_ALL": True}
        return type(found.__name__, (PagePreview,), {"name": found.name, "custom_settings": own})


class PagePreview(Spider):
    """Reads pages as a crawl that begins with them would, on Scrapy's ordinary parts."""

    def parse(self, response: Response, **kwargs: Any) -> Iterator[Any]:
        """The record of a page or its refusal, then requests for the addresses that a crawl would follow."""
        options = read_options(self.settings)
        use_own_phrases(options.phrases_dir)
        outlet = outlet_of(response.url, known_outlets(options.outlets_dir).outlets)
        finding, canonical = self._finding(response, outlet), outlet.canonicalize(response.url)
        if isinstance(finding.result, Refusal):
            yield {"url": canonical, "reason": finding.result.reason, "detail": finding.result.detail}
        elif finding.record is not None:
            yield finding.record
        for found in finding.found:
            yield Request(found.url)

    def _finding(self, response: Response, outlet: Outlet) -> Finding:
        """The finding of a page by a ledger that knows no other page."""
        with TemporaryDirectory() as folder, closing(Ledger(Path(folder) / "ledger.sqlite")) as ledger:
            canonical = outlet.canonicalize(response.url)
            ledger.add([Found(response.url, canonical, outlet.domain, "start")])
            lease = ledger.queue.lease(frozenset())
            assert lease is not None
            return finding_without_reading(response, lease) or self._decide(response, lease, outlet, ledger)

    def _decide(self, response: Response, lease: Lease, outlet: Outlet, ledger: Ledger) -> Finding:
        visit = Visit(lease, lease.canonical, now(), response.status)
        module, _, function = read_options(self.settings).cleaner.partition(":")
        read_page = getattr(importlib.import_module(module), function)
        content_type = header(response, "Content-Type")
        reading: dict[str, Any] = read_page(response.body, response.url, visit.fetched_at, content_type)
        agent = product_token(self.settings.get("ROBOTSTXT_USER_AGENT") or self.settings["USER_AGENT"])
        opt_outs = read_opt_outs(headers_of(response), metas_of(response.body), reading["directives"], None, agent)
        return decide(reading, visit, outlet, ledger.duplicates, opt_outs=opt_outs)
