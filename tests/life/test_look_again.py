"""Two users move parts of one lot at once: its state is looked at again (AB-12)."""

import logging
from contextlib import contextmanager

from odoo.tests import tagged

from odoo.addons.lot_prealloc.models.life.look_again.stock_lot import LOOK_AGAIN

from ..database_case import SharedDatabaseCase

LOGGER = "odoo.addons.lot_prealloc.models.life.look_again.stock_lot"


@tagged("post_install", "-at_install")
class TestLookAgain(SharedDatabaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kilo = cls.make_product("Kilo", "lot")
        cls.unit = cls.make_product("Unit", "serial")
        cls.shelves = cls.env["stock.location"].create(
            [
                {"name": name, "location_id": cls.stock_location.id}
                for name in ("Left", "Right", "Top")
            ]
        )
        cls.cr.commit()

    def make_parts(self, name):
        """:return: a lot, of a product of its own, with one unit on each shelf"""
        lot = self.make_lot(self.make_product(name, "lot"), name)
        for shelf in self.shelves:
            self.put_in_stock(lot.product_id, 1, lot, shelf)
        self.cr.commit()
        return lot

    def ship(self, lot, shelf):
        """:return: function of an environment, which ships what lies on a shelf"""

        def work(env):
            move = env["stock.move"].create(
                {
                    "product_id": lot.product_id.id,
                    "product_uom_qty": 1,
                    "location_id": shelf.id,
                    "location_dest_id": self.customers.id,
                }
            )
            move._action_confirm()
            move._action_assign()
            move.picked = True
            move._action_done()

        return work

    def looked_at(self, function):
        """:return: ids of the lots that are looked at after the commit"""
        lot_ids = []
        self.call(
            function,
            user=self.env.user,
            after=lambda env: lot_ids.extend(
                sorted(env.cr.postcommit.data.get(LOOK_AGAIN, ()))
            ),
        )
        self.refresh()
        return lot_ids

    def ship_at_once(self, lot):
        """Ship the last two parts; neither transaction sees the other one.

        For either of them the lot is what it was before: neither writes it.
        """
        left, right, top = self.shelves
        self.call(self.ship(lot, top), user=self.env.user)
        self.call(
            self.ship(lot, left),
            user=self.env.user,
            after=lambda _env: self.call(
                self.ship(lot, right), user=self.env.user, retry=False
            ),
            retry=False,
        )
        self.refresh()

    @contextmanager
    def spoiled(self, lot, error):
        """Everybody finds the lot void, and to change that is an error."""
        self.set_state(lot, "void")
        self.cr.execute(
            f"""
            CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                RAISE {error};
            END $$;
            CREATE TRIGGER spoil BEFORE UPDATE OF lifecycle_state ON stock_lot
               FOR EACH ROW EXECUTE FUNCTION spoil()
            """
        )
        self.cr.commit()
        try:
            yield
        finally:
            self.cr.execute("DROP FUNCTION spoil() CASCADE")
            self.cr.commit()

    def set_state(self, lot, state):
        self.cr.execute(
            "UPDATE stock_lot SET lifecycle_state = %s WHERE id = %s", [state, lot.id]
        )
        self.cr.commit()

    def look_at(self, lots):
        """:return: function of an environment, after which these are looked at"""
        return lambda env: env["stock.lot"].browse(lots.ids)._look_again_after_commit()

    # AB-12
    def test_the_later_one_finds_what_is_true(self):
        lot = self.make_parts("BOTH")
        self.assertEqual(lot.lifecycle_state, "available")
        self.ship_at_once(lot)
        self.assertEqual(lot.lifecycle_state, "shipped")

    # AB-12: nobody else can have moved parts of these
    def test_only_where_others_can_be(self):
        left, right, _top = self.shelves
        lot = self.make_parts("PARTS")
        self.assertEqual(self.looked_at(self.ship(lot, left)), [lot.id])
        serial = self.make_lot(self.unit, "SERIAL")
        self.put_in_stock(self.unit, 1, serial, right)
        self.cr.commit()
        self.assertEqual(self.looked_at(self.ship(serial, right)), [])

        def make_and_receive(env):
            new = env["stock.lot"].create({"name": "NEW", "product_id": self.kilo.id})
            env["stock.quant"]._update_available_quantity(
                env["product.product"].browse(self.kilo.id),
                env["stock.location"].browse(left.id),
                1,
                lot_id=new,
            )
            env.flush_all()
            self.assertEqual(new.lifecycle_state, "available")

        self.assertEqual(self.looked_at(make_and_receive), [])

    # AB-12: what is committed has not failed, whatever happens then
    def test_an_error_is_logged_only(self):
        lot = self.make_parts("SPOILED")
        for error, attempts in (("division_by_zero", 1), ("serialization_failure", 3)):
            with (
                self.subTest(error=error),
                self.spoiled(lot, error),
                self.assertLogs(LOGGER, logging.INFO) as logged,
            ):
                self.call(self.look_at(lot), retry=False)
                self.refresh()
                self.assertEqual(lot.lifecycle_state, "void")
                self.assertEqual(len(logged.records), attempts)
        # and the next look finds what is true
        self.call(self.look_at(lot))
        self.refresh()
        self.assertEqual(lot.lifecycle_state, "available")

    # AB-12
    def test_without_a_connection(self):
        lot = self.make_parts("UNCONNECTED")

        def no_cursor(*_args, **_kwargs):
            raise OSError("no connection")

        def look(env):
            env["stock.lot"].browse(lot.id)._look_again_after_commit()
            self.registry.cursor = no_cursor

        self.addCleanup(vars(self.registry).pop, "cursor", None)
        with self.assertLogs(LOGGER, logging.ERROR):
            self.call(look, retry=False)

    # AB-12
    def test_a_lot_that_is_gone_meanwhile(self):
        gone = self.make_lot(self.kilo, "GONE")
        lot = self.make_parts("STAYS")

        def delete(env):
            env["stock.lot"].browse(gone.id).sudo().unlink()

        self.set_state(lot, "void")
        with self.assertNoLogs(LOGGER, logging.INFO):
            self.call(
                self.look_at(gone + lot),
                after=lambda _env: self.call(delete),
                retry=False,
            )
        self.refresh()
        self.assertEqual(lot.lifecycle_state, "available")

    # AB-12: who waits for an answer does not wait for another’s transaction
    def test_others_who_hold_the_lot(self):
        lot = self.make_parts("HELD")
        self.set_state(lot, "void")
        self.cr.execute("SELECT FROM stock_lot WHERE id = %s FOR UPDATE", [lot.id])
        with self.assertLogs(LOGGER, logging.INFO):
            self.call(self.look_at(lot), user=self.env.user, retry=False)
        self.cr.rollback()
        self.assertEqual(lot.lifecycle_state, "void")
