"""The dialog of lot labels: what, of which numbers, how often (GS-2, GS-3)."""

import json

from freezegun import freeze_time
from psycopg2.errors import CheckViolation

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..common import PreallocCase
from ..screens import StatementsMixin, read_specification
from .gs1_case import DIALOG, GS1_GROUP, GTIN, Gs1Mixin
from .zpl_reader import read_labels

FEW, MANY = 10, 300
NOW = "2026-03-15 09:00:00"


@tagged("post_install", "-at_install")
class TestLabelDialog(StatementsMixin, Gs1Mixin, PreallocCase):
    def count_labels(self, dialog):
        """:return: int, of the ZPL"""
        dialog.gs1_size = "zpl"
        zpl = self.render(dialog.process()).decode()
        return sum(int(part.partition("^PQ")[2] or 1) for part in zpl.split("^XZ")[:-1])

    # GS-3: from the list, the form, the order, and Odoo's own Print Labels
    def test_where_one_prints(self):
        order = self.make_order(self.widget, 3, user=self.worker, confirm=True)
        lots = order.prealloc_lot_ids
        choice = Form.from_action(order.env, order.action_open_label_type())
        choice.label_type = "lots"
        of_list = (
            self.env.ref("lot_prealloc.action_print_lot_labels")
            .with_user(self.worker)
            .with_context(active_model="stock.lot", active_ids=lots.ids)
        )
        for action in (
            order.action_print_lot_labels(),
            choice.save().process(),
            of_list.run(),
        ):
            json.dumps(action)  # what RPC answers
            self.assertEqual(action["res_model"], DIALOG)
            dialog = Form.from_action(order.env, action).save()
            self.assertEqual(dialog.lot_ids, lots)
            self.assertEqual(dialog.gs1_symbol, "datamatrix")
            self.assertEqual(dialog.gs1_size, "4x12")
            self.assertEqual(dialog.copies, 1)
            self.assertEqual(
                dialog.process()["report_name"],
                "lot_prealloc_gs1.report_lot_label_sheet",
            )

    # GS-3 AB-19: what an order, and a receipt, offers when it is done
    def test_what_is_offered(self):
        self.company.gs1_symbol = "code128"
        order = self.make_order(self.widget, 2, user=self.worker, confirm=True)
        lots = order.prealloc_lot_ids
        dialog = Form.from_action(order.env, self.complete(order, 2)).save()
        self.assertEqual(dialog.lot_ids, lots)
        self.assertEqual(dialog.gs1_symbol, "code128")
        self.assertEqual(dialog.gs1_size, "2x7")
        receipt = self.make_receipt((self.cheese, 5), user=self.storekeeper)
        receipt.move_ids.move_line_ids.lot_name = "BOUGHT-1"
        receipt.move_ids.picked = True
        receipt.button_validate()
        choice = Form.from_action(receipt.env, receipt.action_open_label_type())
        choice.label_type = "lots"
        dialog = Form.from_action(receipt.env, choice.save().process()).save()
        self.assertEqual(dialog.lot_ids.name, "BOUGHT-1")
        dialog.gs1_quantity = True
        dialog.gs1_size = "zpl"
        zpl = self.render(dialog.process(), self.storekeeper).decode()
        self.assertIn("Qty 5 Units", zpl)

    # GS-2 GS-3 OD-10: Batch Production asks too, and has its list again afterwards
    def test_batch_production(self):
        order = self.make_order(self.widget, 2, user=self.worker, confirm=True)
        lots = order.prealloc_lot_ids
        form = Form.from_action(order.env, order.action_batch_production())
        form.serial_numbers = "NEW 1\nNEW 2"
        batch = form.save()
        action = batch.action_print_labels()
        json.dumps(action)  # what RPC answers
        dialog = Form.from_action(order.env, action)
        self.assertEqual(dialog.lot_ids[:].mapped("name"), ["NEW 1", "NEW 2"])
        self.assertIn("NEW 1 has characters", dialog.misfits_told)
        self.assertFalse(order.prealloc_lot_ids & lots)
        dialog.gs1_misfits = "plain"
        dialog.copies = 2
        dialog = dialog.save()
        back = dialog.action_go_back()
        self.assertEqual((back["res_model"], back["res_id"]), (batch._name, batch.id))
        self.assertEqual(batch.serial_numbers, "NEW 1\nNEW 2")
        params = dialog.process()["params"]
        json.dumps(params)
        self.assertEqual(params["anotherAction"], back)
        [report] = params["reports"]
        self.assertNotIn("close_on_report_download", report)
        self.assertIn("gs1", report["report_name"])
        self.render(report)
        self.assertTrue(all(order.prealloc_lot_ids.mapped("is_label_printed")))

    # GS-3: a label printer's, where the operation type has one
    def test_size_of_the_operation_type(self):
        self.warehouse.manu_type_id.generated_mrp_lot_label_to_print = "zpl"
        dialog = self.choose(self.make_numbers(self.widget))
        self.assertEqual(dialog.gs1_size, "zpl")

    # GS-3 NO-3: without Odoo's setting for GS1, the labels are Odoo's
    def test_off(self):
        self.env.ref("base.group_user").implied_ids -= self.env.ref(GS1_GROUP)
        order = self.make_order(self.widget, 2, user=self.worker, confirm=True)
        lots = order.prealloc_lot_ids
        action = order.action_print_lot_labels()
        self.assertEqual(action["report_name"], "stock.report_lot_label")
        dialog = Form.from_action(order.env, self.complete(order, 2)).save()
        self.assertFalse(dialog.gs1_symbol)
        self.assertFalse(dialog.lot_ids)
        action = dialog.process()
        self.assertEqual(action["report_name"], "stock.report_lot_label")
        self.assertEqual(action["context"]["active_ids"], lots.ids)
        order = self.make_order(self.widget, 2, user=self.worker, confirm=True)
        batch = Form.from_action(order.env, order.action_batch_production()).save()
        action = batch.action_print_labels()
        self.assertEqual(action["report_name"], "stock.report_lot_label")

    # GS-3
    def test_only_printing_marks(self):
        lots = self.make_numbers(self.widget, 3)
        dialog = self.choose(lots[:2])
        dialog.process()  # nothing is printed yet
        self.assertEqual(lots.mapped("label_print_count"), [0, 0, 0])
        with freeze_time(NOW):
            self.render(dialog.process())
        self.assertEqual(lots.mapped("label_print_count"), [1, 1, 0])
        self.assertEqual(lots.mapped("is_label_printed"), [True, True, False])
        self.assertEqual(f"{lots[0].label_printed_on}", NOW)
        self.assertFalse(lots[2].label_printed_on)
        # a part again, with Odoo's own label
        self.reports._render_qweb_text("stock.label_lot_template", lots[1:2].ids)
        self.assertEqual(lots.mapped("label_print_count"), [1, 2, 0])
        copy = lots[0].copy({"name": "COPY"})
        self.assertFalse(copy.label_printed_on or copy.label_print_count)

    # GS-3
    def test_one_label(self):
        lot = self.make_numbers(self.widget)
        dialog = self.open_dialog(lot)
        self.assertEqual(dialog.labels_told, f"1 label: {lot.name}")
        dialog.copies = 2
        self.assertEqual(dialog.labels_told, f"2 labels: {lot.name}")

    # GS-3: marked in the dialog; those without a label only, or any part
    def test_a_part(self):
        lots = self.make_numbers(self.widget, 5)
        self.print_labels(lots[:2])
        dialog = self.open_dialog(lots)
        names = f"{lots[0].name} … {lots[4].name[-5:]} (5)"
        self.assertEqual(dialog.labels_told, f"5 labels: {names} · 2 printed before")
        dialog.unprinted_only = True
        self.assertIn("3 labels", dialog.labels_told)
        self.assertNotIn("before", dialog.labels_told)
        self.assertEqual(self.count_labels(dialog.save()), 3)
        self.assertEqual(lots.mapped("label_print_count"), [1] * 5)
        dialog = self.open_dialog(lots)
        dialog.unprinted_only = True
        self.assertEqual(dialog.labels_told, "No labels")
        with self.assertRaisesRegex(UserError, "no numbers"):
            dialog.save().process()
        dialog = self.open_dialog(lots)
        for lot in lots[1:]:
            dialog.lot_ids.remove(id=lot.id)
        self.assertEqual(self.count_labels(dialog.save()), 1)
        self.assertEqual(lots.mapped("label_print_count"), [2, 1, 1, 1, 1])

    # GS-3
    def test_copies(self):
        lots = self.make_numbers(self.widget, 2)
        dialog = self.choose(lots, copies=3)
        self.assertIn("6 labels", dialog.labels_told)
        self.assertEqual(self.count_labels(dialog), 6)
        self.assertEqual(lots.mapped("label_print_count"), [1, 1])
        for copies in (0, -1, 101):
            with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"):
                dialog.copies = copies

    # GS-3: Odoo's choice of one label per unit
    def test_units(self):
        lot = self.make_produced(self.cheese, 4)
        dialog = self.choose(lot, gs1_quantity=True, label_quantity="units", copies=2)
        self.assertEqual(self.count_labels(dialog), 8)
        self.assertNotIn("Qty", self.render(dialog.process()).decode())

    # GS-1: how much of a lot, if asked for; what will be made, before production
    def test_quantity(self):
        weighed = self.make_numbered(
            "Weighed",
            "lot",
            "KG-{0000}",
            uom_id=self.env.ref("uom.product_uom_kgm").id,
            barcode=GTIN[1:],
        )
        for product, quantity, told, count in (
            (self.cheese, 40, "Qty 40 Units", "40"),
            (weighed, 2.5, "Qty 2.5 kg", None),
            (weighed, 2, "Qty 2 kg", None),
        ):
            with self.subTest(product=product.name, quantity=quantity):
                lot = self.make_numbers(product, quantity)
                zpl = self.print_labels(lot, gs1_quantity=True, gs1_size="zpl")
                [fields] = read_labels(zpl.decode())
                data = self.parse(dict(fields)["datamatrix"])
                self.assertEqual(data.get("30"), count)
                self.assertIn(("text", told), fields)
                zpl = self.print_labels(lot, gs1_size="zpl")
                self.assertNotIn(b"Qty", zpl)
        serials = self.make_numbers(self.widget)
        self.assertFalse(self.open_dialog(serials).has_quantities)

    # GS-2: said while one chooses, by record; the rest prints
    def test_misfits(self):
        lots = self.make_numbers(self.widget, 2)
        long = self.make_lot(self.widget, "LONG-" + "0" * 20)
        strange = self.make_lot(self.cheese, "ÄCME 1")
        bare = self.make_numbers(self.bare, 3)
        dialog = self.open_dialog(lots | long | strange | bare)
        told = dialog.misfits_told
        self.assertEqual(len(told.splitlines()), 3)
        self.assertIn(f"{long.name} has 25 characters", told)
        self.assertIn("ÄCME 1 has characters that GS1 does not have: Ä blank", told)
        self.assertIn("Bare Product has no GTIN", told)
        self.assertIn("BARE-0001 … 0003 (3)", told)
        self.assertIn("2 labels", dialog.labels_told)
        self.assertEqual(
            sorted(lot.name for lot in dialog.lot_ids if lot.gs1_obstacle),
            sorted((long | strange | bare).mapped("name")),
        )
        left_out = dialog.save()
        self.assertEqual(self.count_labels(left_out), 2)
        self.assertFalse(any((long | strange | bare).mapped("is_label_printed")))
        # or they get what Odoo prints without GS1
        dialog.gs1_misfits = "plain"
        self.assertIn("7 labels", dialog.labels_told)
        dialog = dialog.save()
        dialog.gs1_size = "zpl"
        labels = read_labels(self.render(dialog.process()).decode())
        kinds = [{kind for kind, _text in fields} - {"text"} for fields in labels]
        self.assertEqual(kinds.count({"datamatrix"}), 2)
        self.assertEqual(kinds.count({"code128"}), 4)
        self.assertEqual(kinds.count(set()), 1)  # as text only
        self.assertTrue(all((long | strange | bare).mapped("is_label_printed")))

    # GS-2: none is left
    def test_nothing_fits(self):
        lots = self.make_numbers(self.bare, 2)
        with self.assertRaisesRegex(UserError, "Bare Product has no GTIN"):
            self.choose(lots).process()
        self.assertFalse(any(lots.mapped("is_label_printed")))

    # GS-2: a date that a label does not have is no obstacle
    def test_date_left_out(self):
        if "expiration_date" not in self.env["stock.lot"]:
            self.skipTest("product_expiry is not installed")
        self.cheese.use_expiration_date = True
        lot = self.make_lot(self.cheese, "OLD", expiration_date="2099-01-01 10:00:00")
        dialog = self.open_dialog(lot)
        self.assertIn("2099-01-01", dialog.misfits_told)
        dialog.gs1_expiration_date = False
        self.assertFalse(dialog.misfits_told)
        dialog = dialog.save()
        self.assertEqual(self.count_labels(dialog), 1)

    # GS-2: bars so narrow do not verify
    def test_no_room_for_a_gs1_128(self):
        lots = self.make_numbers(self.widget)
        dialog = self.open_dialog(lots)
        dialog.gs1_symbol = "code128"
        self.assertEqual(dialog.gs1_size, "2x7")
        dialog.gs1_size = "dymo"
        with self.assertRaisesRegex(UserError, "2 x 7"):
            dialog.save().process()

    # GS-3: plain users, and nobody else's dialog
    def test_rights(self):
        lots = self.make_numbers(self.widget, 2)
        for user in (self.worker, self.storekeeper):
            with self.subTest(user=user.login):
                action = self.choose(lots, user, gs1_size="zpl").process()
                self.assertEqual(len(self.render(action, user).split(b"^XZ")), 3)
        dialog = self.choose(lots, self.storekeeper, gs1_size="zpl")
        action, theirs = dialog.process(), dialog.with_user(self.worker)
        for attempt in (
            lambda: theirs.copies,
            lambda: theirs.write({"copies": 2}),
            theirs.process,
            lambda: self.render(action, self.worker),
        ):
            self.env.invalidate_all()
            with self.assertRaises(AccessError):
                attempt()
        self.assertNotIn(dialog, theirs.search([]))

    # GS-3: not even over RPC
    def test_numbers_of_another_company(self):
        other = self.make_company("Other works")
        theirs = self.make_lot(self.widget, "THEIRS", company_id=other.id)
        dialogs = self.env[DIALOG].with_user(self.worker)
        vals = {"gs1_symbol": "datamatrix", "lot_ids": [Command.set(theirs.ids)]}
        with self.assertRaises(AccessError):
            dialogs.create(vals)
        dialog = dialogs.create({**vals, "lot_ids": []})
        with self.assertRaises(AccessError):
            dialog.lot_ids = theirs
        # what an administrator of both has chosen
        dialog.sudo().lot_ids = theirs
        self.env.invalidate_all()
        with self.assertRaises(UserError):
            dialog.process()
        self.assertFalse(theirs.is_label_printed or theirs.label_printed_on)

    # GS-3: hundreds in one go
    def test_statements(self):
        few = self.make_numbers(self.widget, FEW)
        many = self.make_numbers(self.widget, MANY)
        for vals in (
            {"gs1_size": "4x12"},
            {"gs1_size": "zpl", "gs1_quantity": True},
            {"gs1_symbol": "code128", "gs1_size": "2x7"},
            {"gs1_symbol": "digital_link", "gs1_size": "dymo", "copies": 2},
        ):
            with self.subTest(vals=vals):
                layouts = [
                    self.env[DIALOG]
                    .with_user(self.worker)
                    .create(
                        {
                            "gs1_symbol": "datamatrix",
                            "lot_ids": [Command.set(lots.ids)],
                            **vals,
                        }
                    )
                    for lots in (few, many)
                ]
                self.assertConstant(self.draw, *layouts)

    def draw(self, layout):
        report = layout.process()["report_name"]
        kind = "text" if layout.gs1_size == "zpl" else "html"
        # a label each; which were printed is noted a hundred at a time
        self.patch(type(self.env["stock.lot"]), "_note_label_printed", lambda lots: 1)
        getattr(self.reports, f"_render_qweb_{kind}")(report, layout.ids)

    # GS-3
    def test_statements_of_noting(self):
        few = self.make_numbers(self.widget, FEW)
        many = self.make_numbers(self.widget, 100)
        self.assertConstant(
            lambda lots: lots.browse(lots.ids)._note_label_printed(), few, many
        )

    # GS-3: what the screen asks for when it opens
    def test_statements_of_the_dialog(self):
        layouts = self.env[DIALOG].with_user(self.worker)
        specification = read_specification(layouts, "form")

        def open_dialog(lots):
            context = {"default_lot_ids": lots.ids, "default_gs1_symbol": "datamatrix"}
            layouts.with_context(**context).onchange({}, [], specification)

        self.assertConstant(
            open_dialog,
            self.make_numbers(self.widget, FEW),
            self.make_numbers(self.widget, MANY),
        )
