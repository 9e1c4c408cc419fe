"""`sites/*.toml`: strict, found by host, used last."""

from __future__ import annotations

from pathlib import Path

import pytest

import cleaners.sites
from cleaners import DataFileError, clean_html
from cleaners.sites import NO_RULES, SiteRules, all_rules, read_rules, rules_for


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "marfa.example.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_shipped_files_are_valid_and_say_why():
    assert all(rules.why for rules in all_rules().values())


def test_a_file_is_read(tmp_path: Path):
    path = written(tmp_path, 'why = "promo"\ndrop = ["كل جديد"]\nprune = ["promo-box"]\n')
    assert read_rules(path) == SiteRules("promo", ("كل جديد",), ("promo-box",))


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
        read_rules(written(tmp_path, text))
    assert "\n" not in str(error.value)


@pytest.fixture
def one_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    rules = read_rules(
        written(
            tmp_path, 'why = "promo"\ndrop = ["كل جديد عن توسيع الطريق الجبلي في مكان واحد"]\nprune = ["promo-box"]\n'
        )
    )
    monkeypatch.setattr(cleaners.sites, "all_rules", lambda: {"marfa.example": rules})
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


def test_a_site_s_lines_are_dropped_on_its_pages_only(one_site: SiteRules):
    sentence = "<p>أعلنت بلدية عين الصخر، الأحد، بدء أعمال توسيع الطريق الجبلي رقم {} قبل الشتاء.</p>"
    first, last = "".join(map(sentence.format, range(6))), "".join(map(sentence.format, range(6, 12)))
    promo = "<p>كل جديد عن توسيع الطريق الجبلي في مكان واحد</p>"
    page = f"<html><body><article><h1>بلدية عين الصخر تبدأ</h1>{first}{promo}{last}</article>"
    assert "كل جديد" in clean_html(page, "https://other.example/a").text
    assert "كل جديد" not in clean_html(page, "https://www.marfa.example/a").text
