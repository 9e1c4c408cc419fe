"""The diff as one page for editors: self-contained, right to left, every foreign word escaped. Pure functions."""

from __future__ import annotations

from functools import cache
from itertools import groupby
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING
from urllib.parse import unquote

from cleaners.data_files import Filled, read_toml
from cleaners.explain.html_page import escape, labels
from crawler.reclean.differences import UNTRACED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crawler.reclean.differences import Line
    from crawler.reclean.results import Result, Totals

_FOLDER = Path(__file__).parent
SHOWN = 500
"""Pages listed; browsers get slow beyond, and so do readers."""
_TALLY = ("changed", "refused", "accepted", "unreadable")
_ARTICLE = (
    "<article><h2><bdi>{title}</bdi></h2>"
    '<p class="from"><a href="{href}" rel="noreferrer">{url}</a></p>{body}</article>'
)
_LINE = (
    '<li class="{tone}"><span class="sign" title="{word}">{sign}</span>'
    '<div class="why">{why}</div><p dir="auto">{text}</p></li>'
)
_FOLDED = 4
"""Headlines of a list beyond which it opens on demand."""


@cache
def _words() -> dict[str, dict[str, str]]:
    """The page's words in Arabic."""
    return read_toml(_FOLDER / "words.toml", dict[str, dict[str, Filled]])


def diff_html(results: Sequence[Result], totals: Totals) -> str:
    """The page over results that changed something, of which only the first SHOWN are listed."""
    known = _words()["page"]
    hidden = sum(totals.pages[kind] for kind in ("changed", "refused", "accepted")) - len(results)
    more = f"<p>{known['more']} <b>{hidden}</b>.</p>" if hidden > 0 else ""
    return Template((_FOLDER / "page.html").read_text(encoding="utf-8")).substitute(
        title=known["title"],
        tally="".join(_tally(totals)),
        steps=_steps(totals),
        articles="\n".join(map(_article, results)) or f"<p>{known['nothing']}</p>",
        more=more,
    )


def _tally(totals: Totals) -> Iterator[str]:
    known, pages = _words()["page"], totals.pages
    yield f"<span>{known['records']} <b>{pages['same'] + pages['changed'] + pages['refused']}</b></span>"
    for kind in _TALLY:
        if pages[kind] or kind == "changed":
            yield f"<span>{known[kind]} <b>{pages[kind]}</b></span>"


def _steps(totals: Totals) -> str:
    names = sorted(totals.gone | totals.came, key=lambda step: (-totals.gone[step] - totals.came[step], step))
    if not names:
        return ""
    known = _words()["page"]
    head = f"<tr><th>{known['step']}</th><th>{known['gone']}</th><th>{known['came']}</th></tr>"
    rows = (
        f"<tr><td>{_named(step)} <small>{escape(step)}</small></td><td>{totals.gone[step]}</td>"
        f"<td>{totals.came[step]}</td></tr>"
        for step in names
    )
    return f"<table>{head}{''.join(rows)}</table>"


def _article(result: Result) -> str:
    url = result.line["url"]
    title = (result.record or result.line).get("title") or _words()["page"]["none"]
    body = "".join(_groups(result.lines)) if result.kind == "changed" else _verdict(result)
    href = escape(url) if url.startswith(("http://", "https://")) else "#"
    return _ARTICLE.format(title=escape(title), href=href, url=escape(unquote(url)), body=body)


def _verdict(result: Result) -> str:
    known = _words()["page"]
    accepted = result.kind == "accepted"
    reason = str(result.line["reason"] if accepted else result.reason)
    told = f"{known['accepted']} ({known['was']}" if accepted else f"{known['refused']} ("
    return (
        f'<p class="verdict{" came" if accepted else ""}">{told}{": " if accepted else ""}'
        f"{escape(_words()['reasons'].get(reason.partition(':')[0], reason))}) <small>{escape(reason)}</small></p>"
    )


def _groups(lines: Sequence[Line]) -> Iterator[str]:
    """Lists of lines that came or went for one reason, which stands at the first; long lists of a field are folded."""
    for (came, field, _), group in groupby(lines, key=lambda line: (line.came, line.field, line.step)):
        found = list(group)
        why = _why(found[0])
        is_folded = field != "text" and len(found) > _FOLDED
        rows = "".join(_line(line, "" if at or is_folded else why) for at, line in enumerate(found))
        tone = "came" if came else "gone"
        summary = f'<summary class="{tone}">{"+" if came else "−"} {why} ({len(found)})</summary>'
        yield f"<details>{summary}<ol>{rows}</ol></details>" if is_folded else f"<ol>{rows}</ol>"


def _line(line: Line, why: str) -> str:
    known = _words()["page"]
    return _LINE.format(
        tone="came" if line.came else "gone",
        sign="+" if line.came else "−",
        word=known["added" if line.came else "removed"],
        why=why,
        text=escape(line.text),
    )


def _why(line: Line) -> str:
    """What a line is headed with: the step, or the field."""
    if line.field == "text":
        return f"{_named(line.step)} <small>{escape(line.step)}</small>"
    return f"{escape(_words()['fields'].get(line.field, line.field))} <small>{escape(line.field_name)}</small>"


def _named(step: str) -> str:
    """A step's name, or those of several."""
    own = {UNTRACED: _words()["page"]["segment"]}
    return escape("، ".join(own.get(one) or labels()["steps"].get(one, one) for one in step.split("/")))
