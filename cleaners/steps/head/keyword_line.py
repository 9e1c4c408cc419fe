"""Lines of keywords."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaners.blocks.block import Block
from cleaners.blocks.class_names import is_marked
from cleaners.blocks.document import Document
from cleaners.phrases import phrases
from cleaners.text.content_words import subject_of, telling
from cleaners.text.line_shape import ends_sentence, word_count

_KEYWORDS_LETTERS = 400
_KEYWORD_WORDS = 5
_TAGS_LINE_WORDS = 3
_MIN_KEYWORDS = 3
_KEYWORDS_SHARED = 0.6
"""Share of a list's entries that the text speaks of, if they are its keywords."""
_LABELLED_LIST = re.compile(r"^\W{0,3}(?:[^\W\d_]+\s+){0,2}[^\W\d_]+\s*:\s*(.+)$")
_KEYWORD_SEPARATOR = re.compile(r"\s*[،,؛|/#]\s*|\s+[-–—]\s+")


def keyword_line(page: Document, flattened: bool = False) -> Iterator[Block]:
    """A labelled line of keywords, and the tags after a label that stands alone: linked ones, in a flattened text one
    line and what short lines follow it. After the text also a list of a few words each, whatever its label.
    """
    listing = False
    own = {block.index for block in page.near}
    unlisted = _keywords_under_unknown_label(page)
    for block in page:
        is_own = block.index in own
        match = phrases("keyword_line").match(block.text) if is_own else None
        if match and len(block.text) <= _KEYWORDS_LETTERS:
            listing = not match.rest
            yield block.becomes("keywords", value=match.rest or None)
        elif is_own and (
            _is_linked_tag(block) or (listing and _continues_tags(page[block.index - 1], block, flattened))
        ):
            yield block.becomes("keywords", value=block.text)
        elif block.index in unlisted:
            yield block.becomes("keywords", value=unlisted[block.index])
        else:
            listing = False


def _continues_tags(above: Block, block: Block, flattened: bool) -> bool:
    """Whether a block goes on with the tags under a label."""
    if not flattened or ends_sentence(block.text):
        return _is_linked_word(block)
    is_first = phrases("keyword_line").match(above.text) is not None
    return len(block.text) <= _KEYWORDS_LETTERS if is_first else word_count(block.text) <= _TAGS_LINE_WORDS


def _keywords_under_unknown_label(page: Document) -> dict[int, str]:
    """Position and words of the one list of keywords under a text whose label is in no file.

    The text speaks of nearly all of its words, and not of its label. Line-ups and ingredients are listed so too: those
    come in twos, or name what the text does not.
    """
    after = page[page.closed[-1].index + 1 :] if page.closed else ()
    lists = {block.index: words for block in after if block.is_body and (words := _labelled_list(block.text))}
    if len(lists) != 1:
        return {}
    number, words = next(iter(lists.items()))
    subject = subject_of(block.text for block in page.closed)
    parts = [part for part in _KEYWORD_SEPARATOR.split(words) if part]
    said = [part for part in parts if telling(part) & subject]
    label = page[number].text.removesuffix(words)
    return lists if len(said) >= _KEYWORDS_SHARED * len(parts) and not telling(label) & subject else {}


def _labelled_list(text: str) -> str | None:
    """The keywords of a line that lists at least three of them after a label of up to three words, else None.

    >>> _labelled_list("في هذا الملف: سوريا، لبنان، الحدود")
    'سوريا، لبنان، الحدود'
    """
    told = _LABELLED_LIST.match(text)
    if told is None or len(text) > _KEYWORDS_LETTERS or ends_sentence(text):
        return None
    parts = [part for part in _KEYWORD_SEPARATOR.split(told[1]) if part]
    return (
        told[1] if len(parts) >= _MIN_KEYWORDS and all(word_count(part) <= _KEYWORD_WORDS for part in parts) else None
    )


def _is_linked_tag(block: Block) -> bool:
    """Whether mark-up says that a block is a tag."""
    return is_marked(block.place.shapes[-3:], "tags") and _is_linked_word(block)


def _is_linked_word(block: Block) -> bool:
    """Whether a block is a few words that are all link."""
    return block.place.link_share > 0.9 and all(len(link.text.split()) <= _KEYWORD_WORDS for link in block.links)
