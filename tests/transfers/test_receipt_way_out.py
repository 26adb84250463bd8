"""Numbers of a receipt: foreseen, asked for with a way out, and labelled (UX-12)."""

from odoo.exceptions import UserError
from odoo.tests import Form, HttpCase, tagged

from ..common import PreallocCase, PreallocMixin
from ..pictures import PictureMixin
from .lot_range_case import LotRangeMixin


class TestReceiptWayOut(LotRangeMixin, PreallocCase):
    # LN-4, UX-12
    def test_refusal_names_the_button(self):
        receipt = self.make_receipt((self.motor, 2))
        with self.assertRaisesRegex(
            UserError, f"(?s)Motor.*“Auto Generate” on {receipt.name}"
        ):
            receipt.button_validate()
        # where Odoo says nothing, we do
        operation = receipt.sudo().picking_type_id
        operation.write({"use_create_lots": False, "use_existing_lots": False})
        with self.assertRaisesRegex(UserError, "(?s)Motor.*“Auto Generate”"):
            receipt.button_validate()
        # a refusal for something else is left alone
        empty = self.make_receipt((self.make_product("Screw"), 1))
        empty.move_ids.quantity = 0
        with self.assertRaises(UserError) as caught:
            empty.button_validate()
        self.assertNotIn("Auto Generate", str(caught.exception))

    # UX-12: with the settings off, Odoo's own words
    def test_off(self):
        self.company.lot_prealloc_enabled = False
        receipt = self.make_receipt((self.motor, 2))
        with self.assertRaises(UserError) as caught:
            receipt.button_validate()
        self.assertNotIn("Auto Generate", str(caught.exception))

    # MM-7, UX-12: nothing is generated for what leaves
    def test_name_of_the_button(self):
        receipt = self.make_receipt((self.motor, 2))
        self.assertEqual(receipt.action_open_lot_range()["name"], "Auto Generate")
        self.make_serials(1, 2)
        delivery = self.make_delivery((self.motor, 2))
        self.assertEqual(delivery.action_open_lot_range()["name"], "Numbers by Range")

    # LN-5, UX-12: seen before Validate
    def test_foreseen(self):
        self.motor.lot_auto_generate = True
        receipt = self.make_receipt((self.motor, 2), (self.milk, 40))
        notice = "Motor gets its numbers when received: next MTR-00001"
        self.assertEqual(receipt.receipt_numbers_notice, notice)
        with Form(receipt) as form:
            self.assertEqual(form.receipt_numbers_notice, notice)
        self.milk.lot_auto_generate = True
        receipt.invalidate_recordset()
        self.assertIn("next MILK-0001", receipt.receipt_numbers_notice)
        lots = self.validate(receipt)
        self.assertIn("MTR-00001", lots.mapped("name"))
        self.assertFalse(receipt.receipt_numbers_notice)
        # nothing for what customers bring back, nor for what leaves
        delivery = self.make_delivery((self.motor, 1))
        self.assertFalse(delivery.receipt_numbers_notice)


class TestReceiptLabels(LotRangeMixin, PreallocCase):
    def assert_offered(self, action, lots):
        self.assertIsInstance(action, dict)
        self.assertEqual(action["res_model"], "lot.label.layout")
        dialog = Form.from_action(self.env(user=self.storekeeper), action).save()
        self.assertEqual(dialog.move_line_ids.lot_id, lots)
        dialog.process()

    # LN-5, UX-12
    def test_generated(self):
        self.motor.lot_auto_generate = True
        receipt = self.make_receipt((self.motor, 3), (self.milk, 40))
        receipt.move_line_ids.filtered(
            lambda line: line.product_id == self.milk
        ).lot_name = "OF-THE-VENDOR"
        action = receipt.button_validate()
        self.assertEqual(receipt.state, "done")
        self.assertIn(receipt.name, action["name"])
        lots = receipt.move_line_ids.lot_id
        self.assert_offered(action, lots.filtered(lambda x: x.product_id == self.motor))

    # MM-7, UX-12: drawn from our format, or the vendor's
    def test_by_range(self):
        receipt = self.make_receipt((self.motor, 2))
        self.fill(receipt)
        self.assert_offered(receipt.button_validate(), receipt.move_line_ids.lot_id)
        receipt = self.make_receipt((self.motor, 2))
        self.fill(receipt, "VENDOR-1")
        self.assertIs(receipt.button_validate(), True)

    # UX-12: after the question about the rest
    def test_part(self):
        self.motor.lot_auto_generate = True
        receipt = self.make_receipt((self.motor, 3))
        receipt.move_ids.quantity = 2
        question = Form.from_action(receipt.env, receipt.button_validate()).save()
        action = question.process()
        self.assertEqual(receipt.state, "done")
        self.assertEqual(len(receipt.move_line_ids.lot_id), 2)
        self.assert_offered(action, receipt.move_line_ids.lot_id)

    # UX-12
    def test_not_offered(self):
        self.motor.lot_auto_generate = True
        for value in ("lot_prealloc_label_prompt", "lot_prealloc_enabled"):
            self.company[value] = False
            receipt = self.make_receipt((self.motor, 1))
            self.assertIs(receipt.button_validate(), True)


@tagged("post_install", "-at_install")
class TestReceiptWayOutTours(PictureMixin, LotRangeMixin, PreallocMixin, HttpCase):
    # LN-4, LN-5, UX-12
    def test_receipt(self):
        self.milk.lot_auto_generate = True
        receipt = self.make_receipt((self.motor, 2), (self.milk, 40))
        self.start_tour(
            f"/odoo/receipts/{receipt.id}",
            "receipt_way_out",
            login=self.storekeeper.login,
        )
        self.assertEqual(receipt.state, "done")
