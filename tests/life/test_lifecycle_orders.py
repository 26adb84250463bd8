"""The state of a number follows the ledger: what orders do (AB-12)."""

from odoo import Command, fields
from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .life_case import LifeCase


class OrderFlows:
    """For one serial as for all of a lot."""

    # ------------------------------------------------------------------
    # Before there is stock
    # ------------------------------------------------------------------

    def test_number_of_nothing(self):
        # AB-12
        self.assert_life(self.new_number(0), "expected")

    def test_preallocated_produced_delivered(self):
        # AB-12 AB-13 AB-14
        order = self.make_producer()
        lot = order.prealloc_lot_ids
        self.assert_life(lot, "preallocated")
        self.assertEqual(lot.production_id, order.sudo(False))
        self.assertFalse(lot.production_date)
        self.finish(order)
        self.assert_life(lot, "available", available=self.quantity)
        self.assertEqual(lot.production_date, fields.Datetime.now())
        delivery = self.make_delivery((self.product, self.quantity))
        self.assert_life(lot, "allocated", allocated=self.quantity)
        self.validate(delivery)
        self.assert_life(lot, "shipped", shipped=self.quantity)
        self.assertEqual(lot.production_id.id, order.id)

    def test_producing_number_is_preallocated(self):
        # AB-12: Odoo's own field names it
        self.company.lot_prealloc_enabled = False
        order = self.make_producer()
        order.action_generate_serial()
        lot = order.lot_producing_ids
        self.assert_life(lot, "preallocated")
        order.lot_producing_ids = False
        self.assert_life(lot, "expected")
        order.lot_producing_ids = lot
        self.assert_life(lot, "preallocated")
        self.finish(order)
        self.assert_life(lot, "available", available=self.quantity)

    def test_order_gives_its_number_back(self):
        # AB-12 BX-5: a number that stays, because its label was printed
        order = self.make_producer()
        lot = order.prealloc_lot_ids
        lot.sudo().is_label_printed = True
        order.action_cancel()
        self.assertTrue(lot.exists())
        self.assert_life(lot, "void")

    def test_deleted_order(self):
        # AB-12 BX-5: of a number that stays
        for field in ("prealloc_lot_ids", "lot_producing_ids"):
            with self.subTest(field):
                order = self.make_producer()
                lot = order.prealloc_lot_ids
                lot.sudo().is_label_printed = True
                order.lot_producing_ids = lot if field == "lot_producing_ids" else False
                self.assertEqual(order[field], lot)
                self.assert_life(lot, "preallocated")
                order.action_cancel()
                order.with_user(self.planner).unlink()
                self.assert_life(lot, "void")
                order = self.make_order(self.product, self.quantity)
                order[field] = lot
                self.assert_life(lot, "preallocated")
                order.unlink()
                self.assert_life(lot, "void")

    def test_held_number_that_is_counted(self):
        # AB-12, PF-6: it is not stock yet, there is nothing to count
        lot = self.make_producer().prealloc_lot_ids
        for quantity in (0, self.quantity):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                self.count(lot, quantity)
            self.assert_life(lot, "preallocated")

    def test_production_date_that_is_corrected(self):
        # AB-12: Odoo redates the lines of the receipt as well
        order = self.make_producer()
        lot = order.prealloc_lot_ids
        self.finish(order)
        lines = order.move_finished_ids.move_line_ids
        order.sudo().move_finished_ids.date = "2030-02-02 10:00:00"
        self.assertEqual(lines.date, fields.Datetime.to_datetime("2030-02-02 10:00:00"))
        self.assert_life(lot, "available")
        self.assertEqual(lot.production_date, lines.date)
        lines.sudo().date = "2030-02-01 10:00:00"
        self.assert_life(lot, "available")

    def test_second_production_of_a_number(self):
        # AB-12 AB-10: the first order is the one that made it
        order = self.make_producer()
        lot = order.prealloc_lot_ids
        self.finish(order)
        first = (lot.production_id, lot.production_date)
        self.unbuild(order, lot, self.quantity)
        self.assert_life(lot, "consumed", consumed=self.quantity)
        second = self.make_producer()
        second.lot_producing_ids = lot
        self.finish(second)
        self.assert_life(lot, "available", available=self.quantity)
        self.assertEqual((lot.production_id, lot.production_date), first)

    # ------------------------------------------------------------------
    # Used by orders
    # ------------------------------------------------------------------

    def unbuild(self, order, lot, quantity=1):
        self.later()
        unbuild = self.env["mrp.unbuild"].create(
            {
                "product_id": order.product_id.id,
                "mo_id": order.id,
                "lot_id": lot.id,
                "product_qty": quantity,
                "location_id": self.stock_location.id,
                "location_dest_id": self.stock_location.id,
            }
        )
        unbuild.action_unbuild()
        self.assertEqual(unbuild.state, "done")

    def test_consumed(self):
        # AB-12 AB-13
        lot = self.new_number()
        order = self.make_consumer()
        self.assert_life(lot, "allocated", allocated=self.quantity)
        order.do_unreserve()
        self.assert_life(lot, "available", available=self.quantity)
        order.action_assign()
        self.finish(order)
        self.assert_life(lot, "consumed", consumed=self.quantity)

    def test_cancelled_order_releases(self):
        # AB-13
        lot = self.new_number()
        order = self.make_consumer()
        order.action_cancel()
        self.assert_life(lot, "available", available=self.quantity)

    def test_picked_for_an_order(self):
        # AB-13: components brought to the line first
        self.warehouse.manufacture_steps = "pbm"
        lot = self.new_number()
        order = self.make_consumer()
        [pick] = self.open_pickings_of(self.product)
        pick.action_assign()
        self.assert_life(lot, "allocated", allocated=self.quantity)
        self.validate(pick)
        self.assertEqual(
            lot.quant_ids.filtered(lambda q: q.quantity > 0).location_id,
            self.warehouse.pbm_loc_id,
        )
        self.assert_life(lot, "allocated", allocated=self.quantity)
        order.action_assign()
        self.finish(order)
        self.assert_life(lot, "consumed", consumed=self.quantity)

    def test_order_cancelled_before_the_pick(self):
        # AB-13
        self.warehouse.manufacture_steps = "pbm"
        lot = self.new_number()
        order = self.make_consumer()
        [pick] = self.open_pickings_of(self.product)
        pick.action_assign()
        self.assert_life(lot, "allocated", allocated=self.quantity)
        order.sudo().action_cancel()
        self.assert_ledger(lot)
        pick.action_cancel()
        self.assert_life(lot, "available", available=self.quantity)

    def test_put_away_after_production(self):
        # AB-12: three steps
        self.warehouse.manufacture_steps = "pbm_sam"
        self.make_bom(self.product, [(self.make_product("Screw"), 1)])
        self.put_in_stock(self.product.bom_ids.bom_line_ids.product_id, self.quantity)
        order = self.make_producer()
        lot = order.prealloc_lot_ids
        pick = order.sudo().picking_ids
        pick.action_assign()
        self.validate(pick)
        self.finish(order)
        self.assert_life(lot, "available", available=self.quantity)
        [store] = self.open_pickings_of(self.product)
        self.assertEqual(self.names_reserved(store), {lot.name: self.quantity})
        self.assert_life(lot, "available", available=self.quantity)
        self.validate(store)
        self.assert_life(lot, "available", available=self.quantity)

    def test_unbuild(self):
        # AB-12
        lot = self.new_number()
        machine = self.make_product("Machine", "serial")
        self.make_bom(machine, [(self.product, self.quantity)])
        order = self.make_order(machine, 1, user=self.worker, confirm=True)
        order.action_assign()
        finished = order.prealloc_lot_ids
        self.finish(order)
        self.assert_life(lot, "consumed", consumed=self.quantity)
        self.assert_life(finished, "available", available=1)
        self.unbuild(order, finished)
        self.assert_life(finished, "consumed", consumed=1)
        self.assert_life(lot, "available", available=self.quantity)

    def test_byproduct(self):
        # AB-12
        main = self.make_product("Main")
        self.make_bom(main, byproducts=[(self.product, self.quantity)])
        order = self.make_order(main, 1, user=self.worker, confirm=True)
        lot = order.prealloc_lot_ids
        self.assert_life(lot, "preallocated")
        self.finish(order)
        self.assert_life(lot, "available", available=self.quantity)
        self.assertEqual(lot.production_id.id, order.id)

    def test_subcontracted(self):
        # AB-12
        self.make_bom(
            self.product,
            [(self.make_product("Blank"), 1)],
            type="subcontract",
            subcontractor_ids=[Command.set(self.vendor.ids)],
        )
        receipt = self.make_receipt(
            (self.product, self.quantity), partner_id=self.vendor.id, user=self.worker
        )
        order = receipt.sudo().move_ids.move_orig_ids.production_id
        lot = order.prealloc_lot_ids
        self.assert_life(lot, "preallocated")
        self.validate(receipt)
        self.assert_life(lot, "available", available=self.quantity)
        self.assertEqual(lot.production_id.bom_id, self.product.bom_ids)

    def test_component_of_a_subcontractor(self):
        # AB-12: at the subcontractor's it is still ours
        self.make_bom(
            blade := self.make_product("Blade"),
            [(self.product, self.quantity)],
            type="subcontract",
            subcontractor_ids=[Command.set(self.vendor.ids)],
        )
        lot = self.new_number()
        self.validate(
            self.move_to(lot, self.company.subcontracting_location_id, self.quantity)
        )
        self.assert_life(lot, "available", available=self.quantity)
        receipt = self.make_receipt(
            (blade, 1), partner_id=self.vendor.id, user=self.worker
        )
        receipt.sudo().move_ids.move_orig_ids.production_id.action_assign()
        self.assert_ledger(lot)
        self.validate(receipt)
        self.assert_ledger(lot)


@tagged("post_install", "-at_install")
class TestOrderedSerial(OrderFlows, LifeCase):
    tracking = "serial"
    quantity = 1


@tagged("post_install", "-at_install")
class TestOrderedLot(OrderFlows, LifeCase):
    tracking = "lot"
    quantity = 5


@tagged("post_install", "-at_install")
class TestSerials(LifeCase):
    """Several serials that go together."""

    tracking = "serial"
    quantity = 1

    def test_batch_production(self):
        # AB-12 OD-4: the orders of a batch, whose stock is written as a whole
        component = self.make_product("Part", "serial")
        parts = self.env["stock.lot"].concat(
            *(self.new_number(1, product=component) for _index in range(4))
        )
        self.make_bom(self.product, [(component, 1)])
        order = self.make_order(self.product, 4, user=self.worker, confirm=True)
        order.action_assign()
        lots = order.prealloc_lot_ids
        for lot in lots:
            self.assert_life(lot, "preallocated")
        for part in parts:
            self.assert_life(part, "allocated")
        self.later()
        dialog = Form.from_action(order.env, order.action_batch_production())
        dialog.save().action_prepare_mo()
        for lot in lots:
            self.assert_life(lot, "preallocated")
            self.assertEqual(
                lot.production_id,
                lot.producing_production_ids or lot.prealloc_production_ids,
            )
        self.assertEqual(len(lots.production_id), 4)
        for part in parts:
            self.assert_life(part, "allocated")
        first, *others = lots.production_id.with_user(self.worker)
        self.later()
        first.button_mark_done()
        self.later()
        for other in others:
            other.button_mark_done()
        self.assert_ledger(lots + parts)
        for lot in lots:
            self.assert_life(lot, "available", available=1)
        for part in parts:
            self.assert_life(part, "consumed", consumed=1)

    def test_batch_completed_at_once(self):
        # AB-12 OD-4
        component = self.make_product("Part", "lot")
        part = self.new_number(12, product=component)
        self.make_bom(self.product, [(component, 2)])
        order = self.make_order(self.product, 5, user=self.worker, confirm=True)
        order.action_assign()
        lots = order.prealloc_lot_ids
        self.later()
        dialog = Form.from_action(order.env, order.action_batch_production())
        dialog.save().action_produce()
        self.assert_ledger(lots + part)
        for lot in lots:
            self.assert_life(lot, "available", available=1)
        self.assert_life(part, "available", available=2, consumed=10)
        self.assertEqual(len(lots.production_id), 5)

    def test_split_and_merged_orders(self):
        # AB-12 BX-6
        self.make_bom(self.product, [(self.make_product("Screw"), 1)])
        order = self.make_order(self.product, 4, user=self.worker, confirm=True)
        lots = order.prealloc_lot_ids
        parts = order._split_productions({order: [1, 3]})
        self.assert_ledger(lots)
        self.assertEqual(set(lots.mapped("lifecycle_state")), {"preallocated"})
        self.assertEqual(len(lots.production_id), 2)
        parts.action_merge()
        self.assert_ledger(lots.exists())
        self.assertEqual(len(lots.exists().production_id), 1)

    def test_order_closed_before_all_is_produced(self):
        # AB-12 BX-5
        for is_named in (False, True):
            with self.subTest(named=is_named):
                order = self.make_order(self.product, 3, user=self.worker, confirm=True)
                lots = order.prealloc_lot_ids.sorted("id")
                lots.sudo().is_label_printed = True
                if is_named:
                    order.lot_producing_ids = lots
                else:
                    order.lot_producing_ids = lots[:2]
                self.assertEqual(set(lots.mapped("lifecycle_state")), {"preallocated"})
                self.later()
                self.complete(order, 2, backorder=False)
                self.assertEqual(order.state, "done")
                self.assert_ledger(lots)
                self.assertIn("available", lots.mapped("lifecycle_state"))

    def test_delivery_of_many(self):
        # AB-13 AB-14
        lots = self.env["stock.lot"].concat(*(self.new_number() for _index in range(4)))
        delivery = self.make_delivery((self.product, 3))
        self.assertEqual(
            lots.mapped("lifecycle_state"), ["allocated"] * 3 + ["available"]
        )
        backorder = self.validate(self.keep(delivery, lots[0] + lots[1]))
        self.assertEqual(
            lots.mapped("lifecycle_state"),
            ["shipped", "shipped", "allocated", "available"],
        )
        self.assertEqual(self.names_reserved(backorder), {lots[2].name: 1})
        self.assert_ledger(lots)

    def keep(self, picking, lots):
        """Leave only these numbers on the transfer."""
        picking.move_line_ids.filtered(lambda line: line.lot_id not in lots).unlink()
        return picking

    def test_serial_in_dozens(self):
        # AB-12
        lots = self.env["stock.lot"].concat(
            *(self.new_number() for _index in range(12))
        )
        delivery = self.make_transfer(
            self.warehouse.out_type_id,
            (self.product, 1),
            target=self.customers,
            move_vals={"product_uom": self.uom_dozen.id},
        )
        self.assertEqual(set(lots.mapped("lifecycle_state")), {"allocated"})
        self.validate(delivery)
        self.assertEqual(set(lots.mapped("lifecycle_state")), {"shipped"})
        self.assert_ledger(lots)
