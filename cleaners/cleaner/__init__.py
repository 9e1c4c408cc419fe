"""A cleaner with choices of its caller's: own phrases, steps left out, the language of an article."""

from __future__ import annotations

import logging
import math
import os
import re
import sys
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sized
from contextlib import ExitStack
from datetime import datetime
from functools import partial
from pathlib import Path
from types import NoneType
from typing import Any, Literal

from cleaners.article import Article
from cleaners.clean import Reading, check_type, read_html, read_text
from cleaners.cleaner.learning import learn, specimen_of
from cleaners.cleaner.processes import FailedItem, in_order
from cleaners.data_files import nearest, read_lines
from cleaners.page import Page
from cleaners.phrases import Vocabulary, using
from cleaners.quality import wanting
from cleaners.sites.learned import NOTHING_LEARNED, Learned, read_learned
from cleaners.steps.boilerplate.repeated import knowing
from cleaners.steps.recipe import leaving_out, optional_steps
from cleaners.text.printable import printable_line
from cleaners.text.status_line import StatusLine, progress_of

_OWN_FILE = "interface_line"
"""The phrase file that lines without another one are added to: whole lines, openings and ends that are dropped."""
_OPENING_TAG = re.compile(r"\s*<[!?A-Za-z]")
_NAME_LETTERS = 60
_LOG = logging.getLogger("cleaners")

Phrases = Iterable[str] | Mapping[str, Iterable[str]] | os.PathLike[str]
PageKind = Literal["html", "text"]


class Cleaner:
    """Cleans pages and flattened texts with choices of its own, in any number of threads or processes.

    >>> cleaner = Cleaner(phrases=["زاوية القراء الكرام"], without=["poll"], language=None)
    >>> cleaner
    Cleaner(phrases=['زاوية القراء الكرام'], without=['poll'], language=None)
    """

    __slots__ = ("_language", "_learned", "_own", "_vocabulary", "_without")

    def __init__(
        self,
        *,
        phrases: Phrases = (),
        without: Iterable[str] = (),
        language: str | None = "ar",
        learned: Learned | os.PathLike[str] = NOTHING_LEARNED,
    ) -> None:
        """Check the choices once.

        - phrases: lines to drop, in the form of the phrase files: a whole line, `label: …`, `opening …`, `… end`, with
          N for any number. A mapping adds lines to other phrase files by their names, such as `{"byline": [...]}`; a
          path names a folder of such files. They are added to the shipped ones, for this cleaner alone.
        - without: names of steps to leave out, as `article.changes` and `explain` name them.
        - language: "ar", the language an article must have, or None for any.
        - learned: lines to drop that an outlet or a dump repeats, as `learn` found them, or the file that they are in.

        Raises TypeError or ValueError naming the argument, and DataFileError, one line naming the file, for a damaged
        one of learned lines.
        """
        check_type("learned", learned, Learned, os.PathLike)
        self._learned = learned if isinstance(learned, Learned) else read_learned(Path(learned))
        check_type("language", language, str, NoneType)
        if language not in ("ar", None):
            raise ValueError(f"language must be 'ar' or None, not {language!r}")
        self._language = language
        self._without = _steps_left_out(without)
        self._own = _phrases_by_file(phrases)
        self._vocabulary = Vocabulary(self._own) if self._own else None

    def html(
        self,
        html: bytes | str,
        url: str | None = None,
        *,
        fetched_at: datetime | None = None,
        content_type: str | None = None,
    ) -> Article:
        """As `clean_html`, with this cleaner's choices."""
        return self.read_html(Page(html, url, fetched_at, content_type)).article

    def text(self, text: str, *, titled: bool | None = None) -> Article:
        """As `clean_text`, with this cleaner's choices."""
        return self.read_text(text, titled).article

    def read_html(self, page: Page) -> Reading:
        """As `cleaners.read_html`, with this cleaner's choices."""
        with self._at_work():
            return read_html(page)

    def read_text(self, text: str, titled: bool | None = None) -> Reading:
        """As `cleaners.read_text`, with this cleaner's choices."""
        with self._at_work():
            return read_text(text, titled)

    def learn(self, texts: Iterable[str]) -> Learned:
        """What the flattened texts of one dump repeat, such as a call at the end of each; see `learning.learn`.

        A cleaner made with it, `Cleaner(learned=…)`, drops these lines and sentences in the step `repeated`. Nothing is
        learned from fewer than 20 different texts, and the order of the texts does not matter.
        """
        if isinstance(texts, str | bytes):
            raise TypeError(f"texts must be several, such as a list, not {type(texts).__name__}")
        plain = Cleaner(phrases=self._own, without=self._without, language=self._language)
        return learn(specimen_of(plain.read_text(text), _step_named(text)) for text in texts)

    def many(
        self,
        pages: Iterable[Page | bytes | str | float | None],
        *,
        processes: int = 1,
        kind: PageKind | None = None,
        progress: bool | Callable[[int], object] = False,
    ) -> Iterator[Article]:
        """Clean any number of pages: one article for each, in order, while few of them are held in memory.

        A `Page` and bytes are HTML; a string is HTML if it begins with a tag, else flattened text, unless `kind` says
        `html` or `text`. A missing value (None, NaN, `pandas.NA`) gives an empty article with the reason `empty`.
        What else cannot be cleaned, or kills its process, gives an article with the reason `failed`, and a warning of
        the logger `cleaners` names its number, counted from 0.

        - processes: how many to use; 1 is this one, 0 stands for all processors. They end with the iterator, also when
          it is closed early, and scripts need no `if __name__ == "__main__"` for them.
        - progress: True shows a line on standard error; a function is called with the number of pages done.

        Raises TypeError or ValueError naming the argument, before anything is cleaned.
        """
        check_type("processes", processes, int)
        if processes < 0:
            raise ValueError(f"processes must be 0 or more, not {processes}")
        if kind not in (None, "html", "text"):
            raise ValueError(f"kind must be 'html', 'text' or None, not {kind!r}")
        if isinstance(pages, str | bytes | Page) or not isinstance(pages, Iterable):
            raise TypeError(f"pages must be several, such as a list, not {type(pages).__name__}; see html() and text()")
        total = len(pages) if isinstance(pages, Sized) else None
        articles = self._many(pages, processes, kind)
        return articles if progress is False else _watched_by(progress, articles, total)

    def _many(self, pages: Iterable[Any], processes: int, kind: PageKind | None) -> Generator[Article]:
        results = in_order(partial(self._clean_any, kind=kind), pages, processes)
        for number, result in enumerate(results):
            if isinstance(result, FailedItem):
                _LOG.warning("page %d: %s", number, result)
            yield Article(reason="failed") if isinstance(result, FailedItem) else result

    def _clean_any(self, page: Any, kind: PageKind | None) -> Article:
        """The article of an item of `many`."""
        if _is_missing(page):
            return Article(reason="empty")
        if isinstance(page, Page):
            return self.read_html(page).article
        check_type("a page", page, bytes, str, Page)
        if kind == "text" or (kind is None and isinstance(page, str) and not _OPENING_TAG.match(page)):
            return self.text(page)
        return self.html(page)

    def _at_work(self) -> ExitStack:
        """The context in which this cleaner's choices hold."""
        stack = ExitStack()
        stack.enter_context(leaving_out(self._without))
        stack.enter_context(wanting(self._language))
        stack.enter_context(using(self._vocabulary))
        stack.enter_context(knowing(self._learned))
        return stack

    def __repr__(self) -> str:
        own: Any = self._own.get(_OWN_FILE, ()) if self._own.keys() <= {_OWN_FILE} else self._own
        phrases = list(own) if not isinstance(own, dict) else {name: list(lines) for name, lines in own.items()}
        learned = f", learned=<{len(self._learned.lines)} lines>" if self._learned else ""
        return f"Cleaner(phrases={phrases!r}, without={sorted(self._without)!r}, language={self._language!r}{learned})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Cleaner) and self._choices == other._choices

    def __hash__(self) -> int:
        return hash(self._choices)

    @property
    def _choices(self) -> tuple[object, ...]:
        return tuple(sorted(self._own.items())), self._without, self._language, self._learned.lines

    def __reduce__(self) -> tuple[Any, ...]:
        # The vocabulary is made anew.
        choices = partial(Cleaner, phrases=self._own, without=self._without, language=self._language)
        return partial(choices, learned=self._learned), ()


def _step_named(text: str) -> str:
    """The opening of a text, which stands for it as an example."""
    return printable_line(text.strip()[:_NAME_LETTERS])


def _steps_left_out(without: Iterable[str]) -> frozenset[str]:
    """The steps to leave out; raises ValueError for one that does not exist or that every text needs."""
    names = frozenset(_given_lines("without", without))
    for name in sorted(names - optional_steps()):
        raise ValueError(f"without: no step {name!r} that can be left out; {nearest(name, optional_steps())}")
    return names


def _phrases_by_file(phrases: Phrases) -> dict[str, tuple[str, ...]]:
    """The lines for each phrase file."""
    if isinstance(phrases, os.PathLike):
        return _phrases_of_folder(Path(phrases))
    if isinstance(phrases, Mapping):
        found = {name: _given_lines(f"phrases[{name!r}]", lines) for name, lines in phrases.items()}
    else:
        found = {_OWN_FILE: _given_lines("phrases", phrases)}
    return {name: lines for name, lines in found.items() if lines}


def _phrases_of_folder(folder: Path) -> dict[str, tuple[str, ...]]:
    """The lines of a folder's files by their names; raises ValueError where it is none."""
    if not folder.is_dir():
        raise ValueError(f"phrases: {folder} is not a folder")
    return {path.stem: tuple(line for _, line in read_lines(path)) for path in sorted(folder.glob("*.txt"))}


def _given_lines(name: str, lines: Iterable[str]) -> tuple[str, ...]:
    """An argument's strings; raises TypeError for anything else, also a lone string, whose letters would be taken."""
    if isinstance(lines, str | bytes) or not isinstance(lines, Iterable):
        raise TypeError(f"{name} must be a list of strings, not {type(lines).__name__} {lines!r:.50}")
    found = tuple(lines)
    for line in found:
        check_type(f"each of {name}", line, str)
    return found


def _is_missing(page: object) -> bool:
    """Whether a value stands for a missing text: None, NaN, or the NA and NaT of pandas."""
    if isinstance(page, float):
        return math.isnan(page)
    return page is None or type(page).__name__ in ("NAType", "NaTType")


def _watched_by(
    progress: bool | Callable[[int], object], articles: Generator[Article], total: int | None
) -> Iterator[Article]:
    """The articles, telling how far they are."""
    line = StatusLine(sys.stderr, rewrites=sys.stderr.isatty()) if progress is True else None
    tell = progress_of(line, total) if line else progress
    assert callable(tell)
    try:
        for done, article in enumerate(articles, 1):
            tell(done)
            yield article
    finally:
        articles.close()
        if line:
            line.end()
