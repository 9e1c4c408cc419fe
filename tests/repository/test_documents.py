"""What the documents name exists: files and folders of the repository, modules, each other, and headings."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tools.documents import DOCUMENTS, anchors_of, commands_of, problems_of
from tests.tools.fixtures import ROOT


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_names_only_what_exists(name: str) -> None:
    path = ROOT / name
    assert problems_of(path.read_text(encoding="utf-8"), path.parent.relative_to(ROOT).as_posix()) == []


def test_what_does_not_exist_is_found() -> None:
    text = "See `cleaners/none.py`, run `python -m tests.none`, read [that](none.md) and [this](README.md)."
    assert problems_of(text) == ["cleaners/none.py", "tests/none", "none.md"]


def test_an_anchor_without_heading_is_found() -> None:
    text = "# A b\n\n[this](#a-b) [that](#c) [there](README.md#crawl) [nowhere](README.md#none)\n"
    assert problems_of(text) == ["#c", "README.md#none"]


def test_anchors() -> None:
    text = "# In Scrapy's hands\n\n```\n# a comment\n```\n\n## `date_published`\n"
    assert anchors_of(text) == {"in-scrapys-hands", "date_published"}


def test_commands() -> None:
    text = "```console\n$ make install\ndone\n$ scrapy a \\\n    -b    # live\n```\n```python\n$ no\n```\n"
    assert [(one.words, one.shown, one.needs) for one in commands_of(text)] == [
        ("make install", "done\n", None),
        ("scrapy a      -b", "", "live"),
    ]


def test_the_site_is_built_without_network(tmp_path: Path) -> None:
    proxies = dict.fromkeys(("http_proxy", "https_proxy", "all_proxy"), "http://127.0.0.1:9")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(tmp_path / "site")],
        cwd=ROOT, env=os.environ | proxies | {"NO_MKDOCS_2_WARNING": "1"}, capture_output=True, text=True,
        timeout=110, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    pages = list((tmp_path / "site").glob("*.html"))
    assert len(pages) > len(list((ROOT / "docs").glob("*.md")))  # and one for addresses that do not exist
    loaded = re.compile(r"<(?:script|img|link)[^>]+(?:src|href)=\"https?:[^\"]+")
    assert [loaded.findall(page.read_text("utf-8")) for page in pages] == [[]] * len(pages)
