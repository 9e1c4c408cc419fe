"""Downloader middleware that refuses private hosts and addresses off the outlet, for every request and redirect."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.exceptions import CannotResolveHostError, IgnoreRequest

from crawler.network.public_hosts import is_public_host, read_allowed_hosts
from crawler.network.resolver import resolved_to_private
from crawler.outlets import general_outlet
from crawler.urls import parts_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler

    from crawler.outlets import Outlet

_PORTS = {"http": 80, "https": 443}


class Refused(IgnoreRequest):
    """A request that must not be made; `reason` is one of `output/schema.json`."""

    reason = ""


class Offsite(Refused):
    """The address is not on the outlet that the request is for, or not an http(s) address at all."""

    reason = "offsite"


class PrivateHost(Refused):
    """The address leads into a private network."""

    reason = "private_host"


class Guard:
    """The first middleware, so that it sees robots.txt requests and redirects too.

    `request.meta["outlet"]` is the domain of the outlet that a request is for; a request without it (robots.txt) is
    checked for private hosts only. Hosts in ALLOW_PRIVATE_HOSTS may be reached.
    """

    def __init__(self, crawler: Crawler, allowed: Iterable[str]) -> None:
        self._crawler = crawler
        self._allowed = read_allowed_hosts(allowed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Create the guard with the private hosts that the settings allow."""
        return cls(crawler, crawler.settings.getlist("ALLOW_PRIVATE_HOSTS"))

    def process_request(self, request: Request) -> None:
        """Let the request pass, or raise `Offsite` or `PrivateHost`."""
        host, port = host_and_port(request.url)
        self._check_host(host, port)
        domain = request.meta.get("outlet")
        if domain is not None and not self._outlet(domain).owns(request.url):
            raise Offsite(f"{request.url} is not an address of {domain}")

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Raise `PrivateHost` for a name that was not found because the resolver refused its address."""
        if isinstance(exception, CannotResolveHostError):
            self._check_host(*host_and_port(request.url))

    def _check_host(self, host: str, port: int) -> None:
        if self._allowed.allow(host, port):
            return
        # A listed host is private, whatever its name says, so its other ports are not to be reached.
        if self._allowed.lists(host) or not is_public_host(host) or resolved_to_private(host):
            raise PrivateHost(f"{host}:{port} is not a public host")

    def _outlet(self, domain: str) -> Outlet:
        outlets: Mapping[str, Outlet] = getattr(self._crawler.spider, "outlets", {})
        return outlets.get(domain) or general_outlet(f"http://{domain}/")


def host_and_port(url: str) -> tuple[str, int]:
    """The host and port that a request goes to; raises `Offsite` for anything but a plain http(s) address.

    A user name is refused too: it can make an address look like another outlet's.
    """
    parts = parts_of(url)
    port = parts.port or _PORTS.get(parts.scheme)
    if port is None or parts.scheme not in _PORTS or not parts.hostname or "@" in parts.netloc:
        raise Offsite(f"{url} is not a plain http or https address")
    return parts.hostname, port
