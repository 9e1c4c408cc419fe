"""What a page's own text mentions: a person in it is not its author."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from cleaners.metadata.page_elements import PageElements, whole_text
from cleaners.text.line_shape import is_prose
from cleaners.text.normalize import comparison_key

_FIRST_WORDS_OF_TEXT = 4
"""A note about the author names them in its first words."""


class OwnText:
    """A page's headline and paragraphs, read when first asked for: most pages name their author to machines."""

    def __init__(self, page: PageElements, summary: Sequence[str]) -> None:
        """`summary` are the wordings of the headline and the description."""
        self._page, self._summary = page, summary

    def mentions(self, name: str) -> bool:
        """Whether headline or text mention a person; the first words of paragraphs, in which notes do, do not count."""
        return f" {comparison_key(name)} " in self._body

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of headline and text as comparison keys."""
        return frozenset(comparison_key(" ".join([*self._summary, *self._paragraphs])).split())

    @cached_property
    def _body(self) -> str:
        """The comparison key of headline and text without the paragraphs' first words, between spaces."""
        rests = (" ".join(text.split()[_FIRST_WORDS_OF_TEXT:]) for text in self._paragraphs)
        return f" {comparison_key(' '.join([*self._summary, *rests]))} "

    @cached_property
    def _paragraphs(self) -> list[str]:
        """The page's paragraphs, white space folded."""
        return [text for p in self._page.of("p") if is_prose(text := " ".join(whole_text(p).split()))]
