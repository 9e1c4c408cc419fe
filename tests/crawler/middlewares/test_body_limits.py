"""Bodies of answers: how much of one is read and unpacked."""

from __future__ import annotations

import gzip
import sys
import zlib

import brotli
import pytest
from scrapy import Request
from scrapy.exceptions import StopDownload
from scrapy.http import Response

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

from crawler.middlewares.body_limits import BEGINNING, BodyLimits, TooManyEncodings
from crawler.pages.failures import reason_of


def response(body: bytes, encoding: str = "") -> Response:
    headers = {"Content-Encoding": encoding, "Content-Length": str(len(body))} if encoding else {}
    return Response("https://a.example/robots.txt", headers=headers, body=body)


@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        (b"x" * 100, ""),
        (gzip.compress(b"x" * 10_000_000), "gzip"),
        (zlib.compress(b"x" * 10_000_000), "deflate"),
        (zlib.compress(b"x" * 99, wbits=-15), "deflate"),
    ],
)
def test_of_an_answer_that_is_to_be_cut_the_beginning_is_left(body: bytes, encoding: str) -> None:
    request = Request("https://a.example/robots.txt", meta={BEGINNING: 50})
    cut = BodyLimits().process_response(request, response(body, encoding))
    assert cut.body == b"x" * 50
    assert "Content-Encoding" not in cut.headers


PLAIN = b"User-agent: *\nDisallow: /x\n"


@pytest.mark.parametrize(
    "encoding", ["gzip", "x-gzip", "deflate", "br", "zstd", "UTF-8", "none", "identity", "gzip, gzip", "gzip, UTF-8"]
)
def test_what_is_plain_is_read_whatever_its_label(encoding: str) -> None:
    request = Request("https://a.example/robots.txt", meta={BEGINNING: 500})
    cut = BodyLimits().process_response(request, response(PLAIN, encoding))
    assert (cut.body, "Content-Encoding" in cut.headers) == (PLAIN, False)


@pytest.mark.parametrize("encoding", ["", "gzip", "UTF-8", "deflate", "gzip, none", "br"])
def test_gzip_is_unpacked_whatever_its_label(encoding: str) -> None:
    request = Request("https://a.example/robots.txt", meta={BEGINNING: 500})
    packed = gzip.compress(PLAIN)
    assert BodyLimits().process_response(request, response(packed, encoding)).body == PLAIN
    assert BodyLimits().process_response(request, response(packed[:-9], encoding)).body.startswith(PLAIN[:10])


@pytest.mark.parametrize("body", [PLAIN, PLAIN * 1000, b"x" * 10_000_000])
def test_encodings_that_we_do_not_ask_for_are_unpacked_all_the_same(body: bytes) -> None:
    request = Request("https://a.example/robots.txt", meta={BEGINNING: 5000})
    for packed, encoding in (
        (brotli.compress(body), "br"),
        (zstd.compress(body), "zstd"),
        (zlib.compress(body), "deflate"),
    ):
        assert BodyLimits().process_response(request, response(packed, encoding)).body == body[:5000]
    nested = gzip.compress(brotli.compress(body))
    assert BodyLimits().process_response(request, response(nested, "br, gzip")).body == body[:5000]


def test_what_cannot_be_unpacked_stays_as_it_is() -> None:
    request = Request("https://a.example/robots.txt", meta={BEGINNING: 500})
    damaged = gzip.compress(PLAIN)[:12] + bytes(30)
    assert BodyLimits().process_response(request, response(damaged, "gzip")).body == damaged


def test_other_answers_stay_and_too_many_layers_are_refused() -> None:
    request, plain = Request("https://a.example/1"), response(b"x" * 9, "gzip")
    assert BodyLimits().process_response(request, plain) is plain
    with pytest.raises(TooManyEncodings) as raised:
        BodyLimits().process_response(request, response(b"x", ", ".join(["gzip"] * 4)))
    assert reason_of(raised.value) == ("too_large", "4 content encodings")


def test_a_download_stops_behind_its_beginning() -> None:
    request = Request("https://a.example/robots.txt", meta={BEGINNING: 50})
    bodies = BodyLimits()
    bodies.bytes_received(b"x" * 50, request)
    with pytest.raises(StopDownload) as raised:
        bodies.bytes_received(b"x", request)
    assert raised.value.fail is False
    bodies.bytes_received(b"x" * 1000, Request("https://a.example/1"))
