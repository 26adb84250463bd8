"""Numbers of goods that a subcontractor makes (section 4, with mrp_subcontracting)."""

from odoo.tests import tagged

from ..common import PreallocCase


@tagged("post_install", "-at_install")
class TestSubcontracting(PreallocCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.component = cls.make_product("Blank")
        cls.number_format = cls.make_format("SUB-{00000}")

    def receive(self, tracking, quantity, typed=()):
        """Order goods from the subcontractor, and validate their receipt.

        :param typed: names of serials that a person enters on the receipt
        """
        product = self.make_product(
            "Part", tracking, lot_number_format_id=self.number_format.id
        )
        subcontractor = self.make_subcontracted(product, self.component)
        receipt = self.make_receipt(
            (product, quantity), user=self.worker, partner_id=subcontractor.id
        )
        if typed:
            receipt.do_unreserve()
            for name in typed:
                self.env["stock.move.line"].create(
                    {
                        "move_id": receipt.move_ids.id,
                        "picking_id": receipt.id,
                        "product_id": product.id,
                        "lot_id": self.make_lot(product, name).id,
                        "quantity": 1,
                        "picked": True,
                    }
                )
        orders = receipt.sudo().move_ids.move_orig_ids.production_id
        numbers = orders.prealloc_lot_ids.sorted("id")
        receipt.button_validate()
        self.assertEqual(receipt.state, "done")
        return product, numbers

    def stock_by_lot(self, product):
        return dict(
            self.env["stock.quant"]._read_group(
                [
                    ("product_id", "=", product.id),
                    ("location_id", "=", self.stock_location.id),
                ],
                ["lot_id"],
                ["quantity:sum"],
            )
        )

    def test_lot(self):
        # PF-2 PF-7: the confirmed receipt makes the order, which gets its lot
        product, numbers = self.receive("lot", 5)
        self.assertEqual(len(numbers), 1)
        self.assertEqual(self.stock_by_lot(product), {numbers: 5})

    def test_serials(self):
        # PF-2 PF-7
        product, numbers = self.receive("serial", 3)
        self.assertEqual(len(numbers), 3)
        self.assertEqual(self.stock_by_lot(product), dict.fromkeys(numbers, 1))
        orders = self.env["mrp.production"].search([("product_id", "=", product.id)])
        self.assertEqual(orders.lot_producing_ids, numbers)
        self.assertFalse(orders.prealloc_lot_ids)

    def test_typed_serials(self):
        # PF-7 BX-5: what a person enters stays, held numbers are released
        product, _numbers = self.receive("serial", 2, typed=["T-1", "T-2"])
        stock = self.stock_by_lot(product)
        self.assertEqual(
            {lot.name: qty for lot, qty in stock.items()}, {"T-1": 1, "T-2": 1}
        )
        orders = self.env["mrp.production"].search([("product_id", "=", product.id)])
        self.assertEqual(set(orders.lot_producing_ids.mapped("name")), {"T-1", "T-2"})
        self.assertFalse(orders.prealloc_lot_ids)
