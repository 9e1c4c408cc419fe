"""Downloader middleware that removes a `Content-Encoding` that the body does not have, so that pages are readable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.responsetypes import responsetypes

from crawler.network.encodings import true_encodings

if TYPE_CHECKING:
    from scrapy.http import Request, Response


class EncodingLabels:
    """Corrects the label before Scrapy decodes: a plain page labelled gzip would be refused as `unreachable`."""

    def process_response(self, request: Request, response: Response) -> Response:
        """The answer with the content encodings that its body has; unchanged if the label is true."""
        return with_true_label(response)


def with_true_label(response: Response) -> Response:
    """A response with the content encodings that its body has; the response itself if its label is true."""
    stated = b",".join(response.headers.getlist("Content-Encoding")).decode("latin-1")
    found = true_encodings(stated, response.body) if stated else []
    if found == [word.strip().lower() for word in stated.split(",") if word.strip()]:
        return response
    headers = response.headers.copy()
    headers.pop("Content-Encoding")
    if found:
        headers["Content-Encoding"] = ", ".join(found)
    kind = responsetypes.from_args(headers=headers, url=response.url, body=response.body)
    corrected: Response = response.replace(cls=kind, headers=headers)
    return corrected
