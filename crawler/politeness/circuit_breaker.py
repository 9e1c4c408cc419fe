"""How an outlet has answered lately, and how long it is to be left alone for that. Pure functions."""

from __future__ import annotations

from dataclasses import dataclass, replace

_BACKOFF_MAX = 300.0
"""Seconds; the longest back-off of ours: an outlet that wants more says so, or opens the breaker."""
_PAUSE_GROWTH = 4.0
"""Each pause is so many times the one before: 15 s, 1 min, 4 min, 16 min cover a restart, a deployment and a ban."""
_PAUSES = 4
"""Pauses in a row after which an outlet is left for the next run."""


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
class Health:
    """The state of one outlet in this run; a fresh one is healthy."""

    failures: int = 0
    """Failures in a row, also of one page again and again."""
    pages: frozenset[int] = frozenset()
    """The pages that failed in a row."""
    answers: int = 0
    """Pages that were answered well, in all."""
    pauses: int = 0
    """Pauses since the breaker opened; above 0 it is open, and the next page is a probe."""
    until: float = 0.0
    """It rests until then, by the clock of the caller."""
    why: str = ""
    """What the last failure was."""
    given_up: bool = False
    """It is not asked any more in this run."""


def answered(health: Health) -> Health:
    """The health after a page that was answered well: the breaker closes."""
    return Health(answers=health.answers + 1, given_up=health.given_up, why=health.why if health.given_up else "")


def failed(
    health: Health,
    page: int,
    why: str,
    now: float,
    limits: Limits,
    *,
    asked: float | None,
    backs_off: bool,
    jitter: float,
) -> Health:
    """The health after a page that failed.

    `asked` are the seconds that the outlet asked for; without them it is left alone for a growing time, spread by
    `jitter` (0 to 1), where the failure says that we come too often (`backs_off`), or when the breaker opens.
    """
    failures = health.failures + 1
    health = replace(health, failures=failures, pages=health.pages | {page}, why=why)
    if health.pauses or len(health.pages) >= limits.failures:
        return _paused(health, now, limits, asked or 0.0)
    if asked is None:
        if not backs_off:
            return health
        asked = min(limits.backoff * 2 ** (failures - 1), _BACKOFF_MAX) * (0.5 + jitter)
    return replace(health, until=now + asked)


def _paused(health: Health, now: float, limits: Limits, asked: float) -> Health:
    """The health after one more pause; given up when there were enough."""
    if health.pauses >= _PAUSES:
        return replace(health, given_up=True, until=now)
    seconds = max(limits.pause * _PAUSE_GROWTH**health.pauses, asked)
    return replace(health, pauses=health.pauses + 1, until=now + seconds)


def fails(reason: str, status: int | None, *, had_answer: bool) -> bool:
    """Whether a refusal means that the outlet does not serve us, rather than that this page is no good.

    >>> fails("http_error", 403, had_answer=True), fails("http_error", 404, had_answer=True)
    (True, False)
    """
    if reason in ("bot_wall", "unreachable"):
        return True
    if reason == "timeout":  # with an answer it was the cleaner that took too long
        return not had_answer
    return reason == "http_error" and status is not None and (status in (403, 429) or status >= 500)
