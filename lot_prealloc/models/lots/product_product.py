from odoo import models
from odoo.tools import formatLang


class ProductProduct(models.Model):
    _inherit = "product.product"

    def _preview_lot_name(self, company, ahead=0, order_name=False):
        """The number the product would get next, see ``_preview_lot_names``.

        :param int ahead: how many numbers later
        :return: str, or False where there would be none
        """
        names = self._preview_lot_names(company, ahead + 1, order_name)
        return names[ahead] if names else False

    def _preview_lot_names(self, company, count, order_name=False):
        """The numbers the product would get next; consumes nothing (AB-4).

        Names that exist already are passed over, as they are when numbers are drawn.

        :param company: ``res.company`` in which the goods are made or received
        :param int count: how many
        :param order_name: str, of the manufacturing order they would be for, if any
        :return: list of str, empty where there would be none
        """
        self.ensure_one()
        if self._explain_no_number(company, order_name):
            return []
        get_name = self._preview_lot_series(company, order_name)
        free = []
        start, step = 0, count
        while get_name and len(free) < count:
            names = [get_name(position) for position in range(start, start + step)]
            taken = self.env["stock.lot"]._find_by_names(
                (self.id, name) for name in names
            )
            free += [name for name in names if (self.id, name) not in taken]
            start, step = start + step, step * 2
        return free[:count]

    def _preview_lot_series(self, company, order_name):
        """:return: function, see ``lot.number.format._preview_series``, or False"""
        # sudo: a preview, see lot.number.format._preview_series
        number_format = self.product_tmpl_id._get_lot_number_format(company).sudo()
        if number_format:
            values = dict(self._get_lot_number_values(), MO=order_name)
            return number_format._preview_series(values)[number_format]
        sequence = self.lot_sequence_id.sudo()
        counter = sequence.number_next_actual
        return sequence and (lambda ahead: sequence.get_next_char(counter + ahead))

    def _tell_quantity(self, quantity):
        """
        :param float quantity: of a number, in the unit of the product
        :return: text with the unit; none for a serial, of which there is one
        """
        self.ensure_one()
        if self.tracking == "serial":
            return ""
        number = formatLang(self.env, quantity, dp="Product Unit")
        return f"{number} {self.uom_id.name}"
