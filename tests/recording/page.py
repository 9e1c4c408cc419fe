"""Pages of the recording, the links on them, and the HTML they are made of."""

from __future__ import annotations

import json
import tomllib
import unicodedata
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import quote, unquote

from .lines import noise

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from .texts import Block, Story

    Href = Callable[[str], str]

TEMPLATES = Path(__file__).parent / "templates"
HTML, SUBHEAD = "text/html", "<h2>{}</h2>"


@dataclass(frozen=True)
class Link:
    """A link of a page: the words on it, the address it names, and what kind of block it stands in."""

    title: str
    url: str
    kind: str


@dataclass(frozen=True)
class Page:
    """One answer of the recording. `url` is percent-encoded; `truth` says what the page is."""

    url: str
    kind: str
    body: str = ""
    status: int = 200
    media: str = HTML
    charset: str | None = "utf-8"  # in the header; None: the header names none
    encoding: str = "utf-8"  # of the bytes
    headers: tuple[tuple[str, str], ...] = ()
    truth: dict[str, Any] = field(default_factory=dict)

    @property
    def payload(self) -> bytes:
        """The body's bytes; what windows-1256 lacks becomes a character reference, as such sites write it."""
        return self.body.encode(self.encoding, "xmlcharrefreplace")

    @property
    def content_type(self) -> str:
        return f"{self.media}; charset={self.charset}" if self.charset else self.media


def dead(url: str) -> Page:
    """An address that pages link to and the archive lacks, on purpose."""
    return Page(url, "dead", status=404)


def redirect(url: str, to: str, status: int = 302, kind: str = "redirect") -> Page:
    """An address that sends visitors to another one."""
    return Page(url, kind, status=status, headers=(("Location", to),), truth={"to": to})


class Addresses(Protocol):
    """What an outlet's module knows about its addresses."""

    def __call__(self, story: Story) -> str: ...


def address(host: str, path: str, query: str = "") -> str:
    """An https address, Arabic percent-encoded in upper case.

    >>> address("nan.media", "/أب/")
    'https://nan.media/%D8%A3%D8%A8/'
    """
    return f"https://{host}{quote(path, safe='/-_.~!,:@')}" + (f"?{query}" if query else "")


def spelled(url: str, how: str) -> str:
    """Another spelling of an address that sites use in their links: "raw", "lower", "path" or as it is.

    >>> spelled("https://nan.media/%D8%A3%D8%A8/", "lower")
    'https://nan.media/%d8%a3%d8%a8/'
    """
    host, _, path = url.removeprefix("https://").partition("/")
    if how == "raw":
        return f"https://{host}/{unquote(path)}"
    if how == "lower":
        head, *rest = path.split("%")
        return f"https://{host}/{head}" + "".join(f"%{part[:2].lower()}{part[2:]}" for part in rest)
    return f"/{path}" if how == "path" else url


def fill(template: str, **values: str) -> str:
    """A template file with its `$names` filled; every name must be given."""
    return Template((TEMPLATES / template).read_text("utf-8")).substitute(values)


def links_to(stories: Iterable[Story], where: Addresses, kind: str) -> list[Link]:
    """A link to each story."""
    return [Link(story.title, where(story), kind) for story in stories]


def links_html(links: Iterable[Link], template: str, how: str = "") -> str:
    """One filled template a link, with $href in a spelling (see `spelled`) and $text."""
    return "\n".join(
        fill(template, href=escape(spelled(link.url, how)), text=escape(link.title, quote=False)).rstrip("\n")
        for link in links
    )


def paragraphs(blocks: Sequence[Block], href: Href, pattern: str = "<p>{}</p>", sub: str = SUBHEAD) -> list[str]:
    """The HTML of each block, in order; the items of a list share one list."""
    patterns = {"h2": sub, "li": "<li>{}</li>", "quote": "<blockquote><p>{}</p></blockquote>"}
    made = [patterns.get(block.kind, pattern).format(block.html(href)) for block in blocks]
    kinds = [block.kind for block in blocks]
    for i, kind in enumerate(kinds):
        if kind == "li" and kinds[i - 1 : i] != ["li"]:
            made[i] = "<ul>" + made[i]
        if kind == "li" and kinds[i + 1 : i + 2] != ["li"]:
            made[i] += "</ul>"
    return made


def summary(story: Story, length: int = 150) -> str:
    """The beginning of the first paragraph, cut at a word, for descriptions and excerpts."""
    text = story.blocks[0].text
    return text if len(text) <= length else text[:length].rsplit(" ", 1)[0] + "…"


def article_truth(story: Story, canonical: str, links: Iterable[Link], html: str, **more: Any) -> dict[str, Any]:
    """What a crawl should make of an article's page. `authors` None: the page names a house, not a person."""
    blocks = [block.text for block in story.blocks]
    return {
        "story": f"{story.outlet}/{story.key}",
        "topic": story.topic,
        "canonical": canonical,
        "title": story.title,
        "date": story.date.date().isoformat(),
        "authors": [story.get("author")] if story.get("author") else [],
        "blocks": blocks,
        "noise": noise(html, [block.shown for block in story.blocks], blocks),
        "related": [{"title": link.title, "url": link.url, "kind": link.kind} for link in links],
        **more,
    }


def slug(title: str) -> str:
    """A title as the last part of an address, as WordPress makes it.

    >>> slug("مالي.. الجيش يواجه انفصاليين")
    'مالي-الجيش-يواجه-انفصاليين'
    """
    return "-".join("".join(char if char.isalnum() or unicodedata.combining(char) else " " for char in title).split())


def labels(outlet: str) -> dict[str, Any]:
    """The outlet's words of labels.toml."""
    return tomllib.loads((Path(__file__).parent / "labels.toml").read_text("utf-8"))[outlet]


def static_texts(template: str) -> list[tuple[str, str, list[str]]]:
    """The pages about an outlet: path, title and paragraphs of each line `path|title|paragraph|paragraph`."""
    lines = (TEMPLATES / template).read_text("utf-8").strip().splitlines()
    return [(path, title, texts) for path, title, *texts in (line.split("|") for line in lines)]


def ld_json(**values: Any) -> str:
    """A schema.org NewsArticle as the script element that carries it."""
    data = {"@context": "https://schema.org", "@type": "NewsArticle", **values}
    return f'<script type="application/ld+json">{json.dumps(data, ensure_ascii=False)}</script>'
