"""Names that lead where they should not."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from scrapy.resolver import dnscache
from scrapy.utils.test import get_crawler
from twisted.internet import defer
from twisted.internet.error import DNSLookupError

from crawler.network.resolver import GuardedResolver


@pytest.fixture
def _clean_dns() -> Any:
    before = dict(dnscache)
    dnscache.clear()
    yield
    dnscache.clear()
    dnscache.update(before)


class Threads:
    """Stands for the reactor: answers for names in turn, each answer once."""

    def __init__(self, *answers: str) -> None:
        self.answers = list(answers)


def resolver(*answers: str, **settings: Any) -> GuardedResolver:
    return GuardedResolver.from_crawler(get_crawler(settings_dict=settings), Threads(*answers))


def resolve(using: GuardedResolver, name: str, monkeypatch: pytest.MonkeyPatch) -> str:
    def answer(self: GuardedResolver, name: str, timeout: Any = ()) -> defer.Deferred[str]:
        return defer.succeed(self.reactor.answers.pop(0))

    monkeypatch.setattr("twisted.internet.base.ThreadedResolver.getHostByName", answer)

    async def ask() -> str:
        return await using.getHostByName(name)

    return asyncio.run(ask())


@pytest.mark.usefixtures("_clean_dns")
def test_a_name_that_leads_to_a_private_address_is_not_found(monkeypatch: pytest.MonkeyPatch) -> None:
    for address in ("127.0.0.1", "169.254.169.254", "10.0.0.1", "100.64.0.1"):
        dnscache.clear()
        with pytest.raises(DNSLookupError, match=rf"rebound\.example resolves to {address}"):
            resolve(resolver(address), "rebound.example", monkeypatch)


@pytest.mark.usefixtures("_clean_dns")
def test_a_name_that_changes_its_address_gets_no_further(monkeypatch: pytest.MonkeyPatch) -> None:
    using = resolver("93.184.216.34", "127.0.0.1", DNSCACHE_ENABLED=False)
    assert resolve(using, "rebound.example", monkeypatch) == "93.184.216.34"
    with pytest.raises(DNSLookupError):
        resolve(using, "rebound.example", monkeypatch)


@pytest.mark.usefixtures("_clean_dns")
def test_the_cache_does_not_let_it_pass_the_second_time(monkeypatch: pytest.MonkeyPatch) -> None:
    using = resolver("127.0.0.1")
    for _ in range(2):
        with pytest.raises(DNSLookupError):
            resolve(using, "rebound.example", monkeypatch)
    assert using.reactor.answers == []


@pytest.mark.usefixtures("_clean_dns")
def test_excepted_names_and_proxies_may_be_private(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://proxy.lan:3128")
    using = resolver("127.0.0.1", "10.0.0.1", ALLOW_PRIVATE_HOSTS="test.local:8000")
    assert resolve(using, "test.local", monkeypatch) == "127.0.0.1"
    assert resolve(using, "proxy.lan", monkeypatch) == "10.0.0.1"
