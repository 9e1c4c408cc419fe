"""The components that serve our spiders, in the order in which they see a page.

Only spiders that derive from `LedgerSpider` get them; Scrapy's tools and a user's own spiders run on Scrapy's ordinary
parts, with the politeness of `crawler/settings.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scrapy.settings import SETTINGS_PRIORITIES

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

_HANDLER = "crawler.network.handler.Handler"
_PARTS_OF_SCRAPY: dict[str, Any] = {
    "SCHEDULER": "crawler.leases.scheduler.LedgerScheduler",
    # HTTP and HTTPS only: no local files, FTP or S3.
    "DOWNLOAD_HANDLERS": dict.fromkeys(("http", "https"), _HANDLER) | dict.fromkeys(("data", "file", "ftp", "s3")),
    # Every status reaches the spider, which gives the reason of a refusal.
    "HTTPERROR_ALLOW_ALL": True,
    # Not 429 and 503: such a page goes back into the ledger, and its outlet is paused.
    "RETRY_HTTP_CODES": [500, 502, 504, 522, 524, 408],
    "RETRY_GIVE_UP_LOG_LEVEL": "DEBUG",  # the refusal reports it
    # A page gives at most one record; Scrapy's hundred tasks per page would take a fifth of its time.
    "CONCURRENT_ITEMS": 1,
}
_COMPONENTS: dict[str, dict[str, int | None]] = {
    "EXTENSIONS": {
        "crawler.extensions.safe_log.SafeLog": -1,
        "crawler.leases.outcomes.Outcomes": 0,
        "crawler.politeness.backoff.Politeness": 1,
        "crawler.extensions.progress.Progress": 900,
        "crawler.extensions.summary.Summary": 910,
        "crawler.extensions.expectations.Expectations": 920,
    },
    # Addresses come from the ledger, so what Scrapy does to requests of callbacks and to their depth has no effect, and
    # every status is allowed; each of these would cost a page about as much as a look-up in the ledger.
    "SPIDER_MIDDLEWARES": {
        "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware": None,
        "scrapy.spidermiddlewares.referer.RefererMiddleware": None,
        "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
        "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
        "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware": None,
    },
    "DOWNLOADER_MIDDLEWARES": {
        # Scrapy's own off-site check drops redirects silently; the guard refuses them with a reason.
        "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
        "crawler.middlewares.guard.Guard": 50,
        # Scrapy's own takes a server error for permission.
        "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
        "crawler.middlewares.robots.Robots": 100,
        "crawler.middlewares.reservations.Reservations": 110,
        "crawler.middlewares.pace.Pace": 120,
        # After content decoding (590), before the search for a meta refresh.
        "crawler.middlewares.charset.Charset": 585,
        # Scrapy's own loses a page whose meta refresh is not an address.
        "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,
        "crawler.middlewares.meta_refresh.MetaRefresh": 580,
        # Between the archive, which keeps headers as received, and content decoding.
        "crawler.middlewares.encoding_labels.EncodingLabels": 940,
        "crawler.middlewares.archiving.Archiving": 950,
        "crawler.middlewares.body_limits.BodyLimits": 960,
    },
}


def serve_ledger(settings: BaseSettings) -> None:
    """Set the components of our spiders; a user's own stand beside them, however they were given.

    Those of `_PARTS_OF_SCRAPY` yield to the command line only, those of `_COMPONENTS` to an entry of the same name.
    """
    for name, value in _PARTS_OF_SCRAPY.items():
        settings.set(name, value, priority="spider")
    for name, components in _COMPONENTS.items():
        # One more, because a process copies its own settings over a crawler's again, and the later of equals wins.
        priority = 1 + max(settings.getpriority(name) or 0, SETTINGS_PRIORITIES["spider"])
        settings.set(name, components | settings.getdict(name), priority=priority)
