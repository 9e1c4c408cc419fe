"""Find what a crawl made of a page, by any name of it: the id, or one of its addresses."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler.ledger.takedowns import covering_keys, taken_down_since
from crawler.outlets import outlet_of
from crawler.storage.committed import ARTICLES, REJECTED
from crawler.storage.replacing import has_table
from crawler.urls import article_id, slash_variant

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from crawler.outlets import Outlet
    from crawler.storage.committed import CommittedFolder, Json

_PAGE_OF_SPELLING = "SELECT coalesce(holder, id) FROM address WHERE ?1 IN (url, record) LIMIT 1"
_ADDRESSES_OF = "SELECT canonical, url, record FROM address WHERE ?1 IN (id, holder)"
_STATE_OF = "SELECT state FROM address WHERE id = ?"


class NothingFoundError(ValueError):
    """Raised for a name of which the folder holds no line; says why in one line."""


@dataclass(frozen=True, slots=True)
class NamedLines:
    """The records and rejections of one page, in the order in which they were written."""

    lines: tuple[Json, ...]

    @property
    def newest(self) -> Json:
        """The line of the page's last capture."""
        return max(enumerate(self.lines), key=lambda one: (one[1]["fetched_at"], one[0]))[1]


def find_lines(folder: CommittedFolder, name: str, outlets: Mapping[str, Outlet]) -> NamedLines:
    """The records and rejections of the page with this id or address; an address may be any that led to it.

    Raises NothingFoundError if there is none, and OutputError for a damaged line that names the page.
    """
    is_address = "://" in name
    if is_address and (since := _taken_down(folder, name, outlets)):
        raise NothingFoundError(f"{name}: was taken down on {since}")
    urls = _addresses_led_by(folder, name, outlets) if is_address else set()
    lines = [*_lines_naming(folder, ARTICLES, urls or {name})]
    if not is_address:
        lines = [line for line in lines if line["id"] == name]
        urls = {line["url"] for line in lines} or _rejected_address(folder, name)
    lines = [line for line in lines if not is_address or line["url"] in urls]
    if urls:
        lines += [line for line in _lines_naming(folder, REJECTED, urls) if line["url"] in urls]
    if not lines:
        raise NothingFoundError(_why_nothing(folder, name, outlets))
    return NamedLines(tuple(lines))


def _lines_naming(folder: CommittedFolder, file: str, names: set[str]) -> Iterator[Json]:
    """The lines of a file that hold one of the names."""
    if (folder.path / file).exists():
        needles = [json.dumps(name, ensure_ascii=False)[1:-1].encode("utf-8", "replace") for name in sorted(names)]
        yield from folder.objects_with(file, needles)


def _rejected_address(folder: CommittedFolder, name: str) -> set[str]:
    """The address of the rejection that has this id, which rejections do not spell out."""
    return next(({line["url"]} for line in folder.rejections() if article_id(line["url"]) == name), set())


def _addresses_led_by(folder: CommittedFolder, url: str, outlets: Mapping[str, Outlet]) -> set[str]:
    """All addresses of the page that an address leads to, as given, in canonical form, and as the ledger knows them."""
    canonical = outlet_of(url, outlets).canonicalize(url)
    known = {url, canonical, slash_variant(canonical)} if canonical else {url}
    page = _page_in_ledger(folder, url, canonical)
    rows = folder.db.execute(_ADDRESSES_OF, (page,)) if page is not None else ()
    return known | {one for row in rows for one in row if one}


def _page_in_ledger(folder: CommittedFolder, url: str, canonical: str) -> int | None:
    """The ledger's id of the page that an address leads to; None for an unknown address or without a ledger."""
    if not has_table(folder.db, "address"):
        return None
    if canonical and (page := folder.page(canonical)) is not None:
        return page
    row = folder.db.execute(_PAGE_OF_SPELLING, (url,)).fetchone()
    return int(row[0]) if row else None


def _taken_down(folder: CommittedFolder, url: str, outlets: Mapping[str, Outlet]) -> str | None:
    """When an address was taken down; None if it was not."""
    return taken_down_since(folder.db, covering_keys(outlet_of(url, outlets).canonicalize(url)))


def _why_nothing(folder: CommittedFolder, name: str, outlets: Mapping[str, Outlet]) -> str:
    """Why the folder holds no line with a name."""
    if "://" not in name:
        return f"{name}: no record or rejection in {folder.path} has this id"
    canonical = outlet_of(name, outlets).canonicalize(name)
    if not canonical:
        return f"{name}: not an http or https address"
    page = _page_in_ledger(folder, name, canonical)
    if page is None:
        return f"{name}: no crawl into {folder.path} has met this address"
    state = folder.db.execute(_STATE_OF, (page,)).fetchone()[0]
    words = {"pending": "waits to be fetched", "leased": "is being fetched", "parked": "is put off"}
    return f"{name}: known, but without a record or rejection; it {words.get(state, 'was read for its links only')}"
