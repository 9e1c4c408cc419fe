"""What other records lose of an article that was taken down."""

from __future__ import annotations

from typing import Any, cast

from crawler.ledger.quotations import record_without_quotations
from crawler.ledger.taken_down_texts import TakenDownTexts

GONE = "https://a.example/gone"


class _Texts:
    """Texts of which only one line was taken down."""

    is_empty = False

    def quoted_in(self, text: str | None) -> bool:
        return "قيل ومضى" in (text or "")


def test_description_captions_and_links_of_blocks_go() -> None:
    links = [{"start": 0, "end": 2, "url": url} for url in (GONE, "https://a.example/stays")]
    record: dict[str, Any] = {
        "title": None,
        "related": [],
        "description": "قيل ومضى",
        "image": "https://a.example/1.jpg",
        "captions": ["صورة", "قيل ومضى"],
        "blocks": [{"kind": "paragraph", "links": links}],
    }
    after = record_without_quotations(record, cast(TakenDownTexts, _Texts()), GONE.__eq__)
    assert (after["description"], after["image"], after["captions"]) == (None, "https://a.example/1.jpg", ["صورة"])
    assert after["blocks"] == [{"kind": "paragraph", "links": links[1:]}]
