"""What a page's metadata is read from is found once, and read only when somebody asks for it."""

from __future__ import annotations

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners.metadata import own_text, printed_section, read, structured_data
from cleaners.metadata.label_openings import may_be_labelled, may_open_with_label
from cleaners.metadata.page_elements import PageElements, whole_text
from cleaners.metadata.printed_texts import PrintedTexts
from cleaners.phrases import phrases
from tests.tools.page_heads import BODY, HEADLINE, PARAGRAPH, ld, near
from tests.tools.page_heads import read as metadata_of

TEXTS = st.lists(st.sampled_from(["خبر", "خبر عاجل", " خبر\n عاجل ", "", " ", "\xa0", "اليوم", "-"]), max_size=6)


def test_elements_stand_in_the_order_of_the_page() -> None:
    page = PageElements(
        lxml.html.document_fromstring(
            "<meta property='og:title' content='x'><body itemprop='a'><p itemprop='b'>1<i property='c'>2</i></p>"
            "<a href='/x' itemprop='d'>3</a><a>4</a></body>"
        )
    )
    assert [whole_text(element) for element in page.declaring] == ["12", "2", "3"]
    assert [(link.text, href) for link, href in page.links] == [("3", "/x"), ("4", "")]
    assert page.of("table") == ()


@given(TEXTS, st.sampled_from(["خبر", "خبر عاجل", "عاجل", "", "خبر اليوم", "خبر  عاجل"]))
def test_only_a_whole_text_of_the_page_is_printed_on_it(texts: list[str], sought: str) -> None:
    root = lxml.html.document_fromstring("<body>" + "".join(f"<p>{text}</p>" for text in texts) + "<p></p></body>")
    folded = {" ".join(text.split()) for text in texts} - {""}
    assert (sought in PrintedTexts(root)) is (sought in folded)


@pytest.mark.parametrize("file", ["translator", "section_label", "role", "writes", "posted_by"])
def test_no_label_fails_the_first_test(file: str) -> None:
    known = phrases(file)
    for phrase in known.whole | known.labels | known.starts:
        assert may_be_labelled(f"{phrase}: هالة منصور", file)
        assert may_open_with_label(f"- {phrase} هالة منصور", "agency", file)
    assert not may_be_labelled("هالة منصور", file)


def test_a_page_that_names_its_author_to_machines_is_not_searched(monkeypatch: pytest.MonkeyPatch) -> None:
    head = ld(headline=HEADLINE, author={"@type": "Person", "name": "هالة منصور"}, datePublished="2024-03-05T10:00:00Z")
    asked: list[str] = []
    for owner, name in (
        (structured_data, "microformats"),
        (structured_data, "times"),
        (own_text, "is_prose"),
        (printed_section, "_breadcrumb_entries"),
        (read, "plain_text"),
    ):
        monkeypatch.setattr(owner, name, lambda *_, name=name: asked.append(name) or [])
    found = metadata_of(BODY, head)
    assert (found.authors, found.date_published) == (("هالة منصور",), "2024-03-05T10:00:00+00:00")
    assert asked == []


def test_a_text_is_read_once_for_all_names_that_it_may_mention(monkeypatch: pytest.MonkeyPatch) -> None:
    read_texts: list[str] = []
    monkeypatch.setattr(own_text, "is_prose", lambda text: not read_texts.append(text))
    metadata_of(near("<p>صاغت الخبر: هالة منصور</p><p>سامر الحلبي</p>"))
    assert len(read_texts) == near("").count(PARAGRAPH) + 2


def test_a_text_in_data_is_read_only_if_it_may_be_twice_as_long() -> None:
    found = metadata_of(BODY, ld(headline=HEADLINE, articleBody="نص " * 100))
    assert found.article_body() is not None
    assert found.article_body(shown=149) is not None
    assert found.article_body(shown=250) is None
