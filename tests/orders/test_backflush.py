"""Components that nobody is asked about (MM-10)."""

from odoo import Command
from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged

from ..common import PreallocCase


class BackflushCase(PreallocCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.company"].search([]).lot_tracking = False
        cls.category = cls.env["product.category"].create({"name": "Fasteners"})
        cls.screw = cls.make_product(
            "Screw", None, is_backflush=True, categ_id=cls.category.id
        )
        cls.frame = cls.make_product("Frame")
        cls.cabinet = cls.make_product("Cabinet")

    def refused(self, *names):
        """:return: context that expects the refusal with these products"""
        lines = "\n".join(f"- {name}" for name in names)
        return self.assertRaisesRegex(
            ValidationError, f"(?s)cannot be tracked.*would be:\n{lines}\n"
        )


@tagged("post_install", "-at_install")
class TestBackflushRule(BackflushCase):
    # MM-10: an inventory manager, in the form
    def test_tracked_product_cannot_be_marked_in_the_form(self):
        tracked = self.make_product("Engine", "serial").product_tmpl_id
        form = Form(tracked.with_user(self.inventory_manager))
        form.is_backflush = True
        with self.refused("Engine"):
            form.save()
        self.assertFalse(tracked.is_backflush)

    # MM-10
    def test_marked_product_cannot_be_tracked_in_the_form(self):
        form = Form(self.screw.product_tmpl_id.with_user(self.inventory_manager))
        form.tracking = "lot"
        with self.refused("Screw"):
            form.save()
        self.assertRecordValues(
            self.screw, [{"tracking": "none", "lot_tracking": False}]
        )

    # MM-10
    def test_both_become_possible_one_after_the_other(self):
        form = Form(self.screw.product_tmpl_id.with_user(self.inventory_manager))
        form.is_backflush = False
        form.tracking = "lot"
        form.save()
        self.assertEqual(self.screw.tracking, "lot")

    # MM-10: RPC, the other way round and both at once
    def test_by_rpc(self):
        manager = self.env(user=self.inventory_manager)
        tracked = self.make_product("Engine", "lot").with_env(manager)
        screw = self.screw.with_env(manager)
        for record, vals, name in (
            (tracked, {"is_backflush": True}, "Engine"),
            (tracked.product_tmpl_id, {"is_backflush": True}, "Engine"),
            (screw, {"tracking": "serial"}, "Screw"),
            (screw.product_tmpl_id, {"tracking": "serial"}, "Screw"),
            (screw.product_tmpl_id, {"lot_tracking": "lot"}, "Screw"),
        ):
            with self.subTest(record=record, vals=vals), self.refused(name):
                record.write(vals)
        for model in ("product.product", "product.template"):
            with self.subTest(model=model), self.refused("Bolt"):
                manager[model].create(
                    {
                        "name": "Bolt",
                        "is_storable": True,
                        "tracking": "serial",
                        "is_backflush": True,
                    }
                )

    # MM-10
    def test_import(self):
        engine = self.make_product("Engine", "lot").product_tmpl_id
        result = (
            self.env["product.template"]
            .with_user(self.inventory_manager)
            .load(
                ["name", "is_storable", "lot_tracking", "is_backflush"],
                [["Nut", "1", "", "1"], ["Bolt", "1", "lot", "1"]],
            )
        )
        self.assertFalse(result["ids"])
        self.assertIn("- Bolt", result["messages"][0]["message"])
        self.assertFalse(
            self.env["product.template"].search([("name", "in", ("Nut", "Bolt"))])
        )
        result = engine.load([".id", "is_backflush"], [[str(engine.id), "1"]])
        self.assertFalse(result["ids"])
        self.assertIn("- Engine", result["messages"][0]["message"])

    # MM-10: the flag is one for all variants
    def test_variants(self):
        attribute = self.env["product.attribute"].create(
            {
                "name": "Length",
                "create_variant": "always",
                "value_ids": [
                    Command.create({"name": "4 mm"}),
                    Command.create({"name": "6 mm"}),
                ],
            }
        )
        template = self.screw.with_env(self.env).product_tmpl_id
        template.attribute_line_ids = [
            Command.create(
                {
                    "attribute_id": attribute.id,
                    "value_ids": [Command.set(attribute.value_ids.ids)],
                }
            )
        ]
        variants = template.product_variant_ids
        self.assertEqual(variants.mapped("is_backflush"), [True, True])
        with self.refused("Screw"):
            variants[1].tracking = "lot"
        self.assertEqual(set(variants.mapped("tracking")), {"none"})

    # MM-10: by the category, or a parent of it
    def test_category_tier(self):
        parent = self.env["product.category"].create({"name": "Parts"})
        self.category.parent_id = parent
        for category in (self.category, parent):
            with self.subTest(category=category), self.refused("Screw"):
                category.with_user(self.inventory_manager).lot_tracking = "serial"
            self.assertFalse(category.lot_tracking)
            self.assertEqual(self.screw.tracking, "none")

    # MM-10
    def test_category_tier_in_the_form(self):
        self.company.lot_config_scope = "category"
        form = Form(
            self.category.with_user(self.inventory_manager),
            "product.product_category_form_view",
        )
        form.lot_tracking = "lot"
        with self.refused("Screw"):
            form.save()

    # MM-10
    def test_moving_to_a_tracked_category(self):
        tracked = self.env["product.category"].create(
            {"name": "Machines", "lot_tracking": "serial"}
        )
        with self.refused("Screw"):
            self.screw.product_tmpl_id.categ_id = tracked
        self.assertEqual(self.screw.categ_id, self.category)
        with self.refused("Screw"):
            self.category.parent_id = tracked
        self.assertFalse(self.category.parent_id)
        # a choice of its own
        self.screw.tracking = "none"
        self.screw.categ_id = tracked
        self.assertEqual(self.screw.tracking, "none")

    # MM-10: a product made in such a category
    def test_created_in_a_tracked_category(self):
        self.screw.product_tmpl_id.is_backflush = False
        self.category.lot_tracking = "lot"
        with self.refused("Bolt"):
            self.make_product(
                "Bolt", None, is_backflush=True, categ_id=self.category.id
            )

    # MM-10: shared products follow what all companies agree on
    def test_company_tier(self):
        companies = self.env["res.company"].search([])
        with self.refused("Screw"):
            companies.lot_tracking = "lot"
        self.assertEqual(set(companies.mapped("lot_tracking")), {False})
        self.assertEqual(self.screw.tracking, "none")
        self.screw.product_tmpl_id.company_id = self.company
        with self.refused("Screw"):
            self.company.lot_tracking = "serial"
        self.assertFalse(self.company.lot_tracking)

    # MM-10: by whoever sets up companies
    def test_default_tracking_in_the_settings(self):
        self.screw.product_tmpl_id.company_id = self.company
        self.company.lot_config_scope = "company"
        administrator = self.make_user(
            "administrator", "base.group_system,stock.group_stock_manager"
        )
        settings = Form(self.env["res.config.settings"].with_user(administrator))
        settings.lot_tracking = "lot"
        with self.refused("Screw"):
            settings.save().execute()
        self.assertFalse(self.company.lot_tracking)
        self.assertEqual(self.screw.tracking, "none")

    # MM-10, AB-1: what is tracked again when the switch is turned on
    def test_traceability_switched_on(self):
        self.env["res.company"]._switch_traceability(on=False)
        self.category.lot_tracking = "lot"
        with self.refused("Screw"):
            self.env["res.company"]._switch_traceability(on=True)
        self.assertEqual(self.screw.tracking, "none")

    # MM-10
    def test_becoming_storable(self):
        glue = self.make_product(
            "Glue", None, is_backflush=True, categ_id=self.category.id
        )
        glue.is_storable = False
        self.screw.product_tmpl_id.is_backflush = False
        self.category.lot_tracking = "lot"
        with self.refused("Glue"):
            glue.product_tmpl_id.is_storable = True

    # MM-10: ten are named, the others counted
    def test_many(self):
        for number in range(11):
            self.make_product(
                f"Bolt {number:02}", None, is_backflush=True, categ_id=self.category.id
            )
        names = [f"Bolt {number:02}" for number in range(10)]
        with self.refused(*names) as caught:
            self.category.lot_tracking = "lot"
        self.assertIn("12 would be", str(caught.exception))
        self.assertIn("- Bolt 09\nand 2 more\n", str(caught.exception))

    # MM-10: archived products count, another company's are not named
    def test_not_seen(self):
        other = self.make_company("Other Factory")
        self.make_product(
            "Secret Rivet",
            None,
            is_backflush=True,
            categ_id=self.category.id,
            company_id=other.id,
        )
        self.screw.product_tmpl_id.active = False
        with self.assertRaisesRegex(ValidationError, "2 would be") as caught:
            self.category.with_user(self.inventory_manager).lot_tracking = "lot"
        self.assertIn("- Screw\nand 1 more", str(caught.exception))
        self.assertNotIn("Rivet", str(caught.exception))

    # MM-10: invisible with the settings off
    def test_field_is_offered(self):
        screw = self.screw.with_user(self.inventory_manager)
        for record in (screw, screw.product_tmpl_id):
            for enabled in (True, False):
                self.company.lot_prealloc_enabled = enabled
                form = Form(record)
                self.assertEqual(
                    bool(form._get_modifier("is_backflush", "invisible")), not enabled
                )


@tagged("post_install", "-at_install")
class TestBackflushConsumption(BackflushCase):
    """On the order, as a plain Manufacturing user."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bom = cls.make_bom(
            cls.cabinet, [(cls.frame, 1), (cls.screw, 4)], consumption="strict"
        )
        cls.put_in_stock(cls.frame, 100)

    def confirmed(self, quantity=10, product=None, **vals):
        return self.make_order(
            product or self.cabinet, quantity, user=self.worker, confirm=True, **vals
        )

    def screws(self, order):
        return order.move_raw_ids.filtered(lambda m: m.product_id == self.screw)

    def frames(self, order):
        return order.move_raw_ids.filtered(lambda m: m.product_id == self.frame)

    def in_stock(self, location=None):
        return self.env["stock.quant"]._get_available_quantity(
            self.screw, location or self.stock_location, allow_negative=True
        )

    def assert_consumed(self, order, quantity):
        self.assertEqual(order.state, "done")
        self.assertRecordValues(
            self.screws(order),
            [{"state": "done", "quantity": quantity, "manual_consumption": False}],
        )

    def name_operation(self):
        """Have the bill ask for its components at an operation."""
        workcenter = self.env["mrp.workcenter"].create({"name": "Bench"})
        self.bom.operation_ids = [
            Command.create({"name": "Assemble", "workcenter_id": workcenter.id})
        ]
        self.bom.bom_line_ids.operation_id = self.bom.operation_ids

    # MM-10: not reserved, there is none
    def test_consumed_without_stock(self):
        order = self.confirmed()
        self.assertEqual(self.screws(order).quantity, 0)
        self.assertTrue(self.complete(order))
        self.assert_consumed(order, 40)
        self.assertEqual(self.in_stock(), -40)

    # MM-10
    def test_consumed_from_stock(self):
        self.put_in_stock(self.screw, 15)
        order = self.confirmed()
        order.action_assign()
        self.complete(order)
        self.assert_consumed(order, 40)
        self.assertEqual(self.in_stock(), -25)

    # MM-10: a bill with operations asks; not for these
    def test_operation_of_the_bill(self):
        self.name_operation()
        order = self.confirmed()
        self.assertFalse(self.screws(order).manual_consumption)
        self.assertTrue(self.frames(order).manual_consumption)
        order.workorder_ids.button_start()
        order.workorder_ids.button_finish()
        self.frames(order).quantity = 10
        self.complete(order)
        self.assert_consumed(order, 40)

    # MM-10: nor what is left of such an order
    def test_backorder_of_a_bill_with_operations(self):
        self.name_operation()
        order = self.confirmed()
        order.workorder_ids.button_start()
        self.complete(order, 4)
        self.assert_consumed(order, 16)
        backorder = self.backorders_of(order)
        self.assertFalse(self.screws(backorder).manual_consumption)
        self.assertTrue(self.frames(backorder).manual_consumption)

    # MM-10: whatever was cleared or never entered
    def test_never_asked_for(self):
        order = self.confirmed()
        with Form(order) as form:
            form.qty_producing = 10
        self.screws(order).with_user(self.worker).write(
            {"quantity": 0, "picked": False}
        )
        self.assertTrue(self.complete(order))
        self.assert_consumed(order, 40)

    # MM-10: others are asked for as before
    def test_others_are_asked_for(self):
        order = self.confirmed()
        with Form(order) as form:
            form.qty_producing = 10
        for moves in (self.frames(order), self.screws(order)):
            moves.with_user(self.worker).write({"quantity": 0, "picked": False})
        action = order.button_mark_done()
        self.assertEqual(action["res_model"], "mrp.consumption.warning")
        warning = Form.from_action(order.env, action).save()
        self.assertEqual(
            warning.mrp_consumption_warning_line_ids.product_id, self.frame
        )

    # MM-10: partial quantities and backorders
    def test_backorder(self):
        order = self.confirmed()
        self.complete(order, 4)
        self.assert_consumed(order, 16)
        backorder = self.backorders_of(order)
        self.assertEqual(self.screws(backorder).product_uom_qty, 24)
        self.complete(backorder)
        self.assert_consumed(backorder, 24)
        self.assertEqual(self.in_stock(), -40)

    # MM-10
    def test_part_without_backorder(self):
        order = self.confirmed()
        self.complete(order, 4, backorder=False)
        self.assertEqual(order.state, "done")
        self.assertEqual(self.in_stock(), -16)

    # MM-10: in another unit of measure
    def test_units_of_measure(self):
        self.bom.bom_line_ids.filtered(
            lambda line: line.product_id == self.screw
        ).product_uom_id = self.uom_dozen
        order = self.confirmed(2)
        self.complete(order)
        self.assert_consumed(order, 8)
        self.assertEqual(self.in_stock(), -96)

    # MM-10: added on the way, when the quantity is entered already
    def test_added_component(self):
        order = self.confirmed()
        washer = self.make_product("Washer", is_backflush=True)
        self.bom.consumption = order.sudo().consumption = "flexible"
        with Form(order) as form:
            form.qty_producing = 10
            with form.move_raw_ids.new() as line:
                line.product_id = washer
                line.product_uom_qty = 20
        self.complete(order)
        moves = order.move_raw_ids.filtered(lambda m: m.product_id == washer)
        self.assertEqual(sum(moves.mapped("quantity")), 20)
        self.assertEqual(set(moves.mapped("state")), {"done"})

    # MM-10: a person may say what was used all the same
    def test_recorded_by_a_person(self):
        self.bom.consumption = "flexible"
        order = self.confirmed()
        with Form(order) as form:
            form.qty_producing = 10
        screws = self.screws(order)
        screws.with_context(force_manual_consumption=True).quantity = 43
        self.complete(order)
        self.assertRecordValues(screws, [{"state": "done", "quantity": 43}])

    # MM-10: nothing waits for the transfer that brings components
    def test_components_that_are_picked_first(self):
        self.warehouse.manufacture_steps = "pbm"
        self.put_in_stock(self.screw, 40)
        order = self.confirmed()
        [transfer] = order.picking_ids
        self.complete(order)
        self.assert_consumed(order, 40)
        preproduction = self.warehouse.pbm_loc_id
        self.assertEqual(self.in_stock(preproduction), -40)
        transfer.action_assign()
        transfer.with_user(self.storekeeper).button_validate()
        self.assertEqual(self.in_stock(preproduction), 0)

    # MM-10: several orders in one go
    def test_several_orders(self):
        orders = self.confirmed(1) + self.confirmed(2) + self.confirmed(3)
        orders.button_mark_done()
        for order, quantity in zip(orders, (4, 8, 12), strict=True):
            self.assert_consumed(order, quantity)

    # MM-10, OD-4: Batch Production
    def test_batch_production(self):
        robot = self.make_product(
            "Robot", "serial", lot_number_format_id=self.make_format("R-{0000}").id
        )
        self.make_bom(robot, [(self.frame, 1), (self.screw, 4)], consumption="strict")
        order = self.confirmed(5, robot)
        dialog = Form.from_action(order.env, order.action_batch_production())
        wizard = dialog.save()
        Form.from_action(
            wizard.env, wizard.action_generate_serial_numbers()
        ).save().action_produce()
        orders = order.production_group_id.production_ids
        self.assertEqual(len(orders), 5)
        for part in orders:
            self.assert_consumed(part, 4)

    # MM-10: marked after the order was confirmed
    def test_marked_later(self):
        self.screw.product_tmpl_id.is_backflush = False
        self.name_operation()
        order = self.confirmed()
        self.assertTrue(self.screws(order).manual_consumption)
        self.screw.product_tmpl_id.is_backflush = True
        with Form(order) as form:
            form.qty_producing = 10
        self.screws(order).with_user(self.worker).write(
            {"quantity": 0, "picked": False}
        )
        self.complete(order)
        self.assert_consumed(order, 40)

    # MM-10: with the flag or the settings off nothing changes
    def test_off(self):
        self.name_operation()
        for name in ("flag", "settings"):
            with self.subTest(off=name):
                self.screw.product_tmpl_id.is_backflush = name != "flag"
                self.company.lot_prealloc_enabled = name != "settings"
                order = self.confirmed()
                self.assertTrue(self.screws(order).manual_consumption)
                with Form(order) as form:
                    form.qty_producing = 10
                self.screws(order).with_user(self.worker).write(
                    {"quantity": 0, "picked": False}
                )
                action = order.button_mark_done()
                self.assertEqual(action["res_model"], "mrp.consumption.warning")
