"""`scrapy explain`: from a record or rejection to its page, by any of its names, and one line where there is none."""

from __future__ import annotations

import re
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from scrapy.utils.project import get_project_settings

from crawler.ledger import Ledger
from crawler.ledger.lease import Found
from crawler.ledger.takedowns import remember
from crawler.ledger.takedowns import takedown_key as key_of
from crawler.outlets import known_outlets
from crawler.reclean.explained_html import explained_html
from crawler.reclean.named_lines import NothingFoundError, find_lines
from crawler.reclean.pages import PageReader, UnreadablePage
from crawler.reclean.retold import RetoldPage, retold
from crawler.storage.committed import CommittedFolder
from crawler.urls import article_id
from tests.tools.corpus import HTML, URL, Corpus
from tests.tools.loopback import ROOT

SHORT = (
    '<html lang="ar"><h1>خبر قصير</h1><p>قال الوزير أمس إن العمل في الطريق الجديد سيبدأ قريبا جدا.</p></html>'.encode()
)


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return Corpus(tmp_path / "out")


def explained(folder: Path, name: str) -> RetoldPage:
    with closing(CommittedFolder.open(folder, needs_ledger=False)) as opened:
        found = find_lines(opened, name, known_outlets().outlets)
        return retold(found, PageReader(opened, get_project_settings()))


def explain(folder: Path, *options: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "scrapy", "explain", "-s", f"OUTPUT_DIR={folder}", *map(str, options)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)


def test_a_record_is_explained_line_by_line(corpus: Corpus, tmp_path: Path) -> None:
    record = corpus.record()
    folder = corpus.close([record])
    done = explain(folder, record["id"])
    assert (done.returncode, done.stderr) == (0, "")
    first, fetched, *lines = done.stdout.splitlines()
    assert first == f"record    {record['id']}  {URL}"
    assert fetched == f"fetched   2026-11-22T00:00:00Z; {record['warc']['file']} at {record['warc']['offset']}"
    assert sum(line.startswith(("keep", "edit")) for line in lines) == len(record["text"].split("\n\n"))
    page = tmp_path / "page.html"
    done = explain(folder, URL, "--html", page)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert f'href="{URL}"' in page.read_text("utf-8")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "page.html"]


@pytest.mark.parametrize("name", [f"{URL}/", f"{URL}?utm_source=x", URL.replace("https", "HTTPS"), article_id(URL)])
def test_a_page_is_found_by_its_other_names(corpus: Corpus, name: str) -> None:
    folder = corpus.close([corpus.record(), corpus.record(url=f"{URL}-and-another")])
    assert explained(folder, name).line["url"] == URL


def test_a_page_is_found_by_the_address_that_led_to_it(corpus: Corpus) -> None:
    asked, own = "https://almarsad.example/?p=7", "https://almarsad.example/2026/11/22/its-own-name-at-last"
    with closing(Ledger(corpus.folder / "ledger.sqlite")) as ledger:
        ledger.add([Found(asked, asked, "almarsad.example", "article")])
        lease = ledger.queue.lease()
        assert lease is not None
        assert ledger.duplicates.claim(lease, own, own)
        ledger.duplicates.remember(lease, own, "", "0" * 64)
        ledger.end(lease, None, is_record=True)
        record = corpus.record(url=own)
        folder = corpus.close([record])
        ledger.commit({"articles.jsonl": (folder / "articles.jsonl").stat().st_size})
        # The ledger is still open, as during a crawl: nothing is locked.
        assert explained(folder, asked).line == record
        with (folder / "articles.jsonl").open("ab") as stream:
            stream.write(b'{"id": "half a line that a running crawl')
        assert explained(folder, record["id"]).line == record


def test_of_several_captures_the_newest_is_told(corpus: Corpus) -> None:
    old, new = corpus.record(), corpus.record(HTML.replace(b"</p>", " ثم أضاف جملة.</p>".encode(), 1))
    rejected = corpus.rejection("too_short", SHORT)
    new |= {"revision": 2, "fetched_at": "2026-11-24T00:00:00Z"}
    page = explained(corpus.close([new, old], [rejected]), old["id"])
    assert page.line == new
    assert any(line.endswith(f"the newest of 3 captures; {new['warc']['file']} at {new['warc']['offset']}")
               for line in page.head_lines())  # fmt: skip
    assert "أحدث قراءة من 3" in explained_html(page)


def test_a_rejection_says_which_rule(corpus: Corpus) -> None:
    rejected = corpus.rejection("too_short", SHORT) | {"detail": "11 words, fewer than 20"}
    page = explained(corpus.close([corpus.record(url=f"{URL}-2")], [rejected]), article_id(URL))
    assert [*page.head_lines()][1] == "rejected  too_short: 11 words, fewer than 20"
    assert page.reading.rule == "11 words, fewer than 20"
    assert page.difference is None
    shown = explained_html(page)
    assert '<code>too_short</code></span> <bdi class="rule">11 words, fewer than 20</bdi>' in shown
    assert "نص قصير" in shown


def test_lines_of_another_cleaner_are_told(corpus: Corpus) -> None:
    record = corpus.record() | {"text": "نص قديم", "cleaner_version": "0.0.1"}
    folder = corpus.close([record], [corpus.rejection("too_short", url=f"{URL}-2")])
    done = explain(folder, record["id"])
    assert done.returncode == 3
    assert done.stderr.startswith("scrapy explain: cleaned by 0.0.1: the record holds another text than today's")
    assert done.stderr.count("\n") == 1
    assert "keep " in done.stdout
    assert explained(folder, f"{URL}-2").difference == "rejected as too_short then; today it is an article"


def test_what_cannot_be_explained_is_one_line(corpus: Corpus) -> None:
    gone = f"{URL}-gone"
    with closing(Ledger(corpus.folder / "ledger.sqlite")) as ledger:
        ledger.add([Found(f"{URL}-next", f"{URL}-next", "almarsad.example", "article")])
        remember(ledger._db, [key_of(gone)], 1, "2026-11-23")
        ledger.commit({})
    unarchived = corpus.rejection("robots", url=f"{URL}-robots") | {"warc": None, "detail": "Forbidden by robots.txt"}
    folder = corpus.close([corpus.record()], [unarchived])
    problems = {
        gone: "was taken down on 2026-11-23",
        f"{URL}-next": "without a record or rejection; it waits to be fetched",
        f"{URL}-unknown": "no crawl into .* has met this address",
        "0123456789abcdef": "no record or rejection in .* has this id",
        "ftp://a.example/": "not an http or https address",
        f"{URL}-robots": r"rejected as robots \(Forbidden by robots.txt\); its page is not archived",
    }
    for name, problem in problems.items():
        with pytest.raises((NothingFoundError, UnreadablePage), match=problem):
            explained(folder, name)
    done = explain(folder, gone)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"scrapy explain: {gone}: was taken down on 2026-11-23\n"


def test_a_folder_without_a_crawl_is_unusable(tmp_path: Path) -> None:
    done = explain(tmp_path, "0123456789abcdef")
    assert (done.returncode, done.stdout) == (2, "")
    assert re.fullmatch(r"scrapy explain: .*no crawl there \(no ledger.sqlite\)\n", done.stderr)
