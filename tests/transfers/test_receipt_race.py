"""Two people scan the same receipt, each from a device of his own (LN-4, LN-5).

What devices send: lines created one by one over RPC, each call in its transaction.
"""

import random
import threading
from concurrent.futures import ThreadPoolExecutor

from odoo.exceptions import UserError, ValidationError
from odoo.service.model import call_kw
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..database_case import SharedDatabaseCase

UNITS = 8  # that each of the two has in hand


@tagged("post_install", "-at_install")
class TestReceiptRace(SharedDatabaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = [
            cls.storekeeper,
            cls.make_user("second_storekeeper", "stock.group_stock_user"),
        ]
        cls.cr.commit()

    def make_shared_receipt(self, *products, quantity=2 * UNITS):
        """:return: a receipt that both see on their devices"""
        receipt = self.make_receipt(*((product, quantity) for product in products))
        self.cr.commit()
        return receipt

    def make_bought(self, name, tracking, pattern, generate=True):
        product = self.make_product(
            name,
            tracking,
            lot_number_format_id=self.make_format(pattern).id,
            lot_auto_generate=generate,
        )
        self.cr.commit()
        return product

    # ------------------------------------------------------------------
    # What devices send
    # ------------------------------------------------------------------

    def rpc(self, user, records, method, *args):
        def send(env):
            ids = [list(records.ids)] if records else []
            return call_kw(env[records._name], method, [*ids, *args], {})

        return self.call(send, user)

    def scan(self, user, receipt, product, name=False, quantity=1):
        self.rpc(
            user,
            self.env["stock.move.line"],
            "create",
            [
                {
                    "picking_id": receipt.id,
                    "product_id": product.id,
                    "lot_name": name,
                    "quantity": quantity,
                    "picked": True,
                    "location_id": self.suppliers.id,
                    "location_dest_id": self.stock_location.id,
                }
            ],
        )

    def validate(self, user, receipt):
        return self.rpc(user, receipt, "button_validate")

    def at_once(self, *tasks):
        """:return: what people see instead of a result"""
        start = threading.Barrier(len(tasks))

        def work(task):
            start.wait(30)
            task()

        with (
            mute_logger("odoo.sql_db", "odoo.service.model"),
            ThreadPoolExecutor(len(tasks)) as pool,
        ):
            futures = [pool.submit(work, task) for task in tasks]
        self.refresh()
        return [error for error in (f.exception() for f in futures) if error]

    def scan_at_once(self, receipt, *piles):
        """Each scans his pile.

        :param piles: lists of ``(product, name, quantity)``
        """
        errors = self.at_once(
            *(
                lambda user=user, pile=pile: [
                    self.scan(user, receipt, *scanned) for scanned in pile
                ]
                for user, pile in zip(self.people, piles, strict=True)
            )
        )
        self.assertEqual(errors, [])

    # ------------------------------------------------------------------
    # What is left
    # ------------------------------------------------------------------

    def assertReceived(self, receipt, product, quantity):
        """:return: names of the lots, each of which has all that its lines say"""
        self.refresh()
        self.assertEqual(receipt.state, "done")
        lines = receipt.move_line_ids.filtered(lambda x: x.product_id == product)
        moves = lines.move_id
        self.assertEqual(sum(moves.mapped("quantity")), quantity)
        self.assertEqual(sum(lines.mapped("quantity")), quantity)
        quants = self.env["stock.quant"].search(
            [
                ("product_id", "=", product.id),
                ("location_id", "=", self.stock_location.id),
            ]
        )
        by_line, by_quant = {}, {}
        for line in lines:
            by_line[line.lot_id] = by_line.get(line.lot_id, 0) + line.quantity
        for quant in quants:
            by_quant[quant.lot_id] = by_quant.get(quant.lot_id, 0) + quant.quantity
        self.assertEqual(by_line, by_quant)
        self.assertNotIn(self.env["stock.lot"], by_line)
        lots = self.env["stock.lot"].search([("product_id", "=", product.id)])
        self.assertEqual(set(lots), set(by_line), "a number that nothing has")
        if product.tracking == "serial":
            self.assertEqual(set(by_line.values()), {1})
        return sorted(lots.mapped("name"))

    # LN-4: typed names
    def test_typed(self):
        motor = self.make_bought("Motor", "serial", "T1-{000}", generate=False)
        receipt = self.make_shared_receipt(motor)
        piles = [
            [(motor, f"{person}-{unit}", 1) for unit in range(UNITS)] for person in "AB"
        ]
        for pile in piles:
            random.Random(5).shuffle(pile)
        self.scan_at_once(receipt, *piles)
        self.validate(self.people[1], receipt)
        names = self.assertReceived(receipt, motor, 2 * UNITS)
        self.assertEqual(names, sorted(name for p in piles for _x, name, _y in p))

    # LN-5: generated ones
    def test_generated(self):
        motor = self.make_bought("Motor", "serial", "T2-{000}")
        receipt = self.make_shared_receipt(motor)
        self.scan_at_once(receipt, *[[(motor, False, 1)] * UNITS] * 2)
        self.validate(self.people[0], receipt)
        names = self.assertReceived(receipt, motor, 2 * UNITS)
        self.assertEqual(names, [f"T2-{n:03}" for n in range(1, 2 * UNITS + 1)])

    # LN-4, LN-5: typed and generated, serials and lots, more than ordered
    def test_mixed(self):
        motor = self.make_bought("Motor", "serial", "T3-{000}")
        milk = self.make_bought("Milk", "lot", "T3M-{000}")
        receipt = self.make_shared_receipt(motor, milk)
        piles = [
            [(motor, person, 1), (motor, False, 1), (motor, False, 2)]
            + [(milk, "TYPED", 5), (milk, False, 3), (milk, f"M{person}", 1)]
            for person in "AB"
        ]
        piles[1].reverse()
        self.scan_at_once(receipt, *piles)
        self.call(
            lambda env: (
                env["stock.picking"]
                .browse(receipt.id)
                .with_context(skip_backorder=True)
                .button_validate()
            ),
            self.people[0],
        )
        self.assertEqual(len(self.assertReceived(receipt, motor, 8)), 8)
        names = self.assertReceived(receipt, milk, 18)
        self.assertEqual(names, ["MA", "MB", "T3M-001", "TYPED"])

    # LN-4: the same number in two hands
    def test_same_number(self):
        motor = self.make_bought("Motor", "serial", "T4-{000}", generate=False)
        receipt = self.make_shared_receipt(motor, quantity=2)
        self.scan_at_once(receipt, *[[(motor, "SAME", 1)]] * 2)
        with self.assertRaisesRegex((UserError, ValidationError), "SAME"):
            self.validate(self.people[0], receipt)
        self.refresh()
        self.assertNotEqual(receipt.state, "done")
        self.assertFalse(motor.stock_quant_ids)
        self.rpc(self.people[1], receipt.move_line_ids.filtered("picked")[0], "unlink")
        self.scan(self.people[1], receipt, motor, "OTHER")
        self.validate(self.people[1], receipt)
        self.assertEqual(self.assertReceived(receipt, motor, 2), ["OTHER", "SAME"])

    # LN-5: both press Validate
    def test_validate_at_once(self):
        for attempt in range(3):
            with self.subTest(attempt=attempt):
                motor = self.make_bought("Motor", "serial", f"T5{attempt}-{{000}}")
                milk = self.make_bought("Milk", "lot", f"T5{attempt}M-{{000}}")
                receipt = self.make_shared_receipt(motor, milk)
                errors = self.at_once(
                    *(
                        lambda user=user, receipt=receipt: self.validate(user, receipt)
                        for user in self.people
                    )
                )
                self.assertEqual(errors, [])
                names = self.assertReceived(receipt, motor, 2 * UNITS)
                self.assertEqual(len(names), 2 * UNITS)
                self.assertEqual(len(self.assertReceived(receipt, milk, 2 * UNITS)), 1)

    # LN-5: two receipts of the same products at once
    def test_two_receipts(self):
        motor = self.make_bought("Motor", "serial", "T6-{000}")
        receipts = [
            self.make_shared_receipt(motor, quantity=UNITS) for _user in self.people
        ]
        errors = self.at_once(
            *(
                lambda user=user, receipt=receipt: self.validate(user, receipt)
                for user, receipt in zip(self.people, receipts, strict=True)
            )
        )
        self.assertEqual(errors, [])
        lots = self.env["stock.lot"].search([("product_id", "=", motor.id)])
        self.assertEqual(len(lots), 2 * UNITS)
        self.assertEqual(set(lots.mapped("product_qty")), {1})

    # LN-4, LN-5: one is still scanning when the other presses Validate
    def test_scan_while_validating(self):
        first, second = self.people
        for generate in (False, True):
            with self.subTest(generate=generate):
                motor = self.make_bought(
                    "Motor", "serial", f"T7{generate:d}-{{000}}", generate=generate
                )
                receipt = self.make_shared_receipt(motor, quantity=UNITS)
                names = [False if generate else f"S{n}" for n in range(UNITS + 1)]
                for name in names[1:]:
                    self.scan(self.people[0], receipt, motor, name)
                errors = self.at_once(
                    lambda receipt=receipt: self.validate(first, receipt),
                    lambda receipt=receipt, motor=motor, name=names[0]: self.scan(
                        second, receipt, motor, name
                    ),
                )
                received = UNITS + 1 - len(errors)
                self.assertReceived(receipt, motor, received)

    # LN-4, LN-5: a unit that is scanned when the receipt is done
    def test_scan_afterwards(self):
        for generate in (False, True):
            with self.subTest(generate=generate):
                motor = self.make_bought(
                    "Motor", "serial", f"T8{generate:d}-{{000}}", generate=generate
                )
                receipt = self.make_shared_receipt(motor, quantity=1)
                name = False if generate else "S1"
                self.scan(self.people[0], receipt, motor, name)
                self.validate(self.people[0], receipt)
                late = False if generate else "S2"
                self.scan(self.people[1], receipt, motor, late)
                self.assertReceived(receipt, motor, 2)
