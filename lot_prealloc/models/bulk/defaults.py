class Defaults:
    """Which fields may have a default, for records that are made by the hundred."""

    def __init__(self):
        # {(environment, model, names of fields): those that may have a default}
        self.fields_with_default = {}

    def get_fields_with_default(self, model, names):
        """:return: those of these names that ``default_get`` may find a value for"""
        key = (model.env, model._name, tuple(names))
        if key not in self.fields_with_default:
            self.fields_with_default[key] = _find_fields_with_default(model, names)
        return list(self.fields_with_default[key])


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
