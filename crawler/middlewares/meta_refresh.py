"""Downloader middleware that follows a meta refresh only to an address; any other page is read as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.downloadermiddlewares.redirect import MetaRefreshMiddleware
from scrapy.exceptions import IgnoreRequest

from crawler.middlewares.guard import Offsite, host_and_port

if TYPE_CHECKING:
    from scrapy.http import Response


class MetaRefresh(MetaRefreshMiddleware):
    """Scrapy's middleware, without the errors of addresses that are none: `javascript:`, `http://`, `[`."""

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """The page, or the request for the address it refreshes to; raises IgnoreRequest after too many of them."""
        try:
            result = super().process_response(request, response)
            if isinstance(result, Request):
                host_and_port(result.url)
                # To the page itself: "http://" and "//" resolve to that.
                return response if result.url.partition("#")[0] == request.url.partition("#")[0] else result
        except Offsite:
            return response
        except IgnoreRequest:
            raise
        except ValueError:
            return response
        return result
