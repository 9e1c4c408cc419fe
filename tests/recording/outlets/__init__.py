"""One module an outlet: `HOST` and `pages(stories)`, all answers of its hosts."""

from __future__ import annotations

from . import almayadeen, arabkhabar, nan, rt, sada

OUTLETS = (arabkhabar, nan, rt, almayadeen, sada)
