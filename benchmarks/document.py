"""docs/benchmarks.md: what was measured last of each figure, when, and on what."""

import io
import re
import sys
from contextlib import contextmanager
from pathlib import Path

PATH = Path(__file__).resolve().parent.parent / "docs" / "benchmarks.md"
HEADER = """\
# Benchmarks

Written by `make bench`: all figures, or some (`make bench ARGS="e f --runs 3"`),
whose sections are then written anew. Stock Odoo and ours are databases that differ in
the addon only; their runs alternate, a ratio is taken within a round, and the median is
given. The first round warms up. Processor seconds are those of Python and its
PostgreSQL backend. All that is measured runs in one block of Python's stack, see
`benchmarks/frame.py`: what its end costs is chance.
"""
SECTION = re.compile(r"^<!-- (\w+) -->\n(.*?)(?=^<!-- \w+ -->|\Z)", re.S | re.M)


class Document:
    """The sections that this run measures replace those that are there."""

    def __init__(self, figures, is_kept=True, path=PATH):
        """
        :param figures: names of all figures, in the order of the document
        :param bool is_kept: whether it is written; a trial is not
        """
        self.figures = list(figures)
        self.is_kept = is_kept
        self.path = path

    @contextmanager
    def section(self, figure):
        """What is printed meanwhile is the section of this figure, if nothing fails."""
        printed = io.StringIO()
        screen, sys.stdout = sys.stdout, Tee(sys.stdout, printed)
        try:
            yield
        finally:
            sys.stdout = screen
        if self.is_kept:
            self._write(figure, f"{printed.getvalue().strip()}\n")

    def _write(self, figure, text):
        found = self.path.read_text() if self.path.exists() else ""
        sections = dict(SECTION.findall(found)) | {figure: text}
        listed = [
            f"<!-- {name} -->\n\n{sections[name].strip()}\n"
            for name in self.figures
            if name in sections
        ]
        self.path.write_text("\n".join([HEADER, *listed]).rstrip() + "\n")


class Tee:
    """A file that is written to several."""

    def __init__(self, *files):
        self.files = files

    def write(self, text):
        for file in self.files:
            file.write(text)

    def flush(self):
        for file in self.files:
            file.flush()
