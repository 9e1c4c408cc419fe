"""`scrapy outlets`, and outlet files of the user's own."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from cleaners.data_files import DataFileError
from crawler.outlets import known_outlets, load_outlets
from crawler.seeding.arguments import load_outlet_input, load_related_input
from tests.tools.fixtures import ROOT

DAYS = (date(2026, 11, 1), date(2026, 11, 2))
KNOWN = known_outlets()
OWN = """
name = "Own News"
country = "XX"
canonical_host = "own.example"
listings = ["https://own.example/"]
article = ['^/a/\\d+$']
checked = "2026-11: by its owner"

[examples]
article = ["https://own.example/a/1"]
other = ["https://own.example/feed/"]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Outlet files of a user: one good, one malformed, one that claims a host of another."""
    (tmp_path / "own.example.toml").write_text(OWN, "utf-8")
    (tmp_path / "bad.example.toml").write_text(OWN.replace("country", "contry"), "utf-8")
    claims = OWN.replace('canonical_host = "own.example"', 'canonical_host = "own.example"\naliases = ["bad.example"]')
    (tmp_path / "twice.example.toml").write_text(claims.replace("bad.example", "own.example"), "utf-8")
    return tmp_path


def outlets(*options: str) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-m", "scrapy", "outlets", *options]
    return subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)


def test_all_that_is_known_is_listed() -> None:
    done = outlets()
    assert (done.returncode, done.stderr) == (0, "")
    assert len(done.stdout.splitlines()) == len(load_outlets()) >= 60
    line = next(line for line in done.stdout.splitlines() if line.startswith("almayadeen.net"))
    assert line.split()[1:3] == ["LB", "2026-11"]
    assert line.endswith("الميادين")
    assert "not crawled" in next(line for line in done.stdout.splitlines() if line.startswith("alarabiya.net"))


def test_a_program_gets_everything(folder: Path) -> None:
    done = outlets("--json", "-s", f"OUTLETS_DIR={folder}")
    found = {one["domain"]: one for one in json.loads(done.stdout)}
    assert found["own.example"]["checked"] == "2026-11: by its owner"
    assert found["own.example"]["listings"] == ["https://own.example/"]
    assert found["aljazeera.net"]["sitemaps"]


def test_a_malformed_file_costs_itself_and_is_named(folder: Path) -> None:
    known = known_outlets(folder)
    assert sorted(known.problems) == ["bad.example", "twice.example"]
    assert "bad.example.toml: contry: unknown key; did you mean 'country'?" in known.problems["bad.example"]
    assert "host 'own.example' is also in own.example.toml" in known.problems["twice.example"]
    assert set(known.outlets) == {*load_outlets(), "own.example"}
    done = outlets("-s", f"OUTLETS_DIR={folder}")
    assert done.returncode == 2
    assert [line.partition(".toml")[0].rpartition("/")[2] for line in done.stderr.splitlines()] == sorted(
        known.problems
    )


def test_a_crawl_of_the_outlet_itself_says_what_is_wrong(folder: Path) -> None:
    known = known_outlets(folder)
    with pytest.raises(DataFileError, match="contry: unknown key"):
        load_outlet_input("nan.media,bad.example", DAYS, known=known)
    (folder / "seeds").mkdir()
    (folder / "seeds" / "000_a.txt").write_text("نص")
    entry = '[seed.000]\noutlet = "bad.example"\nconfidence = "low"\nwhy = "x"\n'
    (folder / "seeds" / "seeds.toml").write_text(entry)
    with pytest.raises(DataFileError, match="contry: unknown key"):
        load_related_input(str(folder / "seeds"), None, known=known)
    started = load_related_input(None, "https://bad.example/a/1", known=known)
    assert started.outlets["bad.example"].canonical_host is None  # general rules


def test_a_file_of_ones_own_goes_before_the_projects(folder: Path) -> None:
    (folder / "nan.media.toml").write_text(OWN.replace("own.example", "nan.media"), "utf-8")
    known = known_outlets(folder)
    assert known.outlets["nan.media"].name == "Own News"
    (folder / "rt-again.example.toml").write_text(OWN.replace("own.example", "arabic.rt.com"), "utf-8")
    known = known_outlets(folder)
    assert "rt-again.example" in known.outlets
    assert "arabic.rt.com" in known.problems  # claimed twice: the user's file keeps it


def test_a_folder_that_is_none_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match=r"OUTLETS_DIR=.*/nowhere: is not a folder"):
        known_outlets(tmp_path / "nowhere")


def crawled(domain: str) -> list[str]:
    """The outlets that a crawl of `-a domain=…` begins with."""
    return list(dict.fromkeys(start.outlet for start in load_outlet_input(domain, DAYS, known=KNOWN).starts))


SEVERAL = [
    ("nan.media", ["nan.media"]),
    ("nan.media,rtarabic.com", ["nan.media", "arabic.rt.com"]),
    ("nan.media, hespress.com nan.media", ["nan.media", "hespress.com"]),
    ("nan.media، hespress.com", ["nan.media", "hespress.com"]),
    ("https://www.aljazeera.net/news/2023/2/9/x?y=1,HTTP://NAN.media/", ["aljazeera.net", "nan.media"]),
    ("www.nan.media", ["nan.media"]),
    ("أخبار.مثال.example", ["xn--mgbh0fb.example"]),
    ("127.0.0.1:8000", ["127.0.0.1"]),
    ("nan.media,alarabiya.net", ["nan.media"]),  # the other is known to forbid crawlers, and is logged
]


@pytest.mark.parametrize(("domain", "found"), SEVERAL)
def test_several_outlets_in_one_crawl(domain: str, found: list[str]) -> None:
    assert [one.partition(".example")[0] for one in crawled(domain)] == [one.partition(".example")[0] for one in found]


def test_outlets_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text("# ours\nnan.media  # a comment\n\nhttps://hespress.com/x,aawsat.com\n", "utf-8")
    assert crawled(f"@{tmp_path / 'list.txt'}") == ["nan.media", "hespress.com", "aawsat.com"]


MISTAKES = [
    ("", "-a domain=: must name at least one outlet: DOMAIN[,DOMAIN…] or @FILE"),
    (" , ", "-a domain=,: must name at least one outlet"),
    ("aljazera", "-a domain=aljazera: is not a domain; did you mean 'aljazeera.net'?"),
    ("nan.media,aljazera", "-a domain=nan.media,aljazera: 'aljazera' is not a domain; did you mean 'aljazeera.net'?"),
    ("ftp://nan.media/", "-a domain=ftp://nan.media/: is neither a domain nor an http or https address"),
    ("nan.media,b@c", "is neither a domain nor an http or https address"),
    ("@", "-a domain=@: must name a file after @"),
    ("@/no/such", "/no/such: cannot be read: No such file"),
    ("alarabiya.net", "alarabiya.net is not crawled: "),
]


@pytest.mark.parametrize(("domain", "message"), MISTAKES)
def test_an_error_says_what_is_wrong(domain: str, message: str) -> None:
    with pytest.raises(DataFileError) as raised:
        crawled(domain)
    assert message in str(raised.value)
