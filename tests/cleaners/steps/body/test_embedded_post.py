"""Posts of social networks inside a text."""

from __future__ import annotations

import pytest

from cleaners.steps.body.embedded_post import embedded_post
from tests.tools.step_tables import MORE, PROSE, Row, block, check

SIGNED = "— Ain Sakhr Municipality (@ainsakhr) March 3, 2025"
EMBEDDED_POST: dict[str, Row] = {
    "a signature, its foreign lines before and after": [
        (PROSE, "body"),
        ("🚧 Works on the mountain road start #AinSakhr", "noise"),
        (SIGNED, "noise"),
        ("#طريق_الجبل #عين_الصخر", "noise"),
        ("pic.twitter.com/AbC123", "noise"),
        (MORE, "body"),
    ],
    "lines further away stay": [
        ("Works start", "body"),
        (PROSE, "body"),
        (SIGNED, "noise"),
        (MORE, "body"),
        ("Works start", "body"),
    ],
    "an element of a post, in Arabic too": [
        (PROSE, "body"),
        (block("نبدأ العمل غدا إن شاء الله", shapes=("div", "blockquote twitter-tweet", "p")), "noise"),
    ],
    "a paragraph to whose end a post was glued": [
        (f"{PROSE} {MORE} pic.twitter.com/AbC123", "body"),
        ("غدا نبدأ pic.twitter.com/AbC123", "noise"),
    ],
    "a line in which the article follows the signature": [
        (f"{SIGNED} نبدأ العمل غدا. pic.twitter.com/AbC123 {PROSE} {MORE}", "body"),
        (f"{SIGNED} pic.twitter.com/AbC123", "noise"),
    ],
    "a block quotation is none": [(block("نبدأ العمل غدا إن شاء الله", shapes=("div", "blockquote", "p")), "body")],
    "prose that names an account or an address": [
        ("وكتب حساب البلدية @ainsakhr أن العمل يبدأ غدا، ودعا السائقين إلى الانتباه.", "body"),
        ("English and العربية in one line of the body", "body"),
    ],
    "foreign lines without a signature": [("The road to Ain Sakhr", "body"), (PROSE, "body")],
}


@pytest.mark.parametrize("row", EMBEDDED_POST.values(), ids=EMBEDDED_POST)
def test_embedded_post(row: Row):
    check(embedded_post, row)
