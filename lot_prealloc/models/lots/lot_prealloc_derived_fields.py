from odoo import api, models
from odoo.exceptions import AccessError


class LotPreallocDerivedFields(models.AbstractModel):
    """Fields that only the code writes that derives them (PF-6, AB-12).

    A read-only field is read-only on screens; over RPC, by import or by a default in
    the context anybody who may write the record could set it. Nobody who calls from
    outside is superuser, whatever he sends: that is what is asked for here. Stored
    computed fields follow their dependencies without ``write``.
    """

    _name = "lot.prealloc.derived.fields"
    _description = "Fields Written by Code Only"

    @api.model
    def _get_derived_fields(self):
        """Made to be extended: names of fields that no user writes.

        :return: frozenset of str
        """
        return frozenset()

    @api.model
    def _check_derived_fields(self, names):
        """:raise AccessError: some of these fields are not for users to write"""
        derived = self._get_derived_fields().intersection(names)
        if derived and not self.env.su:
            raise AccessError(
                self.env._(
                    "%(fields)s cannot be written: this follows from what happens, "
                    "e.g. from orders, transfers and printed labels. Leave it out.",
                    fields=", ".join(
                        sorted(
                            self._fields[name]._description_string(self.env)
                            for name in derived
                        )
                    ),
                )
            )

    @api.model
    def default_get(self, fields):
        """What is derived has no default, whatever the context says."""
        derived = self._get_derived_fields()
        return super().default_get([name for name in fields if name not in derived])

    @api.model_create_multi
    def create(self, vals_list):
        self._check_derived_fields({name for vals in vals_list for name in vals})
        return super().create(vals_list)

    def write(self, vals):
        self._check_derived_fields(vals)
        return super().write(vals)
