"""Write the head of `output/README.md` anew from the schema: `python -m tests.tools.card`."""

from __future__ import annotations

from crawler.storage.dataset_card import card_of
from tests.tools.fixtures import ROOT

if __name__ == "__main__":
    path = ROOT / "output" / "README.md"
    text = path.read_text("utf-8")
    path.write_text(card_of({}, text) or f"{(card_of({}) or '').partition('# Arabic')[0]}{text}", "utf-8")
