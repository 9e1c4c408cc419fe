"""Markdown shows the text of an article and its structure, whatever the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners import clean_html, clean_text
from cleaners.blocks.markdown import escaped, markdown_of
from cleaners.blocks.structure import Container, TextBlock, TextLink
from tests.tools.markdown_units import shown_lines, units_of

PROSE = "وقال رئيس اللجنة إن عدد المشاركين تضاعف هذا العام، وإن ثلاثة أرباعهم من القرى المحيطة بالبلدة."
SIGNS = "ab ا٣1.)-+*_#>=|~`[]()!\\<&;:/ \"'"
LINES = st.text(st.sampled_from(SIGNS), min_size=1).map(lambda text: " ".join(text.split())).filter(bool)


@given(LINES)
def test_an_escaped_line_shows_its_characters(line: str):
    assert shown_lines(escaped(line)) == [line]


def _containers(depth: int = 3) -> st.SearchStrategy[tuple[Container, ...]]:
    ordinals = st.sampled_from([0, 0, 1, 7])
    one = st.one_of(
        st.builds(lambda n: (Container("quotation", n),), st.integers(1, 3)),
        st.builds(
            lambda n, k, position: (Container("list", n), Container("item", 10 * n + k, position and position + k)),
            st.integers(1, 3),
            st.integers(0, 2),
            ordinals,
        ),
        st.builds(
            lambda n, row, k: (Container("table", n), Container("row", row, row, row == 1), Container("cell", k, k)),
            st.integers(4, 5),
            st.integers(1, 3),
            st.integers(1, 3),
        ),
        st.builds(lambda kind, n: (Container(kind, n),), st.sampled_from(["verse", "preformatted"]), st.integers(6, 9)),
    )
    inner = st.lists(one, max_size=depth).map(lambda parts: sum(parts, ()))
    return inner.filter(lambda around: all(c.kind not in ("table", "verse", "preformatted") for c in around[:-3]))


def _is_nested_well(around: tuple[Container, ...]) -> bool:
    """Tables, poems and preformatted texts hold no lists or quotations here; a browser shows those in a cell's line."""
    kinds = [c.kind for c in around]
    closed = [n for n, kind in enumerate(kinds) if kind in ("table", "verse", "preformatted")]
    return not closed or kinds[closed[0] :] in (["table", "row", "cell"], ["verse"], ["preformatted"])


BLOCKS = st.builds(
    lambda text, level, around: (text, level if not {c.kind for c in around} & {"cell", "preformatted"} else 0, around),
    LINES,
    st.sampled_from([0, 0, 0, 1, 2, 6]),
    _containers().filter(_is_nested_well),
)


@given(st.lists(BLOCKS, max_size=12))
def test_all_lines_of_a_text_are_shown_in_their_order(parts: list[tuple[str, int, tuple[Container, ...]]]):
    blocks = [TextBlock(n, text, level, around) for n, (text, level, around) in enumerate(parts)]
    by_cell = [block.text for block in _in_order_of_cells(blocks)]
    assert shown_lines(markdown_of(None, blocks)) == by_cell


KINDS = ["quotation", "list", "item", "table", "row", "cell", "verse", "preformatted"]
ANY_CONTAINER = st.builds(
    lambda kind, number, position, header: Container(kind, number, position or int(kind == "cell"), header),
    st.sampled_from(KINDS),
    st.integers(1, 4),
    st.integers(0, 3),
    st.booleans(),
)
ANY_BLOCK = st.builds(TextBlock, st.just(0), LINES, st.integers(0, 6), st.lists(ANY_CONTAINER, max_size=6).map(tuple))


@given(st.lists(ANY_BLOCK, max_size=8))
def test_no_line_is_lost_however_containers_are_nested(blocks: list[TextBlock]):
    assert sorted(shown_lines(markdown_of(None, blocks))) == sorted(block.text for block in blocks)


def _in_order_of_cells(blocks: list[TextBlock]) -> list[TextBlock]:
    """Cells of one row as they stand beside one another; given ones may come in any order."""
    found: list[TextBlock] = []
    at = 0
    while at < len(blocks):
        row, end = _row_of(blocks[at]), at + 1
        while row and end < len(blocks) and _row_of(blocks[end]) == row:
            end += 1
        part = blocks[at:end]
        found += sorted(part, key=lambda block: block.around[-1].position) if row else part
        at = end
    return found


def _row_of(block: TextBlock) -> tuple[Container, ...]:
    return block.around[:-1] if block.around and block.around[-1].kind == "cell" else ()


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("2026. عام جديد", "2026\\. عام جديد"),
        ("٣. ثالثا", "٣. ثالثا"),
        ("#سوق_الوادي في الصدارة", "#سوق_الوادي في الصدارة"),
        ("# سوق", "\\# سوق"),
        ("5 < 6 و 7 > 3", "5 < 6 و 7 > 3"),
        ("<b>بارز</b>", "&lt;b>بارز&lt;/b>"),
        ("AT&T; و &lt;", "AT&amp;T; و &amp;lt;"),
        ("- بند", "\\- بند"),
        ("-7 درجات", "-7 درجات"),
    ],
)
def test_only_what_markdown_would_read_is_escaped(line: str, expected: str):
    assert escaped(line) == expected


def test_the_address_of_a_link_cannot_end_it():
    block = TextBlock(0, "انظر!هنا", links=(TextLink(5, 8, "https://a.example/x(1) <b>&lt;`"),))
    assert markdown_of(None, [block], links=True) == ("انظر\\![هنا](https://a.example/x%281%29%20%3Cb%3E&amp;lt;%60)")
    assert markdown_of(None, [block]) == "انظر!هنا"


def test_a_headline_is_the_only_heading_of_the_first_level():
    article = clean_html(
        f"<h1>عنوان الخبر الطويل عن السوق</h1><article><p>{PROSE}</p><h1>جزء</h1><p>{PROSE[:-1]} اليوم.</p></article>"
    )
    assert article.to_markdown().split("\n\n")[::2] == ["# عنوان الخبر الطويل عن السوق", "## جزء"]
    assert article.to_markdown(title=False).startswith(PROSE)


def test_a_flattened_text_shows_its_lists_poems_and_subheads():
    other = PROSE.replace("اللجنة", "البلدية")
    lines = [PROSE, "• بند أول", "• بند ثان", other, "سوق يعود إلى الحياة", PROSE[5:], "1- فتح الطريق", "2- رصف الساحة"]
    assert clean_text("\n".join([*lines, other[5:]]), titled=False).to_markdown().split("\n\n") == [
        PROSE,
        "- بند أول\n- بند ثان",
        other,
        "## سوق يعود إلى الحياة",
        PROSE[5:],
        "1. فتح الطريق\n2. رصف الساحة",
        other[5:],
    ]
    poem = (
        "يا ساحة نامت على كتف الجبل\nوصحت على خطو القدوم البعيد\nلا تسألي من غاب عنها أو رحل\nفالضوء يعرف من يدوم ويعود"
    )
    assert poem.replace("\n", "  \n") in clean_text(f"{PROSE}\n\n{poem}\n\n{other}", titled=False).to_markdown()


def test_a_dialogue_is_no_poem():
    lines = "<br>".join(f"{name}: هل وصل القطار إلى المحطة" for name in ("سامر", "ليلى", "هدى"))
    article = clean_html(
        f"<article><h1>حوار في المحطة القديمة</h1><p>{PROSE}</p><p>{lines}</p><p>{PROSE[4:]}</p></article>"
    )
    assert {block.kind for block in article.structure} == {"paragraph"}


def test_an_article_without_text_has_no_markdown():
    assert clean_text("").to_markdown() == ""
    assert units_of("").headings.total() == 0
