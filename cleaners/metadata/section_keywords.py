"""Section and keywords that an outlet files its article under."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from itertools import chain, islice

from lxml import etree

from cleaners.metadata.element_names import short_text
from cleaners.metadata.jsonld import text_value, text_values, types_of
from cleaners.metadata.microdata import is_in_side_part
from cleaners.metadata.person_names import is_person_name
from cleaners.metadata.printed_section import breadcrumbs, label_above, labelled_sections, marked_sections
from cleaners.metadata.structured_data import Sources
from cleaners.metadata.titles import Candidate, headline_key
from cleaners.phrases import phrase_key, phrases
from cleaners.text.normalize import comparison_key, normalize

_KEYWORDS = ("article:tag", "news_keywords", "keywords")
_BETWEEN_KEYWORDS = re.compile(r"\s*[,،;؛|\n]\s*")
_MAX_KEYWORDS = 40
_SECTION_LETTERS = 60
_CUT_WORDS = 4
"""A headline is cut off after so many words; sections' names of fewer often open one."""
_SECTION_ADDRESS = re.compile(r"/(?:category|cat|section|topics?)/")
_PARENTS = 8
"""Elements around the headline that are searched for the links to section and keywords, the innermost first."""


def section(
    sources: Sources,
    sites: frozenset[str] = frozenset(),
    candidates: Sequence[Candidate] = (),
    heading: etree._Element | None = None,
) -> str | None:
    """The article's section in normal form, or None.

    Said for machines, else linked or marked as a category, else after a label, else the last breadcrumb, else the label
    right above the headline, which is `heading`. Neither the home page, nor the outlet, whose names `sites` are as
    comparison keys, nor the headline is one.
    """
    none = sites | {headline_key(one.text) for one in candidates}
    names = chain(_said_sections(sources), _printed_sections(sources, heading, none))
    return next((name for name in map(normalize, names) if _is_section(name, none)), None)


def _said_sections(sources: Sources) -> Iterator[str]:
    """Yield the sections in fields for machines, the most reliable source first."""
    yield from text_values(sources.article.get("articleSection"))
    yield from sources.own_head.all("article:section")
    yield from text_values(sources.script.get("section"))
    yield from sources.microdata.get("section", [])[:1]


def _printed_sections(
    sources: Sources, heading: etree._Element | None, none: frozenset[str] | set[str]
) -> Iterator[str]:
    """Yield the sections printed for readers, the most reliable place first; `none` has the headline's keys."""
    yield from _linked(sources, heading, "category")[:1]
    yield from marked_sections(heading)[:1] if heading is not None else ()
    yield from labelled_sections(sources.page.root)
    yield from (name for name in reversed(_breadcrumbs(sources)) if _may_be_crumb(name, none))
    yield label_above(heading) if heading is not None else ""


def _is_section(name: str, none: frozenset[str] | set[str]) -> bool:
    """Whether a name can be a section's; `none` are the comparison keys of what is none."""
    key = headline_key(name)
    return bool(key) and len(name) <= _SECTION_LETTERS and key not in none and not _is_home_label(name)


def _may_be_crumb(name: str, none: frozenset[str] | set[str]) -> bool:
    """Whether a breadcrumb can be a section: it is neither all that the site has, a person nor a headline cut off."""
    key = headline_key(name)
    is_cut = len(key.split()) >= _CUT_WORDS and any(other.startswith(f"{key} ") for other in none)
    return not is_cut and not is_person_name(name) and phrase_key(name) not in phrases("root_section").whole


def _is_home_label(name: str) -> bool:
    """Whether a name is that of the home page, or says that there is no section."""
    return phrase_key(name) in phrases("no_section").whole


def keywords(
    sources: Sources, candidates: Sequence[Candidate], heading: etree._Element | None = None
) -> tuple[str, ...]:
    """The distinct keywords of the first source that has any, links to keywords last; headlines are excluded."""
    headlines = {comparison_key(one.text) for one in candidates}
    for values in _keyword_fields(sources, heading):
        found: dict[str, str] = {}
        for word in (word for value in values for word in _BETWEEN_KEYWORDS.split(normalize(value))):
            if (key := comparison_key(word)) and key not in headlines:
                found.setdefault(key, word)
        if found:
            return tuple(found.values())[:_MAX_KEYWORDS]
    return ()


def _keyword_fields(sources: Sources, heading: etree._Element | None) -> Iterator[list[str]]:
    """Yield the values of each source of keywords, the most reliable first."""
    yield text_values(sources.article.get("keywords"))
    yield from map(sources.own_head.values, _KEYWORDS)
    yield text_values(sources.script.get("keywords"))
    yield _linked(sources, heading, "tag")


def _linked(sources: Sources, heading: etree._Element | None, kind: str) -> list[str]:
    """The texts of the links marked as categories or keywords nearest to the headline; may be empty."""
    heading = heading if heading is not None else next(iter(sources.page.of("h1")), None)
    around = islice(heading.iterancestors(), _PARENTS) if heading is not None else [sources.page.root]
    for parent in around if sources.page.filing else ():
        found = list(islice(_links_in(parent, kind, sources.page.filing), _MAX_KEYWORDS))
        if found:
            return found
    return []


def _links_in(parent: etree._Element, kind: str, filing: Container[etree._Element]) -> Iterator[str]:
    """Yield the texts of the links of one kind in an element, outside sidebars and lists of other articles.

    `filing` are the page's links to keywords and categories.
    """
    apart: dict[etree._Element, bool] = {}
    for link in parent.iter("a"):
        if link not in filing:
            continue
        rel = (link.get("rel") or "").lower().split()
        is_category = "category" in rel or bool(_SECTION_ADDRESS.search(link.get("href") or ""))
        if is_category == (kind == "category") and not is_in_side_part(link, apart) and (text := short_text(link)):
            yield text.lstrip("#").replace("_", " ") if kind == "tag" else text


def _breadcrumbs(sources: Sources) -> list[str]:
    """The names of the pages above the article's, the home page first; may be empty."""
    lists = [node.get("itemListElement") for node in sources.nodes if "BreadcrumbList" in types_of(node)]
    for items in lists:
        entries = [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
        names = [text_value(entry) or text_value(entry.get("item")) for entry in entries]
        if any(name and not _is_home_label(name) for name in names):
            return names
    return breadcrumbs(sources.page.root)
