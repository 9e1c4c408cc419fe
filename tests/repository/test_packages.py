"""What is installed and deployed: the library alone in the wheel, the whole crawler in scrapyd's egg."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from tests.tools.fixtures import ROOT

PROJECT = ("LICENSE", "README.md", "pyproject.toml", "scrapy.cfg", "setup.py", "cleaners", "crawler", "seeds")


def run(*command: str, cwd: Path, **environment: str) -> str:
    given = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "SCRAPY_SETTINGS_MODULE")}
    done = subprocess.run(
        command, cwd=cwd, env=given | environment, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy that builds may write into."""
    folder = tmp_path_factory.mktemp("checkout")
    for name in PROJECT:
        source, target = ROOT / name, folder / name
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target)
    (folder / "output").mkdir()
    shutil.copy(ROOT / "output" / "schema.json", folder / "output")
    return folder


@pytest.fixture(scope="module")
def wheel(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(target), cwd=checkout)
    (found,) = target.glob("mudawwana-*.whl")
    return found


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the wheel is installed into; there is nothing to build in it."""
    folder = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(folder)
    return folder


def names_in(archive: Path) -> set[str]:
    with zipfile.ZipFile(archive) as packed:
        return set(packed.namelist())


def test_the_wheel_holds_the_library_alone(wheel: Path) -> None:
    assert {name.split("/")[0] for name in names_in(wheel)} == {"cleaners", "mudawwana-0.1.0.dist-info"}


def test_the_wheel_holds_every_file_of_the_library(wheel: Path) -> None:
    files = {path.relative_to(ROOT).as_posix() for path in (ROOT / "cleaners").rglob("*") if path.is_file()}
    assert {name for name in files if "__pycache__" not in name} == {
        name for name in names_in(wheel) if name.startswith("cleaners/")
    }


def test_the_wheel_brings_the_command(installed: Path) -> None:
    entry_points = (installed / "mudawwana-0.1.0.dist-info" / "entry_points.txt").read_text("utf-8")
    assert entry_points.split() == ["[console_scripts]", "mudawwana", "=", "cleaners.__main__:main"]


def test_the_installed_library_works_in_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    code = "import cleaners; cleaners.check_data(); print(cleaners.__file__)"
    assert run(sys.executable, "-c", code, cwd=tmp_path, PYTHONPATH=str(installed)).startswith(str(installed))
    (tmp_path / "page.txt").write_text((ROOT / "seeds" / "004_70605e344e70a5f2.txt").read_text("utf-8"), "utf-8")
    command = [sys.executable, "-m", "cleaners"]
    for words in (["clean", "-j", "2", "page.txt"], ["explain", "--html", "page.html", "page.txt"], ["--version"]):
        run(*command, *words, cwd=tmp_path, PYTHONPATH=str(installed))
    assert (tmp_path / "page.html").read_text("utf-8").startswith("<!doctype html>")


def test_another_project_may_be_called_crawler(installed: Path, tmp_path: Path) -> None:
    run(sys.executable, "-m", "scrapy", "startproject", "crawler", cwd=tmp_path, PYTHONPATH=str(installed))
    assert (tmp_path / "crawler" / "scrapy.cfg").is_file()


def test_the_extra_is_what_the_crawler_needs() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert any(name.startswith("scrapy") for name in project["optional-dependencies"]["crawler"])
    assert not any(name.startswith("scrapy") for name in project["dependencies"])


@pytest.fixture(scope="module")
def egg(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `scrapyd-deploy --build-egg` makes."""
    target = tmp_path_factory.mktemp("egg")
    run(sys.executable, "-W", "ignore", "setup.py", "-q", "bdist_egg", "-d", str(target), cwd=checkout)
    (found,) = target.glob("*.egg")
    return found


def test_the_egg_holds_every_file_of_the_project(egg: Path) -> None:
    files = {
        path.relative_to(ROOT).as_posix()
        for folder in ("cleaners", "crawler", "seeds")
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.name != "py.typed"
    }
    assert files | {"output/schema.json"} <= names_in(egg)
    with zipfile.ZipFile(egg) as packed:
        assert packed.read("EGG-INFO/entry_points.txt").decode().split() == [
            "[scrapy]",
            "settings",
            "=",
            "crawler.settings",
        ]


def test_the_egg_crawls_as_scrapyd_runs_it(egg: Path, tmp_path: Path) -> None:
    recording = ROOT / "tests" / "recording"
    code = f"import sys; sys.path.insert(0, {str(egg)!r}); from scrapy.cmdline import execute; execute()"
    words = [
        *("crawl", "related", "-a", "_job=7", "-a", f"seeds={recording / 'seeds'}", "-s", "OUTPUT_DIR=out"),
        *("-s", f"REPLAY_WARC={recording / 'outlets.warc.gz'}", "-s", "LOG_LEVEL=ERROR", "-s", "PROGRESS=off"),
        *("-s", "CLEANER_PROCESSES=1", "-s", "CLOSESPIDER_ITEMCOUNT=3"),
    ]
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    run(
        sys.executable, "-c", code, *words, cwd=tmp_path, SCRAPY_SETTINGS_MODULE="crawler.settings",
        TMPDIR=str(temporary),
    )  # fmt: skip
    assert len((tmp_path / "out" / "articles.jsonl").read_text("utf-8").splitlines()) >= 3
    assert list(temporary.glob("mudawwana-*")) == []
