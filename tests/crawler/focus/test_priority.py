"""What a link is worth."""

from __future__ import annotations

import pytest

from crawler.focus.priority import breadth, focused
from crawler.ledger.lease import Tier
from crawler.pages.outlinks import outlinks_of
from tests.tools.outlinks import LEASE, OUTLET, link


def test_worth_falls_with_depth_and_rises_with_relevance() -> None:
    assert breadth(1, 9) < breadth(2, 0)
    assert focused(1, 0, 0.9) < focused(1, 0, 0.1) < focused(4, 0, 0.1)
    assert focused(1, 0, 0.2, 0.9) < focused(1, 0, 0.2, 0.1)
    assert focused(2, 0, 0.5) < focused(2, 0, 0.5, is_hub=True)
    assert focused(3, 0, 0.9) < focused(1, 1, 0.1)


@pytest.mark.parametrize(
    ("path", "kind", "tier", "priority"),
    [
        ("/news/10002", "related", Tier.ARTICLE, 0),
        ("/news/10002", "inline", Tier.ARTICLE, 0),
        ("/news/10002", "latest", Tier.ARTICLE, 1),
        ("/news/10002", "adjacent", Tier.ARTICLE, 2),
        ("/news/10002", "body", Tier.ARTICLE, 3),
        ("/news/10002", "menu", Tier.ARTICLE, 4),
        ("/short", "related", Tier.ARTICLE, 4),
        ("/short", "body", Tier.BRIDGE, 1),
        ("/category/world/", "menu", Tier.BRIDGE, 0),
        ("/category/world/page/2/", "other", Tier.BRIDGE, 1),
        ("/", "menu", Tier.BRIDGE, 0),
        ("/tag/x/", "tag", Tier.BRIDGE, 2),
    ],
)
def test_worth_of_a_link(path: str, kind: str, tier: Tier, priority: int) -> None:
    (found,) = outlinks_of([link(path, kind)], OUTLET, LEASE)
    assert (found.tier, found.priority) == (tier, breadth(3, priority + (tier is Tier.BRIDGE) * 10))
