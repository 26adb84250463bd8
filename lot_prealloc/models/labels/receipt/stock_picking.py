from odoo import models

from ....tools.names import name_few


class StockPicking(models.Model):
    """Offer the labels of the numbers that a receipt has drawn (UX-12).

    What the vendor has numbered has its label.
    """

    _inherit = "stock.picking"

    def button_validate(self):
        """Receive, then offer the labels of what got a number of ours.

        :return: as without labels; where nothing would be shown next, Odoo's dialog of
            lot labels
        """
        open_receipts = self.filtered(
            lambda p: p.picking_type_code == "incoming" and p.state != "done"
        )
        result = super().button_validate()
        if isinstance(result, dict) or not open_receipts:
            return result
        return open_receipts._offer_receipt_labels() or result

    def _offer_receipt_labels(self):
        """:return: the dialog of lot labels for numbers that were drawn, or False"""
        lines = self.filtered(
            lambda p: p.state == "done" and p._is_label_prompt_wanted()
        ).move_line_ids.filtered(
            lambda line: (
                line.is_number_drawn
                and line.lot_id
                and not line.lot_id.is_label_printed
            )
        )
        if not lines or not self.env.user.has_group("stock.group_production_lot"):
            return False
        # Odoo's own button "Print Labels" of a transfer: the dialog as it opens there.
        choice = self.env["picking.label.type"].new(
            {"picking_ids": self.ids, "label_type": "lots"}
        )
        action = choice.process()
        names = name_few(lines.picking_id.mapped("name"), 3)
        return {
            **action,
            "name": f"{action['name']} · {names}",
            "context": {
                **action.get("context", {}),
                "default_move_line_ids": lines.ids,
            },
        }

    def _is_label_prompt_wanted(self):
        """Whether labels are offered when this receipt is done; not what is printed."""
        self.ensure_one()
        return (
            self.company_id._is_preallocation_on()
            # sudo: the settings of a company are in force for all of its transfers
            and self.company_id.sudo().lot_prealloc_label_prompt
            and not self.picking_type_id.auto_print_lot_labels
        )
