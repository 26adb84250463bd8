"""Models as the sources declare them: Odoo's, or ours."""

import ast
from functools import cache

TELLING_DECORATORS = ("model", "model_create_multi", "private", "property")
IS_NO_CODE_OF_MODELS = {"tests", "migrations", "upgrades", "static"}


class Field:
    """A field as one class declares it; parts that an extension leaves out are None."""

    def __init__(self, call):
        self.type = call.func.attr.lower()
        keywords = {keyword.arg: keyword.value for keyword in call.keywords}
        self.related = get_text(keywords.get("related"))
        comodel = keywords.get("comodel_name")
        if self.type in ("many2one", "one2many", "many2many") and call.args:
            comodel = call.args[0]
        self.comodel = get_text(comodel)


class Model:
    """What several classes declare of a model, those of the first module first."""

    def __init__(self, name):
        self.name = name
        self.parents = []
        self.delegates = {}
        self.fields = {}
        self.methods = {}

    def add(self, declaration):
        for parent in declaration.parents:
            if parent != self.name and parent not in self.parents:
                self.parents.append(parent)
        self.delegates.update(declaration.delegates)
        for name, field in declaration.fields.items():
            known = self.fields.setdefault(name, field)
            known.comodel = known.comodel or field.comodel
            known.related = known.related or field.related
        for name, function in declaration.methods.items():
            self.methods.setdefault(name, function)


class Declaration:
    """One class of one file."""

    def __init__(self, node):
        self.node = node
        self.bases = [ast.unparse(base) for base in node.bases]
        self.fields, self.methods, values = {}, {}, {}
        for statement in node.body:
            if isinstance(statement, ast.FunctionDef):
                self.methods[statement.name] = statement
            elif isinstance(statement, ast.Assign):
                target = statement.targets[0]
                if isinstance(target, ast.Name):
                    values[target.id] = statement.value
                    if is_field(statement.value):
                        self.fields[target.id] = Field(statement.value)
        inherit = get_literal(values.get("_inherit")) or []
        self.parents = [inherit] if isinstance(inherit, str) else list(inherit)
        self.name = get_literal(values.get("_name")) or next(iter(self.parents), None)
        self.delegates = get_literal(values.get("_inherits")) or {}


def is_field(node):
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "fields"
    )


def get_literal(node):
    try:
        return ast.literal_eval(node) if node else None
    except ValueError:
        return None


def get_text(node):
    value = get_literal(node)
    return value if isinstance(value, str) else None


def get_signature(function):
    """:return: str, e.g. ``@model (self, name, *, limit=100)``; types are left out"""
    arguments = get_arguments(function)
    marks = [ast.unparse(decorator) for decorator in function.decorator_list]
    names = {mark.split("(")[0].removeprefix("api.") for mark in marks}
    told = [f"@{name} " for name in TELLING_DECORATORS if name in names]
    return "".join(told) + f"({ast.unparse(arguments)})"


def get_arguments(function):
    """:return: ``ast.arguments`` without types"""
    arguments = ast.parse(f"def f({ast.unparse(function.args)}): ...").body[0].args
    for node in ast.walk(arguments):
        if isinstance(node, ast.arg):
            node.annotation = None
    return arguments


@cache
def parse(path):
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def read_declarations(folder):
    """:return: list of pairs: path, :class:`Declaration` of a model"""
    return [
        (path, declaration)
        for path in get_code(folder)
        for node in parse(path).body
        if isinstance(node, ast.ClassDef) and (declaration := Declaration(node)).name
    ]


@cache
def get_code(folder):
    """:return: list of paths: the Python files of a module but for its tests"""
    return [
        path
        for path in sorted(folder.rglob("*.py"))
        if not IS_NO_CODE_OF_MODELS.intersection(path.relative_to(folder).parts)
    ]


class Models:
    """The models that some modules declare together."""

    def __init__(self, folders):
        self.by_name = {}
        for folder in folders:
            for _path, declaration in read_declarations(folder):
                model = self.by_name.setdefault(
                    declaration.name, Model(declaration.name)
                )
                model.add(declaration)

    def get_ancestry(self, name):
        """:return: list of :class:`Model`: itself, and those that it inherits from"""
        names, found = [name], []
        for each in names:
            if model := self.by_name.get(each):
                found.append(model)
                names += [parent for parent in model.parents if parent not in names]
        return found
