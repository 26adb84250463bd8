from odoo import api, models
from odoo.exceptions import ValidationError

from ...numbering.number_text import clean_number, is_clean
from ..many2one_value import get_id


class StockLot(models.Model):
    """Names without blanks around and without what nobody sees (UX-6).

    Wherever preallocation is on; with it off, Odoo takes any text.
    """

    _inherit = "stock.lot"

    def _compute_name(self):
        """A prefix of the product's sequence may have blanks as well."""
        super()._compute_name()
        for lot in self:
            if lot.name and not is_clean(lot.name) and lot._is_name_cleaned():
                lot.name = clean_number(self.env, lot.name)

    @api.model
    def _clean_names(self, vals_list):
        """:param list vals_list: dicts for ``create``
        :return: these, with names as they are stored
        :raise ValidationError: a name contains what nobody sees
        """
        dirty = [vals for vals in vals_list if self._is_dirty(vals)]
        if not dirty:
            return vals_list
        # sudo: whose products they are, read at once
        products = self.env["product.product"].sudo()
        products.browse(
            {get_id(vals["product_id"]) for vals in dirty if vals.get("product_id")}
        ).mapped("company_id")
        return [
            {**vals, "name": self._clean_name(vals["name"])}
            if self._is_dirty(vals) and self._get_draft(vals)._is_name_cleaned()
            else vals
            for vals in vals_list
        ]

    @api.model
    def _get_draft(self, vals):
        """:return: ``stock.lot`` that says whose number it would be"""
        names = ("product_id", "company_id")
        return self.new({name: vals[name] for name in names if name in vals})

    @api.model
    def _is_dirty(self, vals):
        name = vals.get("name")
        return isinstance(name, str) and not is_clean(name)

    @api.model
    def _clean_name(self, name):
        """:return: str, the name as it is stored
        :raise ValidationError: it contains what nobody sees, or nothing else
        """
        cleaned = clean_number(self.env, name)
        if not cleaned:
            raise ValidationError(
                self.env._(
                    "A lot/serial number cannot consist of blanks. Enter a number."
                )
            )
        return cleaned

    @api.model
    def _clean_drawn_names(self, names):
        """:param names: drawn from the sequence of a product, for the company in force
        :return: list of str, as they are stored
        :raise ValidationError: the sequence has a prefix that nobody sees
        """
        if not self.env.company._is_preallocation_on():
            return list(names)
        return [self._clean_name(name) for name in names]

    def _is_name_cleaned(self):
        """Whether preallocation is on where one of these numbers is, or will be."""
        # sudo: whose product it is decides, whoever may see it
        owners = self.sudo()
        return any(
            (
                lot.company_id or lot.product_id.company_id or self.env.companies
            )._is_preallocation_on()
            for lot in owners
        )

    @api.constrains("name")
    def _check_name_is_clean(self):
        """What comes another way than by values: a default, another addon's code."""
        for lot in self:
            if not is_clean(lot.name or "") and lot._is_name_cleaned():
                self._clean_name(lot.name)
                raise ValidationError(
                    self.env._(
                        "“%(number)s” has blanks around it, and could not be found "
                        "again. Take them off.",
                        number=lot.name,
                    )
                )
