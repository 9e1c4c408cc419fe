"""Hand-made blocks for the tables of step tests: `(block, expected role)` a line, in page order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from msgspec.structs import replace

from cleaners.blocks.block import Block, Link, Place
from cleaners.blocks.document import Document

Row = list[tuple[Block | str, str]]

PROSE = "أعلنت بلدية عين الصخر، الأحد، بدء أعمال توسيع الطريق الجبلي إلى القرى الست، على أن تنتهي قبل الشتاء."
MORE = "وقال المهندس المشرف إن الأعمال ستجري ليلا لتجنب إغلاق الطريق أمام شاحنات محصول التفاح."
LAST = "وختم المهندس حديثه بالقول إن سلامة العمال تأتي قبل أي موعد، وإن البلدية لن تستعجل أحدا."
HEAD = "بلدية عين الصخر تبدأ توسيع الطريق الجبلي قبل الشتاء"

P, M, L = (PROSE, "body"), (MORE, "body"), (LAST, "body")
LINES = [P, M, L]
SWIMMERS = "منتخب الناشئات يتوج بكأس السباحة في تونس بعد غياب عشر سنوات"
SWUM = "توج منتخب الناشئات بكأس السباحة للمرة الأولى منذ عشر سنوات بعد تفوقه في تونس على ستة منتخبات."

SECOND_BRIDGE = "سكان القرى الست يطالبون بجسر ثان فوق الوادي"
THIRD = "مزارعو التفاح يخشون خسارة الموسم بسبب الطريق"
FOURTH = "مجلس المحافظة يقر موازنة جديدة لصيانة الطرق الجبلية"
OTHER_HEADLINES = [
    SWIMMERS,
    "مهرجان المسرح الصيفي يختتم عروضه بمسرحية من دون كلام",
    "جائزة الرواية القصيرة تذهب إلى كاتبة من الجنوب",
]
EXCERPT = "توج منتخب الناشئات بكأس السباحة للمرة الأولى منذ عشر سنوات بعد تفوقه في تونس على…"


def block(text: str, role: str = "body", *, link: str | Sequence[str] = (), **rest: Any) -> Block:
    """A block; `link` makes its whole text a link, keys of `Place` go to its place, others to the block."""
    urls = [link] if isinstance(link, str) else list(link)
    share = rest.pop("link_share", 1.0 if urls else 0.0)
    place = {key: rest.pop(key) for key in list(rest) if key in Place.__struct_fields__}
    links = tuple(Link(url, text) for url in urls)
    return Block(0, text, role=role, links=links, place=Place(link_share=share, **place), **rest)  # type: ignore[arg-type]


FRAME: Row = [(block(text, "noise"), "noise") for text in ("تابعونا", "شارك المقال")]
"""Lines of the page around a flattened text."""
PLACED: Row = [(block(text, path=(1, 2, n)), "body") for n, text in enumerate((PROSE, MORE, LAST), 10)]


def numbered(blocks: Iterable[Block | str]) -> Document:
    """A page of blocks, which get their indices; a string is a plain line."""
    made = (block(b) if isinstance(b, str) else b for b in blocks)
    return Document(replace(b, index=number) for number, b in enumerate(made))


def told(b: Block) -> str:
    """What became of a block: role, kind after a colon, article after a slash."""
    return b.role + (f":{b.kind}" if b.kind else "") + (f"/{b.article}" if b.article else "")


def check(step: Callable[[Document], Iterable[Block]], row: Row) -> Document:
    """Run a step over a row, compare what each block became, give the page back."""
    before = numbered(b for b, _ in row)
    after = before.edited(step(before))
    wrong = [f"{told(b)}, not {e}: {b.text}" for (_, e), b in zip(row, after, strict=True) if told(b) != e]
    assert not wrong, "\n".join(wrong)
    return after
