"""The demo factory of `make run`: what its people can do (README, Two commands)."""

import json

from odoo.tests import tagged

from .database_case import BASE_DB, DatabaseCase

# As the planner: open each product there is and change it, make another, with tiers.
SCRIPT = """
import json
from odoo.tests import Form

planner = env["res.users"].search([("login", "=", "planner")])
mine = env(user=planner, context=planner.context_get())
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
print("RESULT" + json.dumps({
    "opened": len(products),
    "tracking": made.tracking,
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
