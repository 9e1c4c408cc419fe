"""A pool of worker processes with a hard time limit per page: spawned, fed through pipes, killed and respawned."""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import json
import os
import struct
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from cleaners.data_files import DataFileError
from crawler.workers.process import DATA_ERROR, EXIT_MEMORY, frame

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crawler.options import Options

_START_SECONDS = 60.0
"""Importing the cleaner takes about a second; this allows for a machine under load."""
_END_SECONDS = 5.0
_PIPE_BYTES = 1024 * 1024
"""Bytes that a pipe holds: more than nearly all pages have."""
_BROKEN = (asyncio.IncompleteReadError, BrokenPipeError, ConnectionResetError)


class WorkerDied(RuntimeError):
    """Raised for a page whose worker ended while processing it; `reason` is one of `output/schema.json`."""

    reason = "worker_killed"


class WorkerTimeout(WorkerDied):
    """Raised for a page whose worker was killed at the time limit."""

    reason = "timeout"


class Workers:
    """The pool of worker processes.

    - task: "module:function", called in the workers with a page's bytes, url, fetched_at and content_type.
    - count: number of processes.
    - limit_seconds: wall time for one page.
    - memory_mb: megabytes of data per process, 0 for no limit.
    - further: other tasks that `do` will name; imported at once, so that no page has to wait for that.
    """

    def __init__(
        self, task: str, count: int, limit_seconds: float, memory_mb: int = 0, further: Iterable[str] = ()
    ) -> None:
        self._task = task
        self._imported = ",".join((task, *further))
        self._limit = limit_seconds
        self._memory_mb = memory_mb
        # None stands for a worker that has to be spawned, at first or after its predecessor was killed.
        self._idle: asyncio.Queue[asyncio.subprocess.Process | None] = asyncio.Queue()
        for _ in range(count):
            self._idle.put_nowait(None)

    async def start(self) -> None:
        """Spawn all workers now; raises WorkerDied if the task cannot be imported, and DataFileError as `run` does."""
        waiting = [self._idle.get_nowait() or self._spawn() for _ in range(self._idle.qsize())]
        for worker in await asyncio.gather(*(w for w in waiting if not isinstance(w, asyncio.subprocess.Process))):
            self._idle.put_nowait(worker)

    async def run(self, page: bytes, url: str, fetched_at: str, content_type: str | None) -> dict[str, Any]:
        """The task's result for a page; waits for a free worker.

        Raises WorkerTimeout or WorkerDied, after which the next page gets a new worker, and DataFileError if the
        worker found an error in one of the project's own data files, which is not the page's fault.
        """
        return await self.do(page, {"url": url, "fetched_at": fetched_at, "content_type": content_type})

    async def do(self, page: bytes, facts: dict[str, Any]) -> dict[str, Any]:
        """As `run`, with keyword arguments of the caller's choice; "task" among them names another task."""
        worker = await self._idle.get()
        if worker is not None and worker.returncode is not None:
            worker = None  # killed while idle, by the system for lack of memory: not this page's fault
        healthy = False
        try:
            worker = worker or await self._spawn()
            answer = await asyncio.wait_for(_exchange(worker, facts, page), self._limit)
            healthy = True
        except TimeoutError as error:
            raise WorkerTimeout(f"killed after {self._limit:g} s") from error
        except _BROKEN as error:
            raise WorkerDied(await _exit_cause(worker)) from error
        finally:
            if worker is not None and not healthy:
                await _kill(worker)
            self._idle.put_nowait(worker if healthy else None)
        return answer

    async def close(self) -> None:
        """Shut down all idle workers."""
        while not self._idle.empty():
            worker = self._idle.get_nowait()
            if worker is not None:
                await _shut_down(worker)

    async def _spawn(self) -> asyncio.subprocess.Process:
        worker = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "crawler.workers",
            self._imported,
            str(self._limit),
            str(self._memory_mb),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            limit=_PIPE_BYTES,
            # The child sees the same packages, wherever the crawl was started.
            env=os.environ | {"PYTHONPATH": os.pathsep.join(path or str(Path.cwd()) for path in sys.path)},
        )
        _widen_pipes(worker)
        try:
            await asyncio.wait_for(_receive_answer(worker), _START_SECONDS)
        except DataFileError:
            await _kill(worker)
            raise
        except (*_BROKEN, TimeoutError) as error:
            await _kill(worker)
            raise WorkerDied(f"no worker could be started for {self._task}") from error
        return worker


def workers_of(options: Options, further: Iterable[str] = ()) -> Workers:
    """The pool that the settings describe, not started yet; `further` as in `Workers`."""
    limits = options.cleaner_seconds, options.cleaner_memory_mb
    return Workers(options.cleaner, options.cleaner_processes, *limits, further)


def _widen_pipes(worker: asyncio.subprocess.Process) -> None:
    """Let a page and its answer pass the pipes in one piece; elsewhere than on Linux they pass in several."""
    for number in (0, 1):
        pipe: Any = worker._transport.get_pipe_transport(number)  # type: ignore[attr-defined]
        with contextlib.suppress(AttributeError, OSError):  # no such call, or the user's share is used up
            fcntl.fcntl(pipe.get_extra_info("pipe"), fcntl.F_SETPIPE_SZ, _PIPE_BYTES)


async def _exit_cause(worker: asyncio.subprocess.Process | None) -> str:
    """Why a worker has ended or is about to end."""
    with contextlib.suppress(TimeoutError):
        if worker is not None and await asyncio.wait_for(worker.wait(), _END_SECONDS) == EXIT_MEMORY:
            return "the page or its result takes more memory than CLEANER_MEMORY_MB allows"
    return "the worker ended in the middle of a page"


async def _exchange(worker: asyncio.subprocess.Process, facts: dict[str, Any], page: bytes) -> dict[str, Any]:
    assert worker.stdin is not None
    worker.stdin.write(frame(json.dumps(facts).encode()) + frame(page))
    await worker.stdin.drain()
    answer: dict[str, Any] = msgspec.json.decode(await _receive_answer(worker))
    return answer


async def _receive_answer(worker: asyncio.subprocess.Process) -> bytes:
    assert worker.stdout is not None
    (length,) = struct.unpack(">I", await worker.stdout.readexactly(4))
    answer = await worker.stdout.readexactly(length)
    if answer.startswith(DATA_ERROR):
        raise DataFileError(answer.removeprefix(DATA_ERROR).decode())
    return answer


async def _shut_down(worker: asyncio.subprocess.Process) -> None:
    """End the worker by closing its input; kill it if it does not react."""
    assert worker.stdin is not None
    worker.stdin.close()
    try:
        await asyncio.wait_for(worker.wait(), _END_SECONDS)
    except TimeoutError:
        await _kill(worker)


async def _kill(worker: asyncio.subprocess.Process) -> None:
    if worker.returncode is None:
        worker.kill()
    await worker.wait()
