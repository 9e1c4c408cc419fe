"""Audit the locks against known vulnerabilities: `python -m tests.tools.audit`, part of `make check`.

`requirements-dev.lock` holds all that is in `requirements.lock`.
Exit code 1 for a known vulnerability, else 0: where the index does not answer, the audit is skipped with a word.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

LOCK = Path(__file__).parents[2] / "requirements-dev.lock"
SECONDS = 120.0
# Nothing is resolved or installed: the lock is complete, and its hashes are required.
PIP_AUDIT = (
    *(sys.executable, "-m", "pip_audit", "--requirement", str(LOCK), "--require-hashes", "--no-deps", "--disable-pip"),
    *("--format", "json", "--progress-spinner", "off", "--timeout", "10"),
)


def audit(command: Sequence[str] = PIP_AUDIT, seconds: float = SECONDS) -> tuple[int, list[str]]:
    """The exit code, and what to print."""
    if command is PIP_AUDIT and find_spec("pip_audit") is None:
        return 0, ["audit skipped: pip-audit is not installed"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=seconds, check=False)
    except subprocess.TimeoutExpired:
        return 0, [f"audit skipped: no answer within {seconds:g} seconds"]
    except OSError as error:
        return 0, [f"audit skipped: {error}"]
    try:
        packages: list[dict[str, Any]] = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError, TypeError):
        said = done.stderr.strip().splitlines() or [f"pip-audit ended with {done.returncode}"]
        return 0, [f"audit skipped: {said[-1][:200]}"]
    return _verdict(packages)


def _verdict(packages: list[dict[str, Any]]) -> tuple[int, list[str]]:
    audited = [one for one in packages if "skip_reason" not in one]
    found = [
        f"{one['name']} {one['version']}: {known['id']}, mended in {', '.join(known['fix_versions']) or 'no version'}"
        for one in audited
        for known in one["vulns"]
    ]
    if found:
        return 1, found
    if not audited:
        return 0, ["audit skipped: the index knows none of the packages"]
    skipped = f", {len(packages) - len(audited)} unknown to the index" if len(audited) < len(packages) else ""
    return 0, [f"audit: {len(audited)} packages without a known vulnerability{skipped}"]


if __name__ == "__main__":
    code, lines = audit()
    print("\n".join(lines))
    sys.exit(code)
