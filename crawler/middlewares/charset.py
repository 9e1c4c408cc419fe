"""A downloader middleware: an answer whose stated encoding is none can be read as text all the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.http import TextResponse
from w3lib.encoding import read_bom

from cleaners.text.charset import BROWSER_ENCODINGS, declared_encodings, plausible_encodings
from crawler.network.http import header

if TYPE_CHECKING:
    from scrapy.http import Request, Response


class Charset:
    """Gives such an answer an encoding, for Scrapy's meta refresh and users' components ask for its `text`.

    Scrapy takes any codec's name for an encoding, and `undefined` or `hex` raise then. Body and headers stay.
    """

    def process_response(self, request: Request, response: Response) -> Response:
        """The answer with an encoding of its own where what it states is none; any other as it is."""
        if not isinstance(response, TextResponse) or read_bom(response.body)[0]:
            return response
        names = declared_encodings(response.body, header(response, "Content-Type"))
        if BROWSER_ENCODINGS.issuperset(names):
            return response
        return response.replace(encoding=next(iter(plausible_encodings(names, response.body)), "utf-8"))
