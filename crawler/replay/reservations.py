"""The tdmrep.json that archives hold: which captures of one count, and their rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleaners.text.web_address import join_address
from crawler.network.encodings import unpacked
from crawler.optout.tdmrep import MAX_TDMREP_BYTES, Rule, is_tdmrep, read_tdmrep, tdmrep_key
from crawler.warc.answers import read_answer
from crawler.warc.damage import Damaged

if TYPE_CHECKING:
    from collections.abc import Callable

    from crawler.warc.answers import Pointer
    from crawler.warc.captures import Capture

_MOVED = "#moved"
"""Behind the key of a redirect; no key has a fragment."""
_REDIRECTS = (301, 302, 303, 307, 308)
_MOST_REDIRECTS = 5


def reservation_key(capture: Capture) -> str:
    """The key of a capture that says what a host reserves: its tdmrep.json, that it has none (4xx), or where it is.

    Redirects have a key of their own, because an address of https answers where that of http redirects. Server errors
    and answers that ask to come again say nothing and have the key "".
    """
    status = capture.status
    if not is_tdmrep(capture.url) or status in (408, 429):
        return ""
    if capture.is_revisit or 200 <= status < 300 or 400 <= status < 500:
        return tdmrep_key(capture.url)
    return tdmrep_key(capture.url) + _MOVED if status in _REDIRECTS else ""


def rules_of_host(key: str, place_of: Callable[[str], Pointer | None]) -> tuple[Rule, ...]:
    """The rules of the file with a `tdmrep_key`, or of the tdmrep.json that it redirects to; none without a capture.

    `place_of` gives the last capture with a `reservation_key`.
    """
    for _ in range(_MOST_REDIRECTS):
        if place := place_of(key):
            return _archived_rules(place)
        moved = place_of(key + _MOVED)
        key = _moved_to(moved) if moved else ""
        if not key:
            break
    return ()


def _moved_to(place: Pointer) -> str:
    """The key of the file that a captured redirect leads to; "" for something else or if it cannot be read."""
    try:
        answer = read_answer(place, 1)
    except (Damaged, OSError):
        return ""
    stated = next((value.decode("latin-1") for name, value in answer.headers if name.lower() == "location"), "")
    there = join_address(answer.url, stated.strip()) or ""
    return tdmrep_key(there) if is_tdmrep(there) else ""


def _archived_rules(place: Pointer) -> tuple[Rule, ...]:
    """The rules of a captured tdmrep.json; a capture that cannot be read reserves everything."""
    try:
        answer = read_answer(place, MAX_TDMREP_BYTES)
    except (Damaged, OSError):
        return (Rule("/", 1),)
    if not 200 <= answer.status < 300:
        return ()
    stated = b",".join(value for name, value in answer.headers if name.lower() == "content-encoding")
    return read_tdmrep(unpacked(answer.body, stated.decode("latin-1"), MAX_TDMREP_BYTES + 1))
