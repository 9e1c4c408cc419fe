"""`scrapy check`: Scrapy's command; checks the contracts of spiders, and keeps nothing."""

from __future__ import annotations

from typing import Any, ClassVar

from scrapy.commands import check

from crawler.commands import PREVIEW_TOOL


class Command(check.Command):
    """The command; Scrapy finds it by the name of its module."""

    default_settings: ClassVar[dict[str, Any]] = check.Command.default_settings | PREVIEW_TOOL
