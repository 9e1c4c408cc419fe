"""Other extractors behind one signature: bytes and address in, `Result` out. Each is used if installed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib import import_module

from cleaners import clean_html

KINDS = ("related", "inline")


@dataclass(frozen=True)
class Result:
    text: str = ""
    title: str | None = None
    author: str | None = None
    date: str | None = None
    related: set[str] | None = field(default=None)


System = Callable[[bytes, str | None], Result]


def ours(raw: bytes, url: str | None) -> Result:
    article = clean_html(raw, url)
    related = {r.url for r in article.related if r.url and r.kind in KINDS}
    return Result(
        article.text,
        article.title,
        next(iter(article.authors), None),
        (article.date_published or "")[:10] or None,
        related,
    )


def trafilatura(**options: bool) -> System:
    module = import_module("trafilatura")

    def run(raw: bytes, url: str | None) -> Result:
        found = module.bare_extraction(raw, include_comments=False, with_metadata=True, **options)
        return Result(found.text or "", found.title, found.author, found.date) if found else Result()

    return run


def readers() -> dict[str, System]:
    """Those whose speed is compared: ours, trafilatura as its users call it, and the peers that are installed."""
    extract = import_module("trafilatura").bare_extraction
    variants: dict[str, dict[str, bool]] = {
        "trafilatura": {},
        "trafilatura, fast": {"fast": True},
        "trafilatura, metadata": {"with_metadata": True},
    }
    named: dict[str, System] = {
        name: lambda raw, _, options=options: extract(raw, **options) for name, options in variants.items()
    }
    others = {name: read for name, read in systems() if not name.startswith("trafilatura")}
    return {"mudawwana": others.pop("mudawwana")} | named | others


def newspaper() -> System:
    module, _ = import_module("newspaper"), import_module("nltk")  # which it needs for Arabic

    def run(raw: bytes, url: str | None) -> Result:
        article = module.Article(url or "https://site.example/a", language="ar")
        article.download(input_html=raw.decode("utf-8", "replace"))
        article.parse()
        day = article.publish_date.date().isoformat() if article.publish_date else None
        return Result(article.text, article.title, next(iter(article.authors or ()), None), day)

    return run


def readability() -> System:
    document, html = import_module("readability").Document, import_module("lxml.html")

    def run(raw: bytes, url: str | None) -> Result:
        page = document(raw.decode("utf-8", "replace"))
        return Result(html.fromstring(page.summary()).text_content(), page.short_title())

    return run


def justext() -> System:
    module = import_module("justext")
    words = module.get_stoplist("Arabic")
    return lambda raw, url: Result("\n".join(p.text for p in module.justext(raw, words) if not p.is_boilerplate))


def resiliparse() -> System:
    extract = import_module("resiliparse.extract.html2text").extract_plain_text
    return lambda raw, url: Result(extract(raw.decode("utf-8", "replace"), main_content=True))


def systems(only_ours: bool = False) -> Iterator[tuple[str, System]]:
    """Ours, then each peer that is installed."""
    yield "mudawwana", ours
    makers: dict[str, Callable[[], System]] = {
        "trafilatura": trafilatura,
        "trafilatura precision": lambda: trafilatura(favor_precision=True),
        "newspaper4k (ar)": newspaper,
        "readability-lxml": readability,
        "jusText (Arabic)": justext,
        "resiliparse": resiliparse,
    }
    for name, make in ({} if only_ours else makers).items():
        try:
            yield name, make()
        except ImportError as error:
            print(f"{name}: not installed ({error.name}); pip install -r benchmarks/requirements.txt")
