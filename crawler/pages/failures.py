"""Refusals of pages that are not read: the request failed, or the answer is not a page. Pure functions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scrapy.exceptions import DownloadCancelledError, DownloadTimeoutError, IgnoreRequest

from crawler.ledger.lease import ANNOUNCING
from crawler.ledger.outcome import Finding, Refusal
from crawler.network.http import header, html_problem, http_problem
from crawler.pages.freshness import is_not_modified

if TYPE_CHECKING:
    from scrapy.http import Response

    from crawler.ledger.lease import Lease

# Scrapy gives no machine-readable reason for ignored requests; these are parts of its messages (2.19).
_IGNORED = (("robots.txt", "robots"), ("max redirections", "redirect"), ("DOWNLOAD_MAXSIZE", "too_large"))

# A redirect to "javascript:…", of which Scrapy cannot make a request.
_NO_ADDRESS = "Missing scheme in request url"


def finding_without_reading(response: Response, lease: Lease) -> Finding | None:
    """The finding of an answer that needs no reading; None for one to be read."""
    if is_not_modified(response.status, lease):
        return Finding()
    if problem := http_problem(response.status, header(response, "Location")):
        return Finding(Refusal(*problem))
    is_announcing = lease.kind in ANNOUNCING
    if not is_announcing and (detail := html_problem(header(response, "Content-Type"), response.body)):
        return Finding(Refusal("not_html", detail))
    return None


def reason_of(error: BaseException) -> tuple[str, str]:
    """The refusal reason of a failed request, and one line of detail.

    A `reason` attribute of the exception or one of its causes takes precedence (`guard.py`). A request ignored by a
    user's own middleware counts as `pipeline`; all others never got an answer and are `unreachable`.
    """
    detail = _one_line(error)
    for cause in _causes(error):
        reason = getattr(cause, "reason", None)
        if isinstance(cause, IgnoreRequest) and isinstance(reason, str):
            return reason, detail
    if isinstance(error, IgnoreRequest):
        return next((reason for words, reason in _IGNORED if words in detail), "pipeline"), detail
    if isinstance(error, ValueError) and _NO_ADDRESS in detail:
        return "offsite", detail
    if isinstance(error, DownloadTimeoutError | TimeoutError):
        return "timeout", detail
    if isinstance(error, DownloadCancelledError):
        # Only DOWNLOAD_MAXSIZE cancels downloads here.
        return "too_large", detail
    return "unreachable", f"{type(error).__name__}: {detail}"


def _one_line(error: BaseException) -> str:
    """The message of an error in one line; of a list of failures by Twisted, the last, which says most."""
    for cause in _causes(error):
        failures = getattr(cause, "reasons", None)
        if isinstance(failures, list) and failures:
            error = getattr(failures[-1], "value", cause)
            break
    return " ".join(str(error).split())[:300] or type(error).__name__


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    # At most ten, for a chain of causes can be circular.
    for _ in range(10):
        if error is None:
            return
        yield error
        error = error.__cause__ or error.__context__
