"""`scrapy takedown`: what goes, what stays true of the rest, what is remembered, and that a kill leaves no halves."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator

from crawler.checkup.check import problems
from crawler.checkup.show import folder_state
from crawler.errors import OutputError
from crawler.ledger import Ledger
from crawler.outlets import load_outlets
from crawler.storage.committed import CommittedFolder
from crawler.storage.replacing import successor_of
from crawler.storage.schema import problem_of
from crawler.takedown import take_down
from crawler.takedown.target import Target
from tests.tools.loopback import Crawl, Page, Site, article, crawl, redirect, serve
from tests.tools.takedowns import command
from tests.tools.warcs import passes_warcio_check

GONE = "/news/10002"


def pages() -> dict[str, Page]:
    canonical = f'<link rel="canonical" href="{GONE}">'
    return {
        "/news/10001": article(1, GONE, "/news/10003", "/old/10009", "/news/10004"),
        GONE: article(2, "/news/10003"),
        "/old/10009": redirect(GONE),
        "/news/10003": article(3, f"{GONE}?utm_source=x", "/news/10005"),
        "/news/10004": article(4, title="Article 2", head=canonical),  # a duplicate by its canonical address
        "/news/10005": article(5),
    }


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Crawl, Site, Site]]:
    with ExitStack() as stack:
        site = stack.enter_context(serve(pages()))
        other = stack.enter_context(serve({f"/news/{n}": article(n) for n in (20001, 20002)}, "127.0.0.2"))
        starts = f"{site.url}/news/10001,{other.url}/news/20001,{other.url}/news/20002"
        run = crawl(tmp_path_factory.mktemp("takedown"), starts, ARCHIVE_MAX_BYTES=4000)
        assert len(run.articles) == 6
        assert run.reasons == {"/news/10004": "duplicate", "/old/10009": "redirect"}
        assert len(list(run.output.glob("pages-*.warc.gz"))) >= 2
        yield run, site, other


@pytest.fixture
def run(world: tuple[Crawl, Site, Site], tmp_path: Path) -> Crawl:
    """A copy of the crawl, for a test of its own."""
    shutil.copytree(world[0].output, tmp_path / "out")
    return Crawl(tmp_path / "out", 0, "")


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix in (".jsonl", ".gz")}


def archived(folder: Path) -> list[tuple[str, str]]:
    """Kind and address of every archived record but warcinfo."""
    found = []
    for path in sorted(folder.glob("pages-*.warc.gz")):
        with path.open("rb") as stream:
            for record in ArchiveIterator(stream):
                if record.rec_type != "warcinfo":
                    found.append((record.rec_type, record.rec_headers.get_header("WARC-Target-URI")))
    return found


def is_sound(folder: Path) -> None:
    """Every line is valid, every pointer leads to its page, every archive reads to its end."""
    for name, kind in (("articles", "record"), ("rejected", "rejected"), ("edges", "edge")):
        for text in (folder / f"{name}.jsonl").read_text("utf-8").splitlines():
            line: dict[str, Any] = json.loads(text)
            assert problem_of(line, kind) is None
            if line.get("warc"):
                with (folder / line["warc"]["file"]).open("rb") as stream:
                    stream.seek(line["warc"]["offset"])
                    record = next(ArchiveIterator(stream))
                    url = record.rec_headers.get_header("WARC-Target-URI")
                    assert (record.rec_type, url.partition("?")[0]) == ("response", line["url"])
    for path in folder.glob("pages-*.warc.gz"):
        assert passes_warcio_check(path)
    with closing(Ledger(folder / "ledger.sqlite")) as ledger:
        lengths = ledger.lengths()
    sizes = {path.name: path.stat().st_size for path in folder.iterdir() if path.name in lengths}
    assert sizes == lengths


@pytest.mark.parametrize("spelling", ["{}", "{}/", "{}?utm_source=x", "{}#top"])
def test_an_address_goes_with_all_that_hangs_on_it(run: Crawl, world: tuple[Crawl, Site, Site], spelling: str) -> None:
    url = world[1].url + GONE
    before = archived(run.output)
    removed = take_down(run.output, spelling.format(url), load_outlets())
    assert removed.since is None
    assert removed.counts["records"] == 1
    assert removed.counts["exchanges"] == 3  # the page, the redirect to it, and the page that names it as canonical
    assert removed.counts["edges"] == 5  # to and from the page, and to its two other addresses
    is_sound(run.output)
    everything = b"".join(contents(run.output)[name] for name in ("articles.jsonl", "rejected.jsonl", "edges.jsonl"))
    assert GONE.encode() not in everything
    assert len(run.articles) == 5
    left = archived(run.output)
    gone = {url, world[1].url + "/old/10009", world[1].url + "/news/10004"}
    assert {address for kind, address in before if (kind, address) not in left} == gone
    assert len(before) - len(left) == 6
    db = sqlite3.connect(run.output / "ledger.sqlite")
    assert db.execute("SELECT count(*) FROM address WHERE canonical LIKE ?", (f"%{GONE}",)).fetchone() == (0,)
    db.close()
    # The takedown is remembered without the scheme.
    assert url.encode() not in (run.output / "ledger.sqlite").read_bytes()


def test_an_untouched_archive_is_not_rewritten(run: Crawl, world: tuple[Crawl, Site, Site]) -> None:
    before = contents(run.output)
    take_down(run.output, world[1].url + GONE, load_outlets())
    after = contents(run.output)
    changed = {name for name in before if before[name] != after[name] and name.startswith("pages")}
    assert 1 <= len(changed) <= 2


def test_a_domain_goes_with_everything_on_it(run: Crawl) -> None:
    removed = take_down(run.output, "127.0.0.2", load_outlets())
    assert (removed.counts["records"], removed.counts["exchanges"]) == (2, 4)  # robots.txt and tdmrep.json too
    is_sound(run.output)
    assert {one["outlet"] for one in run.articles} == {"127.0.0.1"}
    assert not [address for _, address in archived(run.output) if "127.0.0.2" in address]


def test_a_second_time_changes_nothing_and_says_since_when(run: Crawl, world: tuple[Crawl, Site, Site]) -> None:
    take_down(run.output, world[1].url + GONE, load_outlets())
    before = contents(run.output)
    removed = take_down(run.output, world[1].url + GONE, load_outlets())
    assert removed.counts == {}
    assert removed.since is not None
    assert contents(run.output) == before


def test_a_dry_run_counts_the_same_and_changes_nothing(run: Crawl, world: tuple[Crawl, Site, Site]) -> None:
    before = contents(run.output)
    told = take_down(run.output, world[1].url + GONE, load_outlets(), dry_run=True)
    assert contents(run.output) == before
    assert take_down(run.output, world[1].url + GONE, load_outlets()).counts == told.counts


def test_what_was_taken_down_stays_out(run: Crawl, world: tuple[Crawl, Site, Site]) -> None:
    _, site, other = world
    take_down(run.output, site.url + GONE, load_outlets())
    take_down(run.output, "127.0.0.2", load_outlets())
    site.pages |= {
        "/news/10006": article(6, GONE, "/new/10010", "/news/10007", "/news/10008"),
        "/new/10010": redirect(GONE),
        "/news/10007": article(2, head=f'<link rel="canonical" href="{GONE}">'),  # its twin under another address
        "/news/10008": article(8),
    }
    counts = site.count(GONE), len(other.asked)
    again = crawl(run.output, f"{site.url}/news/10006,{other.url}/news/20001")
    assert (site.count(GONE), len(other.asked)) == counts
    assert sorted(one["url"][-5:] for one in again.articles) == ["10001", "10003", "10005", "10006", "10008"]
    reasons = again.reasons
    assert {path for path, reason in reasons.items() if reason == "takedown"} == {
        GONE,
        "/new/10010",
        "/news/10007",
        "/news/20001",
    }
    refused = [line for line in again.lines("rejected.jsonl") if line["reason"] == "takedown"]
    assert {(line["title"], line["excerpt"], line["warc"]) for line in refused} == {(None, None, None)}
    assert not {address for _, address in archived(run.output) if address.endswith(("/10007", "/10010", GONE))}
    is_sound(run.output)


def test_the_command_says_what_went(run: Crawl, world: tuple[Crawl, Site, Site]) -> None:
    url, output = world[1].url + GONE, f"OUTPUT_DIR={run.output}"
    dry = command(url, "-s", output, "--dry-run")
    assert (dry.returncode, dry.stderr) == (0, "")
    assert dry.stdout.startswith(f"{url}: would remove:\n        1  records in articles.jsonl\n")
    done = command(url, "-s", output)
    assert done.stdout.startswith(f"{url}: removed:\n")
    assert "archived exchanges in pages-0000" in done.stdout
    again = command(url, "-s", output)
    assert "was taken down on 2" in again.stdout
    assert f"{url}: removed nothing" in again.stdout


def test_mistakes_are_one_line(run: Crawl, tmp_path: Path) -> None:
    output = f"OUTPUT_DIR={run.output}"
    for arguments, words in (
        (("ftp://a.example/x", "-s", output), "ftp://a.example/x: not an http or https address"),
        (("no domain", "-s", output), "no domain: neither an address"),
        (("a.example", "-s", f"OUTPUT_DIR={tmp_path / 'nothing'}"), "no crawl there"),
    ):
        done = command(*arguments)
        assert done.returncode == 2
        assert words in done.stderr
        assert done.stderr.count("\n") == 1
    assert not (tmp_path / "nothing").exists()
    with closing(Ledger(run.output / "ledger.sqlite")):
        done = command("a.example", "-s", output)
    assert done.returncode == 2
    assert "another crawl is writing there" in done.stderr


class Killer:
    """Ends the process, as a kill does, at its n-th look at the folder or statement to the ledger."""

    def __init__(self, folder: Path, after: int) -> None:
        self.folder, self.left = str(folder), after

    def step(self, *_: object) -> None:
        self.left -= 1
        if self.left < 0:
            os._exit(9)

    def audit(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event in ("open", "os.rename", "os.remove") and str(arguments[0]).startswith(self.folder):
            self.step()

    def connect(self, *arguments: Any, **facts: Any) -> sqlite3.Connection:
        db = _CONNECT(*arguments, **facts)
        db.set_trace_callback(self.step)
        return db


_CONNECT = sqlite3.connect


def killed(folder: Path, what: str, after: int) -> bool:
    """Whether a takedown was killed after so many steps; in a process of its own."""
    child = os.fork()
    if child == 0:
        try:
            killer = Killer(folder, after)
            sqlite3.connect = killer.connect  # type: ignore[assignment]
            sys.addaudithook(killer.audit)
            take_down(folder, what, load_outlets())
            os._exit(0)
        finally:
            os._exit(1)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert status in (0, 9)
    return status == 9


def test_a_kill_at_any_step_leaves_all_or_nothing(run: Crawl, world: tuple[Crawl, Site, Site], tmp_path: Path) -> None:
    url = world[1].url + GONE
    old = contents(run.output)
    shutil.copytree(run.output, tmp_path / "whole")
    take_down(tmp_path / "whole", url, load_outlets())
    new = contents(tmp_path / "whole")
    assert new != old
    seen = set()
    for after in range(0, 10_000):
        folder = tmp_path / f"killed-{after}"
        shutil.copytree(run.output, folder)
        dies = killed(folder, url, after)
        Ledger(folder / "ledger.sqlite").close()  # whoever opens it next finishes what was committed
        found = contents(folder)
        assert found in (old, new), after
        assert not [path for path in folder.iterdir() if path.suffix == ".new"]
        is_sound(folder)
        seen.add(found == new)
        take_down(folder, url, load_outlets())
        assert contents(folder) == new
        shutil.rmtree(folder)
        if not dies:
            break
    assert seen == {True, False}
    assert after > 30


def test_a_promised_switch_is_finished_before_the_writer_looks(
    run: Crawl, world: tuple[Crawl, Site, Site], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A kill right after the commit: the next crawl finds the new files, whose lengths the ledger has."""
    monkeypatch.setattr("crawler.takedown.finish_replacements", lambda db, folder: None)
    take_down(run.output, world[1].url + GONE, load_outlets())
    assert successor_of(run.output / "articles.jsonl").exists()
    for look in (lambda: folder_state(run.output), lambda: list(problems(run.output, {}))):
        with pytest.raises(OutputError, match="a takedown was interrupted there; run it again"):
            look()
    with pytest.raises(OutputError, match="a takedown was interrupted there"):
        CommittedFolder.open(run.output, needs_ledger=False)
    again = crawl(run.output, f"{world[1].url}/news/10001")
    assert again.returncode == 0, again.log
    assert len(again.articles) == 5
    is_sound(run.output)


def test_a_full_disk_changes_nothing(run: Crawl, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    before = contents(run.output)
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match="No space left"):
        take_down(run.output, "127.0.0.2", load_outlets())
    monkeypatch.undo()
    Ledger(run.output / "ledger.sqlite").close()
    assert contents(run.output) == before


def test_targets_cover_their_spellings_and_nothing_near_them() -> None:
    domain = Target(str, hosts=frozenset({"a.example"}))
    assert all(map(domain.covers, ("https://a.example/", "http://www.a.example:8080/x", "https://b.a.example/y")))
    assert not any(map(domain.covers, ("https://aa.example/", "https://example/", "https://a.example.net/", "", None)))
    address = Target(str, frozenset({"//a.example/x"}))
    assert all(map(address.covers, ("https://a.example/x", "http://a.example/x/")))
    assert not any(map(address.covers, ("https://a.example/x/y", "https://a.example/x?id=1", "https://b.example/x")))
