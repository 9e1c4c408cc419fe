"""`scrapy crawl`: a mistake in our own files is one line, exit code 2, and nothing written."""

from __future__ import annotations

import logging
import re
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from scrapy.utils.project import get_project_settings

from cleaners.data_files import DataFileError
from cleaners.text.printable import printable_line
from crawler.commands import EXIT_UNUSABLE
from crawler.extensions.safe_log import Printable
from crawler.options import read_options
from crawler.reclean.results import Result
from crawler.reclean.terminal_diff import page_lines
from tests.tools.fixtures import ROOT
from tests.tools.loopback import Answer, article, serve
from tests.tools.loopback import crawl as loopback_crawl
from tests.tools.warcs import warc

START = "start=https://a.example/2025/03/19/one"


def crawl(
    output: Path, *options: str, spider: str = "related", file_limit: int = 0, output_dir: bool = True
) -> subprocess.CompletedProcess[str]:
    """Runs the command; `file_limit` is the number of bytes after which writing a file fails."""

    def limit() -> None:
        if file_limit:
            resource.setrlimit(resource.RLIMIT_FSIZE, (file_limit, file_limit))

    command = [sys.executable, "-m", "scrapy", "crawl", spider, *options]
    return subprocess.run(
        [*command, *(["-s", f"OUTPUT_DIR={output}"] if output_dir else []), "-s", "LOG_LEVEL=WARNING"],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        cwd=ROOT,
        preexec_fn=limit,
    )


def broken_seeds(folder: Path) -> str:
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    manifest = folder / "seeds" / "seeds.toml"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace("[seed.001]\noutlet", "[seed.001]\noulet"))
    return str(folder / "seeds")


def cut_archive(folder: Path) -> str:
    path = warc(folder / "a.warc.gz", {"url": "https://a.example/"})
    path.write_bytes(path.read_bytes()[:-9])
    return str(path)


MISTAKES = [
    ("missing seeds", lambda _: ["-a", "seeds=/no/such"], "/no/such/seeds.toml: cannot be read: No such file"),
    (
        "malformed manifest",
        lambda folder: ["-a", f"seeds={broken_seeds(folder)}"],
        "seed.001.oulet: unknown key; did you mean 'outlet'?",
    ),
    ("nobody's user agent", lambda _: ["-a", START], "USER_AGENT=Mudawwana/0.1 ("),
    ("nobody's user agent with seeds", lambda _: [], "is the example that comes with the project; name your crawler"),
    ("missing archive", lambda _: ["-a", START, "-s", "REPLAY_WARC=/no/a.warc.gz"], "/no/a.warc.gz: cannot be read"),
    (
        "damaged archive",
        lambda folder: ["-a", START, "-s", f"REPLAY_WARC={cut_archive(folder)}"],
        "a.warc.gz: damaged:",
    ),
    (
        "malformed setting",
        lambda _: ["-a", START, "-s", "ALLOW_PRIVATE_HOSTS=a:b"],
        "ALLOW_PRIVATE_HOSTS: 'a:b' is not HOST or HOST:PORT",
    ),
    ("misspelt argument", lambda _: ["-a", "seed=/nope"], "-a seed=…: unknown argument; did you mean 'seeds'?"),
    ("unknown argument", lambda _: ["-a", "foo=1"], "-a foo=…: unknown argument; known: focus, refresh, seeds, start"),
    ("empty start", lambda _: ["-a", "start="], "-a start=: must name at least one address"),
    ("empty seeds", lambda _: ["-a", "seeds="], "-a seeds=: must name a folder"),
    ("start and seeds", lambda _: ["-a", START, "-a", "seeds=seeds"], "-a start=… and -a seeds=…: give only one"),
    *(
        (setting, lambda _, setting=setting: ["-a", START, "-s", setting], f"{setting}: {problem}")
        for setting, problem in (
            ("CLEANER_PROCESSES=0", "must be a whole number, 1 or more"),
            ("CLEANER_PROCESSES=x", "must be a whole number, 1 or more"),
            ("CLEANER_SECONDS=0", "must be a number of seconds above 0"),
            ("CLEANER_SECONDS=nan", "must be a number of seconds above 0"),
            ("DEPTH_LIMIT=-1", "must be a whole number, 0 or more"),
            ("DEPTH_LIMIT=abc", "must be a whole number, 0 or more"),
            ("ARCHIVE_MAX_BYTES=x", "must be a whole number, 1 or more"),
            ("BRIDGES_PER_OUTLET=x", "must be a whole number, 0 or more"),
            ("BREAKER_FAILURES=0", "must be a whole number, 1 or more"),
            ("BREAKER_PAUSE=x", "must be a number of seconds above 0"),
            ("BACKOFF_SECONDS=0", "must be a number of seconds above 0"),
            ("RETRY_AFTER_MAX=inf", "must be a number of seconds above 0"),
            ("CRAWL_DELAY_MAX=-1", "must be a number of seconds above 0"),
            ("EXPECTATIONS_EXIT=perhaps", "must be True or False"),
            ("CLEANER=nope:x", "cannot be imported: No module named 'nope'"),
            ("CLEANER=cleaners:nope", "cleaners has no function 'nope'"),
            ("CLEANER=nope", "must be MODULE:FUNCTION"),
        )
    ),
]


@pytest.mark.parametrize(("options", "message"), [case[1:] for case in MISTAKES], ids=[case[0] for case in MISTAKES])
def test_a_mistake_is_one_line(tmp_path: Path, options, message: str) -> None:
    output = tmp_path / "output"
    done = crawl(output, *options(tmp_path))
    assert done.returncode == EXIT_UNUSABLE
    assert message in done.stderr
    assert done.stderr.startswith("scrapy crawl: ")
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""
    assert not output.exists()


def test_an_empty_output_folder_is_a_mistake() -> None:
    done = crawl(Path(), "-a", START, "-s", "OUTPUT_DIR=", output_dir=False)
    assert done.returncode == EXIT_UNUSABLE
    assert done.stderr == "scrapy crawl: OUTPUT_DIR=: must name a folder\n"


def test_a_disk_that_takes_nothing_from_the_start(tmp_path: Path) -> None:
    path = warc(tmp_path / "a.warc.gz", {"url": START.removeprefix("start=")})
    # The ledger's tables alone are larger than the smaller ones; the later ones fail at the first commit or page.
    for limit in (1, 5_000, 20_000, 40_960, 50_000, 60_000, 70_000):
        output = tmp_path / f"output-{limit}"
        done = crawl(output, "-a", START, "-s", f"REPLAY_WARC={path}", file_limit=limit)
        assert "Traceback" not in done.stderr
        assert "Error" not in done.stderr.replace("[Errno", "")
        if done.returncode:
            assert done.returncode == EXIT_UNUSABLE
            assert done.stderr.splitlines()[-1].startswith("scrapy crawl: ")
        done = crawl(output, "-a", START, "-s", f"REPLAY_WARC={path}")
        assert done.returncode == 0


def test_an_output_folder_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    path = warc(tmp_path / "a.warc.gz", {"url": "https://a.example/"})
    done = crawl(tmp_path / "file" / "output", "-a", START, "-s", f"REPLAY_WARC={path}")
    assert done.returncode == EXIT_UNUSABLE
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr


def test_an_unknown_spider_names_the_known_ones(tmp_path: Path) -> None:
    done = crawl(tmp_path / "output", spider="relatde")
    assert done.returncode == EXIT_UNUSABLE
    assert "no spider is called 'relatde'; known: archive, " in done.stderr
    assert done.stderr.endswith(", related\n")
    assert "Traceback" not in done.stderr


def test_a_disk_error_under_way_ends_with_a_line_and_an_exit_code(tmp_path: Path) -> None:
    path = warc(tmp_path / "a.warc.gz", {"url": START.removeprefix("start="), "body": noise()})
    output = tmp_path / "output"
    done = crawl(output, "-a", START, "-s", f"REPLAY_WARC={path}", file_limit=300_000)
    assert done.returncode == EXIT_UNUSABLE
    assert "scrapy crawl: " in done.stderr
    assert "Traceback" not in done.stderr


def noise() -> bytes:
    """A page that does not compress below the limit."""
    state, letters = 1, []
    for _ in range(600_000):
        state = (state * 1103515245 + 12345) & 0x7FFFFFFF
        letters.append(33 + (state >> 16) % 90)
    return b"<html><body><p>" + bytes(letters).replace(b"<", b"x") + b"</p></body></html>"


def test_a_crawl_that_ends_well_exits_with_zero(tmp_path: Path) -> None:
    path = warc(tmp_path / "a.warc.gz", {"url": START.removeprefix("start=")})
    done = crawl(tmp_path / "output", "-a", START, "-s", f"REPLAY_WARC={path}")
    assert done.returncode == 0
    assert done.stdout.splitlines()[0].startswith("0 articles, 1 pages refused")
    assert "1 pages, 0 articles, 1 refused, 0 waiting" in done.stderr
    assert done.stdout.splitlines()[-1] == '  scrapy crawl related -s USER_AGENT="NAME (+https://YOUR-SITE)"'


def test_an_outlet_that_nobody_can_reach_is_not_a_success(tmp_path: Path) -> None:
    """Also the second time, when nothing new is refused; nor is a page that is not there, without any other."""
    for pages in ({"/robots.txt": Answer(b"User-agent: *\nDisallow: /")}, {"/robots.txt": Answer(status=503)}):
        with serve(pages) as site:
            output = tmp_path / str(len(list(tmp_path.iterdir())))
            for _ in range(2):
                done = loopback_crawl(output, f"{site.url}/news/10001")
                assert done.returncode == 4, done.log
    silent = loopback_crawl(tmp_path / "silent", f"{site.url}/news/10001")
    assert silent.returncode == 4, silent.log
    with serve({}) as site:
        gone = loopback_crawl(tmp_path / "gone", f"{site.url}/news/10001")
        assert gone.returncode == 4, gone.log
        again = loopback_crawl(tmp_path / "gone", f"{site.url}/news/10001")
        assert again.returncode == 0, again.log  # the outlet answers: the usual feeds are not there
    with serve({"/news/10001": article(1, "/news/10002")}) as site:
        done = loopback_crawl(tmp_path / "half", f"{site.url}/news/10001")
        assert done.returncode == 0, done.log


def test_a_quiet_crawl_prints_only_what_goes_wrong(tmp_path: Path) -> None:
    path = warc(tmp_path / "a.warc.gz", {"url": START.removeprefix("start=")})
    command = [sys.executable, "-m", "scrapy", "crawl", "related", "--quiet", "-a", START]
    options = ["-s", f"REPLAY_WARC={path}", "-s", f"OUTPUT_DIR={tmp_path / 'output'}"]
    done = subprocess.run([*command, *options], capture_output=True, text=True, timeout=60, check=False, cwd=ROOT)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


SETTINGS = [
    ("PROGRESS=perhaps", "must be on or off"),
    ("CONCURRENT_REQUESTS=x", "must be a whole number, 1 or more"),
    ("CONCURRENT_REQUESTS=0", "must be a whole number, 1 or more"),
    ("DOWNLOAD_TIMEOUT=abc", "must be a number, 0 or more"),
    ("DOWNLOAD_DELAY=nan", "must be a number, 0 or more"),
    ("DOWNLOAD_DELAY=-1", "must be a number, 0 or more"),
    ("AUTOTHROTTLE_MAX_DELAY=1e400", "must be a number, 0 or more"),
    ("RETRY_TIMES=1.5", "must be a whole number, 0 or more"),
    ("COOKIES_ENABLED=maybe", "must be True or False"),
    ("RETRY_HTTP_CODES=500,x", "must be a list of HTTP status codes"),
    ("LOG_LEVEL=LOUD", "must be CRITICAL, ERROR, WARNING, INFO or DEBUG"),
    ("CLEANER_PROCESSES=111111111111111111111", "must be a whole number, 1 or more, at most 1000"),
    ("CLEANER_MEMORY_MB=99999999999999", "must be a whole number, 0 or more"),
    ("DEPTH_LIMIT=99999999999999999999", "must be a whole number, 0 or more"),
]


@pytest.mark.parametrize(("setting", "message"), SETTINGS)
def test_a_setting_that_cannot_be_read_is_one_line(setting: str, message: str) -> None:
    name, _, value = setting.partition("=")
    settings = get_project_settings()
    settings.set(name, value, priority="cmdline")
    with pytest.raises(DataFileError, match=f"^{re.escape(setting)}: {message}$"):
        read_options(settings)


def test_the_settings_of_the_project_and_of_scrapy_can_be_read() -> None:
    read_options(get_project_settings())


@pytest.mark.parametrize(
    "setting",
    [
        "TWISTED_REACTOR=x",
        "TWISTED_REACTOR=",
        "TWISTED_REACTOR=twisted.internet.selectreactor.SelectReactor",
        "TWISTED_REACTOR=twisted.internet.asyncioreactor.Missing",
        "TWISTED_DNS_RESOLVER=nowhere.Resolver",
        "STATS_CLASS=scrapy.statscollectors",
        "SPIDER_LOADER_CLASS=.x",
        "LOG_FORMATTER=os.sep",
    ],
)
def test_a_class_that_cannot_be_loaded_is_one_line(setting: str) -> None:
    name, _, value = setting.partition("=")
    settings = get_project_settings()
    settings.set(name, value, priority="cmdline")
    kind = "an asyncio reactor" if name == "TWISTED_REACTOR" else "a class"
    with pytest.raises(DataFileError, match=f"^{re.escape(setting)}: must be the path of {kind}$"):
        read_options(settings)


UNUSABLE = [
    ("-s", "DOWNLOAD_DELAY=nan"),
    ("-s", "TWISTED_REACTOR=x"),
    ("-s", "LOG_FILE={loop}"),
    ("-s", "OUTPUT_DIR={loop}"),
    ("-a", "seeds={loop}"),
    ("-s", "REPLAY_WARC={loop}"),
    ("-a", "start=http://a\x1b[2J.example/1"),
]


@pytest.mark.parametrize("given", UNUSABLE)
def test_what_cannot_be_used_is_one_printable_line(tmp_path: Path, given: tuple[str, str]) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    option, value = given[0], given[1].format(loop=tmp_path / "loop")
    done = crawl(tmp_path / "out", "-a", START, option, value, output_dir="OUTPUT_DIR" not in value)
    last = done.stderr.strip().splitlines()[-1]
    assert (done.returncode, "Traceback" in done.stderr) == (2, False), done.stderr
    assert last.startswith("scrapy crawl: ")
    assert last == printable_line(last)


def test_a_log_entry_of_an_address_stays_one_line() -> None:
    entry = logging.LogRecord("crawler.seeding", logging.INFO, "", 1, "found %s (%d)", ("a\nb\x1b", 2), None)
    assert Printable(logging.Formatter("%(message)s")).format(entry) == "found a\\nb\\x1b (2)"


@pytest.mark.parametrize("kind", ["unreadable", "accepted"])
def test_reclean_prints_an_address_with_a_line_break_in_one_line(kind: str) -> None:
    line = {"id": "1", "url": "https://a.example/%0A%1B[2J", "reason": "empty"}
    result = Result(kind, line, reason="why", record={"id": "1", "title": "t"})  # type: ignore[arg-type]
    for shown in page_lines(result, full=True):
        assert "\n" not in printable_line(shown)
