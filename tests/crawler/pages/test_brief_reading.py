"""The brief reading gives the same record as the whole one, and is much shorter."""

from __future__ import annotations

import json

import pytest

from cleaners import clean_html
from cleaners.clean import read_page
from crawler.ledger.lease import Lease
from crawler.ledger.outcome import Visit
from crawler.optout.directives import OptOuts
from crawler.optout.metas import metas_of
from crawler.outlets import general_outlet
from crawler.pages.brief_reading import read_briefly
from crawler.pages.record import ARTICLE_FIELDS, record_of
from crawler.storage.schema import errors
from tests.tools.fixtures import ROOT

URL = "https://a.example/news/10001"
SOURCES = sorted(ROOT.glob("tests/pages/*/*/source.html"))[::6]


@pytest.mark.parametrize("number", range(len(SOURCES)))
def test_record_links_and_reason_are_those_of_the_whole_reading(number: int) -> None:
    html = SOURCES[number].read_bytes()
    facts = {"url": URL, "fetched_at": "2026-01-01T00:00:00+00:00", "content_type": "text/html"}
    whole, brief = read_page(html, **facts), read_briefly(html, "cleaners.clean:read_page", **facts)
    visit = Visit(Lease(1, URL, URL, "a.example", "article", None, 0), URL, "2026-01-01T00:00:00Z", 200)
    records = [record_of(one["article"], visit, general_outlet(URL), OptOuts()) for one in (whole, brief)]
    assert records[0] == records[1]
    for name in ("links", "canonical", "directives", "static"):
        assert whole[name] == brief[name]
    assert whole["article"]["reason"] == brief["article"]["reason"]
    assert brief["metas"] == metas_of(html)
    assert len(json.dumps(brief["article"]["changes"])) <= len(json.dumps(whole["article"]["changes"]))


@pytest.mark.parametrize("number", range(len(SOURCES)))
def test_a_record_has_the_fields_that_it_shares_with_an_article_in_its_form(number: int) -> None:
    article = clean_html(SOURCES[number].read_bytes(), URL).to_dict()
    visit = Visit(Lease(1, URL, URL, "a.example", "article", None, 0), URL, "2026-01-01T00:00:00Z", 200)
    record = record_of(article, visit, general_outlet(URL), OptOuts())
    for name in ARTICLE_FIELDS:
        assert record[name] == article[name], name
    for name in ("related", "embedded"):
        assert [one["title"] for one in record[name]] == [one["title"] for one in article[name]]
    steps = [change["step"] for change in article["changes"]]
    assert [steps.index(one["step"]) for one in record["dropped"]] == sorted(
        steps.index(one["step"]) for one in record["dropped"]
    )
    assert not record["text"] or errors(record) == []
