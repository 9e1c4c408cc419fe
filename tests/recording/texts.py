"""The texts of the recording: one file a story, a head of `key: value` lines, a blank line, the blocks.

A block is a paragraph; `## ` begins a subhead, `- ` an item of a list, `> ` a quotation. Inside a block
`[[key|words]]` links to the story `key` of the same outlet, and `{{shown|clean}}` puts HTML on the page where the
clean text has something else. The stories made of a seed hold line numbers of the seed's file instead of a text
(`seed: file`, `body: 1 3 5-9/2 …`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import escape, unescape
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

TEXTS = Path(__file__).parent / "texts"
SEEDS = Path(__file__).parents[2] / "seeds"
_LINK = re.compile(r"\[\[([\w-]+)\|([^\]]+)\]\]")
_SHOWN = re.compile(r"\{\{([^|}]*)\|([^}]*)\}\}")
_MARKS = {"## ": "h2", "- ": "li", "> ": "quote"}
_RANGE = re.compile(r"(\d+)(?:-(\d+)(?:/(\d+))?)?$")


@dataclass(frozen=True)
class Block:
    """One block of a story as its file has it; `kind` is "p", "h2", "li" or "quote"."""

    kind: str
    raw: str

    @property
    def text(self) -> str:
        """The clean text."""
        return _LINK.sub(r"\2", _SHOWN.sub(r"\2", self.raw))

    @property
    def shown(self) -> str:
        """The text as the page shows it, before any cleaning."""
        return unescape(_LINK.sub(r"\2", _SHOWN.sub(r"\1", self.raw)))

    def html(self, href: Callable[[str], str]) -> str:
        """The block's inner HTML; `href` gives the address of a story's key."""
        parts = []
        for index, part in enumerate(re.split(r"(\{\{[^}]*\}\}|\[\[[^\]]*\]\])", self.raw)):
            if index % 2 == 0:
                parts.append(escape(part, quote=False))
            elif part.startswith("{{"):
                parts.append(_SHOWN.sub(r"\1", part))
            else:
                key, words = _LINK.fullmatch(part).groups()  # type: ignore[union-attr]
                parts.append(f'<a href="{escape(href(key))}">{escape(words, quote=False)}</a>')
        return "".join(parts)


@dataclass(frozen=True, eq=False)
class Story:
    """One article. `head` is what its file says about it; `lines` are a seed's further lines, by role."""

    key: str
    outlet: str
    title: str
    date: datetime
    topic: str
    blocks: tuple[Block, ...]
    head: dict[str, str] = field(default_factory=dict)
    lines: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def get(self, name: str, default: str = "") -> str:
        return self.head.get(name, default)

    def flag(self, name: str) -> bool:
        return self.head.get(name) == "yes"

    @property
    def linked(self) -> bool:
        """Whether other articles point to it; if not, only listings, feeds, sitemaps and tag pages do."""
        return self.head.get("linked") != "no"

    @property
    def allowed(self) -> bool:
        return not any(self.flag(name) for name in ("robots", "noai", "noindex"))

    @property
    def tags(self) -> tuple[str, ...]:
        return tuple(tag.strip() for tag in self.get("tags").split("،") if tag.strip())


def load(outlet: str, extra: int = 0) -> list[Story]:
    """The stories of one outlet, newest first; of those kept for later the first `extra` of all outlets."""
    stories = [_story(path, outlet) for path in sorted((TEXTS / outlet).glob("*.txt"))]
    shown = [story for story in stories if int(story.get("extra", "0")) <= extra]
    return sorted(shown, key=lambda story: story.date, reverse=True)


def _story(path: Path, outlet: str) -> Story:
    top, _, rest = path.read_text("utf-8").partition("\n\n")
    head = dict(line.split(": ", 1) for line in top.strip().splitlines())
    date = datetime.fromisoformat(head["date"]).replace(tzinfo=UTC)
    if "seed" in head:
        blocks, lines = _from_seed(head)
        title = head.get("title") or lines["headline"][0]
    else:
        pieces = [piece.strip() for piece in rest.split("\n\n") if piece.strip()]
        blocks, lines, title = tuple(_block(piece) for piece in pieces), {}, head["title"]
    return Story(path.stem, outlet, title, date, head["topic"], blocks, head, lines)


def _block(piece: str) -> Block:
    """A paragraph, or what its first characters say."""
    kind = next((kind for mark, kind in _MARKS.items() if piece.startswith(mark)), "p")
    return Block(kind, piece if kind == "p" else piece.split(" ", 1)[1])


def _from_seed(head: dict[str, str]) -> tuple[tuple[Block, ...], dict[str, tuple[str, ...]]]:
    """The body of a seed's story and its further lines; subheads are the line numbers under `subheads`."""
    seed = (SEEDS / head["seed"]).read_text("utf-8").split("\n")
    subheads = set(_numbers(head.get("subheads", "")))
    blocks = tuple(
        Block("h2" if number in subheads else "p", _doubled(seed[number - 1])) for number in _numbers(head["body"])
    )
    roles = [name for name in head if name.startswith("lines_")]
    return blocks, {
        name.removeprefix("lines_"): tuple(seed[number - 1].strip() for number in _numbers(head[name]))
        for name in roles
    }


def _numbers(spec: str) -> list[int]:
    """The line numbers of "1 3 5-9/2".

    >>> _numbers("1 3 5-9/2")
    [1, 3, 5, 7, 9]
    """
    numbers: list[int] = []
    for part in spec.split():
        first, last, step = _RANGE.match(part).groups()  # type: ignore[union-attr]
        numbers += range(int(first), int(last or first) + 1, int(step or 1))
    return numbers


def _doubled(line: str) -> str:
    """A seed's line as a block: what cleaning changes in it (loose blanks) stands in double braces."""
    line = re.sub(r"\s+", " ", line).strip()
    return re.sub(r"(\s+)([،؛:.؟!])", r"{{\1\2|\2}}", line)
