"""What the tests of labels share: their text, and what a scanner reads."""

import json

from reportlab.graphics.barcode import code128

from odoo.tests import Form

from .test_reports import ReportMixin

DIALOG = "lot.label.layout"

LABEL_REPORT = "stock.action_report_lot_label"

ZPL_REPORT = "stock.label_lot_template"


def decode(picture):
    """Read a Code 128 barcode.

    :return: the text
    """
    picture = picture.convert("L")
    row = [
        picture.getpixel((x, picture.height // 2)) < 128 for x in range(picture.width)
    ]
    edges = [x for x in range(1, len(row)) if row[x] != row[x - 1]]
    widths = [right - left for left, right in zip(edges, edges[1:], strict=False)]
    symbols = {}
    for symbol, pattern in code128._patterns.items():
        symbols[tuple("abcd".index(bar.lower()) + 1 for bar in pattern)] = symbol
    values = []
    while len(widths) > 7:  # what remains then is the stop symbol
        group, widths = widths[:6], widths[6:]
        module = sum(group) / 11
        values.append(symbols[tuple(round(width / module) for width in group)])
    *values, check = values
    weights = [1, *range(1, len(values))]
    assert sum(w * v for w, v in zip(weights, values, strict=True)) % 103 == check
    text, code = "", {103: "A", 104: "B", 105: "C"}[values[0]]
    for value in values[1:]:
        if value in (99, 100, 101) and (code, value) != ("C", 99):
            code = {99: "C", 100: "B", 101: "A"}[value]
        else:
            text += f"{value:02}" if code == "C" else chr(value + 32)
    return text


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
