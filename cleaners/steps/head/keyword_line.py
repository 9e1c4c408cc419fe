"""Lines of keywords."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaners.blocks.block import Block
from cleaners.blocks.class_names import is_marked
from cleaners.blocks.document import Document
from cleaners.phrases import phrases
from cleaners.text.content_words import content_stems, topic_stems
from cleaners.text.line_shape import ends_sentence, word_count

_KEYWORDS_LETTERS = 400
_KEYWORD_WORDS = 5
_TAGS_LINE_WORDS = 3
_MIN_KEYWORDS = 3
_KEYWORDS_SHARED = 0.6
"""Smallest share of a list's entries that the text mentions, if they are its keywords."""
_OTHERS = (
    "network", "interface_line", "related_heading", "latest_heading", "most_read_heading", "comments_heading",
    "call_heading", "teaser",
)  # fmt: skip
_LABELLED_LIST = re.compile(r"^\W{0,3}(?:[^\W\d_]+\s+){0,2}[^\W\d_]+\s*:\s*(.+)$")
_KEYWORD_SEPARATOR = re.compile(r"\s*[،,؛|/#]\s*|\s+[-–—]\s+")


def keyword_line(page: Document, flattened: bool = False) -> Iterator[Block]:
    """Mark labelled keyword lines, and the tags after a label on its own line, as keywords.

    Tags are links; in a flattened text, one line and the short lines that follow it. After the text, a list of
    short entries counts under any label.
    """
    listing = False
    labelled = page.named("keyword_line")
    own = {block.index for block in page.article_lines} if labelled or not flattened else set()
    unlisted = _keywords_under_unknown_label(page)
    for block in page if own or unlisted else ():
        is_own = block.index in own
        match = phrases("keyword_line").match(block.text) if is_own and block.index in labelled else None
        if match and len(block.text) <= _KEYWORDS_LETTERS:
            listing = not match.rest
            yield block.becomes("keywords", value=match.rest or None)
        elif is_own and (_is_linked_tag(block) or (listing and _follows_tag(page[block.index - 1], block, flattened))):
            yield block.becomes("keywords", value=block.text)
        elif block.index in unlisted:
            yield block.becomes("keywords", value=unlisted[block.index])
        else:
            listing = False


def _follows_tag(above: Block, block: Block, flattened: bool) -> bool:
    """Whether a block continues the tags under a label, which end where another phrase names a line."""
    if flattened and any(phrases(name).match(block.text) for name in _OTHERS):
        return False
    if not flattened or ends_sentence(block.text):
        return _is_linked_word(block)
    is_first = phrases("keyword_line").match(above.text) is not None
    return len(block.text) <= _KEYWORDS_LETTERS if is_first else word_count(block.text) <= _TAGS_LINE_WORDS


def _keywords_under_unknown_label(page: Document) -> dict[int, str]:
    """Index and entries of the only keyword list below the text with an unknown label; empty without one.

    The text must mention most of its entries but not its label. Line-ups and ingredients, listed alike, come in
    twos or have entries that the text does not mention.
    """
    after = page[page.closed[-1].index + 1 :] if page.closed else ()
    lists = {block.index: words for block in after if block.is_body and (words := _labelled_list(block.text))}
    if len(lists) != 1:
        return {}
    number, words = next(iter(lists.items()))
    subject = topic_stems(block.text for block in page.closed)
    parts = [part for part in _KEYWORD_SEPARATOR.split(words) if part]
    said = [part for part in parts if content_stems(part) & subject]
    label = page[number].text.removesuffix(words)
    return lists if len(said) >= _KEYWORDS_SHARED * len(parts) and not content_stems(label) & subject else {}


def _labelled_list(text: str) -> str | None:
    """The keywords of a line that lists at least three after a label of up to three words; else None.

    >>> _labelled_list("في هذا الملف: سوريا، لبنان، الحدود")
    'سوريا، لبنان، الحدود'
    """
    match = _LABELLED_LIST.match(text)
    if match is None or len(text) > _KEYWORDS_LETTERS or ends_sentence(text):
        return None
    parts = [part for part in _KEYWORD_SEPARATOR.split(match[1]) if part]
    return match[1] if len(parts) >= _MIN_KEYWORDS and all(word_count(p) <= _KEYWORD_WORDS for p in parts) else None


def _is_linked_tag(block: Block) -> bool:
    """Whether mark-up identifies a block as a tag."""
    return _is_linked_word(block) and is_marked(block.place.shapes[-3:], "tags")


def _is_linked_word(block: Block) -> bool:
    """Whether a block is a few words, nearly all linked."""
    return block.place.link_share > 0.9 and all(len(link.text.split()) <= _KEYWORD_WORDS for link in block.links)
