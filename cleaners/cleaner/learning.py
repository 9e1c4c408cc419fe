"""Learn what an outlet or a dump repeats, from many of its articles. Pure functions; the order does not matter."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from msgspec import Struct

from cleaners.blocks.document import Document
from cleaners.clean import Reading, read_html
from cleaners.data_files import Filled, read_toml
from cleaners.page import Page
from cleaners.phrases import naming_files, phrases
from cleaners.sites.learned import (
    EDGE_LINES,
    Learned,
    LearnedLine,
    PlacedLine,
    Where,
    edge_sentences,
    line_keys,
    with_any_number,
)
from cleaners.steps.boilerplate.repeated import placed_lines
from cleaners.text.line_shape import ends_sentence
from cleaners.text.normalize import comparison_key

MIN_ARTICLES = 20
"""From fewer articles nothing is learned: three of them may be three reports of one event."""
MIN_EXPECTED = 5
"""So many articles should have a line before its absence tells that it has stopped; by chance that is 1 in 150."""
_MIN_SEEN = 3
_MAX_ROUNDS = 12
"""Each round takes lines away, so that those behind them come to the edge."""
_LEARNING_FILE = Path(__file__).with_name("learning_words.toml")
_OPEN_ENDS = ("\u060c", ":", "\u061b")
_CALL_WORDS = 40
"""A longer line that opens with a call is a text about one."""
_GLUED_SIZES = tuple(range(20, 2, -1))
_OWN_LETTERS = 60
"""Shorter lines may be formulas of many articles."""
_LABEL_TAGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "li", "td", "th", "dt", "dd"})
"""Headings and cells name what follows or stands beside them, in each article anew."""
_PURE_SHARE = 0.9
"""Of the lines in an element of its own, so many are repeated ones."""


class _Words(Struct, frozen=True, forbid_unknown_fields=True):
    """What `learning_words.toml` declares."""

    files: tuple[Filled, ...]
    calls: tuple[Filled, ...]
    own: tuple[Filled, ...]
    kept: tuple[Filled, ...]


@dataclass(frozen=True, slots=True)
class Specimen:
    """The text of one article that a site's lines are learned from."""

    name: str
    """By which a learned line gives it as an example: the id of its record, or its opening."""
    lines: tuple[PlacedLine, ...]
    author: str = ""
    day: str = ""


@dataclass(frozen=True, slots=True)
class _Rule:
    """How often a kind of line must recur to be learned: in so many articles, and in such a share of all."""

    seen: int
    share: float
    edge: int = 1
    """How many lines from the edge of the text it may stand."""


_CALL = _Rule(_MIN_SEEN, 0.02, EDGE_LINES)
"""It calls the reader, or is an outlet's own by a phrase."""
_OWN_IN_BOX = _Rule(_MIN_SEEN, 0.03, EDGE_LINES)
"""It speaks of its page, in an element where nearly all lines recur."""
_OWN = _Rule(5, 0.04)
"""It speaks of its page; a formula that does so recurs in 2 % of fact-checks."""
_BOX = _Rule(5, 0.2)
"""It says nothing of itself, in such an element, and ends no sentence."""
_MIN_WORDS = 3
_PROSE_TAGS = frozenset({"p", "blockquote", "pre"})
"""A refrain or the opening of a column stands in one, whatever its class."""
_AGENCY_WORDS = 10


@dataclass(slots=True)
class _Sightings:
    """Where one line was seen."""

    spellings: Counter[str] = field(default_factory=Counter)
    names: list[str] = field(default_factory=list)
    """Of the articles, each of its copies left out."""
    texts: set[str] = field(default_factory=set)
    """What they are told by."""
    authors: set[str] = field(default_factory=set)
    days: set[str] = field(default_factory=set)


_Mark = tuple[str, Where, str]
"""A line's key, where it stands and its element."""


class _Candidate(NamedTuple):
    """A line or sentence of an article that could be learned."""

    mark: _Mark
    text: str
    rule: _Rule
    rest: str
    """What is left of its line without it."""


def learn(specimens: Iterable[Specimen], outlet: str = "", hosts: Iterable[str] = ()) -> Learned:
    """The lines that recur in the same place of different articles; none from fewer than 20 articles.

    Copies of an article count once. What opens like a clause of prose, heads or labels a part of the text, credits an
    agency or is a prayer is never learned. Learning again from what the lines leave finds nothing.
    """
    left = _distinct_specimens(specimens)
    total, found = len(left), dict[_Mark, LearnedLine]()
    for _ in range(_MAX_ROUNDS if total >= MIN_ARTICLES else 0):
        more = _learned_once(left, total)
        if not more:
            break
        found = more | found
        left = [_without_learned(one, Learned(lines=tuple(more.values()))) for one in left]
    ordered = sorted(found.values(), key=lambda line: (line.where, line.element, line.key))
    return Learned(outlet, tuple(sorted(set(hosts))), tuple(ordered))


def specimen_of(reading: Reading, name: str) -> Specimen:
    """What is learned from of a page that was read."""
    article, page = reading.article, reading.blocks
    lines = placed_lines(page) if isinstance(page, Document) else ()
    return Specimen(name, lines, "، ".join(article.authors), (article.date_published or "")[:10])


def read_specimen(html: bytes, url: str, fetched_at: str | None, content_type: str | None) -> dict[str, Any]:
    """What is learned from of a page, for worker processes: plain values in and out; no lines without an article.

    Nothing that was learned before is dropped.
    """
    moment = datetime.fromisoformat(fetched_at) if fetched_at else None
    reading = read_html(Page(html, url, moment, content_type))
    specimen = specimen_of(reading, url)
    return {
        "lines": specimen.lines if reading.article.reason is None else [],
        "author": specimen.author,
        "day": specimen.day,
    }


def stopped(learned: Learned, newest: Sequence[Specimen]) -> list[LearnedLine]:
    """The learned lines that none of the newest articles has, although five or more should by their share."""
    seen = {line for one in newest for line in learned.found_in(one.lines)}
    return [line for line in learned.lines if line not in seen and line.seen * len(newest) >= MIN_EXPECTED * line.of]


def _distinct_specimens(specimens: Iterable[Specimen]) -> list[Specimen]:
    """The articles with text, each text once, in an order that does not depend on theirs."""
    by_text = dict[str, Specimen]()
    for one in sorted(specimens, key=lambda one: (one.name, one.lines, one.author, one.day)):
        by_text.setdefault("\n".join(comparison_key(line.text) for line in one.lines), one)
    by_text.pop("", None)
    return list(by_text.values())


def _without_learned(specimen: Specimen, learned: Learned) -> Specimen:
    """The article without learned lines."""
    rest = learned.without(specimen.lines)
    if not rest:
        return specimen
    lines = (line._replace(text=rest.get(number, line.text)) for number, line in enumerate(specimen.lines))
    return replace(specimen, lines=tuple(line for line in lines if line.text))


def _learned_once(specimens: Sequence[Specimen], total: int) -> dict[_Mark, LearnedLine]:
    """The lines that recur at the edges of the articles as they are now, and within them."""
    boxes = _boxes(specimens)
    seen, rules = defaultdict[_Mark, _Sightings](_Sightings), dict[_Mark, _Rule]()
    for one in specimens:
        own = _lines_of_its_own(one)
        for found in {found.mark: found for found in _candidates(one, boxes)}.values():
            rules[found.mark] = found.rule
            _note(seen[found.mark], one, found, own)
    spread = _Spread(len({one.author for one in specimens} - {""}), len({one.day for one in specimens} - {""}))
    return _each_once(
        {
            mark: _learned_line(mark, sightings, total)
            for mark, sightings in seen.items()
            if _recurs(sightings, rules[mark], total) and spread.allows(sightings)
        }
    )


def _each_once(found: dict[_Mark, LearnedLine]) -> dict[_Mark, LearnedLine]:
    """The lines, each as within the text or at its edge: within, where more articles have it there than at one edge."""
    within = {(key, element): line.seen for (key, where, element), line in found.items() if where == "within"}
    edges = Counter[tuple[str, str]]()
    for (key, where, element), line in found.items():
        if where != "within":
            edges[key, element] = max(edges[key, element], line.seen)
    is_within = {mark for mark, seen in within.items() if seen > edges[mark]}
    return {mark: line for mark, line in found.items() if (mark[1] == "within") == ((mark[0], mark[2]) in is_within)}


def _note(sightings: _Sightings, specimen: Specimen, found: _Candidate, own: Sequence[str]) -> None:
    """Count a line of an article, unless it is a copy of one that was counted."""
    sightings.spellings[found.text] += 1
    told_by = [key for key in own if not key.endswith(found.mark[0])] or [comparison_key(found.rest)]
    if sightings.texts.isdisjoint(told_by):
        sightings.names.append(specimen.name)
    sightings.texts.update(told_by)
    sightings.authors.add(specimen.author)
    sightings.days.add(specimen.day)


def _lines_of_its_own(specimen: Specimen) -> list[str]:
    """The keys of the two longest paragraphs of an article that are no candidates, by which its copies are told."""
    texts = {line.text for line in specimen.lines if len(line.text) >= _OWN_LETTERS and _rule_of(line, False) is None}
    return sorted(map(comparison_key, texts), key=lambda key: (-len(key), key))[:2]


def _recurs(sightings: _Sightings, rule: _Rule, total: int) -> bool:
    """Whether a line was seen in enough articles that are no copies of each other."""
    return len(sightings.names) >= max(rule.seen, rule.share * total)


def _learned_line(mark: _Mark, sightings: _Sightings, total: int) -> LearnedLine:
    """What was learned of a line."""
    _, where, element = mark
    line = min(sightings.spellings, key=lambda text: (-sightings.spellings[text], text))
    return LearnedLine(line, where, element, len(sightings.names), total, tuple(sorted(sightings.names)[:3]))


@dataclass(frozen=True, slots=True)
class _Spread:
    """The numbers of authors and days that are known of all articles."""

    authors: int
    days: int

    def allows(self, sightings: _Sightings) -> bool:
        """Whether a line is no single author's or day's: the opening of a column, a line of one event's reports."""
        is_one_author = self.authors > 1 and len(sightings.authors) == 1 and "" not in sightings.authors
        is_one_day = self.days > 1 and len(sightings.days) == 1 and "" not in sightings.days
        return not (is_one_author or is_one_day)


def _boxes(specimens: Sequence[Specimen]) -> frozenset[str]:
    """The elements with a class in which nearly all lines recur in other articles."""
    articles, lines = defaultdict[tuple[str, str], set[str]](set), Counter[tuple[str, str]]()
    for one in specimens:
        for line in one.lines:
            if " " in line.element.replace(" > ", ">"):
                mark = line.element, line_keys(line.text)[1]
                articles[mark].add(one.name)
                lines[mark] += 1
    every, again = Counter[str](), Counter[str]()
    for (element, key), count in lines.items():
        every[element] += count
        again[element] += count if len(articles[element, key]) >= _MIN_SEEN else 0
    return frozenset(element for element, count in every.items() if again[element] >= _PURE_SHARE * count)


def _candidates(specimen: Specimen, boxes: frozenset[str]) -> Iterator[_Candidate]:
    """The lines and sentences of an article that could be learned, each with its rule and the rest of its line."""
    lines = specimen.lines
    if len(lines) > 1:
        for number, line in enumerate(lines):
            is_box = line.element in boxes
            rule = _rule_of(line, is_box)
            if rule is None:
                continue
            if number < rule.edge:
                yield _candidate(line.text, "before", line.element, rule, "")
            if len(lines) - number <= rule.edge:
                yield _candidate(line.text, "after", line.element, rule, "")
            if is_box and rule is not _BOX:
                yield _candidate(line.text, "within", line.element, rule, "")
    if lines:
        yield from _edge_candidates(lines[0], "before")
        yield from _edge_candidates(lines[-1], "after")


def _edge_candidates(line: PlacedLine, where: Where) -> Iterator[_Candidate]:
    """The sentences at an edge of a line, and the words at its end, that could be learned."""
    sentences = edge_sentences(line.text, where)
    for rest, sentence in sentences:
        if rule := _rule_of(PlacedLine(sentence, line.element), False):
            yield _candidate(sentence, where, line.element, rule, rest)
            return
    if where == "after":
        for rest, words in edge_sentences(line.text, where, _GLUED_SIZES):
            if _calls(words):
                yield _candidate(words, where, line.element, _OWN, rest)


def _candidate(text: str, where: Where, element: str, rule: _Rule, rest: str) -> _Candidate:
    """A line that could be learned; numbers in it count only where it says nothing of itself."""
    any_number = rule is not _BOX
    return _Candidate(
        (line_keys(text)[any_number], where, element), with_any_number(text) if any_number else text, rule, rest
    )


def _rule_of(line: PlacedLine, is_box: bool) -> _Rule | None:
    """The rule for a line by what it says and where it stands; None for one that is never learned.

    A line of several sentences is as its first one.
    """
    first = (edge_sentences(line.text, "before") or [("", line.text)])[0][1]
    words = comparison_key(line.text).split()
    if not words or line.text.endswith(_OPEN_ENDS) or not _folded("kept").isdisjoint(words):
        return None
    if _calls(first) and len(words) <= _CALL_WORDS:
        return _CALL
    tag = line.element.rpartition(" > ")[2].partition(" ")[0]
    if _speaks_of_page(first) and tag not in _LABEL_TAGS and not any(map(_calls, _later_words(first))):
        return _OWN_IN_BOX if is_box else _OWN
    is_text = tag in _LABEL_TAGS | _PROSE_TAGS or ends_sentence(line.text) or _names_agency(words)
    return None if is_text or not is_box or len(words) < _MIN_WORDS else _BOX


def _later_words(text: str) -> Iterator[str]:
    """The ends of a short sentence after its first word; a call that begins there is glued to something else."""
    words = text.split()
    return (" ".join(words[at:]) for at in range(1, len(words) - 2) if len(words) <= _CALL_WORDS)


def _calls(text: str) -> bool:
    """Whether a sentence calls the reader or is an outlet's own by a phrase."""
    first = comparison_key(text).split(" ", 1)[0]
    return first in _folded("calls") or not _own_files().isdisjoint(next(naming_files([text])))


def _speaks_of_page(text: str) -> bool:
    """Whether a sentence has words by which it speaks of its page, outlet or reader."""
    words = comparison_key(text).split()
    pairs = (f"{first} {second}" for first, second in pairwise(words))
    return not _folded("own").isdisjoint((*words, *pairs))


def _names_agency(words: Sequence[str]) -> bool:
    """Whether the name of an agency is among the few words of a line."""
    parts = {" ".join(words[at : at + size]) for at in range(len(words)) for size in (1, 2, 3)}
    return len(words) <= _AGENCY_WORDS and not phrases("agency").whole.isdisjoint(parts)


@cache
def _words() -> _Words:
    """The words that lines are learned by; raises DataFileError for a malformed file."""
    return read_toml(_LEARNING_FILE, _Words)


@cache
def _own_files() -> frozenset[str]:
    """The phrase files whose lines are an outlet's own."""
    return frozenset(_words().files)


@cache
def _folded(name: str) -> frozenset[str]:
    """The words of one list in folded form."""
    return frozenset(map(comparison_key, getattr(_words(), name)))
