"""Name resolution that never leads into private networks, whatever a name server answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.request import getproxies

from scrapy.crawler import CrawlerRunnerBase
from scrapy.resolver import CachingThreadedResolver, dnscache
from twisted.internet.error import DNSLookupError

from cleaners.text.web_address import split_address
from crawler.network.public_hosts import AllowedHosts, is_public, literal_address, normalize_host, read_allowed_hosts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Self

    from scrapy.crawler import Crawler
    from twisted.internet.base import ReactorBase
    from twisted.internet.defer import Deferred

_GUARD = "crawler.middlewares.guard.Guard"


class GuardedResolver(CachingThreadedResolver):
    """Scrapy's caching resolver, failing for names that resolve to a non-public address while a guarded crawl runs.

    It serves a whole process, so the guard of one crawl holds for all of them. It runs for each new connection, so
    changing a name's address between two requests does not help. Hosts in ALLOW_PRIVATE_HOSTS and proxies from the
    environment are exempt.
    """

    def __init__(self, reactor: ReactorBase, cache_size: int, timeout: float) -> None:
        super().__init__(reactor, cache_size, timeout)
        self.allowed = AllowedHosts()
        self._crawlers: Callable[[], Iterable[Crawler]] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: ReactorBase) -> Self:
        """Create the resolver with the private hosts that the settings and the environment allow."""
        resolver = super().from_crawler(crawler, reactor)
        proxies = map(split_address, getproxies().values())
        names = {(normalize_host(one.hostname), None) for one in proxies if one is not None and one.hostname}
        listed = read_allowed_hosts(crawler.settings.getlist("ALLOW_PRIVATE_HOSTS")).hosts
        resolver.allowed = AllowedHosts(listed | names)
        if isinstance(crawler, CrawlerRunnerBase):  # Scrapy passes the process
            resolver._crawlers = lambda: crawler.crawlers
        return resolver

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> Deferred[str]:
        """The IPv4 address of a name; fails with DNSLookupError if it is not public."""
        return super().getHostByName(name, timeout).addCallback(self._check_address, name)

    def _check_address(self, address: Any, name: str) -> Any:
        if self._guards() and not self.allowed.lists(name) and _is_private(str(address)):
            raise DNSLookupError(f"{name} resolves to {address}, which is not a public address")
        return address

    def _guards(self) -> bool:
        """Whether a crawl of the process has the guard; true where the crawls are not known."""
        if self._crawlers is None:
            return True
        return any(_GUARD in each.settings.getdict("DOWNLOADER_MIDDLEWARES") for each in self._crawlers())


def _is_private(address: str) -> bool:
    """Whether a resolved address is not public."""
    found = literal_address(address)
    return found is None or not is_public(found)


def resolved_to_private(host: str) -> bool:
    """Whether the host was resolved before, to a non-public address."""
    address = dnscache.get(host)
    return isinstance(address, str) and _is_private(address)
