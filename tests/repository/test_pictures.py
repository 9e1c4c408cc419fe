"""The pictures of `make bench` are SVG that shows each series."""

from __future__ import annotations

from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from benchmarks.pictures import chart

POSITIVE = st.floats(1e-6, 1e9)
LINES = st.dictionaries(
    st.text(st.characters(exclude_categories=["C"]), max_size=9),
    st.lists(st.tuples(POSITIVE, POSITIVE), min_size=1),
    min_size=1,
)


@given(LINES, st.booleans())
def test_every_series_is_a_line_within_the_picture(series: dict[str, list[tuple[float, float]]], steps: bool) -> None:
    drawn = ElementTree.fromstring(chart("a < b & c", "x", "y", series, logarithmic=steps))
    lines = drawn.findall("{*}polyline")
    assert len(lines) == len(series)
    width, height = map(float, drawn.attrib["viewBox"].split()[2:])
    for line, points in zip(lines, series.values(), strict=True):
        places = [tuple(map(float, pair.split(","))) for pair in line.attrib["points"].split()]
        assert len(places) == len(points)
        assert all(0 <= x <= width and 0 <= y <= height for x, y in places)
    written = {text.text or "" for text in drawn.findall("{*}text")}
    assert written.issuperset(series)
