"""Small boxes that their class names beyond doubt, and text in elements that are called alike."""

from __future__ import annotations

import pytest

from cleaners.blocks.document import Document
from cleaners.blocks.from_html import blocks_of_tree
from cleaners.page import Page, parse

PROSE = (
    "أعادت بلدية الوادي فتح الطريق الجبلي صباح الأربعاء بعد أعمال استمرت أربعة أشهر، وشارك فيها عشرات العمال من القرى."
)
CALL = "رسالة أسبوعية بلا إزعاج"


def boxed(inside: str, outer: str = "div") -> dict[str, str]:
    """The region of each line that stands in a box, by its text, on a page with four paragraphs around `inside`."""
    html = (
        f"<body><{outer}><h1>عنوان الخبر عن الطريق</h1><p>{PROSE}</p><p>{PROSE}</p>{inside}<p>{PROSE}</p></div></body>"
    )
    tree = parse(Page(html))
    assert tree is not None
    page = Document(blocks_of_tree(tree, None))
    return {page[number].text: region for number, region in page.boxes.items()}


@pytest.mark.parametrize(
    ("inside", "region"),
    [
        (f'<div class="newsletter-form"><p>{CALL}</p></div>', "form"),
        (f'<section class="gh-signup-card" id="x"><h3>{CALL}</h3></section>', "form"),
        (f'<div class="ez-toc-container"><p class="t">{CALL}</p></div>', "menu"),
        (f'<div id="addtoany_share"><span>{CALL}</span></div>', "share_links"),
        (f'<div class="jp-relatedposts"><h3>{CALL}</h3></div>', "other_headlines"),
    ],
)
def test_a_small_box_is_named_by_its_class(inside: str, region: str) -> None:
    assert boxed(inside) == {CALL: region}


@pytest.mark.parametrize(
    "inside",
    [
        f'<div class="newsletter"><p>{PROSE}</p><p>{PROSE}</p></div>',  # a text that was sent as a newsletter
        f'<div class="promo"><p>{CALL}</p></div>',  # themes and builders call text so
        f'<h2 class="ez-toc-section">{CALL}</h2>',  # the plugin marks the headings that it lists
        f'<p class="ad">{CALL}</p>',  # compilers abbreviate classes
        f'<div class="loyalty addition">{CALL}</div>',
        f'<blockquote class="share-box">{CALL}</blockquote>',
    ],
)
def test_text_and_headings_are_in_no_box(inside: str) -> None:
    assert boxed(inside) == {}


def test_an_element_around_the_text_is_no_box_whatever_it_is_called() -> None:
    assert boxed("", 'div class="newsletter subscribe"') == {}
