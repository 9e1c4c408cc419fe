"""`sites/*.toml`: strict, found by host, used last."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaners import DataFileError
from cleaners.sites import NO_RULES, SiteRules, all_site_rules, read_site_rules, rules_for
from tests.tools.site_files import written


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
