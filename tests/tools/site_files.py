"""Files of sites' own rules."""

from __future__ import annotations

from pathlib import Path


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "marfa.example.toml"
    path.write_text(text, encoding="utf-8")
    return path
