"""Cleaning processes: limits of time and memory, deaths, and the order of answers."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from crawler.workers.pool import WorkerDied, Workers, WorkerTimeout
from crawler.workers.process import frame
from tests.tools.loopback import ROOT

ECHO = "tests.tools.stub_cleaner:echo"


def run(use: Callable[[Workers], Awaitable[Any]], count: int = 1, limit_seconds: float = 5.0) -> Any:
    async def main() -> Any:
        workers = Workers(ECHO, count, limit_seconds)
        await workers.start()
        try:
            return await use(workers)
        finally:
            await workers.close()

    return asyncio.run(main())


async def ask(workers: Workers, page: bytes) -> dict[str, Any]:
    return await workers.run(page, "https://a.example/أ", "2026-11-22T05:00:00Z", "text/html")


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_pages_of_any_size_come_back_read_by_the_same_process() -> None:
    async def use(workers: Workers) -> list[dict[str, Any]]:
        return [await ask(workers, b"x" * size) for size in (0, 1, 3_000_000)]

    answers = run(use)
    assert [answer["length"] for answer in answers] == [0, 1, 3_000_000]
    assert answers[0]["url"] == "https://a.example/أ"
    assert len({answer["pid"] for answer in answers}) == 1
    assert not is_alive(answers[0]["pid"])


def test_a_page_over_the_limit_is_killed_and_the_next_one_gets_a_fresh_worker() -> None:
    async def use(workers: Workers) -> tuple[int, float, int]:
        before = (await ask(workers, b"one"))["pid"]
        begun = time.monotonic()
        with pytest.raises(WorkerTimeout, match=r"killed after 0\.5 s"):
            await ask(workers, b"hang")
        took = time.monotonic() - begun
        assert not is_alive(before)
        return before, took, (await ask(workers, b"two"))["pid"]

    before, took, after = run(use, limit_seconds=0.5)
    assert 0.5 <= took < 2
    assert after != before


def test_a_worker_that_dies_fails_its_page_only() -> None:
    async def use(workers: Workers) -> list[Any]:
        return await asyncio.gather(
            *(ask(workers, page) for page in (b"a", b"die", b"b", b"c")), return_exceptions=True
        )

    answers = run(use, count=2)
    assert [type(answer) for answer in answers] == [dict, WorkerDied, dict, dict]


def test_a_worker_killed_from_outside_in_mid_page_fails_that_page() -> None:
    async def use(workers: Workers) -> int:
        pid = (await ask(workers, b"one"))["pid"]
        page = asyncio.ensure_future(ask(workers, b"hang"))
        await asyncio.sleep(0.2)
        os.kill(pid, signal.SIGKILL)
        with pytest.raises(WorkerDied, match="middle of a page"):
            await page
        return int((await ask(workers, b"two"))["length"])

    assert run(use) == 3


def test_a_worker_killed_while_it_was_idle_costs_no_page() -> None:
    async def use(workers: Workers) -> None:
        first = await ask(workers, b"page")
        os.kill(first["pid"], signal.SIGKILL)
        while is_alive(first["pid"]):
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.05)
        assert (await ask(workers, b"page"))["pid"] != first["pid"]

    run(use)


def test_what_a_task_prints_does_not_get_into_its_answer() -> None:
    async def use(workers: Workers) -> Any:
        return (await ask(workers, b"print"))["length"]

    assert run(use) == 5


def test_a_task_that_cannot_be_imported_is_told_at_the_start() -> None:
    async def main() -> None:
        await Workers("tests.nothing:here", 1, 5).start()

    with pytest.raises(WorkerDied, match=r"tests\.nothing:here"):
        asyncio.run(main())


def test_workers_end_with_the_crawler_even_if_it_is_killed() -> None:
    program = (
        "import asyncio, os\n"
        "from crawler.workers.pool import Workers\n"
        "async def main():\n"
        f"    workers = Workers({ECHO!r}, 1, 30)\n"
        "    await workers.start()\n"
        "    print((await workers.run(b'x', '', '', None))['pid'], flush=True)\n"
        "    os.kill(os.getpid(), 9)\n"
        "asyncio.run(main())\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == -signal.SIGKILL
    assert gone(int(done.stdout))


def test_an_orphan_that_hangs_ends_itself() -> None:
    program = f"import crawler.workers.process as worker\nworker._GRACE = 0.2\nworker.serve({ECHO!r}, 0.2)"
    command = [sys.executable, "-c", program]
    facts = b'{"url": "", "fetched_at": "", "content_type": null}'
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as worker:
        assert worker.stdin is not None
        worker.stdin.write(frame(facts) + frame(b"hang"))
        worker.stdin.flush()
        assert worker.stdout is not None
        assert len(worker.stdout.read(4)) == 4  # the length of its first answer, so it hangs in the second
        assert worker.wait(timeout=10) == 1


def test_a_worker_can_be_stopped_from_its_first_moment_by_its_crawler_only() -> None:
    """A service manager stops the whole group; whatever is imported before that is heard takes a page with it."""
    program = (
        "import runpy, signal, sys\n"
        "real = signal.signal\n"
        "def told(number, action):\n"
        "    print(number.name, action.name, 'cleaners' in sys.modules, file=sys.stderr)\n"
        "    real(number, action)\n"
        "signal.signal = told\n"
        f"sys.argv[1:] = [{ECHO!r}, '1', '0']\n"
        "runpy.run_module('crawler.workers', run_name='__main__')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, check=True
    )
    assert done.stderr.decode().splitlines() == ["SIGINT SIG_IGN False", "SIGTERM SIG_IGN False"]


def test_the_traceback_of_a_task_that_raises_steers_no_terminal() -> None:
    words = [sys.executable, "-m", "crawler.workers", ECHO, "5", "0"]
    facts = b'{"url": "", "fetched_at": "", "content_type": null}'
    frames = frame(facts) + frame(b"raise \x1b[2J \xe2\x80\xae")
    done = subprocess.run(words, cwd=ROOT, input=frames, capture_output=True, check=False)
    assert done.returncode == 1
    assert b"ValueError: raise \\x1b[2J \\u202e" in done.stderr
    assert b"\x1b" not in done.stderr


def gone(pid: int, seconds: float = 5.0) -> bool:
    """Whether a process ends within this time; nobody reaps it here but init."""
    until = time.monotonic() + seconds
    while is_alive(pid) and time.monotonic() < until:
        time.sleep(0.05)
    return not is_alive(pid) or zombie(pid)


def zombie(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii") as stat:  # noqa: PTH123
            return stat.read().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not count data")
def test_a_page_that_wants_more_memory_than_there_is_fails_alone() -> None:
    async def main() -> None:
        workers = Workers("tests.tools.hostile_cleaner:read_page", 1, 20, 300)
        await workers.start()
        facts = ("https://a.example/1", "2026-11-22T05:00:00Z", "text/html")
        with pytest.raises(WorkerDied, match="CLEANER_MEMORY_MB"):
            await workers.run(b"<p>DO THIS: kept = bytearray(400 << 20)</p>", *facts)
        with pytest.raises(WorkerDied, match="CLEANER_MEMORY_MB"):
            await workers.run(b"<br>" * 1_500_000, *facts)
        assert (await workers.run("<p>خبر</p>".encode(), *facts))["article"]
        await workers.close()

    asyncio.run(main())


def test_a_worker_whose_crawler_was_killed_ends_without_a_word() -> None:
    words = [sys.executable, "-m", "crawler.workers", ECHO, "5", "0"]
    worker = subprocess.Popen(words, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert worker.stdin is not None
    assert worker.stdout is not None
    assert worker.stderr is not None
    assert worker.stdout.read(9)
    worker.stdout.close()  # nobody reads any more
    worker.stdin.write(frame(b'{"url": "", "fetched_at": "", "content_type": null}') + frame(b"page"))
    worker.stdin.close()
    assert worker.stderr.read() == b""
    assert worker.wait(30) == 0
    worker.stderr.close()
