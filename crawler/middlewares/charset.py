"""Downloader middleware that makes answers with an invalid declared encoding readable as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.http import TextResponse
from w3lib.encoding import read_bom

from cleaners.text.charset import BROWSER_ENCODINGS, declared_encodings, plausible_encodings
from crawler.network.http import header

if TYPE_CHECKING:
    from scrapy.http import Request, Response


class Charset:
    """Sets the encoding of such answers, because Scrapy's meta refresh and users' components read their `text`.

    Scrapy accepts any codec name as an encoding, and `undefined` or `hex` then raise. Body and headers do not change.
    """

    def process_response(self, request: Request, response: Response) -> Response:
        """The answer with a plausible encoding if the declared one is invalid; otherwise the answer unchanged."""
        if not isinstance(response, TextResponse) or read_bom(response.body)[0]:
            return response
        names = declared_encodings(response.body, header(response, "Content-Type"))
        if BROWSER_ENCODINGS.issuperset(names):
            return response
        return response.replace(encoding=next(iter(plausible_encodings(names, response.body)), "utf-8"))
