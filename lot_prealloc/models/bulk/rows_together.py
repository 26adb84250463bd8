"""Records whose rows are inserted together, though Odoo creates them one by one."""

from contextlib import contextmanager

from odoo import api, models

from .defaults import Defaults
from .precomputed import share_precomputed
from .scopes import TOGETHER


class Together(Defaults):
    """Values of records that are being created, until each has got its record.

    :param vals_list: dicts for ``create``
    :param names: fields by which one of them is told from the others
    """

    def __init__(self, vals_list, names):
        super().__init__()
        self.names = names
        # copies: Odoo adds to the dicts that it is given
        self.asked = {self._get_key(vals): dict(vals) for vals in vals_list}
        # {key: (values of the row, record)}, of those that nobody has got yet
        self.created = None
        self.is_inserting = False

    def _get_key(self, vals):
        return tuple(vals.get(name) or False for name in self.names)

    def has(self, vals):
        known = self.asked if self.created is None else self.created
        return self._get_key(vals) in known

    def insert(self, vals, create):
        """Create all of them, as soon as it is known what Odoo adds to the first.

        :param dict vals: of the first
        :param create: function of a list of dicts
        """
        added = {
            name: value
            for name, value in vals.items()
            if name not in self.asked[self._get_key(vals)]
        }
        rows = [added | asked for asked in self.asked.values()]
        self.is_inserting = True
        created = zip(rows, create(rows), strict=True)
        self.is_inserting = False
        self.created = dict(zip(self.asked, created, strict=True))

    def take(self, vals):
        """:return: the record of these values"""
        row, record = self.created.pop(self._get_key(vals))
        # what another addon says of this one only
        others = {name: vals[name] for name in vals if vals[name] != row.get(name)}
        if others:
            record.write(others)
        return record

    def drop_rest(self):
        """Delete what another addon has left out after all."""
        for _row, record in (self.created or {}).values():
            record.unlink()


@contextmanager
def insert_together(env, vals_list, names):
    """
    :param vals_list: dicts for ``create``
    :param names: fields by which one of them is told from the others
    :return: context manager, in which they are created
    """
    together = Together(vals_list, names)
    with TOGETHER.open(env, together):
        yield
    together.drop_rest()


class LotPreallocRowsTogether(models.AbstractModel):
    """Stands below Odoo's own ``create``, which inserts row by row.

    So that all that is said of ``create`` above runs for all of them, as it does
    without this.
    """

    _name = "lot.prealloc.rows.together"
    _description = "Rows Inserted Together"

    @api.model_create_multi
    def create(self, vals_list):
        together = TOGETHER.get(self.env)
        if (
            not together
            or together.is_inserting
            or not all(map(together.has, vals_list))
        ):
            return super().create(vals_list)
        if vals_list and together.created is None:
            together.insert(vals_list[0], super().create)
        return self.browse().concat(*map(together.take, vals_list))

    @api.model
    def _add_precomputed_values(self, vals_list):
        """Odoo asks each for what no row has, as the properties of its lot."""
        if not TOGETHER.get(self.env) or any(
            field.precompute and (field.store or field.inverse or field.inherited)
            for field in self._fields.values()
        ):
            return super()._add_precomputed_values(vals_list)
        first, *others = vals_list
        super()._add_precomputed_values([first])
        share_precomputed(first, others)
        return None
