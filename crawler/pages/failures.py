"""What there is to say of a page that nobody reads: its request failed, or its answer is no page. Pure functions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scrapy.exceptions import DownloadCancelledError, DownloadTimeoutError, IgnoreRequest

from crawler.ledger.lease import ANNOUNCING
from crawler.ledger.outcome import Finding, Refusal
from crawler.network.http import header, html_problem, http_problem
from crawler.pages.freshness import is_unchanged

if TYPE_CHECKING:
    from scrapy.http import Response

    from crawler.ledger.lease import Lease

# Scrapy ignores requests without saying why in a way that a program can read; these are its words (2.19).
_IGNORED = (("robots.txt", "robots"), ("max redirections", "redirect"), ("DOWNLOAD_MAXSIZE", "too_large"))

# A redirect to "javascript:…": Scrapy makes no request of it, and fails instead.
_NO_ADDRESS = "Missing scheme in request url"


def unread(response: Response, lease: Lease) -> Finding | None:
    """The finding of an answer that is not worth reading, None for one that is."""
    if is_unchanged(response.status, lease):
        return Finding()
    if problem := http_problem(response.status, header(response, "Location")):
        return Finding(Refusal(*problem))
    is_announcing = lease.kind in ANNOUNCING
    if not is_announcing and (detail := html_problem(header(response, "Content-Type"), response.body)):
        return Finding(Refusal("not_html", detail))
    return None


def reason_of(error: BaseException) -> tuple[str, str]:
    """The reason and one line of detail.

    An exception that bears a `reason`, itself or among its causes, has the say (`guard.py`). A request that a
    user's own middleware ignored counts as `pipeline`; what is left never got an answer: `unreachable`.
    """
    detail = _words(error)
    for cause in _causes(error):
        own = getattr(cause, "reason", None)
        if isinstance(cause, IgnoreRequest) and isinstance(own, str):
            return own, detail
    if isinstance(error, IgnoreRequest):
        return next((reason for words, reason in _IGNORED if words in detail), "pipeline"), detail
    if isinstance(error, ValueError) and _NO_ADDRESS in detail:
        return "offsite", detail
    if isinstance(error, DownloadTimeoutError | TimeoutError):
        return "timeout", detail
    if isinstance(error, DownloadCancelledError):
        # Nothing but DOWNLOAD_MAXSIZE cancels a download here.
        return "too_large", detail
    return "unreachable", f"{type(error).__name__}: {detail}"


def _words(error: BaseException) -> str:
    """One line of what an error says; Twisted lists failures in some, of which the last says most."""
    for cause in _causes(error):
        failures = getattr(cause, "reasons", None)
        if isinstance(failures, list) and failures:
            error = getattr(failures[-1], "value", cause)
            break
    return " ".join(str(error).split())[:300] or type(error).__name__


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    # Ten: a chain of causes can be a ring.
    for _ in range(10):
        if error is None:
            return
        yield error
        error = error.__cause__ or error.__context__
