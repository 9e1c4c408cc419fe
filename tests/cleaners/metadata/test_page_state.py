"""The article's text in what a page hands to its scripts."""

from __future__ import annotations

import json
from typing import Any

import lxml.html
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cleaners import clean_html
from cleaners.metadata.page_state import state_text
from tests.tools.step_tables import HEAD, LAST, MORE, PROSE

LINES = (PROSE, MORE, LAST)
HTML = "".join(f"<p>{line}</p>" for line in LINES)
OTHER = {"title": "جرس المدرسة يدق بعد عامين من الصمت", "slug": "bell", "body": f"<p>{PROSE} {PROSE} {PROSE}</p>" * 3}


def script(state: Any, start: str = '<script type="application/json">', end: str = "</script>") -> str:
    return start + json.dumps(state).replace("</", "<\\/") + end


def page(scripts: str, body: str = "") -> str:
    return f"<title>{HEAD}</title><body><h1>{HEAD}</h1>{body}<div id='app'></div>{scripts}"


@pytest.mark.parametrize(
    "article",
    [
        {"body": HTML},
        {"content": {"rendered": HTML}},
        {"fullText": "\n\n".join(LINES)},
        {"paragraphs": list(LINES)},
        {"content": {"blocks": [{"type": "paragraph", "data": {"text": line}} for line in LINES]}},
        {
            "body": [
                {"type": "paragraph", "children": [{"text": x[:20]}, {"text": x[20:], "bold": True}]} for x in LINES
            ]
        },
        {"components": [{"__typename": "Text", "html": f"<p>{line}</p>"} for line in LINES]},
        {"content": json.dumps({"blocks": [{"text": line, "type": "unstyled"} for line in LINES]})},
        {"body": HTML.replace("<", "&lt;").replace(">", "&gt;")},
    ],
)
@pytest.mark.parametrize("start", ["", "window.__NUXT__ = ", "window.__APOLLO_STATE__="])
def test_the_text_beside_the_headline_is_read(article: dict[str, Any], start: str) -> None:
    whole = {"id": 5, "title": HEAD, "slug": "x", "description": PROSE * 9, "author": {"bio": MORE * 9}, **article}
    state = {"props": {"article": whole, "latest": [OTHER, {**OTHER, "slug": "y"}]}}
    opening = f"<script>{start}" if start else '<script type="application/json">'
    found = clean_html(page(script(state, opening)))
    assert found.blocks == LINES
    assert found.changes[0].step == "page_state"


def test_states_that_are_no_json_objects_are_read() -> None:
    head, body = json.dumps(HEAD), json.dumps(HTML).replace("</", "<\\/")
    function = (
        f"<script>window.__NUXT__=(function(a,b){{return {{data:[{{title:a,body:b}}]}}}}({head},{body}));</script>"
    )
    assert clean_html(page(function)).blocks == LINES
    array = [["Reactive", 1], {"data": 2}, {"title": 3, "body": 4}, HEAD, HTML, 77]
    assert clean_html(page(script(array))).blocks == LINES
    rows = f'2:["$","$L3",null,{{"article":{{"title":{head},"body":"$4"}}}}]\n4:T{len(HTML.encode()):x},{HTML}5:["$"]\n'
    pushes = "".join(f"<script>self.__next_f.push([1,{json.dumps(half)}])</script>" for half in (rows[:50], rows[50:]))
    assert clean_html(page(pushes.replace("</p", "<\\/p"))).blocks == LINES


def test_a_stub_goes_on_in_the_state() -> None:
    state = script({"article": {"title": HEAD, "body": HTML}})
    for start in (f"<p>{PROSE}</p>", f"<p>{PROSE[:60]}...</p>"):
        assert clean_html(page(state, start)).blocks == LINES
    whole = clean_html(page(state, HTML))
    assert whole.blocks == LINES
    assert "page_state" not in {change.step for change in whole.changes}


@pytest.mark.parametrize(
    "state",
    [
        {"latest": [OTHER, OTHER]},
        {"list": [{"title": HEAD, "slug": "x", "excerpt": PROSE * 3}, OTHER]},
        {"title": HEAD, "seo": {"content": HTML * 3}, "footerText": HTML},
        {"about": {"body": HTML}},
        {"title": HEAD, "body": "<p>The road to the town was opened again after the winter.</p>" * 9},
        [[[[{"title": [HEAD]}]]]],
    ],
)
def test_other_texts_are_not_the_article(state: Any) -> None:
    assert clean_html(page(script(state))).text == ""


def test_texts_for_subscribers_are_not_taken_from_the_state() -> None:
    state = script({"article": {"title": HEAD, "body": HTML}})
    assert clean_html(page(state, f"<p>{PROSE}</p><p>اشترك الآن لمتابعة القراءة</p>")).reason == "paywall"
    node = json.dumps({"@type": "NewsArticle", "headline": HEAD, "articleBody": HTML, "isAccessibleForFree": False})
    data = f'<script type="application/ld+json">{node}</script>'
    stub = clean_html(page(data, f"<p>{PROSE}</p>"))
    assert (stub.reason, stub.free_access, stub.text) == ("paywall", False, PROSE)


VALUES = st.recursive(
    st.none() | st.integers() | st.text(max_size=20) | st.sampled_from([HEAD, HTML, PROSE, "[{", '{"body": "']),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["title", "body", "text", "url", "children", "type", "", "Body_HTML"]), inner)
    ),
    max_leaves=20,
)


@settings(max_examples=80, deadline=None)
@example({"body": [{"type": [], "text": "نص"}], "title": HEAD}, "")
@given(VALUES, st.sampled_from(["", "window.x = ", "self.__next_f.push([1,", "var a='\\", '"']))
def test_no_state_raises(state: Any, start: str) -> None:
    html = script(state, f"<script>{start}")
    assert isinstance(state_text(lxml.html.document_fromstring(html), [HEAD]), str | None)


def test_hostile_states_are_read_in_bounded_time() -> None:
    for text in (
        "[" * 100_000,
        '{"a":' * 50_000,
        '"\\' * 200_000,
        '\\"' * 200_000,
        "self.__next_f" + '"1:T"' * 100_000,
    ):
        assert state_text(lxml.html.document_fromstring(f"<script>{text}</script>"), [HEAD]) is None
