"""Find where an article ends: group its paragraphs into passages and find the last one on its topic."""

from __future__ import annotations

from collections.abc import Sequence, Set

from cleaners.blocks.block import Block
from cleaners.blocks.document import Document
from cleaners.phrases import phrases
from cleaners.steps.other_articles.gaps import Gap, Gaps
from cleaners.steps.other_articles.running_topic import TOPIC_PARAGRAPHS, RunningTopic
from cleaners.steps.other_articles.signs import repeated_share
from cleaners.text.content_words import coverage, overlap, topic_stems

LIST_SIZE = 3
"""Consecutive headlines that form a list; two can be coincidence."""
SAME_TOPIC = 0.1
"""Smallest topic overlap of an article's next part with the text before it: 98 of 100 of 1,550 real articles, cut
anywhere, have more; 3 of 5 first paragraphs of other articles have less."""
_SAME_TOPIC_AFTER_LIST = 0.25
"""The same after a list of headlines or under a headline of its own; 9 of 10 other articles have less."""
_REPEATED = 0.5
_FOREIGN_PARAGRAPHS = 3
"""More consecutive paragraphs without a headline above them are not a tail."""
_WAW = "\u0648"


def passages_of(page: Document) -> list[list[Block]]:
    """The paragraphs of the body, grouped into runs without another block between them."""
    passages: list[list[Block]] = []
    for block in page.closed:
        if passages and passages[-1][-1].index == block.index - 1:
            passages[-1].append(block)
        else:
            passages.append([block])
    return passages


def last_passage(page: Document, passages: Sequence[Sequence[Block]]) -> int:
    """Position of the article's last passage, after which none shares the topic of those before.

    Later passages also belong to an article that has few paragraphs so far, or as many other lines as guides and
    dialogues, or first paragraphs that are each about something else, as in programmes.
    """
    last, varied, gaps = 0, False, Gaps(page, passages[0][-1].index)
    titles = [block for block in page if block.role == "title" and block.article == 0]
    article = RunningTopic(page, passages[0][0].index)
    article.take(passages[0][-1].index + 1, topic_stems(block.text for block in (*titles, *passages[0])))
    for number, passage in enumerate(passages[1:], 1):
        stems = topic_stems(block.text for block in passage)
        gap = gaps.between(passages[last][-1].index, passage[0].index)
        shared = overlap(stems, article.subject)
        on_topic = shared >= _least_overlap(gap, passage, article.subject)
        alone = len(passage) == 1 and not shared and not gap.is_body
        closed = alone or gap.is_closed or gap.headlines >= LIST_SIZE
        few = article.paragraphs < TOPIC_PARAGRAPHS and gap.headlines < LIST_SIZE
        varied = varied or (few and not on_topic)
        guide = article.is_irregular() and not gap.is_furnished
        if on_topic or few or guide or not closed or (varied and gap.headlines < LIST_SIZE):
            last = number
            article.take(passage[-1].index + 1, stems)
    return last


def _least_overlap(gap: Gap, passage: Sequence[Block], subject: Set[str]) -> float:
    """Smallest topic overlap with which a passage continues the text, by its opening and the gap before it."""
    listed = gap.headlines >= LIST_SIZE
    goes_on = is_continuation(passage[0].text) or (gap.is_body and not listed)
    if goes_on or not (listed or (gap.lines > 1 and _is_headed(gap.headline, passage, subject))):
        return 0.0 if goes_on or len(passage) > _FOREIGN_PARAGRAPHS else SAME_TOPIC
    return _SAME_TOPIC_AFTER_LIST


def _is_headed(headline: str, passage: Sequence[Block], subject: Set[str]) -> bool:
    """Whether the last headline above a passage is its own: its words recur there and are off the preceding topic."""
    opening = " ".join(block.text for block in passage[:2])
    return repeated_share(headline, opening) >= _REPEATED and coverage(headline, subject) < _SAME_TOPIC_AFTER_LIST


def is_continuation(text: str) -> bool:
    """Whether a paragraph opens with "and" or another word that refers to the text before it."""
    return opens_with_and(text) or phrases("goes_on").match(text, len(text)) is not None


def opens_with_and(text: str) -> bool:
    """Whether a line opens with the conjunction "and", opening quotes aside."""
    return text.lstrip("\"'“«").startswith(_WAW)
