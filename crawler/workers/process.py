"""The worker process, started by `__main__.py`: reads pages and writes results as frames.

A frame is four bytes of length and as many bytes. In: a frame of JSON arguments and one of the page's bytes. Out: one
frame of JSON, or DATA_ERROR and what is wrong with the project's own data files, after which the process ends. It also
ends with its input, so it does not outlive the crawler; a timer ends a hanging orphan. A page that exceeds the memory
limit, or whose answer is too long, ends it too.
"""

from __future__ import annotations

import faulthandler
import gc
import importlib
import json
import os
import resource
import struct
import sys
import traceback
from collections.abc import Callable
from types import TracebackType
from typing import IO, Any

import msgspec

from cleaners.data_files import DataFileError
from cleaners.text.printable import printable

_Task = Callable[..., dict[str, Any]]
"""Called with a page's bytes and, as keywords, url, fetched_at and content_type or whatever its caller passes."""

_TASK = "task"
"""The argument that names another task than the one the process was started for."""

DATA_ERROR = b"!"
"""The prefix of an answer that is not JSON but the message of a DataFileError."""
_GRACE = 5.0
"""Seconds beyond the limit after which the process ends itself; a live crawler has killed it by then."""
_MAX_ANSWER_BYTES = 16 * 1024 * 1024
"""A longer answer is not sent, because the crawler would have to hold it; a million letters take at most 10 MB."""
_COLLECTED_AFTER = 10_000
"""Objects made, and still there, after which the youngest are looked through: a page has some ten thousand."""
EXIT_MEMORY = 77
"""Exit status of a process that exceeded its memory limit or the length of an answer."""


def serve(tasks: str, limit_seconds: float, memory_mb: int = 0) -> None:
    """Process pages until the input ends; a task that raises ends the process with its traceback on stderr.

    `tasks` are separated by commas; the first is the one for pages that name no other.
    """
    sys.excepthook = _print_traceback
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a task prints must not end up between the frames
    try:
        clean, *_ = [_import_task(task) for task in tasks.split(",")]
        _limit_memory(memory_mb)
        _answer_pages(clean, answers, limit_seconds)
    except DataFileError as error:
        _send(answers, DATA_ERROR + str(error).encode("utf-8", "replace"))
    answers.close()


def _answer_pages(clean: _Task, answers: IO[bytes], limit_seconds: float) -> None:
    _collect_seldom()
    _send(answers, b"ready")
    while (facts := _receive(sys.stdin.buffer)) is not None:
        page = _receive(sys.stdin.buffer)
        if page is None:
            return
        faulthandler.dump_traceback_later(limit_seconds + _GRACE, exit=True)
        answer = _run_task(clean, page, json.loads(facts))
        faulthandler.cancel_dump_traceback_later()
        _send(answers, answer)


def _collect_seldom() -> None:
    """Leave what was imported out of garbage collection, and look at new objects ten times less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_COLLECTED_AFTER)


def _run_task(clean: _Task, page: bytes, facts: dict[str, Any]) -> bytes:
    """The content of the answer's frame; ends the process if memory runs out, since nothing can be relied on then."""
    try:
        answer = (_import_task(facts.pop(_TASK)) if _TASK in facts else clean)(page, **facts)
        sent = _encoded(answer)
    except MemoryError:
        os._exit(EXIT_MEMORY)
    if len(sent) > _MAX_ANSWER_BYTES:
        os._exit(EXIT_MEMORY)
    return sent


def _encoded(answer: dict[str, Any]) -> bytes:
    """The answer as JSON; a lone surrogate, which UTF-8 cannot have, becomes a question mark."""
    try:
        return msgspec.json.encode(answer)
    except UnicodeEncodeError:
        return json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace")


def _limit_memory(megabytes: int) -> None:
    """Limit the data of the process, in megabytes; 0 for no limit, and no effect except on Linux.

    RLIMIT_DATA counts what is allocated (Linux 4.7 and later); RLIMIT_AS would count shared libraries too.
    """
    if megabytes and sys.platform == "linux":
        most = megabytes * 1024 * 1024
        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(resource.RLIMIT_DATA, (most, hard))


def _send(stream: IO[bytes], payload: bytes) -> None:
    """Write one frame; ends the process, without a word, if the crawler that would read it is gone."""
    try:
        stream.write(frame(payload))
        stream.flush()
    except BrokenPipeError:
        os._exit(0)


def frame(payload: bytes) -> bytes:
    """The bytes of one frame."""
    return struct.pack(">I", len(payload)) + payload


def _receive(stream: IO[bytes]) -> bytes | None:
    """The payload of the next frame; None if the input ends before or within it."""
    head = stream.read(4)
    if len(head) < 4:
        return None
    (length,) = struct.unpack(">I", head)
    payload = stream.read(length)
    return payload if len(payload) == length else None


def _print_traceback(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Write a traceback without terminal control characters: a message may quote the page."""
    sys.stderr.write(printable("".join(traceback.format_exception(kind, error, trace))))


def _import_task(task: str) -> _Task:
    module, _, name = task.partition(":")
    function: _Task = getattr(importlib.import_module(module), name)
    return function
