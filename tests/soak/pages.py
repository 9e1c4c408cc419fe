"""Outlets whose pages are computed from their number: a hundred thousand of them cost the server no memory.

Page n leads to pages 2n and 2n + 1, so that every page is found, and to some elsewhere, so that most are found again.
"""

from __future__ import annotations

import random

FIRST = 10_000
"""Five digits make an article of an address for the general rules."""
_TEXT = (
    "أعلن الوزير اليوم أن الحكومة ستبدأ تنفيذ الخطة الجديدة في المدينة بعد لقاء المسؤولين المحليين "
    "وقال المتحدث إن المشروع يشمل بناء مدارس ومستشفيات وطرق تربط القرى بالعاصمة خلال العام المقبل "
    "وأضاف الخبراء أن الأسواق شهدت ارتفاعا في أسعار القمح والنفط وسط مخاوف من تراجع الإنتاج العالمي"
)
_WORDS = _TEXT.split()
_PARAGRAPHS = 6
_LETTERS = (200, 320)
ELSEWHERE = 4
"""Links of a page beside its two children."""


def path_of(number: int) -> str:
    """The path of a page, counted from 1."""
    return f"/news/{FIRST + number}"


def number_of(path: str, pages: int) -> int | None:
    """The number of the page with this path; None where the outlet has none."""
    digits = path.removeprefix("/news/")
    number = int(digits) - FIRST if digits.isascii() and digits.isdecimal() else 0
    return number if 1 <= number <= pages else None


def links_of(number: int, pages: int) -> list[int]:
    """Where a page leads: its children, then pages anywhere on the outlet."""
    children = [child for child in (2 * number, 2 * number + 1) if child <= pages]
    chance = random.Random(number)
    return children + [chance.randint(1, pages) for _ in range(ELSEWHERE)]


def headline(number: int, outlet: str) -> str:
    """A headline of six words, and what tells it from all others."""
    return " ".join([*random.Random(f"{outlet} {number}").choices(_WORDS, k=6), str(number)])


def page(number: int, pages: int, outlet: str) -> bytes:
    """The HTML of a page, about 5 kB; the same number gives the same bytes."""
    chance = random.Random(f"{number} {outlet}")
    paragraphs = []
    for at in range(_PARAGRAPHS):
        words = chance.choices(_WORDS, k=chance.randint(*_LETTERS) // 6)
        paragraphs.append(f"<p>{' '.join(words)} {outlet} {number} {at}.</p>")
    links = [f'<a class="related" href="{path_of(to)}">{headline(to, outlet)}</a>' for to in links_of(number, pages)]
    title = f"<title>{headline(number, outlet)}</title>"
    return f"<html><head>{title}</head><body>{''.join(paragraphs)}{''.join(links)}</body></html>".encode()
