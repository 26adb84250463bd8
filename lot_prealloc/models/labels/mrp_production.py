from odoo import models

from ...tools.names import name_few
from ..orders.states import OPEN_STATES

# What a button returns when nothing is to be shown next.
NOTHING_NEXT = (None, True, False)
CLOSE_OR_RELOAD = {
    ("ir.actions.act_window_close", None),
    ("ir.actions.client", "reload"),
    ("ir.actions.client", "soft_reload"),
}


class MrpProduction(models.Model):
    """Offer the labels of what has just been produced (AB-19)."""

    _inherit = "mrp.production"

    def button_mark_done(self):
        """Complete the orders, then offer the labels of their numbers.

        :return: as without labels; where nothing would be shown next, Odoo's dialog of
            lot labels; where the rest of the order would, that and the dialog above it
        """
        open_orders = self.filtered(lambda p: p.state in OPEN_STATES)
        result = super().button_mark_done()
        dialog = open_orders._offer_lot_labels()
        if not dialog:
            return result
        if self._is_nothing_next(result):
            return dialog
        if self._is_an_order_next(result):
            return {
                "type": "ir.actions.client",
                "tag": "lot_prealloc_offer_labels",
                "params": {"labels": dialog, "anotherAction": result},
            }
        return result

    def _offer_lot_labels(self):
        """:return: the dialog of lot labels for the orders' numbers, or False"""
        if not self._is_somebody_there_to_ask():
            return False
        lines = self.filtered(
            lambda p: p.state == "done" and p._is_label_prompt_wanted()
        )._get_lines_to_label()
        if not lines:
            return False
        orders = lines.move_id.production_id
        # Odoo's own button "Print Labels" of an order: the dialog is as it opens there.
        choice = self.env["picking.label.type"].new(
            {"production_ids": orders.ids, "label_type": "lots"}
        )
        action = choice.process()
        context = {
            **action.get("context", {}),
            "default_move_line_ids": lines.ids,
        }
        if orders._get_lot_label_formats() == {"zpl"}:
            context["default_print_format"] = "zpl"
        names = name_few(orders.mapped("name"), 3)
        return {**action, "name": f"{action['name']} · {names}", "context": context}

    def _is_somebody_there_to_ask(self):
        """Who asks for no redirection shows something of his own afterwards.

        So does Batch Production, which has a button for its labels, and the barcode
        scanner of a later Odoo.
        """
        return (
            not self.env.context.get("skip_redirection")
            and self._should_return_records()
            and self.env.user.has_group("stock.group_production_lot")
        )

    def _is_label_prompt_wanted(self):
        """Whether labels are offered when this order is done; not what is printed."""
        self.ensure_one()
        return (
            self._get_prealloc_trigger()
            # sudo: the settings of a company are in force for all of its orders
            and self.company_id.sudo().lot_prealloc_label_prompt
            and not self.picking_type_id.auto_print_done_mrp_lot
        )

    def _get_lines_to_label(self):
        """What is offered: who wants a second label prints it from the order.

        :return: ``stock.move.line`` by which the orders received numbers that have no
            label yet
        """
        return self.move_finished_ids.move_line_ids.filtered(
            lambda line: (
                line.lot_id
                and not line.lot_id.is_label_printed
                and line.state == "done"
            )
        )

    def _get_lot_label_formats(self):
        """:return: set of ``pdf`` and ``zpl``, as the operation types want them"""
        return set(self.picking_type_id.mapped("generated_mrp_lot_label_to_print"))

    def _is_nothing_next(self, action):
        if not isinstance(action, dict):
            return action in NOTHING_NEXT
        return (action.get("type"), action.get("tag")) in CLOSE_OR_RELOAD

    def _is_an_order_next(self, action):
        """Whether an action goes to an order, the rest of this one for example."""
        return (
            action.get("type") == "ir.actions.act_window"
            and action.get("res_model") == self._name
            and action.get("target") != "new"
        )
