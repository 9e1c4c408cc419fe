"""What is installed, and what reads files: hashes for every package, and nothing that runs what it reads."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from tests.tools.fixtures import ROOT

SOURCES = sorted(path for folder in ("cleaners", "crawler") for path in (ROOT / folder).rglob("*.py"))
RUNNING = {
    "pickle",
    "cPickle",
    "dill",
    "marshal",
    "shelve",
    "yaml",
    "joblib",
    "cloudpickle",
    "jsonpickle",
    "multiprocessing",
}
"""Modules that run, or may run, what they read."""
AMONG_OURSELVES = {"cleaners/cleaner/processes.py": ["multiprocessing.reduction"]}
"""Modules that read only what processes of their own send through pipes."""
CALLS = {"eval", "exec", "compile", "__import__", "system", "popen", "spawn", "execv"}


LOCKS = ("requirements.lock", "requirements-dev.lock")


def lock(name: str) -> list[str]:
    text = (ROOT / name).read_text("utf-8").replace("\\\n", " ")
    return [line.strip() for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_of_a_lock_is_pinned_and_has_hashes(name: str) -> None:
    assert len(lock(name)) > 40
    for line in lock(name):
        assert re.match(r"[A-Za-z0-9._-]+==[\w.+!-]+( ;[^#]*?)?\s+--hash=sha256:[0-9a-f]{64}", line), line
        assert not re.findall(r"--hash=(?!sha256:[0-9a-f]{64}(?:\s|$))", line), line


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_holds_pins_and_hashes_and_no_option_or_address(name: str) -> None:
    pin = re.compile(r"[A-Za-z0-9._-]+==[\w.+!-]+( ;[^#]*?)?(\s+--hash=sha256:[0-9a-f]{64})+")
    assert not [line for line in lock(name) if not pin.fullmatch(line)]
    assert "://" not in (ROOT / name).read_text("utf-8")


def test_the_lock_for_tests_holds_all_that_a_crawl_needs_in_the_same_versions() -> None:
    run, dev = ({line.split("--hash")[0].strip() for line in lock(name)} for name in LOCKS)
    assert run < dev


def test_what_a_crawl_installs_is_without_readers_and_tests() -> None:
    heavy = {
        "pytest",
        "polars",
        "duckdb",
        "pandas",
        "pyarrow",
        "datasets",
        "datatrove",
        "mkdocs-material",
        "ruff",
        "mypy",
    }
    run, dev = ({line.split("==")[0] for line in lock(name)} for name in LOCKS)
    assert heavy <= dev - run


def test_the_lock_is_installed_by_its_hashes_and_nothing_else_is_installed() -> None:
    files = [ROOT / "Makefile", *sorted(path for path in (ROOT / ".ci").rglob("*") if path.is_file())]
    installs = [
        line
        for path in files
        for line in path.read_text("utf-8").splitlines()
        if re.search(r"\bpip3? .*install|-m pip .*install|uv .*(?:sync|install)", line)
    ]
    assert installs
    for line in installs:
        assert "--require-hashes" in line, line
        assert any(f"-r {name}" in line for name in LOCKS), line


def names(requirements: Iterable[str]) -> set[str]:
    return {re.match(r"[A-Za-z0-9._-]+", line)[0].lower().replace("_", "-").replace(".", "-") for line in requirements}  # type: ignore[index]


def test_what_the_project_needs_is_in_the_locks() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    needed = [*project["project"]["dependencies"], *project["project"]["optional-dependencies"]["crawler"]]
    assert names(re.sub(r">=.*", "", one) for one in needed) <= names(lock(LOCKS[0]))
    assert names(re.sub(r">=.*", "", one) for one in project["dependency-groups"]["dev"]) <= names(lock(LOCKS[1]))


def faults(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [one.name for one in node.names] + [getattr(node, "module", None) or ""]
            yield from (name for name in names if name.split(".")[0] in RUNNING)
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            # re.compile compiles no program.
            of = getattr(getattr(node.func, "value", None), "id", "")
            if called in CALLS and not (called == "compile" and of in ("re", "regex")):
                yield called
            yield from ("shell=True" for one in node.keywords if one.arg == "shell")
            if called == "set_trace" or (called == "XMLParser" and not _is_closed(node)):
                yield called


def _is_closed(call: ast.Call) -> bool:
    """Whether a parser of XML neither resolves entities nor loads anything."""
    given = {one.arg: one.value.value for one in call.keywords if isinstance(one.value, ast.Constant)}
    return given.get("resolve_entities") is False and given.get("no_network") is True and given.get("load_dtd") is False


@pytest.mark.parametrize("path", SOURCES, ids=[path.relative_to(ROOT).as_posix() for path in SOURCES])
def test_no_source_runs_what_it_reads(path: Path) -> None:
    allowed = AMONG_OURSELVES.get(path.relative_to(ROOT).as_posix(), [])
    assert list(faults(ast.parse(path.read_text("utf-8")))) == allowed


@pytest.mark.parametrize(
    "source",
    ["import pickle", "from marshal import loads", "eval('1')", "exec(x)", "run(x, shell=True)", "os.system(x)",
     "yaml.load(x); import yaml", "etree.XMLParser(recover=True)", "__import__(x)", "compile(x, '', 'exec')"],
)  # fmt: skip
def test_the_scan_finds_what_it_looks_for(source: str) -> None:
    assert list(faults(ast.parse(source)))


def test_no_secret_stands_in_the_repository() -> None:
    pattern = re.compile(
        r"(?i)(?:api[_-]?key|secret|passw(?:or)?d|token)\s*=\s*[\"'][A-Za-z0-9+/_-]{16,}[\"']|-----BEGIN|AKIA[0-9A-Z]{16}"
    )
    assert [
        path
        for path in [*SOURCES, ROOT / "pyproject.toml", ROOT / "Makefile"]
        if pattern.search(path.read_text("utf-8"))
    ] == []
