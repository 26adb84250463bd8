"""A receipt and an order reach for the same number at the same moment (PF-6, AB-8)."""

from concurrent.futures import ThreadPoolExecutor

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..database_case import Meeting, SharedDatabaseCase


@tagged("post_install", "-at_install")
class TestHeldRace(SharedDatabaseCase):
    # PF-6 AB-8

    def receive_named(self, product, name):
        receipt = self.make_receipt((product, 1), user=self.env.user)
        receipt.move_line_ids.lot_name = name
        receipt.move_ids.picked = True
        return receipt

    def test_receipt_and_order(self):
        for attempt in range(3):
            name = f"RACE{attempt}-01"
            product = self.make_product(
                "Motor",
                "serial",
                lot_number_format_id=self.make_format(f"RACE{attempt}-{{00}}").id,
            )
            receipt = self.receive_named(product, name)
            order = self.make_order(product)
            self.cr.commit()
            both_have_looked = Meeting(2)

            def meet(env, both_have_looked=both_have_looked):
                env.cr.execute("SELECT 1 FROM stock_lot LIMIT 1")  # takes the snapshot
                both_have_looked.join()

            def confirm(env, order=order, meet=meet):
                meet(env)
                env["mrp.production"].browse(order.id).action_confirm()

            def validate(env, receipt=receipt, meet=meet):
                meet(env)
                env["stock.picking"].browse(receipt.id).button_validate()

            with (
                mute_logger("odoo.sql_db", "odoo.service.model"),
                ThreadPoolExecutor(2) as pool,
            ):
                futures = [
                    pool.submit(self.call, confirm, self.worker),
                    pool.submit(self.call, validate, self.storekeeper),
                ]
            errors = [e for future in futures if (e := future.exception())]
            self.refresh()
            self.assertLessEqual(len(errors), 1)
            for error in errors:
                self.assertIsInstance(error, UserError)
                self.assertRegex(
                    str(error), "at the same moment|held by|must be unique"
                )
            lot = self.env["stock.lot"].search([("name", "=", name)])
            self.assertEqual(len(lot), 1)
            is_held = lot in order.prealloc_lot_ids
            self.assertNotEqual(is_held, receipt.state == "done")
            self.assertEqual(lot.product_qty, 0 if is_held else 1)
