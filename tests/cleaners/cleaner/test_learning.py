"""What an outlet or a dump repeats is learned, and nothing of what its authors write."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaners import Cleaner, DataFileError, Learned, Page, read_html
from cleaners.cleaner.learning import Specimen, learn, specimen_of, stopped
from cleaners.sites.learned import PlacedLine, read_learned, with_any_number
from tests.tools.repeating_sites import body, page

CALL = "تابع بقية المقال على الموقع.."
SLOW = settings(max_examples=25, deadline=None)


def dump(count: int, end: Callable[[int], str], start: Callable[[int], str] = lambda _: "") -> list[str]:
    return ["\n".join([*filter(None, [start(n)]), *body(n), *filter(None, [end(n)])]) for n in range(count)]


def learned_lines(texts: list[str]) -> list[str]:
    return [line.line for line in Cleaner().learn(texts).lines]


def site(count: int, **parts: str) -> list[Specimen]:
    pages = [Page(page(n, **parts), f"https://a.example/{n}") for n in range(count)]
    return [specimen_of(read_html(one), str(one.url)) for one in pages]


@pytest.mark.parametrize(
    "line",
    [
        "لا تنس مشاركة المقال مع أصدقائك في المدينة",
        "هذه المادة محفوظة لصحيفة الساقية.",
        "قرأ هذا الخبر 1204 من زوار الساقية",
        "شكرا لقراءتكم هذا التقرير من الساقية",
        "ويمكنكم مراسلة هيئة التحرير في أي وقت.",
    ],
)
@pytest.mark.parametrize("share", [1, 3])
def test_a_line_about_the_page_is_learned_where_it_closes_texts(line: str, share: int) -> None:
    texts = dump(60, lambda n: "" if n % share else line.replace("1204", str(1204 + 7 * n)))
    found = Cleaner().learn(texts)
    assert [one.line for one in found.lines] == [with_any_number(line)]
    assert {(one.where, one.element, one.of) for one in found.lines} == {("after", "", 60)}
    cleaner = Cleaner(learned=found)
    assert [cleaner.text(text).text.split("\n\n") for text in texts] == [body(n) for n in range(60)]


@pytest.mark.parametrize("joint", [" ", ""])
def test_a_call_glued_to_texts_is_cut_and_the_question_before_it_stays(joint: str) -> None:
    question = "فما حقيقة هذا المقطع؟"
    texts = [f"{' '.join(body(n, 1))} {question}{joint}{CALL}" for n in range(30)]
    found = Cleaner().learn(texts)
    assert [line.line for line in found.lines] == [CALL]
    assert Cleaner(learned=found).text(texts[3]).text == f"{' '.join(body(3, 1))} {question}"


def test_a_call_that_no_full_stop_parts_from_the_text_is_cut() -> None:
    call = "للمزيد زوروا صفحة الساقية"
    texts = [f"{body(n, 1)[0].rstrip('.')} {call}" for n in range(30)]
    assert Cleaner(learned=Cleaner().learn(texts)).text(texts[5]).text == body(5, 1)[0].rstrip(".")


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("", "ولم يصدر عن اللجنة أي تعليق حتى ساعة كتابة هذه السطور."),
        ("", "(وكالات)"),
        ("", "رويترز"),
        ("", "والله ولي التوفيق"),
        ("", "وهكذا كانت جدتي تنهي حكاياتها كل ليلة."),
        ("", "يا نهر خذني إلى الضفة الثانية"),
        ("", "وللحديث بقية في الحلقة المقبلة"),
        ("الساقية - مراسلنا", ""),
        ("كان يا ما كان في قديم الزمان", ""),
        ("في هذه الزاوية نروي كل أسبوع حكاية من حكايات الحارة.", ""),
        ("يوميات المدينة القديمة", ""),
        ("قال الراوي:", ""),
        ("من جهته أكد رئيس اللجنة أن العمل مستمر.", ""),
    ],
)
@pytest.mark.parametrize("share", [1, 4])
def test_what_authors_repeat_is_never_learned(start: str, end: str, share: int) -> None:
    texts = dump(48, lambda n: "" if n % share else end, lambda n: "" if n % share else start)
    assert learned_lines(texts) == []


def test_a_text_with_a_heading_of_its_own_keeps_it() -> None:
    texts = ["\n".join([body(n)[0], "المقادير", *body(n)[1:2], "طريقة التحضير", *body(n)[2:]]) for n in range(40)]
    assert learned_lines(texts) == []


def test_copies_of_one_article_count_once() -> None:
    texts = [*dump(30, lambda _: ""), *(f"{body(1)[0]} {n}\n{body(1)[1]}\n{body(1)[2]}\n{CALL}" for n in range(9))]
    assert learned_lines(texts) == []


def test_nothing_is_learned_from_few_articles() -> None:
    texts = dump(19, lambda _: CALL)
    assert learned_lines([*texts, *texts]) == []
    assert learned_lines(dump(20, lambda _: CALL)) == [CALL]


@pytest.mark.parametrize("kind", ["author", "day"])
def test_the_line_of_one_author_or_one_day_is_not_learned(kind: str) -> None:
    lines = [[*map(PlacedLine, body(n)), *([PlacedLine(CALL)] if n < 10 else [])] for n in range(40)]
    one = [Specimen(str(n), tuple(lines[n]), **{kind: "a" if n < 10 else "b"}) for n in range(40)]
    assert not learn(one)
    assert learn([Specimen(str(n), tuple(lines[n]), **{kind: str(n % 3)}) for n in range(40)])


def test_lines_of_a_site_are_learned_with_their_element() -> None:
    call = "هذا الخبر من شبكة الساقية وشركائها"
    found = learn(site(24, below=f'<p class="origin box-7">{call}</p>'), "a.example", ["a.example"])
    assert [(line.line, line.where, line.element) for line in found.lines][:1] == [(call, "after", "p origin")]
    elsewhere = read_html(Page(page(99, below=f"<p>{call}</p>"), "https://a.example/99"))
    assert found.found_in(specimen_of(elsewhere, "99").lines) == set()


@pytest.mark.parametrize(
    "parts",
    [
        {"within": "<h2>تفاصيل المشروع</h2>"},
        {"within": '<h3 class="part">ماذا قال السكان عن الموقع</h3>'},
        {"below": '<p class="refrain">يا نهر خذني إلى الضفة الثانية</p>'},
        {"above": '<p class="column">في هذه الزاوية نروي كل أسبوع حكاية من الحارة</p>'},
        {"below": "<p>ولم تعلن اللجنة موعدا جديدا لاجتماعها المقبل.</p>"},
        {"below": '<div class="from">وكالة الأناضول</div>'},
    ],
)
def test_what_belongs_to_the_text_of_a_site_is_never_learned(parts: dict[str, str]) -> None:
    assert learn(site(24, **parts)).lines == ()


def test_a_line_that_stops_is_told() -> None:
    texts = dump(40, lambda _: CALL)
    found = Cleaner().learn(texts)
    with_it = [Specimen(str(n), (*map(PlacedLine, body(n)), PlacedLine(CALL))) for n in range(20)]
    without = [Specimen(str(n), tuple(map(PlacedLine, body(n)))) for n in range(20)]
    assert stopped(found, with_it) == []
    assert stopped(found, without[:4]) == []
    assert stopped(found, without) == list(found.lines)


LINES = st.sampled_from([CALL, "شاركونا آراءكم", "والله أعلم", "قرأ هذا الخبر 12", "رويترز", "كل يوم حكاية", ""])


@given(st.lists(st.tuples(LINES, LINES, st.booleans()), min_size=20, max_size=40), st.randoms(use_true_random=False))
@SLOW
def test_order_does_not_matter_and_learning_again_finds_nothing(
    edges: list[tuple[str, str, bool]], rng: random.Random
) -> None:
    specimens = [
        Specimen(f"{n:03}", tuple(PlacedLine(text) for text in (start, *_joined(body(n, 2), end, glued)) if text))
        for n, (start, end, glued) in enumerate(edges)
    ]
    found = learn(specimens)
    shuffled = [*specimens]
    rng.shuffle(shuffled)
    assert learn(shuffled).to_json() == found.to_json()
    cleaned = [_left(one.lines, found) for one in specimens]
    assert [_left(lines, found) for lines in cleaned] == cleaned
    assert not learn([Specimen(one.name, lines) for one, lines in zip(specimens, cleaned, strict=True)])


def _joined(texts: list[str], end: str, glued: bool) -> list[str]:
    return [*texts[:-1], f"{texts[-1]} {end}"] if glued else [*texts, end]


def _left(lines: tuple[PlacedLine, ...], found: Learned) -> tuple[PlacedLine, ...]:
    rest = found.without(lines)
    left = (line._replace(text=rest.get(number, line.text)) for number, line in enumerate(lines))
    return tuple(line for line in left if line.text)


def test_cleaning_again_changes_nothing() -> None:
    texts = dump(30, lambda _: CALL)
    cleaner = Cleaner(learned=Cleaner().learn(texts))
    cleaned = [cleaner.text(text).text for text in texts]
    assert [cleaner.text(text, titled=False).text for text in cleaned] == cleaned
    assert cleaner.learn(cleaned).lines == ()
    assert [one.text for one in cleaner.many(texts, processes=2)] == cleaned


def test_the_trace_names_the_step() -> None:
    cleaner = Cleaner(learned=Cleaner().learn(dump(30, lambda _: CALL)))
    assert [change.step for change in cleaner.text(dump(1, lambda _: CALL)[0]).changes] == ["repeated"]


def test_its_file_is_read_back(tmp_path: Path) -> None:
    found = Cleaner().learn(dump(30, lambda _: CALL))
    path = tmp_path / "dump.json"
    path.write_bytes(found.to_json())
    assert read_learned(path) == found
    assert Cleaner(learned=path) == Cleaner(learned=found)
    assert "3 lines" not in repr(Cleaner(learned=path))


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b'{"lines": [{"line": 3}]}', b'{"title": "x"}', b"\xff", b"[" * 100_000, b'{"lines": null}'],
)
def test_a_damaged_or_foreign_file_is_one_line_that_names_it(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "dump.json"
    path.write_bytes(content)
    with pytest.raises(DataFileError) as error:
        Cleaner(learned=path)
    assert str(error.value).startswith(f"{path}: ")
    assert "\n" not in str(error.value)


def test_arguments_of_other_types_are_refused() -> None:
    with pytest.raises(TypeError, match="learned must be"):
        Cleaner(learned=["x"])  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="texts must be several"):
        Cleaner().learn("x")
