"""A fetched answer → what the processes make of it, or the outcome of one that they do not get to see or survive."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crawler.judgement.answer import header, html_problem, http_problem
from crawler.judgement.freshness import is_unchanged
from crawler.ledger.lease import ANNOUNCING
from crawler.outcome import Outcome, refused
from crawler.workers.pool import WorkerDied, Workers, WorkerTimeout

if TYPE_CHECKING:
    from scrapy.http import Response

    from crawler.ledger.lease import Lease
    from crawler.outcome import Visit


async def read_answer(
    workers: Workers, lease: Lease, visit: Visit, response: Response, facts: dict[str, Any]
) -> dict[str, Any] | Outcome:
    """What the cleaner makes of a page, or what an announcing page holds; `facts` is what reading such a one asks for.

    Raises OwnDataError where a process found one of the project's own files wrong.
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
        return await workers.run(response.body, response.url, visit.fetched_at, content_type)
    except WorkerTimeout as error:
        return refused(lease, visit, "timeout", str(error))
    except WorkerDied as error:
        return refused(lease, visit, "worker_killed", str(error))
