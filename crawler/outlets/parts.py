"""The structured parts of an outlet: paged listings, twins of articles, expectations."""

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
    """A listing: the address of its first page and, if known, the template of the others.

    `pages` is a template with ``{page}``; `first` is the number of the second page in it (usually 2, or 1 if counting
    begins at 0).
    """

    url: Filled
    pages: Filled | None
    first: Annotated[int, Meta(ge=0, le=2)] = 2

    def __post_init__(self) -> None:
        if self.pages is not None and (wrong := problem(self.pages, PAGE_FIELDS)):
            raise ValueError(f"pages: {wrong}")

    def after(self, url: str) -> str | None:
        """The page after `url` in this listing; None without a template or if `url` is not one of its pages.

        Addresses are compared in canonical form. The template also gives a page after the last one; only an empty
        answer shows the end.
        """
        if self.pages is None:
            return None
        address = canonicalize(url)
        if address == canonicalize(self.url):
            return page_address(self.pages, self.first)
        number = _page_number(self.pages, address)
        return page_address(self.pages, number + 1) if number is not None else None


def _page_number(template: str, address: str) -> int | None:
    """The number of a template's page; None if the address is not one of its pages."""
    # The number stands in for the field, so that both addresses are normalized alike.
    mark = "9027451"
    shape = re.escape(canonicalize(page_address(template, int(mark)))).replace(mark, r"(\d{1,6})", 1)
    found = re.fullmatch(shape, address)
    return int(found[1]) if found else None


class Twin(Struct, frozen=True, forbid_unknown_fields=True):
    """A second address of an article (its AMP or print page) and the address of the article.

    `shape` is matched against path and query in canonical form, percent-encoded; `article` is a path in which
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
        """The article's path and query; None if the address is not such a twin."""
        found = self.shape.search(address.path + (f"?{address.query}" if address.query else ""))
        return self.article.format(**found.groupdict("")) if found else None


class Expectation(Struct, frozen=True, forbid_unknown_fields=True):
    """What a healthy crawl of an outlet yields; None for what has not been measured.

    `median_words` is the median length of a record's text, `dated` and `titled` are the shares (0 to 1) of records
    with a publication date and a title.
    """

    median_words: Annotated[float, Meta(ge=1, le=100_000)] | None = None
    dated: _Share | None = None
    titled: _Share | None = None
