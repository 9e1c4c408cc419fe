"""Lines of a flattened text as blocks."""

from __future__ import annotations

import pytest

from cleaners.blocks.from_text import MAX_LINES, blocks_of_text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("أول\n\n\nثان\nثالث", [("أول", "line", 0), ("ثان", "line", 2), ("ثالث", "line", 0)]),
        ("  • أول\n- ثان\n* ثالث", [("• أول", "bullet", 0), ("- ثان", "line", 0), ("* ثالث", "line", 0)]),
        ("أول\tثان\u00a0ثالث", [("أول ثان ثالث", "line", 0)]),
        ("أول\r\n\r\nثان", [("أول", "line", 0), ("ثان", "line", 1)]),
        (" \n\u3000\n", []),
        ("", []),
        ("•\n• •\n* * *\nأول\n\n-----\n\nثان\n~~~ \u200f\n***", [("أول", "line", 3), ("ثان", "line", 3)]),
        ("أول\n...\n★★☆\n-\n؟!", [(line, "line", 0) for line in ("أول", "...", "★★☆", "-", "؟!")]),
        ("<p>أول&nbsp;سطر</p><p>ثان</p>", [("أول سطر", "line", 1), ("ثان", "line", 1)]),
        (r"أول\n\nثان\nثالث", [("أول", "line", 0), ("ثان", "line", 0), ("ثالث", "line", 0)]),
        ("&lt;ul&gt;&lt;li&gt;أول&lt;/li&gt;<br/>---<br/>ثان", [("أول", "line", 2), ("ثان", "line", 2)]),
        ("أول وسوم HTML هو <p>\n<p>فقرة</p>", [("أول وسوم HTML هو <p>", "line", 0), ("<p>فقرة</p>", "line", 0)]),
    ],
)
def test_lines(text: str, expected: list[tuple[str, str, int]]):
    assert [(b.text, b.place.tag, b.place.gap) for b in blocks_of_text(text)] == expected


def test_lines_end_at_the_limit():
    assert len(blocks_of_text("أ\n" * (MAX_LINES + 5))) == MAX_LINES
