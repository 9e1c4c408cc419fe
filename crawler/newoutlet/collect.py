"""Collect pages of an outlet: from an archive, or with a handful of polite requests."""

from __future__ import annotations

from collections import defaultdict
from contextlib import closing
from typing import TYPE_CHECKING, Any

from scrapy import Request, Spider

from cleaners.data_files import DataFileError
from cleaners.text.web_address import join_address
from crawler.network.encodings import unpacked
from crawler.newoutlet.seen import SeenPage, seen_page
from crawler.newoutlet.shapes import is_clearly_none, shape_of
from crawler.urls import registrable_domain
from crawler.warc.answers import Pointer, read_answer
from crawler.warc.captures import captures
from crawler.warc.damage import Damaged

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Iterator
    from pathlib import Path

    from scrapy.http import Response

    from crawler.warc.captures import Capture

_SCOUTED_PAGES = 400
"""Answers of an archive to read: more pages of one outlet teach nothing new."""
_MAX_BYTES = 5 * 1024 * 1024
_MAX_REQUESTS = 20
"""Pages to ask a live outlet for, besides robots.txt and its front page."""
_PER_SHAPE = 3
_OK = 200


def pages_of_archive(path: Path) -> list[SeenPage]:
    """What the first answers of an archive say; raises DataFileError for a file that is none."""
    seen: list[SeenPage] = []
    try:
        with closing(captures(path)) as found:
            for capture in found:
                page = _archived_page(path, capture) if capture.status == _OK else None
                seen += [page] if page is not None else []
                if len(seen) >= _SCOUTED_PAGES:
                    break
    except OSError as error:
        raise DataFileError(f"{path}: cannot be read: {error.strerror or error}") from error
    except Damaged as error:
        if not seen:
            raise DataFileError(f"{path}: not a WARC file that can be read: {error}") from error
    return seen


def _archived_page(path: Path, capture: Capture) -> SeenPage | None:
    try:
        answer = read_answer(
            Pointer(path, capture.offset, capture.status, capture.captured, capture.length), _MAX_BYTES
        )
    except Damaged:
        return None
    headers = {name.lower(): value.decode("latin-1") for name, value in answer.headers}
    body = unpacked(answer.body, headers.get("content-encoding", ""), _MAX_BYTES)
    return seen_page(capture.url, body, headers.get("content-type", ""))


def links_to_try(links: Iterable[str], domain: str) -> list[str]:
    """Some links of each shape on a domain, those of the most frequent shapes first."""
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for link in dict.fromkeys(links):
        if registrable_domain(link) == domain:
            groups[shape_of(link)].append(link)
    ordered = sorted(groups.values(), key=lambda group: (is_clearly_none(group[0]), -len(group)))
    return [link for group in ordered for link in group[:_PER_SHAPE]][:_MAX_REQUESTS]


def _linked_address(url: str, path: str) -> str:
    """The address of a path on the host of a page; the page's own if it has no valid parts."""
    return join_address(url, path) or url


class Scout(Spider):
    """Asks for one page, robots.txt and the front page, then for some pages and announcements that these lead to.

    What they say is appended to `seen`. It runs on Scrapy's ordinary parts, with the project's politeness.
    """

    name = "scout"
    custom_settings = {  # noqa: RUF012 (Scrapy declares it)
        "DEPTH_LIMIT": 2,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
    }

    def __init__(self, url: str, seen: list[SeenPage]) -> None:
        super().__init__()
        self._url, self._seen = url, seen

    async def start(self) -> AsyncIterator[Any]:
        """The first three requests."""
        yield Request(_linked_address(self._url, "/robots.txt"), self._keep, meta={"dont_obey_robotstxt": True})
        for url in dict.fromkeys((_linked_address(self._url, "/"), self._url)):
            yield Request(url, self._explore, meta={"dont_filter": True})

    def _keep(self, response: Response) -> None:
        page = seen_page(response.url, response.body, (response.headers.get("Content-Type") or b"").decode("latin-1"))
        self._seen += [page] if page is not None else []

    def _explore(self, response: Response) -> Iterator[Request]:
        """Keep a page, and ask for some of those that it leads to; Scrapy's filter asks for each once."""
        before = len(self._seen)
        self._keep(response)
        for page in self._seen[before:]:
            told = dict.fromkeys(kind for kind, _ in page.announces if kind != "posts")
            first = [next(url for kind, url in page.announces if kind == one) for one in told]
            for url in (*first, *links_to_try(page.links, registrable_domain(response.url))):
                yield Request(url, self._keep)
