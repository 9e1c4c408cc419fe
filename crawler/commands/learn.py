"""`scrapy learn`: find the lines that each outlet of an output folder repeats, for later crawls to drop."""

from __future__ import annotations

import argparse
import asyncio
import sys
from contextlib import closing
from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from cleaners import check_data
from cleaners.data_files import DataFileError
from cleaners.phrases import use_own_phrases
from cleaners.text.printable import printable_line
from crawler.commands import EXIT_UNUSABLE
from crawler.errors import OutputError
from crawler.options import read_options
from crawler.pages.learned_watch import LEARNED_FOLDER
from crawler.reclean.lessons import SPECIMEN_TASK, Learning, learned_file
from crawler.reclean.pages import PageReader
from crawler.storage.committed import CommittedFolder
from crawler.storage.standard_output import print_text
from crawler.workers.pool import WorkerDied, Workers

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from crawler.reclean.lessons import Lesson


class Command(ScrapyCommand):
    """The command; Scrapy finds it by the name of its module."""

    requires_project = True
    requires_crawler_process = False

    def short_desc(self) -> str:
        """What Scrapy's list of commands shows."""
        return "Learn from the archives of OUTPUT_DIR which lines each outlet repeats, without network"

    def long_desc(self) -> str:
        """What Scrapy's help of the command shows."""
        return (
            "Learn from the archived articles of OUTPUT_DIR, 20 or more of an outlet, which lines recur before, after "
            "or within different articles. They are written to learned/<outlet>.json; crawls and reclean drop them in "
            "the step `repeated`. Delete a line there to keep it, or the file to drop nothing."
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Write the files, print what is in them, and set the exit code: 0, or 2 for an unusable folder or file."""
        if args:
            raise UsageError("learn takes no arguments; name the folder with -s OUTPUT_DIR=…")
        try:
            self._learn()
        except (DataFileError, OutputError, WorkerDied) as error:
            self.exitcode = EXIT_UNUSABLE
            print(printable_line(f"scrapy learn: {' '.join(str(error).split())}"), file=sys.stderr)

    def _learn(self) -> None:
        assert self.settings is not None
        options = read_options(self.settings)
        use_own_phrases(options.phrases_dir)
        check_data()
        limits = options.cleaner_processes, options.cleaner_seconds, options.cleaner_memory_mb
        with closing(CommittedFolder.open(options.output_dir, needs_ledger=False)) as folder:
            learning = Learning(folder, PageReader(folder, self.settings), Workers(SPECIMEN_TASK, *limits))
            lessons = asyncio.run(learning.run())
        for lesson in lessons:
            _write_lesson(options.output_dir, lesson)
        print_text("".join(f"{printable_line(line)}\n" for line in _report(lessons)))


def _write_lesson(folder: Path, lesson: Lesson) -> None:
    """Write an outlet's file in one piece; without lines, remove the one that is there."""
    path = learned_file(folder, lesson.learned.outlet)
    try:
        if not lesson.learned:
            path.unlink(missing_ok=True)
            return
        path.parent.mkdir(exist_ok=True)
        beside = path.with_name(path.name + ".part")
        beside.write_bytes(lesson.learned.to_json())
        beside.replace(path)
    except OSError as error:
        raise OutputError(f"{path}: cannot write: {error.strerror}") from error


def _report(lessons: list[Lesson]) -> Iterator[str]:
    """What was learned, a line each, and what is no longer seen."""
    if not lessons:
        yield f"no outlet with 20 articles to learn from; nothing written to {LEARNED_FOLDER}/"
    for lesson in lessons:
        learned = lesson.learned
        yield f"{learned.outlet}: {len(learned.lines)} repeated lines in {lesson.articles} articles"
        for line in learned.lines:
            yield f"  {line.seen} of {line.of}, {line.where} the text: {line.line}"
        for line in lesson.gone:
            yield f"  no longer seen, {line.where} the text: {line.line}"
