"""Which address comes next: the kind of link, the way from the start, and how near its headline is to the topic."""

from __future__ import annotations

from collections.abc import Callable

Relevance = Callable[[str], float]
"""A headline's relevance, 0 to 1."""

# A crawl with a focus: relevance counts most; a step away from the start costs as much as a tenth of it.
_FULL = 1000
_STEP = 100
_KIND = 20
_INHERITED = 0.3
"""Share of a related link's worth that its page lends it: an editor put them side by side (Shark-Search, Hersovici
et al. 1998, gives the parent as much)."""
_BRIDGE = 600
"""What a bridge must be nearer to the topic than an article to come before it: an article is sure to be one."""
_MAX_STEPS = 8
"""Further steps cost nothing more: by then the headline alone must tell."""


def breadth(depth: int, order: int) -> int:
    """The priority in a crawl without a focus: the nearest to the start first, then by the kind of link."""
    return depth * _FULL + order


def focused(depth: int, order: int, own: float, parent: float | None = None, *, is_bridge: bool = False) -> int:
    """The priority in a crawl with a focus; smaller is sooner.

    - own, parent: relevance of the link's words and of the page that it stands on, None where that says nothing.
    """
    worth = own if parent is None else (1 - _INHERITED) * own + _INHERITED * parent
    return round(_FULL * (1 - worth)) + _STEP * min(depth, _MAX_STEPS) + _KIND * order + is_bridge * _BRIDGE
