"""JavaScript, read by what its lines look like: imports, exports, classes, members."""

import re
from functools import cache

IMPORT = re.compile(r"""import\s*\{([^}]*)\}\s*from\s*["']([^"']+)["']""")
EXPORT = re.compile(
    r"export\s+(?:async\s+)?(?:class|function\*?|const|let|var)\s+(\w+)"
)
EXPORT_LIST = re.compile(r"export\s*\{([^}]*)\}")
CLASS = re.compile(r"class\s+(\w+)(?:\s+extends\s+(\w+))?\s*\{")
PATCH = re.compile(r"patch\((\w+)(?:\.prototype)?,\s*\{")
MEMBER = re.compile(
    r"^ {4}(?:static\s+|async\s+)*(?:[gs]et\s+)?\*?(\w+)\s*(?:\([^\n]*\{$|[=:(])",
    re.M,
)
SUPER = re.compile(r"super\.(\w+)")


def read(path):
    return path.read_text(encoding="utf-8")


def get_imports(source):
    """:return: ``{name: (script, name there)}``"""
    imports = {}
    for names, script in IMPORT.findall(source):
        for name in filter(None, map(str.strip, names.split(","))):
            original, _as, alias = name.partition(" as ")
            imports[alias.strip() or original] = (script, original)
    return imports


@cache
def get_exports(path):
    source = read(path)
    exports = set(EXPORT.findall(source))
    for names in EXPORT_LIST.findall(source):
        exports |= {name.split(" as ")[-1].strip() for name in names.split(",")}
    return exports


def get_body(source, start):
    """:return: str, from the brace before ``start`` to the one that closes it"""
    depth = 1
    for end in range(start, len(source)):
        depth += {"{": 1, "}": -1}.get(source[end], 0)
        if not depth:
            return source[start:end]
    return source[start:]


def get_members(path, class_name):
    """:return: names of what a class has, and the script and class that it extends"""
    source = read(path)
    for match in CLASS.finditer(source):
        if match[1] == class_name:
            base = get_imports(source).get(match[2])
            if base and base[0].startswith("."):
                base = None
            return set(MEMBER.findall(get_body(source, match.end()))), base
    return set(), None


def find_extensions(source):
    """:return: list of ``(script, class there, members used or replaced, offset)``"""
    imports, found = get_imports(source), []
    for match in [*PATCH.finditer(source), *CLASS.finditer(source)]:
        is_patch = match.re is PATCH
        base = imports.get(match[1] if is_patch else match[2])
        if base and base[0].startswith("@"):
            body = get_body(source, match.end())
            names = set(SUPER.findall(body))
            if is_patch:
                names |= set(MEMBER.findall(body))
            found.append((*base, sorted(names), match.start()))
    return found
