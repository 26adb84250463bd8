"""Every number has a state (AB-12): also those that are nowhere."""

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .life_case import LifeCase
from .lifecycle_oracle import derive, read_stored


class StatesWithoutStock:
    """For one serial as for all of a lot."""

    def expect(self, lot=None):
        receipt = self.make_receipt(
            (self.product, self.quantity), partner_id=self.vendor.id
        )
        return self.choose(receipt, {lot: self.quantity}) if lot else receipt

    def print_label(self, lots):
        self.env["ir.actions.report"]._mark_labels_printed(
            "stock.report_lot_label", lots.ids
        )

    def given_up(self, lots):
        return lots.event_ids.filtered(lambda event: event.kind == "given_up")

    # ------------------------------------------------------------------
    # Expected
    # ------------------------------------------------------------------

    def test_made_by_hand(self):
        # AB-12: a number that is known, of goods that are not here
        form = Form(self.env["stock.lot"].with_user(self.storekeeper))
        form.name = "BY-HAND"
        form.product_id = self.product
        lot = form.save()
        self.assert_life(lot, "expected")
        self.assertEqual(lot.lifecycle_badge, "expected")
        self.assertFalse(lot.is_given_up)
        self.receive(lot, self.quantity)
        self.assert_life(lot, "available", available=self.quantity)

    def test_named_on_an_open_receipt(self):
        # AB-12
        lot = self.new_number(0)
        receipt = self.expect(lot)
        self.assert_life(lot, "expected")
        self.validate(receipt)
        self.assert_life(lot, "available", available=self.quantity)

    def test_receipt_is_cancelled(self):
        # AB-12: the vendor's number can still come with another receipt
        lot = self.new_number(0)
        self.expect(lot).action_cancel()
        self.assert_life(lot, "expected")
        self.receive(lot, self.quantity)
        self.assert_life(lot, "available", available=self.quantity)

    def test_named_on_the_demand(self):
        # AB-12 MM-9
        lot = self.make_unmade()
        self.assert_life(lot, "void")
        receipt = self.expect()
        receipt.move_ids.demand_lot_ids = lot
        receipt.move_ids.move_line_ids.unlink()
        self.assert_life(lot, "expected")
        receipt.move_ids.demand_lot_ids = False
        self.assert_life(lot, "void")
        receipt.move_ids.demand_lot_ids = lot
        self.assert_life(lot, "expected")
        receipt.action_cancel()
        self.assert_life(lot, "void")

    def test_draft_receipt_with_a_name(self):
        # AB-12 MM-9
        lot = self.make_unmade()
        receipt = self.make_receipt(
            (self.product, self.quantity, lot), user=self.env.user, confirm=False
        )
        self.assertEqual(receipt.state, "draft")
        self.assert_life(lot, "expected")
        receipt.unlink()
        self.assert_life(lot, "void")

    # ------------------------------------------------------------------
    # Void
    # ------------------------------------------------------------------

    def make_unmade(self):
        """:return: a number that a person typed on an order, which was cancelled"""
        order = self.make_producer(lot_producing_ids=self.new_number(0).ids)
        lot = order.lot_producing_ids
        order.action_cancel()
        return lot

    def test_typed_then_cancelled(self):
        # AB-12: nobody has printed it, so it can be typed again
        lot = self.make_unmade()
        self.assert_life(lot, "void")
        self.assertFalse(lot.is_given_up)
        order = self.make_producer(lot_producing_ids=lot.ids)
        self.assert_life(lot, "preallocated")
        self.finish(order)
        self.assert_life(lot, "available", available=self.quantity)

    def test_printed_then_cancelled(self):
        # AB-12 BX-5: released without a question, remembered on the number
        order = self.make_producer()
        lots = order.prealloc_lot_ids
        self.print_label(lots)
        order.action_cancel()
        for lot in lots:
            self.assert_life(lot, "void")
            self.assertTrue(lot.is_given_up)
        event = self.given_up(lots)[:1]
        self.assertEqual(event.user_id, self.worker)
        self.assertEqual(event.production_id, order.sudo(False))
        self.assertEqual(event.lot_id, lots[:1])
        kinds = [entry["kind"] for entry in lots[0].with_user(self.worker).timeline]
        self.assertIn("given_up", kinds)

    def test_order_is_deleted(self):
        # AB-12 BX-5: the number knows its order no more
        order = self.make_producer()
        lot = order.prealloc_lot_ids
        self.print_label(lot)
        name = order.name
        order.action_cancel()
        order.with_user(self.planner).unlink()
        self.assertFalse(lot.allocated_production_id)
        self.assert_life(lot, "void")
        self.assertTrue(lot.is_given_up)
        self.assertEqual(self.given_up(lot).reference, name)

    def test_not_offered(self):
        # AB-12: never to be used
        order = self.make_producer()
        lot = order.prealloc_lot_ids
        self.print_label(lot)
        order.action_cancel()
        unmade = self.make_unmade()
        lots = self.env["stock.lot"].with_user(self.storekeeper)
        offered = lots.name_search("", [("product_id", "=", self.product.id)])
        self.assertEqual([lot_id for lot_id, _name in offered], unmade.ids)
        hidden = lots.with_context(hide_preallocated=True)
        found = hidden.web_search_read([("product_id", "=", self.product.id)], {})
        self.assertEqual([vals["id"] for vals in found["records"]], unmade.ids)
        mine = [("product_id", "=", self.product.id)]
        self.assertEqual(lots.search([*mine, ("is_given_up", "=", True)]).ids, lot.ids)
        self.assertEqual(
            lots.search([*mine, ("is_given_up", "=", False)]).ids, unmade.ids
        )

    def test_refused_at_the_doors(self):
        # AB-12: a receipt, a name typed on it, a count, another order; on RPC as well
        order = self.make_producer()
        lot = order.prealloc_lot_ids
        self.print_label(lot)
        order.action_cancel()
        self.assert_life(lot, "void")
        other = self.make_producer()
        receipt = self.expect()
        with self.assertRaisesRegex(UserError, lot.name):
            self.choose(receipt, {lot: self.quantity})
        with self.assertRaisesRegex(UserError, lot.name):
            receipt.move_line_ids.lot_id = lot
        with self.assertRaisesRegex(UserError, lot.name):
            receipt.move_line_ids.lot_name = lot.name
            receipt.button_validate()
        with self.assertRaisesRegex(UserError, lot.name):
            other.lot_producing_ids = lot
        with self.assertRaisesRegex(UserError, lot.name):
            self.make_producer(lot_producing_ids=[Command.link(lot.id)])
        self.env.invalidate_all()
        self.assert_life(lot, "void")
        # an inventory manager knows what he does
        receipt.move_line_ids.unlink()
        self.choose(receipt.with_user(self.inventory_manager), {lot: self.quantity})
        self.assert_life(lot, "expected")
        self.validate(receipt)
        self.assert_life(lot, "available", available=self.quantity)

    def test_given_to_an_order_again(self):
        # AB-12: what holds it counts
        order = self.make_producer()
        lot = order.prealloc_lot_ids
        self.print_label(lot)
        order.action_cancel()
        self.assert_life(lot, "void")
        other = self.make_producer()
        other.prealloc_lot_ids._unlink_never_used()
        self.env["mrp.production"]._hold_numbers([(other, lot)])
        self.assert_life(lot, "preallocated")

    # ------------------------------------------------------------------
    # Made and unmade
    # ------------------------------------------------------------------

    def test_made_then_taken_apart(self):
        # AB-12: it has been there
        part = self.make_product("Part")
        self.put_in_stock(part, 10)
        self.make_bom(self.product, [(part, 1)])
        order = self.make_producer()
        lot = order.prealloc_lot_ids
        self.finish(order)
        self.later()
        self.env["mrp.unbuild"].with_user(self.worker).create(
            {
                "product_id": self.product.id,
                "mo_id": order.id,
                "lot_id": lot.id,
                "product_qty": self.quantity,
            }
        ).action_validate()
        self.assert_life(lot, "consumed", consumed=self.quantity)

    def test_receipt_corrected(self):
        # AB-12: the wrong number was received; it has not come
        lot, right = self.new_number(), self.new_number(0)
        [line] = lot.move_line_ids
        line.with_user(self.inventory_manager).lot_id = right
        self.assert_life(lot, "expected")
        self.assert_life(right, "available", available=self.quantity)

    def test_product_archived(self):
        # AB-12: a number of a product that is no more
        lots = self.new_number() + self.new_number(0)
        self.product.active = False
        self.assert_life(lots[0], "available", available=self.quantity)
        self.assert_life(lots[1], "expected")

    def test_searched_and_grouped(self):
        # AB-12: by plain users
        lots = self.new_number(0) + self.make_unmade()
        model = self.env["stock.lot"].with_user(self.storekeeper)
        mine = [("product_id", "=", self.product.id)]
        groups = model.formatted_read_group(mine, ["lifecycle_state"], ["__count"])
        self.assertEqual(
            {group["lifecycle_state"]: group["__count"] for group in groups},
            {"expected": 1, "void": 1},
        )
        self.assertEqual(
            model.search([*mine, ("lifecycle_state", "=", "void")]).ids, lots[1].ids
        )

    def test_old_numbers(self):
        # AB-12: those of a database of 19.0.1.1.0 had none
        lots = self.new_number(0) + self.make_unmade() + self.new_number()
        lots += self.new_number(0)
        self.expect(lots[-1])
        expected = read_stored(lots)
        self.assertEqual(
            [life.state for life in derive(lots).values()],
            ["expected", "void", "available", "expected"],
        )
        self.env.cr.execute(
            "UPDATE stock_lot SET lifecycle_state = NULL WHERE id IN %s"
            " AND lifecycle_state IN ('expected', 'void')",
            [tuple(lots.ids)],
        )
        self.env.invalidate_all()
        self.env["stock.lot"]._store_all_lifecycles(only_missing=True)
        self.env.invalidate_all()
        self.assertEqual(read_stored(lots), expected)


@tagged("post_install", "-at_install")
class TestStatesOfASerial(StatesWithoutStock, LifeCase):
    tracking = "serial"
    quantity = 1

    def test_surplus_but_printed(self):
        # AB-12 BX-4: the order keeps it while it is open, then gives it up
        order = self.make_order(self.product, 3, user=self.worker, confirm=True)
        lots = order.prealloc_lot_ids.sorted("id")
        self.print_label(lots)
        self.env["change.production.qty"].with_user(self.planner).create(
            {"mo_id": order.id, "product_qty": 2}
        ).change_prod_qty()
        self.assertEqual(order.prealloc_lot_ids, lots)
        self.assert_life(lots[2], "preallocated")
        order.lot_producing_ids = lots[:2]
        self.complete(order, 2)
        self.assertEqual(order.state, "done")
        for lot, state in zip(lots, ("available", "available", "void"), strict=True):
            self.assert_life(lot, state)

    def test_by_range(self):
        # AB-12 MM-7: Auto Generate on a receipt takes what is expected
        expected, unmade = self.new_number(0), self.make_unmade()
        order = self.make_producer()
        given_up = order.prealloc_lot_ids
        self.print_label(given_up)
        order.action_cancel()
        lines = self.expect().move_ids.move_line_ids
        self.assertFalse(
            lines._explain_unusable_names([expected.name])
            | lines._explain_unusable_names([unmade.name])
        )
        self.assertEqual(
            lines._explain_unusable_names([given_up.name]),
            {given_up.name: "already void"},
        )


@tagged("post_install", "-at_install")
class TestStatesOfALot(StatesWithoutStock, LifeCase):
    tracking = "lot"
    quantity = 5

    def test_partly_made(self):
        # AB-12: an order closed with less than planned has made it
        order = self.make_producer()
        lot = order.prealloc_lot_ids
        self.later()
        self.complete(order, 2, backorder=False)
        self.assert_life(lot, "available", available=2)

    def test_refused(self):
        # AB-12: states are nobody's to write
        lot = self.new_number(0)
        with self.assertRaises(UserError):
            lot.with_user(self.storekeeper).action_make_available()
