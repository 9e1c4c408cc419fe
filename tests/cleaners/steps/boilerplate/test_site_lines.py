"""Lines and elements that a site's own file drops."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

import cleaners.sites
from cleaners import clean_html
from cleaners.sites import SiteRules, read_site_rules
from cleaners.steps.boilerplate.site_lines import site_lines
from tests.tools.site_files import written
from tests.tools.step_tables import PROSE, Row, block, check

SITE = SiteRules(why="", drop=("كل جديد في مكان واحد",), prune=("promo-box",))
SITE_LINES: dict[str, Row] = {
    "a line, whatever its spelling": [("«كلّ جديد» في مكان واحد!", "noise"), ("كل جديد في مكان واحد آخر", "body")],
    "an element by class or id": [
        (block(PROSE, shapes=("div wide promo-box", "p")), "noise"),
        (block(PROSE, shapes=("promo-box", "p")), "body"),
    ],
    "only body is asked": [(block("كل جديد في مكان واحد", "title"), "title")],
}


@pytest.mark.parametrize("row", SITE_LINES.values(), ids=SITE_LINES)
def test_site_lines(row: Row):
    check(partial(site_lines, site=SITE), row)


SENTENCE = "<p>أعلنت بلدية عين الصخر، الأحد، بدء أعمال توسيع الطريق الجبلي رقم {} قبل الشتاء.</p>"
PROMO = "كل جديد عن توسيع الطريق الجبلي في مكان واحد"


@pytest.mark.parametrize(
    ("css", "promo", "is_dropped"),
    [
        ("div.promo", f"<div class='promo wide'><p>{PROMO}</p></div>", True),
        ("div.box:has(> b.ad)", f"<div class='box'><b class='ad'></b><p>{PROMO}</p></div>", True),
        ("div.box:has(> b.ad)", f"<div class='box'><b class='by'></b><p>{PROMO}</p></div>", False),
        ("p[data-kind=promo]", f"<p data-kind='promo'>{PROMO}</p>", True),
        ("p[data-kind=promo]", f"<p data-kind='news'>{PROMO}</p>", False),
        ("div.promo", f"<div class='promo'></div><p>{PROMO}</p>", False),
        ("aside > p", f"<div><p>{PROMO}</p></div>", False),
    ],
)
def test_elements_that_a_selector_names_are_dropped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, css: str, promo: str, is_dropped: bool
):
    rules = read_site_rules(written(tmp_path, f'remove = ["{css}"]\n'))
    monkeypatch.setattr(cleaners.sites, "all_site_rules", lambda: {"marfa.example": rules})
    first, last = "".join(map(SENTENCE.format, range(6))), "".join(map(SENTENCE.format, range(6, 12)))
    page = f"<html><body><article><h1>بلدية عين الصخر تبدأ</h1>{first}{promo}{last}</article>"
    assert PROMO in clean_html(page, "https://other.example/a").text
    text = clean_html(page, "https://www.marfa.example/a").text
    assert (PROMO not in text) is is_dropped
    assert all(f"رقم {number} قبل" in text for number in range(12))


def test_a_site_s_lines_are_dropped_on_its_pages_only(one_site: SiteRules):
    first, last = "".join(map(SENTENCE.format, range(6))), "".join(map(SENTENCE.format, range(6, 12)))
    page = f"<html><body><article><h1>بلدية عين الصخر تبدأ</h1>{first}<p>{PROMO}</p>{last}</article>"
    assert "كل جديد" in clean_html(page, "https://other.example/a").text
    assert "كل جديد" not in clean_html(page, "https://www.marfa.example/a").text
