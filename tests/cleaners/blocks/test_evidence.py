"""Which lines structure shows to be the text's own."""

from __future__ import annotations

import pytest

from cleaners.blocks.block import Block
from cleaners.blocks.document import Document
from cleaners.blocks.evidence import is_named, nameless_shape, shows_page
from cleaners.blocks.from_html import blocks_of_tree
from cleaners.page import Page, parse
from tests.tools.step_tables import FRAME, HEAD, LAST, MORE, PROSE, block, numbered

AROUND = ("html", "div text")


def inside(text: str, *inner: str, number: int, role: str = "body", **rest: object) -> Block:
    """A block of the element 2, below which it stands in elements of the given shapes."""
    path = (1, 2, *range(number, number + len(inner)))
    return block(text, role, **{"path": path, "shapes": (*AROUND, *inner), "tag": inner[-1].split()[0]} | rest)


OWN: dict[str, tuple[Block, bool]] = {
    "a short line with the paragraphs' tag": (inside("وبقيت", "p", number=20), True),
    "with a class of its own": (inside("وبقيت", "p has-text-align-center", number=20), True),
    "an item of a list": (inside("خيط", "ul wp-block-list", "li", number=20), True),
    "an item that links what it names": (inside("موقع السوق", "ul", "li", number=20, link="/a", link_share=0.6), True),
    "a cell": (inside("24", "figure wp-block-table", "table", "tr", "td", number=20), True),
    "a line of an element without a class": (inside("وبقيت", "div", number=20), True),
    "a line of a named box": (inside("وبقيت", "div newsletter-box", "p", number=20), False),
    "a dropped line of an element with a class": (inside("وبقيت", "div x7", "p", number=20, role="noise"), False),
    "a line of it that is still text": (inside("وبقيت", "div x7", "p", number=20), True),
    "an item of related articles": (inside("وبقيت", "ul related-posts", "li", number=20), False),
    "a link": (inside("وبقيت", "p", number=20, link="/a"), False),
    "a short line with a link": (inside("المزيد في هذا القسم", "p", number=20, link="/a", link_share=0.3), False),
    "hidden": (inside("وبقيت", "p", number=20, hidden=True), False),
    "in an aside": (inside("وبقيت", "p", number=20, zone="aside"), False),
    "outside the main element": (block("وبقيت", path=(1, 9, 20), shapes=("html", "div y", "p"), tag="p"), False),
}


@pytest.mark.parametrize(("line", "is_own"), OWN.values(), ids=OWN)
def test_own_lines_of_a_page(line: Block, is_own: bool):
    page = numbered([inside(PROSE, "p", number=10), inside(MORE, "p", number=11), line, inside(LAST, "p", number=30)])
    assert (2 in page.own) == is_own


def test_a_line_above_links_to_other_articles_heads_them():
    listed = inside(HEAD, "ul", "li", number=21, role="related", link="/n/1")
    page = numbered(
        [inside(PROSE, "p", number=10), inside("حكايات", "p", number=20), listed, inside(MORE, "p", number=30)]
    )
    assert page.own == {0, 3}


def test_all_lines_of_a_flattened_text_are_its_own_unless_it_shows_a_page():
    assert numbered([PROSE, "وبقيت"]).own == {0, 1}
    assert numbered([*(b for b, _ in FRAME), PROSE, "وبقيت"]).own == frozenset()


@pytest.mark.parametrize(
    ("lines", "shown"),
    [
        ([PROSE], False),
        ([block("شارك المقال", "noise"), PROSE], False),
        ([PROSE, block("مقالات ذات صلة", "noise"), block(HEAD, "related", kind="related")], True),
        ([PROSE, block("اقرأ أيضا", "noise"), block(HEAD, "related", kind="inline")], False),
        ([PROSE, block("المصدر: وكالات", "credit"), block("كتب: سامر", "byline")], False),
        ([*(block(name, "noise") for name in ("سياسة", "رياضة")), block(HEAD, "title"), PROSE], True),
    ],
)
def test_shows_page(lines: list[Block | str], shown: bool):
    assert shows_page(numbered(lines)) == shown


def test_names_of_lines_and_elements():
    assert is_named("شارك المقال")
    assert is_named("مقالات ذات صلة")
    assert not is_named("وبقيت")
    assert nameless_shape("div text #post-7") == "div text"


@pytest.mark.parametrize(("line", "own"), [("فاعتبرت هذه {} إشارة من السماء", True), ("هناك المزيد عن {}", False)])
def test_a_line_that_ends_in_a_link_points_elsewhere(line: str, own: bool):
    text = "".join(f"<p>{PROSE} {n}.</p>" for n in range(4))
    page = f"<article>{text}<p>{line.format('<a href=/1>القصة</a>')}</p></article>"
    blocks = blocks_of_tree(parse(Page(f"<html><body>{page}</body></html>")), None)
    assert (len(blocks) - 1 in Document(blocks).own) is own
