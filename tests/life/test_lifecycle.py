"""The state of a number follows the stock ledger (section 6, AB-12 to AB-15).

Each way that a number can go, for a serial and for a lot. After every step the state is
the one expected, and what is stored is what ``lifecycle_oracle`` derives by itself.
"""

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .life_case import LifeCase
from .lifecycle_oracle import derive, read_stored


class LifeFlows:
    """For one serial as for all of a lot."""

    # ------------------------------------------------------------------
    # Past the screens
    # ------------------------------------------------------------------

    def test_quant_without_a_movement(self):
        # AB-12: another addon, an import
        lot = self.make_lot(self.product, "Imported", self.quantity)
        self.assert_life(lot, "available", available=self.quantity)
        delivery = self.deliver(lot, self.quantity)
        self.assert_life(lot, "shipped", shipped=self.quantity)
        self.take_back(delivery)
        self.assert_life(lot, "returned", returned=self.quantity)
        transfer = self.move_to(lot, self.shelf, self.quantity)
        self.validate(self.choose(transfer, {lot: self.quantity}))
        self.assert_life(lot, "returned", returned=self.quantity)

    def test_quant_that_disappears(self):
        # AB-12
        lot = self.make_lot(self.product, "Imported", self.quantity)
        self.assert_life(lot, "available")
        lot.quant_ids.sudo().unlink()
        self.assert_life(lot, "expected")

    def test_quant_that_is_written(self):
        # AB-12
        lot = self.new_number()
        quant = lot.quant_ids.filtered(lambda q: q.location_id == self.stock_location)
        quant.sudo().quantity = 0
        self.assert_life(lot, "scrapped")
        quant.sudo().quantity = self.quantity
        self.assert_life(lot, "available", available=self.quantity)

    def test_quant_tasks(self):
        # AB-12: what Odoo's scheduler does to quants
        lot = self.new_number()
        self.put_in_stock(self.product, -self.quantity, lot, self.shelf)
        self.assert_life(lot, "scrapped")
        self.put_in_stock(self.product, self.quantity, lot, self.shelf)
        self.env["stock.quant"]._quant_tasks()
        self.assert_life(lot, "available", available=self.quantity)

    def test_more_than_there_was(self):
        # AB-12: delivered before it was received
        lot = self.new_number(0)
        delivery = self.make_delivery(
            (self.product, self.quantity), lots={lot: self.quantity}
        )
        self.assert_life(lot, "expected")
        self.validate(delivery)
        self.assert_life(lot, "shipped", shipped=self.quantity)
        self.count(lot, self.quantity)
        if self.tracking == "serial":
            # there is but one, and it was with the customer
            self.assert_life(lot, "returned", returned=1)
        else:
            self.assert_life(
                lot, "available", available=self.quantity, shipped=self.quantity
            )

    def test_received_after_it_was_delivered(self):
        # AB-12
        lot = self.new_number(0)
        self.deliver(lot, self.quantity)
        self.receive(lot, self.quantity)
        self.assert_life(lot, "shipped", shipped=self.quantity)

    def test_number_of_a_done_receipt_is_corrected(self):
        # AB-12
        wrong, right = self.new_number(0), self.new_number(0)
        receipt = self.receive(wrong, self.quantity)
        self.later()
        receipt.sudo().move_line_ids.lot_id = right
        self.assert_life(wrong, "expected")
        self.assert_life(right, "available", available=self.quantity)

    def test_number_of_a_done_delivery_is_corrected(self):
        # AB-12 AB-14
        wrong, right = self.new_number(), self.new_number()
        delivery = self.deliver(wrong, self.quantity)
        self.later()
        delivery.sudo().move_line_ids.lot_id = right
        self.assert_life(wrong, "available", available=self.quantity)
        self.assert_life(right, "shipped", shipped=self.quantity)

    def test_quantity_of_a_done_delivery_is_corrected(self):
        # AB-12
        lot = self.new_number()
        delivery = self.deliver(lot, self.quantity)
        self.later()
        delivery.sudo().move_line_ids.quantity = 0
        self.assert_life(lot, "available", available=self.quantity)
        self.later()
        delivery.sudo().move_line_ids.quantity = self.quantity
        self.assert_life(lot, "shipped", shipped=self.quantity)

    def test_target_of_a_done_delivery_is_corrected(self):
        # AB-12
        lot = self.new_number()
        delivery = self.deliver(lot, self.quantity)
        self.later()
        delivery.sudo().move_line_ids.location_dest_id = self.shelf
        self.assert_life(lot, "available", available=self.quantity)

    def test_line_added_to_a_done_delivery(self):
        # AB-12
        lot, late = self.new_number(), self.new_number()
        delivery = self.deliver(lot, self.quantity)
        self.later()
        self.env["stock.move.line"].create(
            {
                "move_id": delivery.move_ids.id,
                "picking_id": delivery.id,
                "product_id": self.product.id,
                "lot_id": late.id,
                "quantity": self.quantity,
                "location_id": self.stock_location.id,
                "location_dest_id": self.customers.id,
            }
        )
        self.assert_life(late, "shipped", shipped=self.quantity)

    def test_dates_that_are_corrected(self):
        # AB-12: the order in which things happened is another one
        lot = self.new_number()
        back = self.send_and_return(lot, self.quantity)
        transfer = self.move_to(lot, self.shelf, self.quantity)
        self.validate(self.choose(transfer, {lot: self.quantity}))
        self.make_available(lot)
        last = self.send_and_return_from(lot, self.shelf)
        self.assert_life(lot, "returned", returned=self.quantity)
        # the delivery after the return
        last.return_id.sudo().move_ids.date = fields.Datetime.add(
            fields.Datetime.now(), hours=1
        )
        self.assert_ledger(lot)
        self.assertTrue(back)

    def send_and_return_from(self, lot, source):
        delivery = self.deliver(lot, self.quantity, source=source)
        return self.take_back(delivery)

    # ------------------------------------------------------------------
    # Companies and users
    # ------------------------------------------------------------------

    def test_stock_of_another_company_counts(self):
        # AB-12: the state is the same for everybody, whoever moves the stock
        warehouse, keeper = self.make_other_works()
        lot = self.new_number()
        # a number of all companies, as those from before
        lot.company_id = False
        self.assert_life(lot, "available")
        delivery = self.make_delivery(
            (self.product, self.quantity), lots={lot: self.quantity}
        )
        arrival = self.make_transfer(
            warehouse.in_type_id,
            (self.product, self.quantity),
            source=self.suppliers,
            user=keeper,
        )
        if self.tracking == "serial":
            # one serial is in one place; the other company has sent it out already
            self.validate(delivery)
            self.assert_life(lot, "shipped", shipped=1)
        self.choose(arrival, {lot: self.quantity})
        self.validate(arrival)
        self.assert_ledger(lot)
        self.assertEqual(read_stored(lot)[lot.id]["lifecycle_state"], "available")
        if self.tracking == "lot":
            self.validate(delivery)
        self.assert_life(
            lot, "available", available=self.quantity, shipped=self.quantity
        )
        own_line = lot.with_user(keeper).move_line_ids
        self.assertEqual(own_line, arrival.move_line_ids)
        for user in (keeper, self.storekeeper):
            self.env.invalidate_all()
            own_lot = lot.with_user(user)
            self.assertEqual(own_lot.lifecycle_state, "available")
            self.assertEqual(own_lot.available_quantity, self.quantity)
            self.assertEqual(own_lot.shipped_quantity, self.quantity)

    def test_every_user_sees_the_state(self):
        # AB-12: plain users read, search and group; nobody writes it
        lots = self.new_number() + self.new_number() + self.new_number(0)
        self.deliver(lots[1], self.quantity)
        for user in (self.storekeeper, self.worker):
            with self.subTest(user.login):
                self.env.invalidate_all()
                model = self.env["stock.lot"].with_user(user)
                own = lots.with_user(user)
                self.assertEqual(
                    own.mapped("lifecycle_state"), ["available", "shipped", "expected"]
                )
                self.assertEqual(
                    own.mapped("lifecycle_badge"), ["available", "shipped", "expected"]
                )
                self.assertEqual(own.mapped("shipped_quantity"), [0, self.quantity, 0])
                mine = [("product_id", "=", self.product.id)]
                for state, found in (
                    ("available", lots[0]),
                    ("shipped", lots[1]),
                    ("expected", lots[2]),
                ):
                    self.assertEqual(
                        model.search([*mine, ("lifecycle_state", "=", state)]).ids,
                        found.ids,
                    )
                self.assertEqual(
                    model.search([*mine, ("lifecycle_state", "!=", "shipped")]).ids,
                    (lots - lots[1]).sorted().ids,
                )
                groups = model.formatted_read_group(
                    mine, ["lifecycle_state"], ["__count"]
                )
                self.assertEqual(
                    {group["lifecycle_state"]: group["__count"] for group in groups},
                    {"available": 1, "shipped": 1, "expected": 1},
                )

    def test_plain_users_make_the_moves(self):
        # AB-12: a Manufacturing user may not read every delivery; the state is right
        order = self.make_producer()
        lot = order.prealloc_lot_ids
        self.finish(order)
        delivery = self.make_delivery((self.product, self.quantity))
        self.validate(delivery)
        self.validate(self.make_return(delivery))
        self.assert_life(lot, "returned", returned=self.quantity)
        consumer = self.make_consumer()
        self.assertFalse(consumer.move_raw_ids.move_line_ids)
        self.make_available(lot)
        consumer.action_assign()
        self.assert_life(lot, "allocated", allocated=self.quantity)
        self.finish(consumer)
        self.assert_life(lot, "consumed", consumed=self.quantity)

    # ------------------------------------------------------------------
    # Numbers that were there before the addon
    # ------------------------------------------------------------------

    def test_old_numbers(self):
        # AB-12: what installation stores is what later changes would have stored
        held = self.make_producer().prealloc_lot_ids
        produced = self.make_producer()
        made = produced.prealloc_lot_ids
        self.finish(produced)
        lots = held + made + self.new_number(0) + self.new_number()
        for end in (self.scrap, self.deliver, self.send_and_return):
            lots += self.new_number()
            end(lots[-1], self.quantity)
        lots += self.new_number()
        self.make_delivery(
            (self.product, self.quantity), lots={lots[-1]: self.quantity}
        )
        used = self.new_number()
        order = self.make_consumer()
        self.choose_component(order, used)
        self.finish(order)
        lots += used
        states = [life.state for life in derive(lots).values()]
        self.assertEqual(
            states,
            [
                *("preallocated", "available", "expected", "available"),
                *("scrapped", "shipped", "returned", "allocated", "consumed"),
            ],
        )
        self.assert_ledger(lots)
        expected = read_stored(lots)
        for fill in (
            lambda: self.env["stock.lot"]._store_lifecycles(lots.ids),
            self.env["stock.lot"]._store_all_lifecycles,
        ):
            self.env.cr.execute(
                "UPDATE stock_lot SET lifecycle_state = NULL, returned_quantity = NULL,"
                " production_id = NULL, production_date = NULL WHERE id IN %s",
                [tuple(lots.ids)],
            )
            self.env.invalidate_all()
            fill()
            self.env.invalidate_all()
            self.assertEqual(read_stored(lots), expected)
            self.assert_ledger(lots)

    def choose_component(self, order, lot):
        [move] = order.move_raw_ids
        move.move_line_ids.unlink()
        self.env["stock.move.line"].create(
            {
                "move_id": move.id,
                "product_id": self.product.id,
                "lot_id": lot.id,
                "quantity": self.quantity,
                "location_id": self.stock_location.id,
                "location_dest_id": move.location_dest_id.id,
            }
        )

    def test_copy_and_write_do_not_touch_the_state(self):
        # AB-12: it is derived; a copied number has no life yet
        lot = self.new_number()
        self.assertEqual(lot.copy({"name": "Copied"}).lifecycle_state, "expected")
        lot.note = "A note"
        lot.name = "Renamed"
        self.assert_life(lot, "available", available=self.quantity)


@tagged("post_install", "-at_install")
class TestLifeOfASerial(LifeFlows, LifeCase):
    tracking = "serial"
    quantity = 1


@tagged("post_install", "-at_install")
class TestLifeOfALot(LifeFlows, LifeCase):
    tracking = "lot"
    quantity = 5


@tagged("post_install", "-at_install")
class TestStateIsDerived(LifeCase):
    """What a person may do to the state (AB-12, AB-15)."""

    tracking = "serial"
    quantity = 1

    def test_nobody_writes_what_is_made_available(self):
        # AB-15: only the button does, with its check of who presses it
        lot = self.new_number()
        back = self.send_and_return(lot)
        for user in (self.storekeeper, self.worker):
            line = back.move_line_ids.with_user(user)
            try:
                with self.env.cr.savepoint():
                    line.is_made_available = True
                    line.flush_recordset()
            except (AccessError, UserError):
                continue
            self.assert_life(lot, "returned", returned=1)

    def test_installing_is_always_on(self):
        # AB-12: read and shown with all settings off
        self.company.lot_prealloc_enabled = False
        lot = self.new_number()
        self.assert_life(lot, "available", available=1)
        self.make_delivery((self.product, 1))
        self.assert_life(lot, "allocated", allocated=1)
