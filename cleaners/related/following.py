"""The list that follows the text under a heading in words of the outlet's own: its related articles."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from itertools import takewhile

from cleaners.block import Block
from cleaners.links import AUTHOR_PARTS, TAG_PARTS, same_site
from cleaners.marks import is_marked
from cleaners.normalize import comparison_key
from cleaners.phrases import phrases
from cleaners.related.card import HEADING_LETTERS, Titles, title_above, titles_in
from cleaners.related.headings import worded_kind
from cleaners.related.lists import Group, heading_kind
from cleaners.sentence import is_headline, is_prose

LINKED = 0.5
REACH = 2
"""Lines between a list and its heading: a counter, an icon's name."""
MEMBERS = 2
"""One link under an unknown heading is as often the previous article or the section's page."""
TEASED = 2
"""Links of a box between paragraphs that is a teaser still, and not the page's list of related articles."""
HEADLINES = 0.5
"""Share of its links that must have a headline's words; menus and directories have fewer."""
ASIDE = frozenset({"nav", "aside", "footer", "form", "header"})


def with_following_list(
    blocks: Sequence[Block], groups: Sequence[Group], pairs: Sequence[Group], url: str | None
) -> list[Group]:
    """The groups in page order; the first after the text that no heading or place tells otherwise becomes `related`.

    Only where the page has no list of related articles that says so. Sidebars, lists above the text, lists under
    no heading, and those whose heading names a section of the site or the author stay as they are. `pairs` are
    lists of two, which count as that first list or not at all.
    """
    found = sorted(groups, key=lambda group: group.headlines)
    end = max((n for n, b in enumerate(blocks) if b.is_body and is_prose(b.text)), default=None)
    texts = unlinked_paragraphs(blocks)
    if end is None or any(g.kind == "related" and is_list(texts, g, end) for g in groups):
        return found
    sizes = Counter(element for block in blocks for element in block.place.path)
    sections = frozenset(comparison_key(link.text) for block in blocks for link in block.links)
    for group in sorted((*groups, *pairs), key=lambda group: group.headlines):
        if (
            group.kind == "unlabelled"
            and group.headlines[0] > end
            and is_related(blocks, group, end, url, sizes, sections)
        ):
            rest = [other for other in found if other is not group]
            return sorted([*rest, replace(group, kind="related")], key=lambda group: group.headlines)
    return found


def unlinked_paragraphs(blocks: Sequence[Block]) -> list[int]:
    """Positions of the paragraphs of the text that have no link, in order."""
    return [n for n, b in enumerate(blocks) if b.is_body and is_prose(b.text) and not b.links]


def stands_between(texts: Sequence[int], first: int, last: int) -> bool:
    """Whether one of some positions, which are in order, is the first or between it and the last."""
    return bisect_left(texts, first) < bisect_left(texts, last)


def is_list(texts: Sequence[int], group: Group, end: int) -> bool:
    """Whether a group is one list, not teasers in the text: after it, or without paragraphs between its links."""
    first, last = group.headlines[0], group.headlines[-1]
    return last > end or (len(group.headlines) > TEASED and not stands_between(texts, first, last))


def is_related(
    blocks: Sequence[Block],
    group: Group,
    end: int,
    url: str | None,
    sizes: Mapping[int, int],
    sections: Collection[str],
) -> bool:
    """Whether a list leads to articles of the same site under a heading that names nothing else.

    `sizes` has the number of blocks in each element, `sections` the keys of all links' words.
    """
    members = [blocks[n] for n in group.headlines]
    heading = heading_over(blocks, group, end, sizes)
    if heading is None or len(members) < MEMBERS or is_beside(members[0], blocks[end]):
        return False
    if any(worded_kind(blocks[n].text) for n in group.rest if is_heading(blocks[n])):
        return False
    titles = titles_in(blocks, group.rest)
    told = sum(is_article(blocks[n], n, titles, url) for n in group.headlines)
    return told >= HEADLINES * len(members) and not names_other(blocks, blocks[heading], sections)


def is_beside(block: Block, last: Block) -> bool:
    """Whether a block stands in a sidebar or another part of every page, or links the neighbours in time.

    The elements around the text's last paragraph too say nothing of the block; some frameworks call one "next".
    """
    place = block.place
    own = [shape for n, shape in zip(place.path, place.shapes, strict=True) if n not in last.place.path]
    return place.zone in ASIDE or is_marked(own, "side") or is_marked(own, "adjacent")


def heading_over(blocks: Sequence[Block], group: Group, end: int, sizes: Mapping[int, int]) -> int | None:
    """Position of the short line, not linked and no sentence, right before a list and apart from the text with it."""
    first, top = blocks[group.headlines[0]], min((*group.headlines, *group.rest))
    above = [n for n in group.rest if n < group.headlines[0]]
    above += reversed(range(max(end + 1, top - REACH), top))
    return next((n for n in above if is_heading(blocks[n]) and is_apart(blocks[n], first, blocks[end], sizes)), None)


def is_heading(block: Block) -> bool:
    """Whether a line can name a list."""
    if block.role not in ("body", "noise") or len(block.text) > HEADING_LETTERS:
        return False
    return not is_prose(block.text) and block.place.link_share < LINKED


def is_apart(heading: Block, first: Block, last: Block, sizes: Mapping[int, int]) -> bool:
    """Whether a line is a list's and not the text's.

    It is marked as a heading, or shares an element with the list that does not hold the text's end, or is alone in
    a row of its own between the two.
    """
    if heading.place.tag in ("h2", "h3", "h4", "h5", "h6"):
        return True
    around, text = set(first.place.path), set(last.place.path)
    if set(heading.place.path) & around - text:
        return True
    own = next((n for n in heading.place.path if n not in around | text), None)
    return own is not None and sizes[own] == 1


def names_other(blocks: Sequence[Block], heading: Block, sections: Collection[str]) -> bool:
    """Whether a heading names another kind of list, a section that the page links, or the author."""
    if heading_kind(heading) or worded_kind(heading.text) or phrases("interface_line").match(heading.text):
        return True
    key = comparison_key(heading.text)
    authors = [comparison_key(b.value) for b in blocks if b.role == "byline" and b.value]
    return key in sections or any(" " in author and author in key for author in authors)


def is_article(block: Block, number: int, titles: Titles, url: str | None) -> bool:
    """Whether a block leads to another article of the same site: no page of a tag, section or author."""
    for link in block.links:
        path = link.url.lower()
        if same_site(link.url, url) and not any(part in path for part in (*TAG_PARTS, *AUTHOR_PARTS)):
            return is_headline(link.text) or title_above(block, number, titles) is not None
    return False


def of_shell(blocks: Sequence[Block], url: str | None) -> tuple[Block, ...]:
    """The blocks of a page that shows no text; its first list under a heading that names nothing else is `related`."""
    if any(block.kind == "related" for block in blocks):
        return tuple(blocks)
    sections = frozenset(comparison_key(link.text) for block in blocks for link in block.links)
    for start in range(1, len(blocks)):
        if not is_heading(blocks[start - 1]):  # no member of a list is one, so that no list is counted twice
            continue
        members = list(takewhile(lambda n: is_unlabelled(blocks[n]), range(start, len(blocks))))
        if len(members) < MEMBERS or names_other(blocks, blocks[start - 1], sections):
            continue
        told = sum(is_article(blocks[n], n, {}, url) for n in members)
        if told >= HEADLINES * len(members):
            listed = (b.becomes("related", "related", b.value) for b in blocks[start : members[-1] + 1])
            return (*blocks[:start], *listed, *blocks[members[-1] + 1 :])
    return tuple(blocks)


def is_unlabelled(block: Block) -> bool:
    """Whether a block is in a list of no known kind, and in no sidebar, menu or other part of every page."""
    place = block.place
    beside = place.zone in ASIDE or is_marked(place.shapes, "side") or is_marked(place.shapes, "adjacent")
    return (block.role, block.kind) == ("related", "unlabelled") and not beside
