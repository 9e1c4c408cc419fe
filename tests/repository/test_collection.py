"""Processes that share the tests among them must find the same ones: no clock, chance or set order in a test's name."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.tools.fixtures import ROOT


def test_every_process_finds_the_same_tests(request: pytest.FixtureRequest) -> None:
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider"]
    environment = os.environ | {"PYTHONHASHSEED": "7"}
    told = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=True)
    assert {item.nodeid for item in request.session.items} - set(told.stdout.splitlines()) == set()
