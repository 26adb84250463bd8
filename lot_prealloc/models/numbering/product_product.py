from odoo import api, models
from odoo.exceptions import UserError


class ProductProduct(models.Model):
    _inherit = "product.product"

    @api.model_create_multi
    def create(self, vals_list):
        products = super().create(vals_list)
        products.invalidate_recordset(["tracking"], flush=False)
        return products

    def write(self, vals):
        if "lot_tracking" in vals and "tracking" in vals:
            # As a form writes them; they would reach the template one by one, and the
            # result as another choice.
            vals = {name: value for name, value in vals.items() if name != "tracking"}
        result = super().write(vals)
        if "tracking" in vals or "lot_tracking" in vals:
            # what was written is not what results: the template decides
            self.invalidate_recordset(["tracking"], flush=False)
        return result

    def action_open_product_lot(self):
        action = super().action_open_product_lot()
        action["context"]["hide_preallocated"] = True
        return action

    def _get_lot_number_values(self):
        """Texts for the tokens of a number format: the variant's own reference.

        :return: dict, see ``lot.number.format._get_affixes``
        """
        self.ensure_one()
        return {"SKU": self.default_code, "CATEG": self.categ_id.name}

    def _get_native_lot_sequence(self):
        """The sequence stock Odoo numbers the product from (BX-2).

        :return: ``ir.sequence``, as superuser
        :raise UserError: there is none
        """
        self.ensure_one()
        # sudo: a counter is drawn by whoever makes the goods
        sequence_model = self.env["ir.sequence"].sudo()
        sequence = self.lot_sequence_id.sudo() or sequence_model.search(
            [
                ("code", "=", "stock.lot.serial"),
                ("company_id", "in", (self.env.company.id, False)),
            ],
            order="company_id",
            limit=1,
        )
        if not sequence:
            raise UserError(
                self.env._(
                    "%(product)s has neither a number format nor a sequence for its "
                    "lot/serial numbers. Choose a format on the product, its category "
                    "or the company.",
                    product=self.display_name,
                )
            )
        return sequence

    def _explain_no_number(self, company, order_name=False):
        """Why the product can get no number.

        :param company: ``res.company`` in which the goods are made or received
        :param order_name: str, of the manufacturing order it would be for, if any
        :return: str that says what is missing, or False: it can
        """
        self.ensure_one()
        number_format = self.product_tmpl_id._get_lot_number_format(company)
        if number_format:
            values = dict(self._get_lot_number_values(), MO=order_name)
            return number_format._explain_values(values, self)
        try:
            self.with_company(company)._get_native_lot_sequence()
        except UserError as error:
            return str(error)
        return False
