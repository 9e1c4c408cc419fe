"""Pages that go on without end: the next articles stand in elements built like the first."""

from __future__ import annotations

import pytest

from cleaners import clean_html
from tests.tools.step_tables import HEAD, LAST, MORE, PROSE

OTHER = "منتخب الناشئات يتوج بكأس السباحة في تونس"
NEXT = [
    "توج منتخب الناشئات للسباحة، السبت، بكأس البطولة المغاربية بعد فوزه في سباق التتابع الأخير.",
    "وقالت المدربة إن اللاعبات تدربن ثمانية أشهر في مسبح البلدية الصغير قبل السفر إلى البطولة.",
]


def article(head: str, lines: list[str], tag: str = "article", heading: str = "h1") -> str:
    return f"<{tag} class=a><{heading}>{head}</{heading}>{''.join(f'<p>{line}</p>' for line in lines)}</{tag}>"


@pytest.mark.parametrize("tag", ["article", "section", "div"])
@pytest.mark.parametrize("heading", ["h1", "h2"])
def test_the_next_article_is_embedded(tag: str, heading: str):
    own, following = article(HEAD, [PROSE, MORE, LAST], tag), article(OTHER, NEXT, tag, heading)
    read = clean_html(f"<title>{HEAD}</title><main>{own}{following}</main>")
    assert read.blocks == (PROSE, MORE, LAST)
    assert [(one.title, one.blocks) for one in read.embedded] == [(OTHER, tuple(NEXT))]


def test_entries_of_a_live_blog_are_one_text():
    entries = [article("الساعة العاشرة", [PROSE, MORE], "div", "h2"), article("الساعة التاسعة", NEXT, "div", "h2")]
    read = clean_html(f"<title>{HEAD}</title><main><h1>{HEAD}</h1>{''.join(entries)}</main>")
    assert read.embedded == []
    assert {PROSE, MORE, *NEXT} <= set(read.blocks)


def test_parts_of_one_article_are_one_text():
    parts = [
        f"<section><h2>{words}</h2><p>{line}</p></section>" for words, line in (("الطريق", MORE), ("العمال", LAST))
    ]
    read = clean_html(f"<title>{HEAD}</title><article><h1>{HEAD}</h1><p>{PROSE}</p>{''.join(parts)}</article>")
    assert read.embedded == []
    assert LAST in read.blocks
