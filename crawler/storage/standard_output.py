"""Printing to a terminal, a file on a disk that may be full, or a pipe that may be closed."""

from __future__ import annotations

import sys

from cleaners.text.printable import discard_output, try_write
from crawler.errors import OutputError


def print_text(text: str) -> bool:
    """Print text and flush; returns False once the reader is gone (`… | head`), and discards all later text.

    Raises OutputError for a full disk.
    """
    try:
        return sys.stdout is not None and try_write(sys.stdout, text)  # None: it was closed before the command began
    except OSError as error:
        discard_output(sys.stdout)
        raise OutputError(f"standard output: cannot write: {error.strerror or error}") from error
