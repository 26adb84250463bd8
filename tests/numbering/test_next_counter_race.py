"""The next number is set while others draw, in real transactions (UX-9, AB-8)."""

from concurrent.futures import ThreadPoolExecutor

from odoo.tests import tagged

from ..database_case import SharedDatabaseCase

# for a statement that would otherwise wait until another transaction ends
NO_WAITING = "SET LOCAL lock_timeout = '1s'"


@tagged("post_install", "-at_install")
class TestNextCounterRace(SharedDatabaseCase):
    def make_product_of(self, pattern):
        number_format = self.make_format(pattern)
        product = self.make_product(
            f"Product {pattern}", "serial", lot_number_format_id=number_format.id
        )
        orders = self.env["mrp.production"].create(
            [{"product_id": product.id, "product_qty": 5} for _index in range(8)]
        )
        self.cr.commit()
        return number_format, orders

    def set_counter(self, number_format, counter, **options):
        def work(env):
            env.cr.execute(NO_WAITING)
            env["lot.number.format"].browse(number_format.id).next_counter = counter

        self.call(work, self.inventory_manager, **options)

    def confirm(self, order, **options):
        def work(env):
            env.cr.execute(NO_WAITING)
            env["mrp.production"].browse(order.id).action_confirm()

        self.call(work, **options)

    # UX-9, AB-8: neither waits for the other's commit
    def test_nobody_waits(self):
        for pattern in ("NW-{000}", "NW-{YY}-{000}"):
            number_format, orders = self.make_product_of(pattern)
            with self.subTest(pattern=pattern):
                self.confirm(
                    orders[0],
                    after=lambda _env, f=number_format: self.set_counter(
                        f, 100, retry=False
                    ),
                )
                self.set_counter(
                    number_format,
                    200,
                    after=lambda _env, order=orders[1]: self.confirm(
                        order, retry=False
                    ),
                )
                self.confirm(orders[2])
                self.refresh()
                numbers = orders.prealloc_lot_ids.sorted("id").mapped("name")
                self.assertEqual(
                    [int(name[-3:]) for name in numbers],
                    [*range(1, 6), *range(200, 210)],
                )

    # UX-9, AB-8: whatever is set meanwhile, no number is there twice
    def test_set_while_others_draw(self):
        number_format, orders = self.make_product_of("SW-{0000}")

        def set_again_and_again():
            for counter in (3, 1, 20, 1, 7, 2):
                self.set_counter(number_format, counter)

        with ThreadPoolExecutor(9) as pool:
            futures = [pool.submit(self.confirm, order) for order in orders]
            futures.append(pool.submit(set_again_and_again))
            for future in futures:
                future.result()
        self.refresh()
        names = orders.prealloc_lot_ids.mapped("name")
        self.assertEqual(len(names), 40)
        self.assertEqual(len(set(names)), 40)
        self.assertEqual({len(order.prealloc_lot_ids) for order in orders}, {5})
