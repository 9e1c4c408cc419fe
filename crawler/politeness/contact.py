"""A live crawl tells servers who crawls and how to reach them; the address that the project ships is nobody's."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cleaners.data_files import DataFileError
from cleaners.text.web_address import split_address
from crawler.network.public_hosts import read_allowed_hosts
from crawler.replay import answers_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scrapy.settings import BaseSettings

_RESERVED = re.compile(r"[.@/]example(\.(com|net|org))?(?=[/:;,)\s]|\Z)", re.IGNORECASE)
"""A domain that can never be anybody's (RFC 2606)."""
_SCHEME_PORTS = {"http": 80, "https": 443}


def require_contact(settings: BaseSettings, starts: Sequence[str]) -> None:
    """Raise DataFileError for a live crawl whose USER_AGENT has an example's address.

    Archives need none; nor do test servers, if all start addresses are in ALLOW_PRIVATE_HOSTS.
    """
    agent = str(settings.get("USER_AGENT"))
    if not _RESERVED.search(agent) or answers_of(settings) != "live":
        return
    allowed = read_allowed_hosts(settings.getlist("ALLOW_PRIVATE_HOSTS"))
    parts = [split_address(url) for url in starts]
    if not starts or not all(
        p and allowed.allow(p.hostname or "", p.port or _SCHEME_PORTS.get(p.scheme, 0)) for p in parts
    ):
        advice = "name your crawler and how to reach you: -s USER_AGENT='MyCorpus/1.0 (+https://…; you@…)'"
        raise DataFileError(f"USER_AGENT={agent}: is the example that comes with the project; {advice}")
