"""Which model the records of an expression are of, as far as the code tells.

What is not known is left out: better a use that is missed than one that is made up.
"""

import ast

ENVIRONMENT = "@env"
SUPER = "@super "
# These give records of the model they are called on.
GIVES_ITSELF = set(
    "browse concat copy create exists filtered filtered_domain new search search_fetch "
    "sorted sudo try_lock_for_update union with_company with_context with_env "
    "with_prefetch with_user _origin".split()
)
GIVES_EACH = {"filtered", "sorted", "mapped", "grouped"}
# What a name stands for where nothing tells: as the addons and Odoo call their records.
USUAL = {
    "company": "res.company",
    "dest": "stock.move",
    "line": "stock.move.line",
    "lines": "stock.move.line",
    "location": "stock.location",
    "location_id": "stock.location",
    "lot": "stock.lot",
    "lot_id": "stock.lot",
    "lots": "stock.lot",
    "move": "stock.move",
    "moves": "stock.move",
    "numbers": "stock.lot",
    "operation_type": "stock.picking.type",
    "order": "mrp.production",
    "packaging": "uom.uom",
    "period": "ir.sequence.date_range",
    "picking": "stock.picking",
    "pickings": "stock.picking",
    "product": "product.product",
    "product_id": "product.product",
    "production": "mrp.production",
    "productions": "mrp.production",
    "products": "product.product",
    "quant": "stock.quant",
    "quants": "stock.quant",
    "sequence": "ir.sequence",
    "template": "product.template",
    "templates": "product.template",
    "unit": "uom.uom",
    "uom": "uom.uom",
    "wizard": "mrp.production.serials",
}
# Where nothing tells, a private method is still written down: by its name.
UNKNOWN = "?"
ENVIRONMENT_GIVES = {
    "company": "res.company",
    "companies": "res.company",
    "user": "res.users",
}


class Inference(ast.NodeVisitor):
    """
    :param world: tells the comodel of a field and the result of a method
    :param str model: what ``self`` is
    :param report: called with each model, name and node
    """

    def __init__(self, world, model, report=None, usual=USUAL):
        self.world = world
        self.model = model
        self.names = {"self": model}
        self.report = report or (lambda *args: None)
        self.usual = usual
        self.returns = []

    # Every visit returns a model, the environment, super, or None.

    def generic_visit(self, node):
        for child in ast.iter_child_nodes(node):
            self.visit(child)

    def visit_Name(self, node):
        if node.id in self.names:
            return self.names[node.id]
        return self.usual.get(node.id)

    def visit_Attribute(self, node):
        value = self.visit(node.value)
        name = node.attr
        if value == ENVIRONMENT:
            return ENVIRONMENT_GIVES.get(name)
        if not value:
            if name.startswith("_") and not name.startswith("__"):
                self.report(UNKNOWN, name, node)
            return None
        if name == "env":
            return ENVIRONMENT
        if name == "_origin":
            return value
        model = value.removeprefix(SUPER)
        self.report(model, name, node)
        return self.world.get_comodel(model, name)

    def visit_Subscript(self, node):
        value = self.visit(node.value)
        self.visit(node.slice)
        if value == ENVIRONMENT:
            return node.slice.value if isinstance(node.slice, ast.Constant) else None
        return value

    def visit_Call(self, node):
        function = node.func
        if isinstance(function, ast.Name):
            if function.id == "super":
                self.generic_visit(node)
                return SUPER + self.model
            return self._visit_plain_call(node)
        if not isinstance(function, ast.Attribute):
            return self.generic_visit(node)
        result = self.visit(function)  # reports the method
        receiver = self._peek(function.value)
        element = receiver if function.attr in GIVES_EACH else None
        mapped = None
        for argument in [*node.args, *(keyword.value for keyword in node.keywords)]:
            if isinstance(argument, ast.Lambda):
                mapped = self._visit_lambda(argument, element)
            else:
                self.visit(argument)
        if not receiver or receiver == ENVIRONMENT:
            return None
        model = receiver.removeprefix(SUPER)
        if function.attr in GIVES_ITSELF:
            return model
        if function.attr == "mapped":
            path = node.args[0] if node.args else None
            if isinstance(path, ast.Constant):
                return self.world.follow(model, path.value)
            return mapped
        return result or self.world.get_result(model, function.attr)

    def _visit_plain_call(self, node):
        results = [self.visit(argument) for argument in node.args]
        for keyword in node.keywords:
            self.visit(keyword.value)
        gives_same = ("sorted", "reversed", "list", "next", "iter", "islice", "filter")
        return results[0] if results and node.func.id in gives_same else None

    def _peek(self, node):
        """The model of what has been visited: nothing is reported twice."""
        report, self.report = self.report, lambda *args: None
        try:
            return self.visit(node)
        finally:
            self.report = report

    def _visit_lambda(self, node, element):
        before = dict(self.names)
        for argument in node.args.args:
            self.names[argument.arg] = element or self.usual.get(argument.arg)
        result = self.visit(node.body)
        self.names = before
        return result

    def visit_Lambda(self, node):
        self._visit_lambda(node, None)

    def visit_BinOp(self, node):
        left, right = self.visit(node.left), self.visit(node.right)
        if isinstance(node.op, (ast.Add, ast.Sub, ast.BitOr, ast.BitAnd)):
            return left or right
        return None

    def visit_BoolOp(self, node):
        results = [self.visit(value) for value in node.values]
        return next(filter(None, results), None)

    def visit_IfExp(self, node):
        self.visit(node.test)
        results = [self.visit(node.body), self.visit(node.orelse)]
        return next(filter(None, results), None)

    def visit_NamedExpr(self, node):
        result = self.visit(node.value)
        self._bind(node.target, result)
        return result

    def visit_Starred(self, node):
        return self.visit(node.value)

    def _visit_comprehension(self, node):
        before = dict(self.names)
        for generator in node.generators:
            self._bind(generator.target, self.visit(generator.iter))
            for condition in generator.ifs:
                self.visit(condition)
        if isinstance(node, ast.DictComp):
            self.visit(node.key)
            result = self.visit(node.value)
        else:
            result = self.visit(node.elt)
        self.names = before
        return None if isinstance(node, ast.DictComp) else result

    visit_ListComp = visit_SetComp = visit_GeneratorExp = _visit_comprehension
    visit_DictComp = _visit_comprehension

    def visit_Assign(self, node):
        result = self.visit(node.value)
        for target in node.targets:
            self._bind(target, result)

    def visit_AugAssign(self, node):
        self.visit(node.value)
        self.visit(node.target)

    def visit_For(self, node):
        self._bind(node.target, self.visit(node.iter))
        for statement in [*node.body, *node.orelse]:
            self.visit(statement)

    def visit_Return(self, node):
        if node.value:
            self.returns.append(self.visit(node.value))

    def _bind(self, target, result):
        if isinstance(target, ast.Name):
            self.names[target.id] = result or self.usual.get(target.id)
        elif isinstance(target, (ast.Tuple, ast.List)):
            for each in target.elts:
                self._bind(each, None)
        else:
            self.visit(target)

    def visit_FunctionDef(self, node):
        before = dict(self.names)
        for argument in [*node.args.args, *node.args.kwonlyargs]:
            if argument.arg != "self":
                self.names[argument.arg] = self.usual.get(argument.arg)
        for statement in node.body:
            self.visit(statement)
        self.names = before


class World:
    """Odoo's models with ours on top of them."""

    def __init__(self, odoo, ours):
        self.odoo = odoo
        self.ours = ours
        self._results = {}

    def get_our_field(self, model, name):
        for each in self.ours.get_ancestry(model):
            if name in each.fields:
                return each.fields[name]
        return None

    def get_our_method(self, model, name):
        for each in self.ours.get_ancestry(model):
            if name in each.methods:
                return each.methods[name]
        return None

    def is_our_method(self, name):
        return any(name in model.methods for model in self.ours.by_name.values())

    def get_comodel(self, model, name):
        for field in (
            self.get_our_field(model, name),
            self.odoo.get_field(model, name),
        ):
            if field and field.comodel:
                return field.comodel
            if field and field.related:
                return self.follow(model, field.related)
        return None

    def follow(self, model, path):
        """:return: the model at the end of a path of fields"""
        for name in path.split("."):
            model = model and self.get_comodel(model, name)
        return model

    def get_result(self, model, name):
        """:return: the model of what one of our methods, or Odoo's, returns"""
        key = model, name
        if key not in self._results:
            self._results[key] = None  # methods that call each other
            function = self.get_our_method(*key) or self.odoo.get_method(*key)
            if function:
                inference = Inference(self, model, usual={})
                inference.visit(function)
                self._results[key] = next(filter(None, inference.returns), None)
        return self._results[key]
