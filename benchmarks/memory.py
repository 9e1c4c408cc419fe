"""Memory of the library over many pages: `python -m benchmarks.memory [PAGES STEP]`.

Prints the largest resident set of each STEP pages. All pages differ: every paragraph, headline, link, class and id is
met once, as in a crawl. With it goes the number of memory blocks that Python holds once the caches are emptied: if that
stays, what grows is the free memory that the system's allocator keeps. Linux only.
"""

from __future__ import annotations

import gc
import os
import random
import sys
from collections.abc import Sequence
from pathlib import Path

from cleaners import clean_html, clean_text
from cleaners.text.text_cache import empty_text_caches

_WORDS = (  # noqa: SIM905
    "أعلن الوزير في مؤتمر صحفي عقده صباح الأحد أن العمل في المشروع الجديد سيبدأ خلال أسابيع قليلة بعد إقرار الميزانية "
    "وأضاف أن الشركات المحلية ستتولى معظم مراحل التنفيذ تحت إشراف لجنة من المهندسين تضم ممثلين عن البلديات والجامعات"
).split()
_NEW_WORDS = 8
"""Every so many words is one that no other page has: names, numbers, misspellings."""
_FLATTENED = 10
"""One page of so many is a flattened text."""


def line(chance: random.Random, words: int) -> str:
    """So many words, every eighth of them new."""
    made = chance.choices(_WORDS, k=words)
    made[::_NEW_WORDS] = ["".join(chance.choices("ابتجحدرسشعفقكلمنهوي", k=6)) for _ in made[::_NEW_WORDS]]
    return " ".join(made)


def made_page(number: int) -> str:
    """A page of its own words, 12 to 40 paragraphs of 10 to 120 words, and 30 links."""
    chance = random.Random(number)
    title = line(chance, 9)
    body = "".join(
        f'<p class="p-{chance.randrange(10**9)}">{line(chance, chance.randint(10, 120))}.</p>'
        for _ in range(chance.randint(12, 40))
    )
    links = "".join(
        f'<li id="post-{chance.randrange(10**9)}"><a href="/news/{chance.randrange(10**9)}">{line(chance, 9)}</a></li>'
        for _ in range(30)
    )
    return (
        f'<html lang="ar"><head><meta charset="utf-8"><title>{title} | صحيفة المدينة</title></head><body>'
        f'<header><a href="/">صحيفة المدينة</a></header><article id="a{number}"><h1>{title}</h1>'
        f"<time>{1 + number % 28} مارس 2025</time>{body}</article><h3>اقرأ أيضا</h3><ul>{links}</ul></body></html>"
    )


def resident_mb() -> float:
    """The resident set of this process, in MB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def grown(pages: int, step: int) -> Sequence[float]:
    """The largest resident set at the start and during each `step` pages; prints each as it is known.

    The caches fill and are emptied again every few hundred pages, so a single look at the end of a step says less.
    """
    found, largest = [resident_mb()], 0.0
    for number in range(1, pages + 1):
        made = made_page(number)
        if number % _FLATTENED:
            clean_html(made, f"https://madina.example/news/{number}")
        else:
            clean_text("\n".join(line(random.Random(number * 100 + row), 40) for row in range(30)))
        largest = max(largest, resident_mb())
        if number % step == 0:
            empty_text_caches()
            gc.collect()
            print(
                f"{number} pages: {largest:.0f} MB; held without caches: {sys.getallocatedblocks()} blocks", flush=True
            )
            found.append(largest)
            largest = 0.0
    return found


if __name__ == "__main__":
    grown(*map(int, sys.argv[1:] or ("20000", "5000")))
