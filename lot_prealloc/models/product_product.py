from odoo import fields, models
from odoo.exceptions import UserError


class ProductProduct(models.Model):
    _inherit = "product.product"

    def _get_lot_number_values(self):
        """Texts for the tokens of a number format: the variant's own reference.

        :return: dict, see ``lot.number.format._get_affixes``
        """
        self.ensure_one()
        return {"SKU": self.default_code, "CATEG": self.categ_id.name}

    def _draw_native_lot_names(self, quantity):
        """Draw names from the sequence of the product, as stock Odoo does (BX-2).

        :param int quantity: how many
        :return: list of names
        :raise UserError: there is no sequence
        """
        self.ensure_one()
        # sudo: as in lot.number.format, a counter is drawn by whoever makes the goods
        sequence = self.lot_sequence_id.sudo() or self.env["ir.sequence"].sudo().search(
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
        if sequence.implementation != "standard":
            return [sequence.next_by_id() for _index in range(quantity)]
        counter = sequence._get_current_sequence()
        if counter == sequence:
            counter_name = sequence._get_counter_names(fields.Date.today())[sequence]
        else:
            counter_name = sequence._get_period_counter_name(sequence.id, counter.id)
            sequence = sequence.with_context(ir_sequence_date_range=counter.date_from)
        prefix, suffix = sequence._get_prefix_suffix()
        return [
            f"{prefix}{number:0{sequence.padding}d}{suffix}"
            for number in sequence._draw_counters({counter_name: quantity})[counter_name]
        ]
