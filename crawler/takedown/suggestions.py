"""The known name that is most like one that matched nothing."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from crawler.ledger.takedowns import host_without_port

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping

    from crawler.outlets import Outlet
    from crawler.takedown.target import Target

_MOST_ADDRESSES = 20_000
_LIKENESS = 0.6
_OF_HOST = "SELECT canonical FROM address WHERE canonical LIKE ? LIMIT ?"


def nearest_name(db: sqlite3.Connection, what: str, named: Target, outlets: Mapping[str, Outlet]) -> str | None:
    """The address or domain in the folder most like `what`, else an outlet's domain; None if none is like it."""
    in_folder = [row[0] for row in db.execute("SELECT DISTINCT outlet FROM address ORDER BY outlet")]
    if named.hosts:
        return _closest(what, in_folder) or _closest(what, outlets)
    host = host_without_port(what).removeprefix("www.")
    near = _closest(host, in_folder) or host
    addresses = db.execute(_OF_HOST, (f"%//%{near}%", _MOST_ADDRESSES))
    return _closest(named.canonicalize(what), (row[0] for row in addresses))


def _closest(word: str, words: Iterable[str]) -> str | None:
    return next(iter(get_close_matches(word, list(words), 1, _LIKENESS)), None)
