"""Which tests prove which row of the specification: writes docs/coverage.md.

A test names its rows in a comment above it, or in the first comment of its body:
``# AB-12, MM-4: what is special about it``. Those of a class, in its docstring or a
comment at its start, are those of its tests that name none.
"""

import ast
import re
import sys
from collections import defaultdict
from pathlib import Path

REPO = Path(__file__).resolve().parent.parent
TABLE = REPO / "docs" / "coverage.md"
ROW = re.compile(r"\b(?:AB|BX|GS|LN|MM|NO|OD|PF|RC|SC|UX)-\d+\b")
HEADER = """\
# The specification, row by row

Made from the tests by `python3 dev/coverage.py`; `make test` sees that it is current. A
row that no test names is **open**.
"""


def read_rows():
    """:return: list of ``[row, section, text]``, in the order of the specification"""
    lines = (REPO / "dev" / "rows.tsv").read_text().splitlines()
    return [line.split("\t") for line in lines]


def find_tests():
    """:return: ``{row: list of "file::Class::test"}``"""
    tests = defaultdict(list)
    for path in sorted((REPO / "tests").rglob("test_*.py")):
        file = path.relative_to(REPO / "tests")
        source = path.read_text()
        lines = source.splitlines()
        for node in ast.parse(source).body:
            if not isinstance(node, ast.ClassDef):
                continue
            of_class = ROW.findall(_get_start(lines, node))
            for function in node.body:
                if not isinstance(function, ast.FunctionDef):
                    continue
                if not function.name.startswith("test_"):
                    continue
                own = ROW.findall(_get_comments(lines, function))
                for row in dict.fromkeys(own or of_class):
                    tests[row].append(f"{file}::{node.name}::{function.name}")
    return tests


def _get_start(lines, node):
    """:return: str, the docstring of a class and the comments at its start"""
    header = lines[node.lineno : node.body[0].lineno - 1]
    comments = [line for line in header if line.lstrip().startswith("#")]
    return "\n".join([ast.get_docstring(node) or "", *comments])


def _get_comments(lines, function):
    """:return: str, what is said above the function and where its body starts"""
    first = min([function.lineno, *(d.lineno for d in function.decorator_list)]) - 1
    start = first
    while lines[start - 1].lstrip().startswith("#"):
        start -= 1
    end = start_of_body = function.body[0].lineno - 1
    while lines[start_of_body - 1].lstrip().startswith("#"):
        start_of_body -= 1
    return "\n".join(lines[start:first] + lines[start_of_body:end])


def make_table():
    """:return: str, the file as it should be"""
    tests = find_tests()
    parts = [HEADER]
    section = None
    for row, row_section, text in read_rows():
        if row_section != section:
            section = row_section
            parts.append(f"\n## {section}\n\n| Row | What | Tests |\n|---|---|---|\n")
        parts.append(f"| {row} | {_escape(text)} | {_format(tests[row])} |\n")
    return "".join(parts)


def _escape(text):
    return text.replace("|", "\\|")


def _format(names):
    """Tests by file and class, so that a row is read at a glance."""
    if not names:
        return "**open**"
    by_class = defaultdict(list)
    for name in names:
        file, class_name, test = name.split("::")
        by_class[file, class_name].append(test.removeprefix("test_"))
    shown = "<br>".join(
        f"`{file}` {class_name}: {', '.join(sorted(found))}"
        for (file, class_name), found in by_class.items()
    )
    return f"{len(names)} tests<br>{shown}" if len(names) > 1 else shown


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit(TABLE.read_text() != make_table())
    TABLE.write_text(make_table())
    still_open = [row for row, _section, _text in read_rows() if not find_tests()[row]]
    print(f"{TABLE.relative_to(REPO)}: open rows: {', '.join(still_open) or 'none'}")
