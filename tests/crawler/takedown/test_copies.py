"""A takedown covers the article: no six of its words in a row stay anywhere in the folder, and no copy comes back."""

from __future__ import annotations

import gzip
import html
import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest

from crawler.outlets import load_outlets
from crawler.takedown import take_down, undo
from tests.tools.loopback import ROOT, Answer, Crawl, Page, Site, article, crawl, serve
from tests.tools.takedowns import command
from tests.tools.traces import traces

TITLE = "بلدية الوادي الكبير تفتتح مكتبة عامة جديدة للأطفال قرب الميناء القديم"
SENTENCES = (
    "افتتحت بلدية الوادي الكبير صباح الخميس مكتبة عامة جديدة مخصصة للأطفال قرب الميناء القديم بحضور مئات الأسر.",
    "وقالت مديرة المكتبة سعاد البحيري إن الرفوف تضم اثني عشر ألف كتاب مصور جمعها متطوعون خلال ثلاث سنوات.",
    "وأضافت أن ورشات الرسم والحكاية ستقام مساء كل ثلاثاء مجانا لتلاميذ المدارس القريبة من أحياء الصيادين.",
)
TEXT = " ".join(SENTENCES)
OTHER = "ارتفعت أسعار القمح في سوق الجنوب هذا الأسبوع بعد تأخر سفينتين عن موعد وصولهما إلى المرفأ التجاري. "
GONE = "/news/10002"
HTML = {"Content-Type": "text/html; charset=utf-8"}


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{one}</p>" for one in texts)


def page(title: str, *texts: str, head: str = "", rest: str = "") -> Answer:
    body = f"<html><head><title>{title}</title>{head}</head><body>{paragraphs(*texts)}{rest}</body></html>"
    return Answer(body.encode(), headers=HTML)


def link(to: str, words: str, kind: str = "related") -> str:
    return f'<a class="{kind}" href="{to}">{words}</a>'


def zipped(answer: Answer) -> Answer:
    return Answer(gzip.compress(answer.body), headers={**answer.headers, "Content-Encoding": "gzip"})


def escaped() -> Answer:
    """A page with the article in JSON-LD, in entities inside an attribute, and in words cut by inline tags."""
    data = json.dumps({"articleBody": TEXT})
    cut = " ".join(f"<b>{word[:2]}</b>{word[2:]}" for word in TEXT.split())
    entities = "".join(f"&#{ord(letter)};" for letter in TEXT)
    rest = f'<script type="application/ld+json">{data}</script><div data-text="{entities}">{cut}</div>'
    return page("صفحة ثالثة عن الأسواق", OTHER + "في الشرق.", rest=rest)


def pages(other: str = "") -> dict[str, Page]:
    menu = "".join(link(f"/news/{number}", f"خبر {number}") for number in range(10003, 10010))
    canonical = f'<link rel="canonical" href="{GONE}">'
    return {
        "/news/10001": page("أسعار القمح ترتفع", OTHER, rest=link(GONE, TITLE) + menu),
        GONE: zipped(page(TITLE, *SENTENCES)),
        "/news/10003": page(TITLE, *SENTENCES, head=canonical),
        "/news/10004": page("عنوان آخر تماما لنص منقول", *SENTENCES),
        "/news/10005": page("نص منقول مع زيادة", SENTENCES[0], OTHER, "وهذه فقرة زائدة لا علاقة لها بما قبلها."),
        "/news/10006": escaped(),
        "/news/10007": page("كلمات قصيرة مشتركة", f"وذكر شاهد أن {' '.join(SENTENCES[1].split()[4:11])} فقط. {OTHER}"),
        "/news/10008": page(TITLE, f"BOT WALL {TEXT}"),
        "/news/10009": page(
            "خلاصة", "فقرة عن تقرير لا يهم أحدا في هذه المدينة اليوم.", rest=html.escape(paragraphs(TEXT))
        ),
    }


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Crawl, Site, Site]]:
    with ExitStack() as stack:
        site = stack.enter_context(serve(pages()))
        there = f'<link rel="canonical" href="{site.url}{GONE}">'
        other = stack.enter_context(
            serve({"/m/1": page(TITLE, *SENTENCES, head=there), "/news/20002": page("نسخة", *SENTENCES)}, "127.0.0.2")
        )
        starts = f"{site.url}{GONE},{site.url}/news/10001,{other.url}/m/1,{other.url}/news/20002"
        run = crawl(tmp_path_factory.mktemp("copies"), starts)
        assert set(traces(run.output, TITLE, TEXT)) >= {"articles.jsonl", "rejected.jsonl", "edges.jsonl"}
        assert len(run.articles) >= 7
        yield run, site, other


def left_words(folder: Path) -> str:
    """The text of the record that shares a shorter passage and stays."""
    lines = [json.loads(line) for line in (folder / "articles.jsonl").read_text("utf-8").splitlines()]
    return "".join(one["text"] for one in lines if one["url"].endswith("/10007"))


def test_no_six_words_stay_and_no_copy_comes_back(world: tuple[Crawl, Site, Site]) -> None:
    run, site, other = world
    short = " ".join(SENTENCES[1].split()[4:11])
    told = take_down(run.output, site.url + GONE, load_outlets(), dry_run=True)
    removed = take_down(run.output, site.url + GONE, load_outlets())
    assert removed == told
    assert (removed.left, removed.copies) == (1, 1)  # the longer one; the others are aliases
    assert {"articles.jsonl", "rejected.jsonl", "edges.jsonl", "pages-00001.warc.gz", "ledger.sqlite"} == set(
        removed.files
    )
    assert removed.files["ledger.sqlite"]["topics"] >= 1
    stays = traces(run.output, short)
    assert set(stays) == {"articles.jsonl", "pages-00001.warc.gz"}
    found = traces(run.output, TITLE, TEXT)
    assert all(words <= stays.get(name, set()) for name, words in found.items())
    assert sorted(one["url"][-5:] for one in run.articles) == ["10001", "10006", "10007", "10009"]
    assert {one["url"][-5:] for one in run.articles if one["warc"] is None} == {"10001", "10006", "10009"}
    # Copies under addresses that nobody has seen.
    site.pages |= {
        "/news/10011": page("خبر جديد", OTHER + "مرة أخرى.", rest=link("/news/10012", TITLE) + link("/amp/10013", "x")),
        "/news/10012": page(TITLE, *SENTENCES),
        "/amp/10013": zipped(page(TITLE, *SENTENCES, head=f'<link rel="canonical" href="{site.url}/news/10013">')),
    }
    other.pages |= {"/news/20003": page("نسخة ثانية", *SENTENCES), GONE: page(TITLE, *SENTENCES)}
    starts = [f"{site.url}/news/10011", f"{site.url}/news/10012", f"{site.url}/amp/10013"]
    starts += [f"{other.url}/news/20003", f"{other.url}{GONE}", f"{other.url}/m/1"]
    again = crawl(run.output, ",".join(starts))
    assert again.returncode == 0, again.log
    found = traces(run.output, TITLE, TEXT)
    assert all(words <= stays.get(name, set()) for name, words in found.items())
    reasons = again.reasons
    assert {reasons.get(path) for path in ("/news/10012", "/amp/10013", "/news/20003", GONE, "/m/1")} == {"takedown"}
    assert [one["url"][-5:] for one in again.articles if one["url"].endswith("/10011")] == ["10011"]


def test_a_start_page_that_opts_out_leaves_no_topic(tmp_path: Path) -> None:
    noindex = '<meta name="robots" content="noindex,noarchive">'
    with serve({GONE: page(TITLE, *SENTENCES, head=noindex)}) as site:
        run = crawl(tmp_path / "out", site.url + GONE)
    assert list(run.reasons.values()) == ["opt_out"]
    assert traces(run.output, TITLE, TEXT) == {}
    db = sqlite3.connect(run.output / "ledger.sqlite")
    assert db.execute("SELECT count(*) FROM topic").fetchone() == (0,)
    db.close()


def test_what_matches_nothing_is_told_and_not_remembered(world: tuple[Crawl, Site, Site], tmp_path: Path) -> None:
    with serve({"/news/10001": article(1)}) as site:
        run = crawl(tmp_path / "out", f"{site.url}/news/10001")
        output = f"OUTPUT_DIR={run.output}"
        done = command("127.0.0.9", "-s", output)
        assert done.returncode == 1
        assert "nothing matched 127.0.0.9; did you mean 127.0.0.1?" in done.stderr
        done = command("nan.medai", "-s", output)
        assert "did you mean nan.media?" in done.stderr
        done = command(f"{site.url}/news/10002", "-s", output, "--dry-run")
        assert (done.returncode, done.stdout) == (1, "")
        assert f"did you mean {site.url}/news/10001?" in done.stderr
        assert len(crawl(run.output, f"{site.url}/news/10001").articles) == 1
        done = command("nan.medai", "-s", output, "--remember")
        assert (done.returncode, "remembered" in done.stdout) == (0, True)
        assert command("nan.medai", "-s", output).returncode == 0


def test_a_mistaken_promise_can_be_undone(tmp_path: Path) -> None:
    outlets = load_outlets()
    with serve({GONE: page(TITLE, *SENTENCES), "/news/10004": page("نسخة", *SENTENCES)}) as site:
        run = crawl(tmp_path / "out", site.url + GONE)
        take_down(run.output, site.url + GONE, outlets)
        crawl(run.output, f"{site.url}{GONE},{site.url}/news/10004")
        assert run.articles == []
        assert undo(run.output, site.url + GONE, outlets) == 1
        assert undo(run.output, site.url + GONE, outlets) == 0
        done = command(site.url + GONE, "-s", f"OUTPUT_DIR={run.output}", "--undo")
        assert done.returncode == 1
        assert "was not taken down" in done.stderr
        site.pages["/news/10014"] = page("نسخة", *SENTENCES)
        again = crawl(run.output, f"{site.url}/news/10014")
        assert [one["title"] for one in again.articles] == [
            TITLE
        ]  # read again at its start; the other is its duplicate


def test_an_older_ledger_loses_the_texts_of_its_topics(tmp_path: Path) -> None:
    with serve({"/news/10001": article(1)}) as site:
        run = crawl(tmp_path / "out", f"{site.url}/news/10001")
        path = run.output / "ledger.sqlite"
        db = sqlite3.connect(path)
        db.executescript(
            "DROP TABLE topic; CREATE TABLE topic (start TEXT PRIMARY KEY, title TEXT NOT NULL, text TEXT NOT NULL)"
            " WITHOUT ROWID; UPDATE about SET value = '2' WHERE name = 'format';"
            "CREATE TABLE takedown (what TEXT PRIMARY KEY, at TEXT NOT NULL) WITHOUT ROWID;"
        )
        db.execute("INSERT INTO topic VALUES (?, ?, ?)", (f"{site.url}/news/10001", TITLE, TEXT))
        db.execute(
            "INSERT INTO takedown VALUES (?, ?)", (site.url.removeprefix("http:") + GONE, "2026-01-01T00:00:00Z")
        )
        db.commit()
        db.close()
        assert "ledger.sqlite" in traces(run.output, TITLE, TEXT)
        site.pages[GONE] = article(2)
        again = crawl(run.output, f"{site.url}/news/10001,{site.url}{GONE}")
        assert again.returncode == 0, again.log
        assert again.reasons == {GONE: "takedown"}
        assert traces(run.output, TITLE, TEXT) == {}
        db = sqlite3.connect(path)
        assert db.execute("SELECT count(*) FROM topic").fetchone() == (1,)
        db.close()


def test_uncommitted_bytes_of_a_killed_crawl_go_too(world: tuple[Crawl, Site, Site], tmp_path: Path) -> None:
    with serve({GONE: page(TITLE, *SENTENCES), "/news/10001": page("القمح", OTHER)}) as site:
        run = crawl(tmp_path / "out", f"{site.url}{GONE},{site.url}/news/10001")
        for name in ("rejected.jsonl", "pages-00001.warc.gz", "pages-00002.warc.gz"):
            with (run.output / name).open("ab") as stream:
                stream.write(TEXT.encode())
        take_down(run.output, site.url + GONE, load_outlets())
        assert traces(run.output, TITLE, TEXT) == {}
        assert crawl(run.output, f"{site.url}/news/10001").returncode == 0


def test_an_address_that_spells_out_the_title_goes_and_does_not_come_back(tmp_path: Path) -> None:
    slug = quote(TITLE.replace(" ", "-"))
    share = f'<a href="https://share.example/?text={quote_plus(TEXT)}">x</a><i data-x="{quote(SENTENCES[0])}"></i>'
    pages = {
        f"/{slug}/": page(TITLE, *SENTENCES),
        "/news/10002": Answer(status=301, headers={"Location": f"/{slug}/"}),
        "/news/10001": page("القمح", OTHER, rest=link(f"/{slug}/", "x") + link("/news/10002", "y") + share),
        "/news/10003": page("السوق", OTHER + "أمس.", rest=link(f"/2025/{slug}_2.html", "z", "menu")),
    }
    with serve(pages) as site:
        starts = f"{site.url}/news/10001,{site.url}/news/10003"
        run = crawl(tmp_path / "out", starts)
        assert len(run.articles) == 3
        take_down(run.output, f"{site.url}/{slug}/", load_outlets())
        assert traces(run.output, TITLE, TEXT) == {}
        site.pages["/news/10004"] = page("السوق", OTHER + "غدا.", rest=link(f"/{slug}/", "x") + share)
        site.pages["/news/10005"] = Answer(status=302, headers={"Location": f"/{slug}"})
        again = crawl(run.output, f"{starts},{site.url}/news/10004,{site.url}/news/10005,{site.url}/news/10002")
        assert again.returncode == 0, again.log
        assert {again.reasons[path] for path in ("/news/10002", "/news/10005")} == {"takedown"}
        assert traces(run.output, TITLE, TEXT) == {}


def archive(output: Path, warc: Path) -> list[dict[str, str]]:
    command = [sys.executable, "-m", "scrapy", "crawl", "archive", "-a", f"warc={warc}"]
    settings = {"OUTPUT_DIR": output, "CLEANER": "tests.tools.stub_cleaner:read_page", "CLEANER_PROCESSES": 1}
    options = [word for name, value in settings.items() for word in ("-s", f"{name}={value}")]
    done = subprocess.run([*command, *options], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in (output / "articles.jsonl").read_text("utf-8").splitlines()]


def test_other_peoples_archives_bring_nothing_back(tmp_path: Path) -> None:
    with serve({GONE: page(TITLE, *SENTENCES), "/news/10001": page("القمح", OTHER)}) as site:
        crawl(tmp_path / "first", f"{site.url}{GONE},{site.url}/news/10001")
    with serve(
        {"/news/20009": page("نسخة", *SENTENCES), "/news/20001": page("القمح", OTHER + "أمس")}, "127.0.0.2"
    ) as copy:
        crawl(tmp_path / "second", f"{copy.url}/news/20009,{copy.url}/news/20001")
    output = tmp_path / "out"
    assert len(archive(output, tmp_path / "first" / "pages-00001.warc.gz")) == 2
    take_down(output, site.url + GONE, load_outlets())
    assert traces(output, TITLE, TEXT) == {}
    found = archive(output, tmp_path / "second" / "pages-00001.warc.gz")
    assert sorted(one["url"][-5:] for one in found) == ["10001", "20001"]
    assert traces(output, TITLE, TEXT) == {}
