"""Headlines of a subject, among words that all subjects share."""

from __future__ import annotations

import random

SUBJECTS = {
    "water": "نهر سد مياه ري خزان فيضان جفاف بئر قناة مضخة أمطار سقاية",
    "music": "أغنية عازف لحن مسرح فرقة إيقاع مطرب ألبوم حفل موسيقى عود نغم",
    "football": "مباراة هدف ملعب مدرب لاعب دوري كأس فريق هجوم حارس بطولة تعادل",
    "market": "أسعار بورصة عملة تجارة مصرف استثمار تضخم أسهم سوق ميزانية قرض ضريبة",
    "space": "كوكب قمر صاروخ تلسكوب مدار نجم مجرة فضاء رائد مسبار مذنب كسوف",
}
COMMON = "أعلن اليوم مسؤول جديد خلال بعد عام العاصمة"


def headline(rng: random.Random, subject: str, words: int = 4) -> str:
    own, common = SUBJECTS[subject].split(), COMMON.split()
    return " ".join([*rng.sample(own, words), *rng.sample(common, 3)])
