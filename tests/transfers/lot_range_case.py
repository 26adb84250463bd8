"""Transfers whose lines get a series of numbers."""

from odoo.tests import Form

from .test_receipts import ReceiptMixin


class LotRangeMixin(ReceiptMixin):
    """Receipts and deliveries that a plain Inventory user fills."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer = cls.env["res.partner"].create({"name": "Customer C"})

    def setUp(self):
        super().setUp()
        (self.motor | self.milk).lot_auto_generate = False

    def make_delivery(self, *demands, **vals):
        """:return: a delivery, reserved as far as there is stock"""
        return super().make_delivery(
            *demands, **{"partner_id": self.customer.id, "assign": True, **vals}
        )

    def open_range(self, picking):
        """Press Auto Generate."""
        return Form.from_action(picking.env, picking.action_open_lot_range())

    def fill(self, picking, first=None, last=None, count=None, product=None):
        """Fill the dialog as a person does, and press its button.

        :return: parameters of the message
        """
        form = self.open_range(picking)
        if product:
            form.product_id = product
        if first is not None:
            form.first_name = first
        if last is not None:
            form.last_name = last
        if count is not None:
            form.count = count
        action = form.save().action_fill()
        self.assertEqual(action["tag"], "display_notification")
        self.assertEqual(
            action["params"]["next"]["type"], "ir.actions.act_window_close"
        )
        return action["params"]

    def make_serials(self, first, last, product=None, location=None):
        """:return: ``stock.lot`` in stock, A-01 …"""
        lots = self.env["stock.lot"].create(
            [
                {
                    "name": f"A-{number:02}",
                    "product_id": (product or self.motor).id,
                }
                for number in range(first, last + 1)
            ]
        )
        for lot in lots:
            self.put_in_stock(lot.product_id, 1, lot, location)
        return lots

    def lots_of(self, picking):
        """:return: list of names on the lines, False where there is none"""
        lines = picking.move_line_ids.sorted(lambda line: (line.move_id.id, line.id))
        return [line.lot_id.name for line in lines]
