"""Quality does not fall unseen."""

from __future__ import annotations

import json

import pytest

from tests.tools import floor


def test_precision_and_recall_hold_their_floors():
    pinned, now = json.loads(floor.FLOOR.read_text("utf-8")), floor.figures()
    assert now["precision"] >= pinned["precision"]
    assert now["recall"] >= pinned["recall"]
    assert now["pages"] >= pinned["pages"]


def test_a_lower_figure_is_only_pinned_when_asked(tmp_path, monkeypatch: pytest.MonkeyPatch):
    file = tmp_path / "floor.json"
    file.write_text('{"pages": 2, "precision": 0.9, "recall": 0.9}', "utf-8")
    monkeypatch.setattr(floor, "FLOOR", file)
    monkeypatch.setattr(floor, "pairs", lambda: iter([(["a", "b"], ["a", "c"]), (["d"], ["d"])]))
    assert floor.main(lower=False) == 1
    assert json.loads(file.read_text("utf-8"))["precision"] == 0.9
    assert floor.main(lower=True) == 0
    assert json.loads(file.read_text("utf-8"))["precision"] == pytest.approx(2 / 3, abs=1e-4)
