from odoo import api, models
from odoo.fields import Command

from .insertion import Insertion
from .precomputed import share_precomputed
from .scopes import COMPLETING, DEALING, NUMBERING, TOGETHER, is_bulk


class LotPreallocBulkRecords(models.AbstractModel):
    """What Odoo's ORM does for each record, and finds nothing to do in most cases.

    A mixin stands below all that extends a model: whoever extends one of these methods
    is called as ever.
    """

    _name = "lot.prealloc.bulk.records"
    _description = "Records Made and Written by the Hundred"
    # read-only fields that are computed and stored
    _foreseen_fields = ()

    @api.model
    def default_get(self, fields):
        """Ask of the fields that may have a default; it is most that have none."""
        if known := self._get_known_defaults():
            fields = known.get_fields_with_default(self, fields)
        return super().default_get(fields)

    @api.model
    def _add_missing_default_values(self, values):
        """Look once for the fields that are missing in all that have the same ones."""
        known = self._get_known_defaults()
        names = known and known.get_missing_fields(self, values)
        if names is None:
            return super()._add_missing_default_values(values)
        # each is asked: a default may be another one each time, as a drawn number
        defaults = self.default_get(list(names)) if names else {}
        for name, value in defaults.items():
            defaults[name] = _get_commands(self._fields[name], value)
        defaults |= values
        for field in known.get_properties(self):
            defaults[field.name] = field._add_default_values(self.env, defaults)
        return defaults

    def _get_known_defaults(self):
        """:return: Defaults of what is made by the hundred now, or None"""
        env = self.env
        return DEALING.get(env) or NUMBERING.get(env) or TOGETHER.get(env)

    @api.model
    def _add_precomputed_values(self, vals_list):
        """Compute once what is the same for all that are split from one."""
        if not DEALING.get(self.env):
            return super()._add_precomputed_values(vals_list)
        alike = {}
        for vals in vals_list:
            alike.setdefault(self._get_likeness(vals), []).append(vals)
        super()._add_precomputed_values([group[0] for group in alike.values()])
        # also of what is left of an order, which is like no other
        are_foreseen = 2 * len(alike) <= len(vals_list)
        for computed, *others in alike.values():
            share_precomputed(computed, others)
            if are_foreseen:
                self._foresee_values(computed, others)
        return None

    @api.model
    def _get_likeness(self, vals):
        """:return: what records have in common that were one before a split"""
        return id(vals)

    @api.model
    def _foresee_values(self, vals, alike):
        """Insert what Odoo is going to compute and store; it updates them else.

        Odoo computes it all the same: where another value comes out, it writes that.

        :param dict vals: for a record that is created
        :param list alike: dicts of those that have as much in common with it as
            ``_get_likeness`` says
        """
        names = [name for name in self._foreseen_fields if name in self._fields]
        if not names:
            return
        known = {name: value for name, value in vals.items() if name in self._fields}
        record = self.new(known)
        foreseen = {
            name: self._fields[name].convert_to_write(record[name], self)
            for name in names
        }
        for record_vals in (vals, *alike):
            record_vals |= foreseen

    @api.model
    def _create(self, data_list):
        """Insert what is made together by few statements."""
        if is_bulk(self.env) or NUMBERING.get(self.env) or TOGETHER.get(self.env):
            insertion = Insertion(self, data_list)
            if insertion.is_possible:
                return insertion.run()
        return super()._create(data_list)

    def write(self, vals):
        """Where nothing is left to write, Odoo still notes who wrote, and when.

        That is done with what else is written of the records of a batch.
        """
        if not vals and COMPLETING.get(self.env):
            return True
        return super().write(vals)

    def _validate_fields(self, field_names, excluded_names=()):
        if is_bulk(self.env):
            field_names = set(field_names)
            if all(
                field_names.isdisjoint(check._constrains)
                for check in self._constraint_methods
            ):
                return
        super()._validate_fields(field_names, excluded_names)


def _get_commands(field, value):
    """:return: the default as a value for ``create``, as the ORM makes it of lists"""
    if field.type == "many2many" and value and isinstance(value[0], int):
        return [Command.set(value)]
    if field.type == "one2many" and value and isinstance(value[0], dict):
        return [Command.create(values) for values in value]
    return value
