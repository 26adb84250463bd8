class Dealing:
    """What is known where reservations change hands."""

    def __init__(self, quants_cache=None):
        # what Odoo would look for again and again: {ids of a place: stock.quant}
        self.quants_cache = quants_cache
        # {whose access to what: ids}, see access.py
        self.allowed_ids = {}
        # {environment: {id of a stock.move.line: values of its copy}}
        self.line_copies = {}
        # {(environment, model, names of fields): those that may have a default}
        self.fields_with_default = {}
        # {(name of a model, names of fields): names of its other fields}
        self.missing_fields = {}

    def get_fields_with_default(self, model, names):
        """:return: those of these names that ``default_get`` may find a value for"""
        key = (model.env, model._name, tuple(names))
        if key not in self.fields_with_default:
            self.fields_with_default[key] = _find_fields_with_default(model, names)
        return list(self.fields_with_default[key])

    def get_missing_fields(self, model, values):
        """
        :return: names of the fields that these values have nothing for; None if Odoo
            has to look which of them are asked for
        """
        key = (model._name, frozenset(values))
        if key not in self.missing_fields:
            fields = model._fields
            is_simple = not model._inherits and not any(
                field.type == "properties" for field in fields.values()
            )
            self.missing_fields[key] = (
                [name for name in fields if name not in values] if is_simple else None
            )
        return self.missing_fields[key]


def _find_fields_with_default(model, names):
    given = model.env["ir.default"]._get_model_defaults(model._name)
    context = model.env.context
    return [
        name
        for name in names
        if name in given
        or f"default_{name}" in context
        or (field := model._fields.get(name))
        and (field.default or field.inherited)
    ]
