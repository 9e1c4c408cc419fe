"""The short form of `python -m tests.soak.killing`, and what else may end a crawl before its time."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from crawler.storage.database import open_database
from tests.soak.compare import corpus
from tests.soak.faults import POINTS
from tests.soak.killing import prove
from tests.tools.loopback import ROOT, Answer, Crawl, Site, article, command, crawl, serve

WAIT = 30.0


def test_a_crawl_that_is_killed_at_every_point_gives_what_an_undisturbed_one_gives(tmp_path: Path) -> None:
    told, found = prove(tmp_path, pages=50, kills=1, seed=3, outlets=2)
    assert found == []
    assert len(told.moments) == len(POINTS) + 1


def chain(length: int, delay: float = 0.02) -> dict[str, object]:
    return {f"/news/{10000 + n}": article(n, f"/news/{10001 + n}", delay=delay) for n in range(length)}


def begun(site: Site, output: Path, pages: int, **settings: object) -> subprocess.Popen[str]:
    """A crawl in a process group of its own, as a terminal has it, when it has asked for so many pages."""
    words = command(output, f"{site.url}/news/10000", **settings)
    process = subprocess.Popen(
        words, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True
    )
    while len(site.asked) < pages and process.poll() is None:
        time.sleep(0.01)
    return process


def ended(process: subprocess.Popen[str], output: Path) -> Crawl:
    log, _ = process.communicate(timeout=WAIT)
    return Crawl(output, process.returncode, log)


def leased(output: Path) -> int:
    """How many leases a finished crawl has left open in its ledger, as the next one would find them."""
    db = open_database(output / "ledger.sqlite", None)
    (number,) = db.execute("SELECT count(*) FROM address WHERE state = 'leased'").fetchone()
    db.close()
    return int(number)


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "a service manager"])
def test_a_stop_finishes_what_is_leased_and_the_next_run_goes_on(stop: signal.Signals, tmp_path: Path) -> None:
    pages = chain(60)
    pages["/news/10014"] = article(14, "/news/10015", text="Number 14. SLOWER")
    with serve(pages) as site:
        process = begun(site, tmp_path, 16)  # robots.txt is the first
        workers = children(process.pid)
        time.sleep(0.3)  # a worker has the slow page
        os.killpg(process.pid, stop)
        run = ended(process, tmp_path)
        assert "'finish_reason': 'shutdown'" in run.log
        assert "Traceback" not in run.log
        asked = len(site.asked)
        # Everything that was fetched has an end: robots.txt apart, each page is a record already.
        assert len(run.articles) == asked - 1
        assert not [pid for pid in workers if Path(f"/proc/{pid}").exists()]
        again = crawl(tmp_path, f"{site.url}/news/10000")
        assert (len(again.articles), again.returncode) == (60, 0)
        assert max(site.count(path) for path in site.pages) == 1
    corpus(tmp_path)


def test_ctrl_c_twice_stops_at_once_and_the_next_run_goes_on(tmp_path: Path) -> None:
    with serve(chain(40) | {"/news/10020": article(20, "/news/10021", delay=20)}) as site:
        process = begun(site, tmp_path, 22, DOWNLOAD_TIMEOUT=60)
        workers = children(process.pid)
        os.killpg(process.pid, signal.SIGINT)
        time.sleep(0.5)
        assert process.poll() is None  # it waits for the slow page
        moment = time.monotonic()
        os.killpg(process.pid, signal.SIGINT)
        ended(process, tmp_path)
        assert time.monotonic() - moment < 10
        site.pages["/news/10020"] = article(20, "/news/10021")
        again = crawl(tmp_path, f"{site.url}/news/10000")
    assert (len(again.articles), again.returncode) == (40, 0)
    assert not [pid for pid in workers if Path(f"/proc/{pid}").exists()]
    corpus(tmp_path)


def test_a_worker_that_is_killed_costs_one_page_at_most_which_the_next_run_reads(tmp_path: Path) -> None:
    pages = chain(0) | {"/news/10000": article(0, *(f"/news/{10000 + n}" for n in range(1, 60)))}
    pages |= {f"/news/{10000 + n}": article(n, text=f"SLOW {n}") for n in range(1, 60)}
    with serve(pages) as site:
        process = begun(site, tmp_path, 8, CLEANER_PROCESSES=2)
        killed = 0
        while process.poll() is None and killed < 3:
            for pid in children(process.pid)[:1]:
                os.kill(pid, signal.SIGKILL)
                killed += 1
            time.sleep(0.4)
        run = ended(process, tmp_path)
        assert (run.returncode, killed) == (0, 3)
        assert set(run.reasons.values()) <= {"worker_killed"}
        assert len(run.reasons) <= killed
        assert len(run.articles) + len(run.reasons) == 60
        again = crawl(tmp_path, f"{site.url}/news/10000")
        assert len(again.articles) == 60


def test_broken_pages_do_not_make_an_outlet_seem_down_when_a_crawl_goes_on(tmp_path: Path) -> None:
    broken = {f"/news/{20000 + n}": Answer(b"broken", 500, {"Content-Type": "text/html"}) for n in range(12)}
    pages = chain(0) | broken | {f"/news/{10000 + n}": article(n) for n in range(1, 40)}
    with serve(pages | {"/news/10000": article(0, *mixed([*broken], 40))}) as site:
        start = f"{site.url}/news/10000"
        crawl(tmp_path, start, RETRY_TIMES=0, CLOSESPIDER_ITEMCOUNT=30)
        run = crawl(tmp_path, start, RETRY_TIMES=0)
        assert (len(run.articles), run.reasons) == (40, dict.fromkeys(broken, "http_error"))
        assert {site.count(path) for path in broken} == {2}


def mixed(broken: list[str], good: int) -> list[str]:
    """Links to pages that work, every second one of the first followed by a broken one."""
    links = []
    for n in range(1, good):
        links += [f"/news/{10000 + n}", *(broken[n // 2 : n // 2 + 1] if n % 2 else [])]
    return links
