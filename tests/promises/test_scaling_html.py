"""What a page costs grows with its length, not with the square of it, whatever it repeats."""

from __future__ import annotations

import gzip
import re
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import CodeType, FrameType
from typing import Any

import pytest

from benchmarks.made_pages import SHAPES, page_of
from cleaners.article import article_of
from cleaners.blocks.block import Block, Place
from cleaners.blocks.document import Document
from cleaners.clean import read_html
from cleaners.metadata.authors import persons
from cleaners.metadata.jsonld import _nodes_of_script
from cleaners.metadata.read import read_metadata
from cleaners.metadata.titles import _same_headline, rank_candidates
from cleaners.page import Page, parse
from cleaners.steps.body import referee
from cleaners.steps.related.card_excerpt import card_excerpt
from cleaners.steps.tail.off_topic import off_topic
from cleaners.text.normalize import normalize
from crawler.discovery.announced import absolute, iso_time
from crawler.discovery.listings import read_listing
from crawler.discovery.xml import decompress
from crawler.urls import canonicalize
from tests.tools.hostile_bodies import json_ld, page

URL = "https://example.com/news/1"
TEXT = "أعلن الوزير في مؤتمر صحفي عقده صباح الأحد أن العمل في المشروع {n} سيبدأ خلال أسابيع قليلة."
HEADLINE = "خبر رقم {n} من أخبار اليوم"
LINK = f'<a href="/news/{{n}}">{HEADLINE}</a>'
BUTTON = '<div class="card"><h3>' + HEADLINE + '</h3><p>نص</p><a href="/news/{n}">المزيد</a></div>'
SHARED = "".join(f'<li><a href="https://{host}/share?u={{n}}">{host}</a></li>' for host in ("facebook.com", "t.me"))

UNITS = {
    "links": LINK,
    "paragraphs": f"<p>{TEXT}</p>",
    "lines": "<p>سطر قصير رقم {n}</p>",
    "paragraphs and lines": f"<p>{TEXT}</p><p>سطر قصير رقم {{n}}</p>",
    "paragraphs and labels": f"<p>{TEXT}</p><p>شاهد {{n}}: سطر قصير هنا</p>",
    "paragraphs and quotations": f"<p>{TEXT}</p><blockquote>كلمة {{n}}</blockquote>",
    "paragraphs and cells": f"<p>{TEXT}</p><table><tr><td>كلمة {{n}}</td></tr></table>",
    "paragraphs and links": f"<p>{TEXT}</p><p>{LINK}</p>",
    "subheads": f"<h2>عنوان فرعي {{n}}</h2><p>{TEXT}</p>",
    "items": f"<ul><li>{LINK}</li></ul>",
    "cards": f'<div class="card"><h3>{LINK}</h3><p>مقتطف من الخبر رقم {{n}} …</p></div>',
    "cards with buttons": BUTTON,
    "cards of many kinds": f'<div class="{{w}}">{LINK}</div><div class="x{{w}}"><p>{TEXT}</p>{LINK}</div>',
    "lists of cards": f"<h3>عناوين القسم {{n}}</h3><ul><li>{LINK}</li><li>{LINK} ب</li><li>{LINK} ج</li></ul>",
    "share bars": f"<h4>شارك</h4><ul>{SHARED}</ul>",
    "networks": "<ul><li>فيسبوك</li><li>تويتر</li></ul><p>فاصل {n}</p>",
    "questions": "<div><p>هل توافق على القرار رقم {n}؟</p><p>نعم</p><p>لا</p></div>",
    "questions asked twice": "<p>هل «توافق على القرار رقم {n}»؟</p><p>هل «توافق على القرار رقم {n}»؟</p><p>سطر {n}</p>",
    "dates": '<time datetime="2025-03-20">20 مارس 2025</time>',
    "dates in cards": f'<div><time datetime="2025-03-20">20</time>{LINK}</div>',
    "dates in boxes": '<div><i></i><b><time datetime="2025-03-20"></time></b></div>',
    "empty dates": '<time datetime="2025-03-20"></time><i></i>',
    "bylines": '<div class="author">بقلم: أحمد علي</div>',
    "line breaks": "<b>سطر</b> {n}<br>",
    "figures": '<figure><img src="x"><figcaption>صورة رقم {n}</figcaption></figure>',
    "navigation": '<nav><a href="/section/{n}">قسم {n}</a></nav>',
    "headings": "<h1>عنوان رئيسي رقم {n}</h1>",
    "titles": '<meta property="og:title" content="عنوان رقم {n} من عناوين الصفحة">',
    "names of the outlet": '<meta property="og:site_name" content="موقع رقم {n}">',
    "authors": '<meta name="author" content="أحمد علي {w}">',
    "properties": '<span itemprop="datePublished">20 مارس 2025</span>',
    "nodes": json_ld('{{"@type":"NewsArticle","headline":"عنوان {n}","author":{{"name":"كاتب {n}"}}}}'),
}  # fmt: skip
"""Mark-up that a page may repeat: `{n}` is a number, `{w}` a word of letters."""
NESTED = {
    "menus": '<nav><a href="/section/{n}">قسم {n}</a>',
    "headers": '<header><a href="/section/{n}">قسم {n}</a>',
    "headings": "<div><h1>عنوان",
    "headlines": '<div itemprop="headline">عنوان {n}',
    "authors": '<div itemprop="author"><b>كاتب',
    "dates": '<div><time datetime="2025-03-20">',
}
"""Mark-up that is never closed: each element stands in all before it."""
FEW, MANY = 60, 240
GROWTH = 5
"""Four times the units may cost about four times the steps; of something done for each pair it were sixteen."""
LINES = 150
"""Steps of one function for each unit that are allowed whatever their growth: more lines may change what a page is."""
SIZES = (15_000, 60_000)
PER_LETTER = 1.3
"""Growth of the steps for each letter of a page of four times the size; of pairs it were four."""
OURS = re.compile(r"/(?:cleaners|crawler)/")
SECONDS = 5
"""Of the processor, for what takes some hundredths of one; each of these took minutes or hours."""
LETTERS = 300_000


def word(number: int) -> str:
    return "".join(chr(ord("a") + int(digit)) for digit in str(number))


def repeated(unit: str, times: int) -> bytes:
    return page("".join(unit.format(n=number, w=word(number)) for number in range(times)))


def lines_of(task: Callable[[], Any]) -> Counter[str]:
    """How many lines each function of ours runs in a task; a turn of a loop on one line is a line too."""
    codes: Counter[CodeType] = Counter()

    def count(frame: FrameType, event: str, _: Any) -> Any:
        codes[frame.f_code] += 1
        return count

    def enter(frame: FrameType, event: str, _: Any) -> Any:
        return count if OURS.search(frame.f_code.co_filename) else None

    before = sys.gettrace()
    sys.settrace(enter)
    try:
        task()
    finally:
        sys.settrace(before)
    named = Counter[str]()
    for code, times in codes.items():
        named[f"{code.co_filename}:{code.co_firstlineno} {code.co_qualname}"] += times
    return named


def grown(task: Callable[[bytes], Any], unit: str) -> dict[str, tuple[int, int]]:
    """The functions whose steps grow faster than the page, with their numbers."""
    few, many = (repeated(unit, times) for times in (FEW, MANY))
    task(many)  # files and caches are filled once
    before, after = lines_of(lambda: task(few)), lines_of(lambda: task(many))
    most = {name: max(GROWTH * before[name], LINES * MANY) for name in after}
    return {name: (before[name], times) for name, times in after.items() if times > most[name]}


class OutOfTimeError(BaseException):
    """No `except` of the code that is tested catches it."""


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Ends what takes more time of the processor; a regular expression looks for signals too."""

    def stop(*_: object) -> None:
        raise OutOfTimeError

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


@pytest.fixture
def our_part(monkeypatch: pytest.MonkeyPatch) -> None:
    """No trafilatura: all paragraphs are kept, and its time is not ours."""
    monkeypatch.setattr(
        referee, "kept_texts", lambda tree, around=None: tuple("".join(p.itertext()) for p in tree.iter("p"))
    )


@pytest.mark.parametrize("name", UNITS)
@pytest.mark.usefixtures("our_part")
def test_a_page_costs_what_its_length_says(name: str) -> None:
    assert grown(lambda html: read_html(Page(html, URL)), UNITS[name]) == {}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.usefixtures("our_part")
def test_a_letter_costs_the_same_in_short_and_in_long_pages(shape: str) -> None:
    few, many = (page_of(shape, size) for size in SIZES)
    read_html(Page(many, URL))  # files and caches are filled once
    before, after = (lines_of(lambda html=html: read_html(Page(html, URL))).total() for html in (few, many))
    assert after / len(many) <= PER_LETTER * before / len(few)


def metadata_of(html: bytes) -> None:
    tree = parse(Page(html))
    assert tree is not None
    read_metadata(tree, URL, None)


@pytest.mark.parametrize("name", NESTED)
def test_metadata_cost_what_the_length_of_a_page_says(name: str) -> None:
    assert grown(metadata_of, NESTED[name]) == {}


@pytest.mark.parametrize("unit", [UNITS["links"], UNITS["cards"], UNITS["dates in cards"], *NESTED.values()])
def test_a_listing_costs_what_its_length_says(unit: str) -> None:
    assert grown(lambda html: read_listing(html, URL), unit) == {}


def block(number: int, text: str, tag: str, **more: Any) -> Block:
    return Block(number, text.format(n=number), place=Place(tag, path=(1, number // 2 + 2, MANY * 4 + number)), **more)


def pairs(times: int, text: str, tag: str) -> Document:
    """Paragraphs, each with a line of some kind under it."""
    return Document(block(n, text, tag) if n % 2 else block(n, TEXT, "p") for n in range(2 * times + 1))


def excerpts(times: int) -> Document:
    head = Place("h3", path=(1,), link_share=1.0)
    lines = (
        block(n, "مقتطف {n} …", "p") if n % 2 else Block(n, "خبر", "related", place=head) for n in range(2 * times)
    )
    return Document(lines)


STEPS: dict[str, Callable[[int], Any]] = {
    "off_topic of cells": lambda n: list(off_topic(pairs(n, "كلمة {n}", "td"))),
    "off_topic of quotations": lambda n: list(off_topic(pairs(n, "كلمة {n}", "blockquote"))),
    "off_topic of labels": lambda n: list(off_topic(pairs(n, "زاوية: كلمة أخرى هنا {n}", "p"))),
    "card_excerpt": lambda n: list(card_excerpt(excerpts(n))),
    "article_of many": lambda n: article_of([block(at, TEXT, "p", article=at) for at in range(n)]),
}


@pytest.mark.parametrize("name", STEPS)
def test_a_step_costs_what_the_number_of_blocks_says(name: str) -> None:
    STEPS[name](MANY)
    before, after = (lines_of(lambda times=times: STEPS[name](times)) for times in (FEW, MANY))
    assert {key: (before[key], n) for key, n in after.items() if n > max(GROWTH * before[key], LINES * MANY)} == {}


LONG: dict[str, Callable[[int], Any]] = {
    "title of bars": lambda n: rank_candidates([("title", "|" * n)], ["الموقع"]),
    "title of dashes": lambda n: rank_candidates([("title", "– " * n)], ["الموقع"]),
    "title of the outlet's name": lambda n: rank_candidates([("title", "الموقع | " * n)], ["الموقع"]),
    "title of dots": lambda n: _same_headline("." * n + "x", "." * n + "y"),
    "author of brackets": lambda n: persons(["(" * n], frozenset()),
    "author of roles": lambda n: persons(["بقلم " * n], frozenset()),
    "JSON of open fields": lambda n: _nodes_of_script('{"@type":"NewsArticle" ' + '"headline":"x" ' * n + "x"),
    "JSON of values": lambda n: _nodes_of_script("1 " * n),
    "titles in drawings": lambda n: metadata_of(b"<svg>" * 1800 + b"<title>x</title>" * (n // 60)),
    "menus side by side": lambda n: metadata_of(b"<nav><a href=x>a</a></nav>" * (n // 4)),
    "headers side by side": lambda n: metadata_of(b"<header><h2>x</h2></header>" * (n // 4)),
    "word of tatweel": lambda n: normalize("ب" + "ـ" * n + " x"),
    "word of tatweel and marks": lambda n: normalize("ب" + "ـَ" * n + " x"),
    "card of dots": lambda n: read_html(Page(page(f"<div>{LINK}<p>{'.' * n}x</p></div>"), URL)),
    "address of parts": lambda n: canonicalize(absolute(URL, "/x" + "/amp" * n) or ""),
    "time of words": lambda n: iso_time("Mon, 1 (" * n),
    "gzip of small members": lambda n: decompress(gzip.compress(b"", mtime=0) * n),
}  # fmt: skip
"""What is repeated for regular expressions, selectors and other code in C, whose steps nobody counts."""


@pytest.mark.parametrize("name", LONG)
def test_a_long_field_costs_what_its_length_says(name: str) -> None:
    with at_most(SECONDS):
        LONG[name](LETTERS)


def test_gzip_members_come_out_as_before() -> None:
    members = [b"", b"a", b"b" * 5000, bytes(range(256)) * 40]
    body = b"".join(gzip.compress(member, mtime=0) for member in members)
    assert decompress(body) == b"".join(members)
    assert decompress(body + b"rest") == b"".join(members)
    assert decompress(body, limit=100) is None
    assert decompress(body, limit=sum(map(len, members))) == b"".join(members)


@pytest.mark.parametrize("unit", ["<ul><li>", "<h2>بند", "<a href='/x'><p>"])
def test_a_page_of_elements_in_elements_is_read(unit: str) -> None:
    reading = read_html(Page(page(unit * 3000), URL))
    assert reading.article.reason is None
    assert reading.article.title == "وصل الوفد إلى المدينة صباح اليوم"
