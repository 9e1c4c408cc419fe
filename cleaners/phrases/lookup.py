"""Match lines against the phrases of many files at once: a line is folded once for all of them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from cleaners.text.normalize import comparison_key
from cleaners.text.text_cache import text_cache

_LABEL_LETTERS = 45
"""A label ends within the first characters of its line; measured on 113 thousand paragraphs of prose, none does."""
_LABEL_SEPARATORS = ":：–—|/-"
_SEPARATOR = re.compile(f"[{_LABEL_SEPARATORS}]")
_WHOLE_LETTERS = 170
"""Maximum length of a line that is a phrase: a headline and the words before it."""
_NUMBER = re.compile(r"\d+(?: \d{3}(?!\d))*")
"""Digits, and groups of three after a separator of thousands, which is a space in a key."""


@dataclass(frozen=True, slots=True)
class PhraseMatch:
    """How a line matches a phrase."""

    form: str
    """`whole`, `label`, `start` or `end`."""
    rest: str
    """The rest of the line beside the phrase, as published; empty for a whole line."""


@dataclass(frozen=True, slots=True, eq=False)
class PhraseSet:
    """The phrases of one file as keys, by their form."""

    name: str
    """The file's name without its ending."""
    whole: frozenset[str]
    labels: frozenset[str]
    starts: frozenset[str]
    ends: frozenset[str]
    longest: int
    """Words of the longest start or end, and one more for punctuation."""
    first_words: frozenset[str] = field(init=False)
    """The first words of all phrases but those that end a line."""

    def __post_init__(self) -> None:
        words = frozenset(key.partition(" ")[0] for key in (*self.whole, *self.labels, *self.starts))
        object.__setattr__(self, "first_words", words)

    def may_open(self, text: str) -> bool:
        """Whether a text can open with a phrase, by its first word alone; much cheaper than to match it."""
        first = phrase_key(" ".join(text.split(None, _EDGE_WORDS)[:_EDGE_WORDS])).partition(" ")[0]
        return not first or first in self.first_words


_EDGE_WORDS = 2
"""A sign may stand before the first word, or after the last."""
_NONE: Mapping[str, PhraseMatch] = MappingProxyType({})
_Index = dict[str, list[PhraseSet]]


class PhraseTable:
    """The phrases of several files, each key with the files that have it."""

    def __init__(self, files: Iterable[PhraseSet]) -> None:
        """Index the files; a start is a label too where a separator follows it."""
        self.files = frozenset(files)
        self._words = max((file.longest for file in self.files), default=1)
        self._whole = self._index(lambda file: file.whole)
        self._labels = self._index(lambda file: file.labels | file.starts)
        self._starts = self._index(lambda file: file.starts)
        self._ends = self._index(lambda file: file.ends)
        self._label_words = {key.partition(" ")[0] for key in self._labels}
        self._starts_by_word: dict[str, list[str]] = defaultdict(list)
        self._ends_by_word: dict[str, list[str]] = defaultdict(list)
        for key in self._starts:
            self._starts_by_word[key.partition(" ")[0]].append(key)
        for key in self._ends:
            self._ends_by_word[key.rpartition(" ")[2]].append(key)

    def _index(self, keys_of: Callable[[PhraseSet], Iterable[str]]) -> _Index:
        found: _Index = defaultdict(list)
        for file in self.files:
            for key in keys_of(file):
                found[key].append(file)
        return dict(found)

    def matches(self, line: str) -> Mapping[str, PhraseMatch]:
        """How a line matches the phrases of each file, by its name; the files without a match are left out.

        A whole line comes before a label, that before a start, that before an end; of several, the shortest label and
        the longest start or end count. Starts and ends are found in lines of any length.
        """
        found: dict[str, PhraseMatch] = {}
        is_short = len(line) <= _WHOLE_LETTERS
        head = phrase_key(line) if is_short else self._opening_of(line)
        tail = head if is_short else self._ending_of(line)
        if is_short:
            for file in self._whole.get(head, ()):
                found[file.name] = PhraseMatch("whole", "")
        first = head.partition(" ")[0]
        for separator in _SEPARATOR.finditer(line, 0, _LABEL_LETTERS) if first in self._label_words else ():
            for file in self._labels.get(phrase_key(line[: separator.start()]), ()):
                found.setdefault(file.name, PhraseMatch("label", _bare(line[separator.end() :])))
        if first in self._starts_by_word:
            for file, count in self._starts_of(line, f"{head} ", first):
                found.setdefault(file.name, PhraseMatch("start", _bare(" ".join(line.split()[count:]))))
        last = tail.rpartition(" ")[2]
        if last in self._ends_by_word:
            for file, count in self._ends_of(line, f" {tail}", last):
                found.setdefault(file.name, PhraseMatch("end", " ".join(line.split()[:-count])))
        return found or _NONE

    def _opening_of(self, line: str) -> str:
        """The key of the first words of a long line, or of the very first alone if no phrase opens with it."""
        words = line.split(None, self._words)[: self._words]
        first = phrase_key(" ".join(words[:_EDGE_WORDS])).partition(" ")[0]
        return first if first and first not in self._label_words else phrase_key(" ".join(words))

    def _ending_of(self, line: str) -> str:
        """The key of the last words of a long line, or of the very last alone if no phrase ends with it."""
        words = line.rsplit(None, self._words)[-self._words :]
        last = phrase_key(" ".join(words[-_EDGE_WORDS:])).rpartition(" ")[2]
        return last if last and last not in self._ends_by_word else phrase_key(" ".join(words))

    def _starts_of(self, line: str, key: str, first: str) -> Iterator[tuple[PhraseSet, int]]:
        """The files with a start of a line, and its words; the longest first."""
        starts = {start for start in self._starts_by_word[first] if key.startswith(f"{start} ")}
        longest = max((file.longest for start in starts for file in self._starts[start]), default=0)
        words = line.split(None, longest)[:longest]
        for count in range(len(words), 0, -1):
            if (start := phrase_key(" ".join(words[:count]))) in starts:
                yield from ((file, count) for file in self._starts[start] if count <= file.longest)

    def _ends_of(self, line: str, key: str, last: str) -> Iterator[tuple[PhraseSet, int]]:
        """The files with an end of a line, and its words; the longest first."""
        ends = {end for end in self._ends_by_word[last] if key.endswith(f" {end}")}
        longest = max((file.longest for end in ends for file in self._ends[end]), default=0)
        words = line.rsplit(None, longest)[-longest:] if longest else []
        for count in range(len(words), 0, -1):
            if (end := phrase_key(" ".join(words[-count:]))) in ends:
                yield from ((file, count) for file in self._ends[end] if count <= file.longest)


def _bare(rest: str) -> str:
    return rest.strip(_LABEL_SEPARATORS + " ")


@text_cache(8192)
def phrase_key(text: str) -> str:
    """The key by which lines and phrases are compared: folded, with every number as `n`.

    >>> phrase_key("قراءة ٣ دقائق") == phrase_key("قراءة N دقائق")
    True
    """
    return _NUMBER.sub("n", comparison_key(text))
