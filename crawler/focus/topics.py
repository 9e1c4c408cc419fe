"""Where a crawl is heading: the topics of its seeds and start pages, and how near a headline is to them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from crawler.focus.relevance import Topic, relevance, stems_of, topic_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crawler.focus.priority import Relevance
    from crawler.ledger import Ledger
    from crawler.ledger.lease import Lease
    from crawler.outlets import Outlet


class Compass:
    """The owner of the topics; what it learns stands in the ledger, so a crawl that goes on keeps its heading.

    - ledger: knows the frequencies of words, and the topics of start pages.
    - subjects: headline and text of each seed, what the crawl is about; without seeds that are its start pages.
    - focus: whether relevance counts at all.
    """

    def __init__(self, ledger: Ledger, subjects: Iterable[tuple[str, str]], *, focus: bool) -> None:
        self._ledger = ledger
        topics = (topic_of(*one) for one in (*subjects, *ledger.term_counts.topics()))
        self._topics: list[Topic] = [topic for topic in topics if topic]
        self._focus = focus

    def relevance(self) -> Relevance | None:
        """What tells how near a headline is to the topics; None in a crawl without focus, or yet without a topic."""
        if not self._focus or not self._topics:
            return None
        words = self._ledger.term_counts
        return partial(relevance, topics=self._topics, headlines_with=words.headlines_with, headlines=words.headlines)

    def learn(self, links: Iterable[dict[str, Any]], outlet: Outlet) -> None:
        """Count the words of headlines that a page links and the ledger has not met yet."""
        if not self._focus:
            return
        for link in links:
            url = link["url"]
            if outlet.owns(url) and outlet.is_article(url) and self._ledger.known(outlet.canonicalize(url)) is None:
                self._ledger.term_counts.learn(stems_of(link["text"]))

    def add_topic(self, lease: Lease, article: dict[str, Any]) -> None:
        """Take a start page's article for a topic, where no seed has set one."""
        if not self._focus or lease.kind != "start" or lease.seed is not None or article["reason"] is not None:
            return
        title, text = article["title"] or "", article["text"]
        topic = topic_of(title, text)
        if topic is not None and (title, text) not in self._ledger.term_counts.topics():
            self._ledger.term_counts.begin_topic(lease.canonical, title, text)
            self._topics.append(topic)
