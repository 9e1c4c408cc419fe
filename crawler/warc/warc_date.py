"""WARC-Date: when a record was made.

iipc.github.io/warc-specifications, WARC 1.1, section "WARC-Date": a UTC timestamp of any of the precisions of W3CDTF.
WARC 1.0 knows whole seconds only.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime

# A zone is UTC by the standard; some crawlers leave it away, or write the offset of their own clock.
_DATE = re.compile(
    r"(?P<day>\d{4}(-\d\d(-\d\d)?)?)(T(?P<time>\d\d:\d\d(:\d\d)?)(\.\d+)?(?P<zone>Z|[+-]\d\d:\d\d)?)?", re.ASCII
)
_FIRST = "0001-01-01"


def moment(date: str) -> str:
    """A WARC-Date in UTC and whole seconds, the beginning of what a shorter one names; "" for what is none.

    >>> moment("2025-03-19T10:00:00.123456Z"), moment("2025-03"), moment("yesterday")
    ('2025-03-19T10:00:00Z', '2025-03-01T00:00:00Z', '')
    """
    found = _DATE.fullmatch(date.strip())
    if found is None or (found["time"] and len(found["day"]) < len(_FIRST)):
        return ""
    day = found["day"] + _FIRST[len(found["day"]) :]
    zone = (found["zone"] or "Z").replace("Z", "+00:00")
    try:
        read = datetime.fromisoformat(f"{day}T{found['time'] or '00:00'}{zone}").astimezone(UTC)
    except (ValueError, OverflowError):
        return ""
    return f"{read.replace(tzinfo=None).isoformat(timespec='seconds')}Z"
