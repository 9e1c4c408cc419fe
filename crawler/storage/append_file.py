"""An append-only file whose bytes count once the ledger has committed its length."""

from __future__ import annotations

import contextlib
import logging
import os
from typing import TYPE_CHECKING

from crawler.errors import OutputError

if TYPE_CHECKING:
    from pathlib import Path


logger = logging.getLogger(__name__)


class AppendFile:
    """The owner of one data file.

    - path: the file; created if missing.
    - committed: its committed length in bytes; anything after it was written by a run that died, and is
      truncated. None for a file that the ledger does not know.

    Raises OutputError for a file shorter than committed, or with bytes that no ledger knows.
    """

    def __init__(self, path: Path, committed: int | None) -> None:
        size = path.stat().st_size if path.exists() else 0
        if committed is None and size:
            raise OutputError(f"{path}: its ledger is gone; move it away or use another OUTPUT_DIR")
        if size < (committed or 0):
            short = f"{path}: {size} bytes, but the ledger committed {committed}"
            raise OutputError(f"{short}; restore it, or run `scrapy ledger repair`")
        if size > (committed or 0):
            logger.info(
                "%s: %d bytes written after the last commit of a killed run are cut off", path, size - (committed or 0)
            )
        self.path = path
        self.length = committed or 0
        self._synced = self.length
        self._stream = path.open("ab")
        self._stream.truncate(self.length)

    def write(self, data: bytes) -> int:
        """Append bytes; returns the offset at which they begin."""
        offset = self.length
        self._stream.write(data)
        self.length += len(data)
        return offset

    def sync(self) -> None:
        """Flush everything written to disk."""
        if self.length != self._synced:
            self._stream.flush()
            os.fsync(self._stream.fileno())
            self._synced = self.length

    def close(self) -> None:
        """Close the file; bytes that a full disk did not accept are lost, but were never committed."""
        with contextlib.suppress(OSError):
            self._stream.close()
