"""Remove what other pages quote of articles that were taken down: titles, excerpts, links. Pure functions."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from crawler.ledger.passages import PASSAGE_WORDS

if TYPE_CHECKING:
    from crawler.ledger.taken_down_texts import TakenDownTexts
    from crawler.storage.committed import Json

Covers = Callable[[str | None], bool]
"""Tells whether an address was taken down."""
_QUOTING_FIELDS = ("source", "section", "date_raw", "description", "image")
_QUOTING_LISTS = ("authors", "translators", "keywords", "captions")


def record_without_quotations(record: Json, texts: TakenDownTexts, covers: Covers) -> Json:
    """A record without quotations outside its text; its related entries and embedded articles go whole."""
    kept: dict[str, Any] = {
        "related": [one for one in record["related"] if not _leads_there(one["url"], one.get("title"), texts, covers)]
    }
    if "blocks" in record:
        kept["blocks"] = [_block_without_links(block, texts, covers) for block in record["blocks"]]
    if texts.is_empty:
        return record | kept
    title = record.get("title") or ""
    if len(title.split()) >= PASSAGE_WORDS and texts.quoted_in(title):
        kept["title"] = None
    for name in _QUOTING_FIELDS:
        kept |= {name: None} if texts.quoted_in(record.get(name)) else {}
    for name in _QUOTING_LISTS:
        kept |= {name: [one for one in record.get(name) or () if not texts.quoted_in(one)]} if name in record else {}
    if "embedded" in record:
        kept["embedded"] = [one for one in record["embedded"] if not _quotes(one, texts)]
    own = {name for name, value in record.items() if name.startswith("x_") and _quotes(value, texts)}
    return {name: value for name, value in (record | kept).items() if name not in own}


def rejection_without_quotations(rejection: Json, texts: TakenDownTexts) -> Json:
    """A rejection whose title, excerpt and detail quote nothing."""
    quoting = [one for one in ("title", "excerpt", "detail") if texts.quoted_in(rejection.get(one))]
    return rejection | dict.fromkeys(quoting)


def edge_leads_there(edge: Json, texts: TakenDownTexts, covers: Covers) -> bool:
    """Whether an edge comes from an article taken down, leads to one, or shows its title."""
    return covers(edge["from"]) or _leads_there(edge["to"], edge.get("anchor"), texts, covers)


def _block_without_links(block: Json, texts: TakenDownTexts, covers: Covers) -> Json:
    return block | {"links": [link for link in block["links"] if not _leads_there(link["url"], None, texts, covers)]}


def _leads_there(url: str | None, words: str | None, texts: TakenDownTexts, covers: Covers) -> bool:
    return covers(url) or texts.quoted_in(words) or texts.quoted_in(url)


def _quotes(value: Any, texts: TakenDownTexts) -> bool:
    return texts.quoted_in(json.dumps(value, ensure_ascii=False))
