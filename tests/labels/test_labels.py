"""Labels after production: the offer, and what is on them (AB-19)."""

import json
import os
import re
import subprocess
import tempfile

from PIL import Image
from reportlab.graphics.barcode import code128

from odoo import fields
from odoo.tests import Form, HttpCase, freeze_time, tagged
from odoo.tools import config

from ..common import PreallocCase, PreallocMixin
from ..pictures import PictureMixin
from .test_reports import ReportMixin, read_pdf

DIALOG = "lot.label.layout"
LABEL_REPORT = "stock.action_report_lot_label"
ZPL_REPORT = "stock.label_lot_template"


def decode(picture):
    """Read a Code 128 barcode.

    :return: the text
    """
    picture = picture.convert("L")
    row = [
        picture.getpixel((x, picture.height // 2)) < 128 for x in range(picture.width)
    ]
    edges = [x for x in range(1, len(row)) if row[x] != row[x - 1]]
    widths = [right - left for left, right in zip(edges, edges[1:], strict=False)]
    symbols = {}
    for symbol, pattern in code128._patterns.items():
        symbols[tuple("abcd".index(bar.lower()) + 1 for bar in pattern)] = symbol
    values = []
    while len(widths) > 7:  # what remains then is the stop symbol
        group, widths = widths[:6], widths[6:]
        module = sum(group) / 11
        values.append(symbols[tuple(round(width / module) for width in group)])
    *values, check = values
    weights = [1, *range(1, len(values))]
    assert sum(w * v for w, v in zip(weights, values, strict=True)) % 103 == check
    text, code = "", {103: "A", 104: "B", 105: "C"}[values[0]]
    for value in values[1:]:
        if value in (99, 100, 101) and (code, value) != ("C", 99):
            code = {99: "C", 100: "B", 101: "A"}[value]
        else:
            text += f"{value:02}" if code == "C" else chr(value + 32)
    return text


class LabelMixin(ReportMixin):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manufacturing = cls.warehouse.manu_type_id

    def assertOffered(self, action, lots):
        """Odoo's dialog opens for these numbers, and the user prints them.

        :return: the dialog's record
        """
        json.dumps(action)  # what RPC answers
        self.assertEqual(action["type"], "ir.actions.act_window")
        self.assertEqual(action["res_model"], DIALOG)
        self.assertEqual(action["target"], "new")
        self.assertTrue(lots)
        dialog = Form.from_action(self.env(user=self.worker), action).save()
        self.assertEqual(dialog.move_line_ids.lot_id, lots)
        self.assertEqual(dialog.label_quantity, "lots")
        report = dialog.process()
        self.assertEqual(sorted(report["context"]["active_ids"]), sorted(lots.ids))
        return dialog


@tagged("post_install", "-at_install")
class TestLabelPrompt(LabelMixin, PreallocCase):
    """When labels are offered, to a plain Manufacturing user."""

    # AB-19
    def test_lot_order(self):
        order = self.make_order(self.cheese, 5)
        lot = order.prealloc_lot_ids
        action = order.button_mark_done()
        self.assertEqual(order.state, "done")
        self.assertIn(order.name, action["name"])
        self.assertOffered(action, lot)

    # AB-19
    def test_single_serial(self):
        order = self.make_order(self.widget)
        serial = order.prealloc_lot_ids
        self.assertOffered(order.button_mark_done(), serial)

    # AB-19
    def test_serials_and_byproducts(self):
        order = self.make_order(self.make_engine(), 2)
        numbers = order.prealloc_lot_ids
        self.assertEqual(len(numbers), 2 + 1 + 4)
        self.assertOffered(self.complete(order, 2), numbers)

    # AB-19: the by-product is tracked, the product is not
    def test_byproduct_only(self):
        gear = self.make_product("Gear")
        self.make_bom(gear, byproducts=[(self.cheese, 1)])
        order = self.make_order(gear, 3)
        lot = order.prealloc_lot_ids
        self.assertOffered(order.button_mark_done(), lot)

    # AB-19
    def test_several_orders_at_once(self):
        orders = self.make_order(self.widget, 2) | self.make_order(self.cheese, 5)
        orders |= self.make_order(self.make_product("Screw"), 1)
        orders |= self.make_order(self.cheese, 1) | self.make_order(self.widget, 1)
        numbers = orders.prealloc_lot_ids
        self.assertEqual(len(numbers), 5)
        from_list = (
            self.env.ref("mrp.action_production_order_mark_done")
            .with_user(self.worker)
            .with_context(active_model="mrp.production", active_ids=orders.ids)
        )
        action = from_list.run()
        self.assertEqual(set(orders.mapped("state")), {"done"})
        self.assertIn("(4)", action["name"])
        self.assertOffered(action, numbers)

    # AB-19: constant however many orders there are
    def test_statements_do_not_grow(self):
        def count(quantity):
            orders = self.env["mrp.production"].concat(
                *(self.make_order(self.cheese, 1) for _order in range(quantity))
            )
            orders.with_context(skip_redirection=True).button_mark_done()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            action = orders._offer_lot_labels()
            self.assertEqual(len(action["context"]["default_move_line_ids"]), quantity)
            return self.env.cr.sql_log_count - before

        count(1)
        self.assertEqual(count(2), count(20))

    # AB-19: without asking for numbers, with labels (AB-9)
    def test_numbers_given_at_completion(self):
        self.company.lot_prealloc_trigger = "done"
        order = self.make_order(self.widget, 3)
        action = order.button_mark_done()
        self.assertEqual(len(order.lot_producing_ids), 3)
        self.assertOffered(action, order.lot_producing_ids)

    # AB-19: the dialog comes after the one that asks for the lot (AB-10)
    def test_after_the_question_for_the_lot(self):
        self.company.lot_prealloc_trigger = "done"
        order = self.make_order(self.cheese, 3)
        question = order.button_mark_done()
        self.assertEqual(question["res_model"], "mrp.production.lot.prompt")
        action = Form.from_action(order.env, question).save().action_produce()
        self.assertEqual(order.state, "done")
        self.assertOffered(action, order.lot_producing_ids)

    # AB-19: a number that a person has typed
    def test_typed_lot(self):
        order = self.make_order(self.cheese, 3)
        order.lot_producing_ids = self.make_lot(self.cheese, "TYPED")
        action = order.button_mark_done()
        self.assertOffered(action, order.lot_producing_ids)

    # AB-19: this part's numbers, once; the rest of the order is shown as before
    def test_part_with_backorder(self):
        order = self.make_order(self.widget, 5)
        numbers = order.prealloc_lot_ids.sorted("id")
        order.qty_producing = 2
        order.set_qty_producing()
        question = order.button_mark_done()
        self.assertEqual(question["res_model"], "mrp.production.backorder")
        self.assertNotEqual(order.state, "done")
        action = Form.from_action(order.env, question).save().action_backorder()
        backorder = self.backorders_of(order)
        self.assertLabelsOverBackorder(action, numbers[:2], backorder)
        self.assertOffered(self.complete(backorder, 3), numbers[2:])

    def assertLabelsOverBackorder(self, action, numbers, backorder):
        json.dumps(action)
        self.assertEqual(action["type"], "ir.actions.client")
        self.assertEqual(action["tag"], "lot_prealloc_offer_labels")
        after = action["params"]["anotherAction"]
        self.assertEqual(after["res_model"], "mrp.production")
        self.assertEqual(after["res_id"], backorder.id)
        self.assertOffered(action["params"]["labels"], numbers)

    # AB-19: a lot that is produced in parts is offered with each of them
    def test_lot_in_parts(self):
        order = self.make_order(self.cheese, 5)
        lot = order.prealloc_lot_ids
        action = self.complete(order, 2)
        backorder = self.backorders_of(order)
        self.assertLabelsOverBackorder(action, lot, backorder)
        action = backorder.button_mark_done()
        dialog = self.assertOffered(action, lot)
        self.assertEqual(dialog.move_line_ids.quantity, 3)
        dialog.label_quantity = "units"
        self.assertEqual(dialog.process()["context"]["active_ids"], lot.ids * 3)

    # AB-19: nothing is asked where the operation type decides
    def test_backorder_without_a_question(self):
        self.manufacturing.create_backorder = "always"
        order = self.make_order(self.widget, 5)
        numbers = order.prealloc_lot_ids.sorted("id")
        action = self.complete(order, 2)
        backorder = self.backorders_of(order)
        self.assertEqual(len(backorder), 1)
        self.assertLabelsOverBackorder(action, numbers[:2], backorder)

    # AB-19
    def test_part_without_backorder(self):
        order = self.make_order(self.widget, 5)
        numbers = order.prealloc_lot_ids.sorted("id")[:2]
        action = self.complete(order, 2, backorder=False)
        self.assertFalse(self.backorders_of(order))
        self.assertOffered(action, numbers)

    # AB-19: Odoo's other question comes first
    def test_after_the_consumption_warning(self):
        part = self.make_product("Part")
        self.put_in_stock(part, 10)
        self.make_bom(self.cheese, [(part, 1)], consumption="warning")
        order = self.make_order(self.cheese, 2)
        lot = order.prealloc_lot_ids
        order.action_assign()
        order.qty_producing = 2
        order.set_qty_producing()
        order.move_raw_ids.quantity = 3
        warning = order.button_mark_done()
        self.assertEqual(warning["res_model"], "mrp.consumption.warning")
        action = Form.from_action(order.env, warning).save().action_confirm()
        self.assertEqual(order.state, "done")
        self.assertOffered(action, lot)

    # AB-19
    def test_format_of_the_operation_type(self):
        for label_format, print_format in (("pdf", "4x12"), ("zpl", "zpl")):
            self.manufacturing.generated_mrp_lot_label_to_print = label_format
            order = self.make_order(self.cheese, 2)
            lot = order.prealloc_lot_ids
            dialog = self.assertOffered(order.button_mark_done(), lot)
            self.assertEqual(dialog.print_format, print_format)

    # AB-19
    def test_switched_off(self):
        self.assertTrue(self.company.lot_prealloc_label_prompt)
        with Form(self.env["res.config.settings"]) as settings:
            settings.lot_prealloc_label_prompt = False
        settings.record.execute()
        self.assertFalse(self.company.lot_prealloc_label_prompt)
        for product in (self.cheese, self.widget):
            self.assertIs(self.make_order(product).button_mark_done(), True)

    # AB-19: without preallocation an order is stock Odoo's
    def test_preallocation_off(self):
        self.company.lot_prealloc_enabled = False
        order = self.make_order(self.cheese, 2)
        self.assertIs(order.button_mark_done(), True)
        self.assertEqual(order.state, "done")
        self.assertTrue(order.lot_producing_ids)

    # AB-19
    def test_untracked(self):
        order = self.make_order(self.make_product("Screw"), 2)
        self.assertIs(order.button_mark_done(), True)

    # AB-19 AB-1
    def test_without_traceability(self):
        group = self.env.ref("stock.group_production_lot")
        self.env.ref("base.group_user").implied_ids -= group
        order = self.make_order(self.cheese, 2)
        self.assertIs(order.button_mark_done(), True)

    # AB-19: what prints by itself is not offered, and Odoo's print stays as it is
    def test_printed_by_itself(self):
        self.manufacturing.auto_print_done_mrp_lot = True
        order = self.make_order(self.cheese, 2)
        action = order.button_mark_done()
        self.assertEqual(action["tag"], "do_multi_print")
        self.assertFalse(action["params"]["anotherAction"])
        silent_type = self.manufacturing.copy({"auto_print_done_mrp_lot": False})
        orders = self.make_order(self.cheese, 2)
        orders |= self.make_order(self.cheese, 2, picking_type_id=silent_type.id)
        self.assertEqual(orders.button_mark_done()["tag"], "do_multi_print")

    # AB-19: so does everything else that Odoo prints then
    def test_other_papers_are_printed(self):
        self.manufacturing.auto_print_done_production_order = True
        order = self.make_order(self.cheese, 2)
        action = order.button_mark_done()
        self.assertEqual(action["tag"], "do_multi_print")
        self.assertFalse(action["params"]["anotherAction"])

    # AB-19: a screen that Odoo opens then is not replaced
    def test_allocation_report_stays(self):
        self.worker.group_ids += self.env.ref("mrp.group_mrp_reception_report")
        self.manufacturing.auto_show_reception_report = True
        delivery = self.env["stock.picking"].create(
            {
                "picking_type_id": self.warehouse.out_type_id.id,
                "move_ids": [
                    fields.Command.create(
                        {
                            "product_id": self.cheese.id,
                            "product_uom_qty": 2,
                            "location_id": self.stock_location.id,
                            "location_dest_id": self.env.ref(
                                "stock.stock_location_customers"
                            ).id,
                        }
                    )
                ],
            }
        )
        delivery.action_confirm()
        order = self.make_order(self.cheese, 2)
        action = order.button_mark_done()
        self.assertEqual(order.state, "done")
        self.assertEqual(action["tag"], "reception_report")

    # AB-19: code that completes orders, and wants no screen
    def test_without_redirection(self):
        order = self.make_order(self.cheese, 2).with_context(skip_redirection=True)
        self.assertIs(order.button_mark_done(), True)

    # AB-19 OD-5: Batch Production shows the first order, as before
    def test_batch_production(self):
        order = self.make_order(self.widget, 3)
        dialog = Form.from_action(order.env, order.action_batch_production()).save()
        action = dialog.action_produce()
        self.assertEqual(action["res_model"], "mrp.production")
        self.assertEqual(action["res_id"], order.id)
        orders = order.production_group_id.production_ids
        self.assertEqual(orders.mapped("state"), ["done"] * 3)

    # AB-19: each company has its own setting
    def test_orders_of_two_companies(self):
        other = self.make_company(
            "Other works",
            lot_prealloc_enabled=True,
            lot_prealloc_label_prompt=False,
        )
        self.worker.company_ids += other
        warehouse = self.env["stock.warehouse"].search([("company_id", "=", other.id)])
        companies = [self.company.id, other.id]
        env = self.env(
            user=self.worker, context={"allowed_company_ids": companies, "tz": "UTC"}
        )
        orders = self.make_order(self.cheese, 2)
        orders |= (
            env["mrp.production"]
            .create(
                {
                    "product_id": self.cheese.id,
                    "company_id": other.id,
                    "picking_type_id": warehouse.manu_type_id.id,
                }
            )
            .with_env(env)
        )
        orders = orders.with_env(env)
        orders[1].action_confirm()
        lots = orders.prealloc_lot_ids
        self.assertEqual(len(lots), 2)
        action = orders.button_mark_done()
        self.assertEqual(set(orders.mapped("state")), {"done"})
        self.assertOffered(action, orders[0].lot_producing_ids)


@tagged("post_install", "-at_install")
class TestLabelText(LabelMixin, PreallocCase):
    """What is written on labels."""

    def read_labels(self, lots):
        """:return: the text of the whole sheets, and their pictures, from a real PDF"""
        pages = read_pdf(self.reports._render_qweb_pdf(LABEL_REPORT, lots.ids)[0])
        text = " ".join(" ".join(page.extract_text().split()) for page in pages)
        return text, [picture.image for page in pages for picture in page.images]

    def read_zpl(self, lots):
        """:return: texts of each label, by their position"""
        text = self.reports._render_qweb_text(ZPL_REPORT, lots.ids)[0].decode()
        labels = []
        for label in text.split("^XZ")[:-1]:
            label_texts = {}
            for field in label.split("^FO")[1:]:
                position, _separator, rest = field.partition("^")
                data = rest.partition("^FD")[2].partition("^FS")[0]
                label_texts[position.strip()] = data
            labels.append(label_texts)
        return labels

    # AB-19: product, number, barcode, order, date; a held number has no date yet
    def test_sheet(self):
        with freeze_time("2026-03-15 09:00:00"):
            orders = self.make_order(self.widget, 3) | self.make_order(self.cheese, 7)
            lots = orders.prealloc_lot_ids.sorted("id")
            held, pictures = self.read_labels(lots)
            self.assertEqual(
                held,
                " ".join(
                    f"{lot.product_id.name} {lot.name} {lot.production_id.name}"
                    for lot in lots
                ),
            )
            self.assertEqual(lots.mapped("production_id"), orders)
            orders.button_mark_done()
        produced, pictures = self.read_labels(lots)
        self.assertEqual(
            produced,
            " ".join(
                f"{lot.product_id.name} {lot.name} {lot.production_id.name}"
                " Prod. 03/15/2026"
                for lot in lots
            ),
        )
        self.assertEqual([decode(picture) for picture in pictures], lots.mapped("name"))

    # AB-19
    def test_label_printer(self):
        with freeze_time("2026-03-15 09:00:00"):
            order = self.make_order(self.cheese, 7)
            lot = order.prealloc_lot_ids
            native = {
                "100,50": "Gouda Cheese",
                "100,100": f"LN/SN: {lot.name}",
                "100,150": lot.name,
            }
            (label,) = self.read_zpl(lot)
            self.assertEqual(label, {"100,12": order.name, **native})
            order.button_mark_done()
        (label,) = self.read_zpl(lot)
        origin = f"{order.name}  Prod. 03/15/2026"
        self.assertEqual(label, {"100,12": origin, **native})

    # AB-19: names are for people, an ampersand is one
    def test_label_printer_knows_no_html(self):
        order = self.make_order(self.cheese)
        order.sudo().name = "R&D/1"
        (label,) = self.read_zpl(order.prealloc_lot_ids)
        self.assertEqual(label["100,12"], "R&D/1")

    # AB-19: the day on which it was produced where the user is
    def test_date_in_the_time_zone_and_language_of_the_user(self):
        with freeze_time("2026-03-15 23:30:00"):
            order = self.make_order(self.cheese)
            order.button_mark_done()
        lot = order.lot_producing_ids.with_user(self.worker)
        self.assertEqual(
            lot.with_context(tz="Asia/Tokyo")._get_label_origin()["produced"],
            "Prod. 03/16/2026",
        )
        language = self.env["res.lang"]._activate_lang("en_GB")
        self.worker.lang = language.code
        self.assertEqual(
            lot.with_context(lang="en_GB")._get_label_origin()["produced"],
            "Prod. 15/03/2026",
        )

    # AB-19: a lot produced in parts has the day and the order of the first
    def test_lot_in_parts(self):
        order = self.make_order(self.cheese, 5)
        lot = order.prealloc_lot_ids
        with freeze_time("2026-03-15 09:00:00"):
            self.complete(order, 2)
        with freeze_time("2026-04-15 09:00:00"):
            self.backorders_of(order).button_mark_done()
        text, _pictures = self.read_labels(lot)
        # without styles the name is broken at its hyphen
        self.assertIn(f"{order.name} Prod. 03/15/2026", text.replace("- ", "-"))

    # AB-19
    def test_gs1(self):
        self.env.ref("base.group_user").implied_ids += self.env.ref(
            "stock.group_stock_lot_print_gs1"
        )
        self.cheese.barcode = "4006381333931"
        order = self.make_order(self.cheese)
        lot = order.prealloc_lot_ids
        with freeze_time("2026-03-15 09:00:00"):
            order.button_mark_done()
        text, pictures = self.read_labels(lot)
        # without styles the number is broken at its hyphen
        self.assertEqual(
            text.replace("- ", "-"),
            f"Gouda Cheese {lot.name} {order.name} Prod. 03/15/2026",
        )
        self.assertEqual(len(pictures), 1)
        sheet, _kind = self.reports._render_qweb_html(LABEL_REPORT, lot.ids)
        self.assertIn(f'alt="Barcode 010400638133393110{lot.name}"', sheet.decode())
        (label,) = self.read_zpl(lot)
        self.assertEqual(label["425,150"], f"010400638133393110{lot.name}")
        self.assertEqual(label["100,12"], f"{order.name}  Prod. 03/15/2026")

    # AB-19: by-products too
    def test_byproducts(self):
        order = self.make_order(self.make_engine(), 1)
        lots = order.prealloc_lot_ids
        with freeze_time("2026-03-15 09:00:00"):
            self.complete(order, 1)
        for label in self.read_zpl(lots):
            self.assertEqual(label["100,12"], f"{order.name}  Prod. 03/15/2026")

    # AB-19: whoever may print a label; he need not see the order
    def test_who_may_not_read_orders(self):
        seller = self.make_user("seller", "stock.group_stock_user")
        order = self.make_order(self.cheese)
        order.button_mark_done()
        other = self.make_company("Other works")
        seller.write({"company_ids": other.ids, "company_id": other.id})
        lot = order.lot_producing_ids
        lot.sudo().company_id = False
        origin = lot.with_user(seller)._get_label_origin()
        self.assertEqual(origin["order"], order.name)

    # AB-19
    def test_statements_do_not_grow(self):
        order = self.make_order(self.widget, 60)
        lots = order.prealloc_lot_ids
        lots = lots.browse(lots.ids)  # to be read together

        def count(lots):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            for lot in lots:
                lot._get_label_origin()
            return self.env.cr.sql_log_count - before

        count(lots[:1])
        self.assertEqual(count(lots[:2]), count(lots))

    # AB-19: a number that no order gave, and any number without preallocation
    def test_other_labels_are_stock_odoo_s(self):
        order = self.make_order(self.cheese)
        order.button_mark_done()
        others = self.make_lot(self.widget, "BOUGHT-1", 1)
        others |= self.make_lot(self.cheese, "BOUGHT-2", 5)
        views = self.env.ref("lot_prealloc.report_lot_label")
        views |= self.env.ref("lot_prealloc.label_lot_template_view")

        def render(lots):
            sheet, _kind = self.reports._render_qweb_html(LABEL_REPORT, lots.ids)
            zpl = self.reports._render_qweb_text(ZPL_REPORT, lots.ids)[0].decode()
            # two pictures of the same barcode differ in what is not seen
            sheet = re.sub(r"base64,[^\"]*", "", sheet.decode())
            return sheet.split(), zpl.split()

        ours = render(others)
        self.company.lot_prealloc_enabled = False
        lots = others | order.lot_producing_ids
        off = render(lots)
        views.active = False
        self.assertEqual(ours, render(others))
        self.assertEqual(off, render(lots))


@tagged("post_install", "-at_install")
class TestLabelSheet(LabelMixin, HttpCase):
    """How labels look on paper: real PDFs with the styles of the web server."""

    def print_sheet(self, lots):
        """:return: the first page as a picture"""
        pdf = self.reports._render_qweb_pdf(LABEL_REPORT, lots.ids)[0]
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "labels")
            with open(path, "wb") as file:
                file.write(pdf)
            subprocess.run(
                ["pdftoppm", "-r", "300", "-singlefile", "-png", path, path], check=True
            )
            with Image.open(f"{path}.png") as picture:
                return picture.convert("L")

    def bands(self, picture, horizontal):
        """:return: start and end of each band of the picture with ink, in pixels"""
        size = (1, picture.height) if horizontal else (picture.width, 1)
        ink = picture.point(lambda value: 255 * (value < 200))
        # the mean of a line: zero only if all of it is white
        line = ink.convert("F").resize(size, Image.Resampling.BOX)
        inked = [value > 0 for value in line.get_flattened_data()]
        edges = [
            position
            for position, (before, after) in enumerate(
                zip([False, *inked], [*inked, False], strict=True)
            )
            if before != after
        ]
        return list(zip(edges[::2], edges[1::2], strict=True))

    def make_produced(self, product, quantity):
        order = self.make_order(product, quantity)
        self.complete(order, quantity)
        self.assertEqual(order.state, "done")
        return order.lot_producing_ids

    # AB-19: labels are where those of stock Odoo are, whatever is on them. Two rows:
    # each barcode of a page asks the server, which answers one at a time in a test.
    def test_sheet_is_the_native_one(self):
        self.widget.default_code = "ACME-W"
        bought = self.env["stock.lot"].create(
            [
                {"name": f"BOUGHT-{counter:05}", "product_id": self.widget.id}
                for counter in range(8)
            ]
        )
        sheet = self.print_sheet(bought)
        rows, columns = self.bands(sheet, True), self.bands(sheet, False)
        self.assertEqual((len(rows), len(columns)), (2, 4))
        produced = self.make_produced(self.widget, 8)
        self.widget.name = "A Widget with a Name That Is Really Too Long for a Label"
        if "use_expiration_date" in self.widget:
            self.widget.use_expiration_date = True
            produced.sudo().write(
                {"use_date": "2026-12-24", "expiration_date": "2026-12-31"}
            )
        for gs1 in (False, True):
            with self.subTest(gs1=gs1):
                if gs1:
                    self.env.ref("base.group_user").implied_ids += self.env.ref(
                        "stock.group_stock_lot_print_gs1"
                    )
                sheet = self.print_sheet(produced)
                self.assertEqual(self.bands(sheet, True), rows)
                self.assertEqual(self.bands(sheet, False), columns)

    # AB-19: 200 labels are five sheets
    def test_two_hundred(self):
        self.company.lot_prealloc_trigger = "done"
        order = self.make_order(self.widget, 200)
        dialog = Form.from_action(order.env, order.button_mark_done()).save()
        pages = read_pdf(self.render(dialog.process()))
        pictures = [[picture.image for picture in page.images] for page in pages]
        self.assertEqual([len(images) for images in pictures], [48] * 4 + [8])
        self.assertEqual(
            sorted(decode(image) for images in pictures for image in images),
            self.names(order.lot_producing_ids),
        )

    # AB-19: the barcode of a product with a reference keeps away from the text
    def test_picture(self):
        self.widget.default_code = "ACME-W"
        lots = self.make_produced(self.widget, 5)
        lots |= self.make_produced(self.cheese, 40)
        lots |= self.make_order(self.widget, 2).prealloc_lot_ids
        sheet = self.print_sheet(lots)
        rows, columns = self.bands(sheet, True), self.bands(sheet, False)
        self.assertEqual((len(rows), len(columns)), (2, 4))
        (top, bottom), (left, right) = rows[0], columns[0]
        inside = sheet.crop((left + 8, top + 8, right - 8, bottom - 8))
        *lines, barcode = self.bands(inside, True)
        # ascenders and brackets may touch the line above, bars touch nothing
        self.assertGreater(barcode[0] - lines[-1][1], 5)
        self.assertGreater(barcode[1] - barcode[0], 30)
        self.save_picture(
            sheet.crop((left - 40, top - 40, columns[-1][1] + 40, rows[-1][1] + 40))
        )

    def save_picture(self, picture):
        """Keep the sheet beside the screenshots of the browser, to be looked at."""
        folder = config["screenshots"]
        if folder:
            os.makedirs(folder, exist_ok=True)
            picture.save(os.path.join(folder, "label.png"))


@tagged("post_install", "-at_install")
class TestLabelTours(PictureMixin, PreallocMixin, HttpCase):
    def setUp(self):
        super().setUp()
        # a format for each test: counters are not rolled back
        self.widget = self.make_product(
            "Tour Widget",
            "serial",
            lot_number_format_id=self.make_format("TOUR-{00000}").id,
        )
        self.cheese = self.make_product(
            "Tour Cheese",
            "lot",
            lot_number_format_id=self.make_format("TOUR-LOT-{00000}").id,
        )
        screw = self.make_product("Tour Screw")
        self.put_in_stock(screw, 1000)
        for product in (self.widget, self.cheese):
            self.make_bom(product, [(screw, 1)])

    def tour(self, name, order):
        self.start_tour(
            f"/odoo/mrp.production/{order.id}", name, login=self.worker.login
        )
        self.env.invalidate_all()

    # AB-19: discarded, the form is that of the done order
    def test_discard(self):
        order = self.make_order(self.cheese, 3, user=self.worker, confirm=True)
        self.tour("lot_label_discard", order)
        self.assertEqual(order.state, "done")
        self.assertFalse(order.lot_producing_ids.is_label_printed)

    # AB-19
    def test_print(self):
        order = self.make_order(self.cheese, 3, user=self.worker, confirm=True)
        self.tour("lot_label_print", order)
        self.assertEqual(order.state, "done")
        self.assertTrue(order.lot_producing_ids.is_label_printed)

    # AB-19: above the rest of the order, which Odoo shows after a part
    def test_part(self):
        order = self.make_order(self.widget, 5, user=self.worker, confirm=True)
        self.tour("lot_label_part", order)
        self.assertEqual(order.state, "done")
        self.assertEqual(len(order.lot_producing_ids), 2)
        self.assertTrue(all(order.lot_producing_ids.mapped("is_label_printed")))
        rest = self.backorders_of(order)
        self.assertFalse(any(rest.prealloc_lot_ids.mapped("is_label_printed")))

    # AB-19 OD-9: asked for the lot first
    def test_after_the_question(self):
        self.company.lot_prealloc_trigger = "done"
        order = self.make_order(self.cheese, 3, user=self.worker, confirm=True)
        self.tour("lot_label_after_question", order)
        self.assertEqual(order.state, "done")
