"""`scrapy view`: Scrapy's command; opens a page in the browser, and keeps nothing."""

from __future__ import annotations

from typing import Any, ClassVar

from scrapy.commands import view

from crawler.commands import PREVIEW_TOOL


class Command(view.Command):
    """The command; Scrapy finds it by the name of its module."""

    default_settings: ClassVar[dict[str, Any]] = view.Command.default_settings | PREVIEW_TOOL
