from odoo import models

from odoo.addons.lot_prealloc.tools.names import summarize_names


class SaleOrder(models.Model):
    """The numbers on quotation, order and portal page, as runs (UX-5, UX-10)."""

    _inherit = "sale.order"

    def _get_numbers_to_print(self):
        """The numbers that quotation, order and portal page may tell (AB-22, UX-10).

        A customer reads what happened for him: neither the state of a number as a
        whole, nor what we do with it within our walls. He reads it from the state on
        that the company has chosen.

        :return: list of dicts: ``lot``, ``quantity`` in the unit of the product,
            ``state`` and its ``label``, ``picking`` and ``date``; none where
            preallocation or traceability is switched off (AB-1)
        """
        self.ensure_one()
        # sudo: whoever may see the sales order, a customer too, may see the numbers
        order = self.sudo()
        if not order._may_tell_numbers():
            return []
        stories = order._get_number_stories().get(order.id, {})
        told = order.company_id._get_told_states()
        parts = [p for of_lot in stories.values() for p in of_lot if p.state in told]
        lots = order.env["stock.lot"].browse(stories)
        pickings = order.env["stock.picking"].browse(
            {part.picking_id for part in parts if part.picking_id and part.is_delivery}
        )
        labels = order.env["stock.lot"]._get_customer_states()
        lot_by_id = {lot.id: lot for lot in lots}
        picking_by_id = {picking.id: picking for picking in pickings}
        return [
            {
                "lot": lot_by_id[part.lot_id],
                "quantity": part.quantity,
                "state": part.state,
                "label": labels[part.state],
                "picking": picking_by_id.get(part.picking_id, pickings.browse()),
                "date": part.date,
            }
            for part in parts
        ]

    def _may_tell_numbers(self):
        """:return: bool; lot control tells them where the general setting is off"""
        self.ensure_one()
        company = self.company_id
        return company._is_implied_for_employees("stock.group_production_lot") and (
            company._is_preallocation_on() or any(self.order_line.mapped("lot_control"))
        )

    def _get_number_rows(self, setting):
        """What a paper says of the numbers: serials as runs, each lot for itself.

        :param str setting: field of the company that switches the paper on
        :return: list of dicts: ``product``, ``numbers`` (text), ``quantity`` in the
            unit of the product, ``label`` of the state, ``picking`` and ``date``
        """
        self.ensure_one()
        # sudo: a customer reads the page of his order
        if not self.sudo().company_id[setting]:
            return []
        groups = {}
        for number in self._get_numbers_to_print():
            lot = number["lot"]
            is_serial = lot.product_id.tracking == "serial"
            key = (
                lot.product_id,
                number["state"],
                number["picking"],
                None if is_serial else lot,
            )
            groups.setdefault(key, []).append(number)
        return [
            {
                "product": product,
                # All of them: paper has no list behind it that one could open.
                "numbers": summarize_names(
                    [number["lot"].name for number in numbers], most=None
                ),
                "quantity": sum(number["quantity"] for number in numbers),
                "label": numbers[0]["label"],
                "picking": picking,
                "date": max((n["date"] for n in numbers if n["date"]), default=None),
            }
            for (product, _state, picking, _lot), numbers in groups.items()
        ]
