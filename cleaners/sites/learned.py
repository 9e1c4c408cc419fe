"""What an outlet or a dump repeats: the lines learned from it, their file, and finding them again in a text."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

import msgspec
from msgspec import Meta, Struct

from cleaners.data_files import DataFileError, Filled, file_text
from cleaners.text.normalize import comparison_key
from cleaners.text.web_address import split_address

_FOLDER = "MUDAWWANA_LEARNED"
"""The environment variable that names the folder with the files of outlets."""
EDGE_LINES = 3
"""A line before or after a text is one of so many at its edge: a date, a name or a list may stand beside it."""
_ANY_NUMBER = re.compile(r"\d+")
_BORDER = re.compile(
    r"(?<=[\u061f?!\u2026])\s*|(?<=\.\.)\s*(?=[^\s.])|(?<=[.\u00bb\"\u201d)\]])\s+|\s+[|\u2022\u25cf\u25aa\u25c6]\s*"
)
"""Between two sentences; the sign ؟ and dots end one also where the blank is missing."""
_MIN_GLUED_WORDS = 3
"""Fewer words at the end of a sentence are a part of it, whatever else they are."""

Where = Literal["before", "within", "after"]


class PlacedLine(NamedTuple):
    """A line of a text, and the shapes of the elements around it; "" in a flattened text."""

    text: str
    element: str = ""


class LearnedLine(Struct, frozen=True, forbid_unknown_fields=True):
    """A line that an outlet repeats."""

    line: Filled
    """Its most frequent spelling, N for any number; also a sentence at the edge of a longer line."""
    where: Where
    """Before or after the text, or within it in an element of its own."""
    element: str
    """The tags and classes of the elements around it, outermost first; "" in flattened texts."""
    seen: Annotated[int, Meta(ge=1)]
    """The number of articles with it."""
    of: Annotated[int, Meta(ge=1)]
    """The number of articles read."""
    examples: tuple[str, ...] = ()
    """The first of these articles, three at most: ids of records, or openings of texts."""

    @property
    def key(self) -> str:
        """What it is compared by; see `line_keys`."""
        return comparison_key(self.line)


class Learned(Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """The lines learned from one outlet or dump; false without any."""

    outlet: str = ""
    hosts: tuple[str, ...] = ()
    """The hosts of its pages; none for a dump."""
    lines: tuple[LearnedLine, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.lines)

    @cached_property
    def _by_mark(self) -> dict[tuple[str, Where, str], LearnedLine]:
        """The lines by their key, where they stand and their element."""
        return {(line.key, line.where, line.element): line for line in self.lines}

    @cached_property
    def _sizes(self) -> tuple[int, ...]:
        """The numbers of words of the lines after a text, the largest first."""
        sizes = {len(line.line.split()) for line in self.lines if line.where == "after"}
        return tuple(sorted((size for size in sizes if size >= _MIN_GLUED_WORDS), reverse=True))

    def line_of(self, text: str, where: Where, element: str) -> LearnedLine | None:
        """The learned line that a line or sentence in this place is, or None."""
        found = (self._by_mark.get((key, where, element)) for key in line_keys(text))
        return next((line for line in found if line is not None), None)

    def without(self, lines: Sequence[PlacedLine]) -> dict[int, str]:
        """What is left of the lines that hold learned ones, by number: "" for those that go. One line always stays."""
        return _Peeling(self, lines).left() if self.lines else {}

    def found_in(self, lines: Sequence[PlacedLine]) -> set[LearnedLine]:
        """The learned lines that `without` would take from a text."""
        peeling = _Peeling(self, lines)
        peeling.left()
        return peeling.found

    def to_json(self) -> bytes:
        """The content of its file, the same for the same lines."""
        ordered = sorted(self.lines, key=lambda line: (line.where, line.element, line.key))
        learned = msgspec.structs.replace(self, hosts=tuple(sorted(self.hosts)), lines=tuple(ordered))
        return msgspec.json.format(msgspec.json.encode(learned), indent=1) + b"\n"


class _Peeling:
    """Takes learned lines from a text: those within it, then from both ends inwards, lines and sentences."""

    def __init__(self, learned: Learned, lines: Sequence[PlacedLine]) -> None:
        self._learned = learned
        self._texts = {number: line.text for number, line in enumerate(lines)}
        self._elements = [line.element for line in lines]
        self._changed: dict[int, str] = {}
        self.found: set[LearnedLine] = set()

    def left(self) -> dict[int, str]:
        """What is left of each line that was touched."""
        for number in [*self._texts]:
            if len(self._texts) > 1 and self._has(number, self._texts[number], "within"):
                self._drop(number)
        while self._peel([*reversed(self._texts)], "after") | self._peel([*self._texts], "before"):
            pass  # what was taken from one edge of a short text brings other lines near the other
        return self._changed

    def _peel(self, edge: list[int], where: Where) -> bool:
        """Take lines and sentences from one edge until none is learned; whether there was one.

        `edge` holds the lines, the outermost first.
        """
        at, has_found = 0, False
        while at < len(edge):
            window = range(at, min(at + EDGE_LINES, len(edge)))
            found = next((n for n in window if self._has(edge[n], self._texts[edge[n]], where)), None)
            if found is not None and len(self._texts) > 1:
                self._drop(edge[found])
                edge[at : found + 1] = [edge[found], *edge[at:found]]
                at += 1
            elif not self._cut(edge[at], where):
                break
            has_found = True
        return has_found

    def _cut(self, number: int, where: Where) -> bool:
        """Take a learned sentence from the edge of a line; whether there was one."""
        text = self._texts[number]
        for rest, sentence in edge_sentences(text, where, self._learned._sizes):
            if self._has(number, sentence, where):
                self._texts[number] = self._changed[number] = rest
                return True
        return False

    def _drop(self, number: int) -> None:
        del self._texts[number]
        self._changed[number] = ""

    def _has(self, number: int, text: str, where: Where) -> bool:
        line = self._learned.line_of(text, where, self._elements[number])
        if line is not None:
            self.found.add(line)
        return line is not None


def edge_sentences(text: str, where: Where, sizes: Sequence[int] = ()) -> list[tuple[str, str]]:
    """The rest of a line and the sentence at one of its edges; empty where it is a single sentence.

    For the end also its last words, as many as `sizes` say, for calls that no full stop parts from the text.

    >>> edge_sentences("وبلغت الكلفة مليونا. تابع المقال.", "after")
    [('وبلغت الكلفة مليونا.', 'تابع المقال.')]
    """
    borders = [found for found in _BORDER.finditer(text) if found.start() > 0 and found.end() < len(text)]
    parts = [(text[: border.start()], text[border.end() :]) for border in borders]
    parts = [part for part in parts if all(map(comparison_key, part))]
    if where == "before":
        return [(rest, sentence) for sentence, rest in parts[:1]]
    words = text.split()
    glued = [(" ".join(words[:-size]), " ".join(words[-size:])) for size in sizes if size < len(words)]
    return parts[-1:] + glued


def line_keys(text: str) -> tuple[str, str]:
    """The keys by which a line is found: with its numbers, and with N for each of them."""
    key = comparison_key(text)
    return key, _ANY_NUMBER.sub("n", key)


def with_any_number(text: str) -> str:
    """A line with N for each of its numbers.

    >>> with_any_number("قرأه 1,204 قارئ")
    'قرأه N,N قارئ'
    """
    return _ANY_NUMBER.sub("N", text)


def read_learned(path: Path) -> Learned:
    """Read the file of an outlet or a dump; raises DataFileError, one line naming it, for any other file."""
    try:
        return msgspec.json.decode(file_text(path), type=Learned)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise DataFileError(f"{path}: not a file of learned lines: {error}") from error


def use_learned(folder: Path | None) -> None:
    """Have this process and those that it starts drop what the files of a folder name; None for nothing.

    Raises DataFileError, naming the file, for one that is damaged or of another kind.
    """
    os.environ[_FOLDER] = str(folder.absolute()) if folder is not None and folder.is_dir() else ""
    _learned_by_host.cache_clear()
    _learned_by_host(os.environ[_FOLDER])


def learned_for(url: str | None) -> Learned:
    """What was learned from the host of a page, by the folder in use; empty without a file for it."""
    known = _learned_by_host(os.environ.get(_FOLDER, ""))
    parts = split_address(url) if known else None
    return known.get((parts and parts.hostname) or "", NOTHING_LEARNED)


@cache
def _learned_by_host(folder: str) -> dict[str, Learned]:
    """The files of a folder by the hosts that they are for."""
    if not folder:
        return {}
    files = [read_learned(path) for path in sorted(Path(folder).glob("*.json"))]
    return {host: learned for learned in files for host in learned.hosts}


NOTHING_LEARNED = Learned()
