"""The parts of an outlet with a form of their own: listings of several pages, twins of articles, expectations."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

from msgspec import Meta, Struct

from cleaners.data_files import Filled
from crawler.outlets.templates import PAGE_FIELDS, page_address, problem
from crawler.urls import canonicalize

if TYPE_CHECKING:
    from crawler.urls import Address

_Share = Annotated[float, Meta(ge=0, le=1)]


class Listing(Struct, frozen=True, forbid_unknown_fields=True):
    """A listing: the address of its first page and, where it is known, the shape of the further ones.

    `pages` is a template with ``{page}``; `first` is the number that the template gives the second page (2 as a
    rule, 1 where counting begins at 0).
    """

    url: Filled
    pages: Filled | None
    first: Annotated[int, Meta(ge=0, le=2)] = 2

    def __post_init__(self) -> None:
        if self.pages is not None and (wrong := problem(self.pages, PAGE_FIELDS)):
            raise ValueError(f"pages: {wrong}")

    def after(self, url: str) -> str | None:
        """The page that follows `url` in this listing; None where it has none or `url` is not of it.

        Addresses are compared in canonical form. That a page follows is the template's word: the last page of
        a listing has one too, and only an empty answer tells.
        """
        if self.pages is None:
            return None
        address = canonicalize(url)
        if address == canonicalize(self.url):
            return page_address(self.pages, self.first)
        number = _number(self.pages, address)
        return page_address(self.pages, number + 1) if number is not None else None


def _number(template: str, address: str) -> int | None:
    """Which page of the template an address is; None where it is none of them."""
    # The number stands in for the field, so that both addresses are folded in the same way.
    mark = "9027451"
    shape = re.escape(canonicalize(page_address(template, int(mark)))).replace(mark, r"(\d{1,6})", 1)
    found = re.fullmatch(shape, address)
    return int(found[1]) if found else None


class Twin(Struct, frozen=True, forbid_unknown_fields=True):
    """A second address of an article (its AMP or print page) and the address of the article.

    `shape` is held against path and query in canonical form, percent-encoded; `article` is a path in which
    ``{name}`` is the group of that name.
    """

    shape: re.Pattern[str]
    article: Filled

    def __post_init__(self) -> None:
        fields = set(re.findall(r"\{(.*?)\}", self.article))
        is_path = self.article.startswith("/") and "{" not in re.sub(r"\{\w+\}", "", self.article)
        if not is_path or fields != set(self.shape.groupindex):
            names = ", ".join(f"{{{name}}}" for name in self.shape.groupindex) or "none"
            raise ValueError(
                f"article: must be a path with the named groups of the shape ({names}), not {self.article!r}"
            )

    def fold(self, address: Address) -> str | None:
        """The article's path and query, or None where the address is no such twin."""
        found = self.shape.search(address.path + (f"?{address.query}" if address.query else ""))
        return self.article.format(**found.groupdict("")) if found else None


class Expectation(Struct, frozen=True, forbid_unknown_fields=True):
    """What a healthy crawl of an outlet gives; None for what nobody has measured.

    `median_words` are words of a record's text, `dated` and `titled` the shares (0 to 1) of the records that
    have a date of publication and a title.
    """

    median_words: Annotated[int, Meta(ge=1, le=100_000)] | None = None
    dated: _Share | None = None
    titled: _Share | None = None
