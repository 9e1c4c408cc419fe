"""Text after end tags that come too early is still the article's."""

from __future__ import annotations

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners import clean_html
from cleaners.page.stray_end_tags import _has_stray_ends, may_have_stray_ends

LINES = (
    "افتتحت بلدية الرمانة صباح اليوم جسر المشاة الذي يصل الحي القديم بمحطة الحافلات، بعد عامين من العمل.",
    "وقال رئيس البلدية إن الجسر صمم ليتحمل مرور ثلاثة آلاف شخص في الساعة عند طرفيه.",
    "وأضاف أن كلفة الجسر بلغت أربعة ملايين دينار تحملت البلدية نصفها من موازنتها.",
    "ويأمل سكان الحي أن يخفف الجسر من الحوادث التي شهدها الشارع خلال السنوات الماضية.",
)
ABOUT = "بريد الرمانة صحيفة يومية مستقلة تصدر منذ ثلاثين عاما وتعنى بشؤون الناس في البلاد."


def page(start: str, stray: str, rest: str) -> str:
    wrapped = (
        f'<div id="page"><article><h1>افتتاح الجسر</h1><div class="text">{start}{stray}{rest}</div></article></div>'
    )
    return f"<body><nav><a href=/>الرئيسية</a></nav>{wrapped}<footer>{ABOUT}</footer></body>"


@pytest.mark.parametrize(
    "stray", ["</div>", "</div></article>", "</section></b>", "</body></html>", "</div></div></div>", "</DIV>"]
)
@pytest.mark.parametrize("shape", ["<p>{}</p>", "<p>{}\n", '<p class="par">{}</p>', "{}<br><br>"])
def test_text_goes_on_after_stray_end_tags(stray: str, shape: str) -> None:
    lines = [shape.format(line) for line in LINES]
    article = clean_html(page("".join(lines[:2]), stray, "".join(lines[2:])))
    assert article.blocks == LINES


@pytest.mark.parametrize("tags", ["", "</div>", "<!-- </div> -->", "<script>'</div></article>'</script>", "<!--"])
def test_other_text_after_the_article_stays_outside(tags: str) -> None:
    text = "".join(f"<p>{line}</p>" for line in LINES)
    html = f'<body>{tags}<article>{text}</article><div class="about"><p>{ABOUT}</p></div></body>'
    assert clean_html(html.replace("<!--<", "<!-- --><")).blocks == LINES


TAGS = ("div", "article", "section", "main", "td", "table", "tr", "p", "b", "a", "ul", "li", "h2", "DIV")


@given(st.lists(st.sampled_from([f"<{sign}{tag}>" for tag in TAGS for sign in ("", "/")]), max_size=14))
def test_the_parser_tells_of_every_stray_end_tag(tags: list[str]) -> None:
    parser = lxml.html.HTMLParser(huge_tree=True)
    lxml.html.document_fromstring(f"<p>{''.join(tags)}", parser=parser)
    assert may_have_stray_ends(parser.error_log) or not _has_stray_ends("".join(tags).encode())
