"""Run a function over items in processes of its own: in order, few at a time, and an item that kills its process
costs itself only.

The processes are started by a command of their own, not by `multiprocessing`: they never import the caller's script,
so it needs no `if __name__ == "__main__"`, and notebooks and the interactive prompt work. A message is eight bytes of
length and as many bytes of pickle, as between the processes of `multiprocessing`. A process ends with its input, so it
does not outlive the caller.
"""

from __future__ import annotations

import contextlib
import os
import struct
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from multiprocessing.reduction import ForkingPickler
from queue import SimpleQueue
from threading import Lock
from typing import IO, Any, TypeVar

_Given = TypeVar("_Given")
_Made = TypeVar("_Made")
_PROGRAM = "import sys; sys.path[:] = sys.argv[1:]; from cleaners.cleaner.processes import serve_items; serve_items()"
_READY = b"ready"
_ITEMS_AHEAD = 4
"""Items per process that are read before the first of them is done."""
_LENGTH = struct.Struct(">Q")


class NoProcessError(RuntimeError):
    """Says why there is no process to clean in."""


class FailedItem(Exception):
    """What became of an item without a result: the function raised, or its process ended."""


def in_order(
    function: Callable[[_Given], _Made], items: Iterable[_Given], processes: int = 1
) -> Generator[_Made | FailedItem]:
    """The results of a function for each item in order, or the FailedItem that says why there is none.

    One process is this one; 0 stands for as many as there are processors. Function and items of several must be
    picklable. Items are read as they are needed. Closing the iterator ends its processes.
    Raises NoProcessError if a process cannot be started.
    """
    count = processes or os.cpu_count() or 1
    return _here(function, items) if count == 1 else _in_processes(function, items, count)


def _here(function: Callable[[_Given], _Made], items: Iterable[_Given]) -> Generator[_Made | FailedItem]:
    for item in items:
        yield _attempt(function, item)


def _attempt(function: Callable[[_Given], _Made], item: _Given) -> _Made | FailedItem:
    """The result for an item, or what was raised."""
    try:
        return function(item)
    except Exception as error:
        return FailedItem(f"{type(error).__name__}: {error}")


def _in_processes(
    function: Callable[[_Given], _Made], items: Iterable[_Given], count: int
) -> Generator[_Made | FailedItem]:
    pool = _Pool(function, count)
    waiting: deque[Future[Any]] = deque()
    raised: list[Exception] = []
    try:
        for item in _until_raised(items, raised):
            waiting.append(pool.submit(item))
            while waiting and (waiting[0].done() or len(waiting) >= _ITEMS_AHEAD * count):
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.close()
    for error in raised:
        raise error


def _until_raised(items: Iterable[_Given], raised: list[Exception]) -> Generator[_Given]:
    """The items up to an error of reading them, which is kept until those before it are done."""
    try:
        yield from items
    except Exception as error:
        raised.append(error)


def serve_items() -> None:
    """Be such a process: read the function, then answer each item, until the input ends."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever is printed must not end up between the messages
    function = ForkingPickler.loads(_read_message(sys.stdin.buffer))
    _write_message(answers, _READY)
    with contextlib.suppress(EOFError, BrokenPipeError):
        while True:
            item = ForkingPickler.loads(_read_message(sys.stdin.buffer))
            _write_message(answers, ForkingPickler.dumps(_attempt(function, item)))
    os._exit(0)  # what nobody reads need not be flushed


def _write_message(stream: IO[bytes], message: Any) -> None:
    stream.write(_LENGTH.pack(len(message)))
    stream.write(message)
    stream.flush()


def _read_message(stream: IO[bytes]) -> bytes:
    """The next message; raises EOFError where the stream ends."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    (length,) = _LENGTH.unpack(head)
    message = stream.read(length)
    if len(message) < length:
        raise EOFError
    return message


class _Process:
    """The owner of one process."""

    def __init__(self, function: Any) -> None:
        # A process group of its own: Ctrl-C reaches the caller alone, who ends the process.
        self._process = subprocess.Popen(
            [sys.executable, "-c", _PROGRAM, *sys.path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            process_group=0,
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._input, self._output = self._process.stdin, self._process.stdout
        self._function = function

    def start(self) -> None:
        """Send the function; raises NoProcessError if the process ends instead of getting ready."""
        try:
            _write_message(self._input, self._function)
            _read_message(self._output)
        except (EOFError, OSError):
            raise NoProcessError(f"a cleaning process did not start: {self._end()}") from None

    def ask(self, item: Any) -> Any:
        """The answer for an item; raises EOFError or OSError if the process ends."""
        _write_message(self._input, ForkingPickler.dumps(item))
        return ForkingPickler.loads(_read_message(self._output))

    def _end(self) -> str:
        """How the process ended, in words."""
        code = self._process.wait()
        return f"signal {-code}" if code < 0 else f"exit status {code}"

    def end(self) -> str:
        """End the process and say how it had ended if it had already."""
        self._process.kill()
        told = self._end()
        for stream in (self._input, self._output):
            with contextlib.suppress(OSError):  # the rest of a message for a process that is gone
                stream.close()
        return told


class _Pool:
    """The owner of all processes; a thread asks each of them."""

    def __init__(self, function: Any, count: int) -> None:
        self._function = ForkingPickler.dumps(function)
        self._threads = ThreadPoolExecutor(count, "clean")
        self._idle: SimpleQueue[_Process | None] = SimpleQueue()
        for _ in range(count):
            self._idle.put(None)  # one that is to be started
        self._lock = Lock()
        self._running: set[_Process] = set()
        self._closed = False

    def submit(self, item: Any) -> Future[Any]:
        """The answer to come for an item."""
        return self._threads.submit(self._ask, item)

    def _ask(self, item: Any) -> Any:
        process = self._idle.get()
        try:
            process = process or self._started()
            return process.ask(item)
        except (EOFError, OSError):
            told = self._gone(process) if process else ""
            process = None
            return FailedItem(f"its process ended: {told}")
        except NoProcessError:
            raise
        except Exception as error:  # an item that cannot be sent
            return FailedItem(f"{type(error).__name__}: {error}")
        finally:
            self._idle.put(process)

    def _started(self) -> _Process:
        with self._lock:
            if self._closed:
                raise NoProcessError("no more processes are wanted")
            try:
                process = _Process(self._function)
            except OSError as error:
                raise NoProcessError(f"a cleaning process did not start: {error.strerror or error}") from error
            self._running.add(process)
        process.start()
        return process

    def _gone(self, process: _Process) -> str:
        with self._lock:
            self._running.discard(process)
        return process.end()

    def close(self) -> None:
        """End all processes and threads; what is still waiting is dropped."""
        with self._lock:
            self._closed = True
            running = list(self._running)
        for process in running:
            process.end()
        self._threads.shutdown(cancel_futures=True)
