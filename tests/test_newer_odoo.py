"""Later versions of Odoo 19 have a Prepare MO of their own: ours is the one shown."""

import json
from pathlib import Path

from odoo.tests import tagged
from odoo.tools import config

from .database_case import BASE_DB, DatabaseCase

ADDONS = Path(__file__).with_name("addons")

# As a plain Manufacturing user: open the dialog, press each of its buttons.
SCRIPT = """
import json
from lxml import etree
from odoo.tests import new_test_user

worker = new_test_user(env, "newer_worker", groups="mrp.group_mrp_user")
product = env["product.product"].create(
    {"name": "newer", "is_storable": True, "tracking": "serial"}
)
env = env(user=worker)
dialog = env["mrp.production.serials"]
assert "action_split_and_assign_serials" in dir(dialog)
view = env.ref("mrp.view_mrp_production_serials_form")
arch = etree.fromstring(dialog.get_view(view.id, "form")["arch"])

def press(button):
    order = env["mrp.production"].create({"product_id": product.id, "product_qty": 3})
    order.action_confirm()
    wizard = dialog.create({"production_id": order.id})
    wizard.action_generate_serial_numbers()
    action = getattr(wizard, button)()
    orders = order.production_group_id.production_ids.sorted("id")
    return {
        "numbers": [len(production.lot_producing_ids) for production in orders],
        "states": orders.mapped("state"),
        "action": [action["type"], action.get("res_id") == order.id],
    }

print("RESULT" + json.dumps({
    "buttons": [button.get("name") for button in arch.iter("button")],
    "labels": [button.get("string") for button in arch.iter("button")],
    **{name: press(f"action_{name}") for name in ("prepare_mo", "produce", "apply")},
}))
"""


@tagged("post_install", "-at_install")
class TestNewerOdoo(DatabaseCase):
    template = BASE_DB

    @classmethod
    def open_database(cls):
        path = f"--addons-path={','.join([*config['addons_path'], str(ADDONS)])}"
        installed = cls.run_odoo(
            path, "--init=lot_prealloc,a_mrp_newer", "--stop-after-init"
        )
        assert not installed.returncode, installed.stderr[-3000:]
        played = cls.run_odoo(path, script=SCRIPT)
        assert "RESULT" in played.stdout, played.stderr[-3000:]
        cls.result = json.loads(played.stdout.partition("RESULT")[2].splitlines()[0])

    # OD-3, OD-6: ours, once
    def test_buttons(self):
        self.assertNotIn("action_split_and_assign_serials", self.result["buttons"])
        self.assertEqual(self.result["labels"].count("Prepare MO"), 1)
        self.assertIn("action_prepare_mo", self.result["buttons"])

    # OD-3
    def test_prepare(self):
        self.assertEqual(
            self.result["prepare_mo"],
            {
                "numbers": [1, 1, 1],
                "states": ["confirmed"] * 3,
                "action": ["ir.actions.act_window", True],
            },
        )

    # OD-4
    def test_produce(self):
        self.assertEqual(self.result["produce"]["numbers"], [1, 1, 1])
        self.assertEqual(self.result["produce"]["states"], ["done"] * 3)

    # OD-6: Odoo's own Apply and what it returns there
    def test_apply(self):
        self.assertEqual(self.result["apply"]["numbers"], [3])
        self.assertEqual(
            self.result["apply"]["action"], ["ir.actions.act_window_close", False]
        )
