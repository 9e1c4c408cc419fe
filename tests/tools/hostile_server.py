"""A web server that means harm: raw answers over a socket, broken, endless or slow, and a crawl that is watched."""

from __future__ import annotations

import socketserver
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.tools.loopback import ROOT, TDM, Crawl, command

Raw = bytes | Callable[[], Iterable[bytes]]
BLOCK = 64 * 1024


def http(body: bytes, kind: str = "text/html; charset=utf-8", status: str = "200 OK", **headers: str) -> bytes:
    """A whole answer with a right length, unless `headers` (with _ for -) say otherwise."""
    fields = {"Content-Type": kind, "Content-Length": str(len(body)), "Connection": "close"}
    fields |= {name.replace("_", "-"): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items() if value)
    return f"HTTP/1.1 {status}\r\n{head}\r\n".encode("latin-1") + body


def redirect(to: str) -> bytes:
    return http(b"", status="302 Found", Location=to)


def endless(head: bytes, block: bytes, pause: float = 0.0) -> Raw:
    """An answer that goes on until the client hangs up."""

    def blocks() -> Iterator[bytes]:
        yield head
        while True:
            yield block
            time.sleep(pause)

    return blocks


@dataclass
class Attacker:
    """What is served by path, and who asked for what (host and path)."""

    pages: dict[str, Raw]
    port: int = 0
    asked: list[tuple[str, str]] = field(default_factory=list)

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True

    def handle_error(self, *args: object) -> None:
        """A crawler that hangs up is what this is about."""


@contextmanager
def attack(pages: Mapping[str, Raw], host: str = "127.0.0.1") -> Iterator[Attacker]:
    """A hostile site while it is served; what it lacks is a 404."""
    site = Attacker(dict(pages))

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            path = self.rfile.readline(BLOCK).decode("latin-1").split(" ")[1]
            name = ""
            while (line := self.rfile.readline(BLOCK)) and line.strip():
                if line.lower().startswith(b"host:"):
                    name = line[5:].strip().decode("latin-1")
            if path != TDM:
                site.asked.append((name, path))
            answer = site.pages.get(path, http(b"nothing here", "text/plain", "404 Not Found"))
            for block in [answer] if isinstance(answer, bytes) else answer():
                self.connection.sendall(block)

    with _Server((host, 0), Handler) as server:
        site.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield site
        finally:
            server.shutdown()
            thread.join()


@dataclass(frozen=True)
class Watched(Crawl):
    """A finished crawl, and how large its processes grew."""

    crawler_mb: int = 0
    worker_mb: int = 0
    """The largest of the cleaning processes."""


def watched(
    output: Path, start: str, seconds: float = 120.0, names: Mapping[str, str] | None = None, **settings: Any
) -> Watched:
    """Run a crawl to its end and look at the peak memory of its processes on the way (Linux).

    `names` are what host names resolve to in it; any other name is not found.
    """
    line = command(output, start, **settings)
    if names is not None:
        line = [sys.executable, "-c", _RESOLVER.format(names=dict(names)), *line[3:]]
    begun, peaks = time.monotonic(), dict[int, int]()
    with (output.parent / f"{output.name}.log").open("w+", encoding="utf-8", errors="replace") as log:
        process = subprocess.Popen(line, cwd=ROOT, stdout=log, stderr=log)
        try:
            while process.poll() is None and time.monotonic() < begun + seconds:
                for pid in (process.pid, *children(process.pid)):
                    peaks[pid] = max(peaks.get(pid, 0), peak_mb(pid))
                time.sleep(0.1)
            assert process.poll() is not None, "the crawl does not end"
        finally:
            process.kill()
            process.wait()
        log.seek(0)
        told = log.read()
    crawler_mb = peaks.pop(process.pid, 0)
    return Watched(
        output, process.returncode, told, time.monotonic() - begun, crawler_mb, max(peaks.values(), default=0)
    )


_RESOLVER = """
import socket, sys
names = {names!r}
def resolved(name):
    answers = names.get(name, "").split()
    if not answers:
        raise socket.gaierror(name)
    names[name] = " ".join(answers[1:] or answers)
    return answers[0]
socket.gethostbyname = resolved
sys.argv[0] = "scrapy"
from scrapy.cmdline import execute
execute()
"""
"""A name with several addresses gives one after the other, then the last."""


def children(pid: int) -> list[int]:
    """The processes that a process has started."""
    try:
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()]
    except OSError:
        return []


def peak_mb(pid: int) -> int:
    """The most memory that a process has had (VmHWM), 0 where the system does not say."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text("ascii", "replace").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM")), 0)
