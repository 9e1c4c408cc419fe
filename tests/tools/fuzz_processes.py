"""Inputs by number in processes of their own: what takes too long or dies is killed and told, and the rest goes on.

An exception from a timer would not do: it waits until C gives the interpreter back, which a hanging regex never does.
"""

from __future__ import annotations

import contextlib
import faulthandler
import importlib
import multiprocessing
import os
import signal
import tempfile
import time
import traceback
from collections.abc import Iterable, Iterator
from multiprocessing.connection import Connection, wait
from pathlib import Path

_TELLS = 2.0
"""Seconds that a process has to write down where it hangs."""


def outcomes(
    numbers: Iterable[int], seed: int, attempt: str, limit: float, processes: int = 2
) -> Iterator[tuple[int, str]]:
    """Each number as it is done with, in any order, and what went wrong with it, "" for nothing.

    - attempt: MODULE:FUNCTION that tries the input of a number and a seed, and raises where it fails.
    - limit: seconds that one input may take.
    """
    left, running = iter(numbers), [_Process(attempt, seed) for _ in range(processes)]
    try:
        while running:
            patience = min(one.seconds_left(limit) for one in running)
            wait([one.connection for one in running], max(0.0, patience))
            for one in list(running):
                number, told = one.number, one.ended(limit)
                if told is not None and number is not None:
                    yield number, told
                if one.is_idle and not one.begin(next(left, None)):
                    running.remove(one)
                    one.close()
    finally:
        for one in running:
            one.close()


class _Process:
    """The owner of a process that tries one number after the other, and of its successors when it dies."""

    def __init__(self, attempt: str, seed: int) -> None:
        self._given = attempt, seed
        self._start()

    def _start(self) -> None:
        self.number: int | None = None
        """What it is at; None for one that is not ready yet (importing is no input's time) or idle."""
        self.is_idle = False
        self._trace = Path(tempfile.mkstemp(prefix="fuzz-hang-")[1])
        context = multiprocessing.get_context("spawn")
        self.connection, theirs = context.Pipe()
        self._process = context.Process(target=_work, args=(theirs, str(self._trace), *self._given), daemon=True)
        self._process.start()
        theirs.close()

    def seconds_left(self, limit: float) -> float:
        """How long it may be left alone."""
        return 60.0 if self.number is None else self._since + limit - time.monotonic()

    def begin(self, number: int | None) -> bool:
        """Have it try a number; False where there is none left."""
        if number is not None:
            self.number, self.is_idle, self._since = number, False, time.monotonic()
            self.connection.send(number)
        return number is not None

    def ended(self, limit: float) -> str | None:
        """What became of its number ("" for no fault), None where it is still at it; one that died has a successor."""
        told: str | None = None
        if self.connection.poll():
            try:
                told, self.is_idle = self.connection.recv(), True
            except EOFError:
                self._process.join()
                told = f"died with exit code {self._process.exitcode}"
                if self.number is None:
                    raise RuntimeError(f"a process {told} before its first input") from None
                self._restart()
        elif self.seconds_left(limit) <= 0:
            told = f"Hang: more than {limit} s, killed at:\n{self._place()}"
            self._restart()
        if told is not None:
            self.number = None
        return told

    def _place(self) -> str:
        """Where it hangs, also inside C."""
        assert self._process.pid is not None
        os.kill(self._process.pid, signal.SIGUSR1)
        end, told = time.monotonic() + _TELLS, ""
        while not told.endswith("\n") and time.monotonic() < end:
            time.sleep(0.05)
            told = self._trace.read_text("utf-8", "replace")
        return "\n".join(told.splitlines()[:8])

    def _restart(self) -> None:
        self.close()
        self._start()

    def close(self) -> None:
        """Kill it."""
        self._process.kill()
        self._process.join()
        self.connection.close()
        self._trace.unlink(missing_ok=True)


def _work(connection: Connection, trace: str, attempt: str, seed: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent ends this process
    module, _, name = attempt.partition(":")
    function = getattr(importlib.import_module(module), name)
    with Path(trace).open("w", encoding="utf-8") as stream, contextlib.suppress(EOFError):
        faulthandler.register(signal.SIGUSR1, stream, all_threads=False)
        told = ""
        while True:
            connection.send(told)
            number = connection.recv()
            try:
                function(number, seed)
                told = ""
            except Exception:
                told = traceback.format_exc(limit=-4)
