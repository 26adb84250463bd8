class Defaults:
    """Which fields may have a default, for records that are made by the hundred."""

    def __init__(self):
        # {name of a model: names of its fields}
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
