"""Which articles of an outlet point to which: by subject, by date, and in one round through all of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .texts import Story

RELATED = 4
LATEST = 5
MOST_READ = 3


@dataclass(frozen=True)
class Neighbours:
    """The articles one article points to, by the block they stand in."""

    inline: Story
    related: tuple[Story, ...]
    latest: tuple[Story, ...]
    most_read: tuple[Story, ...]
    older: Story
    newer: Story


def neighbours(story: Story, stories: Sequence[Story]) -> Neighbours:
    """`inline` goes round all allowed articles, so every one of them is reachable from every other one."""
    linked = [other for other in stories if other.linked]
    others = _from(story, linked)
    round_trip = [other for other in others if other.allowed]
    same = [other for other in others if other.topic == story.topic]
    rest = [other for other in others if other.topic != story.topic and other not in round_trip[:1]]
    return Neighbours(
        inline=round_trip[0],
        related=tuple(same[: RELATED - 1] + rest)[:RELATED],
        latest=tuple(other for other in linked if other is not story)[:LATEST],
        most_read=tuple(others[::-1][:MOST_READ]),
        older=others[0],
        newer=others[-1],
    )


def _from(story: Story, linked: Sequence[Story]) -> list[Story]:
    """The linked stories other than this one, in their order, beginning after its place and going round."""
    place = next((i for i, other in enumerate(linked) if other.date <= story.date), 0)
    turned = [*linked[place:], *linked[:place]]
    return [other for other in turned if other is not story]
