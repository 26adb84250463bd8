"""One button holds back all that a recall affects and is not gone yet."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .recall_case import RecallCase


@tagged("post_install", "-at_install")
class TestRecallHold(RecallCase):
    def hold(self, recall):
        return Form.from_action(recall.env, recall.action_hold_all())

    # RC-3
    def test_hold_all(self):
        self.make_bikes()
        recall = self.make_recall(self.steel_lot)
        number = self.order.prealloc_lot_ids
        form = self.hold(recall)
        # it says first what it will do
        self.assertIn(self.order.name, form.released)
        self.assertTrue(self.order.move_raw_ids.move_line_ids)
        form.save().action_hold()
        here = self.bikes[3:5] | self.plates | self.steel_lot | self.motors[6] | number
        held = self.env["stock.lot"].search([("hold_processes", "=", "all")])
        self.assertEqual(held, here.sorted("id"))
        self.assertEqual(here[0].hold_reason, f"{recall.name}: cracked")
        self.assertFalse(self.order.move_raw_ids.move_line_ids.lot_id & here)
        # shipped ones are told, not held
        self.assertFalse(self.bikes[0].hold_processes)
        notice = recall.action_hold_all()
        self.assertEqual(notice["params"]["message"], "All that is here is on hold.")
        # released of the order, which keeps its number
        recall.action_find()
        self.assertIn(("production", number.name, 1), self.told(recall, change="gone"))

    # RC-3 RC-5
    def test_refused(self):
        steel = self.make_steel()
        mock = self.make_recall(steel, is_mock=True)
        with self.assertRaisesRegex(UserError, "is a mock recall"):
            mock.action_hold_all()
        mock.is_mock = False
        self.assertTrue(self.hold(mock))
        for user in (self.worker, self.storekeeper):
            with self.assertRaises(AccessError):
                mock.with_user(user).action_hold_all()
        self.deliver(steel, 100)
        with self.assertRaisesRegex(UserError, "Nothing that RECALL"):
            self.make_recall(steel).action_hold_all()
