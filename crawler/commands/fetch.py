"""`scrapy fetch`: Scrapy's command; prints a page, and keeps nothing."""

from __future__ import annotations

from typing import Any, ClassVar

from scrapy.commands import fetch

from crawler.commands import PREVIEW_TOOL


class Command(fetch.Command):
    """The command; Scrapy finds it by the name of its module."""

    default_settings: ClassVar[dict[str, Any]] = fetch.Command.default_settings | PREVIEW_TOOL
