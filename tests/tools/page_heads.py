"""Pages that are a head and a few paragraphs, and what their metadata says."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from cleaners import Article, clean_html
from cleaners.metadata.read import Metadata, read_metadata
from cleaners.page import Page, parse

URL = "https://www.example.net/news/1234"
HEADLINE = "وزير الخارجية يزور باماكو لبحث التعاون الأمني"
PARAGRAPH = (
    "<p>أعلنت وزارة الخارجية، الأربعاء، أن الوزير وصل إلى العاصمة المالية باماكو في زيارة تستمر يومين يبحث خلالها مع"
    " المسؤولين سبل تعزيز التعاون بين البلدين في مجالات الأمن والاقتصاد والتعليم.</p>"
)
BODY = f"<h1>{HEADLINE}</h1>{PARAGRAPH}{PARAGRAPH}{PARAGRAPH}"

ADDRESS = "https://www.sahel.example/news/4711/road"
FETCHED = datetime(2024, 5, 20, 12, 0, tzinfo=UTC)
TITLE = "بلدية عين الصخر تبدأ توسيع الطريق إلى القرى الست"
TEXT = "".join(
    f"<p>{text}</p>"
    for text in (
        "أعلنت بلدية عين الصخر، الأحد، بدء أعمال توسيع الطريق الجبلي إلى القرى الست، على أن تنتهي قبل الشتاء.",
        "وقال المهندس المشرف إن الأعمال ستجري ليلا لتجنب إغلاق الطريق أمام الشاحنات التي تنقل محصول التفاح.",
        "وختم المهندس حديثه بالقول إن سلامة العمال تأتي قبل أي موعد، وإن البلدية لن تستعجل أحدا في هذا العمل.",
    )
)


def read(body: str = BODY, head: str = "", url: str | None = URL, now: datetime | None = None) -> Metadata:
    tree = parse(Page(f"<html><head>{head}</head><body>{body}</body></html>"))
    assert tree is not None
    return read_metadata(tree, url, now)


def ld(**fields: object) -> str:
    node = {"@context": "https://schema.org", "@type": "NewsArticle", **fields}
    return f'<script type="application/ld+json">{json.dumps(node, ensure_ascii=False)}</script>'


def near(line: str) -> str:
    """A page that prints a line between its headline and its text."""
    return f"<div class='page'><h1>{HEADLINE}</h1>{line}{PARAGRAPH}{PARAGRAPH}</div>"


def article_of(
    head: str = "", line: str = "", after: str = "", url: str = ADDRESS, h1: str = f"<h1>{TITLE}</h1>"
) -> Article:
    html = f"<html><head>{head}</head><body><div>{h1}{line}<div>{TEXT}</div></div>{after}</body></html>"
    return clean_html(html, url, fetched_at=FETCHED)


def data_of(data: str) -> str:
    return f"<script type='application/ld+json'>{data}</script>"
