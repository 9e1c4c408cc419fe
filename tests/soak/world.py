"""A generated outlet in which everything occurs that makes a crawl remember: twins, redirects, duplicates, errors."""

from __future__ import annotations

import random

from tests.tools.loopback import Answer, Page, article, redirect

FIRST = 10_000
HTML = {"Content-Type": "text/html; charset=utf-8"}
_BODY = "Text number {}. " + "Words that fill a paragraph and compress badly enough. " * 4


def path_of(number: int) -> str:
    return f"/news/{FIRST + number}"


def world(count: int, seed: int) -> dict[str, Page]:
    """So many numbered pages, each of them an article or one of the trouble-makers, and what they lead to.

    Page n leads to 2n and 2n + 1, whatever it is, so that all are found by way of articles: what is no article
    stands among the leaves, in the upper half of the numbers.
    """
    chance = random.Random(seed)
    pages: dict[str, Page] = {}
    for number in range(1, count + 1):
        links = [spelled(child, chance) for child in (2 * number, 2 * number + 1) if child <= count]
        links += [spelled(chance.randint(1, count), chance) for _ in range(3)]
        links += [f"/old/{FIRST + chance.randint(1, count)}", f"/category/{number % 7}"]
        if number % 11 == 0:
            links.append(f"/missing/{FIRST + number}")
        pages[path_of(number)] = troubled(number, count, links) or article(number, *links, text=_BODY.format(number))
        pages[f"/old/{FIRST + number}"] = redirect(path_of(number))
    for section in range(7):
        links = [path_of(number) for number in range(1 + section, count, 7)][:10]
        pages[f"/category/{section}"] = article(10**6 + section, *links, kind="menu")
    return pages | spellings(pages)


def spelled(number: int, chance: random.Random) -> str:
    """An address of a page as links have it: some with tracking, some with a final slash."""
    return path_of(number) + chance.choices(("", "?utm_source=a", "/"), (6, 1, 1))[0]


def spellings(pages: dict[str, Page]) -> dict[str, Page]:
    """The same pages under the other spellings."""
    return {path + end: page for path, page in pages.items() for end in ("?utm_source=a", "/") if "/news/" in path}


def named_by(number: int) -> int:
    """The page whose address a page calls its own: an earlier one with the same text, where it is such a duplicate."""
    return number // 2 if number % 29 == 7 else number


def is_asked_once(number: int) -> bool:
    """Whether a page is neither a redirect nor one that is tried again because it is broken."""
    return number % 29 not in (2, 9)


def troubled(number: int, count: int, links: list[str]) -> Page | None:
    """What stands at a number of the upper half instead of an article; None for most."""
    if 2 * number <= count:
        return None
    earlier = number // 2
    copied = _BODY.format(earlier)
    canonical = '<link rel="canonical" href="{}">'.format
    trouble: dict[int, Page] = {
        1: Answer(b"gone", 410, HTML),
        2: Answer(b"broken", 500, HTML),
        3: Answer(b"%PDF-1.7", headers={"Content-Type": "application/pdf"}),
        4: Answer(b"", headers=HTML),
        5: article(number, head='<meta name="robots" content="noai">'),
        6: article(number, *links, text=copied),
        7: article(number, title=f"Article {earlier}", head=canonical(path_of(named_by(number))), text=copied),
        8: article(number, head=canonical(f"/story/{FIRST + number}")),
        9: redirect(path_of(earlier)),
        10: redirect("http://10.0.0.1/1"),
        11: article(number, head='<meta name="robots" content="noarchive">'),
    }
    return trouble.get(number % 29)
