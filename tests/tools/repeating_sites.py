"""Articles of an invented outlet, no two of them alike, with lines that it repeats."""

from __future__ import annotations

import random

_DID = "افتتحت|رممت|وسعت|زارت|نظمت|أعادت ترتيب|قدمت|جربت"
_WHO = "بلدية المدينة|مدرسة الحي الشرقي|جمعية المزارعين|فرقة المسرح|نادي القراءة|مختبر المياه|مستشفى الوادي"
_WHAT = (
    "حديقة عند الجسر|مكتبة للأطفال قرب السوق|معرضا للخزف|شبكة لري البساتين|ساحة للعب بين البيوت|دورة في إصلاح الآلات"
)
_WHEN = "صباح الأحد|مساء الاثنين|قبل أسبوعين|في أول الشهر|بعد موسم الأمطار|خلال عطلة الربيع"
_WHY = "استجابة لطلب السكان|بعد نقاش دام شهورا|بمال جمعه المتطوعون|رغم قلة العاملين فيها|لتخفف الزحام عن الأحياء"


def sentence(rng: random.Random) -> str:
    """A sentence that hardly ever comes twice."""
    number = rng.randrange(100, 10**6)
    parts = [rng.choice(each.split("|")) for each in (_DID, _WHO, _WHAT, _WHEN, _WHY)]
    return f"{' '.join(parts)}، وبلغ عدد المشاركين {number} شخصا بحسب السجل المحفوظ لدى اللجنة."


def body(seed: int, paragraphs: int = 4) -> list[str]:
    """The paragraphs of one article."""
    rng = random.Random(seed)
    return [" ".join(sentence(rng) for _ in range(2)) for _ in range(paragraphs)]


def page(seed: int, above: str = "", below: str = "", within: str = "") -> bytes:
    """The page of one article, with mark-up above, below and within its text."""
    first, *others = body(seed)
    texts = f"{above}<p>{first}</p>{within}{''.join(f'<p>{text}</p>' for text in others)}{below}"
    title = f"خبر المدينة رقم {seed} عن الحدائق والمدارس"
    return (
        f'<html lang="ar"><head><meta charset="utf-8"><title>{title}</title></head><body><article><h1>{title}</h1>'
        f'<div class="story post-{seed}">{texts}</div></article></body></html>'
    ).encode()
