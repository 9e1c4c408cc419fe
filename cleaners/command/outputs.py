"""Where a command writes: standard output, or a file that is whole or left as it was."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from cleaners.command.sources import Source
from cleaners.text.printable import discard_output, try_write

_STANDARD_OUTPUT = "standard output"


class NoOutputError(Exception):
    """Says in one line why there is nowhere to write."""


class Output:
    """A stream that may lose its reader."""

    def __init__(self, stream: TextIO | None, name: str) -> None:
        self._stream, self._name = stream, name
        self.is_terminal = stream is not None and stream.isatty()

    def write(self, text: str) -> bool:
        """Write a text; False once nobody reads any more. Raises NoOutputError for other errors, as of a full disk."""
        try:
            return self._stream is None or try_write(self._stream, text)
        except OSError as error:
            if self._stream is not None and self._stream is sys.stdout:
                discard_output(self._stream)
            raise NoOutputError(f"{self._name}: cannot write: {error.strerror or error}") from error


def check_output(path: str, sources: Sequence[Source]) -> None:
    """Raise NoOutputError for a folder, a file of the input, or a file in a folder that does not exist."""
    target = Path(path)
    if target.is_dir():
        raise NoOutputError(f"{path}: is a folder")
    if not target.parent.is_dir():
        raise NoOutputError(f"{path}: there is no folder {target.parent}")
    if not target.exists():
        return
    with suppress(OSError):
        own = target.stat()
        for source in sources:
            with suppress(OSError):
                if os.path.samestat(own, os.stat(source.name)):  # noqa: PTH116 - one call for each of many files
                    raise NoOutputError(f"{path}: is one of the files to read, and would be overwritten")


@contextmanager
def writing_to(path: str | None, encoding: str = "utf-8") -> Iterator[Output]:
    """An output for a file, or for standard output without a path.

    A file gets its name when all is written, also after Ctrl-C, with what was written by then; after an error the file
    that had the name is still there. Devices and pipes are written directly. Raises NoOutputError.
    """
    if path is None:
        yield Output(sys.stdout, _STANDARD_OUTPUT)
    elif Path(path).exists() and not Path(path).is_file():
        with _naming_file(path), Path(path).open("w", encoding=encoding, errors="replace", newline="") as stream:
            yield Output(stream, path)
    else:
        with _naming_file(path):
            yield from _replacing(Path(path).resolve(), path, encoding)


def _replacing(target: Path, name: str, encoding: str) -> Iterator[Output]:
    """An output into a new file beside the target, which takes its place at the end."""
    mode = target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask()
    number, beside = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".part")
    try:
        with open(number, "w", encoding=encoding, errors="replace", newline="") as stream:  # noqa: PTH123 - an open file
            try:
                yield Output(stream, name)
            except KeyboardInterrupt:
                stream.flush()
                _put(beside, target, mode)
                raise
        _put(beside, target, mode)
    finally:
        with suppress(FileNotFoundError):
            os.unlink(beside)  # noqa: PTH108


def _put(beside: str, target: Path, mode: int) -> None:
    os.chmod(beside, mode)  # noqa: PTH101
    os.replace(beside, target)  # noqa: PTH105


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


@contextmanager
def _naming_file(path: str) -> Iterator[None]:
    """Name the file in errors of opening, closing and renaming it."""
    try:
        yield
    except OSError as error:
        raise NoOutputError(f"{path}: cannot write: {error.strerror or error}") from error
