"""Seeds: the texts a crawl grows from, and what the manifest beside them says about each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cleaners.errors import DataFileError
from crawler.outlets import Outlet, general_outlet, load_outlets
from crawler.strict_toml import Table, nearest, read_table, read_text
from crawler.urls import canonicalize

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from cleaners.article import Article

MANIFEST = "seeds.toml"
CONFIDENCES = ("certain", "very high", "high", "low", "unknown")
_KEYS = ("file", "outlet", "url", "confidence", "why", "invented")
_ID = re.compile(r"\d{3}")


@dataclass(frozen=True)
class Seed:
    """One seed text and where it came from.

    `outlet` is an outlet's domain, `url` the article's address: None where nobody knows. `leads` are
    headlines to look for, `topic` is the cleaned text, `addresses` are where to start (possibly none);
    `invented` says that the address exists in a recording only.
    """

    id: str
    outlet: str | None
    url: str | None
    confidence: str
    why: str
    leads: tuple[str, ...]
    topic: str
    addresses: tuple[str, ...]
    invented: bool = False


def load_seeds(
    folder: Path,
    clean: Callable[[str], Article] | None = None,
    outlets: Mapping[str, Outlet] | None = None,
) -> tuple[Seed, ...]:
    """The seeds that the folder's manifest lists, by id.

    `clean` and `outlets` default to `cleaners.clean_text` and the project's outlets. Raises `DataFileError`
    for a missing manifest or text, an entry that is wrong, and a text in the folder that has no entry.
    """
    manifest = read_table(folder / MANIFEST)
    manifest.allow_only(("seed",))
    entries = manifest.table("seed")
    if not entries.values:
        raise manifest.error("seed", "lists no seeds; write one [seed.NNN] for each text")
    outlets = load_outlets() if outlets is None else outlets
    clean = clean or _clean_text
    paths = {seed_id: _text_path(entries.table(seed_id), seed_id, folder) for seed_id in sorted(entries.values)}
    _check_listed(folder, set(paths.values()))
    return tuple(_seed(entries.table(seed_id), seed_id, path, clean, outlets) for seed_id, path in paths.items())


def _clean_text(text: str) -> Article:
    from cleaners import clean_text  # only a crawl from seeds pays for loading it

    return clean_text(text)


def _text_path(entry: Table, seed_id: str, folder: Path) -> Path:
    """Where the seed's text lies: as its `file` says, else the one NNN_….txt of the folder."""
    entry.allow_only(_KEYS)
    if not _ID.fullmatch(seed_id):
        raise entry.error("id", f"must be three digits, not {seed_id!r}")
    named = entry.optional_text("file")
    found = [folder / named] if named else sorted(folder.glob(f"{seed_id}_*.txt"))
    if len(found) != 1:
        raise entry.error("file", f"{len(found)} texts are named {seed_id}_….txt in {folder}; there must be one")
    return found[0].resolve()


def _check_listed(folder: Path, listed: set[Path]) -> None:
    for path in sorted(folder.glob("*.txt")):
        if path.resolve() not in listed:
            raise DataFileError(f"{folder / MANIFEST}: {path.name} has no entry; add [seed.{path.name[:3]}]")


def _seed(
    entry: Table,
    seed_id: str,
    path: Path,
    clean: Callable[[str], Article],
    outlets: Mapping[str, Outlet],
) -> Seed:
    confidence = entry.text("confidence")
    if confidence not in CONFIDENCES:
        raise entry.error("confidence", f"{confidence!r} is not one of them; {nearest(confidence, CONFIDENCES)}")
    why, invented = entry.text("why"), entry.flag("invented")
    outlet, url = _place(entry, outlets)
    text = read_text(path)
    if not text.strip():
        raise DataFileError(f"{path}: empty")
    article = clean(text)
    return Seed(
        id=seed_id,
        outlet=outlet,
        url=url,
        confidence=confidence,
        why=why,
        leads=_leads(article),
        topic=article.text,
        addresses=(url,) if url else (),
        invented=invented,
    )


def _place(entry: Table, outlets: Mapping[str, Outlet]) -> tuple[str | None, str | None]:
    """The seed's outlet and address; an address alone names an outlet, listed or general."""
    domain, url = entry.optional_text("outlet"), entry.optional_text("url")
    if url is not None and not canonicalize(url):
        raise entry.error("url", f"not an http or https address: {url!r}")
    if domain is None:
        return (_outlet_of(url, outlets).domain if url else None), url
    if domain not in outlets:
        raise entry.error("outlet", f"no file describes {domain!r}; {nearest(domain, outlets)}")
    if url is not None and not outlets[domain].owns(url):
        raise entry.error("url", f"not an address of {domain}: {url!r}")
    return domain, url


def _outlet_of(url: str, outlets: Mapping[str, Outlet]) -> Outlet:
    owners = [outlet for outlet in outlets.values() if outlet.owns(url)]
    return owners[0] if owners else general_outlet(url)


def _leads(article: Article) -> tuple[str, ...]:
    """Headlines to look for, each once: its own, those it points to, those of articles inside it."""
    titles = [
        article.title,
        *(each.title for each in article.related),
        *(each.title for each in article.embedded),
    ]
    return tuple(dict.fromkeys(title for title in titles if title))
