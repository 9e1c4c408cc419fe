"""Public hosts: private ones are told in every spelling."""

from __future__ import annotations

import ipaddress
import socket

import pytest

from crawler.network.public_hosts import is_public, is_public_host, literal_address
from tests.tools.private_hosts import PRIVATE

PUBLIC = [
    "93.184.216.34",
    "8.8.8.8",
    "100.128.0.1",
    "172.32.0.1",
    "[2606:4700::1111]",
    "[::ffff:8.8.8.8]",
    "arabic.rt.com",
    "xn--4gbrim.xn--wgbh1c",
    "127.0.0.1.nip.io",
    "local.example.org",
]


@pytest.mark.parametrize("host", PRIVATE)
def test_private_in_every_spelling(host: str) -> None:
    assert not is_public_host(host)


@pytest.mark.parametrize("host", PUBLIC)
def test_public(host: str) -> None:
    assert is_public_host(host)


@pytest.mark.parametrize("host", ["127.1", "0x7f.1", "0177.1", "2130706433", "0x7f000001", "127.0.1"])
def test_spellings_are_read_as_the_c_library_reads_them(host: str) -> None:
    assert literal_address(host) == ipaddress.IPv4Address(socket.inet_aton(host))


@pytest.mark.parametrize("host", ["a", "1.2.3.4.5", "08.1", "256.1.1.1", "1.2.3.256", "4294967296", "1..2", ""])
def test_what_is_no_address(host: str) -> None:
    assert literal_address(host) is None


def test_every_private_network_is_covered() -> None:
    for network in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", "169.254.0.0/16", "100.64.0.0/10"):
        ends = ipaddress.ip_network(network)
        assert not is_public(ends[0])
        assert not is_public(ends[-1])
