"""The command `mudawwana`, also `python -m cleaners`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from cleaners import check_data
from cleaners.cleaner.processes import NoProcessError
from cleaners.command.arguments import parser
from cleaners.command.cleaning import FAILED, INTERRUPTED
from cleaners.command.outputs import NoOutputError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return the exit code.

    0; 1 if some of the input could not be read; 2 if none of it, if nothing could be written, or for a malformed data
    file or choice; 130 after Ctrl-C.
    """
    called = Path(sys.argv[0]).name
    options = parser("python -m cleaners" if called == "__main__.py" else "mudawwana").parse_args(arguments)
    for stream in filter(None, (sys.stdout, sys.stderr)):  # None if it was closed before the command began
        stream.reconfigure(encoding="utf-8", errors="replace", newline="\n")
    try:
        check_data()
        return int(options.run(options))
    except (NoOutputError, NoProcessError, OSError, ValueError) as error:
        print(f"cleaners: {error}", file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main())
