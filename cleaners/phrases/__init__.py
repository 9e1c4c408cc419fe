"""Interface and newsroom phrases: data files with one phrase per line, and matching lines against them."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from cleaners.data_files import DataFileError, read_lines
from cleaners.text.normalize import comparison_key
from cleaners.text.text_cache import text_cache

FOLDER = Path(__file__).parent
_OWN_FOLDER = "MUDAWWANA_PHRASES"
"""The environment variable that names a folder of phrases of the user's own, beside the shipped ones."""
_PHRASE_FILES = (
    "agency", "bot_wall", "byline", "comments_heading", "desk", "glued_teaser", "goes_on", "interface_line",
    "keyword_line", "latest_heading", "most_read_heading", "network", "nobody", "notice", "paywall", "photo_credit",
    "profession", "read_more", "reading_time", "related_heading", "role", "source_line", "stub", "teaser",
    "translator", "writes",
)  # fmt: skip
"""The names of all phrase files."""
_LABEL_LETTERS = 45
"""A label ends within the first characters of its line; measured on 113 thousand paragraphs of prose, none does."""
_LABEL_SEPARATORS = ":：–—|/-"
_START_LETTERS = 170
"""Maximum length of a line that starts with a phrase: a headline and the words before it."""
_WHOLE_LINE, _LABEL, _START, _END = "", ": …", " …", "… "
_DIGITS_OF_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class PhraseMatch:
    """How a line matches a phrase."""

    form: str
    """`whole`, `label`, `start` or `end`."""
    rest: str
    """The rest of the line beside the phrase, as published; empty for a whole line."""


@dataclass(frozen=True, slots=True)
class _Phrases:
    """The phrases of one file, folded for comparison."""

    whole: frozenset[str]
    labels: frozenset[str]
    starts: frozenset[str]
    ends: frozenset[str]
    longest: int

    def match(self, text: str, longest: int = _START_LETTERS) -> PhraseMatch | None:
        """Match a line against the phrases, or None; starts and ends count only in lines up to `longest` characters."""
        return _match(self, text, longest)

    def _whole(self, text: str) -> PhraseMatch | None:
        if len(text) > _START_LETTERS:
            return None
        return PhraseMatch("whole", "") if phrase_key(text) in self.whole else None

    def _label(self, text: str) -> PhraseMatch | None:
        for position, letter in enumerate(text[:_LABEL_LETTERS]):
            if letter in _LABEL_SEPARATORS and self._is_label(phrase_key(text[:position])):
                return PhraseMatch("label", text[position + 1 :].strip(_LABEL_SEPARATORS + " "))
        return None

    def _is_label(self, key: str) -> bool:
        return key in self.labels or key in self.starts

    def _start(self, text: str) -> PhraseMatch | None:
        if not self.starts:
            return None
        words = text.split()
        for count in range(min(self.longest, len(words)), 0, -1):
            if phrase_key(" ".join(words[:count])) in self.starts:
                return PhraseMatch("start", " ".join(words[count:]).strip(_LABEL_SEPARATORS + " "))
        return None

    def _end(self, text: str) -> PhraseMatch | None:
        if not self.ends:
            return None
        words = text.split()
        for count in range(min(self.longest, len(words)), 0, -1):
            if phrase_key(" ".join(words[-count:])) in self.ends:
                return PhraseMatch("end", " ".join(words[:-count]))
        return None


@text_cache(16384)
def _match(known: _Phrases, text: str, longest: int) -> PhraseMatch | None:
    """Cached `_Phrases.match`: steps ask for the same lines in every round."""
    whole_or_label = known._whole(text) or known._label(text)
    return whole_or_label or (known._start(text) or known._end(text) if len(text) <= longest else None)


@cache
def phrases(name: str) -> _Phrases:
    """The phrases of `phrases/<name>.txt`, read once.

    A line of the file is a phrase that matches a whole line of a page; `phrase: …` is a label followed by a value,
    `phrase …` starts a line of headline length, `… phrase` ends one; `#` starts a comment.
    Raises DataFileError for a missing file, a duplicate phrase or a line without letters.
    """
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
    phrases.cache_clear()


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
    forms: dict[str, list[str]] = {_WHOLE_LINE: [], _LABEL: [], _START: [], _END: []}
    for number, line in read_lines(path):
        form, words = _form_of(line)
        key = phrase_key(words)
        if not key or key in forms[form]:
            raise DataFileError(f"{path}: line {number}: {line!r} {'appears twice' if key else 'has no letters'}")
        forms[form].append(key)
    longest = max((len(key.split()) for key in forms[_START] + forms[_END]), default=0) + 1
    return _Phrases(
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


@text_cache(8192)
def phrase_key(text: str) -> str:
    """The key by which lines and phrases are compared: folded, with every number as `n`.

    >>> phrase_key("قراءة ٣ دقائق") == phrase_key("قراءة N دقائق")
    True
    """
    return _DIGITS_OF_NUMBER.sub("n", comparison_key(text))
