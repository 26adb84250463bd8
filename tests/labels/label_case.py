"""What the tests of labels share."""

import json

from odoo.tests import Form

from .test_reports import ReportMixin

DIALOG = "lot.label.layout"

LABEL_REPORT = "stock.action_report_lot_label"

ZPL_REPORT = "stock.label_lot_template"


class LabelMixin(ReportMixin):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manufacturing = cls.warehouse.manu_type_id

    def assertOffered(self, action, lots):
        """Odoo's dialog opens for these numbers, and the user prints them.

        :return: the dialog's record
        """
        json.dumps(action)  # what RPC answers
        self.assertEqual(action["type"], "ir.actions.act_window")
        self.assertEqual(action["res_model"], DIALOG)
        self.assertEqual(action["target"], "new")
        self.assertTrue(lots)
        dialog = Form.from_action(self.env(user=self.worker), action).save()
        self.assertEqual(dialog.move_line_ids.lot_id, lots)
        self.assertEqual(dialog.label_quantity, "lots")
        report = dialog.process()
        self.assertEqual(sorted(report["context"]["active_ids"]), sorted(lots.ids))
        return dialog
