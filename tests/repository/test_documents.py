"""What the documents name exists: files and folders of the repository, modules, and each other."""

from __future__ import annotations

import re

import pytest

from tests.tools.fixtures import ROOT

DOCUMENTS = sorted(
    path.relative_to(ROOT).as_posix()
    for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("output/*.md"), *ROOT.glob("benchmarks/*.md")]
    if path.name != "CHANGELOG.md"  # it speaks of what was
)
PATH = re.compile(r"`((?:cleaners|crawler|tests|docs|benchmarks|seeds)/[\w./-]*)`")
MODULE = re.compile(r"-m ((?:cleaners|crawler|tests|benchmarks)[\w.]*)")
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")


def problems_of(text: str, folder: str = "") -> list[str]:
    """The paths, modules and links of a document that lead nowhere."""
    modules = [name.replace(".", "/") for name in MODULE.findall(text)]
    gone = [name for name in PATH.findall(text) if not (ROOT / name).exists()]
    gone += [name for name in modules if not ((ROOT / f"{name}.py").exists() or (ROOT / name).is_dir())]
    return gone + [link for link in LINK.findall(text) if not (ROOT / folder / link).exists()]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_names_only_what_exists(name: str) -> None:
    path = ROOT / name
    assert problems_of(path.read_text(encoding="utf-8"), path.parent.relative_to(ROOT).as_posix()) == []


def test_what_does_not_exist_is_found() -> None:
    text = "See `cleaners/none.py`, run `python -m tests.none`, read [that](none.md) and [this](README.md)."
    assert problems_of(text) == ["cleaners/none.py", "tests/none", "none.md"]
