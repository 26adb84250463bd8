class Defaults:
    """Which fields may have a default, for records that are made by the hundred."""

    def __init__(self):
        # {(environment, model, names of fields): those that may have a default}
        self.fields_with_default = {}
        # {(name of a model, names of fields): names of its other fields}
        self.missing_fields = {}
        # {name of a model: its fields of properties}
        self.properties = {}

    def get_missing_fields(self, model, values):
        """
        :return: names of the fields that these values have nothing for; None if Odoo
            has to look which of them are asked for
        """
        if model._inherits:
            return None
        key = (model._name, frozenset(values))
        if key not in self.missing_fields:
            names = [name for name in model._fields if name not in values]
            self.missing_fields[key] = names
        return self.missing_fields[key]

    def get_properties(self, model):
        """:return: its fields of properties, each of which has defaults of its own"""
        if model._name not in self.properties:
            self.properties[model._name] = [
                field for field in model._fields.values() if field.type == "properties"
            ]
        return self.properties[model._name]

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
