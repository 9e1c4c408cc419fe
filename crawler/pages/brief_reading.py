"""Read a page in a cleaning process, and send back only what the crawler writes.

The trace of a page with real mark-up is half of its reading; of all that, a record has the number of dropped blocks.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from crawler.outlets.judging import judge, unpacked
from crawler.pages.final_drops import final_drops
from crawler.pages.measures import measures_of
from crawler.pages.outlinks import links_to_follow
from crawler.pages.record import text_hash

if TYPE_CHECKING:
    from crawler.storage.committed import Json

TASK = "crawler.pages.brief_reading:read_briefly"
REPEATED = "repeated"
"""The step that drops what was learned from the outlet."""
_UNUSED = frozenset(("blocks", "changes", "embedded", "url"))
"""Fields of an article that no record copies, or not whole."""
_UNUSED_IN_EMBEDDED = _UNUSED | {"related", "structure"}


def read_briefly(html: bytes, cleaner: str, blocks: bool = False, outlet: str | None = None, **facts: Any) -> Json:
    """The reading of a page by a cleaner, "module:function", without what `decide` does not use.

    What is an article has its `measures` too; `repeated` says whether that step dropped something.

    - blocks: whether records have the structure of their text.
    - outlet: the page's outlet as `packed` gives it, which judges the links; without one, `decide` asks its own.
    - facts: the cleaner's keyword arguments.
    """
    module, _, function = cleaner.partition(":")
    reading: Json = getattr(importlib.import_module(module), function)(html, **facts)
    article: Json | None = reading["article"]
    is_repeated = article is not None and any(change["step"] == REPEATED for change in article["changes"])
    brief = reading | {
        "article": article and _brief_article(article, blocks),
        "links": links_to_follow(reading["links"]),
        "repeated": is_repeated,
    }
    if outlet is not None:
        judge(brief, unpacked(outlet))
    if not article or article["reason"]:
        return brief
    return brief | {"measures": measures_of(article, is_static=bool(reading.get("static")))}


def _brief_article(article: Json, blocks: bool) -> Json:
    unused = _UNUSED if blocks else _UNUSED | {"structure"}
    embedded = [_without(_UNUSED_IN_EMBEDDED, one) for one in article["embedded"]]
    added = {"embedded": embedded, "changes": _drops(article["changes"]), "content_hash": text_hash(article["text"])}
    return _without(unused, article) | added


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
