"""Retry-After: seconds or a date."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from crawler.politeness.retry_after import retry_after_seconds

NOW = datetime(2026, 11, 22, 5, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "date", "seconds"),
    [
        ("120", "", 120.0),
        (" 1.5 ", "", 1.5),
        ("0", "", 0.0),
        ("-3", "", 0.0),
        ("999999", "", 3600.0),
        ("inf", "", 3600.0),
        ("Sun, 22 Nov 2026 05:01:00 GMT", "", 60.0),
        ("Sun, 22 Nov 2026 04:01:00 GMT", "", 0.0),
        ("Sun, 22 Nov 2026 09:01:00 GMT", "Sun, 22 Nov 2026 09:00:30 GMT", 30.0),  # a clock that is hours off
        ("Sun, 22 Nov 2026 05:01:00 GMT", "no date", 60.0),
        ("Sunday, 22-Nov-26 05:01:00 GMT", "", 60.0),
        ("nan", "", None),
        ("soon", "", None),
        ("", "", None),
        ("Sun, 99 Nov 2026 05:01:00 GMT", "", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(value: str, date: str, seconds: float | None) -> None:
    assert retry_after_seconds(value, date, NOW, 3600.0) == seconds
