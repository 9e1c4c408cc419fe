"""The related-articles list after the text, under a heading in the outlet's own words."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import takewhile

from cleaners.blocks.block import Block
from cleaners.blocks.class_names import is_marked
from cleaners.blocks.document import Document
from cleaners.links import AUTHOR_PARTS, TAG_PARTS, same_site
from cleaners.phrases import phrases
from cleaners.steps.related.card import HEADING_LETTERS, HEADING_REACH, SUBHEADINGS, CardTitles, title_above, titles_in
from cleaners.steps.related.list_headings import kind_by_words
from cleaners.steps.related.text_lists import Group, heading_kind
from cleaners.text.line_shape import is_headline, is_prose
from cleaners.text.normalize import comparison_key

_LINKED_HEADING = 0.5
_MIN_LINKS = 2
"""One link under an unknown heading is as likely the previous article or the section page."""
_MAX_TEASERS = 2
"""Most links of a teaser box between paragraphs; longer boxes are the page's list of related articles."""
_HEADLINE_SHARE = 0.5
"""Smallest share of links that are headlines; menus and directories have less."""
_SIDE_ZONES = frozenset({"nav", "aside", "footer", "form", "header"})


def with_related_list(page: Document, groups: Sequence[Group], pairs: Sequence[Group], url: str | None) -> list[Group]:
    """The groups in page order, the first unlabelled list after the text turned into `related`.

    This happens only if the page has no list labelled as related articles. Sidebars, lists above the text, lists
    without a heading, and those whose heading names a section of the site or the author stay as they are. `pairs`
    are lists of two, which count as that first list or not at all.
    """
    found = _in_page_order(groups)
    texts = unlinked_paragraphs(page)
    if not page.paragraphs or any(g.kind == "related" and _is_one_list(texts, g, page.end) for g in groups):
        return found
    for group in _in_page_order((*groups, *pairs)):
        after = group.kind == "unlabelled" and group.headlines[0].index > page.end
        if after and _is_related_list(page, group, url):
            rest = [other for other in found if other is not group]
            return _in_page_order((*rest, replace(group, kind="related")))
    return found


def _in_page_order(groups: Iterable[Group]) -> list[Group]:
    """The groups ordered by the positions of their headlines."""
    return sorted(groups, key=lambda group: [block.index for block in group.headlines])


def unlinked_paragraphs(page: Document) -> list[int]:
    """Indices of the paragraphs without links, in order."""
    return [block.index for block in page.paragraphs if not block.links]


def stands_between(texts: Sequence[int], first: Block, last: Block) -> bool:
    """Whether one of the ordered indices `texts` is in the range from block `first` up to block `last`."""
    return bisect_left(texts, first.index) < bisect_left(texts, last.index)


def _is_one_list(texts: Sequence[int], group: Group, end: int) -> bool:
    """Whether a group is a list, not teasers in the text: it ends after the text, or no paragraph parts its links."""
    first, last = group.headlines[0], group.headlines[-1]
    return last.index > end or (len(group.headlines) > _MAX_TEASERS and not stands_between(texts, first, last))


def _is_related_list(page: Document, group: Group, url: str | None) -> bool:
    """Whether a list leads to articles of the same site under a heading that names no other kind of list."""
    heading, members = _heading_over(page, group), group.headlines
    if heading is None or len(members) < _MIN_LINKS or _is_beside(members[0], page[page.end]):
        return False
    if any(kind_by_words(block.text) for block in group.rest if _may_be_heading(block)):
        return False
    titles = titles_in(group.rest)
    articles = sum(_leads_to_article(block, titles, url) for block in members)
    return articles >= _HEADLINE_SHARE * len(members) and not _names_other_list(page, heading)


def _is_beside(block: Block, last: Block) -> bool:
    """Whether a block is in a sidebar or another recurring part of the site, or links the previous and next article.

    Elements that also contain the text's last paragraph are ignored; some frameworks name one "next".
    """
    place = block.place
    own = [shape for n, shape in zip(place.path, place.shapes, strict=True) if n not in last.place.path]
    return place.zone in _SIDE_ZONES or is_marked(own, "side") or is_marked(own, "adjacent")


def _heading_over(page: Document, group: Group) -> Block | None:
    """The short, mostly unlinked line right before a list that belongs to the list; None without one."""
    first, top = group.headlines[0], min(group.taken)
    above = [block for block in group.rest if block.index < first.index]
    above += reversed(page[max(page.end + 1, top - HEADING_REACH) : top])
    return next((block for block in above if _may_be_heading(block) and _belongs_to_list(page, block, first)), None)


def _may_be_heading(block: Block) -> bool:
    """Whether a line can be a list's heading."""
    if block.role not in ("body", "noise") or len(block.text) > HEADING_LETTERS:
        return False
    return not is_prose(block.text) and block.place.link_share < _LINKED_HEADING


def _belongs_to_list(page: Document, heading: Block, first: Block) -> bool:
    """Whether a line belongs to a list, not to the text.

    It has a heading tag, shares an element with the list that does not contain the end of the text, or is alone in
    an element between the two.
    """
    if heading.place.tag in SUBHEADINGS:
        return True
    around, text = set(first.place.path), set(page[page.end].place.path)
    if set(heading.place.path) & around - text:
        return True
    own = next((n for n in heading.place.path if n not in around | text), None)
    return own is not None and page.sizes[own] == 1


def _names_other_list(page: Document, heading: Block) -> bool:
    """Whether a heading names another kind of list, a link of the page such as a section, or the author."""
    if heading_kind(heading) or kind_by_words(heading.text) or phrases("interface_line").match(heading.text):
        return True
    key = comparison_key(heading.text)
    authors = [comparison_key(b.value) for b in page if b.role == "byline" and b.value]
    return key in page.layout.link_keys or any(" " in author and author in key for author in authors)


def _leads_to_article(block: Block, titles: CardTitles, url: str | None) -> bool:
    """Whether a block links an article of the same site, not the page of a tag, section or author."""
    for link in block.links:
        path = link.url.lower()
        if same_site(link.url, url) and not any(part in path for part in (*TAG_PARTS, *AUTHOR_PARTS)):
            return is_headline(link.text) or title_above(block, titles) is not None
    return False


def with_shell_list(page: Document, url: str | None) -> Document:
    """A page without text, the first list under a heading that names no other kind turned into `related`."""
    if any(block.kind == "related" for block in page):
        return page
    for heading in filter(_may_be_heading, page):  # members of lists are not headings, so no list is counted twice
        below = (page[number] for number in range(heading.index + 1, len(page)))
        members = list(takewhile(_is_unlabelled, below))
        if len(members) < _MIN_LINKS or _names_other_list(page, heading):
            continue
        if sum(_leads_to_article(block, {}, url) for block in members) >= _HEADLINE_SHARE * len(members):
            return page.edited(block.becomes("related", "related", block.value) for block in members)
    return page


def _is_unlabelled(block: Block) -> bool:
    """Whether a block is in an unlabelled list, outside sidebars, menus and other recurring parts of the site."""
    place = block.place
    beside = place.zone in _SIDE_ZONES or is_marked(place.shapes, "side") or is_marked(place.shapes, "adjacent")
    return (block.role, block.kind) == ("related", "unlabelled") and not beside
