"""Priority of an address: by kind of link, depth, and relevance of its headline to the topics."""

from __future__ import annotations

from collections.abc import Callable

Relevance = Callable[[str], float]
"""Computes a headline's relevance, 0 to 1."""

# In a focused crawl relevance counts most; each link from the start costs as much as a tenth of full relevance.
_SCALE = 1000
_STEP_COST = 100
_KIND_COST = 20
_PARENT_SHARE = 0.3
"""Share of a related link's score that comes from its page, for an editor put the two together (the parent's share in
Shark-Search, Hersovici et al. 1998)."""
_HUB_PENALTY = 600
"""How much more relevant than an article a hub page must be to precede it: an article yields a record for certain."""
_MAX_STEPS = 8
"""Links from the start beyond which depth costs no more: there the headline alone decides."""


def breadth(depth: int, order: int) -> int:
    """The priority in an unfocused (breadth-first) crawl: by depth, then by kind of link; smaller is sooner."""
    return depth * _SCALE + order


def focused(depth: int, order: int, own: float, parent: float | None = None, *, is_hub: bool = False) -> int:
    """The priority in a focused crawl; smaller is sooner.

    - own, parent: relevance of the link's text and of the page that holds it, None if the page should not count.
    """
    score = own if parent is None else (1 - _PARENT_SHARE) * own + _PARENT_SHARE * parent
    return (
        round(_SCALE * (1 - score)) + _STEP_COST * min(depth, _MAX_STEPS) + _KIND_COST * order + is_hub * _HUB_PENALTY
    )
