"""Plain users see recalls, inventory managers act; companies and customers apart."""

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tests import tagged

from .recall_case import RecallCase

MODELS = (
    "lot.recall",
    "lot.recall.line",
    "lot.recall.balance",
    "lot.recall.customer",
)


@tagged("post_install", "-at_install")
class TestRecallRights(RecallCase):
    def setUp(self):
        super().setUp()
        self.steel_lot = self.make_steel()
        self.deliver(self.steel_lot, 10, partner_id=self.nordwind.id)
        self.recall = self.make_recall(self.steel_lot)

    def call(self, user, model, method, *args, context=None):
        """As it comes over RPC."""
        return call_kw(
            self.env[model].with_user(user),
            method,
            list(args),
            {"context": context or {}},
        )

    def records(self):
        recall = self.recall
        return (recall, recall.line_ids, recall.balance_ids, recall.customer_ids)

    # RC-5
    def test_plain_users_see(self):
        for user in (self.worker, self.storekeeper):
            for records in self.records():
                self.assertTrue(records)
                rows = records.with_user(user).read()
                self.assertEqual(len(rows), len(records))
            form = self.env["lot.recall"].with_user(user).get_view(view_type="form")
            self.assertNotIn("action_find", form["arch"])
            self.assertIn("action_download_xlsx", form["arch"])

    # RC-5
    def test_plain_users_do_not_act(self):
        for user in (self.worker, self.storekeeper):
            recall = self.recall.with_user(user)
            for button in (
                "action_find",
                "action_answer",
                "action_close",
                "action_reopen",
            ):
                with self.assertRaises(AccessError, msg=button):
                    getattr(recall, button)()
            with self.assertRaises(AccessError):
                self.steel_lot.with_user(user).action_recall()
            with self.assertRaises(AccessError):
                self.make_recall(self.steel_lot, user=user, find=False)
            for records in self.records():
                for name in ("write", "unlink"):
                    with self.assertRaises(AccessError):
                        self.call(
                            user,
                            records._name,
                            name,
                            records.ids,
                            *([{}] if name == "write" else []),
                        )

    # RC-2 RC-5
    def test_nobody_writes_what_was_found(self):
        manager, recall = self.inventory_manager, self.recall
        now = "2026-01-01 00:00:00"
        for values in (
            {"state": "closed"},
            {"name": "RECALL/1"},
            {"date_started": now},
            {"found_date": now},
            {"looked_date": now},
            {"date_answered": now},
            {"line_ids": [Command.clear()]},
            {"stock_line_ids": [Command.clear()]},
            {"customer_ids": [Command.clear()]},
            {"balance_ids": [Command.clear()]},
        ):
            with self.assertRaises(AccessError, msg=values):
                self.call(manager, "lot.recall", "write", recall.ids, values)
            with self.assertRaises(AccessError, msg=values):
                self.call(
                    manager,
                    "lot.recall",
                    "create",
                    [{"lot_ids": self.steel_lot.ids, "reason": "x", **values}],
                )
        for lines in self.records()[1:3]:
            with self.assertRaises(AccessError):
                self.call(manager, lines._name, "write", lines.ids, {"number": "X"})
            with self.assertRaises(AccessError):
                self.call(manager, lines._name, "create", [{"recall_id": recall.id}])
            with self.assertRaises(AccessError):
                self.call(manager, lines._name, "unlink", lines.ids)
        row = recall.customer_ids
        for values in (
            {"told_date": now},
            {"partner_id": self.zephyr.id},
            {"line_ids": [Command.clear()]},
            {"recall_id": False},
        ):
            with self.assertRaises(AccessError, msg=values):
                self.call(manager, row._name, "write", row.ids, values)
        for method in ("create", "unlink"):
            with self.assertRaises(AccessError):
                self.call(
                    manager,
                    row._name,
                    method,
                    [{"recall_id": recall.id, "partner_id": self.zephyr.id}]
                    if method == "create"
                    else row.ids,
                )

    # RC-2
    def test_defaults_of_the_context(self):
        context = {
            f"default_{name}": "2026-01-01 00:00:00"
            for name in ("date_started", "date_answered", "found_date")
        }
        [recall_id] = self.call(
            self.inventory_manager,
            "lot.recall",
            "create",
            [{"lot_ids": self.steel_lot.ids, "reason": "x"}],
            context={**context, "default_state": "closed", "default_name": "X"},
        )
        recall = self.env["lot.recall"].browse(recall_id)
        self.assertEqual(recall.state, "answering")
        self.assertGreater(recall.date_started.year, 2026)
        self.assertFalse(recall.date_answered or recall.found_date)
        self.assertRegex(recall.name, "^RECALL/")

    # RC-5
    def test_portal(self):
        portal = self.make_portal()
        for model in MODELS:
            with self.assertRaises(AccessError):
                self.env[model].with_user(portal).search([])
        with self.assertRaises(AccessError):
            self.recall.with_user(portal).read(["name"])
        with self.assertRaises(AccessError):
            self.recall.with_user(portal)._make_xlsx()

    # RC-5
    def test_companies_apart(self):
        _warehouse, keeper = self.make_other_works()
        keeper.group_ids += self.env.ref("stock.group_stock_manager")
        for model in MODELS:
            self.assertFalse(self.env[model].with_user(keeper).search([]))
        with self.assertRaises(AccessError):
            self.recall.with_user(keeper).action_find()
        self.steel_lot.company_id = self.company
        with self.assertRaises(UserError):
            self.make_recall(self.steel_lot, user=keeper)

    # RC-5
    def test_a_lot_of_two_companies(self):
        """Each sees its own goods and documents."""
        lot = self.steel_lot
        lot.company_id = False
        warehouse, keeper = self.make_other_works()
        keeper.group_ids += self.env.ref("stock.group_stock_manager")
        receipt = self.make_transfer(
            warehouse.in_type_id,
            (self.steel, 40),
            source=self.suppliers,
            target=warehouse.lot_stock_id,
            user=keeper,
        )
        self.choose(receipt, {lot: 40})
        self.validate(receipt)
        delivery = self.make_transfer(
            warehouse.out_type_id,
            (self.steel, 3),
            source=warehouse.lot_stock_id,
            target=self.customers,
            user=keeper,
            partner_id=self.zephyr.id,
        )
        self.choose(delivery, {lot: 3})
        self.validate(delivery)
        theirs = self.make_recall(lot, user=keeper)
        self.assertEqual(
            self.told(theirs), [("shipped", lot.name, 3), ("stock", lot.name, 37)]
        )
        self.assertEqual(theirs.customer_ids.partner_id, self.zephyr)
        self.assertEqual(self.read_balance(theirs), (40, 3, 37, 0, 0))
        ours = self.make_recall(lot)
        self.assertEqual(self.read_balance(ours), (100, 10, 90, 0, 0))
        self.assertEqual(
            self.told(ours), [("shipped", lot.name, 10), ("stock", lot.name, 90)]
        )
        self.assertEqual(ours.customer_ids.partner_id, self.nordwind)
        # what came back to us did not come back to them
        self.validate(self.make_return(delivery, user=keeper))
        ours = self.make_recall(lot)
        self.assertEqual(self.read_balance(ours), (100, 10, 90, 0, 0))
        theirs = self.make_recall(lot, user=keeper)
        self.assertEqual(self.read_balance(theirs), (40, 0, 37, 3, 0))

    def read_balance(self, recall):
        [row] = recall.balance_ids
        return (
            row.origin_quantity,
            row.shipped_quantity,
            row.stock_quantity,
            row.returned_quantity,
            row.difference,
        )

    # RC-5 NO-3
    def test_menu(self):
        menu = self.env.ref("lot_prealloc.menu_lot_recall")
        traceability = self.env.ref("stock.group_production_lot")
        self.assertIn(
            menu.id,
            self.env["ir.ui.menu"].with_user(self.storekeeper)._visible_menu_ids(),
        )
        self.assertEqual(menu.group_ids, traceability)
        action = self.env.ref("lot_prealloc.action_recall_lots")
        self.assertEqual(action.group_ids, self.env.ref("stock.group_stock_manager"))
