"""What a command prints: to a terminal, a file on a disk that may be full, or a pipe whose reader may have gone."""

from __future__ import annotations

import sys

from cleaners.text.printable import discard_output, try_write
from crawler.errors import OutputError


def tell(text: str) -> bool:
    """Print text at once; False where nobody reads it (`… | head`), and all later text goes nowhere too.

    Raises OutputError for a disk that is full.
    """
    try:
        return sys.stdout is not None and try_write(sys.stdout, text)  # None: it was closed before the command began
    except OSError as error:
        discard_output(sys.stdout)
        raise OutputError(f"standard output: cannot write: {error.strerror or error}") from error
