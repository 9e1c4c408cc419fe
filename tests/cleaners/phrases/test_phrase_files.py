"""Phrase files: every one parses, malformed ones say where, and the four forms meet lines as they promise."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaners.data_files import DataFileError
from cleaners.phrases import FOLDER, PhraseMatch, parse_phrases, phrases

FILES = sorted(FOLDER.glob("*.txt"))


@pytest.fixture
def written(tmp_path: Path):
    def write(text: str):
        path = tmp_path / "made.txt"
        path.write_text(text, encoding="utf-8")
        return parse_phrases(path)

    return write


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_file_parses_and_says_what_it_is_for(path: Path):
    found = phrases(path.stem)
    assert found.whole | found.labels | found.starts | found.ends
    assert path.read_text(encoding="utf-8").startswith("# ")


def test_there_are_phrase_files():
    assert {"teaser", "interface_line", "source_line", "byline", "bot_wall"} <= {path.stem for path in FILES}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("# heading\nشارك\n\nشارك\n", "line 4.*شارك.*twice"),
        ("شارك\nشـــارِك\n", "line 2.*twice"),
        ("شارك …\nشارك…\n", "line 2.*twice"),
        ("شارك\n—\n", "line 2.*no letters"),
        (" …\n", "line 1.*no letters"),
    ],
    ids=["twice", "twice in another spelling", "twice in one form", "no letters", "nothing but the dots"],
)
def test_a_malformed_line_is_named(written, text: str, told: str):
    with pytest.raises(DataFileError, match=rf"made\.txt: {told}") as error:
        written(text)
    assert "\n" not in str(error.value)


def test_a_phrase_may_stand_in_two_forms(written):
    found = written("شارك\nشارك: …\n… شارك\n")
    assert (len(found.whole), len(found.labels), len(found.ends)) == (1, 1, 1)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (None, "cannot be read: No such file"),
        (b"\xff\xfe\xff", "not UTF-8 at byte 0"),
        (b"a\xd8", "not UTF-8 at byte 1"),
    ],
    ids=["missing", "utf-16", "cut"],
)
def test_an_unreadable_file_is_named(tmp_path: Path, data: bytes | None, told: str):
    path = tmp_path / "other.txt"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(DataFileError, match=rf"other\.txt: {told}"):
        parse_phrases(path)


def test_an_unknown_name_is_our_defect():
    with pytest.raises(DataFileError, match="no_such_file"):
        phrases("no_such_file")


FORMS = "شارك الخبر\nالمصدر: …\nتابعونا على …\n… على قناتنا\nقراءة N دقيقة\n"


@pytest.mark.parametrize(
    ("line", "match"),
    [
        ("شارك الخبر", PhraseMatch("whole", "")),
        ("«شـــارِك الخبر» …", PhraseMatch("whole", "")),
        ("شارك الخبر مع أصدقائك", None),
        ("المصدر: وكالات", PhraseMatch("label", "وكالات")),
        ("المصدر : الجزيرة + وكالات", PhraseMatch("label", "الجزيرة + وكالات")),
        ("المصدر – أ ف ب", PhraseMatch("label", "أ ف ب")),
        ("المصدر:", PhraseMatch("label", "")),
        ("المصدر وكالات", None),
        ("المصدر", None),
        ("قال المصدر: لا", None),
        ("تابعونا على تلغرام", PhraseMatch("start", "تلغرام")),
        ("تابعونا على: تلغرام", PhraseMatch("label", "تلغرام")),
        ("تابعونا على", PhraseMatch("start", "")),
        ("ثم تابعونا على الشاشة", None),
        ("شاهدوا البرنامج على قناتنا", PhraseMatch("end", "شاهدوا البرنامج")),
        ("شاهدوا على قناتنا البرنامج", None),
        ("قراءة 12 دقيقة", PhraseMatch("whole", "")),
        ("قراءة ٣ دقيقة", PhraseMatch("whole", "")),
        ("قراءة دقيقة", None),
        ("", None),
        ("؟!", None),
    ],
)
def test_forms(written, line: str, match: PhraseMatch | None):
    assert written(FORMS).match(line) == match


def test_openings_count_only_in_lines_of_headline_length(written):
    found = written(FORMS)
    long = "تابعونا على " + "تلغرام " * 40
    assert found.match(long) is None
    assert found.match(long, longest=1000) == PhraseMatch("start", long.removeprefix("تابعونا على ").strip())


def test_a_label_far_inside_a_line_is_none(written):
    assert written(FORMS).match("وهذا ما قاله لنا أمس في مكتبه القريب من الجسر المصدر: نعم") is None


LONG = "أعلنت بلدية عين الصخر الأحد بدء أعمال توسيع الطريق الجبلي إلى القرى الست على أن تنتهي قبل الشتاء " * 4


@pytest.mark.parametrize(
    ("line", "form"),
    [
        (f"شارك المقال {LONG}", "start"),
        (f"• شارك المقال {LONG}", "start"),
        (f"شارك المقال: {LONG}", "label"),
        (f"{LONG} على فيسبوك", "end"),
        (f"{LONG} على فيسبوك !", "end"),
        (f"قال شارك المقال {LONG}", None),
        (f"شارك {LONG}", None),
        (f"{LONG} على فيسبوك أمس", None),
    ],
)
def test_a_long_line_opens_or_ends_with_a_phrase_beside_signs(written, line: str, form: str | None):
    file = written("شارك المقال …\nعلى شارك\n… على فيسبوك\n")
    found = file.match(line, len(line))
    assert (found.form if found else None) == form
    assert file.may_open(line) == ("شارك" in line.split()[:2] and "قال" not in line.split()[:1])
