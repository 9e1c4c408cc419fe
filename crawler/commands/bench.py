"""`scrapy bench`: Scrapy's command, without the pauses that the project owes to strangers' servers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scrapy.commands import bench
from scrapy.settings import default_settings

if TYPE_CHECKING:
    import argparse

_POLITENESS = ("AUTOTHROTTLE_ENABLED", "CONCURRENT_REQUESTS_PER_DOMAIN", "DOWNLOAD_DELAY", "ROBOTSTXT_OBEY")


class Command(bench.Command):
    """The command; Scrapy finds it by the name of its module."""

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Set politeness to Scrapy's defaults, unless the command line says otherwise."""
        super().process_options(args, opts)
        defaults: dict[str, Any] = {name: getattr(default_settings, name) for name in _POLITENESS}
        assert self.settings is not None
        self.settings.setdict(defaults, priority="spider")
