"""Write the proposal: an outlet file that the loader accepts, with what is unsure about it as comments on top."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from urllib.parse import unquote

from cleaners.data_files import DataFileError
from cleaners.text.printable import printable_line
from crawler.newoutlet.shapes import article_shapes, is_clearly_none, section_pattern
from crawler.outlets.loader import load_outlet
from crawler.urls import registrable_domain, split

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from crawler.newoutlet.seen import SeenPage
    from crawler.newoutlet.shapes import Shape

_MAX_EXAMPLES = 4
_FEW_ARTICLES = 5
"""Articles behind a shape below which it may be a coincidence."""
_ARABIC = re.compile("[\u0621-\u064a]")


@dataclass(frozen=True, slots=True)
class _Learned:
    """What the pages of one outlet say."""

    domain: str
    host: str
    pages: tuple[SeenPage, ...]
    shapes: tuple[Shape, ...]
    sections: str | None
    articles: tuple[str, ...]
    others: tuple[str, ...]

    def announced(self, kind: str) -> list[str]:
        """The addresses of a kind on the outlet's own host, each once: read ones first."""
        read = [page.url for page in self.pages if page.kind == kind]
        said = [url for page in self.pages for what, url in page.announces if what == kind]
        return [url for url in dict.fromkeys([*read, *said]) if registrable_domain(url) == self.domain]


def proposal(seen: Sequence[SeenPage], source: str, today: date) -> str:
    """An outlet file made from pages of `source`, for the domain of which most articles are.

    Raises DataFileError if there is no article among them.
    """
    learned = _learn(seen, source)
    lines = [f"# {learned.domain}.toml, proposed from {len(learned.pages)} answers. Read it as if a stranger wrote it."]
    lines += [f"# unsure: {printable_line(doubt)}" for doubt in _doubts(learned)]
    return "\n".join([*lines, *_proposal_body(learned, source, today)]) + "\n"


def proposed_domain(seen: Sequence[SeenPage]) -> str | None:
    """The registrable domain of most articles; None without an article."""
    domains = Counter(registrable_domain(page.url) for page in seen if page.kind == "article")
    return domains.most_common(1)[0][0] if domains else None


def _learn(seen: Sequence[SeenPage], source: str) -> _Learned:
    domain = proposed_domain(seen)
    if domain is None:
        raise DataFileError(f"{source}: no article among {len(seen)} pages, so there is nothing to learn from")
    pages = tuple(page for page in seen if registrable_domain(page.url) == domain)
    articles = tuple(
        dict.fromkeys(page.url for page in pages if page.kind == "article" and not is_clearly_none(page.url))
    )
    others = tuple(dict.fromkeys(page.url for page in pages if page.kind == "other" and not _is_home_page(page.url)))
    linked = {link for page in pages for link in page.links if registrable_domain(link) == domain}
    sections = section_pattern(articles, [*others, *sorted(filter(is_clearly_none, linked))])
    hosts = Counter(address.host for url in articles if (address := split(url)) is not None)
    shapes = tuple(article_shapes(articles, others))
    return _Learned(domain, hosts.most_common(1)[0][0], pages, shapes, sections, articles, others)


def _is_home_page(url: str) -> bool:
    address = split(url)
    return address is not None and address.path == "/" and not address.query


def _proposal_body(learned: _Learned, source: str, today: date) -> list[str]:
    """The lines of the file; what the loader would refuse is left out."""
    home, name = f"https://{learned.host}/", _name(learned)
    patterns = [shape.pattern for shape in learned.shapes]
    other = [*([learned.sections] if learned.sections else []), "^/?$"]
    lines = [f"name = {_quoted(name or learned.domain)}"]
    lines += [f"name_ar = {_quoted(name)}"] if _ARABIC.search(name) else []
    lines += [f"canonical_host = {_quoted(learned.host)}"]
    for key, kind in (("feeds", "feed"), ("sitemaps", "sitemap")):
        if addresses := learned.announced(kind):
            lines.append(f"{key} = {_list(addresses)}")
    lines += [f"listings = {_list([home])}"]
    if posts := learned.announced("posts"):
        lines += ["wordpress = true", f"posts = {_quoted(posts[0])}"]
    read = f"{len(learned.articles)} articles and {len(learned.others)} other pages"
    lines += [f"article = {_list(patterns, _literal)}", f"other = {_list(other, _literal)}"]
    lines += [
        f"checked = {_quoted(f'{today}: learned from {read} of {Path(source).name or source}')}",
        "",
        "[examples]",
    ]
    good, none = _fitting_examples(learned, lines)
    return [*lines, f"article = {_list(good)}", f"other = {_list(none)}"]


def _fitting_examples(learned: _Learned, lines: Sequence[str]) -> tuple[list[str], list[str]]:
    """Articles, one of each shape first, and other pages, of which the loader accepts each."""
    home = f"https://{learned.host}/"
    of_shapes = [url for shape in learned.shapes for url in shape.articles[:2]]
    good = [unquote(url) for url in of_shapes if _loads(learned.domain, lines, [url], [home])]
    none = [unquote(url) for url in learned.others if good and _loads(learned.domain, lines, good[:1], [url])]
    return good[:_MAX_EXAMPLES], [home, *none[: _MAX_EXAMPLES - 1]]


def _loads(domain: str, lines: Sequence[str], articles: Sequence[str], others: Sequence[str]) -> bool:
    """Whether the loader accepts a file with these examples."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{domain}.toml"
        text = "\n".join([*lines, f"article = {_list(articles)}", f"other = {_list(others)}"])
        path.write_text(text, encoding="utf-8")
        try:
            load_outlet(path)
        except DataFileError:
            return False
        return True


def _doubts(learned: _Learned) -> list[str]:
    """What is unsure, in words."""
    doubts = ["name, country and Arabic name: check them" if _name(learned) else "name: the pages do not say it"]
    for shape in learned.shapes:
        few = len(shape.articles) < _FEW_ARTICLES
        mixed = f"; {len(shape.others)} pages of it are no articles" if shape.others else ""
        if few or mixed:
            doubts.append(f"article {shape.pattern}: rests on {len(shape.articles)} articles{mixed}")
        if shape.pattern in ("^/[^/]+/?$", "^/[^/]+(-[^/]+){2,}/?$"):
            doubts.append(f"article {shape.pattern}: pages about the outlet itself may look the same")
    fitting = {url for shape in learned.shapes for url in shape.articles}
    missed = [url for url in learned.articles if url not in fitting]
    if missed:
        doubts.append(f"{len(missed)} articles have no shape of their own, as {unquote(missed[0])}")
    for key, kind in (("feeds", "feed"), ("sitemaps", "sitemap")):
        read = {page.url for page in learned.pages if page.kind == kind}
        unread = [url for url in learned.announced(kind) if url not in read]
        doubts += [f"{key}: none was found"] if not (read or unread) else []
        doubts += [f"{key}: announced and not read: {' '.join(unread)}"] if unread else []
    if not any(page.kind == "robots" for page in learned.pages):
        doubts.append("robots.txt was not seen: what it forbids, and its Crawl-delay")
    hosts = sorted({address.host for page in learned.pages if (address := split(page.url)) is not None})
    doubts += [f"hosts: {' '.join(hosts)} answer; are they mirrors or aliases?"] if len(hosts) > 1 else []
    return doubts


def _name(learned: _Learned) -> str:
    names = Counter(page.site_name for page in learned.pages if page.site_name)
    return names.most_common(1)[0][0] if names else ""


def _quoted(value: str) -> str:
    """A TOML basic string; JSON's escapes are the same."""
    return json.dumps(value, ensure_ascii=False)


def _literal(pattern: str) -> str:
    """A TOML string for a regular expression: literal where it can be."""
    return f"'{pattern}'" if "'" not in pattern else _quoted(pattern)


def _list(values: Sequence[str], quote: object = None) -> str:
    write = _literal if quote is _literal else _quoted
    return "[\n" + "".join(f"    {write(value)},\n" for value in values) + "]"
