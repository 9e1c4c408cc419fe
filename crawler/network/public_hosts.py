"""Which hosts are public: addresses in all their spellings, names that never leave a network, exceptions."""

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

# Names that resolve inside a machine, a home or a cloud only (RFC 6761, 6762, 8375, 9476).
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
# What Python's tables call global, or some of its versions do: the block of protocol assignments (a cloud's metadata
# service is 192.0.0.192), Azure's WireServer, the 6to4 relays' old address, documentation, segment routing.
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
        ),
    )
)
_NUMBER = re.compile(r"0[xX][0-9a-fA-F]*|\d+")


@dataclass(frozen=True)
class Exceptions:
    """Private hosts that a crawl may reach all the same: (host, port), port None for all of them."""

    hosts: frozenset[tuple[str, int | None]] = frozenset()

    def allow(self, host: str, port: int) -> bool:
        """Whether this host may be reached at this port."""
        return not self.hosts.isdisjoint({(plain_host(host), port), (plain_host(host), None)})

    def name(self, host: str) -> bool:
        """Whether this host is listed, at whatever port."""
        return plain_host(host) in {listed for listed, _ in self.hosts}


def read_exceptions(entries: Iterable[str]) -> Exceptions:
    """The exceptions of ALLOW_PRIVATE_HOSTS (``HOST[:PORT]`` each); raises `DataFileError` for others."""
    found = set()
    for entry in (entry.strip() for entry in entries if entry.strip()):
        parts = re.fullmatch(r"(\[[0-9a-fA-F:.]+\]|[\w.-]+)(?::(\d{1,5}))?", entry)
        if parts is None or int(parts[2] or 0) > 65535:
            raise DataFileError(f"ALLOW_PRIVATE_HOSTS: {entry!r} is not HOST or HOST:PORT")
        found.add((plain_host(parts[1]), int(parts[2]) if parts[2] else None))
    return Exceptions(frozenset(found))


def plain_host(host: str) -> str:
    """A host in one spelling: lower case, full-width digits and percent-encoding undone, no final dot."""
    return unicodedata.normalize("NFKC", unquote(host)).strip("[]").rstrip(".").lower()


def is_public_host(host: str) -> bool:
    """Whether a host may be asked for: False for private addresses in any spelling and for local names.

    A name says nothing about where it leads; `resolver.py` looks at that when it is resolved.
    """
    host = plain_host(host)
    address = literal_address(host)
    if address is not None:
        return is_public(address)
    labels = host.split(".")
    if len(labels) < 2 or not all(labels) or _NUMBER.fullmatch(labels[-1]):
        return False
    return labels[-1] not in _LOCAL_NAMES and ".".join(labels[-2:]) not in _LOCAL_NAMES


def literal_address(host: str) -> _IPAddress | None:
    """The IP address that a host spells out, as a C library reads it: decimal, octal, hexadecimal, short.

    >>> literal_address("0x7f.1"), literal_address("2130706433"), literal_address("example.org")
    (IPv4Address('127.0.0.1'), IPv4Address('127.0.0.1'), None)
    """
    if ":" in host:
        try:
            return ipaddress.IPv6Address(host.partition("%")[0])
        except ValueError:
            return None
    parts = host.split(".")
    if len(parts) > 4 or not all(_NUMBER.fullmatch(part) for part in parts):
        return None
    try:
        *first, last = [_number(part) for part in parts]
    except ValueError:
        return None
    if any(each > 255 for each in first) or last >= 256 ** (4 - len(first)):
        return None
    return ipaddress.IPv4Address(sum(each << (24 - 8 * at) for at, each in enumerate(first)) + last)


def _number(digits: str) -> int:
    if digits[:2] in ("0x", "0X"):
        return int(digits[2:] or "0", 16)
    return int(digits, 8 if digits.startswith("0") else 10)


def is_public(address: _IPAddress) -> bool:
    """Whether an address is on the public internet, and so is the one embedded in it, if there is one.

    Not public: loopback, private, link-local (and so most clouds' metadata address), shared (100.64.0.0/10),
    multicast, reserved, unspecified, and addresses at which a cloud serves its own machines (_NOT_PUBLIC).
    """
    if any(address in network for network in _NOT_PUBLIC):
        return False
    if isinstance(address, ipaddress.IPv6Address):
        embedded = (address.ipv4_mapped, address.sixtofour, *(address.teredo or ()))
        if address.is_site_local or not all(is_public(each) for each in embedded if each is not None):
            return False
        if address.ipv4_mapped is not None:
            return True
    return address.is_global and not (address.is_multicast or address.is_reserved)
