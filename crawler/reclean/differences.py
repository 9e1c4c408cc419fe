"""Two records of one page → what came and went, and by which step. Pure functions."""

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
"""What stands for a step where a line is no block of the page any more, or was none: the page is cut otherwise."""
_FIELDS = tuple(name for name in ARTICLE_FIELDS if name != "text")
_LISTS = ("related", "embedded")
_OPENING = 200
"""Characters of an embedded text that tell which it is."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text, or one value of a field, that is there in one of two records only."""

    came: bool
    """Whether it is in the new one."""
    step: str
    """The step that took it out, changed it or lets it pass now; a related headline's kind; "" for other fields."""
    field: str
    """`text`, or the field's name."""
    text: str

    @property
    def field_name(self) -> str:
        """The field, with the kind of a related headline."""
        return self.field if self.step in ("", self.field) else f"{self.field}/{self.step}"


def differences(old: Json, new: Json, changes: Sequence[Json]) -> tuple[Line, ...]:
    """The lines of text, then the values of fields, that only one of two records has; `changes` is the new trace."""
    return (*_texts(old, new, changes), *_values(old, new), *_lists(old, new))


def _texts(old: Json, new: Json, changes: Sequence[Json]) -> Iterator[Line]:
    trace, fewer = _Trace.of(changes), _fewer(old["dropped"], new["dropped"])
    was, now = old["text"].split("\n\n"), new["text"].split("\n\n")
    for is_same, a, b in aligned(was, now):
        if is_same:
            continue
        replaced = {comparison_key(line) for line in now[b]}
        for line in was[a]:
            # Only its characters changed: the step that rewrote the new line says why.
            step = trace.edited(line, now[b]) if comparison_key(line) in replaced else trace.dropped(line)
            yield Line(False, step or trace.edited(line, now[b]) or UNTRACED, "text", line)
        for line in now[b]:
            yield Line(True, trace.kept(line) or fewer or UNTRACED, "text", line)


def _fewer(old: Json, new: Json) -> str:
    """The steps that drop fewer lines of the page than before."""
    return "/".join(sorted(step for step, number in old.items() if number > new.get(step, 0)))


@dataclass(frozen=True)
class _Trace:
    """What became of blocks, by the folded text of any of their states."""

    gone: dict[str, str]
    """The step that last moved a block out of the text."""
    back: dict[str, str]
    """The step that moved a block back, or changed its letters, for blocks of the text by their last state."""
    rewriting: dict[str, str]

    @classmethod
    def of(cls, changes: Iterable[Json]) -> _Trace:
        """The trace by lines."""
        blocks: dict[int, list[Json]] = defaultdict(list)
        for change in changes:
            blocks[change["index"]].append(change)
        gone: dict[str, str] = {}
        back: dict[str, str] = {}
        rewriting: dict[str, str] = {}
        for history in blocks.values():
            last = history[-1]["after"]
            moves = [one["step"] for one in history if _moves(one)]
            edits = [one["step"] for one in history if one["before"]["text"] != one["after"]["text"]]
            if last["role"] != "body" or last["article"]:
                texts = {state["text"] for one in history for state in (one["before"], one["after"])}
                gone |= dict.fromkeys(map(comparison_key, texts), moves[-1] if moves else history[-1]["step"])
                continue
            if moves:
                back[last["text"]] = moves[-1]
            if edits:
                rewriting[last["text"]] = edits[-1]
        return cls(gone, back, rewriting)

    def dropped(self, line: str) -> str:
        return self.gone.get(comparison_key(line), "")

    def kept(self, line: str) -> str:
        return self.back.get(line) or self.rewriting.get(line, "")

    def edited(self, line: str, candidates: Sequence[str]) -> str:
        """The step that rewrote the candidate which is most like the line."""
        known = [one for one in candidates if one in self.rewriting]
        close = [one for one in known if line in one or one in line or comparison_key(line) == comparison_key(one)]
        return self.rewriting[close[0]] if close else ""


def _moves(change: Json) -> bool:
    before, after = change["before"], change["after"]
    return (before["role"], before["article"]) != (after["role"], after["article"])


def _values(old: Json, new: Json) -> Iterator[Line]:
    for name in _FIELDS:
        if old.get(name) != new[name]:
            for came, value in ((False, old.get(name)), (True, new[name])):
                words = " | ".join(value) if isinstance(value, list) else value
                if words:
                    yield Line(came, "", name, str(words))


def _lists(old: Json, new: Json) -> Iterator[Line]:
    for name in _LISTS:
        was, now = old.get(name) or [], new[name]
        yield from _entries(False, name, was, now)
        yield from _entries(True, name, now, was)


def _entries(came: bool, name: str, own: Sequence[Json], others: Sequence[Json]) -> Iterator[Line]:
    """What only one list has: its headline, or its address where the headline stayed."""
    known, whole = {(one.get("kind"), one["title"]) for one in others}, set(map(_spelled, others))
    for one in own:
        if _spelled(one) not in whole:
            same = (one.get("kind"), one["title"]) in known
            words = (unquote(one.get("url") or "") if same else "") or one["title"] or one.get("text", "")[:_OPENING]
            yield Line(came, one.get("kind") or "", name, words)


def _spelled(one: Json) -> str:
    """An entry as one that can be looked up."""
    return json.dumps(one, sort_keys=True)
