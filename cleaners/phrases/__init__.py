"""Interface and newsroom phrases: data files with one phrase per line, and matching lines against them."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from cleaners.data_files import DataFileError, nearest, read_lines
from cleaners.phrases.lookup import PhraseMatch, PhraseSet, PhraseTable, phrase_key
from cleaners.text.text_cache import empty_text_caches, text_cache

__all__ = [
    "FOLDER",
    "PhraseMatch",
    "PhraseSet",
    "Vocabulary",
    "check_phrases",
    "naming_files",
    "parse_phrases",
    "phrase_key",
    "phrases",
    "using",
]

FOLDER = Path(__file__).parent
_OWN_FOLDER = "MUDAWWANA_PHRASES"
"""The environment variable that names a folder of phrases of the user's own, beside the shipped ones."""
_PHRASE_FILES = (
    "agency", "author_heading", "bot_wall", "button", "byline", "call", "call_heading", "comments_heading",
    "contents_heading", "desk", "details_line", "glued_teaser", "goes_on", "headline_label", "honorific",
    "interface_line", "job_title", "keyword_line", "latest_heading", "menu_label", "most_read_heading", "network",
    "no_section", "nobody", "notice", "paywall", "photo_credit", "place", "pointer", "posted_by", "profession",
    "read_more", "reader_call", "reading_time", "related_heading", "role", "root_section", "section_label",
    "source_line", "sources_heading", "stub", "teaser", "translator", "writes",
)  # fmt: skip
"""The names of all phrase files."""
_START_LETTERS = 170
"""Maximum length of a line that starts with a phrase: a headline and the words before it."""
_WHOLE_LINE, _LABEL, _START, _END = "", ": …", " …", "… "


@dataclass(frozen=True, slots=True, eq=False)
class _Phrases(PhraseSet):
    """The phrases of one file, folded for comparison."""

    def match(self, text: str, longest: int = _START_LETTERS) -> PhraseMatch | None:
        """Match a line against the phrases, or None; starts and ends count only in lines up to `longest` characters."""
        found = _matches(_table_of(self), text).get(self.name)
        return None if found and found.form in ("start", "end") and len(text) > longest else found


@text_cache(4096)
def _matches(table: PhraseTable, text: str) -> Mapping[str, PhraseMatch]:
    """Cached `PhraseTable.matches`: steps ask for the same lines in every round."""
    return table.matches(text)


def naming_files(texts: Iterable[str]) -> Iterator[Collection[str]]:
    """The names of the files with a phrase that matches each line; starts and ends count in lines of any length."""
    own = _in_use.get()
    table = _shipped() if own is None else own.table
    return (_matches(table, text) for text in texts)


def _table_of(file: _Phrases) -> PhraseTable:
    """The table that a file is looked up in: that of the phrases in use, or its own."""
    own = _in_use.get()
    if own is not None and file in own.table.files:
        return own.table
    return _shipped() if file in _shipped().files else PhraseTable((file,))


@cache
def _shipped() -> PhraseTable:
    """The table of all files, the user's own phrases among them."""
    return PhraseTable(map(_shipped_phrases, _PHRASE_FILES))


def phrases(name: str) -> _Phrases:
    """The phrases of `phrases/<name>.txt`, read once.

    A line of the file is a phrase that matches a whole line of a page; `phrase: …` is a label followed by a value,
    `phrase …` starts a line of headline length, `… phrase` ends one; `#` starts a comment.
    Raises DataFileError for a missing file, a duplicate phrase or a line without letters.
    Within `using`, the phrases of that vocabulary.
    """
    own = _in_use.get()
    return _shipped_phrases(name) if own is None else own.files[name]


@cache
def _shipped_phrases(name: str) -> _Phrases:
    """The phrases of a shipped file, with those of the user's own folder."""
    shipped, own = parse_phrases(FOLDER / f"{name}.txt"), _own_folder()
    path = own / f"{name}.txt" if own is not None else None
    return _joined(shipped, parse_phrases(path)) if path is not None and path.exists() else shipped


def _own_folder() -> Path | None:
    """The folder of the user's own phrases, None for none."""
    named = os.environ.get(_OWN_FOLDER, "").strip()
    return Path(named) if named else None


def _joined(shipped: _Phrases, own: _Phrases) -> _Phrases:
    """The phrases of two files; one that both have counts once."""
    return _Phrases(
        name=shipped.name,
        whole=shipped.whole | own.whole,
        labels=shipped.labels | own.labels,
        starts=shipped.starts | own.starts,
        ends=shipped.ends | own.ends,
        longest=max(shipped.longest, own.longest),
    )


def use_own_phrases(folder: Path | None) -> None:
    """Have this process and those that it starts read a folder of the user's own phrases too; None for none.

    A file there has the name and the form of a shipped one, whose phrases it adds to.
    """
    os.environ[_OWN_FOLDER] = str(folder.absolute()) if folder is not None else ""
    for cached in (_shipped_phrases, _shipped):
        cached.cache_clear()
    empty_text_caches()


def check_phrases() -> None:
    """Read all phrase files, so that a missing, malformed or unused one raises DataFileError at startup."""
    own = _own_folder()
    if own is not None and not own.is_dir():
        raise DataFileError(f"{own}: is not a folder of phrases")
    for name in _PHRASE_FILES:
        phrases(name)
    for path in [*sorted(FOLDER.glob("*.txt")), *(sorted(own.glob("*.txt")) if own is not None else ())]:
        if path.stem not in _PHRASE_FILES:
            near = get_close_matches(path.stem, _PHRASE_FILES, 1)
            raise DataFileError(f"{path}: no step reads it{f'; did you mean {near[0]}.txt?' if near else ''}")


def parse_phrases(path: Path) -> _Phrases:
    """Parse one phrase file; raises DataFileError as `phrases` does."""
    return _phrases_in(read_lines(path), str(path), path.stem)


def _phrases_in(lines: Iterable[tuple[int, str]], path: str, name: str) -> _Phrases:
    """The phrases of numbered lines, which errors call by the path."""
    forms: dict[str, list[str]] = {_WHOLE_LINE: [], _LABEL: [], _START: [], _END: []}
    for number, line in lines:
        form, words = _form_of(line)
        key = phrase_key(words)
        if not key or key in forms[form]:
            raise DataFileError(f"{path}: line {number}: {line!r} {'appears twice' if key else 'has no letters'}")
        forms[form].append(key)
    longest = max((len(key.split()) for key in forms[_START] + forms[_END]), default=0) + 1
    return _Phrases(
        name=name,
        whole=frozenset(forms[_WHOLE_LINE]),
        labels=frozenset(forms[_LABEL]),
        starts=frozenset(forms[_START]),
        ends=frozenset(forms[_END]),
        longest=longest,
    )


def _form_of(line: str) -> tuple[str, str]:
    """The form of a phrase file's line, and its words."""
    if line.startswith("…"):
        return _END, line.removeprefix("…")
    for form in (_LABEL, _START):
        if line.endswith(form.strip()) and line.removesuffix("…").rstrip().endswith(":") == (form == _LABEL):
            return form, line.removesuffix("…").rstrip().removesuffix(":")
    return _WHOLE_LINE, line


class Vocabulary:
    """The phrases of all files with a caller's own, for one cleaner; `using` puts it to use."""

    def __init__(self, own: Mapping[str, Iterable[str]]) -> None:
        """Add lines in the form of the phrase files to those of the files that they are given for.

        Raises DataFileError for a line without letters, a line given twice, and a file that no step reads.
        """
        self.files = {name: _shipped_phrases(name) for name in _PHRASE_FILES}
        for name, lines in own.items():
            if name not in self.files:
                raise DataFileError(f"phrases: no step reads {name!r}; {nearest(name, _PHRASE_FILES)}")
            self.files[name] = _joined(self.files[name], _phrases_in(enumerate(lines, 1), f"phrases[{name!r}]", name))
        self.table = PhraseTable(self.files.values())


_in_use: ContextVar[Vocabulary | None] = ContextVar("vocabulary", default=None)
"""The vocabulary of the cleaner that is running in this thread; None for the shipped phrases."""


@contextmanager
def using(vocabulary: Vocabulary | None) -> Iterator[None]:
    """Match lines against a vocabulary within the `with` block, in this thread alone; None: the shipped phrases."""
    token = _in_use.set(vocabulary)
    try:
        yield
    finally:
        _in_use.reset(token)
