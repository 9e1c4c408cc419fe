"""`scrapy parse`: Scrapy's command; shows the record or refusal of a page and where it leads, and keeps nothing."""

from __future__ import annotations

from typing import Any, ClassVar

from scrapy.commands import parse

from crawler.commands import PREVIEW_TOOL


class Command(parse.Command):
    """The command; Scrapy finds it by the name of its module."""

    default_settings: ClassVar[dict[str, Any]] = parse.Command.default_settings | PREVIEW_TOOL
