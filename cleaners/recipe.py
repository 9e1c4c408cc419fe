"""The ordered steps of each door: the library's table of contents."""

from __future__ import annotations

from functools import partial

from cleaners.extract import trafilatura
from cleaners.facts import Facts
from cleaners.pipeline import Step
from cleaners.steps.author_note import author_note
from cleaners.steps.bare_address import bare_address
from cleaners.steps.byline import byline, translator
from cleaners.steps.caption import caption, repeated_caption
from cleaners.steps.card_excerpt import card_excerpt
from cleaners.steps.contents_list import contents_list
from cleaners.steps.date_line import date_line, reading_time
from cleaners.steps.doubled_line import doubled_line
from cleaners.steps.embedded_post import embedded_post
from cleaners.steps.following_article import following_article
from cleaners.steps.glued_teaser import glued_teaser
from cleaners.steps.headline import before_headline, headline, repeated_headline
from cleaners.steps.interface_line import interface_line
from cleaners.steps.keyword_line import keyword_line
from cleaners.steps.main_text import main_text
from cleaners.steps.normal_form import normal_form
from cleaners.steps.notice import notice
from cleaners.steps.off_topic import off_topic
from cleaners.steps.outlet_line import outlet_line
from cleaners.steps.page_end import page_end
from cleaners.steps.page_tail import page_tail
from cleaners.steps.poll import poll
from cleaners.steps.related_list import related_list
from cleaners.steps.second_article import second_article
from cleaners.steps.share_bar import share_bar
from cleaners.steps.site_lines import site_lines
from cleaners.steps.source_line import source_line
from cleaners.steps.teaser import read_more, teaser


def recipe(facts: Facts) -> tuple[Step, ...]:
    """The steps for one page, in running order, each bound to just what it needs."""
    return text_steps(facts) if facts.flattened else html_steps(facts)


def html_steps(facts: Facts) -> tuple[Step, ...]:
    """A fetched page: where its text stands, then what stands in its text."""
    return (
        normal_form,
        partial(headline, titles=facts.titles),
        following_article,
        partial(trafilatura, kept=facts.kept),
        main_text,
        partial(repeated_headline, titles=facts.titles),
        partial(date_line, fetched_at=facts.fetched_at),
        reading_time,
        embedded_post,
        caption,
        *shared_steps(facts),
        partial(site_lines, site=facts.site),
    )


def text_steps(facts: Facts) -> tuple[Step, ...]:
    """A flattened text: what its lines and their neighbours say is all there is."""
    return (
        normal_form,
        partial(headline, titles=facts.titles, flattened=True),
        before_headline,
        repeated_headline,
        contents_list,
        partial(date_line, fetched_at=facts.fetched_at),
        reading_time,
        embedded_post,
        caption,
        repeated_caption,
        *shared_steps(facts),
    )


def shared_steps(facts: Facts) -> tuple[Step, ...]:
    """What both doors find in a text."""
    return (
        glued_teaser,
        source_line,
        partial(keyword_line, flattened=facts.flattened),
        partial(byline, authors=facts.authors),
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
        partial(page_tail, flattened=facts.flattened),
        partial(off_topic, flattened=facts.flattened),
    )
