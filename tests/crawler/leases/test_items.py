"""Whatever kind of item a pipeline returns, the record is of plain types."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from scrapy import Field, Item

from crawler.leases.outcomes import record_of_item
from tests.crawler.storage.test_schema import RECORD


@dataclass
class Score:
    name: str = "reading"
    values: list[int] = field(default_factory=lambda: [1, 2])


class Scored(Item):
    x_score = Field()
    text = Field()


def test_a_plain_record_is_copied_and_stays_as_it_is() -> None:
    record, problem = record_of_item(dict(RECORD))
    assert (record, problem) == (RECORD, None)
    assert record is not RECORD


def test_items_in_fields_of_the_users_own_become_plain() -> None:
    given: dict[str, Any] = RECORD | {"x_score": {"inner": Score()}, "x_items": [Scored(x_score=1, text="t")]}
    record, problem = record_of_item(given)
    assert problem is None
    assert record["x_score"] == {"inner": {"name": "reading", "values": [1, 2]}}
    assert record["x_items"] == [{"x_score": 1, "text": "t"}]
    json.dumps(record)


def test_an_invalid_record_is_named_and_so_is_one_of_other_types() -> None:
    _, problem = record_of_item(RECORD | {"text": None})
    assert problem is not None
    assert problem.startswith("text: ")
    record, problem = record_of_item(Scored(text="t"))
    assert record == {"text": "t"}
    assert problem is not None
    related: list[Any] = [Score()]
    _, problem = record_of_item(RECORD | {"related": related})
    assert problem is not None
    assert problem.startswith("related[0]: ")
