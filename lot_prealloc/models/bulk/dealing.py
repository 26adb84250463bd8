class Dealing:
    """What is known where reservations change hands."""

    def __init__(self, quants_cache=None):
        # what Odoo would look for again and again: {ids of a place: stock.quant}
        self.quants_cache = quants_cache
        # {whose access to what: ids}, see access.py
        self.allowed_ids = {}
        # {environment: {id of a stock.move.line: values of its copy}}
        self.line_copies = {}
        # {name of a model: names of its fields that may have a default}
        self.fields_with_default = {}

    def get_fields_with_default(self, model, names):
        """:return: those of these names that ``default_get`` may find a value for"""
        possible = self.fields_with_default.get(model._name)
        if possible is None:
            possible = self.fields_with_default[model._name] = {
                name
                for name, field in model._fields.items()
                if field.default or field.inherited
            }
            possible.update(model.env["ir.default"]._get_model_defaults(model._name))
        context = model.env.context
        if any(key.startswith("default_") for key in context):
            return [n for n in names if n in possible or f"default_{n}" in context]
        return [name for name in names if name in possible]
