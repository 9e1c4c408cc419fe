"""A committed output folder read back: what counts, what is damaged, and that a running crawl does not matter."""

from __future__ import annotations

import json
import os
import tracemalloc
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from scrapy.http import HtmlResponse, Request

from crawler.errors import OutputError
from crawler.ledger import Ledger
from crawler.ledger.lease import Found
from crawler.storage.committed import ARTICLES, EDGES, FILES, REJECTED, CommittedFolder, DamagedLine
from crawler.storage.replacing import schedule_replacement
from crawler.storage.warc_writer import Archive
from crawler.warc.damage import Damaged
from tests.tools.corpus import AT, Corpus

ARCHIVE = "pages-00001.warc.gz"
URL = "https://a.example/1"
EDGE = {"from": URL, "to": "https://a.example/2"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two records, a rejection, an edge, three exchanges, and a ledger that has committed them."""
    corpus = Corpus(tmp_path / "out")
    records = [corpus.record(url=f"https://a.example/{number}") for number in (1, 2)]
    path = corpus.close(records, [corpus.rejection("empty", url="https://a.example/3")])
    (path / EDGES).write_text(json.dumps(EDGE) + "\n", "utf-8")
    commit(path)
    return path


def commit(folder: Path) -> None:
    """Commit the files as they stand, and addresses by their kinds."""
    with closing(Ledger(folder / "ledger.sqlite")) as ledger:
        addresses = {URL: "article", "https://a.example/tags": "bridge"}
        ledger.add([Found(url, url, "a.example", kind) for url, kind in addresses.items()])
        ledger.commit({name: (folder / name).stat().st_size for name in (*FILES, ARCHIVE)})


def put(path: Path, number: int, line: bytes) -> None:
    """Another line of the same length."""
    lines = path.read_bytes().split(b"\n")
    lines[number - 1] = line.ljust(len(lines[number - 1]))
    path.write_bytes(b"\n".join(lines))


def append(path: Path, data: bytes) -> None:
    with path.open("ab") as stream:
        stream.write(data)


def test_what_stands_there(folder: Path) -> None:
    with closing(CommittedFolder.open(folder)) as found:
        records = list(found.records())
        assert [one["url"] for one in records] == [URL, "https://a.example/2"]
        assert [one["reason"] for one in found.rejections()] == ["empty"]
        assert list(found.edges()) == [EDGE]
        assert found.archives == [ARCHIVE]
        assert list(found.too_short()) == []
        assert found.revisions == 0
        assert found.rounds() == {"a.example": (1, None)}
        assert [found.kind(url) for url in (URL, "https://a.example/tags", "https://b.example/")] == [
            "article", "bridge", None,
        ]  # fmt: skip
        assert found.page(f"{URL}/") == found.page(URL) is not None
        first, second = found.lines(ARTICLES)
        assert (first.number, first.offset, second.number, second.offset) == (1, 0, 2, len(first.data))
        assert [first.value(), second.value()] == records


def test_a_pointer_leads_to_the_page(folder: Path) -> None:
    with closing(CommittedFolder.open(folder)) as found:
        for line in [*found.records(), *found.rejections()]:
            answer = found.exchange(line["warc"])
            assert (answer.url, answer.status) == (line["url"], 200)
            assert len(found.exchange(line["warc"], 100).body) == 101
        answers = [one for one in found.archived(ARCHIVE) if one.kind == "response"]
        assert [(one.url, one.offset, one.length) for one in answers] == [
            (line["url"], line["warc"]["offset"], line["warc"]["length"])
            for line in [*found.records(), *found.rejections()]
        ]
        with pytest.raises(Damaged):
            found.exchange({"file": ARCHIVE, "offset": 1, "length": 9})


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (b"{", "not valid JSON: "),
        (b"\xff", "not valid JSON: "),
        (b"[]", "not a record: not a JSON object"),
        (b"{}", "not a record: .* is missing"),
    ],
)
def test_a_damaged_line_is_named(folder: Path, line: bytes, problem: str) -> None:
    put(folder / ARTICLES, 2, line)
    with closing(CommittedFolder.open(folder)) as found:
        records = found.records()
        assert next(records)["url"] == URL
        with pytest.raises(OutputError, match=f"{ARTICLES}: line 2: {problem}"):
            next(records)
        assert [one.number for one in found.lines(ARTICLES)] == [1, 2]


def test_a_line_torn_by_the_committed_length(folder: Path) -> None:
    size = (folder / ARTICLES).stat().st_size
    with closing(Ledger(folder / "ledger.sqlite")) as ledger:
        ledger.commit({ARTICLES: size - 3})
    with closing(CommittedFolder.open(folder)) as found:
        *_, last = found.lines(ARTICLES)
        assert (last.is_torn, last.offset + len(last.data)) == (True, size - 3)
        with pytest.raises(DamagedLine, match="line 2: torn"):
            last.value()
        assert [one["url"] for one in found.records()] == [URL]


def test_files_that_are_gone_or_short(folder: Path) -> None:
    sizes = {name: (folder / name).stat().st_size for name in FILES}
    (folder / REJECTED).unlink()
    (folder / EDGES).unlink()
    os.truncate(folder / ARTICLES, 5)
    with closing(CommittedFolder.open(folder)) as found:
        assert set(found.too_short()) == {
            (ARTICLES, 5, sizes[ARTICLES]), (REJECTED, None, sizes[REJECTED]), (EDGES, None, sizes[EDGES]),
        }  # fmt: skip
        assert [*found.records(), *found.rejections(), *found.edges()] == []
        (folder / ARTICLES).unlink()
        with pytest.raises(OutputError, match=f"{ARTICLES}: cannot be read: No such file"):
            list(found.records())


def test_an_archive_that_is_cut(folder: Path) -> None:
    size = (folder / ARCHIVE).stat().st_size
    os.truncate(folder / ARCHIVE, size - 20)
    damages: list[Damaged] = []
    with closing(CommittedFolder.open(folder)) as found:
        whole = list(found.archived(ARCHIVE, on_damage=damages.append))
        assert [one.kind for one in whole] == ["warcinfo", *["response", "request"] * 2, "response"]
        assert [(one.offset, one.cut_off) for one in damages] == [(whole[-1].offset + whole[-1].length, True)]
        with pytest.raises(Damaged, match="is cut off"):
            list(found.archived(ARCHIVE))


def test_an_archive_that_is_damaged_in_the_middle_goes_on_behind_it(folder: Path) -> None:
    with closing(CommittedFolder.open(folder)) as found:
        before = list(found.archived(ARCHIVE))
        with (folder / ARCHIVE).open("r+b") as stream:
            stream.seek(before[3].offset + 30)
            stream.write(bytes(20))
        damages: list[Damaged] = []
        assert list(found.archived(ARCHIVE, on_damage=damages.append)) == [*before[:3], *before[4:]]
        assert [one.offset for one in damages] == [before[3].offset]
        assert list(found.archived(ARCHIVE, before[4].offset, before[4].offset + 1)) == [before[4]]


def test_a_folder_without_a_ledger_counts_whole_where_that_is_asked_for(folder: Path) -> None:
    for path in folder.glob("ledger.*"):
        path.unlink()
    with pytest.raises(OutputError, match=r"no crawl there \(no ledger.sqlite\)"):
        CommittedFolder.open(folder)
    append(folder / ARTICLES, b'{"torn')
    for content in (None, b"", b"none " * 1000):
        if content is not None:
            (folder / "ledger.sqlite").write_bytes(content)
            with pytest.raises(OutputError, match=r"ledger\.sqlite: cannot be read: "):
                CommittedFolder.open(folder)
        with closing(CommittedFolder.open(folder, needs_ledger=False)) as found:
            assert (len(list(found.records())), found.lengths, found.kind(URL)) == (2, {}, None)
            assert not found.is_in_use()


def test_a_takedown_that_was_interrupted(folder: Path) -> None:
    with closing(Ledger(folder / "ledger.sqlite")) as ledger:
        schedule_replacement(ledger._db, [ARTICLES])
        ledger.commit({})
    for needs_ledger in (True, False):
        with pytest.raises(OutputError, match="a takedown was interrupted there"):
            CommittedFolder.open(folder, needs_ledger=needs_ledger)


def test_beside_a_running_writer_only_what_is_committed_counts(folder: Path) -> None:
    with closing(CommittedFolder.open(folder)) as found:
        assert not found.is_in_use()
    with closing(Ledger(folder / "ledger.sqlite")) as ledger:
        archive = Archive(folder, ledger.lengths(), 10**7, "test")
        page = HtmlResponse("https://a.example/9", body=b"<p>9</p>")
        for number in range(3):
            append(folder / EDGES, json.dumps(EDGE).encode() + b'\n{"half a line')
            archive.write(Request(page.url), page, AT)
            with closing(CommittedFolder.open(folder)) as found:
                assert found.is_in_use()
                before = state(found)
                archive.sync()
                assert state(found) == before
                assert (len(before["edges"]), len(before["archived"])) == (1 + number, 7 + 2 * number)
            os.truncate(folder / EDGES, (folder / EDGES).stat().st_size - len('{"half a line'))
            ledger.commit(archive.sync() | {EDGES: (folder / EDGES).stat().st_size})
        archive.close()


def state(found: CommittedFolder) -> dict[str, list[Any]]:
    return {"edges": list(found.edges()), "archived": list(found.archived(ARCHIVE))}


def test_reading_writes_nothing(folder: Path) -> None:
    def files() -> dict[str, bytes]:
        # SQLite makes the two files by which it reads beside a writer.
        return {path.name: path.read_bytes() for path in folder.iterdir() if "sqlite-" not in path.name}

    before = files()
    with closing(CommittedFolder.open(folder)) as found:
        assert not found.is_in_use()
        assert len(list(found.records())) == 2
    assert files() == before


def test_memory_holds_one_line_at_a_time(folder: Path) -> None:
    with (folder / EDGES).open("wb") as stream:
        for _ in range(40):
            stream.write(json.dumps(EDGE | {"x": "x" * 500_000}).encode() + b"\n")
    commit(folder)
    tracemalloc.start()
    with closing(CommittedFolder.open(folder)) as found:
        assert sum(1 for _ in found.lines(EDGES)) == 40
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 5_000_000
