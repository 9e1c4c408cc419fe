"""Render the diff as one page for editors: self-contained, right to left, all content escaped. Pure functions."""

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

    from crawler.reclean.differences import Difference
    from crawler.reclean.results import Result, Totals

_RECLEAN_FOLDER = Path(__file__).parent
MAX_SHOWN = 500
"""Pages listed; with more, browsers get slow, and so do readers."""
_COUNTED_KINDS = ("changed", "refused", "accepted", "unreadable")
_PAGE_HTML = (
    "<article><h2><bdi>{title}</bdi></h2>"
    '<p class="from"><a href="{href}" rel="noreferrer">{url}</a></p>{body}</article>'
)
_DIFFERENCE_HTML = (
    '<li class="{tone}"><span class="sign" title="{word}">{sign}</span>'
    '<div class="why">{why}</div><p dir="auto">{text}</p></li>'
)
_MAX_UNFOLDED = 4
"""Entries of a list field; longer lists are collapsed."""


@cache
def _texts_ar() -> dict[str, dict[str, str]]:
    """The Arabic texts of the page."""
    return read_toml(_RECLEAN_FOLDER / "words.toml", dict[str, dict[str, Filled]])


def diff_html(results: Sequence[Result], totals: Totals) -> str:
    """The page for results that change something, at most the first MAX_SHOWN."""
    known = _texts_ar()["page"]
    hidden = sum(totals.pages[kind] for kind in ("changed", "refused", "accepted")) - len(results)
    more = f"<p>{known['more']} <b>{hidden}</b>.</p>" if hidden > 0 else ""
    return Template((_RECLEAN_FOLDER / "page.html").read_text(encoding="utf-8")).substitute(
        title=known["title"],
        tally="".join(_counts_html(totals)),
        steps=_steps_table(totals),
        articles="\n".join(map(_page_html, results)) or f"<p>{known['nothing']}</p>",
        more=more,
    )


def _counts_html(totals: Totals) -> Iterator[str]:
    known, pages = _texts_ar()["page"], totals.pages
    yield f"<span>{known['records']} <b>{pages['same'] + pages['changed'] + pages['refused']}</b></span>"
    for kind in _COUNTED_KINDS:
        if pages[kind] or kind == "changed":
            yield f"<span>{known[kind]} <b>{pages[kind]}</b></span>"


def _steps_table(totals: Totals) -> str:
    names = sorted(totals.removed | totals.added, key=lambda step: (-totals.removed[step] - totals.added[step], step))
    if not names:
        return ""
    known = _texts_ar()["page"]
    head = f"<tr><th>{known['step']}</th><th>{known['gone']}</th><th>{known['came']}</th></tr>"
    rows = (
        f"<tr><td>{_step_names(step)} <small>{escape(step)}</small></td><td>{totals.removed[step]}</td>"
        f"<td>{totals.added[step]}</td></tr>"
        for step in names
    )
    return f"<table>{head}{''.join(rows)}</table>"


def _page_html(result: Result) -> str:
    url = result.line["url"]
    title = (result.record or result.line).get("title") or _texts_ar()["page"]["none"]
    body = "".join(_grouped_lists(result.lines)) if result.kind == "changed" else _verdict(result)
    href = escape(url) if url.startswith(("http://", "https://")) else "#"
    return _PAGE_HTML.format(title=escape(title), href=href, url=escape(unquote(url)), body=body)


def _verdict(result: Result) -> str:
    known = _texts_ar()["page"]
    accepted = result.kind == "accepted"
    reason = str(result.line["reason"] if accepted else result.reason)
    verdict = f"{known['accepted']} ({known['was']}" if accepted else f"{known['refused']} ("
    return (
        f'<p class="verdict{" came" if accepted else ""}">{verdict}{": " if accepted else ""}'
        f"{escape(_texts_ar()['reasons'].get(reason.partition(':')[0], reason))}) <small>{escape(reason)}</small></p>"
    )


def _grouped_lists(lines: Sequence[Difference]) -> Iterator[str]:
    """One list per cause, which is named at its first line; long lists of a field are collapsed."""
    for (is_added, field, _), group in groupby(lines, key=lambda line: (line.is_added, line.field, line.step)):
        found = list(group)
        why = _cause(found[0])
        is_folded = field != "text" and len(found) > _MAX_UNFOLDED
        rows = "".join(_difference_html(line, "" if at or is_folded else why) for at, line in enumerate(found))
        tone = "came" if is_added else "gone"
        summary = f'<summary class="{tone}">{"+" if is_added else "−"} {why} ({len(found)})</summary>'
        yield f"<details>{summary}<ol>{rows}</ol></details>" if is_folded else f"<ol>{rows}</ol>"


def _difference_html(line: Difference, why: str) -> str:
    known = _texts_ar()["page"]
    return _DIFFERENCE_HTML.format(
        tone="came" if line.is_added else "gone",
        sign="+" if line.is_added else "−",
        word=known["added" if line.is_added else "removed"],
        why=why,
        text=escape(line.text),
    )


def _cause(line: Difference) -> str:
    """The heading of a line: the step, or the field."""
    if line.field == "text":
        return f"{_step_names(line.step)} <small>{escape(line.step)}</small>"
    return f"{escape(_texts_ar()['fields'].get(line.field, line.field))} <small>{escape(line.field_name)}</small>"


def _step_names(step: str) -> str:
    """The Arabic name of a step, or of several joined by "/"."""
    untraced = {UNTRACED: _texts_ar()["page"]["segment"]}
    return escape("، ".join(untraced.get(one) or labels()["steps"].get(one, one) for one in step.split("/")))
