"""Outlets on loopback in a process of their own, with pages of real size: each has its own words and links."""

from __future__ import annotations

import asyncio
import multiprocessing
import random
import re
from collections.abc import Callable, Sequence
from multiprocessing.sharedctypes import Synchronized
from typing import Any

from benchmarks.memory import made_page
from tests.soak.pages import headline, links_of, number_of, path_of

Pages = Callable[[int, int, str], bytes]
"""The page of a number, of so many on an outlet of a name."""

_PARAGRAPH = re.compile(rb"<p[^>]*>(.*?)</p>", re.DOTALL)
_LINK = re.compile(rb"""(<a\b[^>]*?\bhref=)("[^"#]*"|'[^'#]*')""")
_TITLE = re.compile(rb"<title[^>]*>.*?</title>", re.DOTALL)
_CANONICAL = re.compile(rb"""<link[^>]*rel=["']?canonical[^>]*>""")
_HEAD = "HTTP/1.1 {} OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\n\r\n"
_GENERATED = 8
_FILLER = '<div class="widget-{0} card col-md-4" data-id="{1}"><span class="ico ico-{2}"></span></div>'


def pages_of(templates: Sequence[bytes]) -> Pages:
    """Pages with the mark-up of templates in turn, or, without any, with generated mark-up of 65 KB."""
    cut = [_pieces(one) for one in templates or [_generated(number) for number in range(_GENERATED)]]

    def page(number: int, pages: int, outlet: str) -> bytes:
        head, after_title, rest = cut[number % len(cut)]
        words = headline(number, outlet).encode()
        chance, links = random.Random(number), links_of(number, pages)
        given = [path_of(to).encode() for to in links]
        known = (given + [path_of(chance.randint(1, pages)).encode() for _ in range(40)]) * (1 + len(rest) // 40)
        body = b"".join(piece if at % 2 == 0 else b'"' + known[at // 2] + b'"' for at, piece in enumerate(rest))
        related = "".join(
            f'<a class="related" href="{path_of(to)}">{headline(to, outlet)}</a> ' for to in links
        ).encode()
        return b"%b<title>%b</title>%b%b<aside class='related-posts'>%b</aside></body></html>" % (
            head,
            words,
            after_title,
            body.replace(b"%%WORDS%%", words),
            related,
        )

    return page


def _pieces(template: bytes) -> tuple[bytes, bytes, list[bytes]]:
    """What stands before and after the title, and the rest cut at its links."""
    template = _CANONICAL.sub(b"", template).rpartition(b"</body>")[0] or template
    title = _TITLE.search(template)
    head, after = (template[: title.start()], template[title.end() :]) if title else (b"<html><head>", template)
    longest = max(_PARAGRAPH.finditer(after), key=lambda found: len(found[1]), default=None)
    if longest is not None:
        after = after[: longest.end(1)] + b" %%WORDS%%." + after[longest.end(1) :]
    pieces, at = list[bytes](), 0
    for link in _LINK.finditer(after):
        pieces += [after[at : link.end(1)], link[2]]
        at = link.end()
    return head, b"", [*pieces, after[at:]]


def _generated(number: int) -> bytes:
    made = made_page(number).encode()
    chance = random.Random(number)
    filler = "".join(
        _FILLER.format(at, chance.randrange(10**9), chance.randrange(99)) for at in range((65_000 - len(made)) // 95)
    )
    return made.replace(b"<h3>", f"<div class=grid>{filler}</div><h3>".encode(), 1)


class Outlets:
    """The server; each outlet is an address of loopback, all on one port."""

    def __init__(self, count: int, pages: Pages, per_outlet: int) -> None:
        self._count, self._pages, self._per_outlet = count, pages, per_outlet
        self._served: Synchronized[int] = multiprocessing.Value("i", 0)
        self._port: Synchronized[int] = multiprocessing.Value("i", 0)

    def __enter__(self) -> Outlets:
        fork = multiprocessing.get_context("fork")  # templates need not be sent
        self._process = fork.Process(target=lambda: asyncio.run(self._serve()), daemon=True)
        self._process.start()
        while not self._port.value:
            self._process.join(0.01)
        return self

    def __exit__(self, *error: object) -> None:
        self._process.terminate()
        self._process.join()

    @property
    def served(self) -> int:
        """Pages served since the last `reset`."""
        return self._served.value

    def reset(self) -> None:
        """Count from 0."""
        self._served.value = 0

    def mean_bytes(self) -> float:
        """Mean length of a page."""
        return sum(len(self._pages(number, self._per_outlet, "a")) for number in range(1, 31)) / 30

    def addresses(self) -> list[str]:
        """All pages, the outlets in turn."""
        return [self._url(at, number) for number in range(1, self._per_outlet + 1) for at in range(self._count)]

    def starts(self) -> list[str]:
        """The first page of each outlet, from which all others can be found."""
        return [self._url(at, 1) for at in range(self._count)]

    def _url(self, at: int, number: int) -> str:
        return f"http://127.0.1.{at + 1}:{self._port.value}{path_of(number)}"

    async def _serve(self) -> None:
        ready: dict[tuple[int, str], bytes] = {
            (number, f"127.0.1.{at + 1}"): self._pages(number, self._per_outlet, f"127.0.1.{at + 1}")
            for at in range(self._count)
            for number in range(1, self._per_outlet + 1)
        }

        async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            outlet = writer.get_extra_info("sockname")[0]
            try:
                while request := (await reader.readuntil(b"\r\n\r\n")).decode("latin-1"):
                    number = number_of(request.split(" ", 2)[1], self._per_outlet)
                    body = ready[number, outlet] if number else b"nothing here"
                    self._served.value += number is not None
                    writer.write(_HEAD.format(200 if number else 404, len(body)).encode() + body)
                    await writer.drain()
            except (asyncio.IncompleteReadError, ConnectionError):
                writer.close()

        servers: list[Any] = []
        port = 0
        for at in range(self._count):
            servers.append(await asyncio.start_server(answer, f"127.0.1.{at + 1}", port))
            port = servers[0].sockets[0].getsockname()[1]
        self._port.value = port
        await asyncio.Event().wait()
