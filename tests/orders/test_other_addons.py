"""What other addons do in Odoo's methods of an order still happens (NO-4)."""

from contextlib import contextmanager
from unittest.mock import patch

from odoo.tests import Form, tagged

from odoo.addons.mrp.models.mrp_production import MrpProduction
from odoo.addons.stock.models.stock_move import StockMove

from ..common import PreallocCase


@contextmanager
def extension(name, model=MrpProduction):
    """An addon between Odoo and ours that notes how its extension is called.

    :param str name: of a method
    :param model: Odoo's class
    :return: list of dicts, one for each call
    """
    calls = []
    method = getattr(model, name)

    def extended(self, *args, **kwargs):
        calls.append({"records": self, "is_superuser": self.env.su})
        return method(self, *args, **kwargs)

    with patch.object(model, name, extended):
        yield calls


@tagged("post_install", "-at_install")
class TestOtherAddons(PreallocCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.number_format = cls.make_format("OTHER-{0000}")
        cls.serial = cls.make_product(
            "Drill", "serial", lot_number_format_id=cls.number_format.id
        )
        cls.lot = cls.make_product(
            "Glue", "lot", lot_number_format_id=cls.number_format.id
        )

    # NO-4, AB-10
    def test_completion_after_the_lot_prompt(self):
        """Asking for the lot comes first; who has answered completes the order."""
        self.company.lot_prealloc_trigger = "done"
        order = self.make_order(self.lot, 5, user=self.worker)
        order.action_confirm()
        with extension("pre_button_mark_done") as calls:
            action = order.button_mark_done()
            self.assertEqual(action["res_model"], "mrp.production.lot.prompt")
            self.assertFalse(calls)
            self.assertEqual(order.state, "confirmed")
            prompt = Form.from_action(order.env, action)
            prompt.lot_name = "GLUE-1"
            prompt.save().action_produce()
        self.assertEqual([call["records"] for call in calls], [order])
        self.assertEqual(order.state, "done")
        self.assertEqual(order.lot_producing_ids.name, "GLUE-1")

    # NO-4, PF-7
    def test_generate(self):
        """Odoo puts a number into place, and it is the one that the order holds."""
        for product, quantity in ((self.lot, 5), (self.serial, 1)):
            order = self.make_order(product, quantity, user=self.worker)
            order.action_confirm()
            held = order.prealloc_lot_ids
            self.assertEqual(len(held), 1)
            with extension("action_generate_serial") as calls:
                order.action_generate_serial()
            self.assertEqual(len(calls), 1)
            self.assertEqual(order.lot_producing_ids, held)
            self.assertFalse(order.prealloc_lot_ids)

    # NO-4, PF-8
    def test_split_is_the_users(self):
        """No more is done as superuser than a plain worker's split needs."""
        order = self.make_order(self.serial, 3, user=self.worker)
        order.action_confirm()
        name = order.name
        with (
            extension("_split_productions") as splits,
            extension("create", StockMove) as creations,
            extension("write") as writes,
        ):
            parts = order._split_productions({order: [1, 1, 1]})
        self.assertEqual([call["is_superuser"] for call in splits], [False])
        self.assertEqual({call["is_superuser"] for call in creations}, {False})
        # the name is written once, when the split is done
        self.assertTrue(writes[-1]["is_superuser"])
        self.assertEqual(writes[-1]["records"], order)
        self.assertEqual(
            parts.mapped("name"), [f"{name}-{part:03}" for part in (1, 2, 3)]
        )
        self.assertEqual(
            parts.move_finished_ids.mapped("reference"), parts.mapped("name")
        )
        self.assertEqual(len(parts.prealloc_lot_ids), 3)
        self.assertFalse(parts.env.su)
