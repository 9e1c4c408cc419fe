"""Read a page in a cleaning process, and send back only what the crawler writes.

The trace of a page with real mark-up is half of its reading; of all that, a record has the number of dropped blocks.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from crawler.optout.metas import metas_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crawler.storage.committed import Json

TASK = "crawler.pages.brief_reading:read_briefly"
REPEATED = "repeated"
"""The step that drops what was learned from the outlet."""
_UNUSED = frozenset(("blocks", "changes", "embedded"))
"""Fields of an article that no record copies, or not whole."""
_UNUSED_IN_EMBEDDED = frozenset(("blocks", "changes", "embedded", "related"))


def read_briefly(html: bytes, cleaner: str, **facts: Any) -> Json:
    """The reading of a page by a cleaner, "module:function", without what `decide` does not use.

    Also its `metas`, and as `repeated` whether that step dropped something.

    `facts` are the cleaner's keyword arguments.
    """
    module, _, function = cleaner.partition(":")
    reading: Json = getattr(importlib.import_module(module), function)(html, **facts)
    article: Json | None = reading["article"]
    is_repeated = article is not None and any(change["step"] == REPEATED for change in article["changes"])
    return reading | {
        "article": article and _brief_article(article),
        "metas": metas_of(html),
        "repeated": is_repeated,
    }


def _brief_article(article: Json) -> Json:
    embedded = [_without(_UNUSED_IN_EMBEDDED, one) for one in article["embedded"]]
    return _without(_UNUSED, article) | {"embedded": embedded, "changes": _drops(article["changes"])}


def _without(unused: frozenset[str], article: Json) -> Json:
    return {name: value for name, value in article.items() if name not in unused}


def _drops(changes: list[Json]) -> list[Json]:
    """Of each block that was dropped for good, the change that did it, without its text."""
    return [
        {
            "step": change["step"],
            "index": change["index"],
            "before": {"role": change["before"]["role"]},
            "after": {"role": "noise"},
        }
        for change in final_drops(changes)
    ]


def final_drops(changes: Iterable[Json]) -> list[Json]:
    """The changes of a trace that dropped a block for good, in running order."""
    last: dict[int, Json] = {}
    for change in changes:
        if change["before"]["role"] != change["after"]["role"]:
            last.pop(change["index"], None)  # so that the order is that of the last change
            last[change["index"]] = change
    return [change for change in last.values() if change["after"]["role"] == "noise"]
