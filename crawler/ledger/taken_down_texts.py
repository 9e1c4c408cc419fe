"""The texts that were taken down, as hashes, and what of them another text shares."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler.ledger.passages import decodings_of, passages_of, readings_of
from crawler.storage.replacing import has_table

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Iterator, Set

_TABLES = (
    """CREATE TABLE IF NOT EXISTS takedown_article (
  id INTEGER PRIMARY KEY,
  request INTEGER NOT NULL,
  content_hash TEXT,
  passages INTEGER NOT NULL   -- different ones of its text; 0 if only its title or an excerpt is known
)""",
    "CREATE INDEX IF NOT EXISTS takedown_content ON takedown_article (content_hash)",
    """CREATE TABLE IF NOT EXISTS takedown_passage (
  hash INTEGER NOT NULL, article INTEGER NOT NULL, is_title INTEGER NOT NULL, PRIMARY KEY (hash, article)
) WITHOUT ROWID""",
)
_KNOWN_PASSAGES = """
SELECT hash, article, is_title, takedown_article.passages FROM takedown_passage
JOIN takedown_article ON takedown_article.id = article WHERE hash IN (SELECT value FROM json_each(?))
"""
_FORGET_PASSAGES = """
DELETE FROM takedown_passage WHERE article IN (SELECT id FROM takedown_article WHERE request = ?)
"""
_COPY_SHARE = 3
"""A text with one in so many passages of an article is a copy of it."""
_COPY_RUN = 7
"""So many overlapping passages in a row, twelve words, make a copy too."""
_MOST_IN_MEMORY = 500_000
"""Hashes kept in memory, about 35 MB; more are looked up in the ledger."""
_PIECE_LETTERS = 500_000
_OVERLAP = 5_000


@dataclass(frozen=True, slots=True)
class Shared:
    """What a text shares with those taken down."""

    passages: frozenset[int] = frozenset()
    is_copy: bool = False
    """Whether it has a third of an article's passages, or twelve consecutive words of one."""
    has_title: bool = False


class TakenDownTexts:
    """Hashes of texts taken down; works in the ledger's transaction."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        has_tables = has_table(db, "takedown_passage")
        rows = db.execute("SELECT hash FROM takedown_passage LIMIT ?", (_MOST_IN_MEMORY + 1,)) if has_tables else ()
        self._hashes = {row[0] for row in rows}  # nearly all texts share nothing, and need no query
        self.is_empty = not has_tables or not db.execute("SELECT 1 FROM takedown_article LIMIT 1").fetchone()

    def add(self, request: int, *, titles: Iterable[str], text: str = "", content_hash: str | None = None) -> None:
        """Store an article of a takedown: the passages of its titles and text, and the hash of its whole text."""
        for statement in _TABLES:
            self._db.execute(statement)
        passages, insert = set(passages_of(text)), "INSERT INTO takedown_article VALUES (NULL, ?, ?, ?)"
        number = len(passages) if content_hash is not None else 0
        article = self._db.execute(insert, (request, content_hash, number)).lastrowid
        rows = {one: (one, article, 0) for one in passages}
        rows |= {one: (one, article, 1) for title in titles for one in passages_of(title)}
        self._db.executemany("INSERT OR IGNORE INTO takedown_passage VALUES (?, ?, ?)", rows.values())
        self.is_empty = False
        if len(self._hashes) <= _MOST_IN_MEMORY:
            self._hashes |= rows.keys()

    def forget(self, request: int) -> None:
        """Delete the articles of a takedown."""
        if has_table(self._db, "takedown_article"):
            self._db.execute(_FORGET_PASSAGES, (request,))
            self._db.execute("DELETE FROM takedown_article WHERE request = ?", (request,))

    def has_hash(self, content_hash: str) -> bool:
        """Whether a text with this hash was taken down."""
        query = "SELECT 1 FROM takedown_article WHERE content_hash = ? LIMIT 1"
        return not self.is_empty and self._db.execute(query, (content_hash,)).fetchone() is not None

    def shared_with(self, text: str) -> Shared:
        """What a cleaned text shares with those taken down."""
        return Shared() if self.is_empty else self._shared([text])

    def shared_with_page(self, body: bytes, content_type: str = "", limit: int | None = None) -> Shared:
        """What the decoded body of an answer shares with them, in any of the ways in which it can be read.

        At most `limit` letters of it are read.
        """
        if self.is_empty:
            return Shared()
        decoded = (text[:limit] for text in decodings_of(body, content_type))
        return self._shared(reading for text in decoded for reading in readings_of(text))

    def quoted_in(self, line: str | None) -> bool:
        """Whether a title, an excerpt or an address holds a passage; a shorter line, whether it is a whole title."""
        if self.is_empty or not line:
            return False
        return bool(self._shared(readings_of(line)).passages)

    def spelled_in(self, url: str) -> bool:
        """Whether an address spells out a passage, as many Arabic ones do with the title."""
        return "%" in url and self.quoted_in(url)

    def _rows_of(self, passages: Set[int]) -> Iterable[tuple[int, int, int, int]]:
        """Passage, article, whether it is a title's, and the article's number of passages, of those that are known."""
        known = passages & self._hashes if len(self._hashes) <= _MOST_IN_MEMORY else passages
        return self._db.execute(_KNOWN_PASSAGES, (json.dumps([*known]),)) if known else ()

    def _shared(self, readings: Iterable[str]) -> Shared:
        found, is_copy, has_title = set[int](), False, False
        for text in readings:
            totals, numbers = dict[int, int](), Counter[int]()
            for passages in map(passages_of, _pieces(text)):
                known = dict[int, bool]()
                for passage, article, is_title, total in self._rows_of(set(passages)):
                    known[passage] = known.get(passage, False) or bool(is_title)
                    totals[article] = total
                    numbers[article] += not is_title
                found |= known.keys()
                has_title = has_title or any(known.values())
                is_copy = is_copy or _longest_row(passages, known) >= _COPY_RUN
            is_copy = is_copy or any(
                totals[one] and count * _COPY_SHARE >= totals[one] for one, count in numbers.items()
            )
        return Shared(frozenset(found), is_copy, has_title)


def _pieces(text: str) -> Iterator[str]:
    """A long text in pieces that overlap, so that memory stays bounded."""
    for at in range(0, max(1, len(text) - _OVERLAP), _PIECE_LETTERS - _OVERLAP):
        yield text[at : at + _PIECE_LETTERS]


def _longest_row(passages: Iterable[int], known: Collection[int]) -> int:
    """The greatest number of known passages in a row."""
    longest = row = 0
    for passage in passages:
        row = row + 1 if passage in known else 0
        longest = max(longest, row)
    return longest
