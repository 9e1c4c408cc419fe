"""What a crawl leaves beside its data for readers: the dataset card, and the columns of each file."""

from __future__ import annotations

import logging
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from crawler.storage.columns import columns_of, own_column
from crawler.storage.dataset_card import CARD_KINDS, card_of, own_columns
from crawler.storage.parquet_schema import parquet_schema

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

logger = logging.getLogger(__name__)

_CARD, _COLUMNS = "README.md", "columns"


class Description:
    """The owner of `README.md` and `columns/` in a folder.

    A README.md that is not a crawl's stays as it is. The types of fields that a user's pipelines add are remembered
    in the card.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._own = own_columns(_readable_text(folder / _CARD) or "")
        self._is_written = False

    def note(self, record: Mapping[str, Any]) -> None:
        """Take in the types of a record's own fields; None tells nothing."""
        for name in [name for name in record if name.startswith("x_") and record[name] is not None]:
            column = own_column(record[name], self._own.get(name))
            if self._own.get(name) != column:
                self._own[name] = column
                self._is_written = False

    def write(self) -> None:
        """Write what has changed; a folder that cannot be described so is logged, for its data matters more."""
        if self._is_written:
            return
        self._is_written = True
        try:
            self._write_all()
        except OSError as error:
            logger.warning("%s: its dataset card cannot be written: %s", self._folder, error)

    def _write_all(self) -> None:
        old = _readable_text(self._folder / _CARD)
        card = card_of(self._own, old)
        if card is not None:
            _replace(self._folder / _CARD, card.encode())
        (self._folder / _COLUMNS).mkdir(exist_ok=True)
        for name, kind in CARD_KINDS.items():
            own = self._own if kind == "record" else {}
            _replace(self._folder / _COLUMNS / f"{name}.parquet", parquet_schema({**columns_of(kind), **own}))


def _readable_text(path: Path) -> str | None:
    """The text of a file; None if there is none, "" if it cannot be read as UTF-8."""
    try:
        return path.read_text("utf-8")
    except FileNotFoundError:
        return None
    except (OSError, ValueError):
        return ""


def _replace(path: Path, data: bytes) -> None:
    """Write a file whole, unless it has these bytes already."""
    with suppress(OSError):
        if path.read_bytes() == data:
            return
    beside = path.with_name(path.name + ".part")
    try:
        beside.write_bytes(data)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
