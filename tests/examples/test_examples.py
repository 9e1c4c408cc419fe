"""The programs under `examples/` run as their docstrings say, without network, and with warnings as errors."""

from __future__ import annotations

import ast
import csv
import json
import re
import shlex
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.tools.fixtures import ROOT
from tests.tools.readers import offline

EXAMPLES = ROOT / "examples"
PROGRAMS = sorted(path.name for path in EXAMPLES.glob("*.py"))
PROJECT = EXAMPLES / "scrapy_project"
MENU = "البداية"
COMMAND = re.compile(r"^    python (examples/.*)$", re.MULTILINE)

Json = dict[str, Any]


def docstring(path: Path) -> str:
    return ast.get_docstring(ast.parse(path.read_text("utf-8")), clean=False) or ""


def run(words: list[str], folder: Path, home: Path) -> str:
    environment = offline(home) | {"no_proxy": "127.0.0.1"}
    environment.pop("SCRAPY_SETTINGS_MODULE", None)  # which Scrapy leaves in a process that has read its settings
    done = subprocess.run(
        [sys.executable, "-W", "error", *words], cwd=folder, capture_output=True, encoding="utf-8",
        env=environment, timeout=110, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout + done.stderr


def run_as_told(name: str, checkout: Path) -> str:
    """What the command of a program's docstring prints, in a folder with the examples alone."""
    (command,) = COMMAND.findall(docstring(EXAMPLES / name))
    return run(shlex.split(command), checkout, checkout / "home")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    shutil.copytree(EXAMPLES, tmp_path / "examples", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def lines_of(path: Path) -> list[Json]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_a_folder_of_pages(checkout: Path) -> None:
    assert "2 article, 1 listing" in run_as_told("folder_to_jsonl.py", checkout)
    found = lines_of(checkout / "articles.jsonl")
    assert [row["file"] for row in found] == ["archive-1256.html", "ports.html"]
    assert found[0]["date_published"] == "2009-11-03"
    assert all(row["title"] and row["text"] for row in found)


def test_a_column_of_a_table(checkout: Path) -> None:
    run_as_told("pandas_column.py", checkout)
    with (checkout / "clean.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["number"], row["reason"]) for row in rows] == [("1", ""), ("2", "empty"), ("3", "")]
    assert MENU not in rows[0]["text"]


def test_a_dataset(checkout: Path) -> None:
    import polars

    assert "4 articles of 6 rows" in run_as_told("datasets_map.py", checkout)
    table = polars.read_parquet(checkout / "articles.parquet")
    assert table.columns[:4] == ["text", "url", "timestamp", "source"]
    assert table["url"].n_unique() == 4
    assert MENU not in "".join(table["text"])


def test_a_pipeline_of_datatrove(checkout: Path) -> None:
    run_as_told("datatrove_step.py", checkout)
    kept = lines_of(checkout / "OUT" / "articles" / "00000.jsonl")
    removed = lines_of(checkout / "OUT" / "removed" / "00000.jsonl")
    assert len(kept) == 4
    assert MENU not in "".join(row["text"] for row in kept)
    assert [row["metadata"]["filter_reason"] for row in removed] == ["too_short", "not_arabic"]


def test_a_public_dump(checkout: Path) -> None:
    printed = run_as_told("reclean_dump.py", checkout)
    assert "3 changed, 1 unchanged, 1 too_short, 1 not_arabic" in printed
    found = lines_of(checkout / "recleaned.jsonl")
    assert [row["source"] for row in found] == ["made"] * 4
    dropped = sum(one["lines"] for row in found for one in row["dropped"])
    assert dropped == sum(int(line.split()[0]) for line in printed.splitlines()[1:])
    assert found[3]["dropped"] == []


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """A front page on a loopback address that links to the pages of the examples."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: Any) -> None:
            pass

        def do_GET(self) -> None:
            if self.path != "/":
                return super().do_GET()
            body = "".join(f'<a href="{page.name}">+</a>' for page in (EXAMPLES / "data" / "pages").iterdir()).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(body)
            return None

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(EXAMPLES / "data" / "pages")))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("spider", ["with_page_object", "with_pipeline"])
def test_somebody_elses_scrapy_project(spider: str, site: str, tmp_path: Path) -> None:
    assert f"scrapy crawl {spider} -a start=" in docstring(PROJECT / "newsroom" / "__init__.py")
    words = ["-m", "scrapy", "crawl", spider, "-a", f"start={site}", "-O", str(tmp_path / "articles.jsonl")]
    printed = run([*words, "-s", "TELNETCONSOLE_ENABLED=False"], PROJECT, tmp_path)
    assert re.search(r"listing: http://127.0.0.1:\d+/section.html", printed)
    assert "Traceback" not in printed
    found = {row["url"].rsplit("/", 1)[1]: row for row in lines_of(tmp_path / "articles.jsonl")}
    assert sorted(found) == ["archive-1256.html", "ports.html"]
    assert found["archive-1256.html"]["date_published"] == "2009-11-03"


def test_the_project_finds_no_crawler_of_ours() -> None:
    texts = [path.read_text("utf-8") for path in EXAMPLES.rglob("*.py")]
    assert not any(re.search(r"(from|import) crawler", text) for text in texts)


def test_every_program_is_run_by_a_test_and_named_in_the_documents() -> None:
    tests = Path(__file__).read_text("utf-8")
    guide = (ROOT / "docs" / "examples.md").read_text("utf-8")
    assert [name for name in PROGRAMS if f'run_as_told("{name}"' not in tests] == []
    assert [name for name in PROGRAMS if f"examples/{name}" not in guide] == []
