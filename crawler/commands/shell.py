"""`scrapy shell`: Scrapy's command; the console for a page, and keeps nothing."""

from __future__ import annotations

from typing import Any, ClassVar

from scrapy.commands import shell

from crawler.commands import PREVIEW_TOOL


class Command(shell.Command):
    """The command; Scrapy finds it by the name of its module."""

    default_settings: ClassVar[dict[str, Any]] = shell.Command.default_settings | PREVIEW_TOOL
