"""Text after end tags that come too early is still the article's."""

from __future__ import annotations

import pytest

from cleaners import clean_html

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
    "stray", ["</div>", "</div></article>", "</section></b>", "</body></html>", "</div></div></div>"]
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
