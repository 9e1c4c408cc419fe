"""Meta elements of a page, read off its bytes."""

from __future__ import annotations

import time

import pytest

from crawler.optout.directives import forbids_copy, read_opt_outs
from crawler.optout.metas import canonicals_of, metas_of

SLOW_ELEMENTS = [
    b"<meta " + b"a" * 1990 + b">",
    b"<meta a" + b" " * 1980 + b">",
    b"<meta " + b'a="' * 660 + b">",
    b"<meta",
    b"<link " + b"a" * 1990 + b">",
    b"<meta name=a content=b>",
]


@pytest.mark.parametrize("element", SLOW_ELEMENTS)
def test_metas_of_a_large_page_are_read_at_once(element: bytes) -> None:
    body = element * (10_000_000 // len(element))
    begun = time.process_time()
    metas_of(body)
    canonicals_of(body)
    assert time.process_time() - begun < 2


MANY = b"".join(b"<meta name=a content=%d>" % number for number in range(600))
NOARCHIVE = b'<meta name="robots" content="noarchive">'


@pytest.mark.parametrize(
    "page",
    [
        b'<meta property="robots" content="noarchive">',
        b'<meta itemprop="robots" content="noarchive">',
        b'<meta title="a > b" name="robots" content="noarchive">',
        b'<meta data-name="x" name="robots" data-content="y" content="noarchive">',
        b'<meta data="' + b"x" * 5000 + b'" name="robots" content="noarchive">',
        b'<meta name="robots" content="' + b"nosnippet, " * 1000 + b'noarchive">',
        MANY + NOARCHIVE,
        NOARCHIVE.decode().encode("utf-16"),
        NOARCHIVE.decode().encode("utf-16-be"),
        b"\xff\xfe" + "<p>\u0622\u3e3e</p>".encode("utf-16-le") + NOARCHIVE.decode().encode("utf-16-le"),
        b"\xef\xbb\xbf" + NOARCHIVE,
        b'<meta name="robots" content="NO&#65;RCHIVE">',
        '<meta name="robots" content="\uff2e\uff2f\uff21\uff32\uff23\uff28\uff29\uff36\uff25">'.encode(),
        b"<meta name=a content=a\"><meta name='b' content='\">" + NOARCHIVE,
        b'<meta name="a" content="unclosed>' + NOARCHIVE,
        b"<!-->" + NOARCHIVE + b"<!-- -->",
        b"<meta/name=robots content=noarchive>",
        b"<meta name=\"robots\"\n\tcontent = 'noarchive' />",
        b'<meta name="robots googlebot" content="noarchive">',
        b'<meta name="Mudawwana/0.1" content="noarchive">',
        b'<me\0ta name="ro\0bots" content="noarchive">',
        b'<script>var a = "<!--";</script>' + NOARCHIVE + b"<p>--></p>",
        b"<style>/* <!-- */</STYLE >" + NOARCHIVE + b"<script>//--></script>",
        b"<title>a <!-- b</title>" + NOARCHIVE + b"<!-- c -->",
        b"<textarea><!--</textarea>" + NOARCHIVE + b"<!-- c -->",
        b'<p title="<!--"></p>' + NOARCHIVE + b"<!-- c -->",
        b"<p title='a <!--'></p>" + NOARCHIVE + b"<!-- c -->",
        b"<!-- <script> -->" + NOARCHIVE + b"<!-- </script> -->",
    ],
)
def test_every_meta_of_a_page_is_read(page: bytes) -> None:
    metas = metas_of(page)
    assert forbids_copy(read_opt_outs({}, metas, (), None, "mudawwana")), metas


@pytest.mark.parametrize(
    "page",
    [
        b"<!-- " + NOARCHIVE + b" -->",
        b"<!-- <script> " + NOARCHIVE + b" </script> -->",
        b"<script>a</script><!-- " + NOARCHIVE + b" -->",
        b"<title>a<!-- " + NOARCHIVE + b" -->",
        b'<p title="a"><!-- it\'s ' + NOARCHIVE + b" -->",
        b"<meta name=robotics content=noarchive>",
        b"<metaphor name=robots content=noarchive>",
        b'<meta name="robots">' + MANY,
    ],
)
def test_what_is_no_meta_is_not_read(page: bytes) -> None:
    assert not forbids_copy(read_opt_outs({}, metas_of(page), (), None, "mudawwana"))


@pytest.mark.parametrize(
    "body",
    [
        b"".join(b"<meta name=robots content=%d>" % number for number in range(300_000)),
        b"<!--" * 2_500_000,
        b"<!--" * 2_500_000 + b"-->",
        b"<script>" * 1_250_000,
        b"<script><!--" * 800_000 + b"</script>",
        b"<script></script><!-- -->" * 400_000,
        b"<p a='<!--" * 1_000_000,
        b"<p " + b"<!--" * 2_000_000 + b"-->",
        b"<meta a='" * 500_000 + b'<meta a="' * 500_000,
        b"<meta " + b"<" * 10_000_000,
        b'<meta name=robots content="' + b"a:" * 5_000_000 + b'">',
        b'<meta name=robots content="' + b"unavailable_after:1," * 500_000 + b'">',
    ],
)
def test_hostile_metas_take_linear_time(body: bytes) -> None:
    begun = time.process_time()
    read_opt_outs({}, metas_of(body), (), None, "mudawwana")
    assert time.process_time() - begun < 6
