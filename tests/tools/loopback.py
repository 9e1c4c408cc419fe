"""A small outlet on loopback addresses, served from a thread, and a crawl of it in a subprocess."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from crawler.discovery import usual_announcers

ROOT = Path(__file__).parents[2]
TDM = "/.well-known/tdmrep.json"
QUICK = {
    "DOWNLOAD_DELAY": 0,
    "AUTOTHROTTLE_ENABLED": False,
    "DOWNLOAD_TIMEOUT": 2,
    "RETRY_TIMES": 1,
    "BACKOFF_SECONDS": 0.02,
    "BREAKER_PAUSE": 0.02,
    "CLEANER": "tests.tools.stub_cleaner:read_page",
    "CLEANER_PROCESSES": 1,
    "CLEANER_SECONDS": 2,
    "LOG_LEVEL": "INFO",
}
USUAL = {"/robots.txt", *(one.url.removeprefix("http://a.example") for one in usual_announcers("http://a.example/"))}
"""Where an outlet that nobody describes is asked for its feeds and sitemaps, from the second round on."""


@dataclass(frozen=True)
class Answer:
    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    delay: float = 0.0


Page = Answer | Callable[[], Answer]


@dataclass
class Site:
    """Answers by path; what it lacks is a 404, and robots.txt allows everything unless it says otherwise."""

    pages: dict[str, Page]
    url: str = ""
    asked: list[tuple[float, str]] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)
    conditions: dict[str, str] = field(default_factory=dict)
    busy: int = 0
    most_at_once: int = 0
    tdm_asked: int = 0

    def paths(self) -> list[str]:
        return [path for _, path in self.asked]

    def count(self, path: str) -> int:
        return self.paths().count(path)

    def last_asked(self) -> float:
        return self.asked[-1][0]


def article(
    number: int, *links: str, head: str = "", text: str = "", title: str = "", kind: str = "related", **answer: Any
) -> Answer:
    """A page that the stub cleaner reads as an article; its links are of one kind."""
    body = (
        f"<html><head><title>{title or f'Article {number}'}</title>{head}</head><body>"
        f"<p>{text or f'Text number {number}, and nothing else.'}</p>"
        + "".join(f'<a class="{kind}" href="{link}">To {link}</a>' for link in links)
        + "</body></html>"
    )
    headers = {"Content-Type": "text/html; charset=utf-8"} | answer.pop("headers", {})
    return Answer(body.encode(), headers=headers, **answer)


def redirect(to: str, status: int = 301) -> Answer:
    return Answer(status=status, headers={"Location": to})


class Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, *args: object) -> None:
        """A crawler that hangs up in mid answer is what some tests are about."""


@contextmanager
def serve(pages: Mapping[str, Page], host: str = "127.0.0.1") -> Iterator[Site]:
    """A site while it is served; pages may be added, and their links must be paths."""
    site = Site(dict(pages))

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # head and body in one segment, or each answer waits 40 ms for an acknowledgement

        def do_GET(self) -> None:
            # Each run asks each host for its opt-outs once; tests that count pages leave that out.
            site.tdm_asked += self.path == TDM
            if self.path != TDM:
                site.asked.append((time.monotonic(), self.path))
            site.agents.add(self.headers["User-Agent"] or "")
            if self.headers["If-None-Match"]:
                site.conditions[self.path] = self.headers["If-None-Match"]
            page = site.pages.get(self.path, Answer(b"nothing here", 404, {"Content-Type": "text/plain"}))
            answer = page() if callable(page) else page
            site.busy += 1
            site.most_at_once = max(site.most_at_once, site.busy)
            time.sleep(answer.delay)
            site.busy -= 1
            try:
                self.send_response(answer.status)
                if answer.status == 304:
                    self.end_headers()
                    return
                for name, value in answer.headers.items():
                    if value:
                        self.send_header(name, value)
                if "Content-Length" not in answer.headers:
                    self.send_header("Content-Length", str(len(answer.body)))
                self.end_headers()
                self.wfile.write(answer.body)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        def log_message(self, *args: object) -> None:
            pass

    server = Server((host, 0), Handler)
    site.url = f"http://{host}:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass(frozen=True)
class Crawl:
    """What a finished crawl left behind."""

    output: Path
    returncode: int
    log: str
    seconds: float = 0.0

    def lines(self, name: str) -> list[dict[str, Any]]:
        return [json.loads(line) for line in (self.output / name).read_text("utf-8").splitlines()]

    @property
    def articles(self) -> list[dict[str, Any]]:
        return self.lines("articles.jsonl")

    @property
    def reasons(self) -> dict[str, str]:
        """Path → reason of every refused page."""
        return {"/" + line["url"].split("/", 3)[3]: line["reason"] for line in self.lines("rejected.jsonl")}


def command(
    output: Path, start: str, seeds: object = "seeds", arguments: Mapping[str, str] | None = None, **settings: object
) -> list[str]:
    """The command line of a crawl from start addresses, or from seeds where `start` is empty."""
    hosts = ",".join(sorted({url.split("/")[2].split(":")[0] for url in start.split(",") if url}))
    merged = QUICK | {"OUTPUT_DIR": output, "ALLOW_PRIVATE_HOSTS": hosts} | settings
    given = [part for name, value in merged.items() for part in ("-s", f"{name}={value}")]
    origin = ["-a", f"start={start}"] if start else ["-a", f"seeds={seeds}"]
    further = [part for name, value in (arguments or {}).items() for part in ("-a", f"{name}={value}")]
    return [sys.executable, "-m", "scrapy", "crawl", "related", *origin, *further, *given]


def crawl(output: Path, start: str, seconds: float = 40.0, **settings: Any) -> Crawl:
    """Run a crawl to its end, from the project's folder."""
    begun = time.monotonic()
    done = subprocess.run(
        command(output, start, **settings),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )
    return Crawl(output, done.returncode, done.stdout + done.stderr, time.monotonic() - begun)


def numbered(count: int, **answer: Any) -> dict[str, Page]:
    """Article 0 leads to all others."""
    paths = [f"/news/{10000 + n}" for n in range(count)]
    return {path: article(n, *(paths[1:] if n == 0 else ()), **answer) for n, path in enumerate(paths)}
