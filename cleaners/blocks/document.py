"""A document: the blocks of one page with the properties that most steps need."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence, Set
from functools import cached_property

from cleaners.blocks.block import Block
from cleaners.blocks.boxes import named_boxes
from cleaners.blocks.class_names import Region
from cleaners.blocks.evidence import own_lines, shows_page
from cleaners.blocks.layout import Layout
from cleaners.blocks.main_content import lines_of_article, main_element
from cleaners.blocks.regions import container_path, regions_of, texts_of
from cleaners.blocks.text_beside import text_beside
from cleaners.phrases import naming_files
from cleaners.text.content_words import topic_stems
from cleaners.text.line_shape import is_closed_prose, is_prose
from cleaners.text.normalize import keys_among

_OF_TITLE = frozenset({"title", "regions", "boxes"})
"""The properties that depend on no other role than that of the headline."""
_OF_WORDING = frozenset({"_lines_by_file", "keys"})
"""The properties that depend on no role."""
_OF_TEXTS = frozenset({"texts", "body"})
_OF_PARAGRAPHS = frozenset({"paragraphs", "closed", "subject", "start", "end", "end_of_texts", "main"})
_NO_LINES: frozenset[int] = frozenset()


class Document(tuple[Block, ...]):
    """The blocks in page order; `document[n].index` is `n`. Properties are computed once per state of the page."""

    @cached_property
    def _lines_by_file(self) -> dict[str, set[int]]:
        """Indices of the lines that a phrase matches, by the name of the phrase's file."""
        found: dict[str, set[int]] = defaultdict(set)
        for number, names in enumerate(naming_files([block.text for block in self])):
            for name in names:
                found[name].add(number)
        return dict(found)

    def named(self, *files: str) -> Set[int]:
        """Indices of the lines that a phrase of one of the files matches; starts and ends count in any length."""
        lines = self._lines_by_file
        if len(files) == 1:
            return lines.get(files[0], _NO_LINES)
        return _NO_LINES.union(*(lines.get(name, _NO_LINES) for name in files))

    @cached_property
    def keys(self) -> Sequence[str]:
        """A key of each line, by its index, that is another's exactly if they are spelling variants of one text.

        Empty without letters; see `keys_among`.
        """
        return keys_among([block.text for block in self])

    @cached_property
    def title(self) -> Block | None:
        """The headline of the page's own article."""
        return next((block for block in self if block.role == "title" and block.article == 0), None)

    @cached_property
    def texts(self) -> tuple[Block, ...]:
        """The blocks that are currently text of any article of the page."""
        return tuple(block for block in self if block.role == "body")

    @cached_property
    def body(self) -> tuple[Block, ...]:
        """The blocks that are currently text of the page's own article."""
        return tuple(block for block in self if block.is_body)

    @cached_property
    def paragraphs(self) -> tuple[Block, ...]:
        """The running text of the page's own article."""
        return tuple(block for block in self.body if is_prose(block.text))

    @cached_property
    def closed(self) -> tuple[Block, ...]:
        """The blocks of its body that are certainly running text."""
        return tuple(block for block in self.body if is_closed_prose(block.text))

    @cached_property
    def subject(self) -> frozenset[str]:
        """The topic stems of its closed running text."""
        return topic_stems(block.text for block in self.closed)

    @cached_property
    def start(self) -> int:
        """Index of the first paragraph; the number of blocks if there is none."""
        return self.paragraphs[0].index if self.paragraphs else len(self)

    @cached_property
    def end(self) -> int:
        """Index of the last paragraph; -1 if there is none."""
        return self.paragraphs[-1].index if self.paragraphs else -1

    @cached_property
    def end_of_texts(self) -> int:
        """Index of the last paragraph of any article; the number of blocks if there is none."""
        return next((block.index for block in reversed(self.texts) if is_prose(block.text)), len(self))

    @cached_property
    def layout(self) -> Layout:
        """What no step changes: places and links."""
        return Layout(self)

    @property
    def sizes(self) -> Counter[int]:
        """The number of blocks in each element."""
        return self.layout.sizes

    @cached_property
    def main(self) -> int | None:
        """Number of the element that contains the text; see `main_element`."""
        return main_element(self.paragraphs, self.sizes)

    @cached_property
    def own(self) -> frozenset[int]:
        """Indices of the lines that no guess may drop; see `own_lines` and `text_beside`."""
        return (own_lines(self, self.paragraphs, self.main) | self.beside) - self.boxes.keys()

    @cached_property
    def beside(self) -> frozenset[int]:
        """Indices of the lines of text beside the main element; see `text_beside`."""
        return text_beside(self, self.main, self.title, self.regions)

    @cached_property
    def shows_page(self) -> bool:
        """Whether a flattened text shows a page around it; see `shows_page`."""
        return shows_page(self)

    @cached_property
    def ground(self) -> tuple[object, ...]:
        """What guesses rest on: the running text of each article of the page, and whether a page surrounds it."""
        paragraphs = tuple((block.index, block.article) for block in self.texts if is_prose(block.text))
        return paragraphs, not any(block.place.path for block in self) and self.shows_page

    @cached_property
    def article_lines(self) -> tuple[Block, ...]:
        """The lines that may describe the article; see `lines_of_article`."""
        return tuple(lines_of_article(self, self.main, self.title))

    @cached_property
    def regions(self) -> dict[int, Region]:
        """The regions around the article, by index of their blocks; see `regions_of`."""
        return regions_of(self, self._running_text, self._container, self.title, self.boxes)

    @cached_property
    def boxes(self) -> dict[int, Region]:
        """The small boxes that their class names beyond doubt, by index of their blocks; see `named_boxes`."""
        return named_boxes(self, self.layout.shapes, {*self._container, *(self.title.place.path if self.title else ())})

    @cached_property
    def _running_text(self) -> Sequence[Block]:
        """The running text of the page, whatever its role; see `texts_of`."""
        return texts_of(self)

    @cached_property
    def _container(self) -> tuple[int, ...]:
        """The path of the innermost element with most of it; see `container_path`."""
        return container_path(self._running_text)

    def edited(self, edits: Iterable[Block]) -> Document:
        """The document with edited blocks replaced; itself where nothing changes."""
        changed = {block.index: block for block in edits if block != self[block.index]}
        if not changed:
            return self
        blocks = list(self)
        for index, block in changed.items():
            blocks[index] = block
        after = Document(blocks)
        kept = self._unchanged([*changed.values(), *(self[index] for index in changed)])
        if all(block.text == self[index].text for index, block in changed.items()):
            kept |= _OF_WORDING
        after.__dict__.update({name: self.__dict__[name] for name in kept & self.__dict__.keys()})
        return after

    def _unchanged(self, touched: Iterable[Block]) -> Set[str]:
        """The properties that an edit leaves alone, from the blocks before and after it."""
        kept = {"layout", *_OF_TITLE, *_OF_TEXTS, *_OF_PARAGRAPHS}
        for block in touched:
            if block.role == "title":
                kept -= _OF_TITLE
            elif block.role == "body":
                kept -= _OF_TEXTS
                if not _OF_PARAGRAPHS.isdisjoint(kept) and is_prose(block.text):
                    kept -= _OF_PARAGRAPHS
        return kept
