"""The topics of a crawl, taken from its seeds and start pages, and the relevance of headlines to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crawler.focus.relevance import Topic, relevance_to, topic_of
from crawler.ledger.term_counts import stems_of
from crawler.outlets.judging import verdict_on

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crawler.focus.priority import Relevance
    from crawler.ledger import Ledger
    from crawler.ledger.lease import Lease
    from crawler.outlets import Outlet


class Topics:
    """Keeps the topics of a crawl; what it learns is stored in the ledger, so a resumed crawl keeps its focus.

    - ledger: stores document frequencies and the topics of start pages.
    - seed_texts: headline and text of each seed; without seeds the start pages give the topics.
    - focus: whether relevance is used at all.
    """

    def __init__(self, ledger: Ledger, seed_texts: Iterable[tuple[str, str]], *, focus: bool) -> None:
        self._ledger = ledger
        stored = (Topic(*one) for one in ledger.term_counts.topics())
        self._topics = [topic for one in seed_texts if (topic := topic_of(*one))] + [*stored]
        self._focus = focus
        self._relevance: Relevance | None = None
        self._relevance_of = (0, 0)

    def relevance(self) -> Relevance | None:
        """The relevance function; None in an unfocused crawl, or as long as there is no topic."""
        if not self._focus or not self._topics:
            return None
        terms = self._ledger.term_counts
        known = terms.headlines, len(self._topics)  # both only grow
        if self._relevance is None or self._relevance_of != known:
            self._relevance = relevance_to(self._topics, terms.headlines_with, terms.headlines)
            self._relevance_of = known
        return self._relevance

    def learn(self, links: Iterable[dict[str, Any]], outlet: Outlet) -> None:
        """Count the stems of linked headlines whose articles the ledger does not know yet."""
        terms = self._ledger.term_counts
        if not self._focus or terms.are_enough:
            return
        for link in links:
            verdict = verdict_on(link, outlet)
            if verdict.is_article and self._ledger.known(verdict.canonical) is None:
                terms.learn(stems_of(link["text"]))

    def add_topic(self, lease: Lease, record: dict[str, Any]) -> None:
        """Add a start page's record as a topic, unless a seed has set one.

        A page that gave no record, for example because it opts out, leaves no trace here.
        """
        if not self._focus or lease.kind != "start" or lease.seed is not None:
            return
        topic = topic_of(record["title"], record["text"])
        if topic is None:
            return
        stored = Topic(tuple(sorted(set(topic.headline))), topic.counts)
        if stored not in self._topics:
            self._ledger.term_counts.begin_topic(lease.canonical, stored.headline, stored.counts)
            self._topics.append(stored)
