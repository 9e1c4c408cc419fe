"""A site with rules of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

import cleaners.sites
from cleaners.sites import read_site_rules
from tests.tools.site_files import written


@pytest.fixture
def one_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    rules = read_site_rules(
        written(
            tmp_path, 'why = "promo"\ndrop = ["كل جديد عن توسيع الطريق الجبلي في مكان واحد"]\nprune = ["promo-box"]\n'
        )
    )
    monkeypatch.setattr(cleaners.sites, "all_site_rules", lambda: {"marfa.example": rules})
    return rules
