"""Site-specific exceptions, applied after all general steps."""

from __future__ import annotations

from collections.abc import Iterator

from cleaners.blocks.block import Block
from cleaners.blocks.document import Document
from cleaners.sites import SiteRules
from cleaners.text.normalize import comparison_key


def site_lines(page: Document, site: SiteRules) -> Iterator[Block]:
    """Drop the lines and elements that the site's rules name."""
    lines = {comparison_key(line) for line in site.drop}
    for block in page.texts:
        if block.place.removed or comparison_key(block.text) in lines or _stands_in_element(block, site.prune):
            yield block.becomes("noise")


def _stands_in_element(block: Block, names: tuple[str, ...]) -> bool:
    """Whether an element around the block has one of the classes or ids."""
    return any(name in shape.replace("#", "").split()[1:] for shape in block.place.shapes for name in names)
