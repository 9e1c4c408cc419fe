"""A fetched answer → what the processes make of it, or the outcome of one that they do not get to see or survive."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, Any

from cleaners.links import ORDER
from crawler.judgement.answer import header, html_problem, http_problem
from crawler.judgement.freshness import is_unchanged
from crawler.ledger.lease import ANNOUNCING
from crawler.outcome import Outcome, refused
from crawler.workers.pool import WorkerDied, Workers, WorkerTimeout

MAX_LINKED_BYTES = 500_000
"""Bytes of all addresses that a page links together; what is beyond is not followed. Real pages have up to 30,000."""

if TYPE_CHECKING:
    from scrapy.http import Response

    from crawler.ledger.lease import Lease
    from crawler.outcome import Visit


async def read_answer(
    workers: Workers, lease: Lease, visit: Visit, response: Response, facts: dict[str, Any]
) -> dict[str, Any] | Outcome:
    """What the cleaner makes of a page, or what an announcing page holds; `facts` is what reading such a one asks for.

    Raises DataFileError where a process found one of the project's own files wrong.
    """
    content_type = header(response, "Content-Type")
    if is_unchanged(response.status, lease):
        return Outcome(lease)
    if problem := http_problem(response.status, header(response, "Location")):
        return refused(lease, visit, *problem)
    is_announcing = lease.kind in ANNOUNCING
    if not is_announcing and (detail := html_problem(content_type, response.body)):
        return refused(lease, visit, "not_html", detail)
    try:
        if is_announcing:
            return await workers.do(response.body, facts)
        reading = await workers.run(response.body, response.url, visit.fetched_at, content_type)
    except WorkerTimeout as error:
        return refused(lease, visit, "timeout", str(error))
    except WorkerDied as error:
        return refused(lease, visit, "worker_killed", str(error))
    return reading | {"links": to_follow(reading["links"])}


def to_follow(links: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The links of a page as far as MAX_LINKED_BYTES goes, the surest kinds first where it does not go far enough.

    What becomes of them is found out in the crawler's own process, which has no time limit.
    """
    sizes = [len(link["url"].encode("utf-8", "replace")) for link in links]
    if sum(sizes) <= MAX_LINKED_BYTES:
        return links
    surest = {kind: place for place, kind in enumerate(ORDER)}
    order = sorted(range(len(links)), key=lambda at: surest.get(links[at]["kind"], len(ORDER)))
    reach = accumulate(sizes[at] for at in order)
    return [links[at] for at, reached in zip(order, reach, strict=True) if reached <= MAX_LINKED_BYTES]
