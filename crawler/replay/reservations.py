"""The tdmrep.json that archives hold: which captures of one count, and their rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.network.encodings import unpacked
from crawler.optout.tdmrep import MAX_TDMREP_BYTES, Rule, is_tdmrep, read_tdmrep
from crawler.warc.answers import read_answer
from crawler.warc.damage import Damaged

if TYPE_CHECKING:
    from crawler.warc.answers import Pointer
    from crawler.warc.captures import Capture


def is_reservation_capture(capture: Capture) -> bool:
    """Whether a capture says what a host reserves: its tdmrep.json, or that it has none (4xx).

    Redirects, server errors and answers that ask to come again say nothing.
    """
    status = capture.status
    is_answer = capture.is_revisit or 200 <= status < 300 or (400 <= status < 500 and status not in (408, 429))
    return is_answer and is_tdmrep(capture.url)


def archived_rules(place: Pointer) -> tuple[Rule, ...]:
    """The rules of a captured tdmrep.json; a capture that cannot be read reserves everything."""
    try:
        answer = read_answer(place, MAX_TDMREP_BYTES)
    except (Damaged, OSError):
        return (Rule("/", 1),)
    if not 200 <= answer.status < 300:
        return ()
    stated = b",".join(value for name, value in answer.headers if name.lower() == "content-encoding")
    return read_tdmrep(unpacked(answer.body, stated.decode("latin-1"), MAX_TDMREP_BYTES + 1))
