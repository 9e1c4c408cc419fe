"""The cleaning process: `__main__.py` starts it, frames in, frames out.

A frame is four bytes of length and as many bytes. In: one of JSON facts, one of the page's bytes. Out: one of
JSON, or OWN_DATA and what is wrong with the project's own files, and then it ends. It also ends when its input
ends, so it does not outlive the crawler; an orphan that hangs ends by an alarm. A page that wants more memory
than the limit, or whose answer is longer than any page's, ends it too.
"""

from __future__ import annotations

import faulthandler
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

from cleaners.data_files import DataFileError
from cleaners.text.printable import printable

_Task = Callable[..., dict[str, Any]]
"""Called with a page's bytes, and by name url, fetched_at and content_type, or what else its caller has for it."""

_TASK = "task"
"""The fact that names another task than the process was started for."""

OWN_DATA = b"!"
"""What an answer begins with that is no JSON but the message of an DataFileError."""
_GRACE = 5.0
"""Seconds beyond the limit after which the process ends itself; a living crawler has killed it by then."""
_MAX_ANSWER_BYTES = 16 * 1024 * 1024
"""A longer answer is not sent, for the crawler would have to hold it; a million letters take at most 10 MB."""
EXIT_MEMORY = 77
"""Exit status of a process that its memory limit, or an answer too long, has ended."""


def main(task: str, limit_seconds: float, memory_mb: int = 0) -> None:
    """Answer pages until the input ends; a task that raises ends the process with its traceback on stderr."""
    sys.excepthook = _tell
    with os.fdopen(os.dup(1), "wb") as answers:
        os.dup2(2, 1)  # whatever a task prints must not end up between the frames
        try:
            clean = _resolve(task)
            _limit_memory(memory_mb)
            _serve(clean, answers, limit_seconds)
        except DataFileError as error:
            _send(answers, OWN_DATA + str(error).encode("utf-8", "replace"))


def _serve(clean: _Task, answers: IO[bytes], limit_seconds: float) -> None:
    _send(answers, b"ready")
    while (facts := _receive(sys.stdin.buffer)) is not None:
        page = _receive(sys.stdin.buffer)
        if page is None:
            return
        faulthandler.dump_traceback_later(limit_seconds + _GRACE, exit=True)
        answer = _answered(clean, page, json.loads(facts))
        faulthandler.cancel_dump_traceback_later()
        _send(answers, answer)


def _answered(clean: _Task, page: bytes, facts: dict[str, Any]) -> bytes:
    """The frame's content; ends the process where memory does not suffice, which leaves nothing to rely on."""
    try:
        answer = (_resolve(facts.pop(_TASK)) if _TASK in facts else clean)(page, **facts)
        sent = json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace")
    except MemoryError:
        os._exit(EXIT_MEMORY)
    if len(sent) > _MAX_ANSWER_BYTES:
        os._exit(EXIT_MEMORY)
    return sent


def _limit_memory(megabytes: int) -> None:
    """Let the process have so many megabytes of data; 0 for no limit, as everywhere but on Linux.

    RLIMIT_DATA counts what is allocated (Linux 4.7 and later); RLIMIT_AS would count shared libraries too.
    """
    if megabytes and sys.platform == "linux":
        most = megabytes * 1024 * 1024
        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(resource.RLIMIT_DATA, (most, hard))


def _send(stream: IO[bytes], payload: bytes) -> None:
    """Write one frame."""
    stream.write(frame(payload))
    stream.flush()


def frame(payload: bytes) -> bytes:
    """The bytes of one frame."""
    return struct.pack(">I", len(payload)) + payload


def _receive(stream: IO[bytes]) -> bytes | None:
    """The payload of the next frame, None at the end of the input, also in mid frame."""
    head = stream.read(4)
    if len(head) < 4:
        return None
    (length,) = struct.unpack(">I", head)
    payload = stream.read(length)
    return payload if len(payload) == length else None


def _tell(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Write a traceback without characters that steer a terminal: a message may quote the page."""
    sys.stderr.write(printable("".join(traceback.format_exception(kind, error, trace))))


def _resolve(task: str) -> _Task:
    module, _, name = task.partition(":")
    function: _Task = getattr(importlib.import_module(module), name)
    return function
