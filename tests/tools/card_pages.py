"""Pages with lists of links to further articles, and what the cleaner makes of the links."""

from __future__ import annotations

from cleaners import Article, Page, Reading, read_html

URL = "https://marfa.example/news/7"
TITLES = (
    "سكان القرى الست يطالبون بجسر ثان فوق الوادي",
    "مزارعو التفاح يخشون خسارة الموسم بسبب الطريق",
    "مجلس المحافظة يقر موازنة جديدة لصيانة الطرق",
    "حافلات صغيرة تنقل التلاميذ عبر الطريق الترابي",
)
PARAGRAPHS = tuple(
    f"<p>{text}</p>"
    for text in (
        "أعلنت بلدية عين الصخر، الأحد، بدء أعمال توسيع الطريق الجبلي إلى القرى الست، على أن تنتهي قبل الشتاء.",
        "وقال المهندس المشرف إن الأعمال ستجري ليلا لتجنب إغلاق الطريق أمام الشاحنات التي تنقل محصول التفاح.",
        "وخصصت المحافظة للمشروع مبلغا لم تعلن عنه، واكتفت بالقول إنه أكبر ما أنفق على طريق واحد في عشر سنوات.",
        "وختم المهندس حديثه بالقول إن سلامة العمال تأتي قبل أي موعد، وإن البلدية لن تستعجل أحدا في هذا العمل.",
    )
)

LI = "<li><a href='/n/{n}'>{title}</a></li>"


def page(between: str = "", end: str = "", after: str = "", before: str = "") -> Reading:
    """An article with mark-up between its paragraphs, at their end inside their element, before and after it."""
    first, *others = PARAGRAPHS
    head = "<html><head><title>بلدية عين الصخر تبدأ العمل في الطريق</title></head>"
    text = f"<div class='k1'>{first}{between}{''.join(others)}{end}</div>"
    heading = "<h1>بلدية عين الصخر تبدأ العمل في الطريق</h1>"
    return read_html(Page(f"{head}<body>{before}<div class='k0'>{heading}{text}</div>{after}</body></html>", URL))


def links(template: str, count: int = 4) -> str:
    return "".join(template.format(n=n, title=title) for n, title in enumerate(TITLES[:count]))


def kinds(article: Article) -> list[tuple[str, str]]:
    return [(related.title, related.kind) for related in article.related]
