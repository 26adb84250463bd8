"""How far batches are, in the list of orders (SC-4)."""

from odoo.tests import tagged

from .test_batch_steps import StepsCase


@tagged("post_install", "-at_install")
class TestBatchInList(StepsCase):
    def start_batches(self, count):
        orders = [self.confirmed(self.plain, 3) for _index in range(count)]
        for order in orders:
            self.start(order)
        return orders[0].union(*orders)

    def read_list(self, orders):
        self.env.flush_all()
        self.env.invalidate_all()
        return [
            values["batch_progress_text"]
            for values in orders.read(["batch_progress_text"])
        ]

    # SC-4: of each order its own; nothing where none works on it
    def test_column(self):
        orders = self.start_batches(2)
        self.work_off(1)
        plain = self.confirmed(self.plain, 3)
        self.assertEqual(
            self.read_list(orders | plain),
            ["2 of 3 produced", "0 of 3 produced", False],
        )

    # SC-4: one statement for a list, however many batches are in it
    def test_statements(self):
        few, many = self.start_batches(2), self.start_batches(7)
        self.read_list(few)
        counts = []
        for orders in (few, many):
            before = self.env.cr.sql_log_count
            self.read_list(orders)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts)
