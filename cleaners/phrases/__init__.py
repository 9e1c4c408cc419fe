"""Phrases of interfaces and newsrooms: data files, one phrase a line, and how a line of a page meets one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, lru_cache
from pathlib import Path

from cleaners.data_files import DataFileError, read_lines
from cleaners.text.normalize import comparison_key

FOLDER = Path(__file__).parent
_NAMES = (
    "agency", "bot_wall", "byline", "comments_heading", "desk", "glued_teaser", "goes_on", "interface_line",
    "keyword_line", "latest_heading", "most_read_heading", "network", "nobody", "notice", "paywall", "photo_credit",
    "profession", "read_more", "reading_time", "related_heading", "role", "source_line", "stub", "teaser",
    "translator", "writes",
)  # fmt: skip
"""Every phrase file there is."""
_LABEL_LETTERS = 45
"""A label stands in the first letters of its line; measured on 113 thousand paragraphs of prose, none does."""
_LABEL_ENDS = ":：–—|/-"
_START_LETTERS = 170
"""A line that opens with a teaser's words is at most as long as a headline and those words."""
_WHOLE, _LABEL, _START, _END = "", ": …", " …", "… "
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Match:
    """How a line meets a phrase."""

    form: str
    """`whole`, `label`, `start` or `end`."""
    rest: str
    """What the line says beside the phrase, as published; empty for a whole line."""


@dataclass(frozen=True, slots=True)
class _Phrases:
    """The phrases of one file, folded for comparing."""

    whole: frozenset[str]
    labels: frozenset[str]
    starts: frozenset[str]
    ends: frozenset[str]
    longest: int

    def match(self, text: str, longest: int = _START_LETTERS) -> Match | None:
        """How a line meets one of the phrases, or None; openings and ends count only in lines up to `longest`."""
        return _met(self, text, longest)

    def _whole(self, text: str) -> Match | None:
        if len(text) > _START_LETTERS:
            return None
        return Match("whole", "") if key_of(text) in self.whole else None

    def _label(self, text: str) -> Match | None:
        for position, letter in enumerate(text[:_LABEL_LETTERS]):
            if letter in _LABEL_ENDS and self._is_label(key_of(text[:position])):
                return Match("label", text[position + 1 :].strip(_LABEL_ENDS + " "))
        return None

    def _is_label(self, key: str) -> bool:
        return key in self.labels or key in self.starts

    def _start(self, text: str) -> Match | None:
        if not self.starts:
            return None
        words = text.split()
        for count in range(min(self.longest, len(words)), 0, -1):
            if key_of(" ".join(words[:count])) in self.starts:
                return Match("start", " ".join(words[count:]).strip(_LABEL_ENDS + " "))
        return None

    def _end(self, text: str) -> Match | None:
        if not self.ends:
            return None
        words = text.split()
        for count in range(min(self.longest, len(words)), 0, -1):
            if key_of(" ".join(words[-count:])) in self.ends:
                return Match("end", " ".join(words[:-count]))
        return None


@lru_cache(maxsize=16384)
def _met(known: _Phrases, text: str, longest: int) -> Match | None:
    """`Phrases.match`, remembered: steps ask for the same lines, each time a text is read again."""
    whole_or_label = known._whole(text) or known._label(text)
    return whole_or_label or (known._start(text) or known._end(text) if len(text) <= longest else None)


@cache
def phrases(name: str) -> _Phrases:
    """The phrases of `phrases/<name>.txt`, read once.

    A line of the file is a phrase that fills a line of a page; `phrase: …` is a label with its value after it,
    `phrase …` opens a line of headline length, `… phrase` closes one; `#` starts a comment.
    Raises DataFileError for a missing file, a phrase twice or a line without letters.
    """
    return parse_phrases(FOLDER / f"{name}.txt")


def check_phrases() -> None:
    """Read every phrase file now: a missing or malformed one raises DataFileError at start, not at its first use."""
    for name in _NAMES:
        phrases(name)
    for path in sorted(FOLDER.glob("*.txt")):
        if path.stem not in _NAMES:
            near = get_close_matches(path.stem, _NAMES, 1)
            raise DataFileError(f"{path}: no step reads it{f'; did you mean {near[0]}.txt?' if near else ''}")


def parse_phrases(path: Path) -> _Phrases:
    """The phrases of one file; raises DataFileError as `phrases` does."""
    forms: dict[str, list[str]] = {_WHOLE: [], _LABEL: [], _START: [], _END: []}
    for number, line in read_lines(path):
        form, words = _form_of(line)
        key = key_of(words)
        if not key or key in forms[form]:
            raise DataFileError(f"{path}: line {number}: {line!r} {'is given twice' if key else 'has no letters'}")
        forms[form].append(key)
    longest = max((len(key.split()) for key in forms[_START] + forms[_END]), default=0) + 1
    return _Phrases(
        whole=frozenset(forms[_WHOLE]),
        labels=frozenset(forms[_LABEL]),
        starts=frozenset(forms[_START]),
        ends=frozenset(forms[_END]),
        longest=longest,
    )


def _form_of(line: str) -> tuple[str, str]:
    """The form that a line of a phrase file asks for, and its words."""
    if line.startswith("…"):
        return _END, line.removeprefix("…")
    for form in (_LABEL, _START):
        if line.endswith(form.strip()) and line.removesuffix("…").rstrip().endswith(":") == (form == _LABEL):
            return form, line.removesuffix("…").rstrip().removesuffix(":")
    return _WHOLE, line


@lru_cache(maxsize=8192)
def key_of(text: str) -> str:
    """The form under which a line and a phrase are compared: folded, every number an `n`.

    >>> key_of("قراءة ٣ دقائق") == key_of("قراءة N دقائق")
    True
    """
    return _NUMBER.sub("n", comparison_key(text))
