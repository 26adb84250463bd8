"""What our addons use: read from their Python, XML, CSV and JavaScript."""

import ast
import csv
import re
from collections import defaultdict

from lxml import etree

from .inference import Inference, World
from .models import Models, get_code, get_literal, parse, read_declarations
from .odoo import MAGIC, get_parent_view
from .scripts import find_extensions, get_imports, read

PATH = re.compile(r"^[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)*$")
XMLID = re.compile(r"^[a-z_0-9]+\.[A-Za-z_0-9.]+$")
TEXT = re.compile(r"""["']([\w.]+)["']""")
REFERENCES = re.compile(r"\bref\(\s*['\"]([\w.]+)['\"]|%\(([\w.]+)\)d")
TAKES_VALUES = {"create", "write", "update", "new", "copy", "copy_data"}
TAKES_FIELDS = set(
    "search search_count search_fetch filtered_domain _read_group mapped sorted "
    "grouped filtered _search read modified invalidate_recordset fields_get "
    "flush_model flush_recordset invalidate_model".split()
)
BELONGS_TO_US = re.compile(r"lot_prealloc|lot_traceab")
IS_NO_FIELD = {
    "context",
    "uid",
    "parent",
    "active_id",
    "active_ids",
    "True",
    "False",
    "None",
}


class Uses:
    """
    ``found`` has ``{(kind, name): set of "file:line"}``: candidates, of which those are
    uses of Odoo that some Odoo knows.
    """

    def __init__(self, repository, addons, odoo):
        self.repository = repository
        self.addons = addons
        self.folders = [repository / addon for addon in addons]
        self.world = World(odoo, Models(self.folders))
        self.odoo = odoo
        self.found = defaultdict(set)
        for folder in self.folders:
            self._read_manifest(folder)
            self._read_python(folder)
            self._read_xml(folder)
            self._read_csv(folder)
            self._read_scripts(folder)

    def add(self, kind, name, path, line):
        self.found[kind, name].add(f"{path.relative_to(self.repository)}:{line}")

    def add_xmlid(self, name, path, line):
        if XMLID.match(name) and name.partition(".")[0] not in self.addons:
            self.add("id", name, path, line)

    def add_path(self, model, names, path, line):
        """:param str names: a path of fields, ``move_ids.lot_ids``"""
        for name in names.split("."):
            if not model or name in MAGIC:
                return
            self.add("attribute", f"{model}.{name}", path, line)
            model = self.world.get_comodel(model, name)

    def _read_manifest(self, folder):
        path = folder / "__manifest__.py"
        manifest = get_literal(parse(path).body[0].value)
        for module in manifest["depends"]:
            if module not in self.addons:
                self.add("module", module, path, 1)

    # ------------------------------------------------------------------
    # Python
    # ------------------------------------------------------------------

    def _read_python(self, folder):
        for path in get_code(folder):
            self._read_texts(path)
        for path, declaration in read_declarations(folder):
            self._read_declaration(path, declaration)

    def _read_texts(self, path):
        """Imports, ids and keys of the context."""
        for node in ast.walk(parse(path)):
            if isinstance(node, ast.ImportFrom) and not node.level:
                for alias in node.names:
                    if node.module.split(".")[0] == "odoo":
                        name = f"{node.module}.{alias.name}"
                        self.add("import", name, path, node.lineno)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                for name in node.value.split(","):
                    self.add_xmlid(name.strip(" !"), path, node.lineno)
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                self._read_call(node, path)
            elif isinstance(node, ast.Subscript) and _is_context(node.value):
                self._add_key(get_literal(node.slice), "read", path, node.lineno)
            elif isinstance(node, ast.Compare) and _is_context(node.comparators[0]):
                self._add_key(get_literal(node.left), "read", path, node.lineno)

    def _read_call(self, node, path):
        name = node.func.attr
        first = get_literal(node.args[0]) if node.args else None
        if name in ("get", "pop") and _is_context(node.func.value):
            self._add_key(first, "read", path, node.lineno)
        elif name == "with_context":
            for keyword in node.keywords:
                self._add_key(keyword.arg, "set", path, node.lineno)
            for argument in node.args:
                for key in getattr(argument, "keys", ()):
                    self._add_key(get_literal(key), "set", path, node.lineno)

    def _add_key(self, key, does, path, line):
        if isinstance(key, str) and not BELONGS_TO_US.match(key):
            self.add("context", f"{does} {key}", path, line)

    def _read_declaration(self, path, declaration):
        model = declaration.name
        if not {
            "models.Model",
            "models.TransientModel",
            "models.AbstractModel",
        }.intersection(declaration.bases):
            return
        for parent in declaration.parents:
            self.add("model", parent, path, declaration.node.lineno)
        for statement in declaration.node.body:
            if isinstance(statement, ast.FunctionDef):
                self.add(
                    "override", f"{model}.{statement.name}", path, statement.lineno
                )
                self._read_function(path, model, statement)
        for name, field in declaration.fields.items():
            line = declaration.node.lineno
            self.add_path(model, name, path, line)  # those of Odoo that we change
            if field.related:
                self.add_path(model, field.related, path, line)
            if field.comodel:
                self.add("model", field.comodel, path, line)

    def _read_function(self, path, model, function):
        for decorator in function.decorator_list:
            if isinstance(decorator, ast.Call):
                for argument in map(get_literal, decorator.args):
                    if isinstance(argument, str) and PATH.match(argument):
                        if "depends_context" not in ast.unparse(decorator):
                            self.add_path(model, argument, path, decorator.lineno)

        def report(model, name, node):
            if name not in MAGIC:
                self.add("attribute", f"{model}.{name}", path, node.lineno)

        inference = Inference(self.world, model, report)
        visit_call = inference.visit_Call

        def read_arguments(node):
            if isinstance(node.func, ast.Attribute):
                receiver = inference._peek(node.func.value)
                if receiver and not receiver.startswith("@env"):
                    receiver = receiver.split()[-1]
                    self._read_arguments(receiver, node, path)
            return visit_call(node)

        inference.visit_Call = read_arguments
        inference.visit(function)

    def _read_arguments(self, model, node, path):
        """Fields that are named in values, domains, groupings and orders."""
        arguments = [*node.args, *(keyword.value for keyword in node.keywords)]
        if node.func.attr in TAKES_VALUES:
            for key in (key for a in arguments for key in _get_keys(a)):
                self.add_path(model, key, path, node.lineno)
        elif node.func.attr in TAKES_FIELDS:
            for text in (text for a in arguments for text in _get_fields(a)):
                self.add_path(model, text, path, node.lineno)

    # ------------------------------------------------------------------
    # Data
    # ------------------------------------------------------------------

    def _read_csv(self, folder):
        for path in sorted(folder.rglob("*.csv")):
            with path.open(encoding="utf-8") as file:
                for line, row in enumerate(csv.DictReader(file), 2):
                    for value in row.values():
                        self.add_xmlid(value or "", path, line)

    def _read_xml(self, folder):
        for path in sorted(folder.rglob("*.xml")):
            if "static" in path.relative_to(folder).parts:
                continue
            for element in etree.parse(path).getroot().iter(etree.Element):
                self._read_ids(element, path)
                if element.tag == "template" or element.get("model") == "ir.ui.view":
                    self._read_view(element, folder.name, path)
                elif element.tag == "record":
                    self._read_record(element, path)

    def _read_ids(self, element, path):
        for name in ("ref", "inherit_id", "groups", "parent", "action", "t-call", "id"):
            for each in (element.get(name) or "").split(","):
                self.add_xmlid(each.strip(" !"), path, element.sourceline)
        for text in [*element.attrib.values(), element.text or ""]:
            for match in REFERENCES.findall(text):
                self.add_xmlid("".join(match), path, element.sourceline)

    def _read_record(self, element, path):
        model = element.get("model")
        self.add("model", model, path, element.sourceline)
        for field in element.findall("field"):
            self.add_path(model, field.get("name"), path, field.sourceline)

    def _read_view(self, element, module, path):
        parent = get_parent_view(element, module)
        field = element.find("field[@name='model']")
        model = field.text if field is not None else None
        is_template = element.tag == "template"
        arch = element if is_template else element.find("field[@name='arch']")
        for node in [] if arch is None else arch.iterchildren(etree.Element):
            for each in node if node.tag == "data" else [node]:
                if parent and isinstance(each.tag, str):
                    expression = _get_expression(each)
                    if parent.partition(".")[0] not in self.addons:
                        name = f"{parent} {expression}"
                        self.add("view", name, path, each.sourceline)
                    inner = self._follow_expression(model, expression, each)
                    self._read_arch(each, inner, model, path)
                else:
                    self._read_arch(each, model, None, path)

    def _follow_expression(self, model, expression, node):
        """:return: the model of what is around the place that an ``xpath`` leads to"""
        steps = re.findall(r"field\[@name='(\w+)'\]", expression)
        ends_in_field = re.search(r"field\[@name='\w+'\](\[[^]]*\])*$", expression)
        if ends_in_field and not (
            node.tag == "xpath" and node.get("position") == "inside"
        ):
            steps = steps[:-1]
        for step in steps:
            if comodel := model and self.world.get_comodel(model, step):
                model = comodel
        return model

    def _read_arch(self, node, model, parent, path):
        if not isinstance(node.tag, str):
            return
        if model:
            self._read_expressions(node, model, parent, path)
            name = node.get("name")
            if node.tag == "field" and name:
                self.add_path(model, name, path, node.sourceline)
            if node.tag == "button" and node.get("type") == "object":
                self.add("attribute", f"{model}.{name}", path, node.sourceline)
        inner, outer = model, parent
        if node.tag == "field" and len(node) and model and not node.get("position"):
            inner = self.world.get_comodel(model, node.get("name") or "")
            outer = model
        for child in node:
            self._read_arch(child, inner, outer, path)

    def _read_expressions(self, node, model, parent, path):
        for name in ("invisible", "readonly", "required", "column_invisible"):
            texts = [node.get(name)]
            if node.tag == "attribute" and node.get("name") == name:
                texts += [node.text, node.get("add")]
            # what a column is hidden by, and what follows parent., is about the record
            for text in filter(None, texts):
                self._read_expression(text, model, parent, path, node.sourceline)

    def _read_expression(self, text, model, parent, path, line):
        try:
            tree = ast.parse(text.strip(), mode="eval")
        except SyntaxError:
            return
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and node.id not in IS_NO_FIELD:
                self.add_path(model, node.id, path, line)
            elif (
                isinstance(node, ast.Attribute) and ast.unparse(node.value) == "parent"
            ):
                if parent:
                    self.add_path(parent, node.attr, path, line)

    # ------------------------------------------------------------------
    # JavaScript
    # ------------------------------------------------------------------

    def _read_scripts(self, folder):
        for path in sorted((folder / "static" / "src").rglob("*.js")):
            source = read(path)

            def add(kind, name, offset, path=path, source=source):
                self.add(kind, name, path, source.count("\n", 0, offset) + 1)

            for script, name in get_imports(source).values():
                if script.startswith("@") and script.split("/")[0][1:] not in (
                    "odoo",
                    *self.addons,
                ):
                    add("script", f"{script} {name}", source.index(f'"{script}"'))
            for match in TEXT.finditer(source):
                line = source.count("\n", 0, match.start()) + 1
                self.add_xmlid(match[1], path, line)
            for script, base, members, offset in find_extensions(source):
                for member in members:
                    add("member", f"{script} {base}.{member}", offset)
        for path in sorted((folder / "static" / "src").rglob("*.xml")):
            for element in etree.parse(path).getroot().iter(etree.Element):
                for name in ("t-inherit", "t-call"):
                    template = element.get(name) or ""
                    if (
                        XMLID.match(template)
                        and template.split(".")[0] not in self.addons
                    ):
                        self.add("template", template, path, element.sourceline)


def _is_context(node):
    return isinstance(node, (ast.Attribute, ast.Name)) and (
        (node.attr if isinstance(node, ast.Attribute) else node.id)
        in ("context", "_context")
    )


def _get_keys(node):
    """Keys of values, or of a list of values."""
    if isinstance(node, ast.Dict):
        for key in node.keys:
            if isinstance(key, ast.Constant) and isinstance(key.value, str):
                yield key.value
    elif isinstance(node, (ast.List, ast.Tuple)):
        for each in node.elts:
            yield from _get_keys(each)
    elif isinstance(node, (ast.ListComp, ast.GeneratorExp)):
        yield from _get_keys(node.elt)


def _get_fields(node):
    """Fields of a domain or a list of them."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        for part in node.value.split(","):
            name = part.split(":")[0].split()[:1]
            if name and PATH.match(name[0]):
                yield name[0]
    elif isinstance(node, ast.Tuple) and len(node.elts) == 3:
        yield from _get_fields(node.elts[0])
    elif isinstance(node, (ast.List, ast.Tuple)):
        for each in node.elts:
            yield from _get_fields(each)
    elif (
        isinstance(node, ast.Call) and ast.unparse(node.func) == "Domain" and node.args
    ):
        yield from _get_fields(node.args[0])


def _get_expression(node):
    """:return: str, the ``xpath`` by which Odoo finds what the node extends"""
    if node.tag == "xpath":
        return node.get("expr")
    conditions = [
        f"[@{name}='{value}']"
        for name, value in node.attrib.items()
        if name != "position" and not name.startswith("t-")
    ]
    return f"//{node.tag}{''.join(conditions)}"
