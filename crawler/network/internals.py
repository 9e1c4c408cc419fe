"""All uses of private members of Scrapy and Twisted, to review when either is upgraded.

As of Scrapy 2.19 and Twisted 26.10.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scrapy.exceptions import DownloadCancelledError
from twisted.python.failure import Failure

if TYPE_CHECKING:
    from scrapy.commands import BaseRunSpiderCommand
    from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
    from scrapy.core.engine import ExecutionEngine
    from scrapy.crawler import Crawler

_IN_HEAD = ("STATUS", "HEADER")


def ask_scheduler(engine: ExecutionEngine | None) -> None:
    """Have the engine ask its scheduler at once instead of at its next five-second check."""
    if engine is not None and engine._slot is not None:
        engine._slot.nextcall.schedule()


def is_closing(engine: ExecutionEngine) -> bool:
    """Whether the engine is stopping, or has stopped."""
    return engine._slot is None or engine._slot.closing is not None


def create_crawler(command: BaseRunSpiderCommand, name: str) -> Crawler:
    """The crawler of a spider as Scrapy's own commands create it, with a warning about feeds that nobody exports."""
    return command._create_crawler(name)


def bound_heads(handler: HTTP11DownloadHandler, limit: int) -> None:
    """Fail each answer of a handler whose status line and headers exceed `limit` bytes.

    Twisted limits single lines only, so endless headers would fill the memory until DOWNLOAD_TIMEOUT.
    """
    usual: Any = handler._pool._factory

    class Factory(usual):  # type: ignore[misc]  # the pool calls it for each connection
        def buildProtocol(self, addr: Any) -> Any:
            return _bounded(super().buildProtocol(addr), limit)

    handler._pool._factory = Factory


def _bounded(protocol: Any, limit: int) -> Any:
    """The protocol of one connection, now counting the bytes before the body of each answer."""
    received = protocol.dataReceived

    def counted(data: bytes) -> None:
        parser = protocol._parser
        if parser is not None and parser.state in _IN_HEAD:
            parser.head_bytes = getattr(parser, "head_bytes", 0) + len(data)
            if parser.head_bytes > limit:
                protocol._giveUp(Failure(DownloadCancelledError(f"more than {limit} bytes of headers")))  # type: ignore[no-untyped-call]
                return
        received(data)

    protocol.dataReceived = counted
    return protocol
