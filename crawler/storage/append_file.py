"""A file that only grows, and whose bytes count from the moment the ledger has committed their number."""

from __future__ import annotations

import contextlib
import logging
import os
from typing import TYPE_CHECKING

from crawler.errors import OutputError

if TYPE_CHECKING:
    from pathlib import Path


logger = logging.getLogger(__name__)


class Appended:
    """The owner of one data file.

    - path: the file; it is made when there is none.
    - committed: how many of its bytes count; what stands behind them was written by a run that died, and
      is cut off. None for a file that the ledger does not know.

    Raises OutputError for a file that is shorter than it should be, or has bytes that no ledger knows.
    """

    def __init__(self, path: Path, committed: int | None) -> None:
        size = path.stat().st_size if path.exists() else 0
        if committed is None and size:
            raise OutputError(f"{path}: its ledger is gone; move it away or use another OUTPUT_DIR")
        if size < (committed or 0):
            raise OutputError(f"{path}: {size} bytes, but the ledger committed {committed}; restore it")
        if size > (committed or 0):
            logger.info(
                "%s: %d bytes that a dead run left behind its last commit are cut off", path, size - (committed or 0)
            )
        self.path = path
        self.length = committed or 0
        self._synced = self.length
        self._stream = path.open("ab")
        self._stream.truncate(self.length)

    def write(self, data: bytes) -> int:
        """Append bytes; gives the offset at which they begin."""
        offset = self.length
        self._stream.write(data)
        self.length += len(data)
        return offset

    def sync(self) -> None:
        """Bring everything written to the disk."""
        if self.length != self._synced:
            self._stream.flush()
            os.fsync(self._stream.fileno())
            self._synced = self.length

    def close(self) -> None:
        """Close the file; bytes that a full disk did not take are given up, nobody committed them."""
        with contextlib.suppress(OSError):
            self._stream.close()
