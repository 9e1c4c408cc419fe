"""Rewrite the expected files of page fixtures: `python -m tests.tools.accept [domain[/slug]]`.

Never run by tests. The human work is reading the diff.
"""

from __future__ import annotations

import sys

from tests.tools.fixtures import EXPECTED, fixtures, produced


def main(wanted: str = "") -> None:
    for fixture in fixtures():
        if fixture.name.startswith(wanted):
            for name, text in produced(fixture).items():
                (fixture.folder / name).write_text(text, encoding="utf-8")
            print(f"{fixture.name}: {', '.join(EXPECTED)}")


if __name__ == "__main__":
    main(*sys.argv[1:2])
