"""The regions around an article, each named by a step of its own."""

from __future__ import annotations

from collections.abc import Iterator

from cleaners.blocks.block import Block
from cleaners.blocks.class_names import Region
from cleaners.blocks.document import Document
from cleaners.blocks.regions import REGIONS
from cleaners.pipeline import Step


def _naming_step(region: Region) -> Step:
    """The step, called after a region, that drops the lines in it; `regions_of` says which."""

    def step(page: Document) -> Iterator[Block]:
        """Drop the lines in one region around the article."""
        for number, found in page.regions.items():
            if found == region and page[number].is_body:
                yield page[number].becomes("noise")

    step.__name__ = region
    return step


REGION_STEPS: tuple[Step, ...] = tuple(map(_naming_step, REGIONS))
"""One step for each region. They rest on structure; `main_text` takes back what is text of the main element."""
