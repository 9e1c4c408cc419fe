"""`scrapy takedown` in a process of its own."""

from __future__ import annotations

import subprocess
import sys

from tests.tools.loopback import ROOT


def command(*arguments: object) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-m", "scrapy", "takedown", *map(str, arguments)]
    return subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
