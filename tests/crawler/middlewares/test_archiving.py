"""What an answer leaves in the meta of its request."""

from __future__ import annotations

from scrapy import Request

from crawler.middlewares.archiving import clear_answer_meta
from crawler.optout.metas import METAS


def test_a_redirect_or_retry_inherits_nothing_of_the_answer_before_it() -> None:
    left = {"warc": {"file": "pages-00001.warc.gz"}, "fetched_at": "2026-01-01T00:00:00Z", METAS: {"robots": ["noai"]}}
    request = Request("https://a.example/1", meta=left | {"outlet": "a.example"})
    clear_answer_meta(request)
    assert request.meta == {"outlet": "a.example"}
