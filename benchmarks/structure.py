"""Structure beside trafilatura's: `python -m benchmarks.structure [-v]`.

Counts, over the fixtures that have an `expected.md`, how many of its headings (with their level), list items (with
depth and kind), tables (all rows and cells) and quotations the Markdown of each cleaner has, and how many it has that
are not there. Pages are made for it: patterns of real mark-up, sentences of our own.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import fields

from trafilatura import extract

from tests.tools.fixtures import MARKDOWN, Fixture, fixtures
from tests.tools.markdown_units import Units, units_of

KINDS = [field.name for field in fields(Units)]


def ours(fixture: Fixture) -> str:
    return fixture.read().article.to_markdown(links=True)


def trafilaturas(fixture: Fixture) -> str:
    html = fixture.source.read_text(encoding="utf-8")
    return extract(html, output_format="markdown", include_tables=True, include_links=True) or ""


SYSTEMS: dict[str, Callable[[Fixture], str]] = {"cleaners": ours, "trafilatura": trafilaturas}


def structured_pages() -> list[Fixture]:
    """The fixtures about structure."""
    return [fixture for fixture in fixtures() if (fixture.folder / MARKDOWN).exists()]


def figures(system: Callable[[Fixture], str], pages: list[Fixture], verbose: bool = False) -> dict[str, Counter[str]]:
    """Of each kind, how many there are (`all`), are found (`right`) and are there by mistake (`wrong`)."""
    found = {kind: Counter(all=0, right=0, wrong=0) for kind in KINDS}
    for page in pages:
        want, got = units_of((page.folder / MARKDOWN).read_text(encoding="utf-8")), units_of(system(page))
        for kind in KINDS:
            wanted, given = getattr(want, kind), getattr(got, kind)
            right = (wanted & given).total()
            found[kind].update(all=wanted.total(), right=right, wrong=given.total() - right)
            if verbose and wanted != given:
                print(f"{page.name}: {kind}\n  missing {list(wanted - given)}\n  wrong {list(given - wanted)}")
    return found


def main(verbose: bool) -> None:
    pages = structured_pages()
    print(f"{len(pages)} pages")
    print(f"{'':<12}" + "".join(f"{kind:>22}" for kind in KINDS))
    for name, system in SYSTEMS.items():
        row = figures(system, pages, verbose)
        print(f"{name:<12}" + "".join(f"{n['right']:>10}/{n['all']} +{n['wrong']:<3} wrong" for n in row.values()))


if __name__ == "__main__":
    main("-v" in sys.argv[1:])
