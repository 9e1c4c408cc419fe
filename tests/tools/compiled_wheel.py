"""A wheel whose cleaner is compiled with mypyc: `python -m tests.tools.compiled_wheel [--out DIR] [--check]`.

It gives what pure Python gives, in less time, and is never needed: without it nothing is missing. Modules that mypyc
cannot compile stay Python, and are named. `--check` runs the page fixtures on what was built. Needs mypy and a
C compiler; takes some minutes.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import zipfile
from pathlib import Path

from tests.tools.fixtures import ROOT

_COMPILED = "cleaners"
_REFUSED = re.compile(rf"^({_COMPILED}/\S+\.py):\d+: error:", re.MULTILINE)
_SETUP = """
import sys
from mypyc.build import mypycify
from setuptools import setup

# A file of C for each module: one for all of them takes a compiler longer than anybody waits.
setup(name="compiled", ext_modules=mypycify(sys.argv.pop().split(","), opt_level="1", debug_level="0", multi_file=True))
"""
_LEFT_ROOMS = ("cleaner", "command", "explain", "sites")
"""Rooms that read files and write reports, and gain nothing."""
_FLAGS = ("--ignore-missing-imports", "--python-version", f"{sys.version_info.major}.{sys.version_info.minor}")
_PLATFORM = sysconfig.get_platform().replace("-", "_").replace(".", "_")
_PYTHON = f"cp{sys.version_info.major}{sys.version_info.minor}"
_LIBRARIES = ("*.so", "*.pyd")
_CHECKED = ("tests/cleaners/test_fixtures.py", "tests/cleaners/test_flattened_texts.py")
_NEEDED_BY_TESTS = ("tests", "output", "seeds", "pyproject.toml", "benchmarks")


def unpacked_wheel(folder: Path) -> Path:
    """The project's ordinary wheel, unpacked in a folder; its own name is `folder/name.whl`."""
    line = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(line, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    (wheel,) = folder.glob("*.whl")
    tree = folder / "tree"
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(tree)
    return tree


def compile_modules(tree: Path) -> list[str]:
    """Compile the cleaner in place; gives the modules that stay Python. Raises SystemExit if it cannot be compiled."""
    modules = sorted(path.relative_to(tree).as_posix() for path in (tree / _COMPILED).rglob("*.py"))
    left = [name for name in modules if name.endswith("__main__.py") or name.split("/")[1] in _LEFT_ROOMS]
    while chosen := [name for name in modules if name not in left]:
        line = [sys.executable, "-c", _SETUP, "build_ext", "--inplace", ",".join([*_FLAGS, *chosen])]
        done = subprocess.run(line, cwd=tree, capture_output=True, text=True, check=False)
        if done.returncode == 0:
            break
        refused = sorted(set(_REFUSED.findall(done.stdout + done.stderr)) - set(left))
        if not refused:
            sys.exit(f"mypyc: {(done.stdout + done.stderr)[-4000:]}")
        left += refused
    shutil.rmtree(tree / "build", ignore_errors=True)
    shutil.rmtree(tree / ".mypy_cache", ignore_errors=True)
    return left


def pack(tree: Path, out: Path) -> Path:
    """The wheel of a tree with compiled modules, for this Python and platform."""
    (about,) = tree.glob("*.dist-info")
    tag = f"{_PYTHON}-{_PYTHON}-{_PLATFORM}"
    described = (about / "WHEEL").read_text(encoding="utf-8")
    described = re.sub("(?m)^Root-Is-Purelib: .*$", "Root-Is-Purelib: false", described)
    (about / "WHEEL").write_text(re.sub("(?m)^Tag: .*$", f"Tag: {tag}", described), encoding="utf-8")
    files = sorted(path for path in tree.rglob("*") if path.is_file() and path != about / "RECORD")
    rows = [f"{path.relative_to(tree).as_posix()},{_digest(path)},{path.stat().st_size}" for path in files]
    (about / "RECORD").write_text("\n".join([*rows, f"{about.name}/RECORD,,", ""]), encoding="utf-8")
    out.mkdir(parents=True, exist_ok=True)
    wheel = out / f"{about.name.removesuffix('.dist-info')}-{tag}.whl"
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED) as packed:
        for path in [*files, about / "RECORD"]:
            packed.write(path, path.relative_to(tree).as_posix())
    return wheel


def _digest(path: Path) -> str:
    digest = base64.urlsafe_b64encode(hashlib.sha256(path.read_bytes()).digest())
    return f"sha256={digest.decode('ascii').rstrip('=')}"


def check(wheel: Path) -> int:
    """Run the page fixtures on an unpacked wheel; gives the exit code of pytest."""
    with tempfile.TemporaryDirectory() as name:
        tree = Path(name)
        with zipfile.ZipFile(wheel) as packed:
            packed.extractall(tree)
        for needed in _NEEDED_BY_TESTS:
            copy = shutil.copytree if (ROOT / needed).is_dir() else shutil.copy
            copy(ROOT / needed, tree / needed)
        if not any(found for pattern in _LIBRARIES for found in (tree / _COMPILED).rglob(pattern)):
            sys.exit(f"{wheel}: holds no compiled module")
        line = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *_CHECKED]
        return subprocess.run(line, cwd=tree, check=False).returncode


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--out", type=Path, default=ROOT / "dist")
    parser.add_argument("--check", action="store_true", help="run the page fixtures on it")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        tree = unpacked_wheel(Path(name))
        left = compile_modules(tree)
        wheel = pack(tree, given.out)
    print(f"{wheel}; not compiled: {', '.join(left)}")
    if given.check:
        sys.exit(check(wheel))


if __name__ == "__main__":
    main()
