"""The demo factory of `make run`: what its people can do (README, Two commands)."""

import json

from odoo.tests import tagged

from .database_case import BASE_DB, DatabaseCase

# As the planner: open each product there is and change it, make another, with tiers.
SCRIPT = """
import json
from odoo.exceptions import AccessError
from odoo.tests import Form

def log_in(login):
    user = env["res.users"].search([("login", "=", login)])
    return env(user=user, context=user.context_get())

mine = log_in("planner")
products = mine["product.template"].search([])
for product in products:
    with Form(product) as form:
        form.description = "checked"
with Form(mine["product.template"]) as form:
    form.name = "made by the planner"
    form.is_storable = True
    form.categ_id = mine.ref("lot_prealloc.category_widgets")
made = form.record
menu = env.ref("mrp.menu_mrp_product_form")

# As the others: what each opens first, and what only quality may do.
store, sales, quality = map(log_in, ("storekeeper", "salesperson", "quality"))
orders = {
    name: sales.ref(f"lot_prealloc_sale.{name}")
    for name in ("sale_shipped", "sale_ready", "sale_planned")
}
sold = {
    name: [lot.lifecycle_state for lot in order.lot_ids.sorted("lifecycle_state")]
    for name, order in orders.items()
}
transfers = store["stock.picking"].search([])
for transfer in transfers:
    Form(transfer)
gone = [("lifecycle_state", "in", ("shipped", "returned"))]
numbers = store["stock.lot"].search(gone)

def can_hold(mine):
    try:
        mine["stock.lot"].browse(numbers[:1].ids).action_hold("all", "checked")
    except AccessError:
        return False
    return bool(numbers[:1].sudo().hold_processes)

recall = quality["lot.recall"].search([], limit=1)
Form.from_action(quality, recall.action_hold_all()).save().action_hold()
print("RESULT" + json.dumps({
    "opened": len(products),
    "tracking": made.tracking,
    "sold": sold,
    "own": sales["sale.order"].search_count([]),
    "transfers": len(transfers),
    "states": sorted(set(numbers.mapped("lifecycle_state"))),
    "holds": [can_hold(whose) for whose in (store, sales, quality)],
    "recalls": recall.affected_count,
    "held": len(recall.stock_line_ids.lot_id.filtered("hold_processes")),
    "menu": menu.id in mine["ir.ui.menu"]._visible_menu_ids(),
}))
"""


@tagged("post_install", "-at_install")
class TestDemo(DatabaseCase):
    template = BASE_DB

    @classmethod
    def open_database(cls):
        # Odoo loads a module's demo data only where the modules below have theirs
        installed = cls.run_odoo(
            script='env["ir.module.module"].search([("state", "=", "installed")]).demo'
            " = True; env.cr.commit()"
        )
        assert not installed.returncode, installed.stderr[-3000:]
        installed = cls.run_odoo(
            "--init=lot_prealloc,lot_prealloc_sale,lot_prealloc_expiry,lot_prealloc_gs1",
            "--with-demo",
            "--stop-after-init",
        )
        assert not installed.returncode, installed.stderr[-3000:]
        played = cls.run_odoo(script=SCRIPT)
        assert "RESULT" in played.stdout, played.stderr[-3000:]
        cls.result = json.loads(played.stdout.partition("RESULT")[2].splitlines()[0])

    # AB-3: a planner sets up what is made, and what tracks it
    def test_planner_has_products(self):
        self.assertGreaterEqual(self.result["opened"], 6)
        self.assertEqual(self.result["tracking"], "serial")
        self.assertTrue(self.result["menu"])

    # AB-14, AB-15, AB-22: what a salesperson promised, by its numbers
    def test_salesperson_has_orders_in_every_state(self):
        self.assertEqual(
            self.result["sold"],
            {
                "sale_shipped": ["returned", "shipped", "shipped"],
                "sale_ready": ["allocated"] * 2,
                "sale_planned": ["allocated"] * 2 + ["preallocated"] * 3,
            },
        )
        self.assertEqual(self.result["own"], 3)

    # AB-14, AB-15: an inventory user
    def test_storekeeper_has_transfers(self):
        self.assertGreaterEqual(self.result["transfers"], 8)
        self.assertEqual(self.result["states"], ["returned", "shipped"])

    # RC-3, RC-5: who holds and recalls is an inventory manager, and nothing more
    def test_quality_holds_and_recalls(self):
        self.assertEqual(self.result["holds"], [False, False, True])
        self.assertEqual(self.result["recalls"], 6)  # the battery, and five bikes
        self.assertTrue(self.result["held"])
