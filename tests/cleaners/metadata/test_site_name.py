"""What an outlet calls itself."""

from __future__ import annotations

import pytest

from tests.tools.page_heads import BODY, HEADLINE, read


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (f"<title>{HEADLINE} | صدى المرفأ</title>", "صدى المرفأ"),
        (f"<title>{HEADLINE} - أخبار الجبل - صدى المرفأ</title>", "صدى المرفأ"),
        (
            f"<title>{HEADLINE} | أخبار الجبل</title><meta property='article:section' content='أخبار الجبل'>",
            "example.net",
        ),
        (f"<title>{HEADLINE} | كل ما يهمك من أخبار الجبل والمرفأ</title>", "example.net"),
        (f"<title>{HEADLINE}</title>", "example.net"),
        (f"<title>{HEADLINE} | أخبار</title><meta property='og:site_name' content='صدى المرفأ'>", "صدى المرفأ"),
    ],
)
def test_an_outlet_s_name(head: str, name: str) -> None:
    assert read(head=head).site_name == name


def test_a_section_that_the_page_links_is_no_outlet_s_name() -> None:
    head, link = f"<title>{HEADLINE} | كرة القدم</title>", "<a href='{}'>كرة القدم</a>"
    assert read(head=head, body=link.format("/sport/") + BODY).site_name == "example.net"
    assert read(head=head, body=link.format("/") + BODY).site_name == "كرة القدم"
