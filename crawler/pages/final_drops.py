"""What a trace dropped in the end. Pure functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crawler.storage.committed import Json


def final_drops(changes: Iterable[Json]) -> list[Json]:
    """The changes of a trace that dropped a block for good, in running order."""
    last: dict[int, Json] = {}
    for change in changes:
        if change["before"]["role"] != change["after"]["role"]:
            last.pop(change["index"], None)  # so that the order is that of the last change
            last[change["index"]] = change
    return [change for change in last.values() if change["after"]["role"] == "noise"]
