"""What is wrong with an archive, and how archives are told apart."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pytest
from scrapy.utils.test import get_crawler
from warcio.archiveiterator import ArchiveIterator

from cleaners.data_files import DataFileError
from crawler.replay import ReplayHandler
from crawler.replay.recording import archive_hashes, open_recording
from crawler.warc.answers import read_answer
from tests.tools.fixtures import ROOT
from tests.tools.warcs import warc

SITES = ROOT.parent / "shared" / "data" / "sites"


def handler(*paths: Path, **settings: Any) -> ReplayHandler:
    crawler = get_crawler(settings_dict=settings)
    return ReplayHandler(crawler, open_recording(paths))


def test_a_recording_of_an_unknown_moment_is_refused(tmp_path: Path) -> None:
    path = warc(tmp_path / "a.warc.gz", {"url": "https://a.example/", "date": "yesterday"})
    with pytest.raises(DataFileError, match="readable WARC-Date: 'yesterday'"):
        handler(path)


def damaged(path: Path, how: str) -> Path:
    content = path.read_bytes()
    middle = len(content) // 2
    changed = {
        "empty": b"",
        "cut": content[:-20],
        "flipped": content[:middle] + bytes([content[middle] ^ 0xFF]) + content[middle + 1 :],
        "text": "ليس أرشيفا\n".encode() * 10,
        "gzipped text": gzip.compress(b"no archive\n" * 10),
        "one member": gzip.compress(gzip.decompress(content)),
        "rubbish behind": content + b"rubbish",
        "uncompressed, cut": gzip.decompress(content)[:-20],
    }
    path.write_bytes(changed[how])
    return path


HOWS = [
    "empty",
    "cut",
    "flipped",
    "text",
    "gzipped text",
    "one member",
    "rubbish behind",
    "uncompressed, cut",
]


@pytest.mark.parametrize("how", HOWS)
def test_a_damaged_archive_is_named(tmp_path: Path, how: str, capfd: pytest.CaptureFixture[str]) -> None:
    body = bytes(range(256)) * 20
    path = warc(tmp_path / "a.warc.gz", *({"url": f"https://a.example/{n}", "body": body} for n in range(3)))
    with pytest.raises(DataFileError, match=r"a\.warc\.gz: (damaged|not a WARC)") as raised:
        open_recording([damaged(path, how)])
    assert "\n" not in str(raised.value)
    assert capfd.readouterr() == ("", "")


def test_a_missing_archive_is_named(tmp_path: Path) -> None:
    for path in (tmp_path / "none.warc.gz", tmp_path):
        for read in (open_recording, archive_hashes):
            with pytest.raises(DataFileError, match="cannot be read"):
                read([path])


def test_hashes_tell_archives_apart(tmp_path: Path) -> None:
    one = warc(tmp_path / "1.warc.gz", {"url": "https://a.example/"})
    two = warc(tmp_path / "2.warc.gz", {"url": "https://b.example/"})
    assert archive_hashes([]) == "live"
    assert archive_hashes([one]).startswith("replay:")
    assert len({archive_hashes([one]), archive_hashes([two]), archive_hashes([one, two])}) == 3
    moved = one.rename(tmp_path / "3.warc.gz")
    assert archive_hashes([moved, two]) == archive_hashes([moved]) + "," + archive_hashes([two])[len("replay:") :]


@pytest.mark.parametrize("name", ["almohrarmedia.net", "almth8f.com"])
def test_restored_archives_answer_for_every_capture(name: str) -> None:
    path = SITES / f"{name}.warc.gz"
    if not path.exists():
        pytest.skip("the restored archives are not here")
    recording = open_recording([path])
    with path.open("rb") as stream:
        captured = {
            record.rec_headers.get_header("WARC-Target-URI"): record.content_stream().read()
            for record in ArchiveIterator(stream)
            if record.rec_type == "response"
        }
    assert len(recording.exact) == len(captured) > 100
    for url, body in captured.items():
        place = recording.find(url)
        assert place is not None
        assert read_answer(place).body == body
