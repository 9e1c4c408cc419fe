"""Seeds: what the manifest says, what the texts say, and every mistake named."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaners.article import Article, Related
from cleaners.data_files import DataFileError
from crawler.outlets import load_outlets
from crawler.seeding.seeds import load_seeds
from tests.tools.fixtures import ROOT

SEEDS = ROOT / "seeds"

MANIFEST = """
[seed.007]
outlet = "nan.media"
url = "https://nan.media/x"
confidence = "high"
why = "because"
"""

MISTAKES = [
    (
        'outlet = "nan.media"',
        'outlet = "nan.medai"',
        r"seed\.007\.outlet: no file describes 'nan\.medai'; did you mean 'nan\.media'\?",
    ),
    ('outlet = "nan.media"', "outlet = 3", r"seed\.007\.outlet: must be a string"),
    ("outlet =", "oulet =", r"seed\.007\.oulet: unknown key; did you mean 'outlet'\?"),
    ("https://nan.media/x", "https://other.example/x", r"seed\.007\.url: not an address of nan\.media"),
    ("https://nan.media/x", "nan.media/x", r"seed\.007\.url: not an http or https address: 'nan\.media/x'"),
    ('"high"', '"hihg"', r"seed\.007\.confidence: unknown value 'hihg'; did you mean 'high'\?"),
    ('why = "because"', "", r"seed\.007\.why: missing"),
    ('why = "because"', 'why = "because"\ninvented = "yes"', r"seed\.007\.invented: must be true or false"),
    ("[seed.007]", "[seed.7]", r"seed\.7: the key must be three digits"),
    ("[seed.007]", "[seed.008]", r"seed\.008\.file: 0 texts are named 008_….txt"),
    ("[seed.007]", "[seeds.007]", r"seeds: unknown key; did you mean 'seed'\?"),
    ("[seed.007]", "[seed.007", "not valid TOML"),
    ('why = "because"', 'why = "because"\nfile = "none.txt"', r"007_text\.txt has no entry"),
]


def clean(text: str) -> Article:
    return Article(
        title="عنوان",
        text=text.strip(),
        related=[Related("خبر آخر", None, "related"), Related("عنوان", None, "inline")],
        embedded=[Article(title="مقال ثان", text="…")],
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "007_text.txt").write_text("نص\n", encoding="utf-8")
    (tmp_path / "seeds.toml").write_text(MANIFEST, encoding="utf-8")
    return tmp_path


def test_a_seed_says_where_to_start_and_what_to_look_for(folder: Path) -> None:
    (seed,) = load_seeds(folder, clean)
    assert (seed.id, seed.outlet, seed.url, seed.confidence) == (
        "007",
        "nan.media",
        "https://nan.media/x",
        "high",
    )
    assert seed.addresses == ("https://nan.media/x",)
    assert seed.headlines == ("عنوان", "خبر آخر", "مقال ثان")
    assert seed.topic == "نص"
    assert not seed.invented


@pytest.mark.parametrize(("old", "new", "message"), MISTAKES)
def test_a_mistake_is_named_in_one_line(folder: Path, old: str, new: str, message: str) -> None:
    assert old in MANIFEST
    (folder / "seeds.toml").write_text(MANIFEST.replace(old, new), encoding="utf-8")
    with pytest.raises(DataFileError, match=message) as raised:
        load_seeds(folder, clean)
    assert "\n" not in str(raised.value)
    assert "seeds.toml" in str(raised.value)


def test_a_missing_manifest(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match=r"seeds\.toml: cannot be read: No such file"):
        load_seeds(tmp_path, clean)


def test_an_empty_manifest(tmp_path: Path) -> None:
    (tmp_path / "seeds.toml").write_text("", encoding="utf-8")
    with pytest.raises(DataFileError, match="lists no seeds"):
        load_seeds(tmp_path, clean)


@pytest.mark.parametrize(("content", "message"), [(b" \n", "empty"), (b"\xff\xfe", "not UTF-8 at byte 0")])
def test_a_text_that_is_none(folder: Path, content: bytes, message: str) -> None:
    (folder / "007_text.txt").write_bytes(content)
    with pytest.raises(DataFileError, match=f"007_text.txt: {message}"):
        load_seeds(folder, clean)


def test_a_missing_text(folder: Path) -> None:
    (folder / "007_text.txt").unlink()
    with pytest.raises(DataFileError, match="0 texts are named 007_"):
        load_seeds(folder, clean)


def test_a_text_that_nobody_lists(folder: Path) -> None:
    (folder / "008_text.txt").write_text("نص", encoding="utf-8")
    with pytest.raises(DataFileError, match=r"008_text\.txt has no entry; add \[seed\.008\]"):
        load_seeds(folder, clean)


@pytest.mark.parametrize("name", ["007_text.txt", "other.txt"])
def test_a_link_that_leads_to_itself(folder: Path, name: str) -> None:
    (folder / name).unlink(missing_ok=True)
    (folder / name).symlink_to(folder / name)
    with pytest.raises(DataFileError, match=name.replace(".", r"\.")):
        load_seeds(folder, load_outlets(), clean)


def test_another_manifest_may_point_to_texts_elsewhere(tmp_path: Path) -> None:
    texts, other = tmp_path / "seeds", tmp_path / "tests" / "seeds"
    texts.mkdir()
    other.mkdir(parents=True)
    (texts / "004_x.txt").write_text("نص", encoding="utf-8")
    manifest = MANIFEST.replace('"nan.media"', "", 1).replace("outlet =", 'file = "../../seeds/004_x.txt"')
    manifest = manifest.replace("https://nan.media/x", "https://www.news.example/x") + "invented = true\n"
    (other / "seeds.toml").write_text(manifest, encoding="utf-8")
    (seed,) = load_seeds(other, clean)
    assert (seed.outlet, seed.invented, seed.topic) == ("news.example", True, "نص")


def test_the_projects_own_manifest() -> None:
    outlets = load_outlets()
    seeds = load_seeds(SEEDS, clean, outlets)
    assert [(seed.id, seed.outlet, bool(seed.url)) for seed in seeds] == [
        ("000", "arabkhabar.com", False),
        ("001", "nan.media", False),
        ("002", "arabic.rt.com", True),
        ("003", "almayadeen.net", True),
        ("004", None, False),
    ]
    for seed in seeds:
        assert seed.url is None or outlets[str(seed.outlet)].is_article(seed.url)
    assert not any(seed.invented for seed in seeds)
