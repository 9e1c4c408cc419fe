"""What the caller of a cleaning chose: steps to leave out and the language of an article."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Choices:
    """The choices of one cleaner."""

    without: frozenset[str] = frozenset()
    """Names of steps that do not run."""
    language: str | None = "ar"
    """The language that an article must have, ISO 639-1; None for any."""


_CHOSEN: ContextVar[Choices] = ContextVar("choices", default=Choices())  # noqa: B039 - it is frozen


def chosen() -> Choices:
    """The choices of the cleaning that is running in this thread."""
    return _CHOSEN.get()


@contextmanager
def choosing(choices: Choices) -> Iterator[None]:
    """Clean by these choices within the `with` block, in this thread alone."""
    token = _CHOSEN.set(choices)
    try:
        yield
    finally:
        _CHOSEN.reset(token)
