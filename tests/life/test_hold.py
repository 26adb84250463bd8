"""Numbers are put on hold by inventory managers, with a reason that all read (RC-3)."""

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, new_test_user, tagged

from .life_case import LifeCase


class HoldCase(LifeCase):
    tracking = "serial"
    quantity = 1

    def hold(self, lots, processes="all", reason="cracked housing", user=None):
        user = user or self.inventory_manager
        return lots.with_user(user).action_hold(processes, reason)

    def release(self, lots, reason="checked", user=None):
        user = user or self.inventory_manager
        return lots.with_user(user).action_release(reason)

    def told(self, lot, user=None):
        """:return: the sentences of the timeline that speak of a hold"""
        lot = lot.with_user(user or self.storekeeper)
        lot.invalidate_recordset(["timeline"])
        return [
            "".join(piece["text"] for piece in entry["pieces"])
            for entry in lot.timeline
            if "hold" in entry["kind"]
        ]

    def open_wizard(self, lots, user=None):
        wizard = self.env["stock.lot.hold"].with_user(user or self.inventory_manager)
        return Form(
            wizard.with_context(active_model="stock.lot", active_ids=lots.ids),
            view="lot_prealloc.view_stock_lot_hold_form",
        )


@tagged("post_install", "-at_install")
class TestHold(HoldCase):
    """RC-3 RC-5"""

    def test_hold_and_release(self):
        lot = self.new_number()
        action = self.hold(lot, "ship")
        self.assertIn(lot.name, action["params"]["message"])
        self.assertEqual(lot.hold_processes, "ship")
        self.assertEqual(lot.hold_reason, "cracked housing")
        self.assertEqual(lot.hold_user_id, self.inventory_manager)
        self.assertTrue(lot.hold_date)
        name = self.inventory_manager.name
        # plain users see it
        for user in (self.storekeeper, self.worker):
            self.assertEqual(
                lot.with_user(user).hold_notice,
                f"On hold: shipping · “cracked housing” · by {name}",
            )
        self.assertEqual(lot.lifecycle_state, "available")
        self.later(minutes=1)
        self.release(lot, "  checked  ")
        self.assertFalse(lot.hold_processes)
        self.assertFalse(lot.hold_reason)
        self.assertFalse(lot.hold_user_id)
        self.assertFalse(lot.hold_date)
        self.assertFalse(lot.hold_notice)
        self.assertEqual(
            self.told(lot),
            [
                f"Put on hold for shipping by {name}: cracked housing",
                f"Released by {name}: checked",
            ],
        )
        events = lot.event_ids.filtered("reason")
        self.assertEqual(events.mapped("reason"), ["cracked housing", "checked"])
        self.assertEqual(events.mapped("hold_processes"), ["ship", "ship"])
        self.assertEqual(events.user_id, self.inventory_manager)

    def test_not_deleted(self):
        """A number that is on hold warns, whoever gives it up."""
        lot = self.make_lot(self.product, "NEW")
        self.hold(lot)
        for user in (self.storekeeper, self.inventory_manager):
            with self.assertRaisesRegex(
                UserError, "on hold and cannot be deleted: NEW"
            ):
                lot.with_user(user).unlink()
        self.release(lot)
        lot.with_user(self.inventory_manager).unlink()
        self.assertFalse(lot.exists())

    def test_given_up(self):
        """An order that is cancelled leaves it, void and on hold."""
        order = self.make_order(self.product, 2, user=self.worker, confirm=True)
        stopped, free = order.prealloc_lot_ids
        self.hold(stopped)
        order.action_cancel()
        self.assertFalse(free.exists())
        self.assertEqual(
            (stopped.lifecycle_state, stopped.hold_processes), ("void", "all")
        )

    def test_told_for_each_process(self):
        name = self.inventory_manager.name
        for processes, text in (
            ("consume", f"Put on hold for consumption by {name}: cracked housing"),
            (
                "all",
                f"Put on hold for shipping and consumption by {name}: cracked housing",
            ),
        ):
            lot = self.new_number()
            self.hold(lot, processes)
            self.assertEqual(self.told(lot), [text])

    def test_second_hold_adds(self):
        lot = self.new_number()
        self.hold(lot, "ship")
        self.hold(lot, "ship", "still")
        self.assertEqual(lot.hold_processes, "ship")
        self.hold(lot, "consume", "not built in either")
        self.assertEqual(lot.hold_processes, "all")
        self.assertEqual(lot.hold_reason, "not built in either")
        self.hold(lot, "ship", "again")
        self.assertEqual(lot.hold_processes, "all")

    def test_refused(self):
        lot = self.new_number()
        for reason in ("", "   ", None, False, 7):
            with self.assertRaisesRegex(UserError, "Say why"):
                self.hold(lot, "ship", reason)
        for processes in ("", None, "sell", False):
            with self.assertRaisesRegex(UserError, "“ship”, “consume” or “all”"):
                self.hold(lot, processes)
        with self.assertRaisesRegex(UserError, "Choose the numbers"):
            self.hold(lot.browse())
        with self.assertRaisesRegex(UserError, f"on hold can be released.*{lot.name}"):
            self.release(lot)
        self.hold(lot)
        with self.assertRaisesRegex(UserError, "Say why"):
            self.release(lot, " ")
        self.assertEqual(lot.hold_processes, "all")

    def test_managers_only(self):
        lot = self.new_number()
        for user in (self.storekeeper, self.worker, self.planner):
            with self.assertRaisesRegex(AccessError, "inventory managers"):
                self.hold(lot, user=user)
            with self.assertRaises(AccessError):
                self.open_wizard(lot, user)
        self.hold(lot)
        for user in (self.storekeeper, self.worker, self.planner):
            with self.assertRaisesRegex(AccessError, "inventory managers"):
                self.release(lot, user=user)
        self.assertEqual(lot.hold_processes, "all")

    def test_fields_are_not_written(self):
        lot = self.new_number()
        fields = {
            "hold_processes": "ship",
            "hold_reason": "mine",
            "hold_user_id": self.storekeeper.id,
            "hold_date": "2026-01-01 00:00:00",
        }
        for user in (self.storekeeper, self.inventory_manager):
            lots = lot.with_user(user)
            for name, value in fields.items():
                with self.assertRaisesRegex(AccessError, "cannot be written"):
                    lots.write({name: value})
                with self.assertRaisesRegex(AccessError, "cannot be written"):
                    lots.create(
                        {"name": "X", "product_id": self.product.id, name: value}
                    )
                made = lots.with_context(**{f"default_{name}": value}).create(
                    {"name": f"Y {name} {user.id}", "product_id": self.product.id}
                )
                self.assertFalse(made[name])
            result = lots.load(
                ["name", "product_id/.id", "hold_reason"],
                [["Z", str(self.product.id), "mine"]],
            )
            self.assertFalse(result["ids"])
        self.hold(lot)
        self.assertFalse(lot.copy({"name": "copied"}).hold_processes)

    # RC-5
    def test_companies(self):
        warehouse, _keeper = self.make_other_works()
        other = warehouse.company_id
        lot = self.make_lot(self.product, "OTHER", company_id=other.id)
        with self.assertRaises(AccessError):
            self.hold(lot)
        manager = self.make_user(
            "other_manager",
            "stock.group_stock_manager",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        self.hold(lot, user=manager)
        self.assertEqual(lot.hold_processes, "all")
        with self.assertRaises(AccessError):
            self.release(lot)
        # a number of no company is everybody's to stop, and stopped for everybody
        shared = self.make_lot(self.product, "SHARED", company_id=False)
        self.hold(shared, user=manager)
        self.assertEqual(
            shared.with_user(self.storekeeper).hold_reason, "cracked housing"
        )
        self.release(shared)
        self.assertFalse(shared.hold_processes)

    # RC-5
    def test_portal_user(self):
        lot = self.new_number()
        self.hold(lot)
        portal = new_test_user(
            self.env, "lot_prealloc_portal", groups="base.group_portal"
        )
        for name in ("hold_processes", "hold_reason", "hold_notice", "hold_user_id"):
            with self.assertRaises(AccessError):
                lot.with_user(portal).read([name])
        with self.assertRaises(AccessError):
            lot.with_user(portal).action_release("mine")
        with self.assertRaises(AccessError):
            self.env["stock.lot.event"].with_user(portal).search([])

    def test_found(self):
        lot = self.new_number()
        other = self.new_number()
        self.hold(lot)
        lots = lot.with_user(self.storekeeper)
        for view in (
            "lot_prealloc.lot_traceability_view_search",
            "stock.search_product_lot_filter",
        ):
            arch = (
                self.env["stock.lot"]
                .with_user(self.storekeeper)
                .get_view(self.env.ref(view).id, "search")["arch"]
            )
            self.assertIn('name="on_hold"', arch)
        found = lots.search([("hold_processes", "!=", False)])
        self.assertIn(lot, found)
        self.assertNotIn(other, found)
        [label] = [
            number["label"]
            for number in lots.search_for_command_palette(lot.name)
            if number["id"] == lot.id
        ]
        self.assertIn("cracked housing", label)


@tagged("post_install", "-at_install")
class TestHoldWizard(HoldCase):
    """RC-3: the question says first what will be done, and that is done."""

    def test_reservations_are_released(self):
        lots = self.new_number() | self.new_number()
        first, second = lots
        delivery = self.make_delivery((self.product, 1))
        order = self.make_consumer()
        self.assertEqual(delivery.move_line_ids.lot_id, first)
        self.assertEqual(order.move_raw_ids.move_line_ids.lot_id, second)
        with self.open_wizard(lots) as form:
            self.assertEqual(
                form.released,
                "2 reservations that are not done yet will be released: "
                f"{delivery.name}, {order.name}",
            )
            form.processes = "consume"
            self.assertEqual(
                form.released,
                "1 reservation that is not done yet will be released: " + order.name,
            )
            form.processes = "ship"
            form.reason = "cracked housing"
        wizard = form.record
        self.assertIn(delivery.name, form.released)
        wizard.action_hold()
        self.assertEqual(set(lots.mapped("hold_processes")), {"ship"})
        self.assertFalse(delivery.move_line_ids)
        self.assertEqual(delivery.state, "confirmed")
        self.assertEqual(order.move_raw_ids.move_line_ids.lot_id, second)
        for quant in first.quant_ids:
            self.assertEqual(quant.reserved_quantity, 0)

    def test_nothing_reserved(self):
        lot = self.new_number()
        with self.open_wizard(lot) as form:
            self.assertFalse(form.released)
            form.reason = "paint"
        form.record.action_hold()
        self.assertEqual(lot.hold_processes, "all")

    def test_shipped_meanwhile(self):
        lot = self.new_number()
        delivery = self.make_delivery((self.product, 1))
        with self.open_wizard(lot) as form:
            form.reason = "paint"
        self.validate(delivery)
        with self.assertRaisesRegex(
            UserError, f"meanwhile: {lot.name} with {delivery.name}"
        ):
            form.record.action_hold()
        self.assertFalse(lot.hold_processes)

    # RC-3: over RPC, too, where only the numbers are sent
    def test_shipped_meanwhile_over_rpc(self):
        lot = self.new_number()
        delivery = self.make_delivery((self.product, 1), assign=True)
        self.assertEqual(delivery.move_line_ids.lot_id, lot)
        wizard = self.env["stock.lot.hold"].with_user(self.inventory_manager)
        for context in (
            {"active_model": "stock.lot", "active_ids": lot.ids},
            {"default_lot_ids": [Command.set(lot.ids)]},
        ):
            dialog = wizard.with_context(**context).create(
                {"lot_ids": [Command.set(lot.ids)], "reason": "cracked"}
            )
            self.assertEqual(dialog.open_line_ids, delivery.move_line_ids)

    def test_release(self):
        lots = self.new_number() | self.new_number()
        self.hold(lots)
        wizard = self.env["stock.lot.hold.release"].with_user(self.inventory_manager)
        form = Form(
            wizard.with_context(active_model="stock.lot", active_ids=lots.ids),
            view="lot_prealloc.view_stock_lot_hold_release_form",
        )
        form.reason = "checked"
        form.save().action_release()
        self.assertEqual(set(lots.mapped("hold_processes")), {False})

    # RC-5: what another company has reserved is released, and not named
    def test_other_company(self):
        lot = self.make_lot(self.product, "SHARED", company_id=False)
        warehouse, keeper = self.make_other_works()
        self.put_in_stock(self.product, 1, lot, warehouse.lot_stock_id)
        delivery = self.make_transfer(
            warehouse.out_type_id,
            (self.product, 1),
            target=self.customers,
            user=keeper,
            assign=True,
        )
        self.assertEqual(delivery.move_line_ids.lot_id, lot)
        with self.open_wizard(lot) as form:
            self.assertTrue(form.released.endswith("1 of other companies"))
            self.assertNotIn(delivery.name, form.released)
            form.reason = "paint"
        form.record.action_hold()
        self.assertFalse(delivery.move_line_ids)
