"""Proof by killing: a crawl that is killed again and again gives what one that is left alone gives.

    python -m tests.soak.killing [--pages N] [--kills N] [--seed N]

Serves three generated outlets, crawls them once in one go, then again with SIGKILL at seeded random moments and at
the named points of `faults.py`, and compares the two folders. `tests/promises/test_killing.py` runs the short form.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from crawler.leases.writer import GROUP, SECONDS
from tests.soak.compare import corpus, differences
from tests.soak.faults import POINTS, VARIABLE
from tests.soak.world import FIRST, is_asked_once, path_of, world
from tests.tools.loopback import ROOT, Site, command, serve

SETTINGS = {
    "arguments": {"focus": "off"},
    "ITEM_PIPELINES": json.dumps({"tests.soak.faults.Fault": 1}),
    "ARCHIVE_MAX_BYTES": 30_000,
    "RETRY_TIMES": 0,
    "LOG_LEVEL": "WARNING",
}
"""Without focus, outlets do not depend on each other, so that the order within each is always the same."""
_EVER = 300.0
LINGER = 2 * SECONDS
"""Seconds after which a kill comes at the latest: a commit has come in between."""


@dataclass
class Kills:
    """What came of killing."""

    moments: list[str] = field(default_factory=list)
    refetched: list[int] = field(default_factory=list)
    """By kill: pages that were fetched before it and had to be fetched again."""
    again: int = 0
    """Fetches that the crawl in one go did not need."""
    kept: list[tuple[set[str], Counter[str]]] = field(default_factory=list)
    """By kill: pages that had an end by then, and what had been asked for."""

    def in_vain(self, asked: Counter[str]) -> list[str]:
        """Pages that were asked for again although they had an end; a line each."""
        told = []
        for ended, before in self.kept:
            told += [f"{url} was asked for again" for url in asked - before if url in ended and is_page(url)]
        return told


@dataclass
class Scene:
    """The outlets, and a folder that is crawled into."""

    sites: list[Site]
    output: Path

    def words(self) -> list[str]:
        return command(self.output, ",".join(site.url + path_of(1) for site in self.sites), **SETTINGS)

    def asked(self) -> Counter[str]:
        counted: Counter[str] = Counter()
        for site in self.sites:
            counted.update(f"{site.url}{path}" for path in site.paths() if path != "/robots.txt")
        return counted

    def start(self, fault: str = "") -> subprocess.Popen[bytes]:
        with (self.output.parent / f"{self.output.name}.log").open("ab") as log:
            environment = {**os.environ, VARIABLE: fault}
            return subprocess.Popen(self.words(), cwd=ROOT, stdout=log, stderr=log, env=environment)

    def finish(self) -> None:
        process = self.start()
        code = process.wait(_EVER)
        assert code == 0, f"the crawl ended with {code}: {self.log()}"

    def log(self) -> str:
        return Path(f"{self.output}.log").read_text()[-3000:]


def kill_after(scene: Scene, pages: int, linger: float, most: int) -> None:
    """Start a crawl; kill it when so many more pages were asked for and so many seconds, or `most` pages, are over.

    Asserts that it had not ended: a crawl that is done begins its next round, which the one without kills has not.
    """
    before, process = scene.asked().total(), scene.start()
    while scene.asked().total() < before + pages and process.poll() is None:
        time.sleep(0.01)
    until = time.monotonic() + linger
    while scene.asked().total() < before + pages + most and time.monotonic() < until:
        time.sleep(0.01)
    assert process.poll() is None, f"there was nothing left to kill: {scene.log()}"
    process.send_signal(signal.SIGKILL)
    process.wait(_EVER)


def ended_pages(output: Path) -> set[str]:
    """The addresses, as they were fetched, that have an end by the ledger as it was committed."""
    path = output / "ledger.sqlite"
    if not path.exists():
        return set()
    db = sqlite3.connect(path)
    has_tables = db.execute("SELECT 1 FROM sqlite_master WHERE name = 'address'").fetchone()
    # An address that only a page's canonical link has named was never fetched.
    query = "SELECT url FROM address WHERE state IN ('done', 'refused') AND kind <> 'named'"
    found = {row[0] for row in db.execute(query)} if has_tables else set()
    db.close()
    return found


def killed(scene: Scene, kills: int, pages: int, seed: int) -> Kills:
    """Crawl with so many kills at random moments and one at each named point, then to the end."""
    chance, told = random.Random(seed), Kills()
    # The named points come in between; each of them is reached in a crawl that still has something to do.
    plan = ["random"] * kills + list(POINTS)
    chance.shuffle(plan)
    share = max(2, len(scene.sites) * pages // (2 * len(plan)))
    for moment in plan:
        before = scene.asked()
        if moment == "random":
            after = chance.randint(0, share)
            told.moments.append(f"{after} pages")
            kill_after(scene, after, chance.uniform(0, LINGER if chance.random() < 0.3 else 0.2), share)
        else:
            fault = f"{moment}:{chance.randint(1, 1 + pages // 300)}"
            told.moments.append(fault)
            code = scene.start(fault).wait(_EVER)
            assert code == -signal.SIGKILL, f"{fault} was not reached: the crawl ended with {code}: {scene.log()}"
        ended = ended_pages(scene.output)
        told.kept.append((ended, scene.asked()))
        told.refetched.append(unended(scene.asked() - before, ended))
    scene.finish()
    return told


def unended(asked: Counter[str], ended: set[str]) -> int:
    """How many of the pages that were asked for have no end in the ledger: they will be asked for again."""
    return sum(url not in ended and is_page(url) for url in asked)


def is_page(url: str) -> bool:
    """Whether an address is that of a page which is asked for once: no redirect, and nothing to be tried again."""
    return "/news/" in url and is_asked_once(int(url.partition("?")[0].rstrip("/").rpartition("/")[2]) - FIRST)


def prove(folder: Path, pages: int, kills: int, seed: int, outlets: int = 3) -> tuple[Kills, list[str]]:
    """Both crawls, and what is different between them, an empty list for nothing; asserts the rest."""
    with ExitStack() as opened:
        # One port is one address for all runs, which the records hold.
        sites = [opened.enter_context(serve(world(pages, seed + at), f"127.0.0.{at + 1}")) for at in range(outlets)]
        whole, torn = Scene(sites, folder / "whole"), Scene(sites, folder / "torn")
        whole.finish()
        once = whole.asked()
        told = killed(torn, kills, pages, seed)
        twice = torn.asked() - once  # both were asked of the same sites
    found = differences(corpus(whole.output), corpus(torn.output))
    found += told.in_vain(torn.asked())
    told.again = sum(max(0, number - once[url]) for url, number in twice.items() if is_page(url))
    if told.again > sum(told.refetched):
        found.append(f"{told.again} pages were fetched again, {sum(told.refetched)} had no end when it was killed")
    if max(told.refetched) > GROUP + outlets:
        found.append(f"a kill cost {max(told.refetched)} pages, more than a group and the leases")
    return told, found


def main() -> int:
    parser = argparse.ArgumentParser(description="Kill a crawl again and again and compare what comes of it.")
    parser.add_argument("--pages", type=int, default=600, help="of each of the three outlets, redirects apart")
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="an empty folder in which everything stays")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = given.keep or Path(name)
        folder.mkdir(parents=True, exist_ok=True)
        begun = time.monotonic()
        told, found = prove(folder, given.pages, given.kills, given.seed)
        result = corpus(folder / "torn")
    for moment, again in zip(told.moments, told.refetched, strict=True):
        print(f"killed: {moment:<20} {again:>3} pages to fetch again")
    counts = f"{len(result.records)} records, {len(result.refused)} refusals, {result.edges.total()} edges"
    print(f"{counts}; {len(told.moments)} kills, {told.again} pages fetched again, {time.monotonic() - begun:.0f} s")
    print("\n".join(found) or "nothing is different")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
