"""Labels of content encodings: a page is read as what it is, not as what it is said to be."""

from __future__ import annotations

import gzip
import zlib

import brotli
import pytest
from scrapy.http import HtmlResponse, Response

from crawler.middlewares.encoding_labels import with_true_label
from crawler.network.encodings import text_of

PAGE = "<html><body><p>نص</p></body></html>".encode()
GZIPPED = gzip.compress(PAGE, mtime=0)


def labelled(body: bytes, *labels: str) -> Response:
    headers = {"Content-Type": "text/html", "Content-Encoding": list(labels)}
    return with_true_label(Response("https://a.example/", headers=headers, body=body))


@pytest.mark.parametrize("label", ["gzip", "x-gzip", "deflate", "br", "zstd", "UTF-8", "none", "identity", "gzip, br"])
def test_a_plain_page_loses_its_label(label: str) -> None:
    for page in (PAGE, PAGE.decode().encode("utf-16"), b"\xef\xbb\xbf" + PAGE, "<p>نص</p>".encode("cp1256")):
        found = labelled(page, label)
        assert (found.body, "Content-Encoding" in found.headers) == (page, False)
        assert isinstance(found, HtmlResponse)


@pytest.mark.parametrize(
    ("body", "labels", "true"),
    [
        (GZIPPED, ["gzip"], b"gzip"),
        (GZIPPED, ["GZip"], b"GZip"),
        (GZIPPED, ["br"], b"gzip"),
        (GZIPPED, ["deflate"], b"gzip"),
        (GZIPPED, ["gzip, UTF-8"], b"gzip"),
        (GZIPPED, ["none"], b"gzip"),
        (zlib.compress(PAGE), ["deflate"], b"deflate"),
        (zlib.compress(PAGE, wbits=-15), ["deflate"], b"deflate"),
        (brotli.compress(PAGE), ["br"], b"br"),
        (gzip.compress(GZIPPED, mtime=0), ["gzip", "gzip"], b"gzip"),
    ],
)
def test_a_compressed_page_has_the_label_that_it_needs(body: bytes, labels: list[str], true: bytes) -> None:
    assert labelled(body, *labels).headers.getlist("Content-Encoding")[-1] == true


def test_text_by_its_bytes() -> None:
    for name in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"):
        assert text_of(PAGE.decode().encode(name)) == PAGE.decode()
