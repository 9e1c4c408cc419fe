"""`docs/record.md` is what schema and output/README.md say."""

from __future__ import annotations

import pytest

from crawler.storage.schema import schema
from tests.tools.fixtures import ROOT
from tests.tools.record_reference import form_of, meanings, reference


def test_the_reference_is_up_to_date() -> None:
    assert (ROOT / "docs" / "record.md").read_text("utf-8") == reference(), "write it with: python -m tests.tools.card"


@pytest.mark.parametrize("kind", ["record", "rejected", "edge"])
def test_every_field_is_explained_and_none_besides(kind: str) -> None:
    assert set(meanings(kind)) == set(schema()["$defs"][kind]["properties"])


@pytest.mark.parametrize(
    ("node", "words"),
    [
        ({"$ref": "#/$defs/words_or_null"}, "string or null"),
        ({"$ref": "#/$defs/strings"}, "list of strings"),
        ({"$ref": "#/$defs/seed"}, r"string or null, `^\d{3}$`"),
        ({"enum": [0, None]}, "one of `0`, `null`"),
        ({"type": "object", "properties": {"a": {}, "b": {}}}, "object of `a`, `b`"),
    ],
)
def test_a_type_in_words(node: dict[str, object], words: str) -> None:
    assert form_of(node) == words
