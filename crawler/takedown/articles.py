"""Find all that a takedown covers: the article's addresses, its texts, their copies; and what else quotes them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from crawler.ledger.taken_down_texts import TakenDownTexts
from crawler.pages.record import text_hash
from crawler.storage.committed import ARTICLES, REJECTED
from crawler.takedown.checked_lines import checked_values
from crawler.takedown.exchanges import all_records
from crawler.takedown.pages import AnswerReader, leads_to
from crawler.takedown.target import Target, addresses_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawler.storage.committed import ArchivedRecord, CommittedFolder, Json


@dataclass
class Covered:
    """What goes."""

    target: Target
    texts: TakenDownTexts
    clusters: frozenset[str] = frozenset()
    """The clusters of the article's records; their other records go as its copies."""
    passages: dict[tuple[str, int], frozenset[int]] = field(default_factory=dict)
    """The passages that records which stay share with an article, by the place of their exchange."""
    gone: set[tuple[str, int]] = field(default_factory=set)
    """The places of the exchanges of records and rejections that go."""
    copies: int = 0
    """Records with a covered text under other addresses, which go."""
    left: int = 0
    """Records that share passages and stay."""

    def is_gone(self, name: str, record: ArchivedRecord, reader: AnswerReader) -> bool:
        """Whether an exchange goes: it is the article's or a copy's, or shows passages that no record has that stays.

        An exchange is never rewritten. One that shows the title in a list beside another article goes whole too.
        """
        place = name, record.offset
        if place in self.gone or self.target.covers(record.url):
            return True
        if any(map(self.texts.spelled_in, (record.url, *record.locations))):
            return True
        if record.kind != "response":
            return False
        body, content_type = reader.read(name, record)
        if any(map(self.target.covers, leads_to(record, body))):
            return True
        shared = self.texts.shared_with_page(body, content_type)
        return bool(shared.passages - self.passages.get(place, frozenset()))


def find_covered(folder: CommittedFolder, target: Target, request: int) -> Covered:
    """All that a target covers in a folder; stores its texts in the ledger, uncommitted.

    Raises OutputError for damaged files.
    """
    target = _with_aliases(folder, target.with_known_addresses(folder.db))
    texts = TakenDownTexts(folder.db)
    covered = Covered(target, texts, clusters=_store_texts(folder, target, texts, request))
    copies = [*_copies(folder, covered, request)]
    covered.copies = len(copies)
    covered.target = target.with_addresses(copies).with_known_addresses(folder.db)
    for name in (ARTICLES, REJECTED):
        for line in _values(folder, name):
            place = _place(line)
            if place is not None and covered.target.covers(line["url"]):
                covered.gone.add(place)
                covered.passages.pop(place, None)
    return covered


def _values(folder: CommittedFolder, name: str) -> Iterator[Json]:
    if folder.lengths.get(name):
        for _, value in checked_values(folder, name):
            yield value


def _place(line: Json) -> tuple[str, int] | None:
    return (line["warc"]["file"], line["warc"]["offset"]) if line.get("warc") else None


def _with_aliases(folder: CommittedFolder, target: Target) -> Target:
    """The target with the addresses that redirect to it, name it as canonical, or were refused as its duplicates."""
    folder.db.execute("CREATE TEMP TABLE leads (url TEXT NOT NULL, there TEXT NOT NULL)")
    folder.db.executemany("INSERT INTO leads VALUES (?, ?)", _leads(folder))
    while True:
        leads = folder.db.execute("SELECT url, there FROM leads")
        found = [*_duplicates(folder, target), *(url for url, there in leads if target.covers(there))]
        wider = target.with_addresses(found).with_known_addresses(folder.db)
        if wider.keys == target.keys:
            return target
        target = wider


def _duplicates(folder: CommittedFolder, target: Target) -> Iterator[str]:
    for line in _values(folder, REJECTED):
        if line["reason"] == "duplicate":
            if target.named_in(line["detail"]):
                yield line["url"]
            elif target.keys and not target.hosts and target.covers(line["url"]):
                yield from addresses_in(line["detail"])


def _leads(folder: CommittedFolder) -> Iterator[tuple[str, str]]:
    """The address of each archived answer with each address that it redirects to or names as canonical."""
    reader = AnswerReader(folder)
    for name in folder.archives:
        for record in all_records(folder, name) if folder.lengths[name] else ():
            if record.kind == "response":
                body, _ = reader.read(name, record)
                yield from ((record.url, there) for there in leads_to(record, body) if there != record.url)


def _store_texts(folder: CommittedFolder, target: Target, texts: TakenDownTexts, request: int) -> frozenset[str]:
    """Store hashes of the covered records, and return their clusters.

    Of a covered address without a record, those of its rejections are stored.
    """
    clusters = set[str]()
    has_record = False
    for record in _values(folder, ARTICLES):
        if target.covers(record["url"]):
            has_record = True
            clusters |= {record["cluster"]} if "cluster" in record else set()
            _store(record, texts, request)
    if has_record or target.hosts:
        return frozenset(clusters)
    for line in _values(folder, REJECTED):
        if target.covers(line["url"]):
            texts.add(request, titles=[line.get("title") or ""], text=line.get("excerpt") or "")
    return frozenset()


def _store(record: Json, texts: TakenDownTexts, request: int) -> None:
    titles, text = [record.get("title") or ""], record.get("text") or ""
    texts.add(request, titles=titles, text=text, content_hash=record.get("content_hash") or text_hash(text))


def _copies(folder: CommittedFolder, covered: Covered, request: int) -> Iterator[str]:
    """The addresses of the records with a covered text or a copy of it; the same text may have further titles."""
    for record in _values(folder, ARTICLES):
        if covered.target.covers(record["url"]) or covered.texts.is_empty:
            continue
        text = record.get("text") or ""
        is_same = covered.texts.has_hash(record.get("content_hash") or text_hash(text))
        shared = covered.texts.shared_with(text)
        if is_same or shared.is_copy or record.get("cluster") in covered.clusters:
            yield record["url"]
        elif shared.passages:
            covered.left += 1
            if place := _place(record):
                covered.passages[place] = shared.passages
        if is_same:
            covered.texts.add(request, titles=[record.get("title") or ""])
