"""The ordered steps for pages and for flattened texts: the library's table of contents."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from cleaners.pipeline import Step, step_name
from cleaners.sites import NO_RULES, SiteRules
from cleaners.steps.body.caption import caption, repeated_caption
from cleaners.steps.body.contents_list import contents_box, contents_list
from cleaners.steps.body.doubled_line import doubled_line
from cleaners.steps.body.embedded_post import embedded_post
from cleaners.steps.body.footnote_mark import footnote_mark
from cleaners.steps.body.hidden_text import hidden_text
from cleaners.steps.body.kicker import kicker
from cleaners.steps.body.main_text import main_text
from cleaners.steps.body.mojibake import mojibake
from cleaners.steps.body.normal_form import normal_form
from cleaners.steps.body.referee import Referee, not_judged, plain_structure, trafilatura
from cleaners.steps.boilerplate.call_box import call_box
from cleaners.steps.boilerplate.glued_call import glued_call
from cleaners.steps.boilerplate.interface_line import bare_address, interface_line
from cleaners.steps.boilerplate.notice import notice
from cleaners.steps.boilerplate.outlet_line import outlet_line
from cleaners.steps.boilerplate.poll import poll
from cleaners.steps.boilerplate.region_steps import REGION_STEPS
from cleaners.steps.boilerplate.share_bar import share_bar
from cleaners.steps.boilerplate.site_lines import site_lines
from cleaners.steps.head.byline import byline, translator
from cleaners.steps.head.credit_line import credit_line
from cleaners.steps.head.date_line import date_line, reading_time
from cleaners.steps.head.headline import before_headline, headline, repeated_headline
from cleaners.steps.head.keyword_line import keyword_line
from cleaners.steps.head.menu_line import menu_line
from cleaners.steps.other_articles.following_article import following_article
from cleaners.steps.other_articles.second_article import second_article
from cleaners.steps.related.card_excerpt import card_excerpt
from cleaners.steps.related.glued_teaser import glued_teaser
from cleaners.steps.related.related_list import related_list
from cleaners.steps.related.teaser import read_more, teaser
from cleaners.steps.tail.author_note import author_note
from cleaners.steps.tail.closing_section import about_author, reader_call, source_list
from cleaners.steps.tail.off_topic import off_topic
from cleaners.steps.tail.page_tail import named_tail, page_end, page_tail
from cleaners.steps.tail.signature import signature
from cleaners.steps.tail.source_line import source_line

_NEEDED = frozenset({"normal_form", "headline", "before_headline", "main_text"})
"""Without these there is no text: they find it, or give it its form."""
_left_out: ContextVar[frozenset[str]] = ContextVar("steps left out", default=frozenset())
"""The names of the steps that the caller of this cleaning leaves out."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known about a page; the recipe binds it to the steps that need it."""

    flattened: bool = False
    """Whether the page is a text without its mark-up."""
    titled: bool | None = None
    """Whether a flattened text begins with its headline; None where only the text shows it."""
    url: str | None = None
    titles: tuple[str, ...] = ()
    """Headlines from the page's metadata, most likely first."""
    authors: tuple[str, ...] = ()
    outlet: str | None = None
    """The outlet's own name."""
    referee: Referee = not_judged
    fetched_at: datetime | None = None
    site: SiteRules = NO_RULES


def recipe(facts: Facts) -> tuple[Step, ...]:
    """The steps for one page in running order, each bound to just the facts it needs, without those left out."""
    steps, without = _text_steps(facts) if facts.flattened else _html_steps(facts), _left_out.get()
    return tuple(step for step in steps if step_name(step) not in without) if without else steps


def optional_steps() -> frozenset[str]:
    """The names of the steps that a cleaner may leave out: all but those that find the text and give it its form."""
    return frozenset(map(step_name, (*_html_steps(Facts()), *_text_steps(Facts(flattened=True))))) - _NEEDED


@contextmanager
def leaving_out(names: frozenset[str]) -> Iterator[None]:
    """Clean without these steps within the `with` block, in this thread alone."""
    token = _left_out.set(names)
    try:
        yield
    finally:
        _left_out.reset(token)


def finder(facts: Facts) -> str:
    """The name of the step that ends the search for headline and text; the steps after it clean them."""
    return "before_headline" if facts.flattened else "main_text"


def _html_steps(facts: Facts) -> tuple[Step, ...]:
    """The steps for a fetched page: locate its text, then clean it."""
    return (
        normal_form,
        partial(headline, titles=facts.titles),
        hidden_text,
        following_article,
        footnote_mark,
        contents_box,
        *REGION_STEPS,
        partial(plain_structure, referee=facts.referee),
        partial(trafilatura, referee=facts.referee),
        partial(main_text, url=facts.url),
        kicker,
        partial(repeated_headline, titles=facts.titles),
        partial(date_line, fetched_at=facts.fetched_at),
        reading_time,
        embedded_post,
        caption,
        *_shared_steps(facts),
        page_tail,
        off_topic,
        partial(site_lines, site=facts.site),
    )


def _text_steps(facts: Facts) -> tuple[Step, ...]:
    """The steps for a flattened text, which can only use its lines and their neighbours."""
    return (
        normal_form,
        partial(headline, titles=facts.titles, flattened=True, titled=facts.titled),
        menu_line,
        before_headline,
        repeated_headline,
        credit_line,
        contents_list,
        partial(date_line, fetched_at=facts.fetched_at),
        reading_time,
        embedded_post,
        caption,
        repeated_caption,
        *_shared_steps(facts),
        named_tail,
    )


def _shared_steps(facts: Facts) -> tuple[Step, ...]:
    """The steps for the text that both recipes share."""
    return (
        mojibake,
        glued_teaser,
        glued_call,
        call_box,
        partial(source_list, url=facts.url, authors=facts.authors),
        partial(about_author, url=facts.url, authors=facts.authors),
        partial(reader_call, url=facts.url, authors=facts.authors),
        source_line,
        partial(keyword_line, flattened=facts.flattened),
        partial(byline, authors=facts.authors),
        partial(signature, authors=facts.authors),
        translator,
        interface_line,
        share_bar,
        notice,
        bare_address,
        second_article,
        poll,
        partial(author_note, authors=facts.authors),
        doubled_line,
        partial(related_list, flattened=facts.flattened, url=facts.url),
        read_more,
        partial(teaser, url=facts.url),
        card_excerpt,
        partial(outlet_line, site=facts.outlet),
        page_end,
    )
