"""Seeds: the texts a crawl starts from, described by the manifest in their folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Literal

from msgspec import Meta, Struct

from cleaners.data_files import DataFileError, Filled, file_text, nearest, read_toml
from crawler.outlets import Outlet, load_outlets, outlet_of
from crawler.urls import canonicalize

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cleaners.article import Article

_MANIFEST = "seeds.toml"
_Confidence = Literal["certain", "very high", "high", "low", "unknown"]
_Id = Annotated[str, Meta(pattern=r"^\d{3}\Z", description="three digits")]


class _SeedEntry(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The manifest's entry of one seed."""

    file: Filled | None = None
    outlet: Filled | None = None
    url: Filled | None = None
    confidence: _Confidence
    why: Filled
    invented: bool = False


class _Manifest(Struct, frozen=True, forbid_unknown_fields=True):
    seed: dict[_Id, _SeedEntry] = {}


@dataclass(frozen=True)
class Seed:
    """One seed text and its origin.

    `outlet` is an outlet's domain and `url` the article's address, None if unknown. `headlines` are to be searched
    for, `topic` is the cleaned text, `addresses` are the start addresses (possibly none); `invented` says that the
    address exists in a recording only.
    """

    id: str
    outlet: str | None
    url: str | None
    confidence: _Confidence
    why: str
    headlines: tuple[str, ...]
    topic: str
    addresses: tuple[str, ...]
    invented: bool = False


def load_seeds(
    folder: Path,
    clean: Callable[[str], Article] | None = None,
    outlets: Mapping[str, Outlet] | None = None,
    problems: Mapping[str, str] = MappingProxyType({}),
) -> tuple[Seed, ...]:
    """The seeds listed in the folder's manifest, by id.

    `clean` and `outlets` default to `cleaners.clean_text` and the project's outlets; `problems` are those of outlets
    whose files cannot be used. Raises `DataFileError` for a
    missing manifest or text, an invalid entry, and a text in the folder without an entry.
    """
    manifest = folder / _MANIFEST
    entries = dict(sorted(read_toml(manifest, _Manifest).seed.items()))
    if not entries:
        raise DataFileError(f"{manifest}: seed: lists no seeds; write one [seed.NNN] for each text")
    outlets = load_outlets() if outlets is None else outlets
    paths = {seed_id: _text_path(entry, seed_id, folder) for seed_id, entry in entries.items()}
    _check_listed(folder, set(paths.values()))
    for seed_id, entry in entries.items():
        if entry.outlet is not None and entry.outlet in problems:
            raise DataFileError(problems[entry.outlet])
        if problem := _misplaced(entry, outlets):
            raise DataFileError(f"{manifest}: seed.{seed_id}.{problem}")
    clean = clean or _clean_text
    return tuple(_seed(entry, seed_id, clean(_text_at(paths[seed_id])), outlets) for seed_id, entry in entries.items())


def _clean_text(text: str) -> Article:
    from cleaners import clean_text  # loaded only by crawls from seeds

    return clean_text(text)


def _text_path(entry: _SeedEntry, seed_id: str, folder: Path) -> Path:
    """The path of the seed's text: its `file`, else the only NNN_….txt in the folder."""
    found = [folder / entry.file] if entry.file else sorted(folder.glob(f"{seed_id}_*.txt"))
    if len(found) != 1:
        problem = f"{len(found)} texts are named {seed_id}_….txt in {folder}; there must be one"
        raise DataFileError(f"{folder / _MANIFEST}: seed.{seed_id}.file: {problem}")
    return _resolved(found[0], f"{folder / _MANIFEST}: seed.{seed_id}.file")


def _resolved(path: Path, where: str) -> Path:
    """The path without links; raises DataFileError for a link that leads to itself."""
    try:
        return path.resolve()
    except (OSError, RuntimeError) as error:  # RuntimeError before Python 3.13
        raise DataFileError(f"{where}: {path.name} is a link that leads to itself") from error


def _text_at(path: Path) -> str:
    text = file_text(path)
    if not text.strip():
        raise DataFileError(f"{path}: empty")
    return text


def _check_listed(folder: Path, listed: set[Path]) -> None:
    for path in sorted(folder.glob("*.txt")):
        if _resolved(path, str(path)) not in listed:
            raise DataFileError(f"{folder / _MANIFEST}: {path.name} has no entry; add [seed.{path.name[:3]}]")


def _misplaced(entry: _SeedEntry, outlets: Mapping[str, Outlet]) -> str | None:
    """Key and problem of an invalid address, one of another outlet, or an outlet without a file; None if valid."""
    domain, url = entry.outlet, entry.url
    if url is not None and not canonicalize(url):
        return f"url: not an http or https address: {url!r}"
    if domain is not None and domain not in outlets:
        return f"outlet: no file describes {domain!r}; {nearest(domain, outlets)}"
    if domain is not None and url is not None and not outlets[domain].owns(url):
        return f"url: not an address of {domain}: {url!r}"
    return None


def _seed(entry: _SeedEntry, seed_id: str, article: Article, outlets: Mapping[str, Outlet]) -> Seed:
    """A seed from its entry and cleaned text; without `outlet`, the address gives one, listed or general."""
    return Seed(
        id=seed_id,
        outlet=entry.outlet or (outlet_of(entry.url, outlets).domain if entry.url else None),
        url=entry.url,
        confidence=entry.confidence,
        why=entry.why,
        headlines=_headlines_of(article),
        topic=article.text,
        addresses=(entry.url,) if entry.url else (),
        invented=entry.invented,
    )


def _headlines_of(article: Article) -> tuple[str, ...]:
    """Headlines to search for, each once: the seed's own, then those of related and of embedded articles."""
    titles = [article.title, *(each.title for each in article.related), *(each.title for each in article.embedded)]
    return tuple(dict.fromkeys(title for title in titles if title))
