"""Compare two records of one page: what was added and removed, and by which step. Pure functions."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from cleaners.explain.alignment import aligned
from cleaners.text.normalize import comparison_key
from crawler.pages.record import ARTICLE_FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from crawler.storage.committed import Json

UNTRACED = "segment"
"""Stands in for a step if a line was or is not a block of the page: the page is segmented differently."""
_COMPARED_FIELDS = tuple(name for name in ARTICLE_FIELDS if name != "text")
_LIST_FIELDS = ("related", "embedded")
_EMBEDDED_LETTERS = 200
"""Characters of an embedded text that identify it."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One line of text, or one value of a field, that only one of two records has."""

    is_added: bool
    """Whether the new record has it."""
    step: str
    """The step that removed, changed or no longer drops it; a related headline's kind; "" for other fields."""
    field: str
    """`text`, or the field's name."""
    text: str

    @property
    def field_name(self) -> str:
        """The field, with the kind of a related headline."""
        return self.field if self.step in ("", self.field) else f"{self.field}/{self.step}"


def differences(old: Json, new: Json, changes: Sequence[Json]) -> tuple[Difference, ...]:
    """The lines of text, then the values of fields, that only one of two records has; `changes` is the new trace."""
    return (*_text_differences(old, new, changes), *_field_differences(old, new), *_list_differences(old, new))


def _text_differences(old: Json, new: Json, changes: Sequence[Json]) -> Iterator[Difference]:
    trace, no_longer_dropping = _Trace.of(changes), _less_active(old["dropped"], new["dropped"])
    old_lines, new_lines = old["text"].split("\n\n"), new["text"].split("\n\n")
    for is_same, a, b in aligned(old_lines, new_lines):
        if is_same:
            continue
        replaced = {comparison_key(line) for line in new_lines[b]}
        for line in old_lines[a]:
            # Only its characters changed: the step that rewrote the new line is the cause.
            step = trace.rewriter(line, new_lines[b]) if comparison_key(line) in replaced else trace.remover(line)
            yield Difference(False, step or trace.rewriter(line, new_lines[b]) or UNTRACED, "text", line)
        for line in new_lines[b]:
            yield Difference(True, trace.restorer(line) or no_longer_dropping or UNTRACED, "text", line)


def _less_active(old: Iterable[Json], new: Iterable[Json]) -> str:
    """The steps that drop fewer lines of the page than before, joined by "/"."""
    now = {one["step"]: one["blocks"] for one in new}
    return "/".join(sorted(one["step"] for one in old if one["blocks"] > now.get(one["step"], 0)))


@dataclass(frozen=True)
class _Trace:
    """The last step that removed, restored or rewrote a line."""

    removed_by: dict[str, str]
    """For removed blocks, by the folded text of each of their states."""
    restored_by: dict[str, str]
    """For blocks of the text, by their final text."""
    rewritten_by: dict[str, str]
    """Likewise, for blocks whose text changed."""

    @classmethod
    def of(cls, changes: Iterable[Json]) -> _Trace:
        """Index the changes of a trace by line."""
        blocks: dict[int, list[Json]] = defaultdict(list)
        for change in changes:
            blocks[change["index"]].append(change)
        removed_by: dict[str, str] = {}
        restored_by: dict[str, str] = {}
        rewritten_by: dict[str, str] = {}
        for history in blocks.values():
            last = history[-1]["after"]
            moves = [one["step"] for one in history if _changes_place(one)]
            edits = [one["step"] for one in history if one["before"]["text"] != one["after"]["text"]]
            if last["role"] != "body" or last["article"]:
                texts = {state["text"] for one in history for state in (one["before"], one["after"])}
                removed_by |= dict.fromkeys(map(comparison_key, texts), moves[-1] if moves else history[-1]["step"])
                continue
            if moves:
                restored_by[last["text"]] = moves[-1]
            if edits:
                rewritten_by[last["text"]] = edits[-1]
        return cls(removed_by, restored_by, rewritten_by)

    def remover(self, line: str) -> str:
        return self.removed_by.get(comparison_key(line), "")

    def restorer(self, line: str) -> str:
        return self.restored_by.get(line) or self.rewritten_by.get(line, "")

    def rewriter(self, line: str, candidates: Sequence[str]) -> str:
        """The step that rewrote the candidate most like the line; "" if none did."""
        known = [one for one in candidates if one in self.rewritten_by]
        close = [one for one in known if line in one or one in line or comparison_key(line) == comparison_key(one)]
        return self.rewritten_by[close[0]] if close else ""


def _changes_place(change: Json) -> bool:
    before, after = change["before"], change["after"]
    return (before["role"], before["article"]) != (after["role"], after["article"])


def _field_differences(old: Json, new: Json) -> Iterator[Difference]:
    for name in _COMPARED_FIELDS:
        if old.get(name) != new[name]:
            for is_added, value in ((False, old.get(name)), (True, new[name])):
                words = " | ".join(value) if isinstance(value, list) else value
                if words:
                    yield Difference(is_added, "", name, str(words))


def _list_differences(old: Json, new: Json) -> Iterator[Difference]:
    for name in _LIST_FIELDS:
        before, after = old.get(name) or [], new[name]
        yield from _unmatched(False, name, before, after)
        yield from _unmatched(True, name, after, before)


def _unmatched(is_added: bool, name: str, entries: Sequence[Json], others: Sequence[Json]) -> Iterator[Difference]:
    """The entries that the other list lacks, as their headline, or as their address if the headline is unchanged."""
    known, whole = {(one.get("kind"), one["title"]) for one in others}, set(map(_serialized, others))
    for one in entries:
        if _serialized(one) not in whole:
            same = (one.get("kind"), one["title"]) in known
            excerpt = one["title"] or one.get("text", "")[:_EMBEDDED_LETTERS]
            address = unquote(one.get("url") or "") if same else ""
            yield Difference(is_added, one.get("kind") or "", name, address or excerpt)


def _serialized(one: Json) -> str:
    """An entry in a hashable form."""
    return json.dumps(one, sort_keys=True)
