"""Read the Article off the roles of its blocks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from cleaners.article import Article, Change, Related
from cleaners.block import Block
from cleaners.dates import Stamp, parse_date
from cleaners.language import language_of
from cleaners.normalize import comparison_key

SUREST = ("related", "inline", "latest", "most_read", "unlabelled")


def article_of(blocks: Sequence[Block], changes: Iterable[Change] = (), fetched_at: datetime | None = None) -> Article:
    """The page's own article, with the others embedded in page order."""
    others: dict[int, list[Block]] = defaultdict(list)
    for block in blocks:
        others[block.article].append(block)
    own, numbers = others.pop(0, []), sorted(others)
    article = part(own, fetched_at)
    return replace(
        article,
        source=article.source or source_of(blocks),
        related=related_of(blocks),
        embedded=[one for number in numbers if (one := part(others[number], fetched_at)).text],
        changes=tuple(changes),
    )


def part(mine: Sequence[Block], fetched_at: datetime | None) -> Article:
    """What the blocks of one article of the page tell of it."""
    texts = tuple(block.text for block in mine if block.role == "body")
    text = "\n\n".join(texts)
    stamp = stamp_of(mine, fetched_at)
    return Article(
        title=next((block.text for block in mine if block.role == "title"), None),
        text=text,
        blocks=texts,
        authors=distinct(block.value for block in mine if block.role == "byline"),
        date_published=stamp.iso if stamp else None,
        date_raw=stamp.raw if stamp else None,
        date_method="visible" if stamp else None,
        source=source_of(mine),
        keywords=distinct(word for block in mine if block.role == "keywords" for word in keywords_of(block)),
        language=language_of(text),
    )


def keywords_of(block: Block) -> list[str | None]:
    """The keywords of a line: the words of its links, else all that stands after its label as one."""
    return [link.text for link in block.links] or [block.value]


def source_of(blocks: Iterable[Block]) -> str | None:
    """The first source credited; the page's own article may be credited only after one embedded in it."""
    return next((b.value for b in blocks if (b.role, b.kind) == ("credit", "source")), None)


def stamp_of(blocks: Iterable[Block], fetched_at: datetime | None) -> Stamp | None:
    """The first printed date that is one, those of updates last."""
    stamps = [s for b in blocks if b.role == "date" and (s := parse_date(b.text, fetched_at))]
    return next((s for s in stamps if s.label != "updated"), stamps[0] if stamps else None)


def related_of(blocks: Iterable[Block]) -> list[Related]:
    """The headlines that lead on, in page order, each address or headline once, in its surest list."""
    found: dict[str, Related] = {}
    for block in blocks:
        link = max(block.links, key=lambda link: len(link.text), default=None)
        kind = "related" if block.role == "title" and block.article and link else block.kind
        if kind is None or block.role not in ("related", "title"):
            continue
        related = Related(block.value or block.text, link.url if link else None, kind)
        key = related.url or comparison_key(related.title)
        if key not in found or SUREST.index(related.kind) < SUREST.index(found[key].kind):
            found.pop(key, None)
            found[key] = related
    return list(found.values())


def distinct(values: Iterable[str | None]) -> list[str]:
    """The values that are there, each once, in order."""
    return list(dict.fromkeys(value for value in values if value))
