"""Text hidden until a click or a script: which of it belongs to the article."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, islice

import lxml.html
from lxml import etree

from cleaners.blocks.block import Block
from cleaners.blocks.class_names import is_marked, list_kind
from cleaners.blocks.from_html import numbered_blocks
from cleaners.blocks.main_content import main_element
from cleaners.blocks.visibility import Hiding
from cleaners.phrases import phrases
from cleaners.text.content_words import topic_stems
from cleaners.text.line_shape import is_prose, word_count
from cleaners.text.normalize import comparison_key

_ZONES_WITHOUT_TEXT = frozenset({"nav", "footer", "aside", "form", "figure", "header"})
_NEVER_TEXT = ("apart", "side", "poll", "post", "tags", "caption")
_UNLINKED = 0.5
_LINES, _LINE_WORDS = 3, 3
"""Without a paragraph, hidden items are text from this many on, each of so many words."""
_COPIED = 0.5
"""Share of the lines of a copy for phones or printers that the page shows elsewhere."""
_SHARED_STEMS = 2
"""Content words that the shortest continuation of a text has in common with it; hidden advertisements have none."""
_LEVELS_BESIDE = 3
"""Elements around the text beside which its hidden rest may stand."""
_LETTERS, _TEXTS = 20, 200
"""Fewer letters, in the first texts of an element, are hints, counters and empty dialogs."""
_CONTROL_TAGS = frozenset({"h2", "h3", "h4", "h5", "h6", "dt", "summary", "button"})
_CONTROL_ATTRIBUTES = ("aria-controls", "data-target", "data-bs-target", "data-toggle-target", "href", "onclick", "for")
_NAME = re.compile(r"[\w-]+")


@dataclass(slots=True)
class _Fold:
    """A hidden element and what stands in it."""

    number: int
    element: etree._Element
    hiding: Hiding
    lines: list[Block] = field(default_factory=list)
    """The lines that no other hidden element inside it holds."""
    around: tuple[int, ...] = ()
    """Numbers of the enclosing elements, outermost first."""


@dataclass(frozen=True)
class _Text:
    """What the shown text of a page is, for comparing hidden text with it."""

    lines: Sequence[Block]
    """In page order."""

    @cached_property
    def paragraphs(self) -> tuple[Block, ...]:
        return tuple(block for block in self.lines if _is_paragraph(block))

    @cached_property
    def main(self) -> int | None:
        """Number of the element that contains it."""
        return main_element(self.paragraphs, Counter(chain.from_iterable(block.place.path for block in self.lines)))

    @cached_property
    def inside(self) -> tuple[Block, ...]:
        """Its paragraphs in that element."""
        return tuple(block for block in self.paragraphs if self.main in block.place.path)

    @cached_property
    def beside(self) -> frozenset[int]:
        """Numbers of the elements directly around that one, without the page's body."""
        path = self.inside[0].place.path if self.inside else ()
        return frozenset(path[2 : path.index(self.main)][-_LEVELS_BESIDE:] if self.main is not None and path else ())

    @cached_property
    def stems(self) -> frozenset[str]:
        """Its content words."""
        return topic_stems(block.text for block in self.paragraphs)

    @cached_property
    def keys(self) -> set[str]:
        """The comparison keys of its lines."""
        return {comparison_key(block.text) for block in self.lines}


@dataclass(frozen=True)
class _Controls:
    """What readers open folds with; the page is searched for it when that is first asked."""

    tree: etree._Element

    @cached_property
    def _targets(self) -> frozenset[str]:
        return _control_targets(self.tree)

    def open(self, fold: _Fold) -> bool:
        """Whether a button, a heading right above or a class name shows that a fold is opened by readers."""
        if fold.hiding == "gone":
            return False
        name = fold.element.get("id")
        return _follows_control(fold.element) or bool(name and name in self._targets)


def unfolded_blocks(
    tree: lxml.html.HtmlElement, url: str | None, removed: Set[etree._Element] = frozenset()
) -> tuple[tuple[Block, ...], dict[etree._Element, int]]:
    """The blocks of a page and the numbers of its elements, with the article's folded text shown.

    Shown is what a page hides until a click or a script, if it is unlinked text in the container of the paragraphs that
    a control opens or that shares its subject with them, unless it copies what is shown or a class names it otherwise;
    and on a page that shows no paragraphs, the largest such text. Its hiding is taken out of the tree. Advertisements
    hidden off the screen, by size or opacity stay hidden.
    """
    blocks, numbers, hidden = numbered_blocks(tree, url, removed)
    may_show = any(_may_show_text(element, hiding) for element, hiding in hidden.items())
    if may_show and _unfold(tree, hidden, blocks, numbers):
        blocks, numbers, _ = numbered_blocks(tree, url, removed)
    return blocks, numbers


def _unfold(
    tree: lxml.html.HtmlElement,
    hidden: dict[etree._Element, Hiding],
    blocks: Sequence[Block],
    numbers: dict[etree._Element, int],
) -> bool:
    """Take the hiding of the article's folded text out of the tree; returns whether there was any."""
    folds = {numbers[element]: _Fold(numbers[element], element, hiding) for element, hiding in hidden.items()}
    shown = _gather(blocks, folds)
    if not any(fold.lines for fold in folds.values()):
        return False
    opened = [*_opened(shown, folds, _Controls(tree))]
    for fold in opened:
        for name in ("style", "hidden"):
            if fold.element.get(name) is not None:
                del fold.element.attrib[name]
    return bool(opened)


def _may_show_text(element: etree._Element, hiding: Hiding) -> bool:
    """Whether a hidden element may hold text that is to be shown; what is hidden for good must hold a headline."""
    if hiding == "gone":
        return next(element.iter("h1"), None) is not None
    letters = 0
    for text in islice(element.itertext(), _TEXTS):
        letters += len(str(text).strip())
        if letters >= _LETTERS:
            return True
    return False


def _gather(blocks: Sequence[Block], folds: dict[int, _Fold]) -> list[Block]:
    """Give each fold its lines; what remains is shown."""
    shown: list[Block] = []
    for block in blocks:
        path = block.place.path
        at = next((n for n in range(len(path) - 1, -1, -1) if path[n] in folds), None)
        if at is None:
            shown += [] if block.place.hidden else [block]
        else:
            fold = folds[path[at]]
            fold.lines.append(block)
            fold.around = path[:at]
    return shown


def _opened(shown: list[Block], folds: dict[int, _Fold], controls: _Controls) -> Iterator[_Fold]:
    """The folds that hold text of the article, outer ones before inner ones."""
    whole = _whole_article(shown, folds)
    opened = {n for fold in whole for n in (fold.number, *fold.around) if n in folds}
    yield from (folds[n] for n in sorted(opened))
    text = _Text(sorted([*shown, *(block for fold in whole for block in fold.lines)], key=lambda block: block.index))
    for fold in (folds[number] for number in sorted(folds.keys() - opened) if folds[number].lines):
        outer = [folds[n] for n in fold.around if n in folds and n not in opened]
        if fold.hiding == "gone" or any(one.lines or one.hiding == "gone" for one in outer):
            continue
        if _stands_in(fold, text) and _is_of_text(fold, outer, text, controls):
            opened |= {fold.number, *(one.number for one in outer)}
            text.keys.update(comparison_key(block.text) for block in fold.lines)
            yield from (fold, *outer)


def _is_of_text(fold: _Fold, outer: Sequence[_Fold], text: _Text, controls: _Controls) -> bool:
    """Whether a fold goes on with a text, or readers open it, and holds something like text that is no copy."""
    is_controlled = controls.open(fold)
    if not _is_folded_text(fold, text.main, is_controlled) or _is_copy(fold, text.keys):
        return False
    return is_controlled or any(map(controls.open, outer)) or _goes_on(fold, text)


def _whole_article(shown: Sequence[Block], folds: dict[int, _Fold]) -> list[_Fold]:
    """The hidden siblings with more paragraphs than the page shows, if the headline or a `main` element tells them."""
    groups: dict[tuple[int, ...], list[_Fold]] = defaultdict(list)
    for fold in folds.values():
        groups[fold.around].append(fold)
    largest = max(groups.values(), key=_weight_of_folds, default=[])
    weight = _weight_of_folds(largest)
    if not weight or weight <= sum(map(_weight, shown)):
        return []
    lines = [block for fold in largest for block in fold.lines]
    headings = [block for block in shown if block.place.tag == "h1"]
    fits = any(block.place.tag == "h1" for block in lines)
    if not fits and all(fold.hiding == "folded" for fold in largest):
        in_main = any(block.place.zone == "main" for block in lines)
        alone = not any(map(_weight, shown))
        fits = (alone and in_main) or _shared(lines, topic_stems(b.text for b in headings)) >= _SHARED_STEMS
    inner = [shape for block in lines for shape in _shapes_from(block, len(largest[0].around))]
    return largest if fits and not _is_named_otherwise(inner) else []


def _weight_of_folds(folds: Sequence[_Fold]) -> int:
    """The letters of the paragraphs in hidden elements."""
    return sum(_weight(block) for fold in folds for block in fold.lines)


def _weight(block: Block) -> int:
    """The letters of a block that is a paragraph, else 0."""
    return len(block.text) if _is_paragraph(block) else 0


def _is_paragraph(block: Block) -> bool:
    """Whether a block is unlinked running text in a part of the page that holds text, hidden or not."""
    place = block.place
    return place.zone not in _ZONES_WITHOUT_TEXT and place.link_share < _UNLINKED and is_prose(block.text)


def _stands_in(fold: _Fold, text: _Text) -> bool:
    """Whether a fold stands inside the main element or beside it."""
    return text.main is not None and (
        text.main in fold.around or (bool(fold.around) and fold.around[-1] in text.beside)
    )


def _goes_on(fold: _Fold, text: _Text) -> bool:
    """Whether a fold without a control goes on with a text.

    Unlinked lines built like its paragraphs do between them, or with one content word in common; others with two.
    """
    tags = {block.place.tag for block in text.inside}
    alike = not any(block.links for block in fold.lines) and any(block.place.tag in tags for block in fold.lines)
    if alike and text.inside[0].index < fold.lines[0].index and fold.lines[-1].index < text.inside[-1].index:
        return True
    return _shared(fold.lines, text.stems) >= (1 if alike else _SHARED_STEMS)


def _is_folded_text(fold: _Fold, main: int | None, is_controlled: bool) -> bool:
    """Whether the lines of a fold are unlinked text that no class names otherwise; without a control, paragraphs."""
    lines = [block for block in fold.lines if block.place.zone not in _ZONES_WITHOUT_TEXT]
    letters = sum(len(block.text) for block in lines)
    linked = sum(len(block.text) * block.place.link_share for block in lines)
    if not lines or linked >= _UNLINKED * letters or fold.lines[0].place.zone in _ZONES_WITHOUT_TEXT:
        return False
    start = fold.around.index(main) + 1 if main in fold.around else len(fold.around)
    inner = tuple(dict.fromkeys(shape for block in lines for shape in _shapes_from(block, start)))
    if _is_named_otherwise(inner) or any(phrases("paywall").match(block.text) for block in lines):
        return False
    if any(map(_is_paragraph, lines)):
        return fold.hiding == "folded" or is_controlled
    long = [block for block in lines if word_count(block.text) >= _LINE_WORDS and not block.links]
    return len(long) >= (1 if is_controlled else _LINES) and 2 * len(long) > len(lines)


def _shapes_from(block: Block, depth: int) -> tuple[str, ...]:
    """The shapes of the elements around a block from a depth on."""
    return block.place.shapes[depth:] if len(block.place.shapes) == len(block.place.path) else ()


def _is_named_otherwise(shapes: Sequence[str]) -> bool:
    """Whether class names say that elements are no text: dialogs, forms, lists of links, boxes of the page."""
    return list_kind(shapes) is not None or any(is_marked(shapes, part) for part in _NEVER_TEXT)


def _is_copy(fold: _Fold, keys: Set[str]) -> bool:
    """Whether the page shows most lines of a fold elsewhere."""
    return sum(comparison_key(block.text) in keys for block in fold.lines) >= _COPIED * len(fold.lines)


def _shared(lines: Sequence[Block], stems: Set[str]) -> int:
    """The number of content words that lines share with a text."""
    return len(topic_stems(block.text for block in lines) & stems)


def _control_targets(tree: lxml.html.HtmlElement) -> frozenset[str]:
    """The ids that controls and links of the page refer to."""
    found: set[str] = set()
    for element in tree.iter("a", "button", "div", "span", "label", "summary", "h2", "h3", "h4", "h5", "li", "p"):
        for name in _CONTROL_ATTRIBUTES:
            value = element.get(name)
            if value and (name != "href" or value.startswith("#") or value.startswith("javascript:")):
                found.update(_NAME.findall(value[:300]))
    return frozenset(found)


def _follows_control(element: etree._Element) -> bool:
    """Whether an element or its parent is named as foldable, or a heading or button stands right before it."""
    parent, before = element.getparent(), element.getprevious()
    for one in (element, parent):
        names = f"div {one.get('class') or ''} {one.get('id') or ''}".lower() if one is not None else ""
        if names and is_marked((names,), "fold"):
            return True
    if before is None:
        return False
    return before.tag in _CONTROL_TAGS or any(map(_is_button, (before, *before.iterchildren("a", "button"))))


def _is_button(element: etree._Element) -> bool:
    """Whether an element acts in the page: a button, or a link that leads nowhere."""
    leads_nowhere = element.tag == "a" and str(element.get("href") or "#").startswith(("#", "javascript:"))
    acts = element.get("role") == "button" or element.get("onclick") is not None
    return element.tag == "button" or acts or leads_nowhere
