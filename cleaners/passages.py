"""Where an article ends: its paragraphs in passages, and which of these still speaks of its subject."""

from __future__ import annotations

from collections.abc import Sequence

from cleaners.block import Block
from cleaners.otherarticle import share_said_again
from cleaners.phrases import phrases
from cleaners.related.lists import is_reference
from cleaners.sentence import is_closed_prose, is_headline, is_regular
from cleaners.subject import likeness, share_of, subject_of

PARAGRAPHS = 3
"""Fewer paragraphs have no subject that could be told."""
HEADLINES = 3
"""Headlines in a row that make a list; two can be coincidence."""
ON = 0.1
"""How like the text before it the next part of an article is: 98 of 100 of 1,550 real articles, cut anywhere, are more.
Of other articles' first paragraphs 3 of 5 are less."""
ON_AFTER_LIST = 0.25
"""The same after a list of headlines, or under a headline of its own: 9 of 10 other articles are less."""
SAID_AGAIN = 0.5
FOREIGN_PARAGRAPHS = 3
"""More paragraphs in a row without a headline over them are no tail."""
FURNITURE = (
    "interface_line", "comments_heading", "notice", "related_heading", "latest_heading", "most_read_heading", "teaser"
)  # fmt: skip
KEPT_TAGS = frozenset({"h2", "h3", "h4", "h5", "h6", "li", "th", "td", "pre", "blockquote", "dt", "dd"})
"""Mark-up says that such a line is a part of a text."""
AND = "\u0648"


def passages_of(blocks: Sequence[Block]) -> list[list[int]]:
    """The paragraphs of the body, those in one list that no line parts."""
    passages: list[list[int]] = []
    for number, block in enumerate(blocks):
        if block.is_body and is_closed_prose(block.text):
            if passages and passages[-1][-1] == number - 1:
                passages[-1].append(number)
            else:
                passages.append([number])
    return passages


def last_passage(blocks: Sequence[Block], passages: Sequence[Sequence[int]], flattened: bool) -> int:
    """Which passage is the article's last: none behind it speaks of what the ones before speak of.

    While a text has few paragraphs, or has as many other lines as guides and dialogues do, what goes on is its own;
    so it is in one whose first paragraphs are each about something else, as programmes are.
    """
    last, varied = 0, False
    titles = [block.text for block in blocks if block.role == "title" and block.article == 0]
    subject = subject_of([*titles, *(blocks[n].text for n in passages[0])])
    for number, passage in enumerate(passages[1:], 1):
        told = subject_of([blocks[n].text for n in passage])
        between = blocks[passages[last][-1] + 1 : passage[0]]
        least = least_likeness(between, [blocks[n] for n in passage], subject)
        alone = len(passage) == 1 and not likeness(told, subject) and any(not block.is_body for block in between)
        closed = flattened or alone or any(map(is_close, between)) or count_headlines(between) >= HEADLINES
        few = sum(len(own) for own in passages[: last + 1]) < PARAGRAPHS and count_headlines(between) < HEADLINES
        guide = is_irregular(blocks, passages[: last + 1], subject) and not any(map(is_furniture, between))
        alike = likeness(told, subject) >= least
        varied = varied or (few and not alike)
        if alike or few or guide or not closed or (varied and count_headlines(between) < HEADLINES):
            last = number
            subject |= told
    return last


def is_irregular(blocks: Sequence[Block], passages: Sequence[Sequence[int]], subject: frozenset[str]) -> bool:
    """Whether a text has too few paragraphs among the lines on its subject to tell where it ends by them."""
    lines = [block.text for block in blocks[passages[0][0] : passages[-1][-1] + 1] if block.is_body]
    own = [line for line in lines if is_closed_prose(line) or share_of(line, subject)]
    return sum(len(passage) for passage in passages) < PARAGRAPHS or not is_regular(own)


def least_likeness(between: Sequence[Block], passage: Sequence[Block], subject: frozenset[str]) -> float:
    """How like the text before a passage must be to go on with it, by its opening and the lines that part them."""
    goes_on = opens_going_on(passage[0].text)
    goes_on = goes_on or (all(block.is_body for block in between) and count_headlines(between) < HEADLINES)
    lines = [block.text for block in between if not is_closed_prose(block.text)]
    headlines = [line for line in lines if may_lead_on(line)]
    if goes_on or not (
        count_headlines(between) >= HEADLINES or (len(lines) > 1 and is_headed(headlines, passage, subject))
    ):
        return 0.0 if goes_on or len(passage) > FOREIGN_PARAGRAPHS else ON
    return ON_AFTER_LIST


def is_headed(headlines: Sequence[str], passage: Sequence[Block], subject: frozenset[str]) -> bool:
    """Whether the last headline over a passage is its own: said again there, and not of the text before."""
    opening = " ".join(block.text for block in passage[:2])
    return any(
        share_said_again(line, opening) >= SAID_AGAIN and share_of(line, subject) < ON_AFTER_LIST
        for line in headlines[-1:]
    )


def opens_going_on(text: str) -> bool:
    """Whether a paragraph opens with "and" or another word that leans on what stands before it."""
    return text.lstrip("\"'“«").startswith(AND) or phrases("goes_on").match(text, len(text)) is not None


def count_headlines(blocks: Sequence[Block]) -> int:
    """How many of some lines can be headlines; items and subheads are told by their mark-up."""
    return sum(may_lead_on(block.text) and block.place.tag not in KEPT_TAGS for block in blocks)


def may_lead_on(text: str) -> bool:
    """Whether a line can be another article's headline."""
    return is_headline(text) and not is_closed_prose(text) and not is_reference(text)


def is_furniture(block: Block) -> bool:
    """Whether a block was surely told to be of the page: by its words, or as another article's headline."""
    return block.role in ("credit", "keywords", "related") or (
        block.role == "noise" and any(phrases(name).match(block.text) for name in FURNITURE)
    )


def is_close(block: Block) -> bool:
    """Whether a block closes an article: its source or its keywords."""
    return block.role == "keywords" or (block.role, block.kind) == ("credit", "source")
