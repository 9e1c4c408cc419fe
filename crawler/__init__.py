"""Find pages, fetch them politely, hand them to the cleaners, write down what came of it."""

from __future__ import annotations

import atexit
import shutil
import sys
import tempfile
import zipfile
from pathlib import Path
from zipimport import zipimporter


def _unpack_egg(egg: str) -> str:
    """Unpack an egg into a folder that lasts as long as the process, and import from there."""
    folder = tempfile.mkdtemp(prefix="mudawwana-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    with zipfile.ZipFile(egg) as packed:
        packed.extractall(folder)
    sys.path.insert(0, folder)
    return folder


if __spec__ is not None and isinstance(__spec__.loader, zipimporter):
    # scrapyd imports from a zipped egg, where data files are no files.
    __path__ = [str(Path(_unpack_egg(__spec__.loader.archive)) / "crawler")]
