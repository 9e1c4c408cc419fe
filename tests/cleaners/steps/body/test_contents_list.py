"""Lists of the headings that follow."""

from __future__ import annotations

import pytest

from cleaners.steps.body.contents_list import contents_list
from tests.tools.step_tables import P, Row, check

CONTENTS: dict[str, Row] = {
    "a numbered list of what follows, with its head": [
        ("محتويات المقال", "noise"),
        *[(f"{n} {part}", "noise") for n, part in enumerate(("فوائد النعناع", "زراعة النعناع", "حفظ النعناع"), 1)],
        *[line for part in ("فوائد النعناع", "زراعة النعناع", "حفظ النعناع") for line in ((part, "body"), P)],
    ],
    "a list that is printed twice": [
        *[(word, "body") for word in ("الخبر", "الراشد مول", "الطابق الأول")],
        P,
        *[(word, "body") for word in ("الخبر", "الراشد مول", "الطابق الأول")],
    ],
    "two lines that come again": [
        ("يا ليل", "body"),
        ("يا عين", "body"),
        P,
        ("يا ليل", "body"),
        P,
        ("يا عين", "body"),
    ],
}


@pytest.mark.parametrize("row", CONTENTS.values(), ids=CONTENTS)
def test_contents_list(row: Row):
    check(contents_list, row)
