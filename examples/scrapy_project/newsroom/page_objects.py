"""An article as a web-poet page object: spiders ask for it by type, also in other projects."""

from __future__ import annotations

from dataclasses import dataclass

from web_poet import WebPage, cached_method, field

from cleaners import Article, clean_html


@dataclass
class NewsItem:
    """What this project keeps of an article."""

    url: str
    title: str | None
    text: str
    authors: list[str]
    date_published: str | None
    related: list[str]


class ArabicNewsPage(WebPage[NewsItem]):
    """A page of any Arabic news site; its fields come from one cleaning."""

    @cached_method
    def article(self) -> Article:
        return clean_html(
            self.response.body, str(self.response.url), content_type=self.response.headers.get("Content-Type")
        )

    @property
    def reason(self) -> str | None:
        """None, or why the page is no article."""
        return self.article().reason

    @field
    def url(self) -> str:
        return str(self.response.url)

    @field
    def title(self) -> str | None:
        return self.article().title

    @field
    def text(self) -> str:
        return self.article().text

    @field
    def authors(self) -> list[str]:
        return self.article().authors

    @field
    def date_published(self) -> str | None:
        return self.article().date_published

    @field
    def related(self) -> list[str]:
        """The addresses of the articles that the page presents as related."""
        return [one.url for one in self.article().related if one.url]
