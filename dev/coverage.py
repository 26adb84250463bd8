"""Which tests prove which row of docs/specification.md.

python3 dev/coverage.py             how many tests each row has, into docs/coverage.md
python3 dev/coverage.py PF-8 RC-2   the tests of these rows
python3 dev/coverage.py all         the tests of all rows
python3 dev/coverage.py --check     whether docs/coverage.md is current

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
SPECIFICATION = REPO / "docs" / "specification.md"
TABLE = REPO / "docs" / "coverage.md"
NAME = r"(?:AB|BX|GS|LN|MM|NO|OD|PF|RC|SC|UX)-\d+"
ROW = re.compile(rf"\b{NAME}\b")
SECTION_OR_ROW = re.compile(
    rf"^(?:## (?P<section>.+)|- \*\*(?P<row>{NAME})\*\* (?P<text>.+))$", re.M
)
HEADER = """\
# How many tests prove each row

Made from [specification.md](specification.md) and the tests, by
`python3 dev/coverage.py`; `make test` sees that it is current. A row that no test names
is **open**. `python3 dev/coverage.py PF-8` lists the tests of a row.
"""


def read_rows():
    """:return: list of ``(row, section, text)``, in the order of the specification"""
    rows, section = [], ""
    for found in SECTION_OR_ROW.finditer(SPECIFICATION.read_text()):
        section = found["section"] or section
        if found["row"]:
            rows.append((found["row"], section, found["text"]))
    return rows


def find_tests():
    """:return: ``{row: list of "file::Class::test"}``"""
    tests = defaultdict(list)
    for path in sorted((REPO / "tests").rglob("test_*.py")):
        file = path.relative_to(REPO)
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


def make_table(tests):
    """
    :param dict tests: see ``find_tests``
    :return: str, docs/coverage.md as it should be: a line for each row
    """
    parts = [HEADER]
    previous = None
    for row, section, _text in read_rows():
        if section != previous:
            previous = section
            parts.append(f"\n## {section}\n\n| Row | Tests |\n|---|---|\n")
        parts.append(f"| {row} | {len(tests[row]) or '**open**'} |\n")
    return "".join(parts)


def tell(wanted, tests):
    """Prints what each row says and the tests that prove it; unknown rows end it."""
    texts = {row: text for row, _section, text in read_rows()}
    if wanted == ["all"]:
        wanted = list(texts)
    unknown = [row for row in wanted if row not in texts]
    if unknown:
        sys.exit(f"not in {SPECIFICATION.relative_to(REPO)}: {', '.join(unknown)}")
    for row in wanted:
        print(f"{row} {texts[row]}")
        print("".join(f"    {name}\n" for name in tests[row]) or "    open\n")


if __name__ == "__main__":
    found = find_tests()
    if "--check" in sys.argv:
        sys.exit(TABLE.read_text() != make_table(found))
    if sys.argv[1:]:
        tell(sys.argv[1:], found)
    else:
        TABLE.write_text(make_table(found))
        still_open = [row for row, *_ in read_rows() if not found[row]]
        print(
            f"{TABLE.relative_to(REPO)}: open rows: {', '.join(still_open) or 'none'}"
        )
