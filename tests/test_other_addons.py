"""What another addon extends runs for our records too (NO-4).

It is called for each record that Odoo calls it for without ours, with the same values;
where it is not, the reason stands in ``NOT_CALLED``.
"""

from odoo import Command
from odoo.tests import Form

from .batch.batch_case import BatchCase
from .other_addon import another_addon, listen
from .transfers.lot_range_case import LotRangeMixin

# Where it is not called in a batch: ``{(model, method, field of a write): why}``. With
# the system parameter ``lot_prealloc.plain`` it is called there, too.
AS_RESERVED = "what is produced as reserved: its lines are picked, all together"
ONE_LINE = "the line of each finished unit gets its number, all together"
AS_BEFORE = "every move has it already: what is left to write is nothing"
NOT_CALLED_IN_BATCH = {
    ("stock.move", "write", "quantity"): AS_BEFORE,
    ("stock.move", "write", "move_dest_ids"): AS_BEFORE,
    ("stock.move", "_inverse_picked", None): AS_RESERVED,
    ("stock.move", "write", "picked"): AS_RESERVED,
    ("stock.move", "write", "move_line_ids"): AS_RESERVED,
    ("stock.move", "write", "lot_ids"): ONE_LINE,
    ("stock.move.line", "write", "lot_name"): ONE_LINE,
    ("stock.move.line", "write", "product_uom_id"): ONE_LINE,
}
# Only some versions of Odoo write it; only an addon that depends on ours hears of it.
MAY_BE_CALLED = {
    ("stock.move.line", "write", "lot_name"),
    ("stock.move", "write", "quantity"),
    ("stock.move", "write", "move_dest_ids"),
}
PLAIN_TYPES = ("boolean", "integer", "float", "monetary", "selection")
MODELS = ("mrp.production", "stock.move", "stock.move.line")


class OtherAddonCase(BatchCase):
    """Each test goes two ways from here: without preallocation, and with it."""

    def watch(self, prepare, is_on, above):
        """:param prepare: function that returns what is then watched
        :return: set of ``(model, method, field, value, record)`` that were called
        """
        self.company.lot_prealloc_enabled = is_on
        with self.undone(), another_addon(self.registry, above):
            press = prepare(is_on)
            self.env.flush_all()
            with listen() as calls:
                press()
                self.env.flush_all()
            return self.name(calls)

    def name(self, calls):
        """Both ways make records with other ids: name them by what they are for."""
        found = set()
        for call in calls:
            if call.model not in MODELS:
                continue
            records = self.env[call.model].browse(call.ids).exists()
            for record in records:
                name = self.name_record(record)
                if not call.values:
                    found.add((call.model, call.method, None, None, name))
                for field, value in call.values.items():
                    # numbers of documents and times differ, ids as well
                    is_plain = record._fields[field].type in PLAIN_TYPES
                    shown = value if is_plain else None
                    found.add((call.model, call.method, field, shown, name))
        return found

    def name_record(self, record):
        if record._name == "mrp.production":
            return f"order {record.backorder_sequence}"
        if record._name == "stock.move":
            order = record.raw_material_production_id or record.production_id
            of = self.name_record(order) if order else "transfer"
            return f"{record.product_id.name} of {of}"
        lines = record.move_id.move_line_ids.sorted("id")
        return f"line {lines.ids.index(record.id)}: {self.name_record(record.move_id)}"

    def assertSameCalls(self, prepare, exceptions=()):
        """
        :param prepare: function of whether preallocation is on; returns what is watched
        """
        for above in (True, False):
            with self.subTest(above=above):
                without = self.watch(prepare, False, above)
                missing = without - self.watch(prepare, True, above)
                self.assertTrue(without)
                unexpected = {call for call in missing if call[:3] not in exceptions}
                self.assertFalse(unexpected, "the other addon is not called for these")
                found = {call[:3] for call in missing}
                gone = {*exceptions} - found - MAY_BE_CALLED
                self.assertFalse(gone, "it is called now: no exceptions any more")


class TestCompletion(OtherAddonCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_bom(cls.cheese, [(cls.screw, 2)])
        cls.put_in_stock(cls.paint, 100, cls.make_lot(cls.paint, "P1"))
        cls.make_frames("F1", "F2", "F3")

    def complete_whole(self, product, quantity, is_on):
        order = self.confirmed(product, quantity, reserve=True)
        if not is_on:
            order.lot_producing_ids = self.make_lot(product, "N1")

        def press():
            order.qty_producing = quantity
            order.set_qty_producing()
            order.button_mark_done()
            self.assertEqual(order.state, "done")

        return press

    # NO-4
    def test_a_serial(self):
        self.assertSameCalls(lambda is_on: self.complete_whole(self.widget, 1, is_on))

    # NO-4
    def test_a_lot(self):
        self.assertSameCalls(lambda is_on: self.complete_whole(self.cheese, 5, is_on))

    def produce_batch(self, is_on):
        order = self.confirmed(self.widget, 3, reserve=True)
        names = ["B1", "B2", "B3"]
        if is_on:
            return self.typed(order, *names).action_produce
        return lambda: self.produce_natively(order, names)

    def produce_natively(self, order, names):
        # sudo: stock Odoo lets only those split who may read accounting entries
        orders = order.sudo()._split_productions({order.sudo(): [1] * len(names)})
        for part, name in zip(orders, names, strict=True):
            part.lot_producing_ids = [
                Command.create({"name": name, "product_id": self.widget.id})
            ]
            part.qty_producing = 1
            part._set_qty_producing()
        orders.with_context(skip_redirection=True).button_mark_done()
        self.assertEqual(set(orders.mapped("state")), {"done"})

    # NO-4 OD-4
    def test_a_batch(self):
        self.assertSameCalls(self.produce_batch, NOT_CALLED_IN_BATCH)

    # NO-3 NO-4
    def test_a_batch_the_plain_way(self):
        self.env["ir.config_parameter"].set_param("lot_prealloc.plain", "True")
        self.assertSameCalls(self.produce_batch)


class TestTransfers(LotRangeMixin, OtherAddonCase):
    def receive(self, is_on):
        self.motor.lot_auto_generate = is_on
        receipt = self.make_receipt((self.motor, 2), (self.screw, 3))
        if not is_on:
            move = receipt.move_ids.filtered(lambda m: m.product_id == self.motor)
            for line, name in zip(move.move_line_ids, ("M1", "M2"), strict=True):
                line.lot_name = name
        return lambda: self.assertDone(receipt)

    def deliver(self, is_on):
        self.make_serials(1, 2)
        delivery = self.make_delivery((self.motor, 2), (self.screw, 3))
        return lambda: self.assertDone(delivery)

    def assertDone(self, picking):
        picking.button_validate()
        self.assertEqual(picking.state, "done")

    # NO-4 LN-5
    def test_a_receipt(self):
        self.assertSameCalls(self.receive)

    # NO-4
    def test_a_delivery(self):
        self.assertSameCalls(self.deliver)


class TestDialog(OtherAddonCase):
    """The dialog for serial numbers (OD-1 to OD-6)."""

    def watch_methods(self, way, above):
        """:return: what ``way`` returns, and the names of the methods called"""
        with another_addon(self.registry, above), listen() as calls:
            result = way()
            return result, [c.method for c in calls if c.model.endswith(".serials")]

    # NO-4 OD-2
    def test_generate(self):
        for above in (True, False):
            with self.subTest(above=above):
                order = self.confirmed(self.plain, 3)
                wizard = self.open_dialog(order).save()
                action, methods = self.watch_methods(
                    lambda wizard=wizard: wizard.action_generate_serial_numbers(), above
                )
                self.assertEqual(
                    methods,
                    ["action_generate_serial_numbers", "_onchange_serial_numbers"],
                )
                self.assertEqual(action["name"], "Batch Production")
                self.assertEqual("help" in action and bool(action["help"]), above)
                self.assertEqual(
                    wizard.serial_numbers.split("\n"),
                    self.names(order.prealloc_lot_ids),
                )

    # NO-4 OD-2: of Odoo's own dialog the action is theirs, whatever the order
    def test_generate_in_the_native_dialog(self):
        self.company.lot_prealloc_enabled = False
        for above in (True, False):
            with self.subTest(above=above):
                order = self.confirmed(self.plain, 2)
                action = order.action_generate_serial()
                wizard = Form.from_action(order.env, action).save()
                action, _methods = self.watch_methods(
                    lambda wizard=wizard: wizard.action_generate_serial_numbers(), above
                )
                self.assertEqual(action["help"], "Another addon was here.")
                self.assertTrue(wizard.serial_numbers.startswith(self.prefix))

    # NO-4 OD-8
    def test_typed_list(self):
        order = self.confirmed(self.plain, 3)
        for above in (True, False):
            with self.subTest(above=above), another_addon(self.registry, above):
                dialog = self.open_dialog(order)
                dialog.serial_numbers = ">A1\n>A2\n>A3"
                self.assertEqual(dialog.serial_numbers, "A1\nA2\nA3")
                dialog.serial_numbers = "A1\n\nA1"
                self.assertEqual(dialog.serial_numbers, "A1\n\nA1")
                self.assertIn("already on line 1", dialog.list_problem)

    # NO-4 OD-6
    def test_apply(self):
        for above in (True, False):
            with self.subTest(above=above):
                order = self.confirmed(self.plain, 2)
                wizard = self.open_dialog(order).save()
                _action, methods = self.watch_methods(
                    lambda wizard=wizard: wizard.action_apply(), above
                )
                self.assertEqual(methods, ["action_apply"])
                self.assertEqual(len(order.lot_producing_ids), 2)

    # NO-4 OD-6: Odoo's own runs for each order, the dialog's button once
    def test_apply_to_several_orders(self):
        for above, calls in ((True, 1), (False, 2)):
            with self.subTest(above=above):
                orders = self.confirmed(self.plain, 2) | self.confirmed(self.plain, 1)
                wizard = self.open_dialog(orders).save()
                _action, methods = self.watch_methods(
                    lambda wizard=wizard: wizard.action_apply(), above
                )
                self.assertEqual(methods, ["action_apply"] * calls)
                self.assertEqual([len(p.lot_producing_ids) for p in orders], [2, 1])

    # NO-4 OD-3: Odoo's button, where it has one
    def test_prepare(self):
        native = "action_split_and_assign_serials"
        wizard_model = self.env["mrp.production.serials"]
        if not hasattr(wizard_model, native):
            self.skipTest("this Odoo has no Prepare MO")
        order = self.confirmed(self.plain, 3)
        wizard = self.open_dialog(order).save()
        _action, methods = self.watch_methods(
            lambda: wizard.action_prepare_mo(), above=True
        )
        self.assertEqual(methods, [native])
        self.assertEqual(self.parts_of(order).mapped("state"), ["confirmed"] * 3)

    # NO-4 OD-3
    def test_prepare_without_preallocation(self):
        native = "action_split_and_assign_serials"
        wizard_model = self.env["mrp.production.serials"]
        if not hasattr(wizard_model, native):
            self.skipTest("this Odoo has no Prepare MO")
        self.company.lot_prealloc_enabled = False
        for above in (True, False):
            with self.subTest(above=above):
                order = self.confirmed(self.cheese, 2)
                wizard = wizard_model.create(
                    {"production_id": order.id, "serial_numbers": "A1\nA2"}
                )
                _action, methods = self.watch_methods(
                    lambda wizard=wizard: getattr(wizard, native)(), above
                )
                self.assertEqual(methods, [native])
