"""Traces of a text in a folder: runs of six consecutive words, in every byte of every file, whatever wraps them."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from contextlib import suppress
from html import unescape
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote_plus

from warcio.archiveiterator import ArchiveIterator

from cleaners.text.normalize import comparison_key

RUN = 6


def runs(text: str) -> set[str]:
    words = comparison_key(text).split()
    return {" ".join(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}


def traces(folder: Path, *texts: str, in_addresses: bool = True) -> dict[str, set[str]]:
    """File → the runs of these texts that stand in it: in plain, percent-encoded, in gzip members, in HTTP bodies."""
    wanted = set().union(*map(runs, texts))
    assert wanted
    found: dict[str, set[str]] = {}
    for path in sorted(folder.rglob("*")):
        for data in _layers(path) if path.is_file() else ():
            for text in _readings(data, in_addresses):
                if seen := wanted & runs(text):
                    found.setdefault(path.name, set()).update(seen)
    return found


def _layers(path: Path) -> Iterator[bytes]:
    data = path.read_bytes()
    yield data
    at = data.find(b"\x1f\x8b\x08")
    while at >= 0:
        with suppress(zlib.error):
            yield zlib.decompressobj(wbits=31).decompress(data[at:])
        at = data.find(b"\x1f\x8b\x08", at + 1)
    if path.name.endswith(".warc.gz"):
        for record in ArchiveIterator(BytesIO(data)):
            yield record.content_stream().read()


def _readings(data: bytes, in_addresses: bool) -> Iterator[str]:
    for name in ("utf-8", "cp1256"):
        text = data.decode(name, "replace")
        yield text
        if in_addresses:
            yield unquote_plus(text).replace("_", " ")
        plain = unescape(unescape(re.sub(r"\\u([0-9a-fA-F]{4})", lambda one: chr(int(one[1], 16)), text)))
        plain = re.sub(r"\\[nrt\"/]", " ", plain)
        yield plain
        yield re.sub(r"<[^<>]*>", " ", plain)
        yield re.sub(r"<[^<>]*>", "", plain)
