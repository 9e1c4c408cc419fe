"""Lines of a flattened text that phrases name as the page around it: menus, breadcrumbs, bylines, counts."""

from __future__ import annotations

import re

from cleaners.dates import is_date_line
from cleaners.metadata.person_names import is_person_name
from cleaners.phrases import phrase_key, phrases
from cleaners.steps.head.credit_line import is_credit_line
from cleaners.text.line_shape import is_prose
from cleaners.text.normalize import first_key_word

_ROW_SEPARATOR = re.compile(r"[|/›»>•·←\\]+")
_MENU_LETTERS = 300
_LABEL_LINE_LETTERS = 170
"""Longest line that is looked up as a label, as for all phrases that are a whole line."""
_LABEL_WORDS = 4
"""Words of the longest menu label."""
_MIN_ROW_LABELS = 4
"""Fewest labels of a menu on one line without separators; two or three can open a sentence."""
_KNOWN_WORDS = 0.75
"""Smallest share of the words of such a line in known labels."""
_KNOWN_PARTS = 0.5
"""Smallest share of known labels among the parts of a line with separators."""
_FRAME_PHRASES = ("interface_line", "notice", "reading_time", "comments_heading")
_SHARED_WORDS = frozenset({"share", "on", "via", "tweet", "pin", "it"})
_CRUMBS, _HOME_LETTERS = 2, 30
_FRAME_BYLINE_WORDS = 6
"""Words of two names with a title; reports carry the same labels before their headlines."""


def is_menu_label(text: str) -> bool:
    """Whether a line as a whole is the name of a section or of one of a site's own pages."""
    return len(text) <= _LABEL_LINE_LETTERS and phrase_key(text) in phrases("menu_label").whole


def is_menu(text: str) -> bool:
    """Whether a line lists labels of a menu, or is a breadcrumb that leads from the home page.

    >>> [is_menu(text) for text in ("الرئيسية أخبار سياسة فن", "الرئيسية » فن » عودة مسرح", "سياسة الباب المفتوح")]
    [True, True, False]
    """
    if len(text) > _MENU_LETTERS or is_menu_label(text):
        return False
    parts = [part for part in _ROW_SEPARATOR.split(text) if part] if _ROW_SEPARATOR.search(text) else []
    if len(parts) > 1:
        known = sum(map(is_menu_label, parts))
        return _is_home_line(parts[0]) or (len(parts) > _CRUMBS and known >= _KNOWN_PARTS * len(parts))
    may_open = len(text) <= _LABEL_LINE_LETTERS or phrases("menu_label").may_open(text)
    return may_open and _is_row_of_labels(phrase_key(text).split())


def is_crumb(text: str) -> bool:
    """Whether a line can be a breadcrumb: it opens with the home page's name, whatever stands between its parts."""
    first = first_key_word(text)
    if first and first not in phrases("no_section").first_words:
        return False
    words = phrase_key(text[:_HOME_LETTERS]).split()
    return any(_names_home(" ".join(words[:count])) for count in (1, 2) if count < len(words))


def _is_home_line(text: str) -> bool:
    """Whether a part of a breadcrumb is the home page."""
    return _names_home(phrase_key(text))


def _names_home(key: str) -> bool:
    """Whether a comparison form is a name of the home page: no section, but a label of menus."""
    return key in phrases("no_section").whole and key in phrases("menu_label").whole


def _is_row_of_labels(words: list[str]) -> bool:
    """Whether words are mostly labels one after the other, the longest taken first, and open with one."""
    known = labels = at = 0
    names = phrases("menu_label").whole
    if not words or words[0] not in phrases("menu_label").first_words:
        return False
    if not any(" ".join(words[:count]) in names for count in range(1, _LABEL_WORDS + 1)):
        return False
    while at < len(words):
        size = next((n for n in range(_LABEL_WORDS, 0, -1) if " ".join(words[at : at + n]) in names), 0)
        known, labels, at = known + min(size, len(words) - at), labels + bool(size), at + max(1, size)
    opens = any(_names_home(" ".join(words[:count])) for count in (1, 2))
    least, share = (_MIN_ROW_LABELS - 1, _KNOWN_PARTS) if opens else (_MIN_ROW_LABELS, _KNOWN_WORDS)
    return labels >= least and known >= share * len(words)


def is_apart(text: str) -> bool:
    """Whether a line between headline and text names its date, author or counts, or is part of the page around it."""
    return is_about_article(text) or is_frame_line(text)


def is_about_article(text: str) -> bool:
    """Whether a line is a date, a reading time, a count of visits or comments, or names only who sends a text."""
    credit = phrases("byline").match(text)
    if credit is not None and len(credit.rest.split()) <= _FRAME_BYLINE_WORDS:
        return True
    if any(phrases(name).match(text) for name in ("reading_time", "comments_heading")) and not is_prose(text):
        return True
    return is_date_line(text) or is_credit_line(text) or is_person_name(text)


def is_frame_line(text: str) -> bool:
    """Whether a phrase names a line as interface, notice, count of visits or comments, or a row of networks."""
    if is_menu(text) or is_network_row(text):
        return True
    return any(
        (match := phrases(name).match(text)) is not None
        and (match.form == "whole" or not is_prose(text) or name == "notice")
        for name in _FRAME_PHRASES
    )


def is_network_row(text: str) -> bool:
    """Whether a line consists of names of networks and words of sharing.

    >>> is_network_row("Share on Facebook Share on Twitter"), is_network_row("فيسبوك"), is_network_row("تويتر ينافس")
    (True, True, False)
    """
    words = [word for word in phrase_key(text).split() if word not in _SHARED_WORDS]
    return 0 < len(words) <= 2 * _LABEL_WORDS and all(word in phrases("network").whole for word in words)
