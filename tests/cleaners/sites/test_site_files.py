"""`sites/*.toml`: strict, found by host, used last."""

from __future__ import annotations

from pathlib import Path

import pytest

import cleaners.sites
from cleaners import DataFileError, clean_html
from cleaners.sites import NO_RULES, SiteRules, all_site_rules, read_site_rules, rules_for


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "marfa.example.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_shipped_files_are_valid_and_say_why():
    assert all(rules.why for rules in all_site_rules().values())


def test_a_file_is_read(tmp_path: Path):
    path = written(tmp_path, 'why = "promo"\ndrop = ["كل جديد"]\nprune = ["promo-box"]\n')
    assert read_site_rules(path) == SiteRules("promo", ("كل جديد",), ("promo-box",))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('drops = ["x"]', "drops: unknown key; did you mean 'drop'"),
        ("zzz = 1", "zzz: unknown key; known: drop, prune, remove, why"),
        ('drop = "x"', "drop: must be a list of strings, not 'x'"),
        ("drop = [1]", r"drop\[0\]: must be a string, not 1"),
        ("why = 3", "why: must be a string, not 3"),
        ("drop = [", "not valid TOML"),
        ("remove = ['p', 'div..x']", r"remove\[1\]: bad CSS selector 'div\.\.x'"),
        ("remove = ['a::text']", r"remove\[0\]: bad CSS selector 'a::text'"),
        ("remove = ['x|p']", r"remove\[0\]: bad CSS selector 'x\|p'"),
        ("remove = [3]", r"remove\[0\]: must be a string, not 3"),
        ("remove = 'p'", "remove: must be a list of strings, not 'p'"),
    ],
)
def test_a_malformed_file_is_named_with_key_and_value(tmp_path: Path, text: str, told: str):
    with pytest.raises(DataFileError, match=rf"marfa\.example\.toml: {told}") as error:
        read_site_rules(written(tmp_path, text))
    assert "\n" not in str(error.value)


@pytest.fixture
def one_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    rules = read_site_rules(
        written(
            tmp_path, 'why = "promo"\ndrop = ["كل جديد عن توسيع الطريق الجبلي في مكان واحد"]\nprune = ["promo-box"]\n'
        )
    )
    monkeypatch.setattr(cleaners.sites, "all_site_rules", lambda: {"marfa.example": rules})
    return rules


@pytest.mark.parametrize(
    "url", ["https://marfa.example/a", "http://www.marfa.example:8080/", "https://m.ar.marfa.example/a?b"]
)
def test_rules_hold_for_the_domain_and_what_is_below_it(one_site: SiteRules, url: str):
    assert rules_for(url) == one_site


@pytest.mark.parametrize(
    "url", [None, "", "marfa.example", "/a", "https://xmarfa.example/", "https://marfa.example.net/", "https://[::"]
)
def test_no_rules_for_other_addresses(one_site: SiteRules, url: str | None):
    assert rules_for(url) == NO_RULES


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
