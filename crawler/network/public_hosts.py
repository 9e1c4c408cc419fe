"""Which hosts are public: IP addresses in all spellings, local names, and private hosts that are allowed."""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from cleaners.data_files import DataFileError

if TYPE_CHECKING:
    from collections.abc import Iterable

_IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

# Names that resolve only inside a machine, a home or a cloud (RFC 6761, 6762, 8375, 9476).
_LOCAL_NAMES = (
    "localhost",
    "local",
    "internal",
    "intranet",
    "lan",
    "home",
    "corp",
    "home.arpa",
    "alt",
    "onion",
)
# Networks that some versions of Python call global: protocol assignments (192.0.0.192 is a cloud's metadata service),
# Azure's WireServer, 6to4 and its relays (given up, RFC 7526), Teredo, documentation, segment routing, translation.
_NOT_PUBLIC = tuple(
    map(
        ipaddress.ip_network,
        (
            "192.0.0.0/24",
            "168.63.129.16/32",
            "192.88.99.0/24",
            "100.64.0.0/10",
            "3fff::/20",
            "5f00::/16",
            "64:ff9b::/96",
            "64:ff9b:1::/48",
            "2001::/23",
            "2002::/16",
        ),
    )
)
_IP_NUMBER = re.compile(r"0[xX][0-9a-fA-F]*|\d+")


@dataclass(frozen=True)
class AllowedHosts:
    """Private hosts that a crawl may reach: (host, port), with None for every port."""

    hosts: frozenset[tuple[str, int | None]] = frozenset()

    def allow(self, host: str, port: int) -> bool:
        """Whether the host may be reached at this port."""
        return not self.hosts.isdisjoint({(normalize_host(host), port), (normalize_host(host), None)})

    def lists(self, host: str) -> bool:
        """Whether the host is listed with any port."""
        return normalize_host(host) in {listed for listed, _ in self.hosts}


def read_allowed_hosts(entries: Iterable[str]) -> AllowedHosts:
    """The hosts of ALLOW_PRIVATE_HOSTS (``HOST[:PORT]`` each); raises `DataFileError` for any other form."""
    found = set()
    for entry in (entry.strip() for entry in entries if entry.strip()):
        parts = re.fullmatch(r"(\[[0-9a-fA-F:.]+\]|[\w.-]+)(?::(\d{1,5}))?", entry)
        if parts is None or int(parts[2] or 0) > 65535:
            raise DataFileError(f"ALLOW_PRIVATE_HOSTS: {entry!r} is not HOST or HOST:PORT")
        found.add((normalize_host(parts[1]), int(parts[2]) if parts[2] else None))
    return AllowedHosts(frozenset(found))


def normalize_host(host: str) -> str:
    """The host in one spelling: lower case, full-width digits and percent-encoding decoded, no final dot."""
    return unicodedata.normalize("NFKC", unquote(host)).strip("[]").rstrip(".").lower()


def is_public_host(host: str) -> bool:
    """Whether a host may be requested: not a private address in any spelling, nor a local name.

    What a name resolves to is checked by `resolver.py`.
    """
    host = normalize_host(host)
    address = literal_address(host)
    if address is not None:
        return is_public(address)
    labels = host.split(".")
    if len(labels) < 2 or not all(labels) or _IP_NUMBER.fullmatch(labels[-1]):
        return False
    return labels[-1] not in _LOCAL_NAMES and ".".join(labels[-2:]) not in _LOCAL_NAMES


def literal_address(host: str) -> _IPAddress | None:
    """The IP address that a host spells, as a C library parses it: decimal, octal, hexadecimal, short; None for a name.

    >>> literal_address("0x7f.1"), literal_address("2130706433"), literal_address("example.org")
    (IPv4Address('127.0.0.1'), IPv4Address('127.0.0.1'), None)
    """
    if ":" in host:
        try:
            return ipaddress.IPv6Address(host.partition("%")[0])
        except ValueError:
            return None
    parts = host.split(".")
    if len(parts) > 4 or not all(_IP_NUMBER.fullmatch(part) for part in parts):
        return None
    try:
        *first, last = [_ip_number(part) for part in parts]
    except ValueError:
        return None
    if any(each > 255 for each in first) or last >= 256 ** (4 - len(first)):
        return None
    return ipaddress.IPv4Address(sum(each << (24 - 8 * at) for at, each in enumerate(first)) + last)


def _ip_number(digits: str) -> int:
    if digits[:2] in ("0x", "0X"):
        return int(digits[2:] or "0", 16)
    return int(digits, 8 if digits.startswith("0") else 10)


def is_public(address: _IPAddress) -> bool:
    """Whether an address is on the public internet; an IPv4 address in IPv6 (`::ffff:…`) counts as itself.

    Not public: loopback, private, link-local (including most clouds' metadata address), shared (100.64.0.0/10),
    multicast, reserved, unspecified, tunnels and translators (6to4, Teredo, NAT64), and those that a cloud serves to
    its own machines (_NOT_PUBLIC).
    """
    if any(address in network for network in _NOT_PUBLIC):
        return False
    if isinstance(address, ipaddress.IPv6Address):
        if address.is_site_local:
            return False
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
    return address.is_global and not (address.is_multicast or address.is_reserved)
