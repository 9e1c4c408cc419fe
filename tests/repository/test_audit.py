"""The audit of the lock: a known vulnerability fails, and an index that does not answer is told, not waited for."""

from __future__ import annotations

import json
import sys
import time

import pytest

from tests.tools.audit import PIP_AUDIT, audit
from tests.tools.fixtures import ROOT

SOUND = {"name": "a", "version": "1", "vulns": []}
SKIPPED = {"name": "b", "skip_reason": "Dependency not found"}
HIT = {"name": "c", "version": "2", "vulns": [{"id": "PYSEC-1", "fix_versions": ["3"], "aliases": []}]}


def said(*packages: object, code: int = 0) -> tuple[str, ...]:
    text = json.dumps({"dependencies": packages, "fixes": []})
    return (sys.executable, "-c", f"import sys; print({text!r}); sys.exit({code})")


@pytest.mark.parametrize(
    ("command", "code", "word"),
    [
        (said(SOUND, SKIPPED), 0, "audit: 1 packages without a known vulnerability, 1 unknown to the index"),
        (said(SOUND, HIT, code=1), 1, "c 2: PYSEC-1, mended in 3"),
        (said(SKIPPED), 0, "audit skipped: the index knows none of the packages"),
        ((sys.executable, "-c", "import sys; sys.exit('no route to host')"), 0, "audit skipped: no route to host"),
        (("/nowhere/at/all",), 0, "audit skipped: "),
    ],
)
def test_what_the_audit_finds_decides(command: tuple[str, ...], code: int, word: str) -> None:
    got, lines = audit(command)
    assert (got, lines[0].startswith(word)) == (code, True), lines


def test_it_does_not_wait_for_ever() -> None:
    began = time.monotonic()
    assert audit((sys.executable, "-c", "import time; time.sleep(60)"), 0.5)[0] == 0
    assert time.monotonic() < began + 30


def test_the_check_audits_the_lock_by_its_hashes_and_resolves_nothing() -> None:
    assert "-m tests.tools.audit" in (ROOT / "Makefile").read_text("utf-8")
    assert {"--require-hashes", "--no-deps", "--disable-pip"} < set(PIP_AUDIT)
