"""The section as pages print it: in an element named for it, after a label, in the breadcrumbs, above the headline."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, islice

from lxml import etree

from cleaners.dates import parse_dates
from cleaners.metadata.element_names import naming_words, short_text
from cleaners.metadata.label_openings import may_be_labelled
from cleaners.metadata.microdata import is_in_side_part
from cleaners.metadata.person_names import is_person_name, is_place
from cleaners.phrases import phrase_key, phrases
from cleaners.text.normalize import comparison_key, normalize

_SECTION_WORDS = 4
"""The longest sections' names; headlines have more."""
_SECTION_LABEL_WORDS = 3
"""A label above a headline is a section's name up to this length."""
_PARENTS_OF_LABEL = 8
"""Elements around the headline that are searched, the innermost first."""
_LABEL_AND_VALUE = 2
_MAX_ENTRIES = 12
_MAX_MARKED = 40
"""Marked elements that are read around one element; more are cards."""
_MOST_PRINTED = 3
"""Sections that one article is filed under; more are a menu or the cards of other articles."""
_CARD_LETTERS = 450
"""Letters of a card: headline, excerpt, date and section."""
_NAMED = re.compile(r"\b(?:category|categories|cat|cats|rubric|rubrique)\b")
_BESIDE_NAMED = re.compile(r"\b(?:tags?|tagcloud|list|menu|nav|widget|archive|item-\d+)\b")
_CRUMBS = re.compile(r"\bbread ?c\w*mbs?\b|\bcrumbs?\b|\barbo\b|\bariane\b|\bpathway\b|\byou ?are ?here\b")
_MAY_BE_CRUMBS = re.compile("bread|crumb|arbo|ariane|pathway|here", re.IGNORECASE)
_BETWEEN_CRUMBS = re.compile(r"\s*[»«›‹>|\\←→⟩❯]\s*|\s+[/<:·•–—-]\s+|\n")
_NO_SECTIONS = (
    "headline_label",
    "interface_line",
    "button",
    "network",
    "pointer",
    "nobody",
    "agency",
    "role",
    "writes",
)
"""The phrase files with what stands above headlines and names no section."""
_SITE_PART = re.compile(
    r"\b(?:nav|navbar|menu|bar|header|logo|ticker|date|time|by|author|writer|tools?|share"
    r"|slogan|tagline|site|brand|description|desc|intro|motto|sub ?title|deck|lead|ad|ads)\b"
)
_END = re.compile(r"\s*[.|،,؛\n]\s*")
_DETAILS_LETTERS = 400
"""A line of details with its calls to comment has 250."""
_DETAILS = re.compile(r"\b(?:meta|metadata|postmetadata|details|info|utility|footer)\b")
_MAY_BE_DETAILS = re.compile("meta|detail|info|utility|footer", re.IGNORECASE)
_LINES = ("small", "p", "div", "span", "td")
_LABELS = frozenset(
    ("span", "a", "div", "p", "small", "strong", "b", "em", "label", "li", "td", "font", "h4", "h5", "h6")
)


def marked_sections(heading: etree._Element) -> list[str]:
    """The sections in the nearest elements around a headline whose class or id is a word for them; may be empty."""
    apart: dict[etree._Element, bool] = {}
    searched = heading
    for parent in islice(heading.iterancestors(), _PARENTS_OF_LABEL):
        if parent.tag in ("body", "html"):
            break
        around = chain.from_iterable(child.iter("*") for child in parent if child is not searched)
        marked = islice(filter(_is_marked, around), _MAX_MARKED)
        own = (e for e in marked if not is_in_side_part(e, apart) and not _is_of_other(e, heading))
        found = list(dict.fromkeys(name for e in islice(own, _MAX_ENTRIES) for name in _section_names_in(e)))
        if found:
            return found if len(found) <= _MOST_PRINTED else []
        searched = parent
    return []


def _is_marked(element: etree._Element) -> bool:
    """Whether an element's class or id says that it holds a section."""
    words = naming_words(element)
    return bool(words) and bool(_NAMED.search(words)) and not _BESIDE_NAMED.search(words)


def _is_of_other(element: etree._Element, heading: etree._Element) -> bool:
    """Whether an element belongs to another article's card."""
    around = next(element.iterancestors("article"), None)
    if around is None or any(inner is heading for inner in around.iter(heading.tag)):
        return False
    return len(short_text(around)) <= _CARD_LETTERS


def _section_names_in(element: etree._Element) -> Iterator[str]:
    """Yield the short texts of an element's links, else its own without the label before it."""
    links = [short_text(link) for link in islice(element.iter("a"), _MAX_ENTRIES)]
    texts = _label_texts_in(element)
    is_labelled = len(texts) > 1 and phrases("section_label").match(f"{texts[0].rstrip(' :')}: -") is not None
    text = " ".join(texts[1:] if is_labelled else texts)
    for name in filter(None, links) if any(links) else (text.rpartition(":")[2],):
        if 0 < len(name.split()) <= _SECTION_WORDS and name.strip()[-1].isalnum():
            yield name.strip()


def _label_texts_in(element: etree._Element) -> list[str]:
    """The first texts in an element, white space folded."""
    texts = (" ".join(str(text).split()) for text in islice(element.itertext(), 3 * _MAX_ENTRIES))
    return [text for text in texts if text][:_MAX_ENTRIES]


def labelled_sections(root: etree._Element) -> list[str]:
    """The sections that short lines of details name after a label, such as "filed under"; may be empty."""
    found: list[str] = []
    apart: dict[etree._Element, bool] = {}
    for element in root.iter("small", "p", "div", "span", "li", "a", "td"):
        around = (element, *islice(element.iterancestors(), 1)) if element.tag == "li" else (element,)
        is_details = element.tag in ("small", "a") or any(map(_names_details, around))
        if not is_details or not _is_section_line(element):
            continue
        texts = _label_texts_in(element) if len(element) else []
        text = ": ".join(texts) if len(texts) == _LABEL_AND_VALUE else short_text(element)
        if not may_be_labelled(text, "section_label") or is_in_side_part(element, apart):
            continue
        if len(text := normalize(text)) <= _DETAILS_LETTERS:
            found.extend(filter(None, (section_in(text),)))
        if len(found) >= _MOST_PRINTED:
            break
    return found


def _names_details(element: etree._Element) -> bool:
    """Whether an element's class or id says that it holds a line of details."""
    return _has_name(element, _MAY_BE_DETAILS) and bool(_DETAILS.search(naming_words(element)))


def _has_name(element: etree._Element, letters: re.Pattern[str], label: str = "id") -> bool:
    """Whether some letters are in an element's class, id or label; a cheap first test."""
    names = f"{element.get('class') or ''} {element.get('id') or ''} {element.get(label) or ''}"
    return letters.search(names) is not None


def _is_section_line(element: etree._Element) -> bool:
    """Whether an element holds few others, as a line does."""
    return not len(element) or len(list(islice(element.iterdescendants(), _MAX_MARKED))) < _MAX_MARKED


def section_in(text: str) -> str:
    """The section that a line of details names after a label; "" for none."""
    label = phrases("section_label").match(text)
    if label is not None and label.form == "label":
        return _section_of(label.rest)
    if label is not None and label.form == "start":
        return _section_of(label.rest) if len(label.rest.split()) <= _SECTION_LABEL_WORDS else ""
    words = text.split()
    keys = [comparison_key(word) for word in words]
    for at in range(len(keys) - 2):
        if " ".join(keys[at : at + 2]) in phrases("section_label").whole:
            return _section_of(" ".join(words[at + 2 :]))
    return ""


def _section_of(value: str) -> str:
    """The section that opens the text after a label; "" for a date, a place or a longer text."""
    name = _END.split(value.lstrip(" :"), maxsplit=1)[0].strip()
    is_name = 0 < len(name.split()) <= _SECTION_WORDS and not any(map(str.isdigit, name))
    return name if is_name and not is_place(name) else ""


def is_line_of_details(text: str) -> bool:
    """Whether a sentence states when a post was written and what it is filed under, as old blogs print below it.

    >>> is_line_of_details("كتبت هذه التدوينة يوم 6 مارس 2024 ضمن التصنيف سفر. يمكنك متابعة الردود.")
    True
    >>> is_line_of_details("كتبت هذه التدوينة يوم 6 مارس 2024 وأنا على ظهر السفينة.")
    False
    """
    if len(text) > _DETAILS_LETTERS or phrases("details_line").match(text, _DETAILS_LETTERS) is None:
        return False
    return bool(section_in(text)) and bool(parse_dates(text))


def dates_of_details(root: etree._Element) -> list[str]:
    """The parts with the date of the sentences that state when the post was written; may be empty."""
    texts = (normalize(short_text(element)) for element in filter(_is_section_line, root.iter(*_LINES)))
    return list(dict.fromkeys(text for text in texts if is_line_of_details(text)))[:_MOST_PRINTED]


def breadcrumbs(root: etree._Element) -> list[str]:
    """The entries of the page's printed breadcrumbs, the home page first; may be empty."""
    named = filter(_is_breadcrumb, root.iter("nav", "ul", "ol", "div", "p", "span", "td"))
    return next(filter(None, map(_breadcrumb_entries, islice(named, _MOST_PRINTED))), [])


def _is_breadcrumb(element: etree._Element) -> bool:
    """Whether an element's class, id or label for screen readers names breadcrumbs."""
    if not _has_name(element, _MAY_BE_CRUMBS, "aria-label"):
        return False
    return bool(_CRUMBS.search(f"{naming_words(element)} {element.get('aria-label') or ''}".lower()))


def _breadcrumb_entries(element: etree._Element) -> list[str]:
    """The entries of one element: the texts of its parts, split where signs stand between them."""
    leaves = [normalize(text) for text in map(str, islice(element.itertext(), 10 * _MAX_ENTRIES)) if text.strip()]
    parts = [part.strip() for leaf in leaves for part in _BETWEEN_CRUMBS.split(f" {leaf} ")]
    return [part for part in parts if any(map(str.isalpha, part)) and _may_be_entry(part)][:_MAX_ENTRIES]


def _may_be_entry(part: str) -> bool:
    """Whether a part of the breadcrumbs is as short as a section's name, and no headline that was cut off."""
    return len(part.split()) <= _SECTION_WORDS and not part.endswith(("…", ".."))


def label_above(heading: etree._Element) -> str:
    """The short label in an element of its own right above a headline; "" if there is none or it is a person's name."""
    above, parent = heading.getprevious(), heading.getparent()
    if above is None and parent is not None and short_text(parent) == short_text(heading):
        above = parent.getprevious()
    while above is not None and not isinstance(above.tag, str):
        above = above.getprevious()
    if above is None or above.tag not in _LABELS or _SITE_PART.search(naming_words(above)):
        return ""
    texts = _label_texts_in(above)
    text = texts[0].strip(" :|") if len(texts) == 1 else ""
    is_label = 0 < len(text.split()) <= _SECTION_LABEL_WORDS and not any(map(str.isdigit, text)) and text[-1:].isalpha()
    is_other = any(phrase_key(text) in phrases(file).whole for file in _NO_SECTIONS)
    is_other = is_other or is_person_name(text) or is_place(text)
    return text if is_label and not is_other else ""
