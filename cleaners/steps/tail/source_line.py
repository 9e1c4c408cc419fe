"""Lines that credit the agency or outlet from which a text comes."""

from __future__ import annotations

from collections.abc import Iterator

from cleaners.blocks.block import Block
from cleaners.blocks.document import Document
from cleaners.phrases import phrases
from cleaners.text.line_shape import ends_sentence

_SOURCE_LETTERS = 60
"""The longest credit seen has 41; 310 paragraphs of prose that open with the same word are all longer or unlabelled."""


def source_line(page: Document) -> Iterator[Block]:
    """Mark labelled source credits anywhere, and an agency's bare name before or after the text, as credits."""
    labelled, agencies = page.named("source_line"), page.named("agency")
    named = labelled | agencies
    for block in (block for block in page.article_lines if block.index in named) if named else ():
        source = _credited(block.text)
        beside = block.role == "body" and page.paragraphs and not page.start <= block.index <= page.end_of_texts
        if source is None and beside and phrases("agency").match(block.text):
            source = block.text
        if source:
            yield block.becomes("credit", "source", source)


def _credited(text: str) -> str | None:
    """The source that a labelled line names; else None."""
    if len(text) > _SOURCE_LETTERS:
        return None
    match = phrases("source_line").match(text)
    if match is None or not match.rest or (ends_sentence(match.rest) and len(match.rest.split()) > 4):
        return None
    return _unbracketed(match.rest) or None


def _unbracketed(source: str) -> str:
    """The source without a closing bracket that was opened before its label.

    >>> _unbracketed("الأناضول)"), _unbracketed("وكالات (بتصرف)")
    ('الأناضول', 'وكالات (بتصرف)')
    """
    for opening, closing in ("()", "[]", "{}"):
        if source.count(closing) > source.count(opening):
            source = source.rstrip(" .").removesuffix(closing).rstrip()
    return source
