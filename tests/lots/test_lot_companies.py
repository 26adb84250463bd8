"""Numbers belong to the company that makes them, of a shared product too."""

from odoo import Command, fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common import PreallocCase
from ..life.traceability_case import TraceabilityMixin

WORK = "mrp.group_mrp_user,stock.group_stock_user"


@tagged("post_install", "-at_install")
class TestLotCompanies(TraceabilityMixin, PreallocCase):
    """Two companies, and a product of both."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.make_company("Other Factory")
        cls.other.write(
            {"lot_prealloc_enabled": True, "lot_prealloc_trigger": "confirmed"}
        )
        cls.other_warehouse = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.other.id)], limit=1
        )
        company_vals = {
            "company_id": cls.other.id,
            "company_ids": [Command.set(cls.other.ids)],
        }
        cls.stranger = cls.make_user("stranger", WORK, **company_vals)
        cls.other_manager = cls.make_user(
            "other_manager",
            "stock.group_stock_manager,mrp.group_mrp_manager",
            **company_vals,
        )
        cls.worker.name = "Wilma Worker"
        cls.storekeeper.name = "Stan Storekeeper"

    def as_user(self, records, user):
        """What the user finds with an empty cache, as over RPC."""
        self.env.flush_all()
        self.env.invalidate_all()
        return records.with_user(user).with_context(
            allowed_company_ids=user.company_ids.ids
        )

    def share(self, lots):
        """Numbers from before: nobody's."""
        lots.sudo().company_id = False

    # ------------------------------------------------------------------
    # Whose a new number is
    # ------------------------------------------------------------------

    def test_numbers_of_orders(self):
        # 10: drawn, generated with the button
        order = self.make_order(self.widget, 2, user=self.worker, confirm=True)
        self.assertEqual(order.prealloc_lot_ids.company_id, self.company)
        pump = self.make_product("Pump", "lot")
        self.company.lot_prealloc_trigger = "done"
        order = self.make_order(pump, 1, user=self.worker, confirm=True)
        order.action_generate_serial()
        self.assertEqual(order.lot_producing_ids.company_id, self.company)
        self.company.lot_prealloc_enabled = False
        order = self.make_order(pump, 1, user=self.worker, confirm=True)
        order.action_generate_serial()
        self.assertTrue(order.lot_producing_ids)
        self.assertFalse(order.lot_producing_ids.company_id)

    def receive(self, product, user, warehouse, names=()):
        receipt = self.make_transfer(
            warehouse.in_type_id, (product, 1), source=self.suppliers, user=user
        )
        for line, name in zip(receipt.move_line_ids, names, strict=False):
            line.lot_name = name
        receipt.button_validate()
        self.assertEqual(receipt.state, "done")
        return receipt.move_line_ids.lot_id

    def test_numbers_of_receipts(self):
        # 10 LN-5: generated, and typed; both companies receive the same number
        self.widget.lot_auto_generate = True
        generated = self.receive(self.widget, self.storekeeper, self.warehouse)
        self.assertEqual(generated.company_id, self.company)
        pump = self.make_product("Pump", "serial")
        typed = self.receive(pump, self.storekeeper, self.warehouse, ["V-1"])
        self.assertEqual(typed.company_id, self.company)
        theirs = self.receive(pump, self.stranger, self.other_warehouse, ["V-1"])
        self.assertEqual(theirs.company_id, self.other)
        self.assertEqual(theirs.name, typed.name)

    def test_made_by_hand(self):
        # 10: as in Odoo, nobody's; until the first company produces or receives it
        lots = self.make_lot(self.widget, "BY-HAND") + self.make_lot(
            self.widget, "BY-HAND-2"
        )
        self.assertFalse(lots.company_id)
        order = self.make_order(
            self.widget, 1, user=self.worker, lot_producing_ids=lots[0].ids
        )
        order.action_confirm()
        self.complete(order, 1)
        self.assertEqual(order.state, "done")
        self.assertEqual(lots[0].company_id, self.company)
        received = self.receive(
            self.widget, self.stranger, self.other_warehouse, ["BY-HAND-2"]
        )
        self.assertEqual(received, lots[1].with_user(self.stranger))
        self.assertEqual(lots[1].company_id, self.other)

    def test_numbers_in_stock_keep_their_company(self):
        # 10: what was there before
        lot = self.produce().lot_producing_ids
        self.share(lot)
        delivery = self.make_delivery((self.widget, 1), validate=True)
        self.take_back(delivery)
        self.assertEqual(delivery.move_line_ids.lot_id, lot)
        self.assertFalse(lot.company_id)

    def test_product_that_is_shared_later(self):
        # 10: what a company has made stays its own
        self.widget.company_id = self.company
        lot = self.produce().lot_producing_ids
        self.widget.company_id = False
        self.assertEqual(lot.company_id, self.company)

    # ------------------------------------------------------------------
    # Who sees it
    # ------------------------------------------------------------------

    def test_a_stranger_sees_no_number(self):
        # 10: lists, search, the command palette
        self.make_every_state()
        lots = self.env["stock.lot"].search([("product_id", "=", self.widget.id)])
        self.assertEqual(len(lots), 12)
        model = self.as_user(self.env["stock.lot"], self.stranger)
        mine = [("product_id", "=", self.widget.id)]
        self.assertFalse(model.search(mine))
        self.assertFalse(model.name_search("ACME"))
        self.assertFalse(model.search_for_command_palette("ACME"))
        self.assertFalse(model.web_search_read(mine, {"name": {}})["records"])
        self.assertFalse(model.formatted_read_group(mine, ["production_id"]))
        self.assertFalse(
            self.as_user(self.env["stock.lot.event"], self.stranger).search(
                [("lot_id", "in", lots.ids)]
            )
        )
        with self.assertRaises(AccessError):
            self.as_user(lots, self.stranger).read(["name"])
        self.assertEqual(len(self.as_user(lots, self.worker).read(["name"])), 12)

    def get_secrets(self):
        """:return: texts that only people of the first company may read"""
        orders = self.produced | self.holding
        pickings = self.shipped | self.reserved
        return [
            *orders.sudo().mapped("name"),
            *pickings.sudo().mapped("name"),
            self.worker.name,
            self.storekeeper.name,
            self.customer.name,
        ]

    def test_shared_numbers_field_by_field(self):
        # 10: each field of ours, over RPC, of numbers that were there before
        self.customer.name = "Secret Customer"
        self.make_every_state()
        lots = self.env["stock.lot"].search([("product_id", "=", self.widget.id)])
        if "sale_order_id" in lots._fields:
            sale = self.env["sale.order"].create({"partner_id": self.customer.id})
            lots.sudo().sale_order_id = sale
        self.share(lots)
        secrets = self.get_secrets()
        names = sorted(
            name
            for name, field in lots._fields.items()
            if any("lot_prealloc" in module for module in field._modules)
            # Odoo's own, only searched otherwise
            and name != "location_id"
            # what only the code reads
            and field.groups != fields.NO_ACCESS
        )
        self.assertIn("production_id", names)
        self.assertIn("timeline", names)
        for user, knows in ((self.stranger, False), (self.worker, True)):
            known = set()
            for name in names:
                told = str(self.as_user(lots, user).read([name]))
                for secret in secrets:
                    if secret in told:
                        known.add(secret)
                        self.assertTrue(knows, f"{name} tells {user.name} of {secret}")
            if knows:
                self.assertIn(self.produced.name, known)
                self.assertIn(self.worker.name, known)
        with self.subTest("all at once, as a form reads them"):
            values = self.as_user(lots, self.stranger).web_read(
                {
                    name: {"fields": {"display_name": {}}}
                    if lots._fields[name].relational
                    else {}
                    for name in ["timeline", *names]
                }
            )
            for secret in secrets:
                self.assertNotIn(secret, str(values))
        with self.subTest("one after the other, in a cache that others have filled"):
            self.env.invalidate_all()
            lots.sudo().mapped("prealloc_production_ids.name")
            lots.sudo().mapped("producing_production_ids.name")
            values = lots.with_user(self.stranger).read(names)
            for secret in secrets:
                self.assertNotIn(secret, str(values))
        with self.subTest("groups"):
            model = self.as_user(lots.browse(), self.stranger)
            for name in names:
                if lots._fields[name].type == "many2one" and lots._fields[name].store:
                    groups = model.formatted_read_group(
                        [("id", "in", lots.ids)], [name], ["__count"]
                    )
                    self.assertEqual([group[name] for group in groups], [False], name)
            model = self.as_user(lots.browse(), self.worker)
            groups = model.formatted_read_group(
                [("id", "in", lots.ids)], ["production_id"], ["__count"]
            )
            self.assertEqual(
                {group["production_id"][1] for group in groups},
                {self.produced.name, self.holding.name},
            )
        with self.subTest("search"):
            model = self.as_user(lots.browse(), self.stranger)
            for name in ("production_id", "allocated_production_id"):
                self.assertFalse(model.search([(name, "ilike", self.produced.name)]))

    # ------------------------------------------------------------------
    # From one company to the other
    # ------------------------------------------------------------------

    def transfer(self, user, warehouse, lot, source, target, kind):
        picking = self.make_transfer(
            warehouse[kind],
            (lot.product_id, 1),
            source=source,
            target=target,
            user=user,
            assign=True,
        )
        self.assertEqual(picking.move_line_ids.lot_id, lot.with_user(user))
        picking.button_validate()
        self.assertEqual(picking.state, "done")
        return picking

    def test_to_another_company(self):
        # 10 MM-8: it arrives under its number; its documents stay at home
        transit = self.env.ref("stock.stock_location_inter_company")
        transit.active = True
        order = self.produce()
        lot = order.lot_producing_ids
        self.transfer(
            self.storekeeper,
            self.warehouse,
            lot,
            self.stock_location,
            transit,
            "out_type_id",
        )
        self.assertFalse(lot.company_id)
        arrival = self.transfer(
            self.stranger,
            self.other_warehouse,
            lot,
            transit,
            self.other_warehouse.lot_stock_id,
            "in_type_id",
        )
        self.assertEqual(lot.lifecycle_state, "available")
        seen = self.as_user(lot, self.stranger)
        self.assertFalse(seen.production_id)
        told = str(seen.timeline)
        self.assertIn(arrival.name, told)
        self.assertNotIn(order.name, told)
        self.assertNotIn(self.worker.name, told)
        self.assertIn(order.name, str(self.as_user(lot, self.worker).timeline))

    def test_both_have_the_same_number(self):
        # 10: two numbers that cannot be told apart stay apart
        transit = self.env.ref("stock.stock_location_inter_company")
        transit.active = True
        lot = self.produce().lot_producing_ids
        self.make_lot(self.widget, lot.name, company_id=self.other.id)
        self.transfer(
            self.storekeeper,
            self.warehouse,
            lot,
            self.stock_location,
            transit,
            "out_type_id",
        )
        self.assertEqual(lot.company_id, self.company)
