"""What is wrong with a WARC file, and where."""

from __future__ import annotations


class Damaged(ValueError):
    """Raised for bytes that are no record; `str` says what is wrong with them.

    - offset: where the record begins that could not be read.
    - cut_off: whether the file ends in the middle of it, as the file of a crawler that was killed does.
    """

    def __init__(self, problem: str, offset: int, *, cut_off: bool = False) -> None:
        super().__init__(f"the record at byte {offset} {problem}")
        self.offset = offset
        self.cut_off = cut_off


class Foreign(Damaged):
    """Raised for a file that is whole but cannot be read record by record, or is no WARC file at all."""
