"""What a command prints: to a terminal, a file on a disk that may be full, or a pipe whose reader may have gone."""

from __future__ import annotations

import os
import sys

from crawler.errors import OutputError


def tell(text: str) -> bool:
    """Print text at once; False where nobody reads it (`… | head`), and all later text goes nowhere too.

    Raises OutputError for a disk that is full.
    """
    if sys.stdout is None:  # it was closed before the command began
        return False
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        _to_nowhere()
        return False
    except OSError as error:
        _to_nowhere()
        raise OutputError(f"standard output: cannot write: {error.strerror or error}") from error
    return True


def _to_nowhere() -> None:
    """Let what is still in the buffer go nowhere: the interpreter flushes once more at its end, and would complain."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
