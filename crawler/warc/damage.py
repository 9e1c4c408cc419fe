"""Errors of WARC files and where they are."""

from __future__ import annotations


class Damaged(ValueError):
    """Raised for a record that cannot be read; `str` says what is wrong with it.

    - offset: where the record begins.
    - cut_off: whether the file ends in the middle of it, as after a crawler was killed.
    """

    def __init__(self, problem: str, offset: int, *, cut_off: bool = False) -> None:
        super().__init__(f"the record at byte {offset} {problem}")
        self.offset = offset
        self.cut_off = cut_off


class UnsupportedFile(Damaged):
    """Raised for a file that cannot be read record by record although it is intact, or is not a WARC file at all."""
