"""Clean Arabic news pages and flattened texts.

>>> from cleaners import clean_text
>>> lines = ["19 مارس 2025", "أكد الوزير، الثلاثاء، أن بلاده ماضية في تعزيز التعاون مع جيرانها.", "اقرأ المزيد"]
>>> article = clean_text(chr(10).join(lines))
>>> article.text
'أكد الوزير، الثلاثاء، أن بلاده ماضية في تعزيز التعاون مع جيرانها.'
>>> article.date_published
'2025-03-19'
"""

from __future__ import annotations

from datetime import datetime

from cleaners.article import CLEANER_VERSION, Article, Change, Related
from cleaners.blocks.class_names import class_marks
from cleaners.clean import Reading, read_html, read_text
from cleaners.cleaner import Cleaner
from cleaners.data_files import DataFileError
from cleaners.dates.calendars import calendar
from cleaners.links import PageLink
from cleaners.metadata.person_names import check_names
from cleaners.page import Page
from cleaners.phrases import check_phrases
from cleaners.signals.corpus_filters import corpus_filters
from cleaners.signals.flag_words import flag_words
from cleaners.sites import all_site_rules
from cleaners.sites.learned import Learned, LearnedLine
from cleaners.steps.related.list_headings import heading_words
from cleaners.text.normalize import comparison_key, normalize

OwnDataError = DataFileError
"""The former name of the error."""

__all__ = [
    "CLEANER_VERSION",
    "Article",
    "Change",
    "Cleaner",
    "DataFileError",
    "Learned",
    "LearnedLine",
    "OwnDataError",
    "Page",
    "PageLink",
    "Reading",
    "Related",
    "check_data",
    "clean_html",
    "clean_text",
    "comparison_key",
    "normalize",
    "read_html",
    "read_text",
]

_DEFAULT = Cleaner()
"""The cleaner of the functions below."""


def clean_html(
    html: bytes | str,
    url: str | None = None,
    *,
    fetched_at: datetime | None = None,
    content_type: str | None = None,
) -> Article:
    """Extract the article of a fetched page; bytes are decoded as a browser would.

    Without `url`, links stay as written; without `fetched_at`, relative dates stay unknown. Page content never
    raises: where there is no article, `reason` says why. An argument of the wrong type raises TypeError naming it.
    """
    return _DEFAULT.html(html, url, fetched_at=fetched_at, content_type=content_type)


def clean_text(text: str, *, titled: bool | None = None) -> Article:
    """Extract the article of a previously flattened text, one block per line. No text raises.

    `titled`: True where the first line is the headline, also over a blank line; False where there is none; None where
    only the text can show it. A clean text cleaned again stays the same, after `titled` with False.

    What is no string raises TypeError, also the NaN or None that stands for a missing text in tables; for those,
    `Cleaner.many` gives empty articles.
    """
    return _DEFAULT.text(text, titled=titled)


def check_data() -> None:
    """Load the library's own data files; raises DataFileError for the first malformed one.

    Call it at startup, or a malformed file is only found at its first use.
    """
    check_phrases()
    class_marks()
    heading_words()
    calendar()
    check_names()
    all_site_rules()
    corpus_filters()
    flag_words()
