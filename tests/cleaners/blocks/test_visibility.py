"""What mark-up hides for good, until a click, or not at all."""

from __future__ import annotations

import lxml.html
import pytest

from cleaners.blocks.visibility import hiding_of

GONE = [
    'style="position:absolute;left:-9999px"',
    'style="position: fixed; top: -5000px !important"',
    'style="text-indent:-999em"',
    'style="opacity:0"',
    'style="OPACITY: 0.0; color: red"',
    'style="font-size:0"',
    'style="font-size: 0px; line-height: 0"',
    'style="height:1px;overflow:hidden"',
    'style="width:0;height:0;overflow:hidden"',
    'style="clip:rect(1px, 1px, 1px, 1px);position:absolute"',
    'style="clip-path: inset(50%)"',
    'style="display:none;position:absolute;left:-9999px"',
    'class="sr-only"',
    'class="screen-reader-text note"',
    'class="u-hiddenVisually"',
]
FOLDED = [
    'style="display:none"',
    'style=" DISPLAY : none !important; color: red"',
    "hidden",
    'hidden="until-found"',
    'style="visibility:hidden"',
    'style="opacity:0;visibility:hidden"',
]
SHRUNK = ['style="height:0;overflow:hidden"', 'style="max-height: 0px; overflow-y: hidden"']
SHOWN = [
    "",
    'style=""',
    'style="text-indent:-20px"',
    'style="left:-9px;top:0"',
    'style="opacity:0.9"',
    'style="opacity:0;transform:translateY(20px)"',
    'style="opacity:0;transition:opacity 1s"',
    'style="font-size:0.9em"',
    'style="font-size:10px"',
    'style="height:100px;overflow:hidden"',
    'style="height:0"',
    'style="margin-left:-15px"',
    'style="clip-path:inset(0)"',
    'class="not-sr-only"',
    'class="screen reader"',
    'class="collapse"',
    'aria-hidden="true"',
    'style="display:block;background:url(x;y)"',
    'style=";;:;display"',
]


@pytest.mark.parametrize(
    ("attributes", "hiding"),
    [
        (a, hiding)
        for hiding, some in (("gone", GONE), ("folded", FOLDED), ("shrunk", SHRUNK), ("", SHOWN))
        for a in some
    ],
)
def test_what_hides(attributes: str, hiding: str) -> None:
    element = lxml.html.fromstring(f"<div {attributes}>نص</div>")
    assert hiding_of(element.get("class", ""), element.get("style", ""), "hidden" in element.attrib) == hiding
