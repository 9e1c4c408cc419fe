"""Rewrite the expected files of page fixtures: `python -m tests.tools.accept [domain[/slug]]`.

Never run by tests. The human work is reading the diff.
"""

from __future__ import annotations

import sys

from tests.tools.fixtures import fixtures, produced


def main(wanted: str = "") -> None:
    for fixture in fixtures():
        if fixture.name.startswith(wanted):
            files = produced(fixture)
            for name, text in files.items():
                (fixture.folder / name).write_text(text, encoding="utf-8")
            print(f"{fixture.name}: {', '.join(files)}")


if __name__ == "__main__":
    main(*sys.argv[1:2])
