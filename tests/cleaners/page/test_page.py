"""What goes in: bytes become text as in a browser, text becomes a tree, and neither ever raises."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from cleaners import Page, clean_html
from cleaners.page import _PARSER_LIMIT, decode, is_binary, parse

ARABIC = "أعلنت بلدية عين الصخر، الأحد، بدء أعمال توسيع الطريق الجبلي"


def page(text: str = ARABIC, charset: str | None = None, http: str | None = None) -> str:
    if http:
        meta = f'<meta http-equiv="Content-Type" content="text/html; charset={http}">'
    else:
        meta = f'<meta charset="{charset}">' if charset else ""
    return f"<html><head>{meta}<title>{text}</title></head><body><p>{text}</p></body></html>"


@pytest.mark.parametrize(
    ("html", "content_type"),
    [
        (page(), None),
        (page(charset="utf-8").encode(), None),
        (page().encode(), None),
        (page().encode("utf-8-sig"), None),
        (page(charset="windows-1256").encode("utf-8-sig"), "text/html; charset=windows-1256"),
        (page().encode("utf-16"), None),
        (page().encode("cp1256"), "text/html; charset=windows-1256"),
        (page(charset="utf-8").encode("cp1256"), "text/html; charset=Windows-1256"),
        (page(charset="windows-1256").encode("cp1256"), None),
        (page(http="windows-1256").encode("cp1256"), None),
        (page(charset="cp1256").encode("cp1256"), "text/html"),
        (page().encode("cp1256"), None),
        (page(charset="utf-8").encode("cp1256"), None),
        (page().encode("cp1256"), "text/html; charset=utf-8"),
        (page(charset="no-such-charset").encode(), None),
        (page().encode(), "text/html; charset=\"\""),
        (page().encode(), "not a content type at all;;;"),
    ],
    ids=[
        "text", "meta", "undeclared utf-8", "BOM", "BOM before all declarations", "utf-16 with BOM", "HTTP header",
        "HTTP header before meta", "meta windows-1256", "meta http-equiv", "an alias", "undeclared windows-1256",
        "declared utf-8, is windows-1256", "HTTP utf-8, is windows-1256", "unknown charset", "empty charset",
        "nonsense",
    ],
)  # fmt: skip
def test_decode(html: bytes | str, content_type: str | None):
    assert ARABIC in decode(Page(html, content_type=content_type))


@pytest.mark.parametrize("charset", ["iso-8859-6", "ISO8859-6", "arabic"])
def test_decode_iso_8859_6(charset: str):
    assert ARABIC in decode(Page(page(charset=charset).encode("iso-8859-6")))
    assert ARABIC in decode(Page(page().encode("iso-8859-6"), content_type=f"text/html; charset={charset}"))


NO_CHARSETS = [
    *("undefined", "hex", "base64", "rot13", "zlib", "zip", "bz2", "uu", "quopri", "idna", "punycode"),
    *("unicode_escape", "raw_unicode_escape", "utf-7", "utf-32", "hz", "iso2022_kr", "cp037", "cp500", "charmap"),
    *("utf-16", "utf-16le", "UTF-16BE"),  # what the page is not: its declaration was read byte by byte
]
"""Codecs of Python that are no encoding of a web page, or not of this one."""


@pytest.mark.parametrize("charset", NO_CHARSETS)
@pytest.mark.parametrize("encoding", ["utf-8", "cp1256"])
def test_a_declared_codec_that_is_no_encoding_of_pages_is_not_believed(charset: str, encoding: str):
    assert ARABIC in decode(Page(page(charset=charset).encode(encoding)))
    assert ARABIC in decode(Page(page(http=charset).encode(encoding)))
    assert ARABIC in decode(Page(page().encode(encoding), content_type=f"text/html; charset={charset}"))
    assert decode(Page(b"\\u003cb>\\x41 +ADw-", content_type=f"text/html; charset={charset}")) == "\\u003cb>\\x41 +ADw-"


def test_an_encoding_of_ascii_bytes_is_believed():
    assert "日本" in decode(Page("<p>日本</p>".encode("iso2022_jp"), content_type="text/html; charset=iso-2022-jp"))


def test_utf_16_of_an_http_header_is_believed_where_the_bytes_can_be_it():
    assert ARABIC in decode(Page(page().encode("utf-16-le"), content_type="text/html; charset=utf-16le"))
    assert ARABIC in decode(Page(page().encode("utf-16-be"), content_type="text/html; charset=utf-16be"))


@pytest.mark.parametrize("charset", ["windows-1256", "iso-8859-1", "windows-1252", "iso-8859-6"])
def test_utf_8_that_is_declared_as_something_else_is_utf_8(charset: str):
    assert ARABIC in decode(Page(page(charset=charset).encode()))
    assert ARABIC in decode(Page(page().encode(), content_type=f"text/html; charset={charset}"))
    assert ARABIC in decode(Page(page().encode()[:-40] + b"\xd8", content_type=f"text/html; charset={charset}"))


def test_some_broken_bytes_do_not_change_the_encoding_of_the_rest():
    html = page(charset="utf-8").encode() + b"\xff\xfe\xd8 " + ARABIC.encode()
    assert decode(Page(html)).count(ARABIC) == 3


@pytest.mark.parametrize("declared", ["utf-8", None])
def test_a_page_cut_inside_a_letter(declared: str | None):
    html = page(charset=declared).encode()
    cut = html[: html.rindex("ي".encode()) + 1]
    assert decode(Page(cut)).count("بلدية عين الصخر") == 2


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x01\x00\x00\x00\x01\x00\x08\x06" + bytes(range(256)) * 4,
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + bytes(range(256)) * 9,
        gzip.compress(page().encode() * 9),
        b"PK\x03\x04\x14\x00\x00\x00\x08\x00" * 30,
        b"\x00" * 5000,
    ],
    ids=["png", "pdf", "gzip", "zip", "zeros"],
)
def test_binary_is_no_page(data: bytes):
    assert is_binary(Page(data))
    assert parse(Page(data)) is None
    assert clean_html(data, "https://marfa.example/x").reason == "empty"


@pytest.mark.parametrize("html", [page().encode(), page().encode("utf-16"), page().encode("cp1256"), page()])
def test_text_is_not_binary(html: bytes | str):
    assert not is_binary(Page(html))


@pytest.mark.parametrize("html", ["", b"", " \n\t", b"\xef\xbb\xbf", "\x00\x01", "<!-- -->", "<?xml version='1.0'?>"])
def test_nothing_to_parse(html: bytes | str):
    assert clean_html(html).reason == "empty"


@pytest.mark.parametrize(
    "html",
    [
        f"<?xml version='1.0' encoding='utf-8'?>{page()}",
        page()[:-20],
        page() + "</div></p></table>" * 50,
        page().replace("<p>", "<p \x01\x02 =''\"<"),
        f"<p>{ARABIC}",
        ARABIC,
        page().replace("</title>", "\ud800</title>"),
        page().replace("<p>", "<p><?php echo 1 ?>"),
        page().replace("<html>", "<!DOCTYPE html [<!ENTITY a 'b'>]><html>"),
    ],
    ids=["xml", "cut", "closing tags", "attributes", "a piece", "bare text", "surrogate", "php", "entity"],
)
def test_damaged_markup_gives_a_tree(html: str):
    tree = parse(Page(html))
    assert tree is not None
    assert "بلدية عين الصخر" in tree.text_content()


SENTENCE = f"{ARABIC} إلى القرى الست، على أن تنتهي الأعمال قبل حلول الشتاء."
MANY = "".join(f"<p>{SENTENCE} {word}.</p>" for word in ("أولا", "ثانيا", "ثالثا", "رابعا"))


def test_a_cut_page_keeps_what_came():
    article = clean_html(f"<html><body><article><h1>{ARABIC}</h1>{MANY}<p>{SENTENCE} خام"[:-3])
    assert article.reason is None
    assert len(article.blocks) >= 4


def test_five_thousand_elements_inside_each_other():
    deep = "<div>" * 5000 + MANY + "</div>" * 5000
    assert clean_html(f"<html><body>{deep}</body></html>").reason in (None, "empty")
    inline = "<b>" * 5000 + ARABIC + "</b>" * 5000
    assert clean_html(f"<html><body><article>{MANY}<p>{inline}</p></article></body></html>").language == "ar"


def test_a_huge_attribute():
    data = "A" * 3_000_000
    picture = f"<img src='data:image/png;base64,{data}'>"
    html = f"<html><body><article><h1>{ARABIC}</h1>{MANY}{picture}{MANY}</article></body></html>"
    assert clean_html(html).reason is None


def test_markup_beyond_the_limit_stays_unread():
    html = f"<html><body><article>{MANY}</article>" + "<!-- -->" * (_PARSER_LIMIT // 8) + "<p>النهاية</p></body></html>"
    tree = parse(Page(html))
    assert tree is not None
    assert "النهاية" not in tree.text_content()
    assert "رابعا" in tree.text_content()


@pytest.mark.parametrize("depth", [200, 300, 1500])
def test_text_in_hundreds_of_unclosed_elements_is_read(depth: int):
    text = [f"أعلنت بلدية عين الصخر، الأحد، بدء القسم رقم {n} من أعمال الطريق الجبلي إلى القرى الست." for n in range(4)]
    html = f"<html><body><h1>أعمال الطريق</h1>{'<div>' * depth}{''.join(f'<p>{t}</p>' for t in text)}</body></html>"
    assert clean_html(html).blocks == tuple(text)


@pytest.mark.parametrize("tag", ["div", "b", "table", "ul", "blockquote"])
def test_hostile_depth_neither_raises_nor_lasts(tag: str):
    article = clean_html(f"<html><body>{f'<{tag}>' * 100_000}<p>نص</p></body></html>")
    assert article.reason is not None


@pytest.mark.parametrize("run", [64, 6000])
def test_nuls_are_ignored_as_in_browsers(run: int):
    html = page(charset="utf-8").encode()
    for padded in (
        b"\0" * run + html,
        html.replace(b"<body", b"\0" * run + b"<body"),
        html.replace(b"<p>", b"<p>\0\0"),
    ):
        assert padded != html
        assert clean_html(padded) == clean_html(html)


@pytest.mark.parametrize(
    "control",
    [
        "&#11;",
        "&#x0B;",
        "&#8",
        "&#0000014;",
        "&#x1f",
        "&#31;",
        "&#65535;",
        "&#xFFFE;",
        "\ufffe",
        "\x0b",
        "\x00",
        "&#xd800;",
    ],
)
def test_no_control_character_is_left_that_could_not_be_written_back(control: str):
    tree = parse(Page(f'<p title="{control}">نص{control}نص<script>var a=1</script>{control}<b>باق{control}</b></p>'))
    assert tree is not None
    for element in tree.iter():
        for text in (element.text, element.tail, *element.attrib.values()):
            etree.Element("a", title=text or "").text = text
    tree.find(".//script").drop_tree()
    clean_html(f"<h1>خبر</h1><p>نص{control}نص<script>var a=1</script></p>")


def test_other_references_stay():
    tree = parse(Page("<p>&#1575;&#x644;&#110;&#x6e;&#9;&#12345;&#x1fa;&#310;&#x0bb;</p>"))
    assert tree is not None
    assert "".join(tree.itertext()) == "النn\t〹ǺĶ»".replace("ن", "n", 1)


PIECES = (
    "<?xml version='1.0' encoding='windows-1256'?>", "<body>", "</body>", "</HTML >", "<p>", "</p>", "<div>", "</div>",
    "<td>", "</td>", "<script>", "</script>", "<!--", "-->", "&#11;", "&#1575;", "&lt;p&gt;", "\0", "\x0b",
    f"{ARABIC} \ufffd", "\ufffe", "\ufdfa", "\ud83d", "Ã˜", "Ø§Ù„Ø±Ø¦ÙŠØ³", "ط§ظ„ط±ط¦ظٹط³", "ÇáÑÆíÓ", "é",
    ARABIC, " ", "\n",
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=20).map("".join))
def test_bytes_and_their_text_give_the_same_tree(html: str):
    data = html.encode("utf-8", "replace")
    trees = [parse(Page(form)) for form in (data, data.decode())]
    assert len({None if tree is None else etree.tostring(tree) for tree in trees}) == 1
