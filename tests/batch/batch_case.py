"""What the tests of Batch Production share: products, the dialog, what a unit is of."""

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import Form

from ..common import PreallocCase

BUTTONS = ("action_prepare_mo", "action_produce", "action_apply")


class BatchCase(PreallocCase):
    """A widget of a serial frame, two portions of a lot of paint and four screws."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.number_format = cls.make_format("ACME-{YY}-{00000}")
        cls.prefix = cls.number_format.next_name[: -len("00001")]
        cls.plain = cls.make_product(
            "Plain Widget", "serial", lot_number_format_id=cls.number_format.id
        )
        cls.widget = cls.make_product(
            "Acme Widget", "serial", lot_number_format_id=cls.number_format.id
        )
        cls.cheese = cls.make_product("Cheese", "lot")
        cls.frame = cls.make_product("Frame", "serial")
        cls.paint = cls.make_product("Paint", "lot")
        cls.screw = cls.make_product("Screw")
        cls.make_bom(cls.widget, [(cls.screw, 4), (cls.frame, 1), (cls.paint, 2)])
        cls.put_in_stock(cls.screw, 1000)
        cls.operation_type = cls.warehouse.manu_type_id

    @classmethod
    def make_frames(cls, *names, location=None):
        """:return: serials of the frame, each in stock"""
        return cls.env["stock.lot"].concat(
            *(cls.make_lot(cls.frame, name, 1, location) for name in names)
        )

    @classmethod
    def make_native_widget(cls, **sequence_vals):
        """:return: a serial product without a format, with a sequence of its own"""
        sequence = cls.env["ir.sequence"].create(
            {
                "name": "Native Widget",
                "code": "stock.lot.serial",
                "prefix": "NW",
                "padding": 4,
                "company_id": False,
                **sequence_vals,
            }
        )
        return cls.make_product("Native Widget", "serial", lot_sequence_id=sequence.id)

    @classmethod
    def make_workcenter_operations(cls, *names, minutes=15):
        """:return: commands for ``operation_ids``, each as long as the other"""
        workcenter = cls.env["mrp.workcenter"].create({"name": "Bench"})
        return [
            Command.create(
                {
                    "name": name,
                    "workcenter_id": workcenter.id,
                    "time_mode": "manual",
                    "time_cycle_manual": minutes,
                }
            )
            for name in names
        ]

    def number(self, counter):
        """:return: name of the number with this counter"""
        return f"{self.prefix}{counter:05}"

    def confirmed(self, product, quantity, reserve=False, **vals):
        """:return: a confirmed order of the worker"""
        order = self.make_order(
            product, quantity, user=self.worker, confirm=True, **vals
        )
        if reserve:
            order.action_assign()
        return order

    # ------------------------------------------------------------------
    # The dialog
    # ------------------------------------------------------------------

    def open_dialog(self, orders):
        """:return: ``Form`` of Batch Production"""
        return Form.from_action(orders.env, orders.action_batch_production())

    def typed(self, orders, *lines):
        """:return: the wizard with these lines in its list"""
        dialog = self.open_dialog(orders)
        dialog.serial_numbers = "\n".join(lines)
        return dialog.save()

    def generate(self, dialog):
        """Press Generate.

        :return: ``Form`` of the dialog that it reopens
        """
        wizard = dialog.save()
        return Form.from_action(wizard.env, wizard.action_generate_serial_numbers())

    def lines(self, dialog):
        return (dialog.serial_numbers or "").split("\n")

    def prepare(self, order, *lines):
        """:return: the orders that Prepare MO makes of one"""
        self.typed(order, *lines).action_prepare_mo()
        return self.parts_of(order)

    def produce(self, order, *lines):
        """:return: the orders that Produce makes of one"""
        self.typed(order, *lines).action_produce()
        return self.parts_of(order)

    def parts_of(self, order):
        """:return: the order and its backorders, as they are numbered"""
        orders = order.production_group_id.production_ids or order
        return orders.sorted("backorder_sequence")

    # ------------------------------------------------------------------
    # What is in the database
    # ------------------------------------------------------------------

    def lot(self, product, name):
        return self.env["stock.lot"].search(
            [("product_id", "=", product.id), ("name", "=", name)]
        )

    def serial_names(self, orders):
        return [", ".join(self.names(p.lot_producing_ids)) for p in orders]

    def stock_of(self, product):
        """:return: ``{name of the lot: quantity}`` in internal locations"""
        groups = self.env["stock.quant"]._read_group(
            [("product_id", "=", product.id), ("location_id.usage", "=", "internal")],
            ["lot_id"],
            ["quantity:sum"],
        )
        return {lot.name: quantity for lot, quantity in groups if quantity}

    def components(self, order, product=None):
        """What is on the component lines of an order.

        :return: sorted list of ``(name of the lot, quantity)``
        """
        lines = order.move_raw_ids.move_line_ids.filtered(
            lambda line: (
                line.product_id == product
                if product
                else line.product_id.tracking != "none"
            )
        )
        return sorted((line.lot_id.name, line.quantity) for line in lines)

    def genealogy(self, lot, user=None):
        """Unfold the traceability report of a number, as a person does.

        :return: set of the names of all other numbers in it
        """
        lines = self.unfold_traceability(lot.with_user(user or self.worker))
        names = {line["lot_name"] for line in lines}
        return names - {lot.name, None, False, ""}

    def assertGenealogy(self, expected, product=None):
        """
        :param dict expected: names of components, separated by blanks, by serial
        """
        product = product or self.widget
        self.assertEqual(
            {
                name: self.genealogy(self.lot(product, name), self.worker)
                for name in expected
            },
            {name: set(names.split()) for name, names in expected.items()},
        )

    def assertReservedAsLined(self, *products):
        """Each quant is reserved for exactly what open move lines take from it."""
        for product in products:
            lines = self.env["stock.move.line"].search(
                [
                    ("product_id", "=", product.id),
                    ("state", "not in", ("done", "cancel", "draft")),
                    ("location_id.usage", "=", "internal"),
                ]
            )
            wanted = {}
            for line in lines.filtered("quantity_product_uom"):
                key = (line.location_id, line.lot_id)
                wanted[key] = wanted.get(key, 0) + line.quantity_product_uom
            quants = self.env["stock.quant"].search([("product_id", "=", product.id)])
            reserved = {
                (quant.location_id, quant.lot_id): quant.reserved_quantity
                for quant in quants
                if quant.reserved_quantity
            }
            self.assertEqual(reserved, wanted)

    def picture(self):
        """Everything that a refusal must leave as it was."""
        self.env.flush_all()
        self.env.invalidate_all()
        orders = self.env["mrp.production"].search([], order="id")
        quants = self.env["stock.quant"].search([], order="id")
        move_lines = self.env["stock.move.line"].search([], order="id")
        return {
            "lots": self.env["stock.lot"].search_count([]),
            "moves": self.env["stock.move"].search_count([]),
            "move lines": [
                (line.id, line.lot_id.id, line.quantity, line.picked)
                for line in move_lines
            ],
            "quants": [(q.id, q.quantity, q.reserved_quantity) for q in quants],
            "next number": self.number_format.next_name,
            "orders": [
                (
                    order.name,
                    order.state,
                    order.product_qty,
                    order.qty_producing,
                    order.lot_producing_ids.ids,
                    order.prealloc_lot_ids.ids,
                )
                for order in orders
            ],
        }

    def assertRefused(self, action, *texts):
        """Refused with all these texts, and nothing changed, nothing rolled back."""
        before = self.picture()
        # not assertRaises: its savepoint would undo what the refusal left behind
        try:
            action()
        except UserError as error:
            message = str(error)
        else:
            self.fail(f"not refused, where {texts} is expected")
        for text in texts:
            self.assertIn(text, message)
        self.assertEqual(self.picture(), before)

    def assertListRefused(self, order, lines, place, *texts, buttons=BUTTONS):
        """Refused by each button, and said on the row before anyone presses one.

        :param str place: the line that is mistaken, as ``Line 2``
        """
        # UX-2: the dialog as it is while one types
        dialog = self.open_dialog(order)
        dialog.serial_numbers = "\n".join(lines)
        kind, text = dialog.batch_grid["marks"][place.removeprefix("Line ")]
        self.assertEqual(kind, "problem")
        for part in texts:
            self.assertIn(part, text)
        self.assertIn(place, dialog.list_problem)
        wizard = dialog.save()
        for button in buttons:
            with self.subTest(button):
                self.assertRefused(getattr(wizard, button), place, *texts)
        self.assertEqual(wizard.serial_numbers, "\n".join(lines))
