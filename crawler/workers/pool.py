"""Cleaning processes with a hard time limit a page: spawn, pipe, event-loop reader, kill and respawn."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import struct
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cleaners.data_files import DataFileError
from crawler.workers.process import EXIT_MEMORY, OWN_DATA, frame

if TYPE_CHECKING:
    from crawler.options import Options

_START_SECONDS = 60.0
"""Importing the cleaner takes about a second; a machine under load gets its time."""
_END_SECONDS = 5.0
_BROKEN = (asyncio.IncompleteReadError, BrokenPipeError, ConnectionResetError)


class WorkerDied(RuntimeError):
    """Raised for the page whose worker ended while it had it; `reason` is one of `output/schema.json`."""

    reason = "worker_killed"


class WorkerTimeout(WorkerDied):
    """Raised for the page whose worker was killed because it took longer than the limit."""

    reason = "timeout"


class Workers:
    """The owner of the cleaning processes.

    - task: "module:function", called in the workers with a page's bytes, url, fetched_at and content_type.
    - count: how many processes.
    - limit_seconds: wall time for one page.
    - memory_mb: megabytes of data that a process may have, 0 for no limit (`process.limit_memory`).
    """

    def __init__(self, task: str, count: int, limit_seconds: float, memory_mb: int = 0) -> None:
        self._task = task
        self._limit = limit_seconds
        self._memory_mb = memory_mb
        # None stands for a worker that has to be spawned; the one before it was killed.
        self._idle: asyncio.Queue[asyncio.subprocess.Process | None] = asyncio.Queue()
        for _ in range(count):
            self._idle.put_nowait(None)

    async def start(self) -> None:
        """Spawn all workers now; raises WorkerDied when the task cannot be imported, DataFileError as `run` does."""
        waiting = [self._idle.get_nowait() or self._spawn() for _ in range(self._idle.qsize())]
        for worker in await asyncio.gather(*(w for w in waiting if not isinstance(w, asyncio.subprocess.Process))):
            self._idle.put_nowait(worker)

    async def run(self, page: bytes, url: str, fetched_at: str, content_type: str | None) -> dict[str, Any]:
        """What the task gives for a page; pages beyond the number of workers wait.

        Raises WorkerTimeout or WorkerDied; the next page gets a fresh worker then. Raises DataFileError when the
        worker found one of the project's own files wrong, which is no fault of the page's.
        """
        return await self.do(page, {"url": url, "fetched_at": fetched_at, "content_type": content_type})

    async def do(self, page: bytes, facts: dict[str, Any]) -> dict[str, Any]:
        """As `run`, with facts of the caller's own; `process.TASK` among them names another task."""
        worker = await self._idle.get()
        if worker is not None and worker.returncode is not None:
            worker = None  # killed while it had nothing to do, by the system for want of memory: no fault of this page
        healthy = False
        try:
            worker = worker or await self._spawn()
            answer = await asyncio.wait_for(_ask(worker, facts, page), self._limit)
            healthy = True
        except TimeoutError as error:
            raise WorkerTimeout(f"killed after {self._limit:g} s") from error
        except _BROKEN as error:
            raise WorkerDied(await _how(worker)) from error
        finally:
            if worker is not None and not healthy:
                await _kill(worker)
            self._idle.put_nowait(worker if healthy else None)
        return answer

    async def close(self) -> None:
        """End all idle workers."""
        while not self._idle.empty():
            worker = self._idle.get_nowait()
            if worker is not None:
                await _end(worker)

    async def _spawn(self) -> asyncio.subprocess.Process:
        worker = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "crawler.workers",
            self._task,
            str(self._limit),
            str(self._memory_mb),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            # The child sees the same packages, wherever the crawl was started.
            env=os.environ | {"PYTHONPATH": os.pathsep.join(path or str(Path.cwd()) for path in sys.path)},
        )
        try:
            await asyncio.wait_for(_answer(worker), _START_SECONDS)
        except DataFileError:
            await _kill(worker)
            raise
        except (*_BROKEN, TimeoutError) as error:
            await _kill(worker)
            raise WorkerDied(f"no worker could be started for {self._task}") from error
        return worker


def workers_of(options: Options) -> Workers:
    """The processes that the settings ask for; none is started yet."""
    limits = options.cleaner_seconds, options.cleaner_memory_mb
    return Workers(options.cleaner, options.cleaner_processes, *limits)


async def _how(worker: asyncio.subprocess.Process | None) -> str:
    """What is known of how a worker ended, which it has done or is about to do."""
    with contextlib.suppress(TimeoutError):
        if worker is not None and await asyncio.wait_for(worker.wait(), _END_SECONDS) == EXIT_MEMORY:
            return "the page, or what is made of it, takes more memory than CLEANER_MEMORY_MB allows"
    return "the worker ended in mid page"


async def _ask(worker: asyncio.subprocess.Process, facts: dict[str, Any], page: bytes) -> dict[str, Any]:
    assert worker.stdin is not None
    worker.stdin.write(frame(json.dumps(facts).encode()) + frame(page))
    await worker.stdin.drain()
    answer: dict[str, Any] = json.loads(await _answer(worker))
    return answer


async def _answer(worker: asyncio.subprocess.Process) -> bytes:
    assert worker.stdout is not None
    (length,) = struct.unpack(">I", await worker.stdout.readexactly(4))
    answer = await worker.stdout.readexactly(length)
    if answer.startswith(OWN_DATA):
        raise DataFileError(answer.removeprefix(OWN_DATA).decode())
    return answer


async def _end(worker: asyncio.subprocess.Process) -> None:
    """Close the worker's input, which ends it; kill it when it does not listen."""
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
