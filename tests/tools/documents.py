"""What documents name, and the commands that they show.

`python -m tests.tools.documents` prints each path, module, link and anchor of a document that leads nowhere, and exits
with 1 if there is any.
"""

from __future__ import annotations

import re
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.tools.fixtures import ROOT

DOCUMENTS = sorted(
    path.relative_to(ROOT).as_posix()
    for pattern in ("*.md", "docs/*.md", "output/*.md", "benchmarks/*.md", "tests/*/README.md")
    for path in ROOT.glob(pattern)
    if path.name != "CHANGELOG.md"  # it speaks of what was
)
_PATH = re.compile(r"`((?:cleaners|crawler|tests|docs|benchmarks|seeds|examples)/[\w./-]*)`")
_MODULE = re.compile(r"-m ((?:cleaners|crawler|tests|benchmarks)[\w.]*)")
_LINK = re.compile(r"\]\((?!https?:|mailto:)([^)#\s]*)(#[^)\s]+)?\)")
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)
CHECKOUT = (
    "LICENSE", "Makefile", "README.md", "benchmarks", "cleaners", "crawler", "docs", "examples", "mkdocs.yml",
    "output/README.md", "output/schema.json", "pyproject.toml", "requirements.lock", "scrapy.cfg", "seeds", "setup.py",
    "tests/recording",
)  # fmt: skip
"""What a user of a clone works with."""


@dataclass(frozen=True)
class ShownCommand:
    """A command of a document, and what it is shown to print."""

    words: str
    shown: str
    needs: str | None
    """`live` or `network`: what it needs besides the checkout."""


def problems_of(text: str, folder: str = "") -> list[str]:
    """The paths, modules, links and anchors of a document that lead nowhere."""
    modules = [name.replace(".", "/") for name in _MODULE.findall(text)]
    gone = [name for name in _PATH.findall(text) if not (ROOT / name).exists()]
    gone += [name for name in modules if not ((ROOT / f"{name}.py").exists() or (ROOT / name).is_dir())]
    return gone + [
        link + anchor for link, anchor in _LINK.findall(text) if not _leads(ROOT / folder, link, anchor, text)
    ]


def _leads(folder: Path, link: str, anchor: str, text: str) -> bool:
    """Whether a link's file exists, and has the heading that it names."""
    target = folder / link
    if link and not target.exists():
        return False
    if not anchor:
        return True
    return anchor[1:] in anchors_of(target.read_text("utf-8") if link else text)


def anchors_of(text: str) -> set[str]:
    """The anchors of a document's headings, as forges and MkDocs make them where they agree."""
    headings = _HEADING.findall(_FENCE.sub("", text))
    return {re.sub(r"[^\w -]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def commands_of(text: str) -> list[ShownCommand]:
    """The commands of a document's consoles in order; `# live` and `# network` behind one say what it needs."""
    found = []
    for block in blocks_of(text, "console"):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            words, _, shown = part.replace("\\\n", " ").partition("\n")
            needs = re.search(r"  # (live|network)", words)
            found.append(ShownCommand(words.partition("  # ")[0].strip(), shown, needs[1] if needs else None))
    return found


def blocks_of(text: str, language: str) -> list[str]:
    """What stands in the fenced blocks of one language."""
    return [body for name, body in _FENCE.findall(text) if name == language]


def copy_checkout(folder: Path) -> Path:
    """A clone with an installed `.venv` whose programs are those of this Python."""
    for name in CHECKOUT:
        source, target = ROOT / name, folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target)
    programs = {"python": "", "scrapy": "-m scrapy", "mudawwana": "-m cleaners", "pip": "-m pip", "mkdocs": "-m mkdocs"}
    bin_folder = folder / ".venv" / "bin"
    bin_folder.mkdir(parents=True)
    for name, module in programs.items():
        (bin_folder / name).write_text(f'#!/bin/sh\nexec "{sys.executable}" {module} "$@"\n')
        (bin_folder / name).chmod(0o755)
    (folder / ".venv" / "installed").touch()
    return folder


if __name__ == "__main__":
    found_problems = [
        f"{name}: {problem}"
        for name in DOCUMENTS
        for problem in problems_of((ROOT / name).read_text("utf-8"), (ROOT / name).parent.relative_to(ROOT).as_posix())
    ]
    print("\n".join(found_problems) or f"{len(DOCUMENTS)} documents: every link leads somewhere")
    sys.exit(bool(found_problems))
