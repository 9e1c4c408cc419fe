"""The texts that a page prints, to tell a headline on the page from a title for search engines."""

from __future__ import annotations

from functools import cached_property

from lxml import etree

_BODY_TEXTS = etree.XPath("descendant::body[1]/descendant::text()", smart_strings=False, regexp=False)
_BETWEEN = "\0"
"""No text of a tree holds it."""


class PrintedTexts:
    """Every text node of a page's body, white space folded; read when first asked for."""

    def __init__(self, root: etree._Element) -> None:
        self._root = root

    def __contains__(self, text: object) -> bool:
        """Whether a text, white space folded, is one of them as a whole; a blank one is not."""
        return bool(text) and f"{_BETWEEN} {text} {_BETWEEN}" in self._folded

    @cached_property
    def _folded(self) -> str:
        """The texts one after the other with a mark around each."""
        texts: list[str] = _BODY_TEXTS(self._root)  # type: ignore[assignment]
        return f"{_BETWEEN} {' '.join(f' {_BETWEEN} '.join(texts).split())} {_BETWEEN}"
