"""SC-6: what a screen or a paper costs does not grow with the numbers on it.

Labels and the Production Order on paper: ``labels/test_drawing.py``; sales:
``sale/test_sale_statements.py``; timelines: ``life/test_timeline.py``; rows of Lot
Traceability: ``life/test_traceability.py``.
"""

from odoo.tests import tagged

from .common import PreallocCase
from .screens import StatementsMixin, read_specification

FEW, MANY = 5, 40


@tagged("post_install", "-at_install")
class TestStatements(StatementsMixin, PreallocCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.widget = cls.make_product(
            "Widget",
            "serial",
            lot_number_format_id=cls.make_format("COST-{00000}").id,
        )
        frame = cls.make_product("Frame", "serial")
        cls.make_bom(cls.widget, [(frame, 1)])
        for index in range(2 * (FEW + MANY)):
            cls.make_lot(frame, f"FRAME-{index}", 1)

    def make_orders(self, **vals):
        """:return: an order of a few numbers, and one of many"""
        return [
            self.make_order(self.widget, count, user=self.worker, confirm=True, **vals)
            for count in (FEW, MANY)
        ]

    def make_deliveries(self):
        stocked = [
            self.env["stock.lot"].browse(
                self.make_lot(self.widget, f"STOCK-{count}-{index}", 1).id
                for index in range(count)
            )
            for count in (FEW, MANY)
        ]
        deliveries = [
            self.make_delivery((self.widget, len(lots)), user=self.storekeeper)
            for lots in stocked
        ]
        for delivery in deliveries:
            delivery.action_assign()
        return deliveries

    def assertConstantForm(self, few, many):
        specification = read_specification(few, "form")
        self.assertConstant(lambda record: record.web_read(specification), few, many)

    # SC-6 SC-3: the order's form, with numbers held, then reserved, then produced
    def test_form_of_an_order(self):
        few, many = self.make_orders()
        self.assertEqual(len(many.prealloc_lot_ids), MANY)
        self.assertConstantForm(few, many)
        (few | many).action_assign()
        self.assertEqual(many.reservation_state, "assigned")
        self.assertConstantForm(few, many)
        for order in (few, many):
            self.complete(order, order.product_qty)
        self.assertEqual(len(many.lot_producing_ids), MANY)
        self.assertConstantForm(few, many)

    # SC-6: the delivery's form, and what is done with it
    def test_form_of_a_delivery(self):
        few, many = self.make_deliveries()
        self.assertEqual(len(many.move_line_ids.lot_id), MANY)
        self.assertConstantForm(few, many)
        (few | many).button_validate()
        self.assertConstantForm(few, many)

    # SC-6: the receipt's form, with numbers that are generated
    def test_form_of_a_receipt(self):
        self.widget.lot_auto_generate = True
        few, many = (
            self.make_receipt((self.widget, count), user=self.storekeeper)
            for count in (FEW, MANY)
        )
        self.assertEqual(len(many.move_line_ids), MANY)
        self.assertConstantForm(few, many)

    # SC-6 AB-18: groups of Lot Traceability, whatever is in them
    def test_groups_of_numbers(self):
        orders = self.make_orders()
        lots = self.env["stock.lot"].with_user(self.storekeeper)

        def group(order):
            for field in ("product_id", "lifecycle_state", "production_id"):
                lots.web_read_group(
                    [("id", "in", order.prealloc_lot_ids.ids)],
                    [field],
                    ["__count"],
                    auto_unfold=True,
                    unfold_read_specification={"name": {}},
                )

        self.assertConstant(group, *orders)

    # SC-6: a list of many orders, each with numbers of its own
    def test_list_of_orders(self):
        orders = self.env["mrp.production"]
        for _index in range(MANY):
            orders += self.make_order(self.widget, 2, user=self.worker, confirm=True)
        specification = read_specification(orders, "list")
        self.assertConstant(
            lambda listed: listed.web_read(specification), orders[:FEW], orders
        )
