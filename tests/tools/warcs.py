"""WARC files as other crawlers write them, made from a list of captures."""

from __future__ import annotations

import gzip
import struct
import sys
from pathlib import Path
from typing import Any

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd
from warcio.checker import Checker

UNCHANGED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
IDENTICAL = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
HTML = (("Content-Type", "text/html; charset=utf-8"),)
PAGE = "<p>نص</p>".encode()


def response(url: str, body: bytes = PAGE, *, status: str = "200 OK", fields: Any = HTML, **headers: str) -> bytes:
    """A response record; further WARC headers by name, with _ for -."""
    return _record("response", url, http_head(status, fields) + body, headers)


def revisit(url: str, *, status: str = "", fields: Any = HTML, **headers: str) -> bytes:
    """A revisit record, without a block where it says no status."""
    return _record("revisit", url, http_head(status, fields) if status else b"", headers)


def http_head(status: str, fields: Any) -> bytes:
    return "\r\n".join([f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in fields), "", ""]).encode()


def _record(kind: str, url: str, block: bytes, headers: dict[str, str]) -> bytes:
    own = {"WARC-Type": kind, "WARC-Target-URI": url, "WARC-Date": "2025-03-19T00:00:00Z"}
    given = {f"WARC-{name.replace('_', '-')}": value for name, value in headers.items()}
    return record(own | given | {"Content-Type": "application/http; msgtype=response"}, block)


def write(path: Path, records: list[bytes]) -> Path:
    """A file of these records, compressed as its name says."""
    if path.suffix == ".zst":
        return write_zstd(path, records)
    path.write_bytes(b"".join(gzip.compress(one, mtime=0) if path.suffix == ".gz" else one for one in records))
    return path


def write_zstd(path: Path, records: list[bytes], dictionary: str = "none") -> Path:
    """Frames; `dictionary` is none, plain, compressed or raw (not trained, only words that come often)."""
    content = b"".join(records)[:4096] * 2
    known = None if dictionary == "none" else zstd.ZstdDict(content, is_raw=True)
    if dictionary in ("plain", "compressed"):
        samples = [one + bytes([number % 250]) * 9 for number in range(400) for one in records[:1]]
        known = zstd.train_dict(samples, 4096)
        content = known.dict_content
    head, checked = b"", {zstd.CompressionParameter.checksum_flag: 1}
    if known is not None:
        stored = zstd.compress(content) if dictionary == "compressed" else content
        head = b"\x5d\x2a\x4d\x18" + struct.pack("<I", len(stored)) + stored
    padding = b"\x50\x2a\x4d\x18" + struct.pack("<I", 5) + b"hello"
    path.write_bytes(
        head + padding.join(zstd.compress(one, options=checked, zstd_dict=known) for one in records) + padding
    )
    return path


def warc(path: Path, *captures: dict[str, Any], compress: bool = True) -> Path:
    """A WARC file of these captures: url, body, status, headers, date, type."""
    records = [record({"WARC-Type": "warcinfo", "Content-Type": "application/warc-fields"}, b"software: test\r\n")]
    for capture in captures:
        fields = capture.get("headers", [("Content-Type", "text/html; charset=utf-8")])
        head = [
            f"HTTP/1.1 {capture.get('status', '200 OK')}",
            *(f"{name}: {value}" for name, value in fields),
            "",
            "",
        ]
        header = {
            "WARC-Type": capture.get("type", "response"),
            "WARC-Target-URI": capture["url"],
            "WARC-Date": capture.get("date", "2025-03-19T00:00:00Z"),
            "Content-Type": "application/http; msgtype=response",
        }
        records.append(record(header, "\r\n".join(head).encode() + capture.get("body", PAGE)))
    path.write_bytes(b"".join(gzip.compress(one) if compress else one for one in records))
    return path


def record(header: dict[str, str], block: bytes) -> bytes:
    lines = [
        "WARC/1.1",
        *(f"{name}: {value}" for name, value in header.items()),
        f"Content-Length: {len(block)}",
    ]
    return "\r\n".join([*lines, "", ""]).encode() + block + b"\r\n\r\n"


def passes_warcio_check(path: Path) -> bool:
    arguments = type("Arguments", (), {"inputs": [str(path)], "verbose": False, "check_digests": True})
    checker = Checker(arguments)
    checker.process_all()
    return checker.exit_value == 0
