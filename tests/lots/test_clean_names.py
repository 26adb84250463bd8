"""What nobody can read or type again never becomes a number's name (UX-6)."""

from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form

from ..common import PreallocCase

UNSEEN = {
    "\t": r"TAB \(U\+0009\)",
    "\n": r"LINE BREAK \(U\+000A\)",
    "\r": r"LINE BREAK \(U\+000D\)",
    "\0": r"NUL \(U\+0000\)",
    "\x1d": r"GROUP SEPARATOR \(U\+001D\)",
    "\x7f": r"CONTROL CHARACTER \(U\+007F\)",
    "\u00ad": r"SOFT HYPHEN \(U\+00AD\)",
    "\u200b": r"ZERO WIDTH SPACE \(U\+200B\)",
    "\u200f": r"RIGHT-TO-LEFT MARK \(U\+200F\)",
    "\u202e": r"RIGHT-TO-LEFT OVERRIDE \(U\+202E\)",
    "\u2028": r"LINE BREAK \(U\+2028\)",
    "\u2066": r"LEFT-TO-RIGHT ISOLATE \(U\+2066\)",
    "\ufeff": r"ZERO WIDTH NO-BREAK SPACE \(U\+FEFF\)",
    "\u3164": r"HANGUL FILLER \(U\+3164\)",
    "\ufe0f": r"VARIATION SELECTOR-16 \(U\+FE0F\)",
}
TAB = r"(?s)A␣B.*TAB \(U\+0009\)"


class CleanCase(PreallocCase):
    def setUp(self):
        super().setUp()
        self.product = self.make_product("Clean", "serial")
        self.lots = self.env["stock.lot"].with_user(self.storekeeper)

    def find_names(self, product=None):
        product = product or self.product
        return self.names(
            self.env["stock.lot"].search([("product_id", "=", product.id)])
        )

    def create(self, name, **vals):
        return self.lots.create({"product_id": self.product.id, "name": name, **vals})

    def make_receipt_of(self, quantity, user=None):
        receipt = self.make_receipt((self.product, quantity))
        return receipt.with_user(user or self.storekeeper)


class TestCleanNames(CleanCase):
    # UX-6: created and renamed, over RPC or by an import
    def test_blanks_are_taken_off(self):
        lots = self.lots.create(
            [
                {"product_id": self.product.id, "name": name}
                for name in (" A 1 ", "\u00a0A2\u3000", "A3")
            ]
        )
        self.assertEqual(lots.mapped("name"), ["A 1", "A2", "A3"])
        lots[2].name = " A4\u202f"
        self.assertEqual(lots[2].name, "A4")
        with self.assertRaisesRegex(ValidationError, "blanks"):
            self.create(" \u00a0")
        with self.assertRaisesRegex(ValidationError, "unique"):
            self.create(" A4 ")

    # UX-6
    def test_what_nobody_sees_is_refused(self):
        lot = self.create("A")
        for character, named in UNSEEN.items():
            for name in (f"A{character}B", f"{character}AB", f"AB{character}"):
                with self.subTest(name=name):
                    with self.assertRaisesRegex(ValidationError, named):
                        self.create(name)
                    with self.assertRaisesRegex(ValidationError, named):
                        lot.name = name
        self.assertEqual(self.find_names(), ["A"])

    # UX-6: what can be seen stays as it is
    def test_other_letters(self):
        names = ["Ä-ñ-ß", "批号 7", "רצף-1", "A,B;C|D", "№ 5 (½)"]
        self.assertEqual([self.create(name).name for name in names], names)

    # UX-6: quick create in a field of numbers
    def test_name_create(self):
        lots = self.lots.with_context(default_product_id=self.product.id)
        lot_id, _name = lots.name_create(" A1 ")
        self.assertEqual(self.lots.browse(lot_id).name, "A1")
        with self.assertRaisesRegex(ValidationError, TAB):
            lots.name_create("A\tB")

    # UX-6: a default, a copy, the sequence of the product
    def test_other_ways(self):
        defaults = {"default_name": "A\tB", "default_product_id": self.product.id}
        with self.assertRaisesRegex(ValidationError, TAB):
            self.lots.with_context(**defaults).create({})
        with self.assertRaisesRegex(ValidationError, "blanks"):
            self.lots.with_context(**defaults | {"default_name": " A"}).create({})
        self.product.lot_sequence_id = self.env["ir.sequence"].create(
            {"name": "Blank", "prefix": " S-", "padding": 2}
        )
        self.assertEqual(self.lots.create({"product_id": self.product.id}).name, "S-01")
        order = self.make_order(self.product, 2, user=self.worker, confirm=True)
        self.assertEqual(order.prealloc_lot_ids.mapped("name"), ["S-02", "S-03"])

    # UX-6
    def test_import(self):
        result = self.lots.load(
            ["name", "product_id/.id"],
            [[" I1 ", str(self.product.id)], ["A\tB", str(self.product.id)]],
        )
        self.assertRegex(result["messages"][0]["message"], TAB)
        self.assertFalse(self.find_names())
        self.lots.load(["name", "product_id/.id"], [[" I1 ", str(self.product.id)]])
        self.assertEqual(self.find_names(), ["I1"])

    # UX-6: an order whose numbers are named with it
    def test_order(self):
        order = self.make_order(self.product, 1, user=self.worker, confirm=True)
        for name, refused in ((" O1 ", False), ("A\tB", True)):
            command = Command.create({"product_id": self.product.id, "name": name})
            if not refused:
                order.lot_producing_ids = [command]
                self.assertEqual(order.lot_producing_ids.name, "O1")
                continue
            with self.assertRaisesRegex(ValidationError, TAB):
                order.lot_producing_ids = [command]

    # UX-6: with preallocation off Odoo's behaviour stays
    def test_off(self):
        self.company.lot_prealloc_enabled = False
        self.assertEqual(self.create(" A\tB ").name, " A\tB ")
        lot = self.create("A\u200bB")
        lot.name = "A\u200bC "
        self.assertEqual(lot.name, "A\u200bC ")
        receipt = self.make_receipt_of(1)
        receipt.move_ids.move_line_ids.lot_name = " R\t1"
        self.assertEqual(receipt.move_ids.move_line_ids.lot_name, " R\t1")

    # UX-6: what counts is whose number it is
    def test_companies(self):
        other = self.make_company("Other House")
        product = self.make_product("Theirs", "serial", company_id=other.id)
        lots = self.env["stock.lot"]
        lot = lots.create({"product_id": product.id, "name": "A\tB"})
        self.assertEqual(lot.name, "A\tB")
        other.lot_prealloc_enabled = True
        self.company.lot_prealloc_enabled = False
        with self.assertRaisesRegex(ValidationError, TAB):
            lots.create({"product_id": product.id, "name": "A\tBC"})

    # UX-6: numbers that exist already stay, and are renamed
    def test_old_numbers(self):
        self.company.lot_prealloc_enabled = False
        lot = self.create(" A\tB ")
        self.company.lot_prealloc_enabled = True
        lot.note = "read it"
        self.assertEqual(lot.name, " A\tB ")
        lot.name = " AB "
        self.assertEqual(lot.name, "AB")

    # UX-6, section 10
    def test_statements_are_constant(self):
        products = self.env["product.product"].concat(
            *(self.make_product(f"Clean {index}", "serial") for index in range(40))
        )

        def create(count, pattern):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.lots.create(
                [
                    {"product_id": product.id, "name": pattern % index}
                    for index, product in enumerate(products[:count])
                ]
            )
            return self.env.cr.sql_log_count - before

        create(2, " W%s ")
        self.assertEqual(create(3, " X%s "), create(40, " Y%s "))


class TestCleanReceipts(CleanCase):
    # UX-6: typed on the line of a receipt
    def test_line(self):
        receipt = self.make_receipt_of(1)
        line = receipt.move_ids.move_line_ids
        with self.assertRaisesRegex(ValidationError, TAB):
            line.lot_name = "A\tB"
        with self.assertRaisesRegex(ValidationError, r"NUL \(U\+0000\)"):
            line.lot_name = "A\0B"
        line.lot_name = " R1\u00a0"
        self.assertEqual(line.lot_name, "R1")
        with self.assertRaisesRegex(ValidationError, TAB):
            line.copy({"lot_name": "A\tB"})
        receipt.button_validate()
        self.assertEqual(self.find_names(), ["R1"])

    # UX-6: on the screen
    def test_form(self):
        receipt = self.make_receipt_of(1)
        view = "stock.view_stock_move_operations"
        with Form(receipt.move_ids, view=view) as form:
            with form.move_line_ids.edit(0) as line:
                line.lot_name = " R1 "
        receipt.button_validate()
        self.assertEqual(self.find_names(), ["R1"])

    # UX-6: a pasted list, and a generated one; what exists is found
    def test_pasted_list(self):
        operation = self.warehouse.in_type_id
        operation.use_existing_lots = True
        existing = self.make_lot(self.product, "P1")
        receipt = self.make_receipt_of(3)
        context = {
            "default_product_id": self.product.id,
            "default_picking_type_id": operation.id,
            "default_location_dest_id": self.stock_location.id,
            "default_company_id": self.company.id,
            "default_tracking": "serial",
            "default_quantity": 3,
        }
        move_model = receipt.move_ids.browse()

        def paste(text):
            return move_model.action_generate_lot_line_vals(
                context, "import", None, 0, text
            )

        vals_list = paste("P1 \n P2")
        self.assertEqual(vals_list[0]["lot_id"]["id"], existing.id)
        self.assertEqual(self.find_names(), ["P1", "P2"])
        with self.assertRaisesRegex(ValidationError, TAB):
            paste("A\tB")
        move_model.action_generate_lot_line_vals(context, "generate", " G08", 2, None)
        self.assertEqual(self.find_names(), ["P1", "P2", "G08", "G09"])

    # UX-6: numbers in a row, for all lines of the receipt
    def test_generated(self):
        receipt = self.make_receipt_of(2)
        receipt.move_ids._generate_serial_numbers(" N1 ", 2)
        receipt.button_validate()
        self.assertEqual(self.find_names(), ["N1", "N2"])

    # UX-6: no way round the order that holds the number
    def test_held_number(self):
        order = self.make_order(self.product, 1, user=self.worker, confirm=True)
        held = order.prealloc_lot_ids
        line = self.make_receipt_of(1).move_ids.move_line_ids
        with self.assertRaisesRegex(UserError, order.name):
            line.lot_name = f" {held.name}\u00a0"


class TestCleanWizards(CleanCase):
    # UX-6: Batch Production, Odoo's own dialog as well
    def test_batch_production(self):
        order = self.make_order(self.product, 1, user=self.worker, confirm=True)

        def type_number(name, button):
            wizard = order.env["mrp.production.serials"].create(
                {"production_id": order.id, "serial_numbers": name}
            )
            getattr(wizard, button)()

        for button in ("action_apply", "action_prepare_mo", "action_produce"):
            with (
                self.subTest(button=button),
                self.assertRaisesRegex(UserError, r"U\+200B"),
            ):
                type_number("B\u200b2", button)
        type_number(" B1\u00a0", "action_produce")
        self.assertEqual(order.lot_producing_ids.name, "B1")

    # UX-6: the lot number that is asked for at completion
    def test_lot_prompt(self):
        self.company.lot_prealloc_trigger = "done"
        product = self.make_product("Clean Lot", "lot")
        order = self.make_order(product, 5, user=self.worker, confirm=True)
        order.qty_producing = 5
        prompt = Form.from_action(order.env, order.button_mark_done()).save()
        prompt.lot_name = "L\u202e1"
        with self.assertRaisesRegex(ValidationError, r"U\+202E"):
            prompt.action_produce()
        prompt.lot_name = " L1 "
        prompt.action_produce()
        self.assertEqual(order.lot_producing_ids.name, "L1")
