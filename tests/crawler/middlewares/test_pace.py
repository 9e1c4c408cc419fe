"""The pause between two pages of an outlet."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Request
from scrapy.core.downloader import Slot

from crawler.middlewares.pace import Pace


def pace(slots: dict[str, Slot], stated: float | None, asked: float, rehearsal: bool = False) -> tuple[Pace, Any]:
    """The middleware of a crawl with one outlet, and its downloader."""
    downloader = SimpleNamespace(slots=slots, per_slot_settings={"a.example": {"concurrency": 1}})
    outlets = {"a.example": SimpleNamespace(delay=stated) if stated is not None else SimpleNamespace()}
    spider, engine = SimpleNamespace(outlets=outlets), SimpleNamespace(downloader=downloader)
    manners = SimpleNamespace(crawl_delay=lambda outlet: asked, is_offline=rehearsal)
    crawler: Any = SimpleNamespace(spider=spider, engine=engine)
    return Pace(crawler, manners), downloader  # type: ignore[arg-type]


REQUEST = Request("https://a.example/1", meta={"outlet": "a.example", "download_slot": "a.example"})


@pytest.mark.parametrize(
    ("stated", "asked", "before", "delay", "jitter"),
    [
        (None, 0.0, 2.0, 2.0, 0.5),
        (3.0, 0.0, 2.0, 3.0, 0.0),
        (None, 4.0, 2.0, 4.0, 0.0),
        (3.0, 4.0, 2.0, 4.0, 0.0),
        (5.0, 4.0, 2.0, 5.0, 0.0),
        (None, 4.0, 5.0, 5.0, 0.2),  # never below 4 by chance
        (None, 1.0, 30.0, 30.0, 0.5),
    ],
)
def test_the_largest_delay_counts_and_chance_does_not_shorten_it(
    stated: float | None, asked: float, before: float, delay: float, jitter: float
) -> None:
    slot = Slot(1, before, jitter=0.5)
    middleware, _ = pace({"a.example": slot}, stated, asked)
    middleware.process_request(REQUEST)
    assert (slot.delay, slot.jitter) == (delay, pytest.approx(jitter))


def test_a_slot_that_is_yet_to_be_made_gets_it_too() -> None:
    middleware, downloader = pace({}, 3.0, 0.0)
    middleware.process_request(REQUEST)
    assert downloader.per_slot_settings == {"a.example": {"concurrency": 1, "delay": 3.0, "jitter": 0.0}}


def test_a_rehearsal_and_requests_of_no_outlet_do_not_wait() -> None:
    slot = Slot(1, 0.0)
    pace({"a.example": slot}, 3.0, 4.0, rehearsal=True)[0].process_request(REQUEST)
    pace({"a.example": slot}, 3.0, 4.0)[0].process_request(Request("https://a.example/robots.txt"))
    assert slot.delay == 0.0
