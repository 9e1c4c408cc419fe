"""A circuit breaker per outlet: its recent failures, and how long to leave it alone. Pure functions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import inf

_BACKOFF_MAX = 300.0
"""Seconds; the longest back-off of our own: an outlet that wants more says so, or opens the breaker."""
_PAUSE_GROWTH = 4.0
"""Factor from one pause to the next: 15 s, 1 min, 4 min, 16 min cover a restart, a deployment and a ban."""
_PAUSES = 4
"""Consecutive pauses after which an outlet is left for the next run."""


@dataclass(frozen=True, slots=True)
class Limits:
    """When an outlet is left alone; times in seconds."""

    failures: int = 5
    """Different pages failing in a row that open the breaker: one fails for its own reasons, five in a row do not."""
    pause: float = 15.0
    """The breaker's first pause."""
    backoff: float = 5.0
    """The first back-off after a page that came too early by the outlet's own word (429, 503) or met a bot wall."""


@dataclass(frozen=True, slots=True)
class BreakerState:
    """The state of one outlet in this run; a new one is closed."""

    failures: int = 0
    """Consecutive failures, repeated ones of the same page included."""
    pages: frozenset[int] = frozenset()
    """The pages that failed in a row."""
    answers: int = 0
    """Pages answered well, in total."""
    pauses: int = 0
    """Pauses since the breaker opened; above 0 it is open, and the next page is a probe."""
    until: float = 0.0
    """When its rest ends, by the caller's clock."""
    why: str = ""
    """The last failure."""
    given_up: bool = False
    """It is left alone for the rest of this run."""


def after_success(state: BreakerState, now: float = inf) -> BreakerState:
    """The state after a successful answer: the breaker closes.

    An outlet that rests until after `now` goes on resting, because the page had been asked for before.
    """
    if state.until > now:
        return replace(state, answers=state.answers + 1)
    return BreakerState(answers=state.answers + 1, given_up=state.given_up, why=state.why if state.given_up else "")


def after_failure(
    state: BreakerState,
    page: int,
    why: str,
    now: float,
    limits: Limits,
    *,
    asked: float | None,
    backs_off: bool,
    jitter: float,
) -> BreakerState:
    """The state after a page that failed.

    `asked` is the pause in seconds that the outlet asked for. Without it, the outlet rests if the breaker opens, or
    for a growing time spread by `jitter` (0 to 1) if the failure says that requests come too often (`backs_off`).
    """
    failures = state.failures + 1
    state = replace(state, failures=failures, pages=state.pages | {page}, why=why)
    if state.pauses or len(state.pages) >= limits.failures:
        return _after_pause(state, now, limits, asked or 0.0)
    if asked is None:
        if not backs_off:
            return state
        asked = min(limits.backoff * 2 ** (failures - 1), _BACKOFF_MAX) * (0.5 + jitter)
    return replace(state, until=now + asked)


def after_failure_in_rest(
    state: BreakerState, page: int, now: float, limits: Limits, asked: float | None
) -> BreakerState:
    """The state of a resting outlet after the failure of a page that had been asked for before its rest.

    The page counts, but is no answer to the rest: it makes the rest longer only if it says so or opens the breaker.
    """
    until = max(state.until, now + (asked or 0.0))
    state = replace(state, pages=state.pages | {page}, until=until)
    opens = not state.pauses and len(state.pages) >= limits.failures
    return _after_pause(state, now, limits, until - now) if opens else state


def _after_pause(state: BreakerState, now: float, limits: Limits, asked: float) -> BreakerState:
    """The state with one more pause, or given up after the last one."""
    if state.pauses >= _PAUSES:
        return replace(state, given_up=True, until=now)
    seconds = max(limits.pause * _PAUSE_GROWTH**state.pauses, asked)
    return replace(state, pauses=state.pauses + 1, until=now + seconds)


def is_outlet_failure(reason: str, status: int | None, *, had_answer: bool) -> bool:
    """Whether a refusal means that the outlet does not serve us, rather than that this page is bad.

    >>> is_outlet_failure("http_error", 403, had_answer=True), is_outlet_failure("http_error", 404, had_answer=True)
    (True, False)
    """
    if reason in ("bot_wall", "unreachable"):
        return True
    if reason == "timeout":  # with an answer, it was the cleaner that took too long
        return not had_answer
    return reason == "http_error" and status is not None and (status in (403, 429) or status >= 500)
