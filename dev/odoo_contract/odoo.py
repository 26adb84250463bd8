"""The Odoo at hand: what its sources say of a method, a field, an id, a view."""

import ast
import csv
import re
from functools import cache, cached_property
from pathlib import Path

from lxml import etree

from .models import Models, get_code, get_signature, parse
from .scripts import get_exports, get_members

# Fields that every model has.
MAGIC = {"id", "display_name", "create_date", "create_uid", "write_date", "write_uid"}


class Odoo:
    """
    :param addons_paths: folders of addons, the first one that has a module wins
    :param modules: names; what they depend on comes with them
    """

    def __init__(self, addons_paths, modules):
        self.addons_paths = [Path(path) for path in addons_paths]
        self.core = next(
            path.parent for path in self.addons_paths if (path / "base").is_dir()
        )
        self.folders = {}
        for module in modules:
            self._add_module(module)

    def _add_module(self, module):
        folder = self._find_module(module)
        if module in self.folders or not folder:
            return
        manifest = ast.literal_eval((folder / "__manifest__.py").read_text())
        for needed in manifest.get("depends", ["base"] if module != "base" else []):
            self._add_module(needed)
        self.folders[module] = folder

    def _find_module(self, module):
        folders = (path / module for path in self.addons_paths)
        return next(
            (path for path in folders if (path / "__manifest__.py").exists()), None
        )

    # ------------------------------------------------------------------
    # Models
    # ------------------------------------------------------------------

    @cached_property
    def models(self):
        return Models(self.folders.values())

    @cached_property
    def orm(self):
        """``{name: function}``: what every model has from Odoo's ORM"""
        names = ("BaseModel", "Model", "TransientModel", "AbstractModel")
        return {
            function.name: function
            for path in sorted((self.core / "orm").glob("model*.py"))
            for node in parse(path).body
            if isinstance(node, ast.ClassDef) and node.name in names
            for function in node.body
            if isinstance(function, ast.FunctionDef)
        }

    def get_method(self, model, name):
        for each in [
            *self.models.get_ancestry(model),
            *self.models.get_ancestry("base"),
        ]:
            if name in each.methods:
                return each.methods[name]
        return self.orm.get(name) if model in self.models.by_name else None

    def get_methods_called(self, name):
        """:return: set of signatures, whatever the model"""
        functions = [each.methods.get(name) for each in self.models.by_name.values()]
        return {
            get_signature(each) for each in [*functions, self.orm.get(name)] if each
        }

    def get_field(self, model, name):
        for each in self.models.get_ancestry(model):
            if name in each.fields:
                return each.fields[name]
            for other in each.delegates:
                if field := self.get_field(other, name):
                    return field
        return None

    # ------------------------------------------------------------------
    # Data and views
    # ------------------------------------------------------------------

    @cached_property
    def records(self):
        """``{xmlid: (model, element or None)}``"""
        return {
            xmlid: record
            for module, folder in self.folders.items()
            for xmlid, record in _read_records(module, folder).items()
        }

    def get_record_model(self, xmlid):
        """:return: str, what the id is of; None if there is no such id"""
        if xmlid in self.records:
            return self.records[xmlid][0]
        module, _dot, name = xmlid.partition(".")
        if name.startswith("model_") and module in self.folders:
            names = {model.replace(".", "_") for model in self.models.by_name}
            return "ir.model" if name.removeprefix("model_") in names else None
        return None

    @cached_property
    def _extensions(self):
        """``{xmlid of a view: xmlids of those that inherit from it}``"""
        extensions = {}
        for xmlid, (_model, element) in self.records.items():
            if parent := get_parent_view(element, xmlid.partition(".")[0]):
                extensions.setdefault(parent, []).append(xmlid)
        return extensions

    def has_element(self, view, expression):
        """Whether something in a view, or what it consists of, fits an ``xpath``."""
        root = view
        while parent := get_parent_view(
            self.records.get(root, ("", None))[1], root.partition(".")[0]
        ):
            root = parent
        names = [root]
        for name in names:
            names += self._extensions.get(name, [])
        elements = (self.records.get(name, ("", None))[1] for name in names)
        return any(
            fits(element, expression) for element in elements if element is not None
        )

    # ------------------------------------------------------------------
    # Code
    # ------------------------------------------------------------------

    def get_import(self, module, name):
        """:return: str, what ``from module import name`` gives; None if nothing"""
        if self._find_python(f"{module}.{name}"):
            return "module"
        path = self._find_python(module)
        if not path:
            return None
        for node in ast.walk(parse(path)):
            if found := _describe_name(node, name):
                return found
            if isinstance(node, ast.ImportFrom) and any(
                alias.name == "*" for alias in node.names
            ):
                base = (
                    module if path.name == "__init__.py" else module.rpartition(".")[0]
                )
                source = f"{base}.{node.module}" if node.level else node.module
                if found := self.get_import(source, name):
                    return found
        return None

    def _find_python(self, module):
        parts = module.split(".")
        if parts[:2] == ["odoo", "addons"] and len(parts) > 2:
            folder = self.folders.get(parts[2])
            path = folder.joinpath(*parts[3:]) if folder else None
        else:
            path = self.core.joinpath(*parts[1:]) if parts[0] == "odoo" else None
        candidates = [path / "__init__.py", path.with_suffix(".py")] if path else []
        if path == self.core:
            candidates.append(path / "init.py")  # where odoo is a namespace
        return next((each for each in candidates if each.exists()), None)

    @cached_property
    def _code(self):
        return [
            path.read_text(encoding="utf-8")
            for folder in [*self.folders.values(), self.core / "orm"]
            for path in get_code(folder)
        ]

    @cached_property
    def _data(self):
        return [
            path.read_text(encoding="utf-8")
            for folder in self.folders.values()
            for kind in ("*.xml", "*.js")
            for path in folder.rglob(kind)
            if not {"tests", "lib"}.intersection(path.relative_to(folder).parts)
        ]

    def get_context_key(self, key):
        """:return: str, what Odoo does with a key of the context"""
        quoted = rf"""['"]{re.escape(key)}['"]"""
        reads = rf"{quoted}\s+(?:not )?in [\w.]*(?:context|ctx)\b"
        gets = rf"(?:context|ctx)(?:\.get\(|\.pop\(|\[)\s*{quoted}"
        sets = rf"\b{re.escape(key)}\s*=[^=]|{quoted}\s*:"
        does = []
        if _search(f"{gets}|{reads}", key, self._code):
            does.append("read")
        if _search(sets, key, self._code) or _search(
            rf"{sets}|\b{key}\s*:", key, self._data
        ):
            does.append("set")
        return " and ".join(does) or None

    def find_script(self, name):
        """:return: path of what JavaScript imports as ``@web/core/registry``"""
        module, _slash, rest = name.removeprefix("@").partition("/")
        folder = self.folders.get(module)
        path = folder / "static" / "src" / f"{rest}.js" if folder else None
        return path if path and path.exists() else None

    def get_export(self, script, name):
        path = self.find_script(script)
        return "exported" if path and name in get_exports(path) else None

    def get_member(self, script, class_name, name):
        """:return: str, whether a class of a script, or one that it extends, has it"""
        path = self.find_script(script)
        if not path:
            return None
        members, base = get_members(path, class_name)
        if name in members:
            return "member"
        return self.get_member(base[0], base[1], name) if base else None

    def has_template(self, name):
        return any(f't-name="{name}"' in text for text in self._data)


def _search(pattern, word, texts):
    pattern = re.compile(pattern)
    return any(word in text and pattern.search(text) for text in texts)


@cache
def _read_records(module, folder):
    records = {}
    for path in sorted(folder.rglob("*.xml")):
        if {"static", "tests"}.intersection(path.relative_to(folder).parts):
            continue
        try:
            root = etree.parse(path, etree.XMLParser(remove_comments=True)).getroot()
        except etree.XMLSyntaxError:
            continue  # not one of ours to mend, e.g. samples of documents
        for element in root.iter("record", "template", "menuitem", "asset"):
            if name := element.get("id"):
                xmlid = name if "." in name else f"{module}.{name}"
                records.setdefault(xmlid, (get_record_model(element), element))
    for path in sorted(folder.rglob("*.csv")):
        with path.open(encoding="utf-8") as file:
            for row in csv.DictReader(file):
                if name := row.get("id"):
                    xmlid = name if "." in name else f"{module}.{name}"
                    records.setdefault(xmlid, (path.stem, None))
    return records


def get_record_model(element):
    models = {"template": "ir.ui.view", "menuitem": "ir.ui.menu", "asset": "ir.asset"}
    return models.get(element.tag) or element.get("model")


def get_parent_view(element, module):
    """:return: str, the xmlid of the view that this one extends, or None"""
    if element is None:
        return None
    parent = element.get("inherit_id")
    for field in element.findall("field[@name='inherit_id']"):
        parent = field.get("ref")
    return parent if not parent or "." in parent else f"{module}.{parent}"


def fits(element, expression):
    arch = element.find("field[@name='arch']") if element.tag == "record" else element
    if arch is None:
        return False
    root = next(iter(arch), None) if element.tag == "record" else arch
    if root is None:
        return False
    # Odoo looks from the view's own element on; a template's is called t
    expression = re.sub(r"^/(?:form|list|t|kanban|search)\b", "/*", expression)
    expression = re.sub(
        r"hasclass\('([^']+)'\)",
        r"contains(concat(' ', @class, ' '), ' \1 ')",
        expression,
    )
    found = etree.ElementTree(etree.fromstring(etree.tostring(root))).xpath(
        expression if expression.startswith("/") else f"//{expression}"
    )
    return bool(found)


def _describe_name(node, name):
    if isinstance(node, ast.ClassDef) and node.name == name:
        return "class"
    if isinstance(node, ast.FunctionDef) and node.name == name:
        return get_signature(node)
    if isinstance(node, ast.Assign) and name in map(ast.unparse, node.targets):
        return "value"
    if isinstance(node, ast.AnnAssign) and ast.unparse(node.target) == name:
        return "value"
    if isinstance(node, (ast.ImportFrom, ast.Import)) and name in (
        alias.asname or alias.name for alias in node.names
    ):
        return "name"
    return None
