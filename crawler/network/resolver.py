"""Name resolution that does not lead into private networks, whatever a name server answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from urllib.request import getproxies

from scrapy.resolver import CachingThreadedResolver, dnscache
from twisted.internet.error import DNSLookupError

from crawler.network.public_hosts import Exceptions, is_public, literal_address, plain_host, read_exceptions

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Self

    from scrapy.crawler import Crawler
    from twisted.internet.base import ReactorBase
    from twisted.internet.defer import Deferred


class GuardedResolver(CachingThreadedResolver):
    """Scrapy's caching resolver; a name that leads to an address that is not public is not found.

    It is asked each time a connection is made, so a name that changes its address between two requests
    gets no further. Hosts of ALLOW_PRIVATE_HOSTS and the proxies that the environment names are excepted.
    """

    def __init__(self, reactor: ReactorBase, cache_size: int, timeout: float) -> None:
        super().__init__(reactor, cache_size, timeout)
        self.exceptions = Exceptions()

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: ReactorBase) -> Self:
        """The resolver with the exceptions that the settings and the environment name."""
        resolver = super().from_crawler(crawler, reactor)
        proxies = (urlsplit(proxy).hostname or "" for proxy in getproxies().values())
        listed = read_exceptions(crawler.settings.getlist("ALLOW_PRIVATE_HOSTS")).hosts
        resolver.exceptions = Exceptions(listed | {(plain_host(proxy), None) for proxy in proxies if proxy})
        return resolver

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> Deferred[str]:
        """The IPv4 address of a name; fails with DNSLookupError where it is not public."""
        return super().getHostByName(name, timeout).addCallback(self._checked, name)

    def _checked(self, address: Any, name: str) -> Any:
        if not self.exceptions.name(name) and _leads_to_private(str(address)):
            raise DNSLookupError(f"{name} leads to {address}, which is not a public address")
        return address


def _leads_to_private(address: str) -> bool:
    """Whether a resolved address is not a public one."""
    found = literal_address(address)
    return found is None or not is_public(found)


def known_private(host: str) -> bool:
    """Whether this host was resolved before, to an address that is not public."""
    address = dnscache.get(host)
    return isinstance(address, str) and _leads_to_private(address)
