"""What `test_fuzz.py` has tried in place of the doors: faults of every kind, by the number of the input."""

from __future__ import annotations

import ctypes
import os
import re


def attempt(number: int, seed: int) -> None:
    """Fail as the number says."""
    if number == 1:
        raise KeyError("a fault")
    while number == 2:
        pass
    if number == 3:
        re.match("(a+)+b", "a" * 60)
    if number == 4:
        os._exit(7)
    if number == 5:
        ctypes.string_at(0)
