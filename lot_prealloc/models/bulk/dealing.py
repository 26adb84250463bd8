from .defaults import Defaults


class Dealing(Defaults):
    """What is known where reservations change hands."""

    def __init__(self, quants_cache=None):
        super().__init__()
        # what Odoo would look for again and again: {ids of a place: stock.quant}
        self.quants_cache = quants_cache
        # {whose access to what: ids}, see access.py
        self.allowed_ids = {}
        # {environment: {id of a stock.move.line: values of its copy}}
        self.line_copies = {}
        # {(name of a model, names of fields): names of its other fields}
        self.missing_fields = {}

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
