"""Clean texts as a step of a datatrove pipeline, and write aside what is no article, with its reason.

    python examples/datatrove_step.py examples/data OUT

It reads `dump.jsonl` in the first folder and writes `articles/` and `removed/` into the second. In a pipeline of yours,
put `CleanArabicNews()` behind the reader; it works in any number of tasks.
"""

from __future__ import annotations

import sys
from pathlib import Path

from datatrove.data import Document
from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.filters.base_filter import BaseFilter
from datatrove.pipeline.readers import JsonlReader
from datatrove.pipeline.writers import JsonlWriter
from datatrove.pipeline.writers.disk_base import DiskWriter

from cleaners import Cleaner


class CleanArabicNews(BaseFilter):
    """Replaces the text of a document by its article, and removes documents without one."""

    name = "Arabic news"

    def __init__(self, cleaner: Cleaner | None = None, exclusion_writer: DiskWriter | None = None) -> None:
        super().__init__(exclusion_writer)
        self.cleaner = cleaner or Cleaner()

    def filter(self, doc: Document) -> bool | tuple[bool, str]:
        """Whether the document holds an article, or the reason why it does not."""
        article = self.cleaner.text(doc.text)
        if article.reason is not None:
            return False, article.reason
        doc.text = article.text
        doc.metadata |= {"title": article.title, "date_published": article.date_published, "authors": article.authors}
        return True


def main(source: str, target: str) -> None:
    out = Path(target)
    removed = JsonlWriter(str(out / "removed"), compression=None)
    steps = [
        JsonlReader(source, glob_pattern="dump.jsonl"),
        CleanArabicNews(exclusion_writer=removed),
        JsonlWriter(str(out / "articles"), compression=None),
    ]
    LocalPipelineExecutor(steps, tasks=1, logging_dir=str(out / "logs")).run()


if __name__ == "__main__":
    main(*sys.argv[1:])
