"""Batch Production: lots of a quantity each, and labels (OD, BX-7)."""

from odoo.tests import tagged

from .batch_case import BatchCase


@tagged("post_install", "-at_install")
class TestQuantityPerLot(BatchCase):
    """MM-5, BX-7: one job, several lots."""

    def divided(self, order, quantity_per_lot):
        """:return: ``Form`` of the dialog after Generate"""
        dialog = self.open_dialog(order)
        dialog.quantity_per_lot = quantity_per_lot
        return self.generate(dialog)

    def assertDivided(self, orders, quantities, names):
        self.assertEqual(orders.mapped("product_qty"), quantities)
        self.assertEqual(self.serial_names(orders), names)

    def test_dialog_of_a_lot_order(self):
        # BX-7 OD-1
        order = self.confirmed(self.cheese, 100)
        dialog = self.open_dialog(order)
        self.assertTrue(dialog.is_lot_tracked)
        self.assertEqual(dialog.lot_name, order.prealloc_lot_ids.name)

    def test_generate(self):
        # MM-5 BX-7: the held lot first
        order = self.confirmed(self.cheese, 120)
        held = order.prealloc_lot_ids.name
        lines = self.lines(self.divided(order, 40))
        self.assertEqual(len(set(lines)), 3)
        self.assertEqual(lines[0].split(";")[0], held)
        self.assertEqual([float(line.split(";")[1]) for line in lines], [40, 40, 40])

    def test_prepare(self):
        # MM-5 BX-7
        order = self.confirmed(self.cheese, 120)
        name, held = order.name, order.prealloc_lot_ids.name
        dialog = self.divided(order, 40)
        names = [line.split(";")[0] for line in self.lines(dialog)]
        self.assertEqual(names[0], held)
        dialog.save().action_prepare_mo()
        orders = self.parts_of(order)
        self.assertDivided(orders, [40, 40, 40], names)
        self.assertEqual(orders.mapped("name"), [f"{name}-00{n}" for n in (1, 2, 3)])
        self.assertEqual(orders.mapped("state"), ["confirmed"] * 3)
        self.assertEqual(orders.mapped("qty_producing"), [0, 0, 0])
        self.assertFalse(orders.prealloc_lot_ids)

    def test_prepared_lots_one_by_one(self):
        # MM-5 BX-7 PF-7: each order is completed with its own lot, partly too
        order = self.confirmed(self.cheese, 80)
        dialog = self.divided(order, 40)
        names = [line.split(";")[0] for line in self.lines(dialog)]
        dialog.save().action_prepare_mo()
        first, second = self.parts_of(order)
        self.complete(second)
        self.complete(first, 30)
        self.assertEqual(self.stock_of(self.cheese), {names[0]: 30, names[1]: 40})
        [backorder] = self.parts_of(order).filtered(lambda p: p.state != "done")
        self.complete(backorder)
        self.assertEqual(self.stock_of(self.cheese), {names[0]: 40, names[1]: 40})

    def test_produce_with_a_remainder(self):
        # MM-5 BX-7
        order = self.confirmed(self.cheese, 100)
        held = order.prealloc_lot_ids.name
        dialog = self.divided(order, 40)
        lines = self.lines(dialog)
        self.assertEqual([float(line.split(";")[1]) for line in lines], [40, 40, 20])
        names = [line.split(";")[0] for line in lines]
        dialog.save().action_produce()
        orders = self.parts_of(order)
        self.assertDivided(orders, [40, 40, 20], names)
        self.assertEqual(orders.mapped("state"), ["done"] * 3)
        self.assertEqual(
            self.stock_of(self.cheese), {held: 40, names[1]: 40, names[2]: 20}
        )

    def test_fraction_per_lot(self):
        # BX-7: no unit gets lost in rounding
        order = self.confirmed(self.cheese, 1)
        dialog = self.divided(order, 0.3)
        quantities = [float(line.split(";")[1]) for line in self.lines(dialog)]
        self.assertEqual(quantities, [0.3, 0.3, 0.3, 0.1])
        dialog.save().action_produce()
        self.assertAlmostEqual(sum(self.stock_of(self.cheese).values()), 1)
        self.assertEqual(set(self.parts_of(order).mapped("state")), {"done"})

    def test_unit_of_the_order(self):
        # BX-7: ten dozens, four dozens to a lot
        order = self.confirmed(self.cheese, 10, product_uom_id=self.uom_dozen.id)
        dialog = self.divided(order, 4)
        names = [line.split(";")[0] for line in self.lines(dialog)]
        dialog.save().action_produce()
        orders = self.parts_of(order)
        self.assertDivided(orders, [4, 4, 2], names)
        self.assertEqual(
            self.stock_of(self.cheese), dict(zip(names, (48, 48, 24), strict=True))
        )

    def test_typed_first_lot(self):
        # BX-7 OD-2
        dialog = self.open_dialog(self.confirmed(self.cheese, 100))
        dialog.quantity_per_lot = 40
        dialog.lot_name = "CHZ-09"
        lines = self.lines(self.generate(dialog))
        self.assertEqual(
            [line.split(";")[0] for line in lines], ["CHZ-09", "CHZ-10", "CHZ-11"]
        )

    def test_typed_list(self):
        # BX-7: what remains is one order, and holds the order's lot
        order = self.confirmed(self.cheese, 100)
        held = order.prealloc_lot_ids
        orders = self.produce(order, "A;40", "", " B ; 25.5 ")
        self.assertDivided(orders, [40, 25.5, 34.5], ["A", "B", ""])
        self.assertEqual(orders.mapped("state"), ["done", "done", "confirmed"])
        self.assertEqual(orders[2].prealloc_lot_ids, held)
        self.assertEqual(self.stock_of(self.cheese), {"A": 40, "B": 25.5})

    def test_lot_without_a_quantity(self):
        # BX-7: it takes what is left
        orders = self.prepare(self.confirmed(self.cheese, 100), "A;40", "B")
        self.assertDivided(orders, [40, 60], ["A", "B"])

    def test_selection_of_orders(self):
        # BX-7 OD-1: no lot is shared by two orders
        orders = self.confirmed(self.cheese, 100) | self.confirmed(self.cheese, 50)
        held = [order.prealloc_lot_ids.name for order in orders]
        dialog = self.divided(orders, 40)
        lines = [line.split(";") for line in self.lines(dialog)]
        self.assertEqual(
            [float(quantity) for _name, quantity in lines], [40, 40, 20, 40, 10]
        )
        names = [name for name, _quantity in lines]
        self.assertEqual(len(set(names)), 5)
        self.assertLessEqual(set(held), set(names))
        dialog.save().action_prepare_mo()
        self.assertDivided(self.parts_of(orders[0]), [40, 40, 20], names[:3])
        self.assertDivided(self.parts_of(orders[1]), [40, 10], names[3:])

    def test_existing_lot(self):
        # BX-7: a lot in stock grows
        self.make_lot(self.cheese, "OLD", 5)
        self.produce(self.confirmed(self.cheese, 100), "OLD;60", "NEW;40")
        self.assertEqual(self.stock_of(self.cheese), {"OLD": 65, "NEW": 40})

    def test_each_setting(self):
        # BX-7 PF-2 BX-2
        for setting in (
            {"lot_prealloc_trigger": "done"},
            {"lot_prealloc_enabled": False},
        ):
            with self.subTest(**setting):
                self.company.write(setting)
                order = self.confirmed(self.cheese, 100)
                dialog = self.divided(order, 40)
                names = [line.split(";")[0] for line in self.lines(dialog)]
                self.assertEqual(len(set(names)), 3)
                dialog.save().action_produce()
                orders = self.parts_of(order)
                self.assertDivided(orders, [40, 40, 20], names)
                self.assertEqual(orders.mapped("state"), ["done"] * 3)

    def test_components_are_divided(self):
        # BX-7: in proportion
        self.make_bom(self.cheese, [(self.screw, 2)])
        order = self.confirmed(self.cheese, 100, reserve=True)
        self.divided(order, 40).save().action_produce()
        orders = self.parts_of(order)
        self.assertEqual(orders.move_raw_ids.mapped("quantity"), [80, 80, 40])
        self.assertEqual(self.screw.qty_available, 800)

    def test_component_lots_of_each_lot(self):
        # BX-7 OD-7
        self.make_bom(self.cheese, [(self.paint, 1)])
        for name in ("P1", "P2"):
            self.make_lot(self.paint, name, 100)
        order = self.confirmed(self.cheese, 100)
        self.produce(order, "A;40,P2", "B;60,P1|P2;50")
        self.assertGenealogy({"A": "P2", "B": "P1 P2"}, self.cheese)
        self.assertEqual(self.stock_of(self.paint), {"P1": 90, "P2": 10})

    def test_quantity_per_lot_that_divides_nothing(self):
        # BX-7
        for quantity in (0, -5):
            with self.subTest(quantity):
                dialog = self.open_dialog(self.confirmed(self.cheese, 100))
                dialog.quantity_per_lot = quantity
                wizard = dialog.save()
                self.assertRefused(wizard.action_generate_serial_numbers)


@tagged("post_install", "-at_install")
class TestLabels(BatchCase):
    """OD-10: labels before production."""

    def assertPrints(self, action, names):
        self.assertEqual(action["type"], "ir.actions.report")
        self.assertIn(
            action["report_name"],
            ("stock.report_lot_label", "stock.label_lot_template_view"),
        )
        lots = self.env["stock.lot"].browse(action["context"]["active_ids"])
        self.assertEqual(lots.mapped("name"), names)
        return lots

    def test_listed_numbers(self):
        # OD-10: exactly the numbers in the list
        order = self.confirmed(self.plain, 4)
        names = self.names(order.prealloc_lot_ids)
        lots = self.assertPrints(
            self.typed(order, names[2], "", names[0]).action_print_labels(),
            [names[2], names[0]],
        )
        self.assertLessEqual(lots, order.prealloc_lot_ids)
        self.assertEqual(order.state, "confirmed")
        self.assertEqual(order.qty_producing, 0)

    def test_generated_numbers_become_held(self):
        # OD-10: with trigger done nothing is held before
        self.company.lot_prealloc_trigger = "done"
        order = self.confirmed(self.plain, 2)
        dialog = self.generate(self.open_dialog(order))
        names = self.lines(dialog)
        wizard = dialog.save()
        lots = self.assertPrints(wizard.action_print_labels(), names)
        self.assertEqual(order.prealloc_lot_ids, lots)
        self.assertFalse(self.stock_of(self.plain))
        wizard.action_produce()
        self.assertEqual(self.stock_of(self.plain), dict.fromkeys(names, 1))
        self.assertEqual(self.parts_of(order).lot_producing_ids, lots)

    def test_components_have_no_label(self):
        # OD-10 OD-7
        self.make_frames("F1", "F2")
        order = self.confirmed(self.widget, 2)
        action = self.typed(order, "S1,F1", "S2,F2").action_print_labels()
        self.assertPrints(action, ["S1", "S2"])

    def test_lots(self):
        # OD-10 BX-7
        order = self.confirmed(self.cheese, 100)
        action = self.typed(order, "A;40", "B;60").action_print_labels()
        self.assertPrints(action, ["A", "B"])

    def test_format_of_the_operation_type(self):
        # OD-10
        self.operation_type.generated_mrp_lot_label_to_print = "zpl"
        order = self.confirmed(self.plain, 2)
        action = self.open_dialog(order).save().action_print_labels()
        self.assertEqual(action["report_name"], "stock.label_lot_template_view")

    def test_a_list_with_a_mistake_prints_nothing(self):
        # OD-10 OD-8
        order = self.confirmed(self.plain, 3)
        wizard = self.typed(order, "S1", "S2", "S1")
        self.assertRefused(wizard.action_print_labels, "Line 3", "S1")

    def test_empty_list(self):
        # OD-10
        wizard = self.typed(self.confirmed(self.plain, 3))
        self.assertRefused(wizard.action_print_labels)
