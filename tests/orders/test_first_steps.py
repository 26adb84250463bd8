"""First five minutes: what the settings show and change when Preallocate is ticked."""

import operator
import re

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, HttpCase, tagged

from ..accessibility import AccessibilityMixin
from ..common import PreallocCase, PreallocMixin
from ..keyboard import KeyboardMixin
from ..pictures import PictureMixin
from ..screens import StatementsMixin


class FirstStepsMixin(PreallocMixin):
    """A company that does not preallocate yet, and who changes that."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.lot_prealloc_enabled = False
        cls.administrator = cls.make_user(
            "administrator", "base.group_system,stock.group_stock_manager"
        )
        cls.year = f"{fields.Date.context_today(cls.company):%y}"
        cls.category = cls.env["product.category"].create({"name": "First Bikes"})
        cls.bike = cls.make_product("Bike", "serial", categ_id=cls.category.id)
        cls.paint = cls.make_product("Paint", "lot", categ_id=cls.category.id)

    @classmethod
    def open_settings(cls, **values):
        """:return: the form as the administrator fills it in, not saved"""
        form = Form(cls.env(user=cls.administrator)["res.config.settings"])
        for name, value in {"lot_prealloc_enabled": True, **values}.items():
            form[name] = value
        return form

    @classmethod
    def save_settings(cls, **values):
        cls.open_settings(**values).save().execute()
        cls.env.invalidate_all()


@tagged("post_install", "-at_install")
class TestExample(FirstStepsMixin, PreallocCase):
    def type(self, number, **values):
        return self.open_settings(
            lot_number_example=number.format(year=self.year), **values
        )

    def save(self, number, **values):
        self.save_settings(lot_number_example=number.format(year=self.year), **values)
        return self.company.lot_number_format_id

    # AB-4, AB-5: shown while one types, made on Save
    def test_proposal(self):
        count = self.env["lot.number.format"].search_count([])
        form = self.type("ACME-{year}-04711")
        self.assertEqual(form.lot_number_example_pattern, "ACME-{YY}-{00000}")
        self.assertEqual(form.lot_number_example_next, f"ACME-{self.year}-04712")
        self.assertFalse(form.lot_number_example_error)
        self.assertEqual(self.env["lot.number.format"].search_count([]), count)
        self.assertFalse(self.company.lot_number_format_id)

    # UX-9, AB-6: the company goes on from its own number
    def test_saved(self):
        number_format = self.save("ACME-{year}-04711")
        self.assertEqual(number_format.pattern, "ACME-{YY}-{00000}")
        self.assertEqual(number_format.reset, "yearly")
        order = self.make_order(self.bike, 2, user=self.worker, confirm=True)
        self.assertEqual(
            self.names(order.prealloc_lot_ids),
            [f"ACME-{self.year}-04712", f"ACME-{self.year}-04713"],
        )

    # AB-4: neither the proposal nor the panel draws a number
    def test_looking_draws_nothing(self):
        number_format = self.make_format("LOOK-{0000}", next_counter=42)
        self.company.lot_number_format_id = number_format
        sequence = number_format.sequence_id
        for _time in range(3):
            self.assertEqual(
                self.type("LOOK-0007").lot_number_example_next, "LOOK-0042"
            )
        sequence.invalidate_recordset()
        self.assertEqual(sequence.number_next_actual, 42)
        self.assertFalse(
            self.env["stock.lot"].search_count([("name", "like", "LOOK-")])
        )

    # UX-9: what has been counted further is not turned back
    def test_existing_format_goes_on(self):
        number_format = self.make_format("ACME-{YY}-{00000}", next_counter=5000)
        form = self.type("ACME-{year}-04711")
        self.assertEqual(form.lot_number_example_next, f"ACME-{self.year}-05000")
        self.assertIn("which exists", form.lot_prealloc_outlook)
        self.assertEqual(self.save("ACME-{year}-04711"), number_format)
        self.assertEqual(number_format.next_counter, 5000)
        self.assertEqual(self.save("ACME-{year}-06000"), number_format)
        self.assertEqual(number_format.next_counter, 6001)
        # once more, as a second click would
        self.assertEqual(self.save("ACME-{year}-06000"), number_format)
        self.assertEqual(number_format.next_counter, 6001)

    # AB-6: after a number of last year the counter starts again
    def test_number_of_last_year(self):
        last_year = fields.Date.context_today(self.company).year - 1
        form = self.type(f"ACME-{last_year}-0815")
        self.assertEqual(form.lot_number_example_pattern, "ACME-{YYYY}-{0000}")
        self.assertEqual(form.lot_number_example_next, f"ACME-{last_year + 1}-0001")
        self.assertEqual(self.save(f"ACME-{last_year}-0815").next_counter, 1)
        never = self.make_format("EVER-{YYYY}-{0000}", reset="never")
        self.assertEqual(self.save(f"EVER-{last_year}-0815"), never)
        self.assertEqual(never.next_counter, 816)

    # AB-5: what was guessed wrongly is edited
    def test_edited_pattern(self):
        form = self.type("MODEL-{year}-0007")
        form.lot_number_example_pattern = f"MODEL-{self.year}-{{0000}}"
        self.assertEqual(form.lot_number_example_next, f"MODEL-{self.year}-0008")
        form.lot_number_example = f"B-{self.year}-1"  # another number, another one
        self.assertEqual(form.lot_number_example_pattern, "B-{YY}-{0}")
        form.lot_number_example = f"MODEL-{self.year}-0007"
        form.lot_number_example_pattern = f"MODEL-{self.year}-{{0000}}"
        form.save().execute()
        number_format = self.company.lot_number_format_id
        self.assertEqual(number_format.pattern, f"MODEL-{self.year}-{{0000}}")
        self.assertEqual(number_format.reset, "never")

    # AB-5, UX-6: it says why, and nothing is made
    def test_bad_input(self):
        for number, pattern, reason in [
            ("ACME", None, "no digits"),
            ("ACME-{0000}", None, "brace"),
            ("A;7", None, "“;”"),
            ("A\u200b7", None, "ZERO WIDTH SPACE"),
            ("A-9999999999", None, "more digits"),
            ("A-7", "B-{0}", "not a number of the pattern"),
            ("A-7", "A-{0", "brace"),
            ("A-7", "A-7", "no counter"),
            ("A-7", " ", "A-7"),
        ]:
            with self.subTest(number=number, pattern=pattern):
                values = {"lot_number_example": number}
                form = self.open_settings(**values)
                if pattern:
                    form.lot_number_example_pattern = pattern
                self.assertIn(reason, form.lot_number_example_error)
                self.assertFalse(form.lot_number_example_next)
                self.assertNotIn("Save makes", form.lot_prealloc_outlook)
                with self.assertRaisesRegex(UserError, re.escape(reason)):
                    form.save()
        self.assertFalse(self.company.lot_number_format_id)
        self.assertFalse(self.company.lot_prealloc_enabled)

    # UX-6: blanks around are taken off
    def test_blanks(self):
        self.assertEqual(self.save("  A-7\u00a0").pattern, "A-{0}")
        self.assertEqual(self.company.lot_number_format_id.next_name, "A-8")

    # PF-1: unticked again, what was typed is for nothing
    def test_unticked(self):
        form = self.type("ACME-{year}-04711")
        form.lot_prealloc_enabled = False
        self.assertFalse(form.lot_prealloc_outlook)
        form.save().execute()
        self.assertFalse(self.company.lot_number_format_id)

    # PF-3: as with any other format
    def test_pattern_for_completion_only(self):
        form = self.type("BIKE-7")
        form.lot_number_example_pattern = "{CATEG}-{0}"
        with self.assertRaisesRegex(UserError, re.escape("{CATEG}-{0}")):
            form.save()
        form.lot_prealloc_trigger = "done"
        form.save().execute()
        self.assertEqual(self.company.lot_number_format_id.pattern, "{CATEG}-{0}")

    # section 10: companies apart
    def test_two_companies(self):
        other = self.make_company("Other works")
        theirs = self.make_format("ACME-{YY}-{00000}", company_id=other.id)
        mine = self.save("ACME-{year}-04711")
        self.assertNotEqual(mine, theirs)
        self.assertFalse(mine.company_id)
        self.assertEqual(theirs.next_counter, 1)
        self.assertFalse(other.lot_number_format_id)
        self.assertFalse(other.lot_prealloc_enabled)

    # section 10: over RPC
    def test_rights(self):
        vals = {"lot_prealloc_enabled": True, "lot_number_example": "A-7"}
        count = self.env["lot.number.format"].search_count([])
        for user in (self.worker, self.inventory_manager):
            with self.assertRaises(AccessError):
                self.env(user=user)["res.config.settings"].create(vals)
        system = self.make_user("system", "base.group_system")
        with self.assertRaises(AccessError):
            self.env(user=system)["res.config.settings"].create(vals)
        self.assertEqual(self.env["lot.number.format"].search_count([]), count)
        settings = self.env(user=self.administrator)["res.config.settings"]
        settings.create(vals).execute()
        self.assertEqual(self.company.lot_number_format_id.pattern, "A-{0}")


@tagged("post_install", "-at_install")
class TestOverview(StatementsMixin, FirstStepsMixin, PreallocCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.part = cls.make_product("Part", "none", categ_id=cls.category.id)
        cls.make_lot(cls.bike, "B-1", 1)
        cls.make_lot(cls.bike, "B-2", 1)
        cls.put_in_stock(cls.part, 1200)
        cls.draft = cls.make_order(cls.bike, 3)
        cls.confirmed = cls.make_order(cls.bike, 2, confirm=True)
        cls.untracked = cls.make_order(cls.part, 5, confirm=True)

    def row(self, form, category=None):
        category = category or self.category
        [row] = [
            row
            for row in form.lot_category_overview["rows"]
            if row["id"] == category.id
        ]
        return row

    def test_categories(self):
        self.assertEqual(
            self.row(self.open_settings()),
            {
                "id": self.category.id,
                "name": "First Bikes",
                "products": 3,
                "tracked": 2,
                "stock": "2 numbers · 1,200 Units",
                "orders": 3,
                "path": [[self.category.id, False]],
            },
        )

    # NO-3: nothing of it is read where it is off
    def test_off(self):
        form = self.open_settings(lot_prealloc_enabled=False)
        self.assertFalse(form.lot_category_overview)
        self.assertFalse(form.lot_prealloc_outlook)

    def test_first_categories_only(self):
        for index in range(9):
            self.make_more(f"C{index}")
        overview = self.open_settings().lot_category_overview
        self.assertEqual(len(overview["rows"]), 8)
        self.assertEqual(overview["rows"][0]["name"], "First Bikes")
        self.assertGreaterEqual(overview["more"], 2)

    def make_more(self, name):
        category = self.env["product.category"].create({"name": name})
        bike = self.make_product(f"{name} bike", "serial", categ_id=category.id)
        unit = self.make_product(f"{name} part", "none", categ_id=category.id)
        self.make_lot(bike, f"{name}-1", 1)
        self.put_in_stock(unit, 3)
        self.make_order(bike, 2, confirm=True)

    # section 10: companies apart
    def test_two_companies(self):
        row = self.row(self.open_settings())
        other = self.make_company("Other works")
        theirs = self.env(context={"allowed_company_ids": other.ids})
        warehouse = theirs["stock.warehouse"].search([("company_id", "=", other.id)])
        self.make_product(
            "Theirs", "lot", categ_id=self.category.id, company_id=other.id
        )
        lot = self.make_lot(self.bike, "O-1", company_id=other.id)
        theirs["stock.quant"]._update_available_quantity(
            self.bike, warehouse.lot_stock_id, 1, lot_id=lot
        )
        theirs["mrp.production"].create({"product_id": self.bike.id, "product_qty": 7})
        self.administrator.company_ids += other
        self.assertEqual(self.row(self.open_settings()), row)
        form = Form(
            self.env(
                user=self.administrator, context={"allowed_company_ids": other.ids}
            )["res.config.settings"]
        )
        form.lot_prealloc_enabled = True
        theirs_row = self.row(form)
        self.assertEqual(theirs_row["stock"], "1 number")
        self.assertEqual((theirs_row["products"], theirs_row["orders"]), (4, 1))

    # SC-6: what there is to number is read with the tick, not with each key
    def test_typing_reads_no_categories(self):
        form = self.open_settings()
        self.patch(self.env.registry["res.config.settings"], "_read_categories", None)
        form.lot_number_example = "A-7"
        form.lot_prealloc_trigger = "draft"
        self.assertTrue(form.lot_prealloc_outlook)
        self.assertTrue(form.lot_category_overview)

    # SC-6: one row or many, no statement more
    def test_statements(self):
        settings = self.env(user=self.administrator)["res.config.settings"]

        def look():
            draft = settings.new(
                {
                    "lot_prealloc_enabled": True,
                    "lot_prealloc_trigger": "confirmed",
                    "lot_number_example": "A-26-7",
                    "company_id": self.company.id,
                }
            )
            self.assertTrue(draft.lot_category_overview["rows"])
            self.assertTrue(draft.lot_prealloc_outlook)

        self.make_more("first")
        self.count_statements(look)
        few = self.count_statements(look)
        for index in range(7):
            self.make_more(f"C{index}")
        self.count_statements(look)  # what new categories have cleared from the caches
        self.assertEqual(self.count_statements(look), few)
        self.assertLess(few, 20)


@tagged("post_install", "-at_install")
class TestOutlook(FirstStepsMixin, PreallocCase):
    """What is said of Save is what comes of it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.draft = cls.make_order(cls.bike, 3)
        cls.confirmed = cls.make_order(cls.bike, 2, confirm=True)
        cls.started = cls.make_order(cls.paint, 2, confirm=True)
        cls.started.qty_producing = 1
        cls.started.set_qty_producing()

    def count(self):
        orders = self.draft | self.confirmed | self.started
        return [len(order._get_all_numbers()) for order in orders]

    # PF-2: at no moment does Save reach back to orders that are past it
    def test_orders(self):
        self.assertEqual(self.started.state, "progress")
        for trigger, words in [
            ("draft", ["past that moment", "Numbers: 3."]),
            ("confirmed", ["are confirmed: 1.", "Numbers: 2."]),
            ("progress", ["production starts: 2.", "Numbers: 1."]),
            ("to_close", ["all units are produced: 3."]),
            ("done", ["production is completed: 3."]),
        ]:
            with self.subTest(trigger=trigger), self.undone():
                form = self.open_settings(lot_prealloc_trigger=trigger)
                self.assertIn(
                    "Save itself gives no numbers.", form.lot_prealloc_outlook
                )
                for part in words:
                    self.assertIn(part, form.lot_prealloc_outlook)
                form.save().execute()
                self.assertEqual(self.count(), [0, 0, 0])

    # PF-2, PF-9: those get theirs with the next step, or by the action
    def test_later(self):
        self.save_settings()
        self.draft.action_confirm()
        self.assertEqual(self.count(), [3, 0, 0])
        self.confirmed.qty_producing = 1
        self.confirmed.set_qty_producing()
        self.assertEqual(self.count(), [3, 2, 0])
        self.started.action_preallocate_lots()
        self.assertEqual(self.count(), [3, 2, 1])

    # AB-3, BX-4: orders of products that Save tracks get numbers of the new format
    def test_default_tracking(self):
        heir = self.make_product("Heir", None, categ_id=self.category.id)
        drafted = self.make_order(heir, 2)
        due = self.make_order(heir, 2, confirm=True)
        form = self.open_settings(
            lot_tracking="serial", lot_number_example=f"ACME-{self.year}-04711"
        )
        outlook = form.lot_prealloc_outlook
        self.assertIn("become tracked: 1. Their numbers: 2.", outlook)
        self.assertIn("are confirmed: 2.", outlook)
        form.save()
        self.env.flush_all()
        form.record.execute()
        self.env.invalidate_all()
        self.assertEqual(self.count(), [0, 0, 0])
        self.assertFalse(drafted.prealloc_lot_ids)
        self.assertEqual(
            self.names(due.prealloc_lot_ids),
            [f"ACME-{self.year}-04712", f"ACME-{self.year}-04713"],
        )

    def test_no_product_is_tracked(self):
        self.env["product.template"].search([]).lot_tracking = "none"
        self.assertIn(
            "No product is tracked", self.open_settings().lot_prealloc_outlook
        )

    # nothing is said where nothing changes
    def test_nothing_to_save(self):
        self.save_settings()
        form = self.open_settings()
        self.assertTrue(form.lot_category_overview)
        self.assertFalse(form.lot_prealloc_outlook)
        form.lot_prealloc_trigger = "draft"
        self.assertTrue(form.lot_prealloc_outlook)


@tagged("post_install", "-at_install")
class TestTicks(FirstStepsMixin, PreallocCase):
    """Categories that are ticked in the panel are tracked from Save on."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.frames = cls.env["product.category"].create(
            {"name": "Frames", "parent_id": cls.category.id}
        )
        cls.heir = cls.make_product("Heir", None, categ_id=cls.category.id)
        cls.frame = cls.make_product("Frame", None, categ_id=cls.frames.id)
        cls.products = cls.heir | cls.frame
        cls.put_in_stock(cls.frame, 12)

    def tick(self, **values):
        """:return: form, the categories named in ``values`` get that tracking"""
        chosen = {str(getattr(self, name).id): value for name, value in values.items()}
        return self.open_settings(lot_category_tracking=chosen)

    def save(self, form):
        form.save()
        self.env.flush_all()
        form.record.execute()
        self.env.invalidate_all()

    def assertTracked(self, form, *trackings):
        before = self.products.mapped("tracking")
        said = form.lot_tracking_impact
        self.save(form)
        self.assertEqual(self.products.mapped("tracking"), [*trackings])
        changed = sum(map(operator.ne, before, trackings))
        if changed:
            self.assertIn(f"of {changed} product", said)
        else:
            self.assertFalse(said)

    # AB-3
    def test_parent_and_child(self):
        self.assertTracked(self.tick(category="serial"), "serial", "serial")
        self.assertTracked(self.tick(frames="lot"), "serial", "lot")
        self.assertTracked(self.tick(category="none"), "none", "lot")
        self.assertTracked(self.tick(category="lot", frames="serial"), "lot", "serial")
        self.assertEqual(self.frames.lot_tracking, "serial")

    # AB-3: with the company's own
    def test_company(self):
        form = self.tick(frames="lot")
        form.lot_tracking = "serial"
        self.save(form)
        self.assertEqual(self.products.mapped("tracking"), ["serial", "lot"])
        self.assertFalse(self.category.lot_tracking)

    # UX-7: asked as in the category itself
    def test_question(self):
        form = self.tick(category="serial")
        self.assertIn("2 products, 1 of them with stock", form.lot_prealloc_outlook)
        self.assertIn("12.00 Units on hand", form.lot_tracking_question)
        self.assertNotIn("Heir", form.lot_tracking_question)
        form.lot_category_tracking = {str(self.frames.id): "none"}
        self.assertFalse(form.lot_tracking_question)

    # BX-4: how many numbers, for how many orders
    def test_orders(self):
        orders = self.make_order(self.heir, 20, confirm=True)
        orders += self.make_order(self.frame, 4, confirm=True)
        later = self.make_order(self.heir, 7)
        form = self.tick(category="serial", frames="lot")
        self.assertIn("tracked: 2. Their numbers: 21.", form.lot_prealloc_outlook)
        self.assertIn("are confirmed: 1.", form.lot_prealloc_outlook)
        form.lot_number_example = f"ACME-{self.year}-04711"
        self.save(form)
        self.assertEqual(
            [len(order._get_all_numbers()) for order in orders + later], [20, 1, 0]
        )

    # PF-1: unticked again
    def test_off(self):
        form = self.tick(category="serial")
        form.lot_prealloc_enabled = False
        self.assertFalse(form.lot_tracking_question)
        self.assertTracked(form, "none", "none")

    # section 10: over RPC
    def test_bad_input(self):
        for chosen in (["x"], {"x": "lot"}, {str(self.category.id): "all"}):
            with self.subTest(chosen=chosen), self.assertRaises(UserError):
                self.save_settings(lot_category_tracking=chosen)
        settings = self.env(user=self.worker)["res.config.settings"]
        with self.assertRaises(AccessError):
            settings.create(
                {"lot_category_tracking": {str(self.category.id): "lot"}}
            ).execute()
        self.assertFalse(self.category.lot_tracking)


class FirstStepsTour(
    KeyboardMixin, PictureMixin, AccessibilityMixin, FirstStepsMixin, HttpCase
):
    def setUp(self):
        super().setUp()
        self.make_lot(self.bike, "TOUR-1", 1)
        self.paints = self.env["product.category"].create({"name": "First Paints"})
        self.lacquer = self.make_product("Lacquer", None, categ_id=self.paints.id)
        self.put_in_stock(self.lacquer, 40)
        self.make_order(self.lacquer, 1, confirm=True)
        self.make_order(self.bike, 3)
        self.make_order(self.bike, 2, confirm=True)

    def tour(self, name):
        self.start_tour(
            "/odoo/action-stock.action_stock_config_settings",
            name,
            login=self.administrator.login,
        )


@tagged("post_install", "-at_install")
class TestFirstStepsTour(FirstStepsTour):
    browser_size = "1366,768"

    # AB-4, PF-1, PF-2, UX-9, UX-14: with the keyboard, from the tick to Save
    def test_tour(self):
        self.tour("lot_prealloc_first_steps")
        self.assertRecordValues(
            self.company,
            [{"lot_prealloc_enabled": True, "lot_prealloc_trigger": "confirmed"}],
        )
        number_format = self.company.lot_number_format_id
        self.assertEqual(number_format.pattern, "ACME-{YY}-{00000}")
        self.assertEqual(number_format.next_counter, 4713)
        self.assertEqual(self.lacquer.tracking, "lot")
        self.assertFalse(self.category.lot_tracking)


@tagged("post_install", "-at_install")
class TestFirstStepsPhone(FirstStepsTour):
    browser_size = "390,844"
    touch_enabled = True

    # UX-14
    def test_tour(self):
        self.tour("lot_prealloc_first_steps_on_a_phone")
        self.assertEqual(self.company.lot_number_format_id.next_counter, 4712)
