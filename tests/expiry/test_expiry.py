"""Expiration dates: counted from production, shown, never enforced.

BX-14, LN-2, MM-11.
"""

from datetime import datetime, timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import Form, TransactionCase, tagged

from odoo.addons.lot_prealloc_expiry.hooks import post_init_hook
from odoo.addons.lot_prealloc_expiry.models.stock_lot import UNDATED

from ..common import PreallocCase, PreallocMixin

DATES = ("expiration_date", "use_date", "removal_date", "alert_date")
# Days a cheese lasts; the others come so many days before.
LASTS, BEST, REMOVED, ALERT = 60, 20, 10, 30

ALLOCATED = datetime(2026, 1, 5, 8)
PRODUCED = datetime(2026, 2, 2, 10)
LATER = datetime(2026, 2, 9, 15)


def dates_from(produced):
    """:return: dict, what a lot of cheese has that was produced then"""
    expires = produced + timedelta(days=LASTS)
    return {
        "expiration_date": expires,
        "use_date": expires - timedelta(days=BEST),
        "removal_date": expires - timedelta(days=REMOVED),
        "alert_date": expires - timedelta(days=ALERT),
    }


NO_DATES = dict.fromkeys(DATES, False)


class ExpiryMixin(PreallocMixin):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cheese = cls.make_expiring("Gouda", "lot", "CHZ-{0000}")
        cls.yogurt = cls.make_expiring("Yogurt", "serial", "YOG-{0000}")

    @classmethod
    def make_expiring(cls, name, tracking, pattern=None, **vals):
        if pattern:
            vals["lot_number_format_id"] = cls.make_format(pattern).id
        return cls.make_product(
            name,
            tracking,
            use_expiration_date=True,
            expiration_time=LASTS,
            use_time=BEST,
            removal_time=REMOVED,
            alert_time=ALERT,
            **vals,
        )

    def confirmed(self, product, quantity=1, **vals):
        return self.make_order(
            product, quantity, user=self.worker, confirm=True, **vals
        )

    def allocated(self, product, quantity=1, **vals):
        """:return: an order that got its numbers some weeks before production"""
        with freeze_time(ALLOCATED):
            return self.confirmed(product, quantity, **vals)

    def assert_dates(self, lots, dates):
        self.assertRecordValues(lots, [dates] * len(lots))


@tagged("post_install", "-at_install")
class TestDatesFromProduction(ExpiryMixin, PreallocCase):
    # BX-14

    def test_held_number_has_no_dates(self):
        for product, quantity in ((self.cheese, 40), (self.yogurt, 3)):
            with self.subTest(product=product.name):
                order = self.allocated(product, quantity)
                self.env.flush_all()
                self.env.invalidate_all()
                self.assertTrue(order.prealloc_lot_ids)
                self.assert_dates(order.prealloc_lot_ids, NO_DATES)

    def test_production_dates_it(self):
        for product, quantity in ((self.cheese, 40), (self.yogurt, 1)):
            with self.subTest(product=product.name):
                order = self.allocated(product, quantity)
                with freeze_time(PRODUCED):
                    self.complete(order)
                self.assertEqual(order.state, "done")
                self.assert_dates(order.lot_producing_ids, dates_from(PRODUCED))
                quant = order.lot_producing_ids.quant_ids.filtered(
                    lambda quant: quant.location_id == self.stock_location
                )
                self.assertEqual(
                    quant.removal_date, dates_from(PRODUCED)["removal_date"]
                )

    # BX-14: handed out to the order is not produced
    def test_number_at_hand_has_no_dates(self):
        order = self.allocated(self.cheese, 40)
        with freeze_time(PRODUCED):
            with Form(order) as form:
                form.qty_producing = 40
            order.action_generate_serial()
            self.assertTrue(order.lot_producing_ids)
            self.assert_dates(order.lot_producing_ids, NO_DATES)

    # BX-14, PF-8: a lot that is received over several days
    def test_first_receipt_dates_a_lot(self):
        order = self.allocated(self.cheese, 40)
        with freeze_time(PRODUCED):
            self.complete(order, 15)
        lot = order.lot_producing_ids
        self.assert_dates(lot, dates_from(PRODUCED))
        with freeze_time(LATER):
            backorder = self.backorders_of(order)
            self.complete(backorder, 10)
            self.complete(self.backorders_of(order)[-1])
        self.assertEqual(
            order.production_group_id.production_ids.lot_producing_ids, lot
        )
        self.assertEqual(lot.product_qty, 40)
        self.assert_dates(lot, dates_from(PRODUCED))

    # BX-14: serials one by one
    def test_serials_one_by_one(self):
        order = self.allocated(self.yogurt, 2)
        first, second = order.prealloc_lot_ids.sorted("id")
        with freeze_time(PRODUCED):
            self.complete(order, 1)
        self.assert_dates(first, dates_from(PRODUCED))
        self.assert_dates(second, NO_DATES)
        with freeze_time(LATER):
            self.complete(self.backorders_of(order))
        self.assert_dates(first, dates_from(PRODUCED))
        self.assert_dates(second, dates_from(LATER))

    # BX-14: a person's own dates, entered before production
    def test_entered_before(self):
        order = self.allocated(self.cheese, 40)
        lot = order.prealloc_lot_ids
        own = datetime(2026, 12, 24, 12)
        with Form(lot.with_user(self.worker)) as form:
            form.expiration_date = own
            form.alert_date = False
        dates = dates_from(own - timedelta(days=LASTS)) | {"alert_date": False}
        self.assert_dates(lot, dates)
        with freeze_time(PRODUCED):
            self.complete(order)
        self.assert_dates(lot, dates)

    # BX-14: just one of the four
    def test_one_entered_before(self):
        own = datetime(2026, 12, 24, 12)
        for name in DATES[1:]:
            with self.subTest(name=name):
                order = self.allocated(self.cheese, 40)
                lot = order.prealloc_lot_ids
                with Form(lot.with_user(self.worker)) as form:
                    form[name] = own
                self.assert_dates(lot, NO_DATES | {name: own})
                with freeze_time(PRODUCED):
                    self.complete(order)
                self.assert_dates(lot, dates_from(PRODUCED) | {name: own})

    # BX-14: entered between two receipts, taken away as well
    def test_entered_after(self):
        own = datetime(2026, 12, 24, 12)
        for change in (
            {"use_date": own},
            {"alert_date": False},
            dict.fromkeys(DATES, False),
        ):
            with self.subTest(change=change):
                order = self.allocated(self.cheese, 40)
                with freeze_time(PRODUCED):
                    self.complete(order, 15)
                lot = order.lot_producing_ids
                lot.with_user(self.worker).write(change)
                with freeze_time(LATER):
                    self.complete(self.backorders_of(order))
                self.assert_dates(lot, dates_from(PRODUCED) | change)

    # BX-14: an unbuilt number that is produced again keeps its dates
    def test_produced_again(self):
        order = self.allocated(self.yogurt)
        number = order.prealloc_lot_ids
        with freeze_time(PRODUCED):
            self.complete(order)
            unbuild = self.env["mrp.unbuild"].create(
                {
                    "product_id": self.yogurt.id,
                    "mo_id": order.id,
                    "lot_id": number.id,
                    "product_qty": 1,
                }
            )
            unbuild.action_unbuild()
        self.assert_dates(number, dates_from(PRODUCED))
        with freeze_time(LATER):
            again = self.confirmed(self.yogurt)
            again.lot_producing_ids = number
            self.complete(again)
        self.assertEqual(again.state, "done")
        self.assert_dates(number, dates_from(PRODUCED))

    # BX-14: a preallocated component that an unbuild order gives back was not produced
    def test_component_given_back(self):
        order = self.allocated(self.yogurt)
        number = order.prealloc_lot_ids
        with freeze_time(PRODUCED):
            self.complete(order)
        # as a number that came here otherwise
        number.write(UNDATED)
        box = self.make_product("Box")
        self.make_bom(box, [(self.yogurt, 1)])
        boxing = self.confirmed(box)
        boxing.action_assign()
        self.complete(boxing)
        self.assertEqual(boxing.move_raw_ids.lot_ids, number)
        self.env["mrp.unbuild"].create(
            {"product_id": box.id, "mo_id": boxing.id, "product_qty": 1}
        ).action_unbuild()
        self.assertEqual(number.product_qty, 1)
        self.assert_dates(number, NO_DATES)
        self.assertTrue(number.is_dated_by_production)

    # BX-14: scrapped for its order before it is there
    def test_scrapped(self):
        order = self.allocated(self.cheese, 40)
        lot = order.prealloc_lot_ids
        values = {
            "production_id": order.id,
            "product_id": self.cheese.id,
            "lot_id": lot.id,
            "scrap_qty": 1,
        }
        # PF-6: what is not made yet cannot be scrapped
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.env["stock.scrap"].create(values).do_scrap()
        self.assert_dates(lot, NO_DATES)
        with freeze_time(PRODUCED):
            self.complete(order)
        with freeze_time(PRODUCED + timedelta(days=3)):
            scrap = self.env["stock.scrap"].create(values)
            scrap.do_scrap()
        self.assertEqual(scrap.move_ids.production_id, order)
        self.assert_dates(lot, dates_from(PRODUCED))

    # BX-14, OD-3, OD-4
    def test_batch_production(self):
        order = self.allocated(self.yogurt, 4)
        numbers = order.prealloc_lot_ids.sorted("id")
        wizard = Form.from_action(order.env, order.action_batch_production()).save()
        with freeze_time(PRODUCED):
            wizard.action_generate_serial_numbers()
            wizard.action_produce()
        parts = order.production_group_id.production_ids
        self.assertEqual(parts.mapped("state"), ["done"] * 4)
        self.assertEqual(parts.lot_producing_ids, numbers)
        self.assert_dates(numbers, dates_from(PRODUCED))

    # BX-14, OD-3: prepared with numbers that a person typed, produced days later
    def test_prepare_orders(self):
        order = self.allocated(self.yogurt, 2)
        with freeze_time(ALLOCATED):
            dialog = Form.from_action(order.env, order.action_batch_production())
            dialog.serial_numbers = "TYPED-1\nTYPED-2"
            dialog.save().action_prepare_mo()
        first, second = order.production_group_id.production_ids.sorted("id")
        numbers = (first + second).lot_producing_ids.sorted("id")
        self.assertEqual(numbers.mapped("name"), ["TYPED-1", "TYPED-2"])
        self.assert_dates(numbers, NO_DATES)
        with freeze_time(PRODUCED):
            first.button_mark_done()
        with freeze_time(LATER):
            second.button_mark_done()
        self.assert_dates(numbers[0], dates_from(PRODUCED))
        self.assert_dates(numbers[1], dates_from(LATER))

    # BX-14: by-products
    def test_byproducts(self):
        milk = self.make_product("Skimmed Milk")
        self.make_bom(milk, byproducts=[(self.cheese, 5), (self.yogurt, 2)])
        order = self.allocated(milk)
        numbers = order.prealloc_lot_ids
        self.assertEqual(len(numbers), 3)
        self.assert_dates(numbers, NO_DATES)
        with freeze_time(PRODUCED):
            self.complete(order)
        self.assertEqual(order.move_byproduct_ids.lot_ids, numbers)
        self.assert_dates(numbers, dates_from(PRODUCED))

    # BX-14: numbers typed by hand are Odoo's
    def test_typed_by_hand(self):
        self.company.lot_prealloc_trigger = "done"
        order = self.allocated(self.cheese, 40)
        self.assertFalse(order.prealloc_lot_ids)
        with freeze_time(LATER):
            lot = self.make_lot(self.cheese, "BY-HAND")
            self.env.flush_all()
        self.assert_dates(lot, dates_from(LATER))
        order.lot_producing_ids = lot
        lot.use_date = False
        with freeze_time(PRODUCED):
            self.complete(order)
        self.assertEqual(order.state, "done")
        self.assert_dates(lot, dates_from(LATER) | {"use_date": False})

    # BX-14: with the settings off lots are Odoo's
    def test_off(self):
        self.company.lot_prealloc_enabled = False
        order = self.allocated(self.cheese, 40)
        with freeze_time(LATER):
            order.action_generate_serial()
            self.env.flush_all()
        self.assert_dates(order.lot_producing_ids, dates_from(LATER))
        with freeze_time(PRODUCED):
            self.complete(order)
        self.assert_dates(order.lot_producing_ids, dates_from(LATER))

    # BX-14: numbers that are held when the settings are switched off
    def test_switched_off_later(self):
        order = self.allocated(self.cheese, 40)
        self.company.lot_prealloc_enabled = False
        order.lot_producing_ids = order.prealloc_lot_ids
        with freeze_time(PRODUCED):
            self.complete(order)
        self.assert_dates(order.lot_producing_ids, dates_from(PRODUCED))

    # BX-14: a product that does not expire
    def test_without_expiration(self):
        stone = self.make_product("Stone", "serial", expiration_time=LASTS)
        order = self.allocated(stone)
        self.complete(order)
        self.assertEqual(order.state, "done")
        self.assert_dates(order.lot_producing_ids, NO_DATES)

    # BX-14: the label that is printed before production shows no date
    def test_label(self):
        order = self.allocated(self.cheese, 40)
        lot = order.prealloc_lot_ids
        report = self.env["ir.actions.report"].with_user(self.worker)

        def label(name):
            return report._render(name, lot.ids)[0].decode()

        native = ("stock.report_lot_label", "stock.label_lot_template")
        for name in native:
            with self.subTest(report=name, produced=False):
                self.assertNotRegex(label(name), r"Exp\.|B\.b\.|Best before|Use by")
        with freeze_time(PRODUCED):
            self.complete(order)
        for name in native:
            with self.subTest(report=name, produced=True):
                self.assertRegex(label(name), r"(Exp\.|Use by:)[^^]*04/03/2026")

    # BX-14: as many statements for many numbers as for few
    def test_statements(self):
        def count(quantity):
            order = self.confirmed(self.yogurt, quantity)
            with freeze_time(PRODUCED):
                self.complete(order, quantity)
            lines = order.move_finished_ids.move_line_ids
            self.assertEqual(len(lines), quantity)
            order.lot_producing_ids.write(UNDATED)
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.cr.sql_log_count
            lines.browse(lines.ids)._date_first_production()
            self.env.flush_all()
            statements = self.cr.sql_log_count - start
            self.assert_dates(order.lot_producing_ids, dates_from(PRODUCED))
            return statements

        count(1)
        self.assertEqual(count(5), count(40))


@tagged("post_install", "-at_install")
class TestInstalledLater(ExpiryMixin, PreallocCase):
    """Numbers that were held before this addon was there (BX-14)."""

    def setUp(self):
        super().setUp()
        with patch("odoo.addons.lot_prealloc_expiry.models.mrp_production.UNDATED", {}):
            # Odoo counts from now, as the database does
            self.order = self.confirmed(self.cheese, 40)
            self.edited = self.confirmed(self.cheese, 40)
            self.serials = self.confirmed(self.yogurt, 3)
            self.at_hand = self.confirmed(self.cheese, 40)
            self.at_hand.action_generate_serial()
        self.env.flush_all()

    # BX-14
    def test_held_numbers_lose_dates_that_odoo_computed(self):
        held = self.order.prealloc_lot_ids + self.serials.prealloc_lot_ids
        held += self.at_hand.lot_producing_ids
        self.assertEqual(len(held), 5)
        self.assertTrue(all(held.mapped("expiration_date")))
        edited = self.edited.prealloc_lot_ids
        edited.use_date -= timedelta(days=1)
        own = {name: edited[name] for name in DATES}
        post_init_hook(self.env)
        self.assert_dates(held, NO_DATES)
        self.assert_dates(edited, own)
        with freeze_time(PRODUCED):
            self.complete(self.order)
        self.assert_dates(self.order.lot_producing_ids, dates_from(PRODUCED))

    # BX-14
    def test_another_day(self):
        lot = self.edited.prealloc_lot_ids
        with Form(lot.with_user(self.worker)) as form:
            form.expiration_date = lot.expiration_date + timedelta(days=1)
        self.assert_dates(lot, dates_from(lot.expiration_date - timedelta(days=LASTS)))
        own = {name: lot[name] for name in DATES}
        post_init_hook(self.env)
        self.assert_dates(lot, own)

    # BX-14: what was produced, or was never held, keeps its dates
    def test_others_keep_their_dates(self):
        self.complete(self.order)
        produced = self.order.lot_producing_ids
        received = self.make_lot(self.cheese, "RECEIVED", 5)
        before = [{name: lot[name] for name in DATES} for lot in produced + received]
        post_init_hook(self.env)
        self.assertRecordValues(produced + received, before)
        self.assertTrue(produced.expiration_date)


@tagged("post_install", "-at_install")
class TestDatesOfSubcontracting(ExpiryMixin, TransactionCase):
    # BX-14: goods of a subcontractor are produced when they are received
    def test_subcontracting(self):
        milk = self.make_product("Milk")
        for product, quantity in ((self.cheese, 5), (self.yogurt, 2)):
            dairy = self.make_subcontracted(product, milk)
            with self.subTest(product=product.name):
                with freeze_time(ALLOCATED):
                    receipt = self.make_receipt(
                        (product, quantity),
                        user=self.worker,
                        partner_id=dairy.id,
                    )
                orders = receipt.sudo().move_ids.move_orig_ids.production_id
                numbers = orders.prealloc_lot_ids
                self.assertTrue(numbers)
                self.assert_dates(numbers, NO_DATES)
                with freeze_time(PRODUCED):
                    receipt.button_validate()
                self.assertEqual(receipt.state, "done")
                self.assert_dates(numbers, dates_from(PRODUCED))


@tagged("post_install", "-at_install")
class TestReceivedDates(ExpiryMixin, PreallocCase):
    # LN-2: the earliest of the line, typed or computed
    def test_date_of_the_line(self):
        with freeze_time(PRODUCED):
            receipt = self.make_receipt((self.cheese, 10))
            move = receipt.move_ids
            self.assertEqual(
                move.lot_expiration_date, receipt.scheduled_date + timedelta(days=LASTS)
            )
            move.move_line_ids.write({"lot_name": "L-1", "quantity": 4})
            own = datetime(2026, 3, 1)
            move.move_line_ids.copy(
                {"lot_name": "L-2", "quantity": 6, "expiration_date": own}
            )
            self.assertEqual(move.lot_expiration_date, own)
            self.assertFalse(move.has_expired_lot)
            receipt.button_validate()
        self.assertEqual(receipt.state, "done")
        lots = move.lot_ids.sorted("name")
        self.assertEqual(
            lots.mapped("expiration_date"),
            [receipt.scheduled_date + timedelta(days=LASTS), own],
        )
        self.assertEqual(move.lot_expiration_date, own)
        lots[1].expiration_date = datetime(2026, 2, 1)
        self.assertEqual(move.lot_expiration_date, datetime(2026, 2, 1))

    # LN-2, LN-5: what is typed becomes that of the number that is generated
    def test_generated_numbers(self):
        own = datetime(2027, 5, 5)
        for product in (self.cheese, self.yogurt):
            product.lot_auto_generate = True
            with self.subTest(product=product.name):
                receipt = self.make_receipt((product, 2))
                receipt.move_ids.move_line_ids.expiration_date = own
                receipt.button_validate()
                self.assertEqual(receipt.state, "done")
                lots = receipt.move_ids.lot_ids
                self.assertEqual(set(lots.mapped("expiration_date")), {own})
                self.assert_dates(lots, dates_from(own - timedelta(days=LASTS)))

    # LN-2: where nothing expires, or the settings are off, no column
    def test_shown_where_something_expires(self):
        stone = self.make_product("Stone", "lot")
        self.assertFalse(self.make_receipt((stone, 10)).shows_expiration_dates)
        receipt = self.make_receipt((stone, 10), (self.cheese, 10))
        self.assertTrue(receipt.shows_expiration_dates)
        self.assertRecordValues(
            receipt.move_ids,
            [
                {"lot_expiration_date": False, "has_expired_lot": False},
                {
                    "lot_expiration_date": receipt.move_line_ids[1].expiration_date,
                    "has_expired_lot": False,
                },
            ],
        )
        self.company.lot_prealloc_enabled = False
        self.assertFalse(receipt.shows_expiration_dates)


@tagged("post_install", "-at_install")
class TestComponentDates(ExpiryMixin, PreallocCase):
    """Components whose lots expire (MM-11)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.fondue = cls.make_product("Fondue")
        cls.bread = cls.make_product("Bread")
        cls.make_bom(cls.fondue, [(cls.cheese, 2), (cls.bread, 1)])
        cls.put_in_stock(cls.bread, 100)

    def make_cheese(self, name, quantity, expires):
        return self.make_lot(self.cheese, name, quantity, expiration_date=expires)

    # MM-11: reserved and consumed
    def test_earliest_date(self):
        self.make_cheese("FIRST", 3, datetime(2030, 1, 1))
        early = self.make_cheese("SECOND", 3, datetime(2029, 1, 1))
        order = self.confirmed(self.fondue, 3)
        cheese, bread = order.move_raw_ids
        self.assertEqual(len(cheese.lot_ids), 2)
        self.assertEqual(cheese.lot_expiration_date, datetime(2029, 1, 1))
        self.assertFalse(bread.lot_expiration_date)
        self.complete(order)
        self.assertEqual(order.state, "done")
        self.assertEqual(cheese.lot_expiration_date, datetime(2029, 1, 1))
        early.expiration_date = datetime(2031, 1, 1)
        self.assertEqual(cheese.lot_expiration_date, datetime(2030, 1, 1))

    # MM-11: dates that Odoo gives to lines without such a lot are not shown
    def test_without_a_date(self):
        butter = self.make_expiring("Butter", "none")
        toast = self.make_product("Toast")
        self.make_bom(toast, [(self.cheese, 1), (butter, 1)])
        self.put_in_stock(butter, 5)
        self.make_cheese("UNDATED", 5, False)
        order = self.confirmed(toast)
        order.action_assign()
        self.assertEqual(order.move_raw_ids.lot_ids.name, "UNDATED")
        self.assertEqual(order.move_raw_ids.mapped("lot_expiration_date"), [False] * 2)

    # MM-11: shown, never enforced: only Odoo asks, as it does without us
    def test_expired_lot_does_not_block(self):
        old = self.make_cheese("OLD", 6, datetime(2020, 1, 1))
        order = self.confirmed(self.fondue, 3)
        cheese = order.move_raw_ids[0]
        order.move_raw_ids[1].quantity = 3
        cheese.move_line_ids = [
            Command.create(
                {"product_id": self.cheese.id, "lot_id": old.id, "quantity": 6}
            )
        ]
        self.assertTrue(cheese.has_expired_lot)
        action = self.complete(order)
        self.assertEqual(action["res_model"], "expiry.picking.confirmation")
        order.with_context(skip_expired=True).button_mark_done()
        self.assertEqual(order.state, "done")
        self.assertEqual(cheese.lot_ids, old)

    # MM-11: only where a component expires, and the settings are on
    def test_shown_where_a_component_expires(self):
        toast = self.make_product("Toast")
        self.make_bom(toast, [(self.bread, 1)])
        self.assertFalse(self.confirmed(toast).shows_expiration_dates)
        order = self.confirmed(self.fondue)
        self.assertTrue(order.shows_expiration_dates)
        self.company.lot_prealloc_enabled = False
        self.assertFalse(order.shows_expiration_dates)
