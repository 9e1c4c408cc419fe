"""WARC files read: every compression, revisits, damage, and never more memory than asked for."""

from __future__ import annotations

import gzip
import json
import random
import tracemalloc
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from warcio.indexer import Indexer

from crawler.replay.recording import open_recording
from crawler.warc.answers import Pointer, read_answer
from crawler.warc.captures import Capture, captures
from crawler.warc.damage import Damaged, UnsupportedFile
from crawler.warc.records import HEAD_BYTES
from tests.tools.warcs import IDENTICAL, UNCHANGED, response, revisit, write, write_zstd

NAMES = ["a.warc", "a.warc.gz", "a.warc.zst"]
A, B = "https://a.example/1", "https://b.example/2"
NOISE = random.Random(7).randbytes(90_000)
"""More than one block of reading, and nothing that compresses away."""


def urls(found: Any) -> list[str]:
    return [capture.url for capture in found]


def body_of(path: Path, capture: Capture, limit: int = 0) -> bytes:
    return read_answer(Pointer(path, capture.offset, capture.status, capture.captured), limit).body


@pytest.mark.parametrize("name", NAMES)
def test_captures_of_every_compression_and_each_read_back(tmp_path: Path, name: str) -> None:
    bodies = [b"<p>one</p>", b"", NOISE, b"<p>four</p>" * 5000]
    path = write(tmp_path / name, [response(f"{A}{n}", body) for n, body in enumerate(bodies)])
    found = list(captures(path))
    assert urls(found) == [f"{A}{n}" for n in range(4)]
    assert [body_of(path, capture) for capture in found] == bodies
    assert body_of(path, found[2], 100) == NOISE[:101]
    assert {capture.status for capture in found} == {200}
    assert {capture.content_type for capture in found} == {"text/html; charset=utf-8"}
    for number, capture in enumerate(found):
        assert urls(captures(path, capture.next_offset)) == urls(found[number + 1 :])


@pytest.mark.parametrize("dictionary", ["none", "plain", "compressed", "raw"])
def test_zstd_with_and_without_a_dictionary(tmp_path: Path, dictionary: str) -> None:
    records = [response(f"{A}{n}", b"<p>words that come often</p>" * n) for n in range(5)]
    path = write_zstd(tmp_path / "a.warc.zst", records, dictionary)
    found = list(captures(path))
    assert [body_of(path, capture) for capture in found] == [b"<p>words that come often</p>" * n for n in range(5)]
    assert urls(captures(path, found[3].offset)) == [f"{A}3", f"{A}4"]


def test_a_dictionary_that_is_none_is_told(tmp_path: Path) -> None:
    path = write_zstd(tmp_path / "a.warc.zst", [response(A)], "plain")
    content = path.read_bytes()
    path.write_bytes(content[:4] + b"\xff\xff\xff\xff" + content[8:])
    with pytest.raises(UnsupportedFile, match="a dictionary of 4294967295 bytes"):
        list(captures(path))


@pytest.mark.parametrize("name", NAMES[:2])
def test_offsets_and_lengths_are_those_of_warcio(tmp_path: Path, name: str) -> None:
    path = write(tmp_path / name, [response(f"{A}{n}", b"x" * n * 999) for n in range(9)])
    index = tmp_path / "index"
    Indexer(["offset", "length", "warc-target-uri"], [str(path)], str(index)).process_all()
    told = [json.loads(line) for line in index.read_text().splitlines()]
    mine = [(str(one.offset), str(one.length), one.url) for one in captures(path)]
    if name == "a.warc":  # where warcio counts the blank lines of the record before it
        assert [one[0::2] for one in mine] == [(one["offset"], one["warc-target-uri"]) for one in told]
    else:
        assert mine == [tuple(one.values()) for one in told]


def test_other_records_are_no_captures(tmp_path: Path) -> None:
    records = [
        response("dns:a.example"),
        response("https://a.example/ftp", b"", status="no status"),
        response(A, Type="resource"),
        response(A, Type="metadata"),
        response("<https://a.example/in brackets>"),
    ]
    assert urls(captures(write(tmp_path / "a.warc.gz", records))) == ["https://a.example/in%20brackets"]


def test_odd_heads(tmp_path: Path) -> None:
    folded = b"HTTP/2 200\r\nContent-Type: text/html;\r\n charset=utf-8\r\n\r\n<p>"
    no_end = b"HTTP/1.0 204 No\r\nServer: x"
    endless = b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * (HEAD_BYTES // 6 + 10) + b"\r\n<p>"
    path = tmp_path / "a.warc.gz"
    blocks = [folded, no_end, endless]
    made = [response(f"{A}{n}").partition(b"Content-Length") for n in range(3)]
    records = [
        head + b"Content-Length: %d\r\n\r\n%s\r\n\r\n" % (len(block), block)
        for (head, _, _), block in zip(made, blocks, strict=True)
    ]
    found = list(captures(write(path, records)))
    assert [(one.url, one.status, one.content_type) for one in found] == [
        (f"{A}0", 200, "text/html; charset=utf-8"),
        (f"{A}1", 204, ""),
    ]


# --- Revisits ---

REFERENCES = [
    {"Refers_To": "<urn:uuid:1>"},
    {"Refers_To_Target_URI": A, "Refers_To_Date": "2024-01-01T00:00:00.5Z"},
    {"Payload_Digest": "SHA1:ABC"},
    {"Refers_To": "<urn:uuid:lost>", "Payload_Digest": "sha1:ABC"},
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("reference", REFERENCES)
def test_a_revisit_answers_with_the_body_it_refers_to(tmp_path: Path, name: str, reference: dict[str, str]) -> None:
    facts = {"Record_ID": "<urn:uuid:1>", "Payload_Digest": "sha1:ABC", "Date": "2024-01-01T00:00:00Z"}
    own = [("X-Robots-Tag", "noai"), ("Content-Length", "0"), ("Content-Type", "text/plain")]
    again = revisit(B, status="200 OK", fields=own, Profile=IDENTICAL, **reference)
    recording = open_recording([write(tmp_path / name, [again, response(A, b"<p>body</p>", **facts)])])
    place = recording.find(B)
    assert place is not None
    answer = read_answer(place)
    assert (answer.status, answer.body, answer.url, place.captured) == (200, b"<p>body</p>", B, "2025-03-19T00:00:00Z")
    assert dict(answer.headers) == {"X-Robots-Tag": b"noai", "Content-Type": b"text/html; charset=utf-8"}


def test_not_modified_answers_as_the_answer_that_still_holds(tmp_path: Path) -> None:
    records = [
        response(A, b"<p>old</p>", Date="2024-01-01T00:00:00Z", Record_ID="<urn:uuid:1>"),
        revisit(A, status="304 Not Modified", Profile=UNCHANGED, Record_ID="<urn:uuid:2>", Refers_To="<urn:uuid:1>"),
        revisit(A, Date="2026-01-01T00:00:00Z", Profile=UNCHANGED, Refers_To="<urn:uuid:2>"),
        revisit(B, Profile=UNCHANGED, Refers_To="<urn:uuid:9>"),
    ]
    recording = open_recording([write(tmp_path / "a.warc.gz", records)])
    place = recording.find(A)
    assert place is not None
    assert (place.captured, place.status) == ("2026-01-01T00:00:00Z", 200)
    assert read_answer(place).body == b"<p>old</p>"
    assert recording.find(B) is None


# --- Damage ---


def spoiled(path: Path, how: str) -> Path:
    content = path.read_bytes()
    found = list(captures(path))
    middle = found[1].offset + 40  # inside the second record's headers, also where they are compressed
    cuts = {
        "cut in the body": content[:-999],
        "cut": content[: found[-1].offset + 60],
        "cut at the mark": content[: found[-1].offset + 3],
    }
    flipped = content[:middle] + bytes(byte ^ 0xFF for byte in content[middle : middle + 200]) + content[middle + 200 :]
    path.write_bytes(cuts.get(how) or flipped)
    return path


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("how", ["flipped", "cut", "cut in the body", "cut at the mark"])
def test_what_can_be_read_is_read_and_a_cut_end_told_from_damage(tmp_path: Path, name: str, how: str) -> None:
    path = write(tmp_path / name, [response(f"{A}{n}", NOISE) for n in range(5)])
    path = spoiled(path, how)
    told: list[Damaged] = []
    left = urls(captures(path, 0, told.append))
    if how == "flipped":
        assert left == [f"{A}{n}" for n in (0, 2, 3, 4)]
    else:
        assert left == [f"{A}{n}" for n in range(4)]
    assert [damage.cut_off for damage in told] == [how != "flipped"]
    with pytest.raises(Damaged):
        list(captures(path))


@pytest.mark.parametrize("length", [b"9" * 5000, b"-1", b"1e3", "٣".encode(), b""])
def test_a_length_that_is_no_number_of_bytes_is_damage(tmp_path: Path, length: bytes) -> None:
    head, mark, rest = response(A).partition(b"Content-Length: ")
    path = write(tmp_path / "a.warc.gz", [head + mark + length + rest[rest.index(b"\r\n") :], response(B)])
    told: list[Damaged] = []
    assert urls(captures(path, 0, told.append)) == [B]
    assert "has no valid Content-Length" in str(told[0])


def test_a_wrong_checksum_is_damage(tmp_path: Path) -> None:
    path = write(tmp_path / "a.warc.gz", [response(A), response(B)])
    second = list(captures(path))[1].offset
    content = bytearray(path.read_bytes())
    content[second - 6] ^= 0xFF
    path.write_bytes(content)
    told: list[Damaged] = []
    assert urls(captures(path, 0, told.append)) == [B]
    assert [damage.offset for damage in told] == [0]
    with pytest.raises(Damaged):
        read_answer(Pointer(path, 0, 200, ""))


def test_what_is_no_warc_file_is_told_also_where_damage_is_borne(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    for content in (b"", b"<html>", gzip.compress(b"<html>" * 99), gzip.compress(response(A) + response(B))):
        path.write_bytes(content)
        with pytest.raises(Damaged):
            list(captures(path, 0, lambda _: None))


# --- Memory ---


@pytest.mark.parametrize("name", NAMES)
def test_a_huge_record_is_read_in_bounded_memory(tmp_path: Path, name: str) -> None:
    huge = b"%x\r\n" % (40 << 20) + bytes(40 << 20) + b"\r\n0\r\n\r\n"
    fields = [("Content-Type", "text/html"), ("Transfer-Encoding", "chunked")]
    path = write(tmp_path / name, [response(A, huge, fields=fields), response(B)])
    del huge
    tracemalloc.start()
    found = list(captures(path))
    assert len(body_of(path, found[0], 1000)) == 1001
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert urls(found) == [A, B]
    assert peak < 2 << 20


DATES = {
    "2025-03-19T10:00:00Z": "2025-03-19T10:00:00Z",
    "2025-03-19T10:00:00.5Z": "2025-03-19T10:00:00Z",
    "2025-03-19T10:00:00.123456789Z": "2025-03-19T10:00:00Z",
    "2025-03-19T10:07Z": "2025-03-19T10:07:00Z",
    "2025-03-19": "2025-03-19T00:00:00Z",
    "2025-03": "2025-03-01T00:00:00Z",
    "2025": "2025-01-01T00:00:00Z",
    "0001-01-01T00:00:00Z": "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59Z": "9999-12-31T23:59:59Z",
    # Not by the standard, but there is one way only to read it.
    "2025-03-19T10:00:00": "2025-03-19T10:00:00Z",
    "2025-03-19T01:00:00+03:00": "2025-03-18T22:00:00Z",
}
NO_DATES = [
    "",
    "x",
    "yesterday",
    "20250319000000",
    "2025-03-19T25:61:61Z",
    "2025-02-30",
    "2025-13",
    "0000",
    "2025-03T10:00:00Z",
    "2025-03-19T10Z",
    "2025-03-19T00:00:00+99:99",
    "2025-03-19T10:00:00Z and more",
    "0001-01-01T00:00:00+03:00",
    "\u0662\u0660\u0662\u0665-03-19T00:00:00Z",
    "\uff12\uff10\uff12\uff15-03-19",
]


@pytest.mark.parametrize(("date", "read"), DATES.items())
def test_dates_of_the_standard_are_read_to_seconds_in_utc(tmp_path: Path, date: str, read: str) -> None:
    (found,) = captures(write(tmp_path / "a.warc.gz", [response(A, Date=date)]))
    assert found.captured == read
    assert datetime.fromisoformat(found.captured)


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
@pytest.mark.parametrize("date", NO_DATES)
def test_a_date_that_is_none_is_told_and_its_page_left_out(tmp_path: Path, date: str, name: str) -> None:
    body = b"<p>\r\nWARC/1.1\r\nWARC-Type: response\r\n\r\n</p>"
    path = write(tmp_path / name, [response(A, body, Date=date), response(B)])
    told: list[Damaged] = []
    assert urls(captures(path, 0, told.append)) == [B]
    assert [(one.offset, one.cut_off) for one in told] == [(0, False)]
    assert "WARC-Date" in str(told[0])
    with pytest.raises(Damaged, match="WARC-Date"):
        list(captures(path))
